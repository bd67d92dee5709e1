"""What the soundness rules share: the faults of a kind, as findings with the way that shows them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.soundness import Kind, faults
from engine.errors import Finding


def unsound(bundle: Bundle, rule: str, kind: Kind) -> Iterator[Finding]:
    """The faults of a kind in every diagram with a process that can run."""
    for diagram in bundle.diagrams:
        for content in dict.fromkeys(process.content for process in diagram.processes):
            for fault in faults(content, diagram.root):
                if fault.kind == kind:
                    yield Finding(
                        diagram.file, fault.line, fault.element, rule, fault.message, fault.severity, fault.path
                    )
