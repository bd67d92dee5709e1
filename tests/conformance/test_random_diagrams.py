"""
Random diagrams, played through the kernel and through the token game side by side.

`RANDOM_DIAGRAMS=2000` plays so many of each shape, `RANDOM_FROM=5000` begins
at that seed. A failing diagram's shape and seed stand in the message and in
the test's name; `python -m tests.conformance.play` plays any range of seeds.
"""

from __future__ import annotations

import os
from itertools import product

import pytest

from tests.conformance.drawing import SHAPES
from tests.conformance.playing import play_seed

COUNT = int(os.environ.get("RANDOM_DIAGRAMS", "66"))
FROM = int(os.environ.get("RANDOM_FROM", "0"))

EXECUTED = [
    shape
    for shape in SHAPES
    if shape
    in {
        "gateways",
        "nested",
        "repeated",
        "events",
        "events and repeated",
        "conditions, cycles and calls",
        "many tokens on a flow",
        "loops and ad-hoc",
        "implicit",
    }
]


@pytest.mark.parametrize(("shape", "seed"), list(product(EXECUTED, range(FROM, FROM + COUNT))))
def test_the_kernel_plays_like_the_token_game(shape: str, seed: int) -> None:
    assert play_seed(shape, seed) >= 0
