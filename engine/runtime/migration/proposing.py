"""
What in a new diagram stands in the place of what is gone from the old one.

By the same id nobody is asked. What else there is must be chosen by a person:
the nearest of the same kind is proposed, and never taken unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from engine.definitions.diagram import Element, Process
from engine.model import Moved, Obstacle, Wait
from engine.views import Option

_ALIKE = 0.6


def proposals(
    old: Process, new: Process, mapping: Mapping[str, str], found: Moved | tuple[Obstacle, ...]
) -> dict[str, str | None]:
    """
    What somebody has to choose before an instance moves: the proposed new id by the old; None when none fits.

    Empty when there is nothing to choose, or no choice could help.
    """
    if isinstance(found, Moved):
        return dict(_events(old, new, mapping, found))
    if any(obstacle.kind == "changed" or obstacle.element in mapping for obstacle in found):
        return {}
    missing = [obstacle.element for obstacle in found]
    answers: dict[str, str | None] = {}
    for element in missing:
        if element not in old.elements:  # a sequence flow into a join: only its owner knows which it is now
            answers[element] = None
        elif not candidates(old, new, element):
            return {}
        else:
            answers[element] = nearest(old, new, element, missing)
    return answers


def candidates(old: Process, new: Process, element: str) -> list[Element]:
    """The elements of the new diagram that one of the old may have become: of its kind, new ones first, by name."""
    kind = old.elements[element].kind
    alike = [one for one in new.elements.values() if one.kind == kind]
    return sorted(alike, key=lambda one: (one.id in old.elements, one.name.casefold(), one.id))


def options(old: Process, new: Process, element: str) -> list[Option]:
    """The same as a page offers them."""
    if element not in old.elements:
        return []
    return [
        Option(one.id, one.name if one.name == one.id else f"{one.name} ({one.id})")
        for one in candidates(old, new, element)
    ]


def nearest(old: Process, new: Process, element: str, missing: Sequence[str]) -> str | None:
    """The new element that fits best: the same name, else a name much like it, else the only new one of the kind."""
    gone = old.elements[element]
    fresh = [one for one in candidates(old, new, element) if one.id not in old.elements]
    best = max(fresh, key=lambda one: _likeness(gone, one), default=None)
    if best is None:
        return None
    if _likeness(gone, best) >= _ALIKE:
        return best.id
    rivals = [other for other in missing if other in old.elements and old.elements[other].kind == gone.kind]
    return best.id if len(fresh) == 1 and len(rivals) == 1 else None


def _likeness(one: Element, other: Element) -> float:
    names = SequenceMatcher(None, one.name.casefold(), other.name.casefold()).ratio()
    ids = SequenceMatcher(None, one.id.casefold(), other.id.casefold()).ratio()
    return max(names, ids)


def _events(old: Process, new: Process, mapping: Mapping[str, str], moved: Moved) -> list[tuple[str, str]]:
    """Events that would close beside new ones of their kind on the same activity: perhaps the same under a new id."""
    left = {wait.id for wait in moved.waits}
    known = {wait.id for wait in moved.waits_before}
    closing = [wait for wait in moved.waits_before if wait.id not in left and wait.element not in mapping]
    fresh = [wait for wait in moved.waits if wait.id not in known]
    found: dict[str, str] = {}
    for wait in closing:
        alike = [one for one in fresh if _same_place(wait, one, mapping)]
        if alike:
            best = max(alike, key=lambda one: _likeness(old.elements[wait.element], new.elements[one.element]))
            found[wait.element] = best.element
    return list(found.items())


def _same_place(gone: Wait, fresh: Wait, mapping: Mapping[str, str]) -> bool:
    host = mapping.get(gone.group or "", gone.group)
    return gone.kind == fresh.kind and fresh.group == host
