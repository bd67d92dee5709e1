"""
The program `sagsgang`: one module for each word.

Every word ends with 0 when it is done, 1 when it found something wrong, 2 when
it was used wrongly, 3 when the program itself is at fault. With `--json`
standard output holds one JSON object and nothing else; what is meant for a
person then goes to standard error.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from app import logs
from app.cli import (
    check,
    database,
    demo,
    deploy,
    dmn,
    feel,
    health,
    incidents,
    law,
    migrate,
    prepare,
    receiver,
    scenarios,
    serve,
    simulate,
    tck,
    user,
    webhook,
    worker,
)
from app.cli.outcome import FAULTY, FOUND, MISUSED, WrongUse
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
    migrate,
    feel,
    dmn,
    incidents,
    user,
    webhook,
    demo,
    prepare,
    receiver,
    database,
    tck,
)

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word of the command line and return its exit code."""
    parser = _parser()
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as stopped:  # argparse's own way to end: 0 after --help, 2 after wrong use
        return int(stopped.code or 0)
    logs.set_up()
    return _run(parsed)


def _run(parsed: argparse.Namespace) -> int:
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except (WrongUse, ConfigError) as error:
        code = _told(error, MISUSED)
    except EngineBug:
        code = _faulty()
    except (EngineError, AuthoredError) as error:
        code = _told(error, FOUND)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # whoever read the output has had enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it at its end
        code = 141
    except Exception:  # noqa: BLE001 - the edge of the process: what nobody foresaw is logged without its values
        code = _faulty()
    return code


def _told(error: Exception, code: int) -> int:
    print(error, file=sys.stderr)
    return code


def _faulty() -> int:
    _log.exception("the program is at fault")
    print("Der er sket en fejl i programmet. Den står ovenfor; sig det til dem, der driver systemet.", file=sys.stderr)
    return FAULTY


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sagsgang", description="Kører en myndigheds sager efter BPMN-diagrammer.", allow_abbrev=False
    )
    words = parser.add_subparsers(metavar="ORD", required=True)
    for module in _WORDS:
        module.register(words)
    return parser
