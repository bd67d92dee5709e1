"""
Every drawing in a folder: what the program says of it, and whether it plays.

    python -m tests.drawings FOLDER [--seeds N]

A line for each file. The exit code is 1 when one of them crashes, takes too
long, is called sound and does not play to its end, or is refused without a
finding that names a step of it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from app.simulation.chance import Seeded
from app.simulation.drawing import Drawn, play_drawing, read_drawing
from engine.sketches import Sketch

LONGEST = 10.0  # seconds for a file


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    files = sorted(arguments.folder.rglob("*.bpmn"))
    wrong = [path for path in files if not _tell(path, arguments.seeds)]
    print(f"{len(files)} drawings, {len(wrong)} without an answer", *wrong, sep="\n")
    return 1 if wrong or not files else 0


def _tell(path: Path, seeds: int) -> bool:
    """Print a drawing's line; whether it got an answer."""
    began = time.monotonic()
    try:
        answered, said = _answer(read_drawing(path), seeds)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
        answered, said = False, f"CRASH {error!r}"
    seconds = time.monotonic() - began
    print(f"{path.name}\t{seconds:.1f} s\t{said}")
    return answered and seconds < LONGEST


def _answer(drawing: Sketch, seeds: int) -> tuple[bool, str]:
    if not drawing.sound:
        errors = [finding for finding in drawing.findings if finding.severity == "error"]
        first = f"{errors[0].rule}: {errors[0].message}" if errors else "refused without a word"
        return bool(errors), f"{len(errors)} errors; {first}"
    plays = [play_drawing(drawing, Drawn(Seeded(seed)), seed=seed) for seed in range(1, seeds + 1)]
    problems = {problem for play in plays for problem in play.problems}
    return all(play.ended for play in plays), f"plays, {len(drawing.findings)} advice {' '.join(sorted(problems))}"


if __name__ == "__main__":
    sys.exit(main())
