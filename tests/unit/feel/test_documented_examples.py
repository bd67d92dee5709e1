"""Every example that process owners are shown gives what the page says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import feel

PAGE = (Path(__file__).parents[3] / "docs" / "procesejere" / "dialekten.md").read_text(encoding="utf-8")
CONTEXT: dict[str, Any] = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
EXAMPLES = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 30


@pytest.mark.parametrize(("expression", "expected"), EXAMPLES)
def test_an_example(expression: str, expected: str) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    value = feel.to_json(feel.parse(expression).evaluate(CONTEXT, now=now))
    assert value == json.loads(expected), f"{expression} gives {json.dumps(value, ensure_ascii=False, default=str)}"
