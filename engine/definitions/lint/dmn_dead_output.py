"""An allowed output value that no rule gives: a rule is missing, or the value is no longer meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.dmn import Verification
from engine.errors import Finding

RULE = "dmn-dead-output"


def check(bundle: Bundle) -> Iterator[Finding]:
    for model in bundle.models:
        for written in model.tables:
            for name, value in Verification(written.table).dead_outputs():
                message = (
                    f"Ingen regel i {written.what} giver »{name}« værdien {value}, som kolonnen tillader. "
                    "Tilføj reglen, eller fjern værdien."
                )
                yield Finding(model.file, written.line, written.element, RULE, message, "advice")
