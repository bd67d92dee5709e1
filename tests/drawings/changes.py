"""
A drawing with some mistakes more, by chance: what a hurried hand, or a bad exporter, makes of it.

Whatever comes out is BPMN in its namespaces and well-formed; whether it means
anything is for the program to say.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from copy import deepcopy
from random import Random
from typing import TypeVar

from lxml import etree

from engine.definitions.bpmn import BPMN, EVENTS, FLOW_NODES, GATEWAYS, SCOPES, TASKS, bpmn, local
from engine.definitions.xml import Element

T = TypeVar("T")

_KINDS = ("message", "timer", "signal", "error", "escalation", "conditional", "link", "terminate", "compensate")
_TIMES = ("timeDuration", "timeDate", "timeCycle", "condition")
_TIME_TEXTS = ("P1D", "R3/PT1H", "2026-01-01", "hver dag", "", "R/P1D", "${x}")
_CONDITIONS = ("${x == 1}", "x = 1", "", "= x > 2", "ja", "Ja, måske?")
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_LOOP_PARTS = ("loopCardinality", "completionCondition", "loopCondition", "loopDataInputRef")
_VALUES = ("", "x", "æøå", "true", "false", "-1", "1e9", "NaN", " a b ", "\n")
_HOW_MANY = (1, 1, 1, 2, 2, 3, 5, 8)


def changed(content: bytes, rnd: Random) -> bytes:
    """The drawing after one to eight changes."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for _ in range(rnd.choice(_HOW_MANY)):
        rnd.choice(_CHANGES)(root, rnd)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


# ---- what is there


def _all(root: Element, kinds: Container[str] = FLOW_NODES) -> list[Element]:
    return [element for element in root.iter(f"{{{BPMN}}}*") if local(element) in kinds]


def _ids(root: Element) -> list[str]:
    return [name for node in _all(root) if (name := node.get("id"))]


def _one(rnd: Random, found: Sequence[T]) -> list[T]:
    """One of them by chance; none when there are none."""
    return [rnd.choice(found)] if found else []


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _new_flow(scope: Element, source: str, target: str, rnd: Random) -> Element:
    name = f"F_{rnd.randrange(10**9)}"
    return etree.SubElement(scope, bpmn("sequenceFlow"), id=name, sourceRef=source, targetRef=target)


# ---- changes


def _drop_flow(root: Element, rnd: Random) -> None:
    for flow in _one(rnd, _all(root, {"sequenceFlow"})):
        _drop(flow)


def _drop_node(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root)):
        _drop(node)


def _drop_anything(root: Element, rnd: Random) -> None:
    for element in _one(rnd, [element for element in root.iter("*") if element is not root]):
        _drop(element)


def _drop_layout(root: Element, rnd: Random) -> None:
    for diagram in list(root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram")):
        _drop(diagram)


def _bend_flow(root: Element, rnd: Random) -> None:
    for flow in _one(rnd, _all(root, {"sequenceFlow"})):
        for name in _one(rnd, _ids(root)):
            flow.set(rnd.choice(("sourceRef", "targetRef")), name)


def _add_flow(root: Element, rnd: Random) -> None:
    for source in _one(rnd, [node for node in _all(root) if node.get("id")]):
        scope = source.getparent()
        assert scope is not None
        flow = _new_flow(scope, source.get("id", ""), rnd.choice(_ids(root)), rnd)
        if rnd.random() < 0.3:
            etree.SubElement(flow, bpmn("conditionExpression")).text = rnd.choice(_CONDITIONS)


def _other_gateway(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root, GATEWAYS)):
        node.tag = bpmn(rnd.choice(list(GATEWAYS)))


def _other_activity(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root, TASKS)):
        node.tag = bpmn(rnd.choice([*TASKS, *SCOPES]))


def _other_node(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root)):
        node.tag = bpmn(rnd.choice(list(FLOW_NODES)))


def _other_trigger(root: Element, rnd: Random) -> None:
    for event in _one(rnd, _all(root, EVENTS)):
        if rnd.random() < 0.5:
            for old in [inner for inner in event if str(inner.tag).endswith("EventDefinition")]:
                event.remove(old)
        if rnd.random() < 0.8:
            trigger = etree.SubElement(event, bpmn(f"{rnd.choice(_KINDS)}EventDefinition"))
            if rnd.random() < 0.3:
                etree.SubElement(trigger, bpmn(rnd.choice(_TIMES))).text = rnd.choice(_TIME_TEXTS)


def _add_edge_event(root: Element, rnd: Random) -> None:
    for host in _one(rnd, [node for node in _all(root, TASKS | SCOPES) if node.get("id")]):
        scope = host.getparent()
        assert scope is not None
        name = f"B_{rnd.randrange(10**9)}"
        event = etree.SubElement(scope, bpmn("boundaryEvent"), id=name, attachedToRef=host.get("id", ""))
        if rnd.random() < 0.4:
            event.set("cancelActivity", "false")
        etree.SubElement(event, bpmn(f"{rnd.choice(_KINDS)}EventDefinition"))
        if rnd.random() < 0.8:
            _new_flow(scope, name, rnd.choice(_ids(root)), rnd)


def _add_loop(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root, TASKS | SCOPES)):
        loop = etree.SubElement(node, bpmn(rnd.choice(_LOOPS)))
        if rnd.random() < 0.5:
            loop.set("isSequential", "true")
        if rnd.random() < 0.4:
            etree.SubElement(loop, bpmn(rnd.choice(_LOOP_PARTS))).text = rnd.choice(("3", "x", "", "-1", "1000000"))


def _begin_by_event(root: Element, rnd: Random) -> None:
    for scope in _one(rnd, _all(root, SCOPES)):
        scope.set("triggeredByEvent", rnd.choice(("true", "false")))


def _other_attribute(root: Element, rnd: Random) -> None:
    for element in _one(rnd, [element for element in root.iter("*") if element.attrib]):
        name = rnd.choice(sorted(map(str, element.attrib)))
        if rnd.random() < 0.5:
            del element.attrib[name]
        else:
            element.set(name, rnd.choice([*_VALUES, *_ids(root)[:3]]))


def _other_text(root: Element, rnd: Random) -> None:
    for element in _one(rnd, [element for element in root.iter("*") if (element.text or "").strip()]):
        element.text = rnd.choice(["", "x", "æ", "NaN", *_ids(root)[:3]])


def _move_node(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root)):
        for scope in _one(rnd, _all(root, {"process", *SCOPES})):
            if scope is not node and node not in scope.iterancestors():
                scope.append(node)


def _copy_node(root: Element, rnd: Random) -> None:
    for node in _one(rnd, _all(root)):
        node.addnext(deepcopy(node))


_CHANGES: Sequence[Callable[[Element, Random], None]] = (
    _drop_flow,
    _drop_node,
    _drop_anything,
    _drop_layout,
    _bend_flow,
    _add_flow,
    _other_gateway,
    _other_activity,
    _other_node,
    _other_trigger,
    _add_edge_event,
    _add_loop,
    _begin_by_event,
    _other_attribute,
    _other_text,
    _move_node,
    _copy_node,
)
