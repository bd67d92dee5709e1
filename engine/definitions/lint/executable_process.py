"""A file must hold a process that runs: one that is only a picture deploys to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import id_of, running
from engine.definitions.bundle import Bundle
from engine.definitions.xml import line_of
from engine.errors import Finding

RULE = "executable-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        processes = running(diagram.root)
        if not any(process.get("isExecutable") == "true" for process in processes):
            message = "Filen har ingen proces, der kan køre. Sæt »isExecutable« (kan udføres) på processen."
            yield Finding(diagram.file, line_of(diagram.root), id_of(diagram.root), RULE, message)
        for process in processes:
            if not process.get("id"):
                message = "Processen har intet id. Giv den et id af bogstaver a-z, tal og understreg."
                yield Finding(diagram.file, line_of(process), "", RULE, message)
