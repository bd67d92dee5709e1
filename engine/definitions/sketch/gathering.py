"""Advice that repeats itself is told a few times, and then of all other places at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.errors import Finding

_TOLD = 3  # of one rule, each with its own line
_NAMED = 12  # places that a gathered line names
_FIRST_NAME = re.compile("»[^»«]+«")


def gathered(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings in their order; what a rule advises often stands in one line after its first."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity == "advice":
            by_rule[finding.rule].append(finding)
    for finding in findings:
        same = by_rule[finding.rule]
        if finding.severity == "error" or len(same) <= _TOLD + 1 or finding in same[:_TOLD]:
            yield finding
        elif finding is same[_TOLD]:
            yield _together(same[_TOLD:])


def _together(rest: Sequence[Finding]) -> Finding:
    names = dict.fromkeys(
        match.group() if (match := _FIRST_NAME.search(each.message)) else f"linje {each.line}" for each in rest
    )
    more = " …" if len(names) > _NAMED else ""
    message = f"Det samme gælder {len(rest)} steder mere: {', '.join(list(names)[:_NAMED])}{more}."
    return replace(rest[0], message=message)
