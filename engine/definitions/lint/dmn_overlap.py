"""
A table that must have one answer may not have two.

Under UNIQUE no input may pass two rules, and under ANY two rules that pass one
input must answer the same; else the case stops when it gets there.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.dmn import Rule, Unproved, Verification, WrittenTable
from engine.errors import Finding

RULE = "dmn-overlap"

_SHOWN = 10  # overlaps of one table; a table turned on its head has thousands


def check(bundle: Bundle) -> Iterator[Finding]:
    for model in bundle.models:
        for written in model.tables:
            if written.table.hit_policy in {"UNIQUE", "ANY"}:
                for message in _messages(written):
                    yield Finding(model.file, written.line, written.element, RULE, message)


def _messages(written: WrittenTable) -> Iterator[str]:
    told = 0
    try:
        for earlier, later, example in Verification(written.table).overlaps():
            if written.table.hit_policy == "ANY" and _answers(earlier) == _answers(later):
                continue
            yield (
                f"Reglerne {earlier.number} og {later.number} i {written.what} passer begge på {example}. "
                "Snævr den ene ind, eller vælg FIRST, hvis den øverste skal gælde."
            )
            told += 1
            if told == _SHOWN:
                return
    except Unproved:
        return


def _answers(rule: Rule) -> list[str]:
    return [" ".join(output.text.split()) for output in rule.outputs]
