"""A call activity must name a process of the library: it is looked up when the case gets there, perhaps in years."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import camunda, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "called-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    known = {process.id for process in bundle.processes()}
    trusted = not bundle.whole or "bpmn" in bundle.unread
    for diagram, node in nodes(bundle, "callActivity"):
        called = (node.get("calledElement") or "").strip()
        if not called:
            message = f"{described(node)} siger ikke, hvilken proces den kalder. Skriv processens id i »calledElement«."
            yield finding(diagram, node, RULE, message)
        elif called not in known and not trusted:
            near = did_you_mean(called, known)
            yield finding(diagram, node, RULE, f"{described(node)} kalder processen »{called}«, som ikke findes.{near}")
        if camunda(node, "calledElementBinding") not in {None, "latest", "deployment"}:
            message = f"»calledElementBinding« på {described(node)} skal være »latest« eller »deployment«."
            yield finding(diagram, node, RULE, message)
