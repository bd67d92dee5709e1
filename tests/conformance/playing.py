"""Plays a diagram through the kernel and through the token game side by side, and compares them after every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal
from unittest import mock

import pytest
from lxml import etree

from engine.errors import ExpressionFailed
from engine.model import Choose, Complete, Fire, Json, KernelCommand, SetVariables, Step, Throw, Wait
from engine.spiff import CompiledProcess, compile_process, tokens
from engine.spiff.parsing import DiagramParser
from tests.conformance.drawing import AGAIN, SHAPES, VARIABLES, Drawing
from tests.conformance.game import Game, NoWayOn, Option
from tests.conformance.game.marking import Mark
from tests.conformance.run import WAYS, Run

STEPS = 30
# Between two waits; a tenth of what the kernel lets pass, which no diagram of these needs.
_MOST_STEPS = 1_000

# How the instance that a call stands for, or a program's work, may end, besides well.
_THROWN: list[tuple[Literal["error", "escalation"], str] | None] = [
    None,
    None,
    None,
    ("error", "a"),
    ("error", "b"),
    ("escalation", "a"),
]
_THROWING = {"child", "service"}
_COMPLETED = {"user", "child", "service", "adhoc"}


class PlayedRun(Run):
    """
    Reloaded: parsed twice, and each step meets the other diagram than the one before.

    What a step leaves in the diagram and not in the state is not there for the next.
    """

    steps = 0

    def __init__(self, content: bytes, way: str, **variables: bool) -> None:
        # Every element that was completed, with the number of the body when it is one of several.
        self.completed: Counter[tuple[str, Json]] = Counter()
        super().__init__(content, way, **variables)

    def do(self, command: KernelCommand) -> Step:
        step = super().do(command)
        self.completed.update((h.element, h.data.get("body")) for h in step.happened if h.kind == "completed")
        return step

    def _definition(self) -> CompiledProcess:
        self.steps += 1
        return _parsed_twice(self.content)[self.steps % 2 if self.way == "reloaded" else 0]


@lru_cache(maxsize=4)
def _parsed_twice(content: bytes) -> tuple[CompiledProcess, CompiledProcess]:
    # The second time without the checks: they have passed, and take longer than the rest.
    parser = DiagramParser()
    parser.add_bpmn_xml(etree.fromstring(content))
    spec = parser.process("P")
    return compile_process.__wrapped__(content, "P"), CompiledProcess("P", spec, parser.all_inside(spec))


def play_seed(shape: str, seed: int) -> int:
    """Draw the diagram of a seed and play it; the number of steps. Raises AssertionError at the first difference."""
    rnd = Random(f"{shape} {seed}")
    return play(Drawing(rnd, SHAPES[shape]).content, rnd, f"shape {shape!r}, seed {seed}")


def play(content: bytes, rnd: Random, context: str = "") -> int:
    """Choose at random until the diagram is done or has no way on; the number of steps."""
    with mock.patch.object(tokens, "MAX_STEPS", _MOST_STEPS):
        return _play(content, rnd, context)


def _play(content: bytes, rnd: Random, context: str) -> int:
    variables = drawn(rnd)
    try:
        game = Game(content, variables)
    except NoWayOn:
        with pytest.raises(ExpressionFailed):
            PlayedRun(content, WAYS[0], **variables)
        return 0
    runs = [PlayedRun(content, way, **variables) for way in WAYS]
    for step in range(STEPS):
        same(game, runs, f"{context}, step {step}")
        if game.outcome != "open" or not _one_step(rnd, step, game, runs):
            return step
    return STEPS


def same(game: Game, runs: list[PlayedRun], context: str) -> None:
    """
    The runs stand where the game stands, and the same was completed on the way.

    Where an error nobody caught ended all, the standard leaves open what of the
    tokens that were under way came first: there the runs must be like each other.
    """
    stand_alike(game, runs, context)
    completed = runs[0].completed if game.outcome == "failed" else game.completed
    for run in runs:
        unlike = run.completed - completed, completed - run.completed
        assert run.completed == completed, f"{context}, {run.way}: too often {unlike[0]}, too seldom {unlike[1]}"


def stand_alike(game: Game, runs: Sequence[Run], context: str) -> None:
    """What may be done, what stands where, and the outcome are the same."""
    options, standing = game.options(), game.marking()
    expected = sorted((option, len(where)) for option, where in options.items())
    picks = sorted(
        str(game.picks(option, number))
        for option, tokens in options.items()
        for number, _ in enumerate(tokens)
        if option[0] == "adhoc"
    )
    for run in runs:
        told = f"{context}, {run.way}"
        found = sorted((option, len(waits)) for option, waits in _options_of(run).items())
        assert found == expected, f"{told}: open {found}, should be {expected}"
        assert _picks_of(run) == picks, told
        marking = run.marking
        unlike = set(marking) - set(standing), set(standing) - set(marking)
        assert marking == standing, f"{told}: marked {unlike[0]}, should be {unlike[1]}"
        assert run.outcome == game.outcome, told


def _one_step(rnd: Random, step: int, game: Game, runs: list[PlayedRun]) -> bool:
    """Do the same random thing in all, to each of equal waits in turn; false when that leaves no way on."""
    choice = chosen(rnd, step, game)
    identity = game.identity(choice.option, choice.number)
    if any(_is_one_of_two(run, choice.option, identity) for run in runs):
        return False
    commands = [choice.command(wait_of(run, choice.option, identity)) for run in runs]
    try:
        choice.tell(game, choice.option, choice.picked)
    except NoWayOn:
        for run, one in zip(runs, commands, strict=True):
            with pytest.raises(ExpressionFailed):
                run.do(one)
        return False
    for run, one in zip(runs, commands, strict=True):
        run.do(one)
    return True


@dataclass(frozen=True)
class Choice:
    """
    What is done to which of the tokens of an option.

    `thrown` instead of an end; `picked` of an ad-hoc sub-process's choices,
    None to end it.
    """

    option: Option
    number: int
    values: Mapping[str, bool]
    thrown: tuple[Literal["error", "escalation"], str] | None = None
    picked: str | None = None

    def tell(self, game: Game, option: Option, picked: str | None) -> None:
        """Do it in a game, by the names of its diagram. Raises NoWayOn."""
        code = self.thrown and (self.thrown[0], f"{self.thrown[0][:3]}_{self.thrown[1]}")
        game.choose(option, self.number, {} if self.thrown or self.picked else self.values, code, picked)

    def command(self, wait: Wait) -> KernelCommand:
        """The same for the kernel; `picked` is by the name in the diagram that it runs on."""
        if self.thrown is not None:
            return Throw(wait.id, *self.thrown)
        if self.picked is not None:
            return Choose(wait.id, self.picked)
        if wait.kind == "condition":
            return SetVariables(self.values)
        return Complete(wait.id, self.values) if wait.kind in _COMPLETED else Fire(wait.id)


def chosen(rnd: Random, step: int, game: Game) -> Choice:
    """Anything that may be done now; an ad-hoc sub-process that waits for its own may be told nothing."""
    options = game.options()
    able = []
    for option in sorted(options):
        number = step % len(options[option])
        picks = game.picks(option, number) if option[0] == "adhoc" else []
        if picks or option[0] != "adhoc":
            able.append((option, number, picks))
    option, number, picks = rnd.choice(able)
    values = drawn(rnd) if option[0] in _COMPLETED or option[0] == "conditional" else {}
    thrown = rnd.choice(_THROWN) if option[0] in _THROWING else None
    return Choice(option, number, values, thrown, rnd.choice(picks) if picks else None)


def drawn(rnd: Random) -> dict[str, bool]:
    """Random variables."""
    return {AGAIN: rnd.random() < 0.9, **{name: rnd.random() < 0.5 for name in VARIABLES}}


def wait_of(run: Run, option: Option, identity: tuple[Mark, ...]) -> Wait:
    known = run.marked.identities
    return next(wait for wait in _options_of(run)[option] if known[wait.id] == identity)


def _is_one_of_two(run: Run, option: Option, identity: tuple[Mark, ...]) -> bool:
    """
    Whether it cannot be known which of several is meant.

    Waits of one identity are the same, unless a compensation is done for one of
    those around them: marks tell for what it is done only by what that looks like.
    Nor do they tell of an ad-hoc sub-process around whether its condition was met.
    """
    known = run.marked.identities
    alike = [wait for wait in _options_of(run)[option] if known[wait.id] == identity]
    chosen_from = any(wait.kind == "adhoc" for wait in run.step.waits)
    return len(alike) > 1 and (run.marked.compensates or chosen_from)


def _picks_of(run: Run) -> list[str]:
    offered = (([*w.choices, None] if w.ends_by_hand else [*w.choices]) for w in run.step.waits if w.kind == "adhoc")
    return sorted(map(str, offered))


def _options_of(run: Run) -> dict[Option, list[Wait]]:
    found: dict[Option, list[Wait]] = {}
    numbers = run.marked.body_numbers
    for wait in run.step.waits:
        kind = "conditional" if wait.kind == "condition" else wait.kind
        found.setdefault((kind, wait.element, numbers[wait.id]), []).append(wait)
    return found
