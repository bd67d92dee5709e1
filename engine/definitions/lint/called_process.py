"""A call activity must name a process of the library: it is looked up when the case gets there, perhaps in years."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "called-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    if not bundle.whole or "bpmn" in bundle.unread:
        return
    known = {process.id for process in bundle.processes()}
    for diagram, node in nodes(bundle, "callActivity"):
        called = (node.get("calledElement") or "").strip()
        if called and called not in known:
            near = did_you_mean(called, known)
            yield finding(diagram, node, RULE, f"{described(node)} kalder processen »{called}«, som ikke findes.{near}")
