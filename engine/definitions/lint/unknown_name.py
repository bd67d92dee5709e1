"""
An expression may use only names that something sets.

A misspelt name is null when the case gets there, and null is quietly false. So
every variable must be seen to be set: by a form field, a decision's result, a
call's mapping, a service task's output parameter, a repetition, or a message.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Process
from engine.definitions.expressions import Formula
from engine.definitions.names import ALWAYS, form_names, known_names
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "unknown-name"


def check(bundle: Bundle) -> Iterator[Finding]:
    if bundle.whole and not bundle.unread & {"bpmn", "form", "dmn"}:
        known = known_names(bundle)
        for process in bundle.processes():
            yield from _in_process(process, known)
            yield from _in_decisions(process, bundle, known[process.id])
        yield from _in_forms(bundle, known)
    for stop in bundle.hard_stops:
        yield from _unknown(stop.forbidden, frozenset({"sag", "foer"}))
    if bundle.manifest is not None:
        yield from _unknown(bundle.manifest.subject, ALWAYS)
        for inbound in bundle.manifest.inbound.values():
            for formula in inbound.formulas():
                yield from _unknown(formula, frozenset({"data"}))


def _in_process(process: Process, known: dict[str, frozenset[str]]) -> Iterator[Finding]:
    for use in process.uses:
        names = known.get(use.within or process.id)
        if names is not None:  # an unknown called process is another rule's finding
            yield from _unknown(use.formula, names | use.locals)


def _in_decisions(process: Process, bundle: Bundle, known: frozenset[str]) -> Iterator[Finding]:
    for element in process.elements.values():
        decision = bundle.decision(element.decision) if element.decision else None
        for name in sorted(decision.free_names - known) if decision else ():
            message = (
                f"Opgaven »{element.name}« bruger tabellen »{element.decision}«, som læser navnet »{name}«. Det sætter "
                f"ingen i processen »{process.name}«.{did_you_mean(name, known)}"
            )
            yield Finding(process.file, element.line, element.id, RULE, message)


def _in_forms(bundle: Bundle, known: dict[str, frozenset[str]]) -> Iterator[Finding]:
    """A form's conditions see its own fields, and what every process that uses it knows."""
    for form in bundle.forms:
        users = [
            known[process.id]
            for process in bundle.processes()
            if any(element.form == form.id for element in process.elements.values())
        ]
        names = ALWAYS | form_names(bundle, [form.id]) | (frozenset.intersection(*users) if users else frozenset())
        for component in form.components:
            if component.hide is not None:
                yield from _unknown(component.hide, names)


def _unknown(formula: Formula, known: frozenset[str]) -> Iterator[Finding]:
    functions = formula.expression.called().keys()  # another rule's finding
    for name in sorted(formula.expression.free_names - known - functions):
        near = did_you_mean(name, known) or " Sæt det i en formular, en tabel eller et kald, eller ret navnet."
        yield formula.place.finding(RULE, f"bruger navnet »{name}«, som ingen sætter.{near}")
