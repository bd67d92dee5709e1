"""`sagsgang prepare`: bring the database and the installed process libraries up to this version."""

from __future__ import annotations

import argparse

from app.cli.outcome import DONE, Words, installation
from app.preparation import deploy_installed


def register(words: Words) -> None:
    parser = words.add_parser("prepare", help="opdatér databasen, og tag de installerede procesbiblioteker i brug")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    with installation(migrate=True) as engine:
        deploy_installed(engine)
    return DONE
