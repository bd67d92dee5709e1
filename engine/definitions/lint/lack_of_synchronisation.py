"""Ways that go on at once and then run together without waiting do what follows twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.fake_join import fake_joins
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "lack-of-synchronisation"


def check(bundle: Bundle) -> Iterator[Finding]:
    told = fake_joins(bundle)  # by the rule of that name
    return (each for each in unsound(bundle, RULE, "crowd") if (each.file, each.element) not in told)
