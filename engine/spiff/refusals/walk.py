"""The walk over a file's processes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.activities import refused_activity
from engine.spiff.refusals.attributes import refused_details
from engine.spiff.refusals.beside import refused_beside
from engine.spiff.refusals.compensation import refused_compensation
from engine.spiff.refusals.correlation import refused_correlation
from engine.spiff.refusals.data import refused_data
from engine.spiff.refusals.drawn import Drawn
from engine.spiff.refusals.elements import refused_element
from engine.spiff.refusals.event_subprocesses import refused_event_subprocess
from engine.spiff.refusals.events import refused_event
from engine.spiff.refusals.flows import refused_flows
from engine.spiff.refusals.links import refused_link
from engine.spiff.refusals.places import refused_place
from engine.spiff.refusals.scopes import refused_scope
from engine.spiff.refusals.transactions import refused_transaction
from engine.spiff.xml import BPMN, Element, line_of


def unsupported(root: Element) -> list[tuple[str, int, str]]:
    """
    Everything in a file's processes, and beside them, that the kernel would not execute.

    Each as (element id, line, message in Danish that says what to draw
    instead), in the order of the file.
    """
    refused = [*refused_beside(root), *(one for process in root.iter(BPMN + "process") for one in _refused(process))]
    found = {(_id_of(element), line_of(element), message) for element, message in refused}
    return sorted(found, key=lambda row: (row[1], row[0], row[2]))


def _refused(process: Element) -> Iterator[tuple[Element, str]]:
    drawn = Drawn(process)
    whole: Element | None = None
    for element in process.iter(BPMN + "*"):
        if whole is not None and whole in element.iterancestors():
            continue  # told with what it is a part of
        message = refused_element(element)
        if message is not None:
            whole = element
            yield element, message
            continue
        checks = (refused_place, refused_correlation, refused_details)
        yield from ((element, message) for check in checks for message in check(element))
        by_place = (
            refused_event,
            refused_activity,
            refused_flows,
            refused_scope,
            refused_data,
            refused_link,
            refused_event_subprocess,
            refused_compensation,
            refused_transaction,
        )
        yield from ((element, message) for check in by_place for message in check(element, drawn))


def _id_of(element: Element) -> str:
    """Its own id, or that of the element it is a part of."""
    at: Element | None = element
    while at is not None and at.get("id") is None:
        at = at.getparent()
    return "" if at is None else at.get("id", "")
