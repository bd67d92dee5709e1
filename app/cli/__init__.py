"""
The program `sagsgang`: one module for each word.

Every word ends with 0 when it is done, 1 when it found something wrong, 2 when
it was used wrongly. With `--json` standard output holds one JSON object and
nothing else; what is meant for a person then goes to standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from app import logs
from app.cli import (
    check,
    database,
    demo,
    deploy,
    feel,
    health,
    incidents,
    law,
    prepare,
    scenarios,
    serve,
    simulate,
    user,
    webhook,
    worker,
)
from app.cli.outcome import FOUND, MISUSED, WrongUse
from app.config import ConfigError
from app.simulation.authored import AuthoredError
from engine.errors import EngineBug, EngineError

_WORDS = (
    serve,
    worker,
    health,
    check,
    deploy,
    simulate,
    scenarios,
    law,
    feel,
    incidents,
    user,
    webhook,
    demo,
    prepare,
    database,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word of the command line and return its exit code."""
    parser = _parser()
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as stopped:  # argparse's own way to end: 0 after --help, 2 after wrong use
        return int(stopped.code or 0)
    logs.set_up()
    try:
        code: int = parsed.run(parsed)
    except (WrongUse, ConfigError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except EngineBug:
        raise
    except (EngineError, AuthoredError) as error:
        print(error, file=sys.stderr)
        return FOUND
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sagsgang", description="Kører en myndigheds sager efter BPMN-diagrammer.", allow_abbrev=False
    )
    words = parser.add_subparsers(metavar="ORD", required=True)
    for module in _WORDS:
        module.register(words)
    return parser
