"""What a rule says better than the kernel's refusal is told once, and whatever else is refused there beside it."""

from __future__ import annotations

import pytest

from engine import spiff
from engine.definitions.lint.said_better import REPLACED
from engine.definitions.xml import read_xml
from tests.unit.definitions.lint.bpmnlint_cases import (
    END,
    EVENT_GATEWAY,
    INSIDE,
    START,
    STRAIGHT,
    WRONG,
    event,
    flow,
    line,
    node,
)
from tests.unit.definitions.lint.cases import Files, second
from tests.unit.definitions.samples import findings

PLAIN = node("startEvent", "S2") + node("startEvent", "S3")
WITH = START + "{}" + END + line("S", "D", "E")
LINK = event("intermediateThrowEvent", "D", "link", "{} />")
LANDS = "".join(event("intermediateCatchEvent", name, "link", ' name="x" />') for name in ("L", "M"))

# A drawing for each text that is replaced.
TWICE: dict[str, list[Files]] = {
    "ad-hoc-sub-process": [second(WITH.format(node("adHocSubProcess", "D", INSIDE)))],
    "conditional-flows": [
        second(WITH.format(node("exclusiveGateway", "D")) + node("endEvent", "F") + flow("D", "F", "true"))
    ],
    "event-based-gateway": [
        second(WITH.format(node("eventBasedGateway", "D"))),
        second(
            EVENT_GATEWAY + event("intermediateCatchEvent", "V", "timer", " />") + line("S", "G", "V") + flow("S", "V")
        ),
    ],
    "event-sub-process-typed-start-event": [
        second(STRAIGHT + node("subProcess", "D", INSIDE, triggeredByEvent="true"))
    ],
    "link-event": [
        second(START + LINK.format("").replace(' name="D"', "") + flow("S", "D")),
        second(START + LINK.format(' name="x"') + flow("S", "D")),
        second(START + LINK.format(' name="x"') + flow("S", "D") + LANDS),
    ],
    "no-complex-gateway": [second(WITH.format(node("complexGateway", "D")))],
    "sequence-flow": [
        second(
            WITH.format(node("exclusiveGateway", "D", default="D_E")) + flow("D", "E", name="x").replace('"E"', '"S"')
        )
    ],
    "single-blank-start-event": [second(WITH.format(node("subProcess", "D", PLAIN)))],
    "single-event-definition": [each.files for each in WRONG["single-event-definition"]],
    "start-event-required": [
        second(WITH.format(node("subProcess", "D", node("task", "T") + node("task", "U") + line("T", "U", "T"))))
    ],
    "sub-process-blank-start-event": [each.files for each in WRONG["sub-process-blank-start-event"]],
}


def refused(files: Files) -> list[str]:
    return [message for content in files.values() for _, _, message in spiff.unsupported(read_xml(content, "x.bpmn"))]


def told(files: Files) -> list[tuple[str, str]]:
    return [(each.rule, each.element) for each in findings(files) if each.severity == "error"]


def test_there_is_a_drawing_for_each_rule() -> None:
    assert TWICE.keys() == REPLACED.keys()


@pytest.mark.parametrize("rule", TWICE)
def test_each_text_that_is_replaced_is_one_of_the_kernels(rule: str) -> None:
    texts = [message for files in TWICE[rule] for message in refused(files)]
    assert [words for words in REPLACED[rule] if not any(words in text for text in texts)] == []


@pytest.mark.parametrize("rule", TWICE)
def test_what_a_rule_says_is_not_said_again(rule: str) -> None:
    for files in TWICE[rule]:
        found = findings(files)
        assert rule in {each.rule for each in found}
        again = [each.message for each in found if each.rule == "unsupported"]
        assert [text for text in again if any(words in text for words in REPLACED[rule])] == []


def test_what_else_is_refused_is_told_beside_it() -> None:
    link = event("intermediateCatchEvent", "L", "link", ' name="x" />')
    assert told(second(START + END + link + line("S", "L", "E"))) == [("link-event", "L"), ("unsupported", "L")]


def test_an_event_sub_process_begins_by_no_step_in_it() -> None:
    inner = node("task", "T2") + node("task", "U2") + node("endEvent", "E2") + line("T2", "E2") + line("U2", "E2")
    files = second(STRAIGHT + node("subProcess", "H", inner, triggeredByEvent="true"))
    found = {each.rule for each in findings(files) if each.element in {"H", "T2", "U2"}}
    assert found == {"unsupported"}


def test_an_ad_hoc_sub_process_without_work_is_told_of() -> None:
    for inside, advised in ((node("parallelGateway", "G"), True), (node("task", "T"), False)):
        files = second(START + node("adHocSubProcess", "A", inside) + END + line("S", "A", "E"))
        assert ("ad-hoc-sub-process", "A") not in told(files)
        assert ("ad-hoc-sub-process" in {each.rule for each in findings(files)}) is advised


def test_a_start_in_an_ad_hoc_sub_process_is_told_of_once() -> None:
    inside = node("startEvent", "S2") + node("task", "T2") + flow("S2", "T2")
    files = second(START + node("adHocSubProcess", "A", inside) + END + line("S", "A", "E"))
    found = [each.rule for each in findings(files) if each.element in {"A", "S2"} and each.rule != "task-role"]
    assert found == ["ad-hoc-sub-process"]
