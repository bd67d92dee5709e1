"""How a word of the command line ends and what it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TypeAlias

from app import config, wiring
from engine.api import Engine
from engine.errors import Finding

DONE, FOUND, MISUSED, FAULTY = 0, 1, 2, 3

# argparse has no public name for what add_subparsers() gives.
Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class WrongUse(Exception):
    """The command was given something it cannot use; the message says what it wants."""


@contextmanager
def installation(*, migrate: bool = False) -> Iterator[Engine]:
    """The configured installation's engine, closed again at the end. Raises ConfigError."""
    engine = wiring.open_installation(config.load(os.environ), migrate=migrate)
    try:
        yield engine
    finally:
        engine.close()


def print_json(value: object) -> None:
    """The one JSON object of a reporting command. Dates and times are ISO 8601."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_iso)
    sys.stdout.write("\n")


def _refuse(constant: str) -> None:
    """`NaN` and the infinities: Python reads them, but they are no JSON."""
    raise ValueError(constant)


def read_context(path: Path) -> dict[str, object]:
    """The names in a file for an expression to use. Raises WrongUse."""
    if not path.is_file():
        raise WrongUse(f"»{path}« er ikke en fil. Skriv stien til en JSON-fil.")
    try:
        context = json.loads(path.read_bytes(), parse_constant=_refuse)
    except (OSError, ValueError, RecursionError) as error:
        raise WrongUse(f'»{path}« kan ikke læses som JSON. Skriv fx {{"alder": 4}} i filen.') from error
    if not isinstance(context, dict):
        raise WrongUse(f'»{path}« skal holde ét JSON-objekt, fx {{"alder": 4}}.')
    return context


def report_findings(findings: Iterable[Finding], *, as_json: bool) -> int:
    """Print findings, worst first in each file; FOUND when one stops deployment."""
    ordered = sorted(findings, key=lambda finding: (finding.file, finding.severity != "error", finding))
    if as_json:
        print_json({"findings": [_as_json(finding) for finding in ordered]})
    else:
        for finding in ordered:
            mark = "fejl" if finding.severity == "error" else "råd"
            print(f"{finding.file}:{finding.line}: {mark} [{finding.rule}] {finding.element}: {finding.message}")
    return FOUND if any(finding.severity == "error" for finding in ordered) else DONE


def _as_json(finding: Finding) -> dict[str, object]:
    """`path` is there only when the finding has one."""
    row = asdict(finding)
    if not finding.path:
        del row["path"]
    return row


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="ét JSON-objekt på standard output")


def _iso(value: object) -> str:
    if isinstance(value, date):  # also a datetime
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
