"""
A call that no value could save, kinds that never go together, and the habits of other languages.

Such an expression is read without a complaint and is null for ever, and null is
quietly false.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.expressions import Formula
from engine.definitions.lint.fact_path import formulas
from engine.definitions.wording import did_you_mean
from engine.errors import Finding
from engine.feel import FUNCTIONS

RULE = "expression-call"


def check(bundle: Bundle) -> Iterator[Finding]:
    for formula in formulas(bundle):
        yield from _wrong(formula)
    if bundle.manifest is not None:
        for inbound in bundle.manifest.inbound.values():
            for formula in inbound.formulas():
                yield from _wrong(formula)
    for model in bundle.models:
        yield from model.remarks


def _wrong(formula: Formula) -> Iterator[Finding]:
    for name, (line, column) in formula.expression.called().items():
        near = did_you_mean(name, FUNCTIONS) or " Vejledningen viser de funktioner, der findes."
        yield _finding(formula, line, column, f"Funktionen »{name}« findes ikke.{near}")
    for line, column, message in formula.expression.check():
        yield _finding(formula, line, column, message)


def _finding(formula: Formula, line: int, column: int, message: str) -> Finding:
    where = f"linje {line}, tegn {column} i udtrykket"
    return formula.place.finding(RULE, f"kan ikke virke: {message} ({where})")
