"""`engine.model.Facts` for a drawing: every question of the kernel is a choice of whoever plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from engine.clock import Clock
from engine.errors import ExpressionFailed
from engine.model import Json, TimerKind
from engine.runtime.timers import due_at
from engine.sketches.lines import Chooser, Question
from engine.sketches.plan import Plan
from engine.sketches.ways import asking, excluded, freely, one_of_these, surely

_AGAIN, _ENOUGH = 1.0, 2.0
MAX_ROUNDS = 5  # of a loop that asks whether to go on


class DrawnFacts:
    """
    Answers by the ids that finishing put in place of conditions.

    `tell` is called with each choice: the element and a Danish sentence.
    """

    def __init__(
        self, plan: Plan, process: str, chooser: Chooser, clock: Clock, tell: Callable[[str, str], None]
    ) -> None:
        self._plan = plan
        self._process = process
        self._chooser = chooser
        self._clock = clock
        self._tell = tell
        self._taken: Counter[str] = Counter()
        self._pending: dict[str, set[str]] = {}

    @property
    def now(self) -> datetime:
        return self._clock.now()

    def evaluate(self, expression: str, names: Mapping[str, Json]) -> Json:  # noqa: ARG002 - the protocol's shape
        text = expression.strip()
        if text.isdigit():
            return int(text)
        element = text.strip('"')
        if self._plan.source(element) is not None:
            return self._flow(element)
        if self._plan.runs_as(element) in {"intermediateCatchEvent", "boundaryEvent", "startEvent"}:
            return False  # it happens when the player says so
        return self._again(element)

    def due(
        self,
        kind: TimerKind,
        text: str,
        names: Mapping[str, Json],  # noqa: ARG002 - the protocol's shape
        anchor: datetime,
        turn: int,
    ) -> datetime | None:
        return due_at(kind, text, {}, now=self.now, anchor=anchor, turn=turn)

    def decide(self, decision: str, names: Mapping[str, Json]) -> tuple[Json, Json]:  # noqa: ARG002 - the protocol's shape
        raise ExpressionFailed(f"Beslutningen »{decision}« hører ikke til i en tegning, der står alene.")

    def _flow(self, flow: str) -> bool:
        """Whether a flow is taken; all flows of its node are chosen at once, when the first is asked about."""
        node = self._plan.source(flow) or ""
        if node not in self._pending:
            self._pending[node] = self._choose(node)
        taken = flow in self._pending[node]
        alone = self._plan.runs_as(node) == "exclusiveGateway"
        if flow == asking(self._plan, node)[-1] or (taken and alone):
            del self._pending[node]
        return taken

    def _choose(self, node: str) -> set[str]:
        flows = self._plan.out[node]
        if self._plan.runs_as(node) == "exclusiveGateway":
            chosen = {self._one_of(node, one_of_these(self._plan, node))}
        else:
            chosen = self._some_of(node)
        for flow in sorted(chosen, key=flows.index):
            self._taken[flow] += 1
            self._tell(node, f"{self._plan.described(node)}: vejen {self._plan.way(flow)}")
        return chosen

    def _some_of(self, node: str) -> set[str]:
        chosen, free = surely(self._plan, node), freely(self._plan, node)
        for flow in free:
            if not excluded(self._plan, flow, chosen) and self._is_taken(node, flow):
                chosen.add(flow)
        if not chosen and len(asking(self._plan, node)) == len(self._plan.out[node]):  # nothing else goes on
            chosen.add(self._one_of(node, free or self._plan.out[node]))
        return chosen

    def _one_of(self, node: str, flows: list[str]) -> str:
        if len(flows) == 1:
            return flows[0]
        # What was taken often is taken less, so that a ring is left in the end.
        weights = [1 / (1 + self._taken[flow]) ** 2 for flow in flows]
        ways = [self._plan.way(flow) for flow in flows]
        return flows[self._ask(node, f"{self._plan.described(node)}: hvilken vej tages?", ways, weights)]

    def _is_taken(self, node: str, flow: str) -> bool:
        question = f"{self._plan.described(node)}: tages vejen {self._plan.way(flow)}?"
        return self._ask(node, question, ["ja", "nej"], [1.0, 1.0]) == 0

    def _again(self, node: str) -> bool:
        self._taken[node] += 1
        if self._taken[node] >= MAX_ROUNDS:
            return False
        question = f"{self._plan.described(node)}: gentages det?"
        return self._ask(node, question, ["ja", "nej"], [_AGAIN, _ENOUGH]) == 0

    def _ask(self, element: str, text: str, options: list[str], weights: list[float]) -> int:
        return self._chooser.choose(Question(self._process, element, text, options, weights))
