"""A legal basis must point at a requirement that exists; a wrong id would be printed as law."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import HARD_STOPS, REQUIREMENTS, Bundle
from engine.errors import Finding

RULE = "requirement-reference"


def check(bundle: Bundle) -> Iterator[Finding]:
    if not bundle.whole or REQUIREMENTS in bundle.unread:
        return
    known = bundle.requirements or {}
    for file, line, element, what, names in _references(bundle):
        for name in names:
            if name not in known:
                message = f"{what} henviser til kravet »{name}«, som ikke står i {REQUIREMENTS}."
                yield Finding(file, line, element, RULE, message)


def _references(bundle: Bundle) -> Iterator[tuple[str, int, str, str, tuple[str, ...]]]:
    for process in bundle.processes():
        for element in process.elements.values():
            yield process.file, element.line, element.id, f"»{element.name}«", element.hjemmel
    for form in bundle.forms:
        for component in form.components:
            yield form.file, component.line, component.key, f"Feltet »{component.key}«", component.hjemmel
    for stop in bundle.hard_stops:
        yield HARD_STOPS, stop.line, stop.id, f"Det hårde stop »{stop.name}«", stop.requirements
    for file, decision in bundle.decisions:
        yield file, 0, decision.id, f"Beslutningen »{decision.name}«", tuple(decision.hjemmel)
