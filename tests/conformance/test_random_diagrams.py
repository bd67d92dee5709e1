"""
Random diagrams, played through the kernel and through the token game side by side.

A thousand in the ordinary run. `RANDOM_DIAGRAMS=2000` plays so many of each
shape, `RANDOM_FROM=5000` begins at that seed. A failing diagram's shape and
seed stand in the message and in the test's name; `python -m
tests.conformance.play` plays any range of seeds, as fast as it goes.

What once found something lies in found/, as a diagram, and is always played.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.drawing import SHAPES, Drawing
from tests.conformance.playing import play, play_seed

pytestmark = pytest.mark.unmeasured(after=1)

COUNT = int(os.environ.get("RANDOM_DIAGRAMS", "60"))
FROM = int(os.environ.get("RANDOM_FROM", "0"))
FOUND = sorted((Path(__file__).parent / "found").glob("*.bpmn"))


@pytest.mark.parametrize(("shape", "seed"), list(product(SHAPES, range(FROM, FROM + COUNT))))
def test_the_kernel_plays_like_the_token_game(shape: str, seed: int) -> None:
    assert play_seed(shape, seed) >= 0


@settings(max_examples=70)
@given(shape=st.sampled_from(sorted(SHAPES)), rnd=st.randoms(use_true_random=False))
def test_a_difference_shrinks_to_the_smallest_diagram(shape: str, rnd: Random) -> None:
    content = Drawing(rnd, SHAPES[shape]).content
    assert play(content, rnd, content.decode()) >= 0


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("diagram", FOUND, ids=lambda path: path.stem)
def test_what_once_found_something_stays_right(diagram: Path, seed: int) -> None:
    assert play(diagram.read_bytes(), Random(seed), f"{diagram.stem}, seed {seed}") >= 0
