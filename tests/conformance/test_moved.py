"""
Random diagrams whose instances are moved at every stop, and play on as the token game says.

The same play runs in two token games: on a diagram, and on a copy of it in which
every element has another id and tasks have new boundary events. The kernel's
instance goes from one to the other and back all the time, and must stand as the
game of the diagram that it is on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from lxml import etree

from engine.errors import ExpressionFailed
from engine.model import Moved
from engine.spiff import compile_process, migrate
from tests.conformance.drawn import B
from tests.conformance.random_diagrams import Drawing
from tests.conformance.run import Run
from tests.conformance.test_random_diagrams import SHAPES, THROWN, command, draw, same, wait_of
from tests.conformance.token_game import Game, NoWayOn

STEPS = 20
COUNT = int(os.environ.get("RANDOM_DIAGRAMS", "25"))
_REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default")
_NODES = ("userTask", "callActivity", "subProcess")


@pytest.mark.parametrize(("shape", "seed"), [(shape, seed) for shape in SHAPES for seed in range(COUNT)])
def test_a_moved_instance_plays_on_like_the_token_game(shape: str, seed: int) -> None:
    rnd = Random(f"moved {shape} {seed}")
    old = Drawing(rnd, SHAPES[shape]).content
    new, mapping = copied(old, rnd)
    variables = draw(rnd)
    try:
        games = (Game(old, dict(variables)), Game(new, dict(variables)))
        run = Run(old, **variables)
    except (NoWayOn, ExpressionFailed):
        return  # test_random_diagrams plays those that cannot begin
    ways = ((new, mapping), (old, {after: before for before, after in mapping.items()}))
    for step in range(STEPS):
        same(games[0], [run], f"shape {shape!r}, seed {seed}, step {step}, at home")
        move(run, *ways[0])
        same(games[1], [run], f"shape {shape!r}, seed {seed}, step {step}, moved")
        at_home = rnd.random() < 0.5
        if at_home and games[0].outcome == "open":
            move(run, *ways[1])
        if games[0].outcome != "open" or not _step(rnd, step, games, run, mapping, at_home=at_home):
            return
        if not at_home and games[0].outcome == "open":
            same(games[1], [run], f"shape {shape!r}, seed {seed}, step {step}, after")
            move(run, *ways[1])


def _step(
    rnd: Random, step: int, games: tuple[Game, Game], run: Run, mapping: Mapping[str, str], *, at_home: bool
) -> bool:
    """The same random thing in both games and in the instance; false when that leaves no way on."""
    option = rnd.choice(sorted(games[0].options()))
    options = option, (option[0], mapping[option[1]], option[2])
    number = step % len(games[0].options()[option])
    values = draw(rnd) if option[0] in {"user", "child", "conditional"} else {}
    thrown = rnd.choice(THROWN) if option[0] == "child" else None
    here = 0 if at_home else 1
    wait = wait_of(run, options[here], games[here].identity(options[here], number))
    try:
        for game, one in zip(games, options, strict=True):
            game.choose(one, number, {} if thrown else values, thrown and (thrown[0], f"{thrown[0][:3]}_{thrown[1]}"))
    except NoWayOn:
        with pytest.raises(ExpressionFailed):
            run.do(command(wait, values, thrown))
        return False
    run.do(command(wait, values, thrown))
    return True


def move(run: Run, content: bytes, mapping: Mapping[str, str]) -> None:
    """Put an open instance on another diagram, as the runtime does; nothing that was passed in may change."""
    if run.outcome != "open":
        return
    before = json.dumps(run.state)
    moved = migrate(
        compile_process(run.content, "P"),
        compile_process(content, "P"),
        run.state or {},
        variables=run.variables,
        mapping=mapping,
        facts=run.facts,
    )
    assert isinstance(moved, Moved), moved
    assert json.dumps(run.state) == before
    assert {wait.id for wait in moved.waits_before} == set(run.waits)
    for wait in moved.waits:
        if wait.id in run.waits:
            assert wait.due == run.waits[wait.id].due, "a due time is a fact"
    run.content, run.state = content, json.loads(json.dumps(moved.state))
    run.step = replace(run.step, state=moved.state, waits=moved.waits)
    run.waits = {wait.id: wait for wait in moved.waits}


def copied(content: bytes, rnd: Random) -> tuple[bytes, dict[str, str]]:
    """The diagram with another id on everything and boundary events more; and the new ids by the old."""
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
    for host in [one for one in process.iter(*(B + tag for tag in _NODES)) if rnd.random() < 0.4]:
        _add_event(host)
    return etree.tostring(root), mapping


def _add_event(host: etree._Element) -> None:
    scope, name = host.getparent(), host.get("id", "")
    assert scope is not None
    event = etree.SubElement(scope, B + "boundaryEvent", id=f"{name}_b", attachedToRef=name, cancelActivity="false")
    etree.SubElement(event, B + "messageEventDefinition", messageRef="m_mere")
    etree.SubElement(scope, B + "endEvent", id=f"{name}_e")
    etree.SubElement(scope, B + "sequenceFlow", id=f"{name}_f", sourceRef=f"{name}_b", targetRef=f"{name}_e")
