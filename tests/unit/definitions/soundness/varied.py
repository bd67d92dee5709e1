"""Random diagrams with blocks in place of tasks: ways without work, ends of other kinds, rounds ended from beside."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from lxml import etree

from tests.conformance import bpmn
from tests.conformance.drawing import VARIABLES
from tests.conformance.game.drawn import B

# What stands in place of a task that is in it: its XML, its first node and its last.
_Block: TypeAlias = tuple[str, str, str]


def varied(rnd: Random, content: bytes) -> bytes:
    """The diagram with one to three of its tasks made blocks; what was sound still is."""
    root = etree.fromstring(content)
    tasks = [task for task in root.iter(B + "userTask") if _is_plain(root, task)]
    for number, task in enumerate(rnd.sample(tasks, min(len(tasks), rnd.choice([1, 2, 3])))):
        _replace(task, rnd.choice(_BLOCKS)(task.get("id", ""), f"V{number}", rnd))
    return etree.tostring(root)


def _is_plain(root: etree._Element, task: etree._Element) -> bool:
    name = task.get("id")
    hosts = {event.get("attachedToRef") for event in root.iter(B + "boundaryEvent")}
    into, out = (
        [flow for flow in root.iter(B + "sequenceFlow") if flow.get(end) == name] for end in ("targetRef", "sourceRef")
    )
    return len(into) == len(out) == 1 and len(out[0]) == 0 and name not in hosts and set(task.attrib) == {"id"}


def _replace(task: etree._Element, block: _Block) -> None:
    text, first, last = block
    scope = task.getparent()
    assert scope is not None
    for flow in scope.iterchildren(B + "sequenceFlow"):
        for end, node in (("targetRef", first), ("sourceRef", last)):
            if flow.get(end) == task.get("id"):
                flow.set(end, node)
    scope.extend(list(etree.fromstring(bpmn.definitions(text))))


def _beside_nothing(task: str, name: str, rnd: Random) -> _Block:
    """Two ways at once, of which one has no work."""
    split, join = f"{name}_D", f"{name}_J"
    text = (
        bpmn.element("parallelGateway", split) + bpmn.element("parallelGateway", join) + bpmn.chain(split, task, join)
    )
    if rnd.random() < 0.5:
        return text + bpmn.throw(f"{name}_I", bpmn.signal("x")) + bpmn.chain(split, f"{name}_I", join), split, join
    return text + bpmn.flow(split, join), split, join


def _left_out(task: str, name: str, rnd: Random) -> _Block:
    """A task that need not be done."""
    split, merge = f"{name}_X", f"{name}_M"
    text = (
        bpmn.element("exclusiveGateway", split, default=f"{name}_f")
        + bpmn.element("exclusiveGateway", merge)
        + bpmn.flow(split, task, rnd.choice(VARIABLES))
        + bpmn.flow(task, merge)
        + bpmn.flow(split, merge, id=f"{name}_f")
    )
    return text, split, merge


def _terminated(task: str, name: str, _: Random) -> _Block:
    """A sub-process that whichever of two tasks is done first ends."""
    ends = [bpmn.end(f"{name}_E{n}", bpmn.TERMINATE) for n in (1, 2)]
    steps = [bpmn.user(f"{name}_T{n}") + bpmn.chain(f"{name}_D", f"{name}_T{n}", f"{name}_E{n}") for n in (1, 2)]
    inside = bpmn.element("parallelGateway", f"{name}_D"), *ends, *steps, bpmn.flow(f"{name}_s", f"{name}_D")
    return bpmn.embedded(name, *inside) + bpmn.flow(task, name), task, name


def _ended_from_beside(task: str, name: str, _: Random) -> _Block:
    """A sub-process where a round has no way out, and what is beside it ends it."""
    around = (
        bpmn.element("exclusiveGateway", f"{name}_M")
        + bpmn.user(f"{name}_T1")
        + bpmn.chain(f"{name}_R_s", f"{name}_M", f"{name}_T1", f"{name}_M")
    )
    inside = (
        bpmn.element("parallelGateway", f"{name}_D")
        + bpmn.embedded(f"{name}_R", around)
        + bpmn.user(f"{name}_T2")
        + bpmn.end(f"{name}_E", bpmn.TERMINATE)
        + bpmn.chain(f"{name}_s", f"{name}_D", f"{name}_R")
        + bpmn.chain(f"{name}_D", f"{name}_T2", f"{name}_E")
    )
    return bpmn.embedded(name, inside) + bpmn.flow(task, name), task, name


def _escalates(task: str, name: str, _: Random) -> _Block:
    """A sub-process that always tells of itself, and what is done about it."""
    inside = (
        bpmn.throw(f"{name}_I", bpmn.escalation("b"))
        + bpmn.user(f"{name}_T")
        + bpmn.end(f"{name}_e")
        + bpmn.chain(f"{name}_s", f"{name}_I", f"{name}_T", f"{name}_e")
    )
    text = (
        bpmn.embedded(name, inside)
        + bpmn.boundary(name, f"{name}_B", bpmn.escalation("b"), interrupting=False)
        + bpmn.user(f"{name}_H")
        + bpmn.element("parallelGateway", f"{name}_J")
        + bpmn.chain(task, name, f"{name}_J")
        + bpmn.chain(f"{name}_B", f"{name}_H", f"{name}_J")
    )
    return text, task, f"{name}_J"


def _fails(task: str, name: str, _: Random) -> _Block:
    """A sub-process that always ends by an error, which is caught."""
    inside = (
        bpmn.user(f"{name}_T")
        + bpmn.end(f"{name}_e", bpmn.error("b"))
        + bpmn.chain(f"{name}_s", f"{name}_T", f"{name}_e")
    )
    text = (
        bpmn.embedded(name, inside)
        + bpmn.boundary(name, f"{name}_B", bpmn.error("b"))
        + bpmn.user(f"{name}_H")
        + bpmn.flow(task, name)
        + bpmn.flow(f"{name}_B", f"{name}_H")
    )
    return text, task, f"{name}_H"


_BLOCKS: list[Callable[[str, str, Random], _Block]] = [
    _beside_nothing,
    _left_out,
    _terminated,
    _ended_from_beside,
    _escalates,
    _fails,
]
