"""What the program answers to a drawing, and whether that is an answer at all."""

from __future__ import annotations

from app.simulation.chance import Seeded
from app.simulation.drawing import Drawn, play_drawing
from engine.sketches import Sketch

# Advice that a drawing may come to a stand, or that nobody could prove it does not; and how a play says that it did.
_MAY_STAND = frozenset({"deadlock", "soundness-unproven"})
_STOOD = ("Forløbet kan ikke komme videre", "Simuleringen blev afbrudt")


def answer(drawing: Sketch, seeds: int, *, may_stand: bool = False) -> tuple[bool, str]:
    """
    A line about the drawing, and whether it is one that a person can use.

    It is when the drawing plays to its end for each of `seeds` lots, or is
    refused with a reason. With `may_stand` also when it came to a stand as the
    advice had said it might.
    """
    if not drawing.sound:
        errors = [finding for finding in drawing.findings if finding.severity == "error"]
        first = f"{errors[0].rule}: {errors[0].message}" if errors else "refused without a word"
        return bool(errors), f"{len(errors)} errors; {first}"
    plays = [play_drawing(drawing, Drawn(Seeded(seed)), seed=seed) for seed in range(1, seeds + 1)]
    problems = {problem for play in plays for problem in play.problems}
    warned = may_stand and any(finding.rule in _MAY_STAND for finding in drawing.findings)
    ended = all(play.ended or (warned and all(one.startswith(_STOOD) for one in play.problems)) for play in plays)
    return ended, f"plays, {len(drawing.findings)} advice {' '.join(sorted(problems))}"
