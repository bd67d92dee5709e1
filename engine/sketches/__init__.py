"""
The door to drawings that stand alone: a file from any modeler, judged and played where it lies.

No library, no database and no people: whatever the drawing leaves open is
chosen by whoever plays it.
"""

from engine.definitions.sketch import Sketch, read_sketch
from engine.sketches.lines import KINDS, Chooser, Line, Question
from engine.sketches.playing import Play, play

__all__ = ["KINDS", "Chooser", "Line", "Play", "Question", "Sketch", "play", "read_sketch"]
