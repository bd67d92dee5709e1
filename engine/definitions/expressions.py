"""FEEL as authors write it, read once and kept with its text and its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.definitions.wording import sentence, shown
from engine.errors import Finding
from engine.feel import Expression, FeelSyntaxError, parse

_FEEL = frozenset({"feel", "https://www.omg.org/spec/dmn/20191111/feel/"})


def is_feel(language: str | None) -> bool:
    """Whether an expression's `language` is FEEL, as one that says nothing is; the kernel refuses any other."""
    return (language or "feel").lower() in _FEEL


@dataclass(frozen=True)
class Place:
    """Where an expression stands: file, line, the element's id, and in Danish what it is (»betingelsen på …«)."""

    file: str
    line: int
    element: str
    what: str

    def finding(self, rule: str, message: str) -> Finding:
        """An error about what stands here; the message goes on where the sentence »<what>« stops."""
        return Finding(self.file, self.line, self.element, rule, f"{sentence(self.what)} {message}")


@dataclass(frozen=True)
class Formula:
    """An expression that parses: its text as written, where it stands, and what it does."""

    text: str
    place: Place
    expression: Expression

    def evaluate(self, names: Mapping[str, object], *, now: datetime) -> object:
        """The value over the names, as FEEL has it (`engine.feel.to_json` makes it JSON). Raises ExpressionFailed."""
        return self.expression.evaluate(names, now=now)


def without_equals(text: str) -> str:
    """The expression itself: modelers write a leading `=` to tell FEEL from text."""
    return text.strip().removeprefix("=").strip()


def read_formula(text: str, place: Place, findings: list[Finding]) -> Formula | None:
    """The parsed expression, or None with a finding added."""
    try:
        return Formula(text, place, parse(without_equals(text)))
    except FeelSyntaxError as error:
        message = (
            f"er ikke gyldig FEEL: »{shown(text)}«. {sentence(error.finding)} "
            f"(linje {error.line}, tegn {error.column} i udtrykket). Ret udtrykket."
        )
        findings.append(place.finding("expression-syntax", message))
        return None
