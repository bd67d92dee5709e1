"""
Logs without personal data: what happened and where in the program, never the values.

An exception's text may quote what a person typed, so only its type and its
place are written, unless it belongs to the engine's family, whose messages
are made without values.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from engine.errors import EngineError

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class ValuelessFormatter(logging.Formatter):
    """Writes an exception's chain as types and places."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name in `logging`
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            parts.extend(line.rstrip() for line in traceback.format_tb(error.__traceback__))
            parts.append(_named(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(parts)


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error, so that standard output stays a command's own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ValuelessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Their lines for every tick and revision would drown the rest.
    for name in ("apscheduler", "alembic", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _named(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name}: {error}" if isinstance(error, EngineError) else name
