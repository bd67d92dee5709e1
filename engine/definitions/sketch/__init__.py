"""
A drawing is not a program yet.

A file that stands alone may have been drawn with any modeler, by somebody who
thought of people and not of programs. It is read as tolerantly as is safe
(`mending`), finished as a simulation takes it (`finishing`), and judged by the
difference (`judging`): what is wrong in the finished drawing too is a mistake,
what is gone there was only not said yet.
"""

from engine.definitions.sketch.finishing import asked
from engine.definitions.sketch.judging import Sketch, read_sketch

__all__ = ["Sketch", "asked", "read_sketch"]
