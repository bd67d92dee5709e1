"""Two processes that start at the same message: nobody could say which of them a message begins."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.errors import Finding

RULE = "message-start"


def check(bundle: Bundle) -> Iterator[Finding]:
    if not bundle.whole:
        return
    first: dict[str, str] = {}
    for process in bundle.processes():
        for message, start in process.message_starts.items():
            if message in first and first[message] != process.id:
                text = (
                    f"Beskeden »{message}« starter både processen »{first[message]}« og »{process.id}«. "
                    "Giv den ene sin egen besked."
                )
                yield Finding(process.file, process.elements[start].line, start, RULE, text)
            first.setdefault(message, process.id)
