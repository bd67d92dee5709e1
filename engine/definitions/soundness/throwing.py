"""Errors and escalations: what can throw them inside a scope, and who hears them around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from engine.definitions.bpmn import event_definitions, flow_nodes, local, trigger_of
from engine.definitions.soundness.scope import Scope
from engine.definitions.xml import Element

# Who hears escalations, from the nearest on: of which code (None for any), and whether it interrupts.
Hearing: TypeAlias = Sequence[tuple[str | None, bool]]

_CODES = {"error": "errorCode", "escalation": "escalationCode"}
# People do not throw; whatever else is done may, as a task with an implementation.
_BY_PEOPLE = frozenset({"task", "userTask", "manualTask", "receiveTask"})
_NEVER_THROW = _BY_PEOPLE | {"subProcess", "transaction", "adHocSubProcess"}


def code_of(event: Element) -> str | None:
    """What an error or escalation event throws or hears; None when it does not say."""
    for definition in event_definitions(event):
        reference = definition.get(f"{trigger_of(event)}Ref")
        if reference:
            root = event.getroottree().getroot()
            named = (each.get(_CODES[trigger_of(event)]) for each in root if each.get("id") == reference)
            return next(named, None) or reference
    return None


def can_begin(start: Element, around: Element) -> bool:
    """Whether an event sub-process's start can happen while the scope around it is under way."""
    trigger = trigger_of(start)
    if trigger == "compensate":
        return False  # only when the scope is done already
    if trigger not in _CODES:
        return True
    own = start.getparent()
    return any(_can_throw(node, trigger, code_of(start)) for node in flow_nodes(around) if node is not own)


def _can_throw(node: Element, trigger: str, code: str | None) -> bool:
    if local(node) in {"endEvent", "intermediateThrowEvent"}:
        return trigger_of(node) == trigger and (code is None or code_of(node) in {None, code})
    return _may_fail(node) or any(_can_throw(inner, trigger, code) for inner in flow_nodes(node))


def work_may_fail(node: Element) -> bool:
    """Whether some work in a sub-process is done by what may throw at any time."""
    return _may_fail(node) or any(map(work_may_fail, flow_nodes(node)))


def _may_fail(node: Element) -> bool:
    is_done_by_a_program = local(node) not in _NEVER_THROW or node.get("implementation") is not None
    return local(node).endswith(("Task", "Activity")) and is_done_by_a_program


def hears(hearing: Hearing, code: str | None) -> bool | None:
    """Whether the first to hear an escalation interrupts; None when nobody hears it."""
    return next((interrupts for heard, interrupts in hearing if heard is None or heard == code), None)


def heard_inside(scope: Scope) -> Hearing:
    """What the event sub-processes of a scope hear; who names the code before who does not."""
    return _named_first(
        (code_of(start), start.get("isInterrupting") != "false")
        for name in scope.event_sub_processes()
        for start in flow_nodes(scope.nodes[name])
        if local(start) == "startEvent" and trigger_of(start) == "escalation"
    )


def heard_on_edge(scope: Scope, name: str) -> Hearing:
    """What the events on an activity's edge hear."""
    events = (event for event in scope.boundary[name] if scope.trigger(event) == "escalation")
    return _named_first((code_of(scope.nodes[event]), scope.interrupts(event)) for event in events)


def _named_first(found: Iterator[tuple[str | None, bool]]) -> Hearing:
    return sorted(found, key=lambda each: each[0] is None)


def thrown_in(scope: Scope) -> dict[str, set[str]]:
    """By escalation code the events of a scope that throw it."""
    found: dict[str, set[str]] = {}
    for name, node in scope.nodes.items():
        code = code_of(node) if scope.trigger(name) == "escalation" else None
        if code and scope.kind(name) in {"endEvent", "intermediateThrowEvent"}:
            found.setdefault(code, set()).add(name)
    return found
