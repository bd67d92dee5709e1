"""A task's form must be in the library."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import camunda, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "form-reference"


def check(bundle: Bundle) -> Iterator[Finding]:
    if not bundle.whole or "form" in bundle.unread:
        return
    known = {form.id for form in bundle.forms}
    for diagram, node in nodes(bundle, "userTask"):
        form = camunda(node, "formRef")
        if form is not None and form not in known:
            near = did_you_mean(form, known)
            yield finding(diagram, node, RULE, f"{described(node)} bruger formularen »{form}«, som ikke findes.{near}")
