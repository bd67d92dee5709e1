"""A file must hold a process that runs: one that is only a picture deploys to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import executable
from engine.definitions.xml import line_of
from engine.errors import Finding

RULE = "executable-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        if not any(executable(diagram)):
            message = "Filen har ingen proces, der kan køre. Sæt »isExecutable« (kan udføres) på processen."
            yield Finding(diagram.file, line_of(diagram.root), "", RULE, message)
        for process in executable(diagram):
            if not process.get("id"):
                message = "Processen har intet id. Giv den et id af bogstaver a-z, tal og understreg."
                yield Finding(diagram.file, line_of(process), "", RULE, message)
