"""`sagsgang health`: whether the database answers and the workers keep up."""

from __future__ import annotations

import argparse
from datetime import timedelta

from app.cli.outcome import DONE, FOUND, Words, add_json, installation, print_json

_BEHIND = timedelta(minutes=5)


def register(words: Words) -> None:
    parser = words.add_parser("health", help="svarer databasen, og følger arbejderne med?")
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """FOUND when due work has waited for more than five minutes. A database that is away raises Transient."""
    with installation() as engine:
        engine.health()
        due, now = engine.next_due(), engine.clock.now()
    late = max(now - due, timedelta()) if due is not None else timedelta()
    if arguments.json:
        print_json({"healthy": late <= _BEHIND, "seconds_behind": round(late.total_seconds())})
    elif late > _BEHIND:
        print(f"Det ældste, der er forfaldent, har ventet i {late}. Kører der en »sagsgang worker«?")
    else:
        print("Databasen svarer, og intet forfaldent har ventet længe.")
    return DONE if late <= _BEHIND else FOUND
