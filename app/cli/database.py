"""`sagsgang database`: the tables of the configured database."""

from __future__ import annotations

import argparse

from app.cli.outcome import DONE, Words, installation


def register(words: Words) -> None:
    parser = words.add_parser("database", help="databasens tabeller")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    upgrade = actions.add_parser("upgrade", help="opret tabellerne, eller før dem frem til denne version")
    upgrade.set_defaults(run=run_upgrade)


def run_upgrade(_arguments: argparse.Namespace) -> int:
    with installation(migrate=True):
        print("Databasen er ført frem til denne version.")
    return DONE
