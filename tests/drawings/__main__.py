"""
Every drawing in a folder: what the program says of it, and whether it plays.

    python -m tests.drawings FOLDER [--seeds N]
    python -m tests.drawings FOLDER --changed 1000 [--from 0]

A line for each file; with `--changed` so many of them are changed by chance
first (`changes.py`), only those without an answer have a line, and one may
come to a stand if the advice said so. The exit code is 1 when one crashes,
takes too long, is called sound and does not play to its end, or is refused
without a finding.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from app.simulation.drawing import read_drawing
from engine.sketches import Sketch, read_sketch
from tests.drawings.answers import answer
from tests.drawings.changes import changed

LONGEST = 10.0  # seconds for a file


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=5, help="how often a drawing is played")
    parser.add_argument("--changed", type=int, metavar="N", help="so many drawings, changed by chance")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="SEED", help="the first one's seed")
    arguments = parser.parse_args()
    files = sorted(arguments.folder.rglob("*.bpmn"))
    if not files:
        print(f"no .bpmn file in {arguments.folder}")
        return 1
    if arguments.changed is not None:
        return _all_changed(files, range(arguments.first, arguments.first + arguments.changed), arguments.seeds)
    wrong = [path for path in files if not _told(path, arguments.seeds)]
    print(f"{len(files)} drawings, {len(wrong)} without an answer", *wrong, sep="\n")
    return 1 if wrong else 0


def _told(path: Path, seeds: int) -> bool:
    """Print a drawing's line; whether it got an answer."""
    answered, said = _answer(lambda: read_drawing(path), seeds, may_stand=False)
    print(f"{path.name}\t{said}")
    return answered


def _all_changed(files: Sequence[Path], numbers: range, seeds: int) -> int:
    wrong = 0
    for seed in numbers:
        rnd = Random(seed)
        path = rnd.choice(files)
        content = changed(path.read_bytes(), rnd)
        answered, said = _answer(
            lambda content=content, path=path: read_sketch(content, path.name), seeds, may_stand=True
        )
        if not answered:
            wrong += 1
            print(f"seed {seed}, {path.name}\t{said}", flush=True)
    print(f"seeds {numbers.start} to {numbers.stop - 1}: {wrong} without an answer")
    return 1 if wrong else 0


def _answer(read: Callable[[], Sketch], seeds: int, *, may_stand: bool) -> tuple[bool, str]:
    began = time.process_time()
    try:
        answered, said = answer(read(), seeds, may_stand=may_stand)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
        answered, said = False, f"CRASH {error!r}"
    seconds = time.process_time() - began
    return answered and seconds < LONGEST, f"{seconds:.1f} s\t{said}"


if __name__ == "__main__":
    sys.exit(main())
