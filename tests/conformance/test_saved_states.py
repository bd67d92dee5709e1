"""States that earlier programs saved: each is loaded, shows the same waits, and goes on to its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from engine.model import Complete, Fire, SetVariables, State, Step
from engine.spiff import advance, compile_process
from tests.conformance.bpmn import (
    boundary,
    catch,
    chain,
    condition,
    definitions,
    element,
    embedded,
    end,
    flow,
    message,
    message_root,
    process,
    repeated,
    start,
    timer,
    user,
)
from tests.conformance.expressions import StubFacts

DIAGRAM = definitions(
    message_root("m"),
    process(
        start(),
        element("parallelGateway", "p"),
        user("C"),
        user("A"),
        boundary("A", "R", timer("R/P6D", "timeCycle"), interrupting=False),
        boundary("A", "K", condition("klar"), interrupting=False),
        embedded("SP", repeated(over="navne", item="navn"), user("B"), end("be"), chain("SP_s", "B", "be")),
        element("eventBasedGateway", "g"),
        catch("M", message("m")),
        catch("T", timer("P30D")),
        element("parallelGateway", "j"),
        end(),
        end("f"),
        chain("s", "p", "A", "j", "e"),
        chain("p", "SP", "j"),
        chain("p", "C"),
        flow("C", "j", id="fra_C"),
        chain("p", "g", "M", "j"),
        chain("g", "T", "f"),
        chain("R", "f"),
        chain("K", "f"),
    ),
)

# What the program of November 2026 saved of it, before anything was remembered or waited beside a scope. The ids
# were drawn at random; here they are numbers.
NOVEMBER_2026 = """
{"v": 1, "outcome": "open", "tokens": [
  {"id": "@01", "at": "A",
   "tied": [
  {"id": "@02", "at": "K", "data": {"was": true}},
  {"id": "@03", "at": "R", "data": {"due": "2030-01-13T00:00:00+00:00",
    "anchor": "2030-01-01T00:00:00+00:00", "turn": 2}}]},
  {"id": "@04", "at": "SP", "data": {"n": 2, "started": 2, "done": 1, "todo": []},
   "tied": [
  {"id": "@05", "at": "SP [each]", "data": {"locals": {"loopCounter": 1, "navn": "b"}},
   "inside": [
  {"id": "@06", "at": "B"}]}]},
  {"id": "@07", "at": "g",
   "tied": [
  {"id": "@08", "at": "M"},
  {"id": "@09", "at": "T", "data": {"due": "2030-01-31T00:00:00+00:00"}}]},
  {"id": "@10", "at": "j", "data": {"flow": "fra_C"}}]}
"""


def test_a_state_from_november_2026_goes_on() -> None:
    definition, facts = compile_process(DIAGRAM, "P"), StubFacts()
    facts.now = datetime(2030, 1, 8, tzinfo=UTC)
    state: State = json.loads(NOVEMBER_2026.replace("@", "00000000-0000-4000-8000-0000000000"))
    step = advance(definition, state, {"navne": ["a", "b"], "klar": True}, SetVariables({}), facts)
    assert sorted(wait.element for wait in step.waits) == ["A", "B", "K", "M", "R", "T"]
    assert (step.state, step.happened) == (state, ())
    for answer in (complete("B"), fire("R"), complete("A"), fire("M")):
        step = advance(definition, step.state, step.variables, answer(step), facts)
    assert step.outcome == "completed"


def wait(step: Step, element: str) -> str:
    return next(found.id for found in step.waits if found.element == element)


def complete(element: str) -> Callable[[Step], Complete]:
    return lambda step: Complete(wait(step, element), {})


def fire(element: str) -> Callable[[Step], Fire]:
    return lambda step: Fire(wait(step, element))
