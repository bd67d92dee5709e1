"""
A call activity must name a process of the library that begins without waiting for anything.

It is looked up when the case gets there, perhaps in years. Of a drawing that
stands alone only the processes of the same file are known.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "called-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    known = {process.id: process for process in bundle.processes()}
    is_all = bundle.whole and "bpmn" not in bundle.unread
    for diagram, node in nodes(bundle, "callActivity"):
        name = (node.get("calledElement") or "").strip()
        called = known.get(name)
        if called is not None and called.none_start is None:
            message = (
                f"{described(node)} kalder processen »{called.name}«, som ingen almindelig starthændelse har, så den "
                "kan ikke begynde ved et kald. Tegn en starthændelse uden udløser i den, eller send den besked, den "
                "venter på."
            )
            yield finding(diagram, node, RULE, message)
        elif name and called is None and is_all:
            near = did_you_mean(name, known)
            yield finding(diagram, node, RULE, f"{described(node)} kalder processen »{name}«, som ikke findes.{near}")
