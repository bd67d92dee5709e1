"""What the kernel would not execute is refused: nothing in a diagram is silently ignored."""

from __future__ import annotations

from collections.abc import Iterator

from engine import spiff
from engine.definitions.bundle import Bundle
from engine.errors import Finding

RULE = "unsupported"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        scripts = {element.get("id") for element in diagram.root.iter("{*}scriptTask")}
        for element, line, message in spiff.unsupported(diagram.root):
            if element not in scripts:  # scripts have a rule, and a reason, of their own
                yield Finding(diagram.file, line, element, RULE, message)
