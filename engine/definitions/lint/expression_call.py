"""
A call that no value could save, kinds that never go together, and the habits of other languages.

Such an expression is read without a complaint and is null for ever, and null is
quietly false. The kinds of values are known from the case file's schema, the
forms and the decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Process
from engine.definitions.expressions import Formula
from engine.definitions.known_shapes import case_shapes, change_shapes, form_shapes, model_shapes, process_shapes
from engine.definitions.schema_shape import shape_of
from engine.definitions.wording import did_you_mean
from engine.errors import Finding
from engine.feel import FUNCTIONS
from engine.feel.shapes import UNKNOWN, Shape, as_json, item_of, told
from engine.feel.words import worded

RULE = "expression-call"

Shapes: TypeAlias = Mapping[str, Shape]


def check(bundle: Bundle) -> Iterator[Finding]:
    by_process = process_shapes(bundle)
    for process in bundle.processes():
        yield from _in_process(process, by_process)
    for form in bundle.forms:
        names = form_shapes(bundle, form, by_process)
        for component in form.components:
            if component.hide is not None:
                yield from _condition(component.hide, names)
    for stop in bundle.hard_stops:
        yield from _condition(stop.forbidden, change_shapes(bundle))
    if bundle.manifest is not None:
        yield from _wrong(bundle.manifest.subject, case_shapes(bundle))
        for inbound in bundle.manifest.inbound.values():
            data = {"data": shape_of(inbound.schema, dict(inbound.schema))}
            for formula in inbound.formulas():
                yield from _wrong(formula, data)
            for path, formula in inbound.facts.items():
                yield from _unwritable(formula, _fact(case_shapes(bundle)["sag"], path), data)
    for model in bundle.models:
        yield from model.remarks(model_shapes(bundle, model, by_process))


def _in_process(process: Process, by_process: Mapping[str, Shapes]) -> Iterator[Finding]:
    own = by_process.get(process.id, {})
    for use in process.uses:
        names = {**by_process.get(use.within or process.id, {}), **dict.fromkeys(use.locals, UNKNOWN)}
        yield from _wrong(use.formula, names)
        if use.wanted == "condition":
            yield from _no_condition(use.formula, names)
        elif use.wanted == "time":
            yield from _no_time(use.formula, names)

    for element in process.elements.values():
        for write in element.writes:
            wanted = _fact(own.get("sag", UNKNOWN), write.path)
            yield from _unwritable(write.expression, item_of(wanted) if write.append else wanted, own)


def _fact(facts: Shape, path: str) -> Shape:
    for name in path.split("."):
        facts = facts.members.get(name, UNKNOWN)
    return facts


def _unwritable(formula: Formula, wanted: Shape, names: Shapes) -> Iterator[Finding]:
    """A value that the case file's schema would refuse whenever it is written."""
    given, taken = told(as_json(formula.expression.shape(names))), told(wanted)
    if given is not None and taken is not None and given != taken:
        message = f"Udtrykket giver {worded(given)}, men oplysningen skal være {worded(taken)}."
        yield _finding(formula, 1, 1, message)


def _condition(formula: Formula, names: Shapes) -> Iterator[Finding]:
    yield from _wrong(formula, names)
    yield from _no_condition(formula, names)


def _no_condition(formula: Formula, names: Shapes) -> Iterator[Finding]:
    kind = told(formula.expression.shape(names))
    if kind is not None and kind != "boolean":
        message = f"Udtrykket giver {worded(kind)}, men en betingelse skal give sandt eller falsk."
        yield _finding(formula, 1, 1, message)


def _no_time(formula: Formula, names: Shapes) -> Iterator[Finding]:
    kind = told(formula.expression.shape(names))
    if kind in {"number", "boolean", "list", "context", "function", "range", "time"}:
        message = f"Udtrykket giver {worded(kind)}, men en tid skal være en dato, et tidspunkt eller en varighed."
        yield _finding(formula, 1, 1, message)


def _wrong(formula: Formula, names: Shapes) -> Iterator[Finding]:
    for name, (line, column) in formula.expression.called().items():
        near = did_you_mean(name, FUNCTIONS) or " Vejledningen viser de funktioner, der findes."
        yield _finding(formula, line, column, f"Funktionen »{name}« findes ikke.{near}")
    for line, column, message in formula.expression.check(names):
        yield _finding(formula, line, column, message)


def _finding(formula: Formula, line: int, column: int, message: str) -> Finding:
    where = f"linje {line}, tegn {column} i udtrykket"
    return formula.place.finding(RULE, f"kan ikke virke: {message} ({where})")
