"""Advice that repeats itself is told a few times, and then of all other places at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.definitions.bpmn import described, id_of
from engine.definitions.lint import unsupported
from engine.definitions.xml import Element
from engine.errors import Finding

_TOLD = 3  # of one rule, each with its own line
_NAME = re.compile("»[^»«]*«")
_NAMED = 12  # places that a gathered line names


def gathered(findings: Sequence[Finding], root: Element) -> Iterator[Finding]:
    """The findings of a drawing in their order; what a rule advises often stands in one line after its first."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity == "advice":
            alike[_what(finding)].append(finding)
    drawn = {id_of(element): element for element in root.iter("*") if id_of(element)}
    for finding in findings:
        same = alike[_what(finding)]
        if finding.severity == "error" or len(same) <= _TOLD + 1 or finding in same[:_TOLD]:
            yield finding
        elif finding is same[_TOLD]:
            rest = same[_TOLD:]
            yield _together(rest, list(dict.fromkeys(_where(each, drawn.get(each.element)) for each in rest)))


def _what(finding: Finding) -> tuple[str, str]:
    """The rule and, as one rule may have several reasons, what is to be done; names apart."""
    said = finding.message
    remedy = said.partition(": ")[2] if finding.rule == unsupported.RULE else said.rpartition(". ")[2]
    return finding.rule, _NAME.sub("", remedy)


def _where(finding: Finding, element: Element | None) -> str:
    return f"linje {finding.line}" if element is None else described(element)


def _together(rest: Sequence[Finding], places: Sequence[str]) -> Finding:
    more = " …" if len(places) > _NAMED else ""
    message = f"Det samme gælder {len(rest)} steder mere: {', '.join(places[:_NAMED])}{more}."
    return replace(rest[0], message=message)
