"""`sagsgang receiver`: the systems that hear of events."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict

from app import config
from app.cli.outcome import DONE, Words, WrongUse, add_json, installation, print_json
from engine.clock import local
from engine.commands import AddReceiver
from engine.views import ReceiverRow
from webhooks import addresses
from webhooks.signatures import new_secret


def register(words: Words) -> None:
    parser = words.add_parser("receiver", help="systemer, der får besked om hændelser")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    add = actions.add_parser("add", help="giv et system besked fra nu af; viser dets hemmelighed denne ene gang")
    add.add_argument("name", metavar="NAVN")
    add.add_argument("url", metavar="ADRESSE", help="https://vært/sti; værten skal stå på SAGSGANG_WEBHOOK_HOSTS")
    add.add_argument("--types", default="", help="hændelsernes typer, adskilt af komma (alle)")
    add.add_argument("--department", default=None, help="kun sager i denne afdeling (alle)")
    add.set_defaults(run=run_add)
    listing = actions.add_parser("list", help="vis dem alle")
    add_json(listing)
    listing.set_defaults(run=run_list)
    for word, help_text, run in (
        ("disable", "send den intet mere; det, der venter, mislykkes", run_disable),
        ("enable", "giv den besked igen, fra nu af", run_enable),
        ("remove", "glem den og dens leverancer", run_remove),
    ):
        action = actions.add_parser(word, help=help_text)
        action.add_argument("name", metavar="NAVN")
        action.set_defaults(run=run)


def run_add(arguments: argparse.Namespace) -> int:
    hosts = config.load(os.environ).webhook_hosts
    try:
        addresses.target(arguments.url, hosts)
    except addresses.Refused as error:
        raise WrongUse(str(error)) from error
    types = tuple(dict.fromkeys(part.strip() for part in arguments.types.split(",") if part.strip()))
    secret = new_secret()
    with installation() as engine:
        engine.outgoing.add_receiver(AddReceiver(arguments.name, arguments.url, types, arguments.department, secret))
    print(f"Modtageren »{arguments.name}« får besked fra nu af. Dens hemmelighed, som ikke kan vises igen:")
    print(secret)
    return DONE


def run_list(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        rows = engine.outgoing.receivers()
    if arguments.json:
        print_json({"receivers": [asdict(row) for row in rows]})
        return DONE
    for row in rows:
        print(f"{row.name}  {row.url}")
        print(f"    {', '.join(row.types) or 'alle typer'}; {row.department or 'alle afdelinger'}; {_state(row)}")
    if not rows:
        print("Ingen systemer får besked. »sagsgang receiver add« tilføjer det første.")
    return DONE


def run_disable(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        engine.outgoing.disable_receiver(arguments.name)
    print(f"Modtageren »{arguments.name}« får ikke flere beskeder.")
    return DONE


def run_enable(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        engine.outgoing.enable_receiver(arguments.name)
    print(f"Modtageren »{arguments.name}« får besked om det, der sker fra nu af.")
    return DONE


def run_remove(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        engine.outgoing.remove_receiver(arguments.name)
    print(f"Modtageren »{arguments.name}« og dens leverancer er glemt.")
    return DONE


def _state(row: ReceiverRow) -> str:
    if row.disabled_at is not None:
        return f"slået fra: {row.disabled_reason}"
    if row.paused_until is not None:
        return f"svarer ikke ({row.failures} gange i træk), spørges igen {local(row.paused_until):%d-%m-%Y %H:%M}"
    return "i orden"
