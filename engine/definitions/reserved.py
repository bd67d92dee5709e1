"""The names that expressions read as something else than a variable, so that none may be called so."""

from __future__ import annotations

from collections.abc import Mapping

from engine import feel

_COUNT = "er motorens egen tæller i en gentagelse"

# What each one means, as the end of a Danish sentence that begins with the name.
RESERVED: Mapping[str, str] = {
    "sag": "er altid sagens oplysninger",
    "sagen": "er altid sagens nummer, åbningsdag og afdeling",
    "foer": "er sagens oplysninger før en ændring",
    "loopCounter": _COUNT,
    "nrOfInstances": _COUNT,
    "nrOfActiveInstances": _COUNT,
    "nrOfCompletedInstances": _COUNT,
    **dict.fromkeys(sorted(feel.KEYWORDS), "er et ord i FEEL"),
}


def meant_by(name: str) -> str | None:
    """What the name, or its first part before a dot, means instead; None when a variable may be called so."""
    first = name.strip().partition(".")[0]
    return f"»{first}« {RESERVED[first]}" if first in RESERVED else None
