"""A message from outside must have somebody in the library who waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import MANIFEST, Bundle
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "inbound-message"


def check(bundle: Bundle) -> Iterator[Finding]:
    if bundle.manifest is None or "bpmn" in bundle.unread:
        return
    awaited = {message for process in bundle.processes() for message in process.receives}
    for name, inbound in bundle.manifest.inbound.items():
        if inbound.message is not None and inbound.message not in awaited:
            near = did_you_mean(inbound.message, awaited)
            message = f"»{name}« sender beskeden »{inbound.message}«, som ingen proces venter på.{near}"
            yield Finding(MANIFEST, inbound.line, f"indgaaende.{name}"[:100], RULE, message)
