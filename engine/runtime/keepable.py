"""What JSON can say and no database can keep, or no expression can read."""

from __future__ import annotations

import math
from collections.abc import Mapping

_DEPTH = 100  # levels of lists and objects: as many as an expression reads of a value


def is_keepable(value: object, levels: int = _DEPTH) -> bool:
    """Whether a value has no NUL, no half of a surrogate pair, no number beyond a float's reach, and few levels."""
    match value:
        case str():
            return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)
        case float():
            return math.isfinite(value)
        case Mapping():
            return levels > 0 and all(is_keepable(part, levels - 1) for pair in value.items() for part in pair)
        case list():
            return levels > 0 and all(is_keepable(part, levels - 1) for part in value)
    return True
