"""
Random diagrams whose instances are moved at every stop, and play on as the token game says.

The same play runs in two token games: on a diagram, and on a copy of it in which
every element has another id, tasks have new boundary events, and some activities
stand in a sub-process of their own that has their events instead. The kernel's
instance goes from one to the other and back all the time, and must stand as the
game of the diagram that it is on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from lxml import etree

from engine.errors import ExpressionFailed
from tests.conformance import moved
from tests.conformance.drawing import SHAPES, Drawing
from tests.conformance.game import Game, NoWayOn
from tests.conformance.game.drawn import B
from tests.conformance.playing import chosen, drawn, stand_alike, wait_of
from tests.conformance.run import Run

pytestmark = pytest.mark.unmeasured(after=1)

STEPS = 20
COUNT = int(os.environ.get("MOVED_DIAGRAMS", "12"))
_REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default", "activityRef")
_NODES = ("userTask", "callActivity", "subProcess")


@pytest.mark.parametrize(("shape", "seed"), list(product(SHAPES, range(COUNT))))
def test_a_moved_instance_plays_on_like_the_token_game(shape: str, seed: int) -> None:
    rnd = Random(f"moved {shape} {seed}")
    old = Drawing(rnd, SHAPES[shape]).content
    new, mapping = copied(old, rnd)
    variables = drawn(rnd)
    try:
        games = (Game(old, dict(variables)), Game(new, dict(variables)))
        run = Run(old, **variables)
    except (NoWayOn, ExpressionFailed):
        return  # test_random_diagrams plays those that cannot begin
    # To the diagram of the game with this number, from the other.
    ways = ((old, {after: before for before, after in mapping.items()}), (new, mapping))
    here = 0
    for step in range(STEPS):
        context = f"shape {shape!r}, seed {seed}, step {step}"
        stand_alike(games[here], [run], f"{context}, before")
        if games[here].outcome != "open":
            return
        for _ in range(rnd.choice((1, 2))):
            here = 1 - here
            move(run, *ways[here])
            stand_alike(games[here], [run], f"{context}, moved")
        if not _step(rnd, step, games, run, mapping, here=here):
            return


def _step(rnd: Random, step: int, games: tuple[Game, Game], run: Run, mapping: Mapping[str, str], *, here: int) -> bool:
    """The same random thing in both games and in the instance; false when that leaves no way on."""
    choice = chosen(rnd, step, games[0])
    kind, element, path = choice.option
    options = choice.option, (kind, mapping[element], path)
    picks = choice.picked, choice.picked and mapping[choice.picked]
    wait = wait_of(run, options[here], games[here].identity(options[here], choice.number))
    command = replace(choice, picked=picks[here]).command(wait)
    try:
        for game, option, picked in zip(games, options, picks, strict=True):
            choice.tell(game, option, picked)
    except NoWayOn:
        with pytest.raises(ExpressionFailed):
            run.do(command)
        return False
    run.do(command)
    return True


def move(run: Run, content: bytes, mapping: Mapping[str, str]) -> None:
    """Put an open instance on another diagram, as the runtime does; nothing that was passed in may change."""
    before, waiting = json.dumps(run.state), dict(run.waits)
    state = run.state
    there = moved.move(run, content, **mapping)
    assert json.dumps(state) == before
    assert {wait.id for wait in there.waits_before} == set(waiting)
    for wait in there.waits:
        if wait.id in waiting:
            assert wait.due == waiting[wait.id].due, "a due time is a fact"
    run.state = json.loads(json.dumps(there.state))


def copied(content: bytes, rnd: Random) -> tuple[bytes, dict[str, str]]:
    """The diagram with another id on everything, boundary events and frames more; and the new ids by the old."""
    root = etree.fromstring(content)
    process = root.find(B + "process")
    assert process is not None
    mapping: dict[str, str] = {}
    for element in process.iter():
        if element is not process and (name := element.get("id")):
            mapping[name] = f"{name}_ny"
    for element in process.iter():
        for attribute in ("id", *_REFERENCES):
            if (value := element.get(attribute)) in mapping:
                element.set(attribute, mapping[value])
    etree.SubElement(root, B + "message", id="m_mere", name="mere")
    hosts = [one for one in process.iter(*(B + tag for tag in _NODES)) if _may_have_events(one)]
    for host in (one for one in hosts if rnd.random() < 0.4):
        _add_event(host)
    if process.find(f".//{B}compensateEventDefinition") is None:  # what is remembered stays in its scope
        for activity in hosts:
            for level in range(rnd.choice((0, 0, 1, 2))):
                _frame(activity, f"{activity.get('id')}_om{level}")
    return etree.tostring(root), mapping


def _may_have_events(activity: etree._Element) -> bool:
    return activity.get("triggeredByEvent") != "true" and activity.get("isForCompensation") != "true"


def _add_event(host: etree._Element) -> None:
    # Nothing follows it: an ad-hoc sub-process may hold no end event.
    scope, name = host.getparent(), host.get("id", "")
    assert scope is not None
    event = etree.SubElement(scope, B + "boundaryEvent", id=f"{name}_b", attachedToRef=name, cancelActivity="false")
    etree.SubElement(event, B + "messageEventDefinition", messageRef="m_mere")


def _frame(activity: etree._Element, name: str) -> None:
    """Draw a sub-process around an activity; it is reached, left and interrupted instead."""
    scope, inner = activity.getparent(), activity.get("id", "")
    assert scope is not None
    if scope.tag == B + "adHocSubProcess":
        return  # a person chooses the activity, and would choose the frame
    for other in scope:
        for attribute in ("sourceRef", "targetRef", "attachedToRef"):
            if other.get(attribute) == inner:
                other.set(attribute, name)
    frame = etree.SubElement(scope, B + "subProcess", id=name)
    if (default := activity.attrib.pop("default", None)) is not None:
        frame.set("default", default)
    frame.append(activity)
    etree.SubElement(frame, B + "startEvent", id=f"{name}_s")
    etree.SubElement(frame, B + "sequenceFlow", id=f"{name}_f", sourceRef=f"{name}_s", targetRef=inner)
