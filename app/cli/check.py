"""`sagsgang check`: every finding in process libraries and single files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import wiring
from app.cli.outcome import Words, WrongUse, add_json, report_findings
from engine.files import check_library


def register(words: Words) -> None:
    parser = words.add_parser("check", help="find alt, hvad der er galt i diagrammer, tabeller og formularer")
    parser.add_argument("paths", nargs="+", type=Path, metavar="STI", help="et procesbibliotek eller en enkelt fil")
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    topics = wiring.service_tasks().topics()
    findings = []
    for path in arguments.paths:
        if not path.exists():
            raise WrongUse(f"Der er ingen fil eller mappe »{path}«.")
        findings += check_library(path, topics)
    code = report_findings(findings, as_json=arguments.json)
    if not findings:
        print("Ingen fund.", file=sys.stderr)
    return code
