"""When a timer's text is plain ISO 8601, as every modeler writes it. Everything else is FEEL."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["date", "duration", "cycle"]

_DURATION = re.compile(
    r"P(?=\d|T\d)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,6}D)?"
    r"(T(?=\d)(\d{1,6}H)?(\d{1,7}M)?(\d{1,8}(\.\d{1,6})?S)?)?",
    re.ASCII,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_REPEAT = re.compile(r"R\d{0,6}", re.ASCII)
_LOOKS_LIKE_ISO = re.compile(r"-?P[\dT]|R-?\d*/|[+-]?\d{4,}-\d\d", re.ASCII)

_CRON = re.compile(r"[\d*?][\d*?/,L#-]*(\s+[\d*?][\w*?/,#-]*){4,6}", re.ASCII)


def looks_like_iso(text: str) -> bool:
    """Whether an author meant ISO 8601, even if it is not right yet."""
    return bool(_LOOKS_LIKE_ISO.match(text.strip()))


def is_cron(text: str) -> bool:
    """Whether it is the five to seven fields of cron, as other engines read them: `0 0/5 * * * ?`."""
    return bool(_CRON.fullmatch(text.strip()))


def is_duration(text: str) -> bool:
    """`P3D`, `PT4H`, `P1Y6M`."""
    return bool(_DURATION.fullmatch(text.strip()))


def is_moment(text: str) -> bool:
    """`2016-08-01` or `2016-08-01T18:00:00`, with or without an offset."""
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_cycle(text: str) -> bool:
    """`R/P6M`, `R5/2016-08-01/P1M`, `R/P1D/2030-01-01`. An interval of nothing is none: it would never be over."""
    repeat, *rest = text.strip().split("/")
    if not _REPEAT.fullmatch(repeat) or not 1 <= len(rest) <= 2:
        return False
    durations = [part for part in rest if is_duration(part) and re.search("[1-9]", part)]
    return len(durations) == 1 and all(is_duration(part) or is_moment(part) for part in rest)


def is_iso(text: str, kind: Kind) -> bool:
    """Whether a text is valid ISO 8601 for its kind of timer."""
    match kind:
        case "cycle":
            return is_cycle(text)
        case "duration":
            return is_duration(text)
        case "date":
            return is_moment(text)
