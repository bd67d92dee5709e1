"""Writes docs/bpmn.md."""

from pathlib import Path

from tests.conformance.page import page

PAGE = Path(__file__).parents[3] / "docs" / "bpmn.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
