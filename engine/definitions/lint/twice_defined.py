"""Processes, forms and decisions are found by their id, so each id may be used once in a library."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.errors import Finding

RULE = "twice-defined"


def check(bundle: Bundle) -> Iterator[Finding]:
    kinds = {
        "Processen": [(process.file, process.line, process.id) for process in bundle.processes()],
        "Formularen": [(form.file, 1, form.id) for form in bundle.forms],
        "Beslutningen": [(file, 0, decision.id) for file, decision in bundle.decisions],
    }
    for word, places in kinds.items():
        first: dict[str, str] = {}
        for file, line, name in places:
            if name in first:
                message = f"{word} »{name}« findes også i {first[name]}. Giv den ene et andet id."
                yield Finding(file, line, name, RULE, message)
            first.setdefault(name, file)
