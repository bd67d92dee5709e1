"""Compiling: once for each version of a file, and never with a traceback."""

from __future__ import annotations

import pytest

from engine.errors import InvalidDefinition
from engine.spiff import compile_process
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    catch,
    chain,
    diagram,
    element,
    end,
    error,
    escalation,
    flow,
    message,
    start,
    timer,
    user,
)


def test_the_same_content_is_compiled_once() -> None:
    content = diagram(start(), user("A"), end(), chain("s", "A", "e"))
    assert compile_process(content, "P") is compile_process(bytes(bytearray(content)), "P")


def test_one_process_of_several_and_its_pool_are_read() -> None:
    pool = element("collaboration", "c", element("participant", "p", processRef="Q"))
    other = element("process", "Q", start("s2"), user("B"), chain("s2", "B"), isExecutable="false")
    content = bpmn.definitions(pool, bpmn.process(start(), user("A"), chain("s", "A")), other)
    assert compile_process(content, "P").id == "P"
    assert compile_process(content, "Q").id == "Q"


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"<p", "", "XML"),
        (b"", "", "XML"),
        (diagram(start()).replace(b'"P"', b'"Q"'), "P", "ingen proces"),
        (diagram(start(), flow("s", "findes_ikke", id="f")), "f", "findes_ikke"),
        (diagram(start(), boundary("findes_ikke", "X", timer())), "X", "findes_ikke"),
        (diagram(start(), catch("X", message("ukendt"))), "X", "kan ikke læses"),
        (diagram(start(), end("X", error("ukendt"))), "X", "kan ikke læses"),
        (diagram(start(), end("X", escalation("ukendt"))), "X", "kan ikke læses"),
        (diagram(start(), user("A"), user("A")), "A", "to gange"),
    ],
)
def test_what_cannot_be_read_is_a_finding(content: bytes, name: str, word: str) -> None:
    with pytest.raises(InvalidDefinition) as caught:
        compile_process(content, "P")
    (finding,) = caught.value.findings
    assert finding.element == name
    assert word in finding.message


def test_no_other_file_is_read_whatever_the_content_says() -> None:
    entity = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    task = user("A", "<bpmn:documentation>&x;</bpmn:documentation>", name="A")
    definition = compile_process(entity + diagram(start(), task, chain("s", "A")), "P")
    assert definition.spec.task_specs["A"].documentation is None
