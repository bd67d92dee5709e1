"""Every example that process owners are shown gives what the page says, and every function of FEEL has one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import feel

FOLDER = Path(__file__).parents[3] / "docs" / "procesejere"
PAGES = {name: (FOLDER / name).read_text(encoding="utf-8") for name in ("dialekten.md", "feel.md")}
EXAMPLES = [
    (name, expression, expected)
    for name, page in PAGES.items()
    for expression, expected in re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", page, re.MULTILINE)
]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_pages_have_examples() -> None:
    assert all(sum(page == name for page, _, _ in EXAMPLES) > 30 for name in PAGES)


@pytest.mark.parametrize(("page", "expression", "expected"), EXAMPLES)
def test_an_example(page: str, expression: str, expected: str) -> None:
    context = json.loads(re.findall(r"```json\n(.*?)```", PAGES[page], re.DOTALL)[0])
    value = feel.to_json(feel.parse(expression, frozenset(context)).evaluate(context, now=NOW))
    assert value == json.loads(expected), f"{expression} gives {json.dumps(value, ensure_ascii=False, default=str)}"


def test_every_function_has_an_example() -> None:
    shown = "\n".join(expression for page, expression, _ in EXAMPLES if page == "feel.md")
    assert {name for name in feel.FUNCTIONS if f"{name}(" not in shown} == set()


@pytest.mark.parametrize(
    "construct",
    [
        *(" + ", " - ", " * ", " / ", " ** ", "-dage", " = ", " != ", " < ", " <= ", " > ", " >= ", " and ", " or "),
        *("between", " in (", " in [", " in >", "if ", "for ", "..", "partial", "some ", "every ", "instance of list<"),
        *("instance of context<", "function(", "[-1]", "[item", ".timer", "@", "{", '\\"citat', "not(", "null", "true"),
    ],
)
def test_every_construct_has_an_example(construct: str) -> None:
    assert any(construct in expression for _, expression, _ in EXAMPLES)
