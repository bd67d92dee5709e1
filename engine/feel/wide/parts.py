"""What follows a dot after a wide value."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.wide.value import DURATION, MICRO, MOMENTS, Wide, calendar, near, offset


def member(value: Wide, name: str) -> object:
    """What follows a dot."""
    if value.kind == DURATION:
        return _duration_part(value.nanos, name)
    if name in ("time offset", "timezone") and value.kind != "date":
        shift = offset(value)
        if name == "time offset":
            return None if shift is None else timedelta(microseconds=shift // MICRO)
        return value.zone.key if isinstance(value.zone, ZoneInfo) else None
    parts: dict[str, int] = {}
    if value.kind in MOMENTS:
        year, month, day = calendar(value)
        parts |= {"year": year, "month": month, "day": day, "weekday": near(value).isoweekday()}
    if value.kind != "date":
        seconds = value.nanos // 10**9
        parts |= {"hour": seconds // 3600, "minute": seconds // 60 % 60, "second": seconds % 60}
    return Decimal(parts[name]) if name in parts else None


def _duration_part(nanos: int, name: str) -> Decimal | None:
    seconds = abs(nanos) // 10**9
    parts = {
        "days": seconds // 86_400,
        "hours": seconds // 3600 % 24,
        "minutes": seconds // 60 % 60,
        "seconds": seconds % 60,
    }
    return Decimal(parts[name] if nanos >= 0 else -parts[name]) if name in parts else None
