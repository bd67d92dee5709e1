"""Item definitions: the types that a model adds to FEEL's own (DMN 1.5, 7.3.2)."""

from __future__ import annotations

from engine.definitions.dmn.reading import Reading
from engine.definitions.dmn.types import ItemType, Types
from engine.definitions.dmn.words import inside
from engine.definitions.wording import did_you_mean
from engine.definitions.xml import Element
from engine.feel import UnaryTests


def item_names(root: Element) -> dict[str, ItemType]:
    """Every item definition's name with a type that anything fits: enough to read texts that name them."""
    return {element.get("name") or "": _ANY for element in inside(root, "itemDefinition") if element.get("name")}


def read_items(root: Element, reading: Reading) -> None:
    """Put the model's item definitions into the reading's types."""
    elements = [element for element in inside(root, "itemDefinition") if element.get("name")]
    reading.types.add({element.get("name") or "": _item(element, reading) for element in elements})
    for element in elements:
        if _is_its_own(element.get("name") or "", reading):
            message = f"Typen »{element.get('name')}« er bygget på sig selv. Vælg en anden type."
            reading.find(element, "dmn-type", message)


def _item(element: Element, reading: Reading) -> ItemType:
    what = f"typen »{element.get('name') or ''}«"
    base = next((part.text or "" for part in inside(element, "typeRef")), "").strip() or None
    if base is not None and not reading.types.knows(base):
        near = did_you_mean(base, reading.types.names)
        reading.find(element, "dmn-type", f"T{what[1:]} er bygget på »{base[:60]}«, som ikke findes.{near}")
        base = None
    return ItemType(
        base=base,
        components={part.get("name") or "": _item(part, reading) for part in inside(element, "itemComponent")},
        collection=element.get("isCollection") == "true",
        function=any(True for _ in inside(element, "functionItem")),
        allowed=_tests(element, "allowedValues", f"De tilladte værdier i {what}", reading),
        constraint=_tests(element, "typeConstraint", f"Begrænsningen i {what}", reading),
        home=reading.types,
    )


def _tests(element: Element, name: str, what: str, reading: Reading) -> UnaryTests | None:
    holder = next(inside(element, name), None)
    return None if holder is None else reading.tests(holder, what)


def _is_its_own(name: str, reading: Reading) -> bool:
    """Whether following the bases from a type leads back to it."""
    items, seen = reading.types.items(), set[str]()
    at: str | None = name
    while at is not None and at in items and not items[at].components:
        if at in seen:
            return True
        seen.add(at)
        at = items[at].base
    return False


_ANY = ItemType(None, {}, collection=False, function=False, allowed=None, constraint=None, home=Types())
