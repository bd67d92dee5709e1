"""`sagsgang worker`: a worker alone; any number of them may run."""

from __future__ import annotations

import argparse

from app.cli.outcome import DONE, Words, installation
from app.worker import work


def register(words: Words) -> None:
    parser = words.add_parser("worker", help="udfør det, der er forfaldent; der må køre lige så mange, man vil")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    with installation() as engine:
        work(engine)
    return DONE
