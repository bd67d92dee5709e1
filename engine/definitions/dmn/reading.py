"""What the readers of one DMN file share: its findings, and how a text in FEEL is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engine.definitions.dmn.table import Table
from engine.definitions.dmn.types import Types
from engine.definitions.dmn.words import long_names, text_of
from engine.definitions.wording import sentence, shown
from engine.definitions.xml import Element, line_of
from engine.errors import Finding
from engine.feel import Expression, FeelSyntaxError, UnaryTests, parse, parse_unary_tests

T = TypeVar("T", Expression, UnaryTests)

NOTHING = parse("null")
ANYTHING = parse_unary_tests("-")


@dataclass(frozen=True)
class WrittenTable:
    """A decision table and where it stands: its element's id and line, and what holds it in Danish."""

    element: str
    line: int
    what: str
    table: Table


@dataclass(frozen=True, slots=True)
class WrittenText:
    """
    A text in FEEL that could be read, and where it stands: its element, line, and what it is in Danish.

    `asked` is the input expression that a cell's tests are about.
    """

    element: str
    line: int
    what: str
    parsed: Expression | UnaryTests
    asked: Expression | None


@dataclass
class Reading:
    """
    One file being read; `known` are its names with spaces or signs.

    `texts` are its expressions, for whoever looks whether they can mean
    anything; what is there to be run, runs.
    """

    file: str
    known: frozenset[str]
    types: Types
    findings: list[Finding] = field(default_factory=list)
    texts: list[WrittenText] = field(default_factory=list)
    tables: list[WrittenTable] = field(default_factory=list)

    def knowing(self, names: Iterable[str]) -> Reading:
        """The same reading inside a function, whose parameters have these names."""
        return replace(self, known=self.known | long_names(names))

    def find(self, element: Element, rule: str, message: str) -> None:
        """Note what is wrong, at the nearest element that has an id."""
        self.findings.append(Finding(self.file, line_of(element), _holder_of(element), rule, sentence(message)))

    def expression(self, holder: Element, what: str, *, may_be_empty: bool = False) -> Expression:
        """The expression in an element; null, with a finding, when it cannot be read."""
        if not may_be_empty and not text_of(holder).strip():
            self.find(holder, "dmn-cell", f"{what} er tom. Skriv et udtryk i FEEL.")
        return self._parsed(holder, what, parse, NOTHING)

    def tests(self, holder: Element, what: str, asked: Expression | None = None) -> UnaryTests:
        """The tests in an element, of what is asked; any value passes those that cannot be read."""
        return self._parsed(holder, what, parse_unary_tests, ANYTHING, asked)

    def _parsed(
        self,
        holder: Element,
        what: str,
        read: Callable[[str, frozenset[str], frozenset[str]], T],
        empty: T,
        asked: Expression | None = None,
    ) -> T:
        language = holder.get("expressionLanguage") or ""
        if language and "feel" not in language.lower():
            self.find(holder, "dmn-language", f"{what} er skrevet i »{language[:60]}«. Kun FEEL læses.")
            return empty
        text = text_of(holder)
        if not text.strip():
            return empty
        try:
            parsed = read(text, self.known, self.types.names)
        except FeelSyntaxError as error:
            message = (
                f"{what} kan ikke læses: »{shown(text)}«, linje {error.line}, tegn {error.column}: {error.finding}"
            )
            self.find(holder, "dmn-cell", message)
            return empty
        self.texts.append(WrittenText(_holder_of(holder), line_of(holder), what, parsed, asked))
        return parsed


def _holder_of(element: Element) -> str:
    """The id of the nearest element that has one."""
    holder: Element | None = element
    while holder is not None and not holder.get("id"):
        holder = holder.getparent()
    return ((holder.get("id") if holder is not None else None) or "")[:100]
