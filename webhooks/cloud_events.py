"""An event as CloudEvents 1.0 in its structured JSON format."""

from __future__ import annotations

import json
from datetime import UTC

from engine.views import OutgoingEvent

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def body(event: OutgoingEvent) -> bytes:
    """
    The same bytes for the same event.

    `source` is the process library, `subject` the case's random id.
    """
    at = event.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = {
        "specversion": "1.0",
        "id": event.id,
        "source": f"urn:sagsgang:{event.process}",
        "type": event.type,
        "time": at,
        "subject": event.case,
        "datacontenttype": "application/json",
        "data": event.data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
