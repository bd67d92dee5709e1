"""Correlation keys: kept from the moment a receiver begins to wait, and told with what is sent."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from tests.conformance import bpmn
from tests.conformance.bpmn import boundary, chain, element, end, flow, message, repeated, start, user
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)


def file(*parts: str) -> bytes:
    return bpmn.definitions(bpmn.message_root("m"), bpmn.process(*parts))


def keyed(drawn: str, key: str = "nr") -> str:
    return drawn.replace(" id=", f' sag:korrelation="{key}" id=', 1)


RECEIVERS = {
    "event": (keyed(bpmn.catch("A", message("m"))), chain("s", "A", "e"), "A"),
    "receive task": (keyed(element("receiveTask", "A", messageRef="m_m")), chain("s", "A", "e"), "A"),
    "boundary": (user("T") + keyed(boundary("T", "A", message("m"))), chain("s", "T", "e") + chain("A", "e"), "A"),
    "gateway's event": (
        element("eventBasedGateway", "g") + keyed(bpmn.catch("A", message("m"))),
        chain("s", "g", "A", "e"),
        "A",
    ),
    "gateway's task": (
        element("eventBasedGateway", "g") + keyed(element("receiveTask", "A", messageRef="m_m")),
        chain("s", "g", "A", "e"),
        "A",
    ),
}


@pytest.mark.parametrize("kind", RECEIVERS)
@pytest.mark.parametrize("nr", ["a-1", 7, True])
def test_the_wait_has_the_key_from_when_it_began(way: str, kind: str, nr: str | int) -> None:
    drawn, flows, waits = RECEIVERS[kind]
    run = Run(file(start(), drawn, end(), flows), way, nr=nr)
    assert run.wait(waits).correlation == nr
    run.set(nr="en anden")
    assert run.wait(waits).correlation == nr
    run.fire(waits)
    assert run.outcome == "completed"


def test_an_event_sub_process_has_one_too(way: str) -> None:
    begin = keyed(element("startEvent", "X", message("m"), isInterrupting="false"))
    beside = element("subProcess", "E", begin, user("N"), chain("X", "N"), triggeredByEvent="true")
    run = Run(file(start(), user("A"), end(), chain("s", "A", "e"), beside), way, nr="a")
    assert run.wait("X").correlation == "a"
    run.fire("X")
    assert run.wait("X").correlation == "a"


def test_each_body_has_its_own(way: str) -> None:
    task = keyed(element("receiveTask", "A", repeated(over="numre", item="n"), messageRef="m_m"), "n")
    run = Run(file(start(), task, end(), chain("s", "A", "e")), way, numre=["a", "b"])
    assert [wait.correlation for wait in run.waits_at("A")] == ["a", "b"]


def test_without_one_there_is_none(way: str) -> None:
    run = Run(file(start(), bpmn.catch("A", message("m")), end(), chain("s", "A", "e")), way)
    assert run.wait("A").correlation is None


@pytest.mark.parametrize("value", [None, [1], {"a": 1}])
def test_a_key_that_is_none_stops_the_case(way: str, value: object) -> None:
    drawn = keyed(bpmn.catch("A", message("m")))
    with pytest.raises(ExpressionFailed, match="Korrelationen"):
        Run(file(start(), drawn, end(), chain("s", "A", "e")), way, nr=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("tag", ["intermediateThrowEvent", "endEvent"])
def test_what_is_sent_tells_its_key_and_its_case(way: str, tag: str) -> None:
    sends = element(tag, "A", message("m"), sag__korrelation="nr", sag__sag="til")
    onward = end() + chain("A", "e") if tag != "endEvent" else ""
    run = Run(file(start(), sends, onward, flow("s", "A")), way, nr="a", til="2031-7")
    assert dict(run.line("message").data) == {"name": "m", "payload": {}, "key": "a", "case": "2031-7"}


def test_a_case_that_is_no_number_stops_it(way: str) -> None:
    sends = element("endEvent", "A", message("m"), sag__sag="til")
    with pytest.raises(ExpressionFailed, match="sagsnummer"):
        Run(file(start(), sends, flow("s", "A")), way, til=7)
