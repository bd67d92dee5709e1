"""A join that waits for what never comes keeps the case open for ever, with nothing anybody could do."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "deadlock"


def check(bundle: Bundle) -> Iterator[Finding]:
    return unsound(bundle, RULE, "deadlock")
