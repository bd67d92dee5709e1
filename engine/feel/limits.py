"""
How much one expression may use. Authored text is hostile until proven otherwise.

The nesting limits also keep every recursive part (parser, compiler, closures,
conversions) far from Python's own recursion limit: an evaluation nests at most
about two frames for each level of `CALL_DEPTH`.
"""

from __future__ import annotations

from engine.feel.errors import FeelError

TEXT = 20_000  # characters in an expression
TOKENS = 5_000
NESTING = 48  # brackets and prefix operators around one another in the text
BINDINGS = 12  # names in one `for`, `some` or `every`
DEPTH = 96  # levels of the syntax tree
CALL_DEPTH = 192  # levels of the syntax tree across function calls in flight
DATA_DEPTH = 100  # levels of lists and contexts in a value
STRING = 200_000  # characters in a text value
LIST = 100_000  # items in a list
STEPS = 1_000_000  # iterations, calls, items and characters / 64 touched in one evaluation


class Budget:
    """What is left of one evaluation. Raises FeelError when it is used up."""

    __slots__ = ("depth", "steps")

    def __init__(self, steps: int = STEPS) -> None:
        self.steps = steps
        self.depth = 0

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise FeelError(
                "Udtrykket bruger flere regneskridt, end et udtryk må. Del det op, eller gør listen kortere."
            )

    def text(self, value: str) -> str:
        """The same text, when it is not too long."""
        self.room(len(value))
        return value

    def room(self, length: int) -> None:
        """Room for a text of so many characters."""
        if length > STRING:
            raise FeelError(f"Udtrykket danner en tekst på over {STRING} tegn. Gør teksten kortere.")
        self.spend(1 + length // 64)

    def items(self, count: int) -> None:
        """Room for a list of so many items."""
        if count > LIST:
            raise FeelError(f"Udtrykket danner en liste med over {LIST} elementer. Gør listen kortere.")
        self.spend(count)

    def enter(self, levels: int) -> None:
        """Go into a function body of so many levels; undone by `leave`."""
        self.depth += levels
        if self.depth > CALL_DEPTH:
            raise FeelError("En funktion kalder sig selv for mange gange. Skriv den om med `for`.")

    def leave(self, levels: int) -> None:
        self.depth -= levels
