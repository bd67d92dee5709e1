"""Ids that several elements share: what is drawn keeps its own, and the others get one with all that means them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from engine.definitions.bpmn import FLOW_NODES, described, id_of, is_bpmn, local
from engine.definitions.wording import sentence
from engine.definitions.xml import Element, is_extension, line_of
from engine.errors import Finding

# Which of several keeps the id: what most else points at.
_FIRST = (*FLOW_NODES, "sequenceFlow", "process", "participant", "messageFlow", "lane", "collaboration")
_DRAWN = frozenset(_FIRST)
_POOLS = frozenset({"participant", "lane"})
_STEPS = frozenset(FLOW_NODES)
# What an attribute, or an element's text, can only mean; any other reference stays with what keeps the id.
_MEANT = {
    "messageRef": frozenset({"message"}),
    "signalRef": frozenset({"signal"}),
    "errorRef": frozenset({"error"}),
    "escalationRef": frozenset({"escalation"}),
    "processRef": frozenset({"process"}),
    "calledElement": frozenset({"process"}),
    "default": frozenset({"sequenceFlow"}),
    "incoming": frozenset({"sequenceFlow"}),
    "outgoing": frozenset({"sequenceFlow"}),
    "dataObjectRef": frozenset({"dataObject"}),
    "dataStoreRef": frozenset({"dataStore"}),
    "itemSubjectRef": frozenset({"itemDefinition"}),
}
_WORDS = {
    "message": "beskeden",
    "signal": "signalet",
    "error": "fejlen",
    "escalation": "eskaleringen",
}


def part_shared_ids(root: Element, file: str, fresh: Callable[[str], str]) -> Iterator[Finding]:
    """
    Let no two elements of the model have one id, in place.

    An error where the arrows may mean both; else advice, as nothing but the id
    is wrong. `fresh` makes an id that nothing has yet, like the one given.
    """
    moved: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, holders in _holders(root):
        keeper, *others = sorted(holders, key=_rank)
        for other in others:
            if _is_foreign(other):
                del other.attrib["id"]
                continue
            yield _told(file, name, keeper, other)
            other.set("id", fresh(name))
            moved[name].append((local(keeper), local(other), id_of(other)))
    if moved:
        _follow(root, moved)


def do_steps_share(root: Element) -> bool:
    """Whether two steps have one id, so that nothing can be said of the ways between the steps."""
    return any(sum(map(_is_step, holders)) > 1 for _, holders in _holders(root))


def _is_step(element: Element) -> bool:
    return local(element) in _STEPS and not _is_foreign(element)


def _is_foreign(element: Element) -> bool:
    return not is_bpmn(element) or is_extension(element)


def _holders(root: Element) -> list[tuple[str, list[Element]]]:
    by_id: dict[str, list[Element]] = defaultdict(list)
    for element in root.iter():
        if id_of(element):
            by_id[id_of(element)].append(element)
        else:
            element.attrib.pop("id", "")
    return [(name, holders) for name, holders in by_id.items() if len(holders) > 1]


def _rank(element: Element) -> int:
    if _is_foreign(element):
        return len(_FIRST) + 1
    if local(element) in _STEPS:
        return 0
    return _FIRST.index(local(element)) if local(element) in _DRAWN else len(_FIRST)


def _told(file: str, name: str, keeper: Element, other: Element) -> Finding:
    where = file, line_of(other), name[:100], "duplicate-id"
    if _is_alike(keeper, other):
        rest = " Resten af tegningen bliver tjekket bagefter." if local(other) in _STEPS else ""
        message = (
            f"Id'et »{name[:60]}« er også brugt i linje {line_of(keeper)}, så pile kan ikke vide, hvilket af "
            f"de to de fører til. Giv elementet sit eget id.{rest}"
        )
        return Finding(*where, message)
    message = (
        f"{_called(keeper)} og {_called(other)} har begge id'et »{name[:60]}«. Giv den ene et andet id, før "
        "tegningen udrulles."
    )
    return Finding(*where, sentence(message), "advice")


def _is_alike(one: Element, other: Element) -> bool:
    both_steps = local(one) in _STEPS and local(other) in _STEPS
    return both_steps or (local(one) == local(other) and local(one) in _DRAWN)


def _called(element: Element) -> str:
    if local(element) in _DRAWN:
        return described(element)
    if local(element) == "definitions":
        return "filen selv (definitions)"
    return f"{_WORDS.get(local(element), 'elementet')} i linje {line_of(element)}"


def _follow(root: Element, moved: dict[str, list[tuple[str, str, str]]]) -> None:
    """Let what can only mean an element that got another id point at that."""
    for element in root.iter():
        for attribute, value in element.attrib.items():
            for keeper, other, new in moved.get(str(value), ()):
                meant = _meant(element, str(attribute))
                if other in meant and keeper not in meant:
                    element.set(attribute, new)
        for keeper, other, new in moved.get((element.text or "").strip(), ()):
            meant = _MEANT.get(local(element), frozenset())
            if other in meant and keeper not in meant:
                element.text = new


def _meant(element: Element, attribute: str) -> frozenset[str]:
    if local(element) == "messageFlow" and attribute in {"sourceRef", "targetRef"}:
        return _STEPS | {"participant"}
    if attribute == "bpmnElement" and element.get("isHorizontal") is not None:
        return _POOLS  # the shape of nothing else lies on its side
    return _MEANT.get(attribute, frozenset())
