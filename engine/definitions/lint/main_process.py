"""The process that a new case starts must be in the library, and begin without waiting for anything."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import MANIFEST, Bundle
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "main-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    if bundle.manifest is None or "bpmn" in bundle.unread:
        return
    name = bundle.manifest.main_process
    line = bundle.manifest.lines.get(("hovedproces",), 1)
    process = bundle.process(name)
    if process is None:
        near = did_you_mean(name, (process.id for process in bundle.processes()))
        message = f"Hovedprocessen »{name}« findes ikke i nogen af diagrammerne.{near}"
        yield Finding(MANIFEST, line, "hovedproces", RULE, message)
    elif process.none_start is None:
        message = f"Hovedprocessen »{name}« har ingen almindelig starthændelse, så en ny sag kan ikke begynde. Tegn en."
        yield Finding(process.file, process.line, process.id, RULE, message)
