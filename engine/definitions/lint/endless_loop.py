"""A ring without anything to wait for runs until the engine stops it, and the case becomes an incident."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "endless-loop"


def check(bundle: Bundle) -> Iterator[Finding]:
    return unsound(bundle, RULE, "endless")
