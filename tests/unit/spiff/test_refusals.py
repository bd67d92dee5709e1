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
    embedded,
    end,
    error,
    event_subprocess,
    extension,
    flow,
    link,
    message,
    repeated,
    signal,
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
    "complex gateway": ("X", element("complexGateway", "X")),
    "unknown element": ("X", element("choreographyTask", "X")),
    "step inside a task": ("Y", element("userTask", "X", user("Y"))),
    "arrow inside a task": ("f", element("userTask", "X", flow("A", "e", id="f"))),
    "lanes inside a task": ("X", element("userTask", "X", "<bpmn:laneSet/>")),
    "trigger on a task": ("X", element("userTask", "X", timer())),
    "condition on a task": ("X", element("userTask", "X", "<bpmn:conditionExpression>x</bpmn:conditionExpression>")),
    "potential owner": ("X", element("userTask", "X", "<bpmn:potentialOwner/>")),
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


@pytest.mark.parametrize(
    ("drawn", "instead"),
    [
        ('<bpmn:choreography id="X"/>', "Tegn hver parts egen proces"),
        ('<bpmn:globalChoreographyTask id="X"/>', "Tegn hver parts egen proces"),
        ('<bpmn:correlationProperty id="X"/>', "sag:korrelation"),
        ('<bpmn:collaboration id="c"><bpmn:correlationKey id="X"/></bpmn:collaboration>', "sag:korrelation"),
    ],
)
def test_what_means_something_beside_the_processes_is_refused_too(drawn: str, instead: str) -> None:
    content = bpmn.definitions(drawn, bpmn.process(start(), user("A"), chain("s", "A")))
    ((name, _, message_text),) = unsupported(etree.fromstring(content))
    assert name == "X"
    assert instead in message_text


def test_all_that_is_executed_is_let_through() -> None:
    everything = (
        element("laneSet", "ls", element("lane", "l", "<bpmn:flowNodeRef>A</bpmn:flowNodeRef>")),
        element("dataObjectReference", "do"),
        element("textAnnotation", "ta", "<bpmn:text>Husk</bpmn:text>"),
        user(
            "B", "<bpmn:documentation>Læs</bpmn:documentation>", camunda__formRef="f", camunda__candidateGroups="leder"
        ),
        element("adHocSubProcess", "ah", user("ah1"), camunda__candidateGroups="leder"),
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


def handler(name: str = "H", **more: str) -> str:
    return user(name, isForCompensation="true", **more)


def leads(source: str, target: str) -> str:
    return f'<bpmn:association sourceRef="{source}" targetRef="{target}"/>'


def undoing(*inside: str) -> str:
    """An event sub-process C for compensation in the sub-process SP."""
    return embedded("SP", event_subprocess("C", bpmn.compensate()), *inside)


CANCELLED = element("transaction", "T", start("T_s"), end("x", bpmn.CANCEL))
REFUSED_EVENTS = {
    "link without a name": ("X", throw("X", link("")), "samme navn"),
    "link to nothing": ("X", throw("X", link("a")), "ender ingen steder"),
    "link to another scope": ("X", throw("X", link("a")) + embedded("SP", catch("C", link("a"))), "delproces"),
    "link to two places": ("X", throw("T", link("a")) + catch("X", link("a")) + catch("X", link("a")), "hvert sit"),
    "flow out of a link": ("X", throw("X", link("a")) + catch("C", link("a")) + flow("X", "A"), "Slet pilen"),
    "flow into a link": ("X", throw("T", link("a")) + catch("X", link("a")) + flow("A", "X"), "Slet pilen"),
    "event sub-process without a start": ("X", element("subProcess", "X", triggeredByEvent="true"), "én starthændelse"),
    "event sub-process with two": ("X", event_subprocess("X", message("m"), start("y", message("m"))), "én"),
    "event sub-process that nothing begins": ("X_s", event_subprocess("X", ""), "en besked, et signal"),
    "flow into an event sub-process": ("X", event_subprocess("X", message("m")) + flow("A", "X"), "Slet pilen"),
    "flow out of an event sub-process": ("X", event_subprocess("X", message("m")) + flow("X", "A"), "Slet pilen"),
    "event on an event sub-process": (
        "X",
        event_subprocess("X", message("m")) + boundary("X", "B", timer()),
        "delproces inden i",
    ),
    "repeated event sub-process": ("X", event_subprocess("X", message("m"), repeated(times="2")), "gentag den"),
    "event sub-process as a handler": (
        "X",
        event_subprocess("X", message("m")).replace("<bpmn:subProcess", '<bpmn:subProcess isForCompensation="true"'),
        "Slet isForCompensation",
    ),
    "transaction by event": (
        "X",
        element("transaction", "X", start("y", message("m")), triggeredByEvent="true"),
        "almindelig delproces",
    ),
    "interrupting cycle of an event sub-process": (
        "X_s",
        event_subprocess("X", timer("R/P1D", "timeCycle")),
        "ikke-afbrydende",
    ),
    "error that does not interrupt": ("X_s", event_subprocess("X", error("a"), interrupting=False), "eskalering"),
    "compensation of a process": ("X", event_subprocess("X", bpmn.compensate()), "Læg hændelsesdelprocessen ind"),
    "compensation that does not interrupt": (
        "C",
        embedded("SP", event_subprocess("C", bpmn.compensate(), interrupting=False)),
        "Slet isInterrupting",
    ),
    "two event sub-processes for compensation": (
        "D",
        embedded("SP", event_subprocess("D", bpmn.compensate()), event_subprocess("D", bpmn.compensate())),
        "Behold den ene",
    ),
    "compensation inside and on the boundary": (
        "C",
        undoing() + boundary("SP", "c", bpmn.compensate()) + handler() + leads("c", "H"),
        "begynder aldrig",
    ),
    "compensation without a handler": ("X", boundary("A", "X", bpmn.compensate()), "stiplet forbindelse"),
    "compensation by an ordinary task": (
        "X",
        boundary("A", "X", bpmn.compensate()) + element("task", "B") + leads("X", "B"),
        "isForCompensation",
    ),
    "compensation by two": (
        "X",
        boundary("A", "X", bpmn.compensate()) + handler() + handler("I") + leads("X", "H") + leads("X", "I"),
        "flere opgaver",
    ),
    "flow out of compensation": (
        "X",
        boundary("A", "X", bpmn.compensate()) + handler() + leads("X", "H") + flow("X", "e"),
        "Ingen pil",
    ),
    "two compensations of one": (
        "X",
        boundary("A", "X", bpmn.compensate()) * 2 + handler() + leads("X", "H"),
        "to kompensationshændelser",
    ),
    "handler without an event": ("H", handler(), "slet isForCompensation"),
    "flow into a handler": (
        "H",
        boundary("A", "X", bpmn.compensate()) + handler() + leads("X", "H") + flow("A", "H"),
        "Ingen pil",
    ),
    "event on a handler": (
        "H",
        boundary("A", "X", bpmn.compensate()) + handler() + leads("X", "H") + boundary("H", "B", timer()),
        "Gør den til en delproces",
    ),
    "compensation of a handler": (
        "Y",
        boundary("A", "X", bpmn.compensate())
        + (handler() + leads("X", "H"))
        + boundary("H", "Y", bpmn.compensate())
        + (handler("I") + leads("Y", "I")),
        "ikke selv",
    ),
    "compensation that does not wait": (
        "X",
        throw("X", bpmn.compensate(waitForCompletion="false")),
        "parallel gateway",
    ),
    "compensation of nothing": ("X", throw("X", bpmn.compensate("Y")), "ikke findes"),
    "compensation of what has no handler": ("X", end("X", bpmn.compensate("A")), "kan ikke kompenseres"),
    "compensation of something in another scope": (
        "X",
        end("X", bpmn.compensate("B")) + embedded("SP", user("B")),
        "ikke findes",
    ),
    "caught compensation with an activity": (
        "X",
        boundary("A", "X", bpmn.compensate("A")) + handler() + leads("X", "H"),
        "Slet activityRef",
    ),
    "cancel without a transaction": ("X", embedded("SP", end("X", bpmn.CANCEL)), "transaktion"),
    "cancel that nothing takes over": ("T", CANCELLED, "på kanten"),
    "cancel inside that nothing takes over": (
        "T",
        element("transaction", "T", start("T_s"), embedded("SP", end("x", bpmn.CANCEL))),
        "på kanten",
    ),
    "cancel on a task": ("X", boundary("A", "X", bpmn.CANCEL), "Kun en transaktion"),
    "cancel that never comes": (
        "X",
        element("transaction", "T", start("T_s")) + boundary("T", "X", bpmn.CANCEL),
        "Intet i transaktionen",
    ),
    "cancel that does not interrupt": (
        "X",
        CANCELLED + boundary("T", "X", bpmn.CANCEL, interrupting=False),
        "afbryder altid",
    ),
    "two cancels": ("X", CANCELLED + boundary("T", "X", bpmn.CANCEL) * 2, "Behold den ene"),
    "repeated transaction": (
        "T",
        CANCELLED.replace("<bpmn:startEvent", repeated(times="2") + "<bpmn:startEvent", 1)
        + boundary("T", "X", bpmn.CANCEL),
        "Læg en delproces uden om",
    ),
    "transaction of another method": ("X", element("transaction", "X", start("y"), method="##Store"), "Slet method"),
}


@pytest.mark.parametrize("case", REFUSED_EVENTS)
def test_an_event_that_cannot_happen_as_drawn_says_what_to_draw(case: str) -> None:
    name, drawn, says = REFUSED_EVENTS[case]
    found = refusals(drawn)
    assert {element for element, _ in found} == {name}, found
    assert any(says in text for _, text in found), found


def test_all_the_events_that_are_executed_are_let_through() -> None:
    everything = (
        start("ss", signal("x")),
        catch("c1", signal("x")) + throw("t1", signal("x"), extension(bpmn.mapping(a="1"))) + end("e1", signal("x")),
        boundary("A", "b1", signal("x"), interrupting=False),
        throw("t2", link("a")) + throw("t3", link("a")) + catch("c2", link("a")),
        element("task", "B")
        + bpmn.undone_by("B", "H")
        + throw("t4", bpmn.compensate("B"))
        + end("e2", bpmn.compensate()),
        CANCELLED + boundary("T", "b2", bpmn.CANCEL),
        undoing(event_subprocess("E", error(), event_subprocess("F", timer("R/P1D", "timeCycle"), interrupting=False))),
        *(
            event_subprocess(f"E{n}", trigger)
            for n, trigger in enumerate((message("m"), signal("x"), timer(), condition("x"), bpmn.escalation("a")))
        ),
    )
    assert refusals(*everything) == []
