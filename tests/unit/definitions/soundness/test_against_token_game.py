"""
Random diagrams, drawn right and then spoiled, against many plays of the independent token game.

What is called sound must never stand still or go round for ever in any play;
what is called never reached must never be done. In half of them some tasks
are made blocks that random drawings have no word for (`varied`).
`RANDOM_DIAGRAMS=2000` takes that many of each shape; `RANDOM_SEED=7` that seed
alone. A failing seed stands in the test's name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import product
from random import Random
from typing import TypeAlias

import pytest
from lxml import etree

from engine.definitions.soundness import Fault, faults
from engine.definitions.xml import read_xml
from tests.conformance.drawing import AGAIN, VARIABLES, Drawing, Shape
from tests.conformance.game import Game, NoWayOn
from tests.conformance.game.drawn import B
from tests.unit.definitions.soundness.varied import varied

pytestmark = pytest.mark.unmeasured(after=1)

COUNT = int(os.environ.get("RANDOM_DIAGRAMS", "25"))
ONLY = os.environ.get("RANDOM_SEED")
SEEDS = [int(ONLY)] if ONLY else range(COUNT)
PLAYS, STEPS = 20, 30

# Without what waits or not by its data, which no drawing shows: activities repeated no times at all, and conditional
# events that are true when they are come to.
SHAPES = {
    "gateways": Shape(),
    "nested": Shape(nested=True, throwing=True),
    "events": Shape(events=True, nested=True),
    "all": Shape(events=True, nested=True, throwing=True, cycles=True, calls=True),
}
CASES = [*product(SHAPES, SEEDS)]
Change: TypeAlias = Callable[[Random, bytes], bytes]
JOINS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_what_is_built_of_blocks_is_sound(shape: str, seed: int) -> None:
    content = Drawing(Random(f"{shape} {seed}"), SHAPES[shape]).content
    assert found(content) == ()


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_what_is_built_of_more_kinds_of_blocks_is_sound(shape: str, seed: int) -> None:
    rnd = Random(f"varied {shape} {seed}")
    told = found(varied(rnd, Drawing(rnd, SHAPES[shape]).content))
    # A step that may be left out and a way back may meet so that nothing waits.
    assert {(fault.kind, fault.severity) for fault in told} <= {("endless", "advice")}


@pytest.mark.parametrize("change", [lambda _, content: content, varied], ids=["drawn", "varied"])
@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_what_stands_still_in_a_play_is_not_called_sound(shape: str, seed: int, change: Change) -> None:
    rnd = Random(f"spoiled {shape} {seed}")
    content = spoiled(rnd, change(rnd, Drawing(rnd, SHAPES[shape]).content))
    plays = [play(Random(f"{seed} {number}"), content) for number in range(PLAYS)]
    told = found(content)
    if any(stood for stood, _ in plays):
        assert kinds(told), content.decode()
    never = {fault.element for fault in told if fault.kind == "unreached"}
    assert all(never.isdisjoint(done) for _, done in plays), content.decode()


@pytest.mark.parametrize("shape", SHAPES)
def test_most_that_is_spoiled_is_found_and_some_is_still_right(shape: str) -> None:
    """Else the tests above would hold for a check that says the same of everything."""
    told = [bool(kinds(found(content))) for content in map(_spoiled_by_number, range(40), [shape] * 40)]
    assert 5 < sum(told) < 40


def _spoiled_by_number(seed: int, shape: str) -> bytes:
    rnd = Random(f"spoiled {shape} {seed}")
    return spoiled(rnd, Drawing(rnd, SHAPES[shape]).content)


def found(content: bytes) -> tuple[Fault, ...]:
    return faults(content, read_xml(content, ""))


def kinds(told: tuple[Fault, ...]) -> set[str]:
    return {fault.kind for fault in told}


def spoiled(rnd: Random, content: bytes) -> bytes:
    """The diagram with a gateway or two of another kind, or a flow or two that lead elsewhere."""
    root = etree.fromstring(content)
    for _ in range(rnd.choice([1, 1, 2])):
        rnd.choice([_other_gateway, _other_target])(rnd, root)
    return etree.tostring(root)


def _other_gateway(rnd: Random, root: etree._Element) -> None:
    gateway = rnd.choice([node for kind in JOINS for node in root.iter(B + kind)])
    gateway.tag = B + rnd.choice(JOINS)


def _other_target(rnd: Random, root: etree._Element) -> None:
    flow = rnd.choice([flow for flow in root.iter(B + "sequenceFlow") if not _follows_event_gateway(root, flow)])
    scope = flow.getparent()
    assert scope is not None
    targets = [node.get("id") for kind in (*JOINS, "userTask", "endEvent") for node in scope.iterchildren(B + kind)]
    flow.set("targetRef", rnd.choice(targets))


def _follows_event_gateway(root: etree._Element, flow: etree._Element) -> bool:
    return any(node.get("id") == flow.get("sourceRef") for node in root.iter(B + "eventBasedGateway"))


def play(rnd: Random, content: bytes) -> tuple[bool, set[str]]:
    """One run with random data: whether it stands still, or goes round without a wait; and what was done in it."""
    done: set[str] = set()
    try:
        game = Game(content, draw(rnd))
        for _ in range(STEPS):
            done = {name for name, _ in game.completed}
            if game.outcome != "open":
                return False, done
            option = rnd.choice(sorted(game.options()))
            thrown = rnd.choice([None, None, ("error", "err_a"), ("escalation", "esc_a")])
            game.choose(option, 0, draw(rnd), thrown if option[0] == "child" else None)
    except NoWayOn:
        return True, done
    return False, done


def draw(rnd: Random) -> dict[str, bool]:
    return {AGAIN: rnd.random() < 0.5, **{name: rnd.random() < 0.5 for name in VARIABLES}}
