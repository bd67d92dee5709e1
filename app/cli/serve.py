"""`sagsgang serve`: pages, webhooks and a worker in one process."""

from __future__ import annotations

import argparse
import os

from app import config, demo, preparation, wiring
from app.cli.outcome import DONE, Words, WrongUse
from app.server import Address, AddressInUse, serve
from engine.api import Engine


def register(words: Words) -> None:
    parser = words.add_parser("serve", help="vis siderne, modtag beskeder og udfør det, der er forfaldent")
    parser.add_argument("--host", default=Address.host, help="adresse at lytte på (%(default)s)")
    parser.add_argument("--port", type=int, default=Address.port, help="port at lytte på (%(default)s)")
    parser.add_argument("--threads", type=int, default=Address.threads, help="samtidige forespørgsler (%(default)s)")
    parser.add_argument("--no-worker", action="store_true", help="kun siderne; timere køres af »sagsgang worker«")
    parser.add_argument("--prepare", action="store_true", help="opdatér først databasen og procesbibliotekerne")
    parser.add_argument("--demo", action="store_true", help="læg først demodata ind, hvis der ingen brugere er")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = config.load(os.environ)
    engine = wiring.open_installation(settings, migrate=arguments.prepare)
    try:
        if arguments.demo:
            demo.seed_once(settings, engine, _say)
        if arguments.prepare:
            preparation.deploy_installed(engine)
        serve(
            settings,
            engine,
            Address(arguments.host, arguments.port, arguments.threads),
            worker=not arguments.no_worker,
            ready=lambda url: _announce(engine, url, with_people=arguments.demo),
        )
    except AddressInUse as error:
        raise WrongUse(str(error)) from error
    finally:
        engine.close()
    return DONE


def _announce(engine: Engine, url: str, *, with_people: bool) -> None:
    for line in demo.sign_in_lines() if with_people else []:
        _say(line)
    if not engine.accounts():
        _say("Der er ingen brugere endnu. »sagsgang user add« opretter den første.")
    _say(f"Sagsgang kører på {url}  (stop med Ctrl-C)")


def _say(text: str) -> None:
    print(text, flush=True)
