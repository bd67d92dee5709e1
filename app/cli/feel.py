"""`sagsgang feel`: evaluate an expression, for people who write them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from app.cli.outcome import DONE, FOUND, Words, print_json, read_context
from engine import feel
from engine.clock import SystemClock
from engine.errors import ExpressionFailed


def register(words: Words) -> None:
    parser = words.add_parser("feel", help="beregn et FEEL-udtryk")
    parser.add_argument("expression", metavar="UDTRYK")
    parser.add_argument("--context", type=Path, metavar="FIL", help="JSON-objekt med de navne, udtrykket bruger")
    parser.add_argument("--json", action="store_true", help="skriv også grundene til null i JSON-objektet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    names = read_context(arguments.context) if arguments.context else {}
    try:
        expression = feel.parse(arguments.expression, frozenset(_keys(names)))
        value, reasons = expression.explain(names, now=SystemClock().now())
        shown = feel.to_json(value)
    except ExpressionFailed as error:
        print(error, file=sys.stderr)
        return FOUND
    if arguments.json:
        print_json({"value": shown, "reasons": reasons})
        return DONE
    print_json({"value": shown})
    for reason in reasons:
        print(reason, file=sys.stderr)
    return DONE


def _keys(value: object) -> Iterator[str]:
    """Every key of the context, so that one with spaces in it is known as a name."""
    if isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(part)
