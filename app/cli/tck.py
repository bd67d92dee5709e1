"""`sagsgang tck`: the public conformance kit for decision models, run against this program."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.outcome import DONE, FOUND, Words, add_json, print_json
from app.tck.cases import read_cases
from app.tck.run import run


def register(words: Words) -> None:
    parser = words.add_parser("tck", help="kør prøverne i DMN's konformitetssæt")
    parser.add_argument("path", metavar="STI", type=Path, help="en mappe med prøver, eller én prøvefil")
    parser.add_argument("--all", action="store_true", help="vis alle, der ikke bestod, og ikke kun de første tyve")
    add_json(parser)
    parser.set_defaults(run=run_kit)


def run_kit(arguments: argparse.Namespace) -> int:
    outcome = run(read_cases(arguments.path))
    if arguments.json:
        print_json({"total": outcome.total, "passed": outcome.passed, "failures": outcome.failures})
    else:
        for failure in outcome.failures if arguments.all else outcome.failures[:20]:
            print(f"{failure['case']}\n    ventet {failure['expected']}\n    fundet {failure['found']}")
        print(f"{outcome.passed} af {outcome.total} prøver består.")
    return DONE if outcome.total and not outcome.failures else FOUND
