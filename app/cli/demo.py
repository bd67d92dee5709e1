"""`sagsgang demo`: demonstration accounts and cases in an empty installation."""

from __future__ import annotations

import argparse
import os

from app import config, demo, wiring
from app.cli.outcome import DONE, Words


def register(words: Words) -> None:
    parser = words.add_parser("demo", help="læg demobrugere og demosager ind i en tom installation på egen maskine")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    settings = config.load(os.environ)
    engine = wiring.open_installation(settings, migrate=True)
    try:
        demo.seed_once(settings, engine, print)
    finally:
        engine.close()
    print("\n".join(demo.sign_in_lines()))
    return DONE
