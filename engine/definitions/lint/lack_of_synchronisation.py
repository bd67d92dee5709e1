"""Ways that go on at once and then run together without waiting do what follows twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "lack-of-synchronisation"


def check(bundle: Bundle) -> Iterator[Finding]:
    return unsound(bundle, RULE, "crowd")
