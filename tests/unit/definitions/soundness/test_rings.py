"""Rings without a wait: told when a case can be kept in one, and as an error when one choice is enough."""

from __future__ import annotations

import pytest

from engine.definitions.soundness import Fault, faults
from engine.definitions.xml import read_xml
from tests.conformance import bpmn
from tests.unit.definitions.soundness.drawn import flows, nodes, process

SENDS = bpmn.throw("Besked", bpmn.message("m"))


def sub(*ways: str, extra: str = "", **kinds: str) -> str:
    """A sub-process T from IS to IE."""
    return bpmn.element("subProcess", "T", bpmn.start("IS"), bpmn.end("IE"), nodes(**kinds), extra, flows(*ways))


WAITING = {
    "something is sent beside the work": process(
        "S M D A J X E", "D Besked J", "X M", M="x", D="+", J="+", X="x", A="user", Besked=SENDS
    ),
    "one of two ways is empty": process("S M D A J X E", "D J", "X M", M="x", D="+", J="+", X="x", A="user"),
    "a sub-process sends beside its work": process(
        "S M T X E", "X M", M="x", X="x", extra=sub("IS D A IE", "D Besked F", D="+", A="user", F="end", Besked=SENDS)
    ),
    "both choices ask the same": process(
        "S M Y A N X E",
        "Y N [not(mangler)]",
        "X M [mangler]",
        M="x",
        N="x",
        A="user",
        Y="x",
        X="x",
    ),
    "both choices ask the same, and one says so only by its default": process(
        "S M Y N X E",
        "Y A [mangler]",
        "A N",
        "X M [mangler]",
        M="x",
        N="x",
        A="user",
        Y='<bpmn:exclusiveGateway id="Y" default="Y-N"/>',
        X='<bpmn:exclusiveGateway id="X" default="X-E"/>',
    ),
}

IDLE = {
    "one choice keeps it there": (process("S M X E", "X M", M="x", X="x"), "error"),
    "both ways of another choice lead round": (
        process("S M Y N X E", "Y Besked N", "X M", M="x", N="x", X="x", Y="x", Besked=SENDS),
        "error",
    ),
    "what is set off in two ways at once is gathered": (
        process("S M D J X E", "D Besked J", "X M", M="x", D="+", J="+", X="x", Besked=SENDS),
        "error",
    ),
    "a sub-process that only sends": (
        process("S M T X E", "X M", M="x", X="x", extra=sub("IS Besked IE", Besked=SENDS)),
        "error",
    ),
    "a step is left out, and yet it is done again": (
        process("S M Y A N X E", "Y N", "X M", M="x", N="x", A="user", Y="x", X="x"),
        "advice",
    ),
    "nothing is chosen of some, and yet it is done again": (
        process(
            "S M O J X E",
            "O A J [a]",
            "X M",
            M="x",
            J="o",
            X="x",
            A="user",
            O='<bpmn:inclusiveGateway id="O" default="O-J"/>',
        ),
        "advice",
    ),
    "a step in a sub-process is left out, and yet it is done again": (
        process("S M T X E", "X M", M="x", X="x", extra=sub("IS Y A N IE", "Y N", Y="x", N="x", A="user")),
        "advice",
    ),
}


@pytest.mark.parametrize("content", WAITING.values(), ids=WAITING)
def test_what_waits_or_cannot_be_gone_round_is_left_alone(content: bytes) -> None:
    assert told(content) == ()


@pytest.mark.parametrize(("content", "severity"), IDLE.values(), ids=IDLE)
def test_a_ring_that_keeps_a_case_is_told(content: bytes, severity: str) -> None:
    (found,) = told(content)
    assert (found.kind, found.severity) == ("endless", severity), found


def test_the_choices_that_must_meet_are_named() -> None:
    content = process("S M Y A N X E", "Y N", "X M", M="x", N="x", A="user", Y="x", X="x")
    (found,) = told(content)
    assert "hvad der vælges ved gatewayen »Y« og gatewayen »X«" in found.message


def test_a_join_that_waits_for_itself_only_stands_still() -> None:
    content = process("S D A J X E", "D B J", "X J", D="+", J="+", X="x", A="user", B="user")
    assert [fault.kind for fault in told(content)] == ["deadlock"]


def told(content: bytes) -> tuple[Fault, ...]:
    return faults(content, read_xml(content, ""))
