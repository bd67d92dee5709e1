"""Random diagrams: blocks of everything the kernel executes, nested, and a loop around it all."""

from tests.conformance.drawing.drawing import Drawing
from tests.conformance.drawing.shapes import AGAIN, SHAPES, VARIABLES, Shape

__all__ = ["AGAIN", "SHAPES", "VARIABLES", "Drawing", "Shape"]
