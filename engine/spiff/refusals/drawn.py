"""What the refusals of events look up around an element, collected once: a process may hold thousands of elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from engine.spiff.data import data_names
from engine.spiff.xml import BPMN, Element, children, joined, local_name

_Place: TypeAlias = tuple[Element | None, str]


class Drawn:
    """A process's elements by their scope and id, and what hangs on them."""

    def __init__(self, process: Element) -> None:
        self._joined = joined(process.getroottree().getroot())
        self._nodes: dict[_Place, Element] = {}
        self._boundaries: dict[_Place, list[Element]] = defaultdict(list)
        self._flows: dict[str, dict[_Place, list[Element]]] = {
            "sourceRef": defaultdict(list),
            "targetRef": defaultdict(list),
        }
        self.data = data_names(process.getroottree().getroot())
        self._links: dict[_Place, int] = defaultdict(int)
        # Transactions that an event in them cancels, and scopes with something to compensate in them.
        self.cancelled: set[Element] = set()
        self.undoable: set[Element] = set()
        for element in process.iter(BPMN + "*"):
            if element.get("id"):
                self._nodes[_place(element)] = element
            self._collect(element)

    def _collect(self, element: Element) -> None:
        kind, trigger, scope = local_name(element), trigger_of(element), element.getparent()
        if kind == "boundaryEvent":
            self._boundaries[scope, element.get("attachedToRef", "")].append(element)
        elif kind == "sequenceFlow":
            for end, places in self._flows.items():
                places[scope, element.get(end, "")].append(element)
        elif kind == "intermediateCatchEvent" and trigger == "link":
            self._links[scope, link_name(element)] += 1
        elif kind == "endEvent" and trigger == "cancel":
            transaction = transaction_around(element)
            self.cancelled |= set() if transaction is None else {transaction}
        if trigger == "compensate" and kind in {"boundaryEvent", "startEvent"}:
            while scope is not None and scope not in self.undoable:
                self.undoable.add(scope)
                scope = scope.getparent()

    def node(self, scope: Element | None, name: str | None) -> Element | None:
        """The element of a scope with this id."""
        return self._nodes.get((scope, name or ""))

    def boundaries_of(self, host: Element, trigger: str | None = None) -> list[Element]:
        """The boundary events on an activity; with one trigger, or all."""
        return [event for event in self._boundaries.get(_place(host), []) if trigger in {None, trigger_of(event)}]

    def has_flow(self, node: Element, *ends: str) -> bool:
        """Whether a sequence flow begins (`sourceRef`) or ends (`targetRef`) at a node."""
        return any(_place(node) in self._flows[end] for end in ends)

    def flows_at(self, node: Element, end: str) -> list[Element]:
        """The sequence flows that begin (`sourceRef`) or end (`targetRef`) at a node."""
        return self._flows[end].get(_place(node), [])

    def catching_links(self, scope: Element | None, name: str) -> int:
        """How many links of this name come out in a scope."""
        return self._links.get((scope, name), 0)

    def handlers_of(self, event: Element) -> list[Element]:
        """The compensation handlers in its scope that an event's associations lead to."""
        return [node for node in self._associated(event) if node.get("isForCompensation") == "true"]

    def is_led_to(self, handler: Element) -> bool:
        """Whether a compensation event of its scope leads to a handler."""
        kinds = ((local_name(node), trigger_of(node)) for node in self._associated(handler))
        return ("boundaryEvent", "compensate") in kinds

    def _associated(self, element: Element) -> Iterator[Element]:
        for name in sorted(self._joined.get(element.get("id", ""), ())):
            node = self.node(element.getparent(), name)
            if node is not None:
                yield node


def trigger_of(event: Element) -> str:
    """`message`, `timer` … of an event, `none` without a definition; of several the first."""
    kinds = (local_name(e) for e in children(event) if local_name(e).endswith("EventDefinition"))
    return next((kind.removesuffix("EventDefinition") for kind in kinds), "none")


def link_name(event: Element) -> str:
    return next(((d.get("name") or "").strip() for d in children(event, "linkEventDefinition")), "")


def transaction_around(element: Element) -> Element | None:
    """The nearest transaction that an element is in."""
    around = element.getparent()
    while around is not None and local_name(around) != "transaction":
        around = around.getparent()
    return around


def is_event_subprocess(scope: Element | None) -> bool:
    return scope is not None and scope.get("triggeredByEvent") == "true"


def _place(element: Element) -> _Place:
    return element.getparent(), element.get("id", "")
