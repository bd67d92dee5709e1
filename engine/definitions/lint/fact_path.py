"""
A path into the case file must be in `case.schema.json`, and one into a message's data in the message's schema.

Holds for what expressions read, what `sag:skriv`, forms and the manifest write.
A misspelt path reads as null and writes beside the fact that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.definitions.bundle import MANIFEST, Bundle
from engine.definitions.case_schema import CaseSchema
from engine.definitions.expressions import Formula
from engine.definitions.manifest import Manifest
from engine.definitions.names import SAGEN
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "fact-path"


def check(bundle: Bundle) -> Iterator[Finding]:
    for formula in formulas(bundle):
        for names in sorted(formula.expression.paths):
            problem = _problem(names, bundle.schema)
            if problem:
                yield formula.place.finding(RULE, f"bruger »{'.'.join(names)}«: {problem}")
    if bundle.manifest is not None:
        yield from _inbound(bundle.manifest)
    if bundle.schema is not None:
        for file, line, element, what, path in _written(bundle):
            problem = bundle.schema.unknown(path.split("."))
            if problem:
                yield Finding(file, line, element, RULE, f"{what} skriver »{path}«: {problem}")


def _problem(path: tuple[str, ...], schema: CaseSchema | None) -> str | None:
    root, *names = path
    if root in {"sag", "foer"} and names and schema is not None:
        return schema.unknown(names)
    if root == "sagen" and names and names[0] not in SAGEN:
        return f"»{names[0]}« findes ikke under »sagen«.{did_you_mean(names[0], SAGEN)}"
    return None


def _inbound(manifest: Manifest) -> Iterator[Finding]:
    """What a message from outside is asked for must be in its own schema."""
    for inbound in manifest.inbound.values():
        schema = CaseSchema(inbound.schema, inbound.validator)
        for formula in inbound.formulas():
            for root, *names in sorted(formula.expression.paths):
                problem = schema.unknown(names) if root == "data" and names else None
                if problem:
                    yield formula.place.finding(RULE, f"bruger »{'.'.join((root, *names))}«: {problem}")


def formulas(bundle: Bundle) -> Iterator[Formula]:
    """Every expression of a library but those over a message's data."""
    for process in bundle.processes():
        yield from (use.formula for use in process.uses)
    for form in bundle.forms:
        yield from (component.hide for component in form.components if component.hide is not None)
    yield from (stop.forbidden for stop in bundle.hard_stops)
    if bundle.manifest is not None:
        yield bundle.manifest.subject


def _written(bundle: Bundle) -> Iterable[tuple[str, int, str, str, str]]:
    for process in bundle.processes():
        for element in process.elements.values():
            for write in element.writes:
                yield process.file, write.expression.place.line, element.id, f"»{element.name}«", write.path
    for form in bundle.forms:
        for key, component in form.by_key().items():
            if key.startswith("sag."):
                yield form.file, component.line, key, f"Feltet »{key}«", key.removeprefix("sag.")
    if bundle.manifest is not None:
        for name, inbound in bundle.manifest.inbound.items():
            for path, formula in inbound.facts.items():
                yield MANIFEST, formula.place.line, f"indgaaende.{name}"[:100], f"»{name}«", path
