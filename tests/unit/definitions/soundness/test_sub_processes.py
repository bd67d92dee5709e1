"""How a sub-process ends, and what that means for what is around it."""

from __future__ import annotations

import pytest

from engine.definitions.soundness import Fault, faults
from engine.definitions.xml import read_xml
from tests.conformance import bpmn
from tests.unit.definitions.soundness.drawn import flows, nodes, process

TERMINATE = bpmn.end("Stop", "<bpmn:terminateEventDefinition/>")


def sub(name: str, *inside: str, kind: str = "subProcess", **attributes: str) -> str:
    return bpmn.element(kind, name, *inside, **attributes)


def roots(content: bytes) -> bytes:
    """With the codes that its events name."""
    return content.replace(b"<bpmn:process ", bpmn.code_roots("a", "b").encode() + b"<bpmn:process ", 1)


ROUND = bpmn.start("IS") + nodes(M="x", A="user") + flows("IS M A M")
FOR_EVER = sub("T", ROUND)


def maybe_alone(*ends: str, work: str = "user") -> str:
    """A round for ever inside O, and beside it perhaps B, after which an error ends O; `ends` are on its edge."""
    ring = sub("T", bpmn.start("IS") + nodes(M="x", A=work) + flows("IS M A M"))
    fails = bpmn.end("Kast", bpmn.error("a"))
    inside = bpmn.start("OS"), nodes(D="o", B="user"), ring, fails, flows("OS D T", "D B Kast")
    return sub("O", *inside) + bpmn.boundary("O", "Fejl", bpmn.error("a")) + "".join(ends)


DEADLINE = bpmn.boundary("T", "Frist", bpmn.timer())
ROUND_BESIDE = bpmn.event_subprocess("H", bpmn.timer(), nodes(M="x", A="user"), flows("H_s M A M"), interrupting=False)
WITHDRAWN = bpmn.handling("H", bpmn.message("m"))
THROWS = bpmn.start("IS") + nodes(A="user", IE="end") + bpmn.throw("Kast", bpmn.escalation("a")) + flows("IS A Kast IE")
ERROR_ONLY = bpmn.start("IS") + nodes(A="user") + bpmn.end("F", bpmn.error("a")) + flows("IS A F")
TERMINATED = bpmn.start("IS") + nodes(A="user") + TERMINATE + flows("IS A Stop")

SOUND = {
    "a terminate end beside it": process("S D T E", "D B Stop", D="+", B="user", extra=FOR_EVER + TERMINATE),
    "an error end beside it": process(
        "S D T E", "D B F", D="+", B="user", extra=FOR_EVER + bpmn.end("F", bpmn.error("a"))
    ),
    "an event sub-process of the process": process("S T E", extra=FOR_EVER + WITHDRAWN),
    "a round that may be alone, with an event on the edge": process(
        "S O E", "Fejl E", "Frist E", extra=maybe_alone(bpmn.boundary("O", "Frist", bpmn.timer()))
    ),
    "a round that may be alone, in which a call may fail": process(
        "S O E", "Fejl E", extra=maybe_alone(work="callActivity")
    ),
    "an event on the edge of what is around it": process(
        "S O E",
        "Frist E",
        extra=sub("O", bpmn.start("OS"), FOR_EVER, bpmn.end("OE"), flows("OS T OE"))
        + bpmn.boundary("O", "Frist", bpmn.timer()),
    ),
    "a terminate end of the process, while an event has set off a round": process(
        "S B Stop",
        B="user",
        extra=TERMINATE + ROUND_BESIDE,
    ),
    "a reminder's way that terminates": process(
        "S T E",
        "Rykker R Stop",
        R="user",
        extra=FOR_EVER + TERMINATE + bpmn.boundary("T", "Rykker", bpmn.timer(), interrupting=False),
    ),
    "a reminder's way that may terminate": process(
        "S T E",
        "Rykker X Stop",
        "X F",
        X="x",
        F="end",
        extra=FOR_EVER + TERMINATE + bpmn.boundary("T", "Rykker", bpmn.timer(), interrupting=False),
    ),
    "an error that something in it throws": process(
        "S M A B M", M="x", A="user", B="serviceTask", extra=bpmn.handling("H", bpmn.error("a"))
    ),
    "an escalation that is always thrown, joined": process(
        "S T J E",
        "Esk R J",
        J="+",
        R="user",
        extra=sub("T", THROWS) + bpmn.boundary("T", "Esk", bpmn.escalation("a"), interrupting=False),
    ),
    "an escalation that is always thrown further inside, joined": process(
        "S O J E",
        "Esk R J",
        J="+",
        R="user",
        extra=sub("O", bpmn.start("OS"), sub("T", THROWS), bpmn.end("OE"), flows("OS T OE"))
        + bpmn.boundary("O", "Esk", bpmn.escalation(), interrupting=False),
    ),
    "an error that an event sub-process puts right": process(
        "S T B E",
        B="user",
        extra=sub("T", ERROR_ONLY, bpmn.handling("H", bpmn.error("a"))),
    ),
    "an end beside an escalation that interrupts, as either may come first": process(
        "S T E",
        "Esk R E",
        R="user",
        extra=sub(
            "T",
            bpmn.start("IS"),
            bpmn.end("Kast", bpmn.escalation("a")),
            nodes(D="+", M="x", F="end"),
            flows("IS D Kast", "D M F"),
        )
        + bpmn.boundary("T", "Esk", bpmn.escalation("a")),
    ),
    "an escalation that does not interrupt": process(
        "S T B E",
        "Esk R F",
        B="user",
        R="user",
        F="end",
        extra=sub("T", THROWS) + bpmn.boundary("T", "Esk", bpmn.escalation("a"), interrupting=False),
    ),
}

UNSOUND = {
    "a choice joined as if both were gone, after it was terminated": (
        process("S T X A2 J E", "X J", X="x", J="+", A2="user", extra=sub("T", TERMINATED)),
        ("deadlock", "error", "J"),
    ),
    "a round for ever, after it was terminated": (
        process("S T M A2 M", M="x", A2="user", extra=sub("T", TERMINATED)),
        ("no-end", "error", "A2"),
    ),
    "done twice, after it was terminated": (
        process("S D T M E", "D B M C E", D="+", M="x", B="user", C="user", extra=sub("T", TERMINATED)).replace(
            b'<bpmn:sequenceFlow id="M-E" sourceRef="M" targetRef="E"></bpmn:sequenceFlow>', b""
        ),
        ("crowd", "advice", "M"),
    ),
    "a round for ever inside, and nothing ends it": (process("S T E", extra=FOR_EVER), ("no-end", "error", "A")),
    "a round for ever inside, and only one way ends it": (
        process("S X B D T E", "X T", "D C Stop", X="x", D="+", B="user", C="user", extra=FOR_EVER + TERMINATE),
        ("no-end", "error", "A"),
    ),
    "a round that may be alone, and then nothing throws what the edge waits for": (
        process("S O E", "Fejl E", extra=maybe_alone()),
        ("no-end", "error", "A"),
    ),
    "an event sets off a round for ever": (
        process(
            "S B E",
            B="user",
            extra=bpmn.event_subprocess("H", bpmn.timer(), nodes(M="x", A="user"), flows("H_s M A M")),
        ),
        ("no-end", "error", "A"),
    ),
    "what compensates goes round for ever": (
        process(
            "S B E",
            B="user",
            extra=bpmn.boundary("B", "K", bpmn.compensate())
            + sub("T", ROUND, isForCompensation="true")
            + '<bpmn:association id="as" sourceRef="K" targetRef="T"/>',
        ),
        ("no-end", "error", "A"),
    ),
    "what compensates it does not end it": (
        process("S T E", extra=sub("T", ROUND, bpmn.handling("H", bpmn.compensate()))),
        ("no-end", "error", "A"),
    ),
    "an error that nothing throws does not end it": (
        process("S M A M", M="x", A="user", extra=bpmn.handling("H", bpmn.error("a"))),
        ("no-end", "error", "A"),
    ),
    "work after what always ends by an error": (
        process("S T B E", B="user", extra=sub("T", ERROR_ONLY)),
        ("unreached", "error", "B"),
    ),
    "work after what is always cancelled": (
        process(
            "S T B E",
            "Ann R E",
            B="user",
            R="user",
            extra=sub("T", ERROR_ONLY.replace(bpmn.error("a"), bpmn.CANCEL), kind="transaction")
            + bpmn.boundary("T", "Ann", bpmn.CANCEL),
        ),
        ("unreached", "error", "B"),
    ),
    "work after an escalation that always interrupts": (
        process(
            "S T B E",
            "Esk R E",
            B="user",
            R="user",
            extra=sub("T", THROWS) + bpmn.boundary("T", "Esk", bpmn.escalation("a")),
        ),
        ("unreached", "error", "B"),
    ),
    "a join beside a terminate end that never has both": (
        process("S D A Stop", "D X B J E", "X C J", D="+", X="x", J="+", A="user", B="user", C="user", extra=TERMINATE),
        ("unreached", "advice", "E"),
    ),
    "an end after what always ends by an error that is caught and thrown on": (
        process(
            "S T E",
            "Fejl R E2",
            R="user",
            E2="end",
            extra=sub(
                "T",
                ERROR_ONLY,
                bpmn.event_subprocess("H", bpmn.error("a"), bpmn.end("HF", bpmn.error("b")), flows("H_s HF")),
            )
            + bpmn.boundary("T", "Fejl", bpmn.error("b")),
        ),
        ("unreached", "advice", "E"),
    ),
}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND)
def test_what_is_ended_from_around_is_left_alone(content: bytes) -> None:
    assert told(content) == ()


@pytest.mark.parametrize(("content", "expected"), UNSOUND.values(), ids=UNSOUND)
def test_what_is_not_is_told_once(content: bytes, expected: tuple[str, str, str]) -> None:
    assert [(fault.kind, fault.severity, fault.element) for fault in told(content)] == [expected]


def told(content: bytes) -> tuple[Fault, ...]:
    content = roots(content)
    return faults(content, read_xml(content, ""))
