"""Associations to data whose values would never be copied."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.data import copies, is_variable
from engine.spiff.refusals.drawn import Drawn
from engine.spiff.xml import Element, local_name

_BEGIN_BY_THEMSELVES = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
_END_AT_ONCE = frozenset({"intermediateThrowEvent", "endEvent"})


def refused_data(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why a value that an element's associations assign is not copied as drawn."""
    for tag, never, when in (
        ("dataInputAssociation", _BEGIN_BY_THEMSELVES, "begynder"),
        ("dataOutputAssociation", _END_AT_ONCE, "slutter"),
    ):
        for copy in copies(element, tag, drawn.data):
            if local_name(element) in never:
                yield f"Værdien »{copy.expression}« kopieres ikke, når en hændelse {when}. Læg den på en opgave."
            elif not copy.expression or not is_variable(copy.target):
                yield (
                    "Pilen til data skal have både en værdi i FEEL (from) og en variabel (to), men har "
                    f"»{copy.expression}« og »{copy.target}«. Ret dem, eller lad pilen være uden."
                )
