"""What the kernel does not execute is named, with the element and what to draw instead."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.errors import InvalidDefinition
from engine.spiff import compile_process, unsupported
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    catch,
    chain,
    condition,
    element,
    end,
    error,
    extension,
    flow,
    message,
    repeated,
    start,
    throw,
    timer,
    user,
)


def file(*parts: str) -> bytes:
    return bpmn.definitions(bpmn.message_root("m"), bpmn.code_roots("a"), bpmn.process(*parts))


def refusals(*parts: str) -> list[tuple[str, str]]:
    """Around the parts stands a process that is in order."""
    content = file(start(), user("A"), end(), chain("s", "A", "e"), *parts)
    return [(name, text) for name, _, text in unsupported(etree.fromstring(content))]


REFUSED = {
    "script task": ("X", element("scriptTask", "X", "<bpmn:script>1</bpmn:script>")),
    "transaction": ("X", element("transaction", "X")),
    "complex gateway": ("X", element("complexGateway", "X")),
    "event sub-process": ("X", element("subProcess", "X", start("x"), triggeredByEvent="true")),
    "compensation": ("X", element("task", "X", isForCompensation="true")),
    "unknown element": ("X", element("choreographyTask", "X")),
    "potential owner": ("X", element("userTask", "X", "<bpmn:potentialOwner/>")),
    "signal": ("X", catch("X", "<bpmn:signalEventDefinition/>")),
    "link": ("X", throw("X", "<bpmn:linkEventDefinition/>")),
    "cancel": ("X", end("X", "<bpmn:cancelEventDefinition/>")),
    "compensation event": ("X", throw("X", "<bpmn:compensateEventDefinition/>")),
    "timer start": ("X", start("X", timer())),
    "message start inside": ("X", element("subProcess", "SP", start("y"), start("X", message("m")))),
    "conditional end": ("X", end("X", condition("x"))),
    "error in the middle": ("X", throw("X", error("a"))),
    "caught error in the middle": ("X", catch("X", error("a"))),
    "caught nothing": ("X", catch("X", "")),
    "boundary nothing": ("X", boundary("A", "X", "")),
    "event on what is done at once": ("X", element("task", "B") + boundary("B", "X", timer())),
    "non-interrupting error": ("X", boundary("A", "X", error("a"), interrupting=False)),
    "two triggers": ("X", catch("X", timer() + message("m"))),
    "two times": (
        "X",
        catch("X", timer().replace("</bpmn:timerE", "<bpmn:timeDate>2030-01-01</bpmn:timeDate></bpmn:timerE")),
    ),
    "no time": ("X", catch("X", timer(""))),
    "no condition": ("X", catch("X", condition(""))),
    "cycle in the middle": ("X", catch("X", timer("R/P1D", "timeCycle"))),
    "interrupting cycle": ("X", boundary("A", "X", timer("R/P1D", "timeCycle"))),
    "bare branch": ("f", element("exclusiveGateway", "g") + flow("g", "A", id="f") + flow("g", "e", "x")),
    "condition after an event": ("f", throw("t") + flow("t", "e", "x", id="f")),
    "condition after a parallel gateway": ("f", element("parallelGateway", "g") + flow("g", "e", "x", id="f")),
    "condition on the default": ("f", user("B", default="f") + flow("B", "e", "x", id="f")),
    "two ways to an event": (
        "g",
        element("eventBasedGateway", "g") + catch("c", timer()) + flow("g", "c") + flow("A", "c"),
    ),
    "class": ("X", element("serviceTask", "X", camunda__class="dk.Betaling")),
    "topic without type": ("X", element("serviceTask", "X", camunda__topic="t")),
    "sent message": ("X", element("sendTask", "X", messageRef="m_m")),
    "rule without decision": ("X", element("businessRuleTask", "X", camunda__resultVariable="x")),
    "rule without variable": ("X", element("businessRuleTask", "X", camunda__decisionRef="x")),
    "call without process": ("X", element("callActivity", "X")),
    "call by version": ("X", element("callActivity", "X", calledElement="p", camunda__calledElementBinding="version")),
    "business key": (
        "X",
        element("callActivity", "X", extension('<camunda:in businessKey="x"/>'), calledElement="p"),
    ),
    "row without target": (
        "X",
        element("callActivity", "X", extension('<camunda:in source="x"/>'), calledElement="p"),
    ),
    "asynchronous": ("X", element("task", "X", camunda__asyncBefore="true")),
    "listener": ("X", element("task", "X", extension('<camunda:executionListener event="start"/>'))),
    "form fields": ("X", user("X", extension("<camunda:formData/>"))),
    "input on a user task": ("X", user("X", extension(bpmn.mapping(a="1")))),
    "list as input": (
        "X",
        element("serviceTask", "X", extension(bpmn.mapping(a="<camunda:list/>"))),
    ),
    "empty input": ("X", element("serviceTask", "X", extension(bpmn.mapping(a="")))),
    "output of an event": ("X", throw("X", message("m"), extension(bpmn.mapping(out_a="1")))),
    "input of a mark": ("X", throw("X", "", extension(bpmn.mapping(a="1")))),
    "neither count nor list": ("X", user("X", repeated())),
    "both count and list": ("X", user("X", repeated(times="2", over="x"))),
    "item without list": ("X", user("X", repeated(times="2", item="x"))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_at_its_element(case: str) -> None:
    name, drawn = REFUSED[case]
    found = refusals(drawn)
    assert {element for element, _ in found} == {name}, found


def test_the_line_is_the_elements() -> None:
    content = file(start(), "\n\n", element("scriptTask", "X"))
    ((name, line, message_text),) = unsupported(etree.fromstring(content))
    assert (name, line) == ("X", 3)
    assert "serviceopgave" in message_text


def test_all_that_is_executed_is_let_through() -> None:
    everything = (
        element("laneSet", "ls", element("lane", "l", "<bpmn:flowNodeRef>A</bpmn:flowNodeRef>")),
        element("dataObjectReference", "do"),
        element("textAnnotation", "ta", "<bpmn:text>Husk</bpmn:text>"),
        user(
            "B", "<bpmn:documentation>Læs</bpmn:documentation>", camunda__formRef="f", camunda__candidateGroups="leder"
        ),
        boundary("B", "T", timer("R/P1D", "timeCycle"), interrupting=False),
        boundary("B", "X", error()),
        element(
            "serviceTask", "S", extension(bpmn.mapping(a="1", out_b="a")), camunda__type="external", camunda__topic="t"
        ),
        throw("M", message("m"), extension(bpmn.mapping(a="1"))),
        element("exclusiveGateway", "g", default="d") + flow("g", "A", "x") + flow("g", "e", id="d"),
    )
    assert refusals(*everything) == []


def test_other_namespaces_are_others_business() -> None:
    assert refusals(user("B", extension('<sag:skriv xmlns:sag="urn:sagsgang:bpmn:1" sti="a" vaerdi="1"/>'))) == []


def test_compiling_refuses_the_same() -> None:
    with pytest.raises(InvalidDefinition) as caught:
        compile_process(file(start(), element("scriptTask", "X"), chain("s", "X")), "P")
    (finding,) = caught.value.findings
    assert (finding.file, finding.element, finding.severity) == ("", "X", "error")
