"""
Worked examples of the two rules of BPMN 2.0.2 that engines read most differently, from the standard's own text.

They stand in for a second engine. npm bpmn-engine 25.0.1 (MIT, kept up) was
tried in November 2026 and has neither: its inclusive gateway passes each token
on and never joins, and no message begins an event sub-process in it. Each
example is played by the kernel, straight and reloaded, and by the token game.
"""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    chain,
    element,
    end,
    error,
    event_subprocess,
    flow,
    message,
    start,
    undone_by,
    user,
)
from tests.conformance.game import Game
from tests.conformance.run import WAYS, Run


class Example:
    """One diagram in the kernel both ways, and in the token game; they must agree on what is open."""

    def __init__(self, *parts: str, **variables: bool) -> None:
        content = bpmn.definitions(bpmn.message_root("m", "n"), bpmn.code_roots("a", "b"), bpmn.process(*parts))
        self._game = Game(content, variables)
        self._runs = [Run(content, way, **variables) for way in WAYS]

    @property
    def open(self) -> str:
        """The elements that wait, each as often as it does."""
        found = sorted(node for (_, node, _), tokens in self._game.options().items() for _ in tokens)
        for run in self._runs:
            assert (run.open, run.outcome) == (found, self._game.outcome)
        return " ".join(found)

    @property
    def outcome(self) -> str:
        return self._game.outcome

    def complete(self, element: str, **values: bool) -> None:
        self._game.choose(("user", element, ()), 0, values)
        for run in self._runs:
            run.complete(element, **values)

    def send(self, element: str) -> None:
        self._game.choose(("message", element, ()), 0, {})
        for run in self._runs:
            run.fire(element)


# ---- 13.4.3, the inclusive gateway
#
# It is activated when some flow in has a token and, for every path from a token to a flow in without one that does
# not visit the gateway, there is also a path from that token to a flow in with one that does not visit it.

JOIN = element("inclusiveGateway", "j") + user("D") + end() + chain("j", "D", "e")
SPLIT = start() + element("parallelGateway", "p") + chain("s", "p")


def test_it_waits_for_a_token_that_can_come_by_an_empty_flow_alone() -> None:
    run = Example(SPLIT, user("A"), user("B"), JOIN, chain("p", "A", "j"), chain("p", "B", "j"))
    run.complete("A")
    assert run.open == "B"
    run.complete("B")
    assert run.open == "D"


def test_it_does_not_wait_for_a_token_that_can_also_come_by_a_full_one() -> None:
    gates = element("exclusiveGateway", "m"), element("exclusiveGateway", "x", default="d")
    ways = chain("p", "A", "m", "j"), chain("p", "C", "x"), flow("x", "m", "x"), flow("x", "j", id="d")
    run = Example(SPLIT, user("A"), user("C"), *gates, JOIN, *ways, x=True)
    run.complete("A")
    assert run.open == "C D"
    run.complete("C")
    assert run.open == "D D"


def test_a_path_through_the_gateway_itself_holds_nothing_back() -> None:
    gates = element("exclusiveGateway", "m"), element("exclusiveGateway", "g", default="out")
    after = element("inclusiveGateway", "j"), user("D"), user("B"), end()
    ways = chain("p", "A", "m", "j", "D", "g"), chain("p", "C", "m"), flow("g", "B", "again"), flow("g", "e", id="out")
    run = Example(SPLIT, user("A"), user("C"), *gates, *after, *ways, chain("B", "j"), again=False)
    run.complete("A")
    assert run.open == "C D"


def test_a_token_that_went_past_it_holds_it_back_when_it_can_come_round_again() -> None:
    gates = element("exclusiveGateway", "m"), element("exclusiveGateway", "g", default="out")
    after = element("inclusiveGateway", "j"), user("D"), user("B"), end()
    ways = chain("p", "A", "j", "D", "g"), chain("p", "C", "m", "j"), flow("g", "m", "again"), flow("g", "e", id="out")
    run = Example(SPLIT, user("A"), user("C"), *gates, *after, *ways, chain("B", "e"), again=True)
    run.complete("C")
    assert run.open == "A"
    run.complete("A")
    assert run.open == "D"
    run.complete("D", again=True)
    assert run.open == "D"
    run.complete("D", again=False)
    assert run.outcome == "completed"


def test_one_token_is_taken_of_each_flow_that_has_any() -> None:
    gates = element("exclusiveGateway", "m")
    ways = chain("p", "A", "m", "j"), chain("p", "B", "m"), chain("p", "C", "j")
    run = Example(SPLIT, user("A"), user("B"), user("C"), gates, JOIN, *ways)
    run.complete("A")
    run.complete("B")
    assert run.open == "C"
    run.complete("C")
    assert run.open == "D D"


# ---- 13.5.4, event sub-processes: "interrupting" ends all else in the sub-process around, which then is complete


def around(*handlers: str, last: str = "") -> str:
    inside = start("si"), user("A"), user("B"), end("ei"), chain("si", "A", "B", "ei")
    sub = element("subProcess", "SP", *inside, *handlers)
    return start() + sub + last + user("U") + end() + chain("s", "SP", "U", "e")


def handling(name: str, trigger: str, *, interrupting: bool = True, last: str = "") -> str:
    way = user(f"{name}1"), end(f"e{name}", last), chain(f"{name}_s", f"{name}1", f"e{name}")
    return event_subprocess(name, trigger, *way, interrupting=interrupting)


def test_the_activity_around_goes_on_by_its_normal_flow_when_the_handler_is_done() -> None:
    run = Example(around(handling("X", message("m"))))
    assert run.open == "A X_s"
    run.send("X_s")
    assert run.open == "X1"
    run.complete("X1")
    assert run.open == "U"


def test_once_an_interrupting_one_has_begun_no_other_can() -> None:
    run = Example(around(handling("X", message("m")), handling("Y", message("n"), interrupting=False)))
    run.send("Y_s")
    run.send("Y_s")
    assert run.open == "A X_s Y1 Y1 Y_s"
    run.send("X_s")
    assert run.open == "X1"


def test_the_activity_around_is_not_complete_while_a_handler_runs_beside() -> None:
    run = Example(around(handling("Y", message("n"), interrupting=False)))
    run.send("Y_s")
    run.complete("A")
    run.complete("B")
    assert run.open == "Y1 Y_s"
    run.complete("Y1")
    assert run.open == "U"


def test_an_error_is_handled_inside_and_thrown_again_to_the_boundary() -> None:
    inside = start("si"), user("A"), end("ei", error("a")), chain("si", "A", "ei")
    sub = element("subProcess", "SP", *inside, handling("X", error("a"), last=error("a")))
    caught = boundary("SP", "C", error("a")), user("H"), chain("C", "H")
    run = Example(start(), sub, *caught, user("U"), chain("s", "SP", "U"))
    run.complete("A")
    assert run.open == "X1"
    run.complete("X1")
    assert run.open == "H"


# ---- 13.5.5, compensation: in the reverse order of completion, and a sub-process by what was done in it


def test_what_was_done_last_is_compensated_first() -> None:
    inside = start("si"), user("B"), user("C"), undone_by("B", "KB"), undone_by("C", "KC"), chain("si", "B", "C")
    sub = element("subProcess", "SP", *inside)
    ways = chain("s", "A", "SP", "t", "e")
    run = Example(start(), user("A"), undone_by("A", "KA"), sub, bpmn.throw("t", bpmn.compensate()), end(), ways)
    for task in ("A", "B", "C"):
        run.complete(task)
    for handler in ("KC", "KB", "KA"):
        assert run.open == handler
        run.complete(handler)
    assert run.outcome == "completed"
