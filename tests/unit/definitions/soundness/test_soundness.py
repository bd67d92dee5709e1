"""What is sound is left alone, and what is not is told with the element and the way that shows it."""

from __future__ import annotations

import pytest

from engine.definitions.soundness import faults
from engine.definitions.xml import read_xml
from tests.conformance import bpmn
from tests.unit.definitions.soundness.drawn import flows, nodes, process

REMINDER = bpmn.boundary("A", "Rykker", bpmn.timer(), interrupting=False)
DEADLINE = bpmn.boundary("A", "Frist", bpmn.timer())
TERMINATE = bpmn.end("Stop", "<bpmn:terminateEventDefinition/>")
EVENT_START = bpmn.start("ES", bpmn.message("m"))


def sub(name: str, *inside: str, **attributes: str) -> str:
    return bpmn.element("subProcess", name, *inside, **attributes)


def inner(*ways: str, extra: str = "", **kinds: str) -> str:
    """The inside of a sub-process from IS to IE."""
    return bpmn.start("IS") + bpmn.end("IE") + nodes(**kinds) + extra + flows(*ways)


SOUND = {
    "two ways at once": process("S D A J E", "D B J", D="+", J="+", A="user", B="user"),
    "one way of two": process("S X A M E", "X B M", X="x", M="x", A="user", B="user"),
    "some ways": process("S O A J E", "O B J", O="o", J="o", A="user", B="user"),
    "two ways at once, each to an end": process("S D A E", "D B E", D="+", A="user", B="user"),
    "a loop around two ways at once": process(
        "S M D A J X E", "D B J", "X M", D="+", J="+", M="x", X="x", A="user", B="user"
    ),
    "a loop in one of two ways": process(
        "S D M A X J E", "D B J", "X M", D="+", J="+", M="x", X="x", A="user", B="user"
    ),
    "a reminder beside the work": process("S A E", "Rykker R F", A="user", R="user", F="end", extra=REMINDER),
    "a reminder in a loop": process(
        "S M A X E", "X M", "Rykker R F", A="user", R="user", F="end", M="x", X="x", extra=REMINDER
    ),
    "a deadline that goes another way": process("S A M E", "Frist R M", A="user", R="user", M="x", extra=DEADLINE),
    "a deadline inside one of two ways": process(
        "S D A M J E", "Frist M", "D B J", D="+", J="+", M="x", A="user", B="user", extra=DEADLINE
    ),
    "a loop that sets something off each round": process(
        "S M D A X E", "X M", "D R F", D="+", M="x", X="x", A="user", R="user", F="end"
    ),
    "the first of two ends both": process("S D A M Stop", "D B M", D="+", M="x", A="user", B="user", extra=TERMINATE),
    "an error ends both, whichever comes first": process(
        "S D A F", "D F", D="+", A="user", extra=bpmn.end("F", bpmn.error("a"))
    ),
    "a round for ever, ended from beside": process(
        "S D M A M", "D B Stop", D="+", M="x", A="user", B="user", extra=TERMINATE
    ),
    "a round for ever, left by an event on the edge": process(
        "S T", "Fr E", extra=sub("T", inner("IS M A M", M="x", A="user")) + bpmn.boundary("T", "Fr", bpmn.timer())
    ),
    "a round for ever, ended by an event sub-process": process(
        "S M A M",
        M="x",
        A="user",
        extra=sub("H", EVENT_START, bpmn.end("HE"), flows("ES HE"), triggeredByEvent="true"),
    ),
    "an event gateway": process(
        "S G C1 M E", "G C2 M", G="?", M="x", C1=bpmn.catch("C1", bpmn.timer()), C2=bpmn.catch("C2", bpmn.message("m"))
    ),
    "two starts, of which one begins": process(
        "S M A E", "S2 M", M="x", A="user", S2=bpmn.start("S2", bpmn.message("m"))
    ),
    "begun without a start event": bpmn.diagram(nodes(A="user", B="user", J="+", E="end"), flows("A J E", "B J")),
    "ended without an end event": process("S D A", "D B", D="+", A="user", B="user"),
    "a link": process(
        "S A L1",
        "L2 B E",
        A="user",
        B="user",
        L1=bpmn.throw("L1", '<bpmn:linkEventDefinition name="videre"/>'),
        L2=bpmn.catch("L2", '<bpmn:linkEventDefinition name="videre"/>'),
    ),
    "two conditions that exclude each other, out of a task": process(
        "S A", 'A B [svar = "ja"]', 'A C [svar = "nej"]', "B E", "C D E", A="user", B="user", C="user", D="user"
    ),
    "work that only sometimes is done, gathered": process("S O A J E", "O B J", O="o", J="o", A="user", B="user"),
    "what compensates stands apart": process(
        "S A E",
        A="user",
        extra=bpmn.boundary("A", "K", "<bpmn:compensateEventDefinition/>")
        + bpmn.user("F", isForCompensation="true")
        + '<bpmn:association id="as" sourceRef="K" targetRef="F"/>',
    ),
    "an ad hoc sub-process": process(
        "S T E", extra=bpmn.element("adHocSubProcess", "T", nodes(A="user", B="user", C="user"), flows("A B"))
    ),
    "a sub-process that throws": process(
        "S T M E",
        "Fejl R M",
        M="x",
        R="user",
        extra=sub("T", inner("IS X IE", "X Kast", X="x", extra=bpmn.end("Kast", bpmn.error("a"))))
        + bpmn.boundary("T", "Fejl", bpmn.error("a")),
    ),
}

UNSOUND: dict[str, tuple[bytes, str, str, str, str]] = {
    "a choice joined as if both ways were gone": (
        process("S X A J E", "X B J", X="x", J="+", A="user", B="user"),
        "deadlock",
        "error",
        "J",
        "S S-X X X-A A A-J J",
    ),
    "a way out of two at once": (
        process("S D A J E", "D X J", "X F", D="+", X="x", J="+", A="user", F="end"),
        "deadlock",
        "error",
        "J",
        "S S-D D D-A A D-X X A-J J",
    ),
    "two choices that must agree": (
        process("S D X J E", "X F", "D Y J", "Y G", D="+", X="x", Y="x", J="+", F="end", G="end"),
        "deadlock",
        "advice",
        "J",
        "S S-D D D-X X D-Y Y Y-J J",
    ),
    "a join that waits for what comes after it": (
        process("S J A X E", "X J", J="+", A="user", X="x"),
        "deadlock",
        "error",
        "J",
        "S S-J J",
    ),
    "a deadline past the join": (
        process("S D A J E", "Frist R F", "D B J", D="+", J="+", A="user", B="user", R="user", F="end", extra=DEADLINE),
        "deadlock",
        "error",
        "J",
        "S S-D D D-A A Frist D-B B B-J J",
    ),
    "a join of a reminder that need not come": (
        process("S A J E", "Rykker J", A="user", J="+", extra=REMINDER),
        "deadlock",
        "error",
        "J",
        "S S-A A A-J J",
    ),
    "only one of two starts begins": (
        process("S J E", "S2 J", J="+", S2=bpmn.start("S2", bpmn.message("m"))),
        "deadlock",
        "error",
        "J",
        "S S-J J",
    ),
    "a deadlock in a sub-process": (
        process("S T E", extra=sub("T", inner("IS X A J IE", "X J", X="x", J="+", A="user"))),
        "deadlock",
        "error",
        "J",
        "IS IS-X X X-J J",
    ),
    "two ways at once, run together": (
        process("S D A T E", "D B T", D="+", A="user", B="user", T="user"),
        "crowd",
        "advice",
        "T",
        "S S-D D D-A A D-B B A-T B-T T",
    ),
    "two ways at once, run together in a gateway": (
        process("S D A M T E", "D B M", D="+", A="user", B="user", M="x", T="user"),
        "crowd",
        "advice",
        "M",
        "S S-D D D-A A D-B B A-M B-M M",
    ),
    "a reminder that comes back into the work": (
        process("S A M T E", "Rykker M", A="user", M="x", T="user", extra=REMINDER),
        "crowd",
        "advice",
        "M",
        "S S-A A Rykker Rykker-M A-M M",
    ),
    "two arrows where one was meant": (
        process("S A T E", A="user", T="user", extra=bpmn.flow("A", "T", id="igen")),
        "crowd",
        "advice",
        "T",
        "S S-A A igen A-T T",
    ),
    "no way out of a round": (
        process("S M A M", M="x", A="user"),
        "no-end",
        "error",
        "A",
        "S S-M M M-A A A-M M",
    ),
    "no way out of a round that one way leads into": (
        process("S X E", "X M A M", X="x", M="x", A="user"),
        "no-end",
        "error",
        "A",
        "S S-X X X-M M M-A A A-M M",
    ),
    "a round without a wait": (
        process("S M X E", "X M", M="x", X="x"),
        "endless",
        "error",
        "M",
        "S S-M M M-X X X-M M",
    ),
    "a round of service tasks without a way out": (
        process("S M A M", M="x", A="serviceTask"),
        "endless",
        "error",
        "A",
        "S S-M M M-A A A-M M",
    ),
    "a round of more and more that never ends": (
        process("S K M A D M", "D J E", "K J", K="+", D="+", J="+", M="x", A="user"),
        "no-end",
        "error",
        "M",
        "S S-K K K-M M M-A A A-D D D-M D",
    ),
    "a round of more and more, ended from beside": (
        process(
            "S K M A D M", "D J E", "K B Stop", "K J", K="+", D="+", J="+", M="x", A="user", B="user", extra=TERMINATE
        ),
        "unproven",
        "advice",
        "J",
        "S S-K K K-M M M-A A A-D D D-M D-J J",
    ),
    "a way back out of two at once": (
        process("S M D A X J E", "X M", "D B J", M="x", D="+", J="+", X="x", A="user", B="user"),
        "deadlock",
        "error",
        "J",
        "S S-M M M-D D D-A A A-X X X-M D-B B B-J J",
    ),
    "a way back in between two at once": (
        process("S D A M J X E", "D B J", "X C M", D="+", J="+", M="x", X="x", A="user", B="user", C="user"),
        "deadlock",
        "error",
        "J",
        "S S-D D D-A A D-B B A-M M M-J B-J J J-X X X-C C C-M J",
    ),
    "a choice under a reminder that must agree with another": (
        process(
            "S D B X J E",
            "X H",
            "D A J",
            "A F [not(ja)]",
            "Rykker R G",
            D="+",
            J="+",
            X="x",
            A='<bpmn:userTask id="A" default="A-J"/>',
            B="user",
            R="user",
            F="end",
            G="end",
            H="end",
            extra=REMINDER,
        ),
        "deadlock",
        "advice",
        "J",
        "S S-D D D-B B B-X X D-A A X-J J",
    ),
}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_left_alone(content: bytes) -> None:
    assert faults(content, read_xml(content, "")) == ()


@pytest.mark.parametrize(("content", "kind", "severity", "element", "path"), UNSOUND.values(), ids=UNSOUND)
def test_what_is_unsound_is_told_with_its_way(
    content: bytes, kind: str, severity: str, element: str, path: str
) -> None:
    (found,) = faults(content, read_xml(content, ""))
    assert (found.kind, found.severity, found.element) == (kind, severity, element), found
    assert found.path == tuple(path.split()), " ".join(found.path)
