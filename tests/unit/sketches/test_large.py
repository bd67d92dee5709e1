"""Twice the drawing is twice the work: what is asked of each of thousands of elements is not searched for each time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.unit.sketches.drawn import file, flow, process, sketch, way

pytestmark = pytest.mark.unmeasured(after=0)

_AROUND = '<startEvent id="S"/><exclusiveGateway id="G"/><endEvent id="E"/>' + way("S", "G")


def edges(count: int) -> str:
    """So many events on the edge of one task."""
    events = "".join(
        f'<boundaryEvent id="B{n}" attachedToRef="T"><messageEventDefinition/></boundaryEvent>' + flow(f"B{n}", "E")
        for n in range(count)
    )
    return _AROUND + '<task id="T"/>' + way("G", "T", "E") + events


def choices(count: int) -> str:
    """So many choices one after the other."""
    steps = "".join(
        f'<exclusiveGateway id="X{n}"/><task id="A{n}"/><exclusiveGateway id="J{n}"/>'
        + way(f"X{n}", f"A{n}", f"J{n}", f"X{n + 1}" if n + 1 < count else "E")
        + flow(f"X{n}", f"J{n}")
        for n in range(count)
    )
    return _AROUND + flow("G", "X0") + steps


@pytest.mark.parametrize("drawn", [edges, choices])
def test_twice_the_drawing_is_twice_the_work(drawn: Callable[[int], str]) -> None:
    work(file(process(drawn(2))))  # what is only made ready at the first file
    one, two = (work(file(process(drawn(count)))) for count in (120, 240))
    assert two < 2.05 * one


def work(text: str) -> int:
    """How many calls of functions it takes to judge a drawing."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        sketch(text)
    finally:
        sys.setprofile(before)
    return calls
