"""A rule that is never used says something its author thinks is decided."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.dmn import Unproved, Verification, WrittenTable
from engine.errors import Finding

RULE = "dmn-dead-rule"


def check(bundle: Bundle) -> Iterator[Finding]:
    for model in bundle.models:
        for written in model.tables:
            for message in _messages(written):
                yield Finding(model.file, written.line, written.element, RULE, message, "advice")


def _messages(written: WrittenTable) -> Iterator[str]:
    try:
        for rule, masked in Verification(written.table).dead_rules():
            why = "reglerne over den tager alt, den passer på" if masked else "intet input passer på alle dens celler"
            yield f"Regel {rule.number} i {written.what} bruges aldrig: {why}. Ret den, flyt den op, eller slet den."
    except Unproved:
        return
