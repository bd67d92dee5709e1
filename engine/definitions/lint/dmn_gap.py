"""A table that answers nothing leaves the case without a decision, and a gateway after it without a way."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.dmn import Unproved, Verification
from engine.errors import Finding

RULE = "dmn-gap"

_MAY_BE_EMPTY = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for model in bundle.models:
        for written in model.tables:
            table = written.table
            if table.hit_policy in _MAY_BE_EMPTY or not table.rules or any(o.default for o in table.outputs):
                continue
            try:
                example = Verification(table).gap()
            except Unproved:
                continue
            if example is not None:
                message = (
                    f"Tabellen i {written.what} har ingen regel for {example}. "
                    "Tilføj en regel, eller giv outputkolonnen en standardværdi."
                )
                yield Finding(model.file, written.line, written.element, RULE, message, "advice")
