"""What JSON can say and no database can keep."""

from __future__ import annotations

import math
from collections.abc import Mapping


def is_keepable(value: object) -> bool:
    """Whether a value has no NUL, no half of a surrogate pair, and no number beyond a float's reach."""
    match value:
        case str():
            return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)
        case float():
            return math.isfinite(value)
        case Mapping():
            return all(is_keepable(part) for pair in value.items() for part in pair)
        case list():
            return all(map(is_keepable, value))
    return True
