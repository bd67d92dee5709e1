"""
What leaves the house is declared in the manifest, and what is declared must come.

A type or field that no diagram writes is misspelt in one of the two places, and
whoever waits for it would wait in vain. The engine's own types are its own: a
diagram that used one could put into it what nobody declared.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import MANIFEST, Bundle
from engine.definitions.diagram import EventOut
from engine.definitions.manifest import Manifest
from engine.definitions.outbound import OWN, Fields
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "outbound-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    written = [
        (process, element, event)
        for process in bundle.processes()
        for element in process.elements.values()
        for event in element.events
    ]
    for process, element, event in written:
        if event.type in OWN:
            message = f"»{element.name}« kan ikke skrive hændelsen »{event.type}«: den er motorens egen. Omdøb den."
            yield Finding(process.file, element.line, element.id, RULE, message)
    if bundle.manifest is not None and "bpmn" not in bundle.unread:
        events = [event for _, _, event in written]
        for type_, fields in bundle.manifest.outbound.items():
            yield from _declared(bundle.manifest, type_, fields, events)


def _declared(manifest: Manifest, type_: str, fields: Fields, events: list[EventOut]) -> Iterator[Finding]:
    def found(message: str, *path: str) -> Finding:
        where = ("udgaaende", type_, *path)
        return Finding(MANIFEST, manifest.lines.get(where, 0), ".".join(where)[:100], RULE, message)

    if type_ in OWN:
        yield found(f"»{type_}« er motorens egen hændelse og forlader altid huset med faste felter. Slet linjen.")
        return
    keys = [_keys(event) for event in events if event.type == type_]
    if not keys:
        near = did_you_mean(type_, {event.type for event in events})
        yield found(f"Ingen proces skriver hændelsen »{type_}« (sag:haendelse).{near}")
        return
    if None in keys:
        return
    known = {key for some in keys for key in some or ()}
    for name in sorted(set(fields) - known):
        near = did_you_mean(name, known)
        yield found(f"Feltet »{name}« er ikke i data på nogen af hændelserne »{type_}«.{near}", name)


def _keys(event: EventOut) -> frozenset[str] | None:
    """The fields an event has; None when only its evaluation tells."""
    return event.expression.expression.keys if event.expression else frozenset()
