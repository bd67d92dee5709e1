"""The page docs/bpmn.md: what of BPMN 2.0 is executed, and what is refused at deployment."""

from tests.conformance.page.rows import ROWS
from tests.conformance.page.text import page

__all__ = ["ROWS", "page"]
