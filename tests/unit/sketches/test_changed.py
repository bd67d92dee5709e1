"""Drawings with mistakes more, by chance: each plays, or is refused with a reason. See `python -m tests.drawings`."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from engine.sketches import read_sketch
from tests.drawings.answers import answer
from tests.drawings.changes import changed

ROOT = Path(__file__).parents[3]
DIAGRAMS = sorted(
    [
        *(ROOT / "processes" / "home_training" / "diagrams").glob("*.bpmn"),
        *(ROOT / "tests" / "conformance" / "found").glob("*.bpmn"),
    ]
)


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_drawing_gets_an_answer(seed: int) -> None:
    rnd = Random(seed)
    content = changed(rnd.choice(DIAGRAMS).read_bytes(), rnd)
    answered, said = answer(read_sketch(content, "a.bpmn"), seeds=2, may_stand=True)
    assert answered, said
