"""`sagsgang worker`: a worker alone; any number of them may run."""

from __future__ import annotations

import argparse
import os
from contextlib import closing

from app import config, wiring
from app.cli.outcome import DONE, Words
from app.worker import work


def register(words: Words) -> None:
    parser = words.add_parser("worker", help="udfør det, der er forfaldent; der må køre lige så mange, man vil")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    settings = config.load(os.environ)
    with closing(wiring.open_installation(settings)) as engine:
        work(engine, wiring.sender(settings, engine))
    return DONE
