"""Where a page of a long list begins: a mark that comes back from a browser."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

from engine.errors import NotFound


def cursor_at(moment: datetime, row: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), row]).encode()).decode()


def position(cursor: str | None) -> tuple[datetime, str] | None:
    """A cursor comes back from a browser: what is not one of ours is no page."""
    if not cursor:
        return None
    try:
        moment, row = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(moment).astimezone(UTC), str(row)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise NotFound("Siden findes ikke. Gå til listens begyndelse.") from None
