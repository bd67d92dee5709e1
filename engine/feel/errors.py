"""What a FEEL text or its evaluation can end in besides a value."""

from __future__ import annotations

from engine.errors import ExpressionFailed


class FeelError(ExpressionFailed):
    """A FEEL expression cannot be read, or used up what one evaluation may use. Danish; never holds a value."""


class FeelSyntaxError(FeelError):
    """The text is not FEEL. `line` and `column` count from 1 and point at what could not be read."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"Udtrykket kan ikke læses (linje {line}, tegn {column}): {message}")
        self.finding = message
        self.line = line
        self.column = column


def syntax_error(text: str, offset: int, message: str) -> FeelSyntaxError:
    """The error for a place in a text, given as an offset from its start."""
    before = text[:offset]
    return FeelSyntaxError(message, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
