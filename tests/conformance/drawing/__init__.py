"""Random diagrams: blocks of everything the kernel executes, nested, and a loop around it all."""

from tests.conformance.drawing.drawing import Drawing
from tests.conformance.drawing.shapes import AGAIN, ROTATION, SHAPES, VARIABLES, Shape

__all__ = ["AGAIN", "ROTATION", "SHAPES", "VARIABLES", "Drawing", "Shape"]
