"""What is said to be drawn instead is what mends it."""

from __future__ import annotations

import pytest

from engine.definitions.soundness import faults
from engine.definitions.xml import read_xml
from tests.conformance import bpmn
from tests.unit.definitions.soundness.drawn import process

DEADLINE = bpmn.boundary("A", "Frist", bpmn.timer())
REMINDER = bpmn.boundary("A", "Rykker", bpmn.timer(), interrupting=False)

REMEDIES = {
    "what comes instead of the work": (
        process("S A J E", "Frist J", A="user", J="+", extra=DEADLINE),
        "»Frist« sker kun i stedet for, at opgaven »A« bliver færdig: saml vejene med en eksklusiv gateway.",
    ),
    "what need not come": (
        process("S A J E", "Rykker J", A="user", J="+", extra=REMINDER),
        "»Rykker« sker ikke altid: saml vejene med en inklusiv gateway.",
    ),
    "a way that nothing leads to": (
        process("S A J E", "B J", A="user", B="user", J="+"),
        "Ingen vej fører dertil: tegn den, eller slet pilen.",
    ),
    "a way back out of two at once": (
        process("S M D A X J E", "X M", "D B J", M="x", D="+", J="+", X="x", A="user", B="user"),
        "Lad vejen tilbage begynde efter den parallelle gateway »J«, så alt er færdigt, før det begynder forfra.",
    ),
    "a way back in between two at once": (
        process("S D A M J X E", "D B J", "X C M", D="+", J="+", M="x", X="x", A="user", B="user", C="user"),
        "Vejen tilbage fører ind mellem delingen og samlingen: før den tilbage til før delingen i stedet.",
    ),
    "a way back into the join": (
        process("S J A X E", "X J", J="+", A="user", X="x"),
        "Pilen kommer fra noget efter gatewayen selv: før den ind gennem en eksklusiv gateway foran i stedet.",
    ),
    "a choice": (
        process("S X A J E", "X B J", X="x", J="+", A="user", B="user"),
        "går kun én vej: saml vejene med en eksklusiv gateway, eller del dem med en parallel.",
    ),
}


@pytest.mark.parametrize(("content", "remedy"), REMEDIES.values(), ids=REMEDIES)
def test_a_standstill_is_told_with_what_to_draw_instead(content: bytes, remedy: str) -> None:
    (found,) = faults(named(content), read_xml(named(content), ""))
    assert found.message.endswith(remedy), found.message


def named(content: bytes) -> bytes:
    """With each element named by its id, as drawers do."""
    for name in (b"A", b"J", b"Frist", b"Rykker"):
        content = content.replace(b' id="%b"' % name, b' id="%b" name="%b"' % (name, name), 1)
    return content
