"""From every place in a process an end must be reachable; a token that cannot end keeps the case open for ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "end-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    return unsound(bundle, RULE, "no-end")
