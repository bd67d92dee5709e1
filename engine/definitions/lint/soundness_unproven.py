"""What has too many markings to visit is not proven to end; its owner should know, and may well be right."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "soundness-unproven"


def check(bundle: Bundle) -> Iterator[Finding]:
    return unsound(bundle, RULE, "unproven")
