"""`sagsgang incidents`: what stands still, and putting it to work again."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import asdict

from app.cli.outcome import DONE, Words, add_json, installation, print_json
from engine.clock import local
from engine.commands import SYSTEM, RetryIncident, Viewer


def register(words: Words) -> None:
    parser = words.add_parser("incidents", help="hændelser, der er gået i stå")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    listing = actions.add_parser("list", help="vis dem alle")
    add_json(listing)
    listing.set_defaults(run=run_list)
    retry = actions.add_parser("retry", help="prøv en igen, når årsagen er rettet")
    retry.add_argument("id", metavar="ID")
    retry.set_defaults(run=run_retry)


def run_list(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        rows = engine.incidents(SYSTEM)
    if arguments.json:
        print_json({"incidents": [asdict(row) for row in rows]})
        return DONE
    for row in rows:
        print(f"{row.id}  sag {row.case_number}  siden {local(row.created_at):%d-%m-%Y %H:%M}  {row.element}")
        print(f"    {row.message}")
        print(f"    {row.action}")
    if not rows:
        print("Intet er gået i stå.")
    return DONE


def run_retry(arguments: argparse.Namespace) -> int:
    by = Viewer(id=getpass.getuser(), name=getpass.getuser())
    with installation() as engine:
        engine.retry_incident(RetryIncident(arguments.id, by))
    print("Den er sat i gang igen.")
    return DONE
