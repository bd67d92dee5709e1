"""Process owners find every rule's remedy, and no rule that is gone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.definitions.lint import RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "procesejere" / "fejl-og-midler.md"

# Where a call that makes a finding may name its rule.
_MAKERS = {"Finding": (3,), "finding": (0,), "find": (1,), "_find": (1, 2), "_refusal": (2,), "shape_findings": (3,)}
_RULE = re.compile(r"[a-z]+(-[a-z]+)*")


def _rules_in(path: Path) -> Iterator[str]:
    """The rules that a module names where it makes a finding."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        places = _MAKERS.get(getattr(node.func, "id", getattr(node.func, "attr", "")), ())
        for arg in (node.args[place] for place in places if place < len(node.args)):
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and _RULE.fullmatch(arg.value):
                yield arg.value


def test_every_rule_stands_on_the_page_and_no_other() -> None:
    found = set(RULES)
    for folder in ("engine/definitions", "engine/runtime"):
        for path in (ROOT / folder).rglob("*.py"):
            found.update(_rules_in(path))
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    told = {rule for row in rows for rule in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert found - told == set()
    assert told - found == set()
