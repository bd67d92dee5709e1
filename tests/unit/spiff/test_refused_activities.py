"""Activities, scopes and data that the kernel does not execute as drawn, and those just beside them that it does."""

from __future__ import annotations

import pytest

from tests.conformance.bpmn import (
    ad_hoc,
    boundary,
    catch,
    chain,
    condition,
    element,
    end,
    flow,
    looped,
    message,
    repeated,
    start,
    throw,
    timer,
    user,
)
from tests.unit.spiff.test_refusals import refusals

STARTING = {"instantiate": "true", "messageRef": "m_m"}


def receive(id: str, *inner: str, **attributes: str) -> str:  # noqa: A002
    return element("receiveTask", id, *inner, **({"messageRef": "m_m"} | attributes))


def gateway(*after: str, flows: str, **attributes: str) -> str:
    return element("eventBasedGateway", "g", **attributes) + "".join(after) + flows


def into(assigned: str = "", *, value: str = "1", more: str = "") -> str:
    assignment = f"<bpmn:assignment><bpmn:from>{value}</bpmn:from><bpmn:to>{assigned}</bpmn:to></bpmn:assignment>"
    return f"<bpmn:dataInputAssociation>{more}{assignment if assigned else ''}</bpmn:dataInputAssociation>"


def out_of(assigned: str, *, value: str = "1") -> str:
    return into(assigned, value=value).replace("Input", "Output")


def behaving(kind: str) -> str:
    return repeated(times="2").replace("<bpmn:multi", "<bpmn:multi", 1).replace(" isS", f' behavior="{kind}" isS', 1)


REFUSED = {
    "loop without end": ("X", user("X", looped())),
    "loop at most never": ("X", user("X", looped("x", at_most=0))),
    "loop at most a word": ("X", user("X", looped("x").replace("testBefore", 'loopMaximum="mange" testBefore'))),
    "loop beyond bounds": ("X", user("X", looped("x", at_most=10_001))),
    "loop and repetition": ("X", user("X", looped("x"), repeated(times="2"))),
    "one behaviour event": ("X", user("X", behaving("One"))),
    "no behaviour event": ("X", user("X", behaving("None"))),
    "complex behaviour": ("X", user("X", behaving("Complex"))),
    "event of a repetition": ("X", user("X", repeated(times="2").replace(" isS", ' oneBehaviorEventRef="e" isS', 1))),
    "complex behaviour definition": (
        "X",
        user("X", repeated(times="2").replace("</bpmn:multi", "<bpmn:complexBehaviorDefinition/></bpmn:multi")),
    ),
    "start quantity": ("X", user("X", startQuantity="2")),
    "completion quantity": ("X", user("X", completionQuantity="0")),
    "nothing to choose": ("X", ad_hoc("X")),
    "only what is led to": ("X", ad_hoc("X", user("x"), user("y"), flow("x", "y"), flow("y", "x"))),
    "start in ad-hoc": ("X", ad_hoc("X", start("x"), user("y"))),
    "end in ad-hoc": ("X", ad_hoc("X", end("x"), user("y"))),
    "order of its own": ("X", ad_hoc("X", user("y"), ordering="Random")),
    "two starts inside": ("SP", element("subProcess", "SP", start("x"), start("y"))),
    "ring without a start": ("SP", element("subProcess", "SP", user("x"), user("y"), chain("x", "y", "x"))),
    "started by a receive task inside": ("X", element("subProcess", "SP", start("x"), receive("X", **STARTING))),
    "started by a receive task with a way in": ("X", receive("X", **STARTING) + flow("A", "X")),
    "started by a repeated receive task": ("X", receive("X", repeated(times="2"), **STARTING)),
    "gateway for all": ("g", gateway(catch("c", timer()), flows=flow("g", "c"), eventGatewayType="Parallel")),
    "gateway started by time": ("g", gateway(catch("c", timer()), flows=flow("g", "c"), instantiate="true")),
    "task after an event gateway": ("g", gateway(flows=flow("g", "A"))),
    "receive task with an edge after a gateway": (
        "g",
        gateway(receive("r"), boundary("r", "b", timer()), flows=flow("g", "r")),
    ),
    "repeated receive task after a gateway": ("g", gateway(receive("r", repeated(times="2")), flows=flow("g", "r"))),
    "value without variable": ("X", element("task", "X", into(" "))),
    "variable without value": ("X", element("task", "X", into("x", value=""))),
    "variable that is none": ("X", element("task", "X", into("sag.navn"))),
    "transformation to nowhere": (
        "X",
        element("task", "X", into(more="<bpmn:transformation>1</bpmn:transformation>")),
    ),
    "input of a waiting event": ("X", catch("X", timer()).replace("<bpmn:timer", into("x") + "<bpmn:timer", 1)),
    "output of a throwing event": ("X", throw("X", "", out_of("x"))),
    "key of a timer": ("X", catch("X", timer()).replace(' id="X"', ' id="X" sag:korrelation="x"', 1)),
    "key of a task": ("X", user("X", sag__korrelation="x")),
    "case of a receiver": ("X", receive("X", sag__sag="x")),
    "key of a beginning": ("X", receive("X", sag__korrelation="x", **STARTING)),
    "empty key": ("X", receive("X", sag__korrelation=" ")),
    "potential owner": ("X", element("userTask", "X", "<bpmn:potentialOwner/>")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_at_its_element_with_what_to_do(case: str) -> None:
    name, drawn = REFUSED[case]
    found = refusals(drawn)
    assert {element for element, _ in found} == {name}, found
    assert all(text.endswith(".") for _, text in found)


ACCEPTED = {
    "loop asked before": user("X", looped("x", before=True, at_most=3)),
    "all behaviour": user("X", behaving("All")),
    "quantities of one": user("X", startQuantity="1", completionQuantity="1"),
    "ad-hoc with a condition": ad_hoc("X", user("x"), until="nok", ordering="Sequential"),
    "implicit start": element("subProcess", "X", user("x"), user("y")),
    "empty sub-process": element("subProcess", "X"),
    "starting receive task": receive("X", **STARTING),
    "starting gateway": gateway(
        catch("c", message("m")), receive("r"), flows=flow("g", "c") + flow("g", "r"), instantiate="true"
    ),
    "receive task after a gateway": gateway(receive("r"), catch("c", timer()), flows=flow("g", "r") + flow("g", "c")),
    "key of a receiver": receive("X", sag__korrelation="x"),
    "key and case of a throw": element("endEvent", "X", message("m"), sag__korrelation="x", sag__sag="y"),
    "bare arrow": element("task", "X", into(more="<bpmn:sourceRef>a</bpmn:sourceRef>")),
    "assignment": element("task", "X", into("x"), out_of("y")),
    "placeholder of the modeler": element("task", "X", '<bpmn:property id="p" name="__targetRef_placeholder"/>'),
    "data as documentation": element(
        "task",
        "X",
        '<bpmn:ioSpecification><bpmn:dataInput id="i"/><bpmn:inputSet><bpmn:dataInputRefs>i</bpmn:dataInputRefs>'
        "</bpmn:inputSet><bpmn:outputSet/></bpmn:ioSpecification>",
    ),
    "looped condition with an event": element("subProcess", "X", start("x"), looped("y")) + catch("z", condition("y")),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_its_neighbours_are_accepted(case: str) -> None:
    assert refusals(ACCEPTED[case]) == []
