"""
Play any number of random diagrams.

    python -m tests.conformance.play --from 0 --count 100000 [--shape NAME]

One seed plays one diagram of one shape, the shapes in turn; so a range of
seeds can be cut into pieces that run side by side. Prints each difference
with its shape and seed, and in the end the range, the diagrams and the steps.
Exit status 1 when there was a difference.
"""

from __future__ import annotations

import argparse
import sys
from time import process_time

import pytest

from tests.conformance.drawing import ROTATION, SHAPES
from tests.conformance.playing import play_seed


def main() -> int:
    parser = argparse.ArgumentParser(description="Play random diagrams against the token game.")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=1000, help="how many seeds")
    parser.add_argument("--shape", choices=SHAPES, help="this shape only; otherwise the shapes in turn")
    parser.add_argument("--most", type=int, default=20, help="stop after so many differences")
    wanted = parser.parse_args()
    return play_range(range(wanted.first, wanted.first + wanted.count), wanted.shape, wanted.most)


def play_range(seeds: range, shape: str | None, most: int) -> int:
    began, steps, differences = process_time(), 0, 0
    for number, seed in enumerate(seeds, 1):
        name = shape or shape_of(seed)
        try:
            steps += play_seed(name, seed)
        # Whatever it is, it is a difference, and the next seed is played. pytest's own are no Exception.
        except (Exception, pytest.fail.Exception) as wrong:  # noqa: BLE001
            differences += 1
            print(f"{name!r}, seed {seed}: {type(wrong).__name__}: {wrong}", flush=True)
            if differences >= most:
                break
        if number % 1000 == 0:
            print(f"… {number} diagrams, {process_time() - began:.0f} s", file=sys.stderr, flush=True)
    spent = process_time() - began
    print(
        f"seeds {seeds.start} to {seed}: {number} diagrams, {steps} steps, {differences} differences, "
        f"{spent:.0f} s of one core, {spent / number * 1000:.0f} ms each"
    )
    return 1 if differences else 0


def shape_of(seed: int) -> str:
    return ROTATION[seed % len(ROTATION)]


if __name__ == "__main__":
    sys.exit(main())
