"""A user task must have a form: without one there is nothing to fill in, and nothing the task can tell the process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import camunda, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.errors import Finding

RULE = "task-form"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, node in nodes(bundle, "userTask"):
        if camunda(node, "formRef") is None:
            message = f"{described(node)} mangler en formular. Skriv formularens id i »formRef«."
            yield finding(diagram, node, RULE, message)
