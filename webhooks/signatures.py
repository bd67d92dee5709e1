"""Signatures after the Standard Webhooks specification: HMAC-SHA256 over id, time and raw body."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_PREFIX = "whsec_"


def sign(secret: str, message_id: str, timestamp: datetime, body: bytes) -> dict[str, str]:
    """
    The three headers that go with a body.

    `secret` is base64, with or without the prefix `whsec_`. Raises ValueError
    for one that is not, or is empty.
    """
    at = timestamp.astimezone(UTC)
    return {
        ID: message_id,
        TIMESTAMP: str(int(at.timestamp())),
        SIGNATURE: _webhook(secret).sign(message_id, at, body.decode()),
    }


def new_secret() -> str:
    """32 random bytes, as Standard Webhooks writes a secret."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """
    Whether the headers sign exactly these bytes, at most five minutes from now.

    The library reads the machine's clock itself: a signature's age is about the
    wire, not about any case. Several signatures may stand in the header, so that
    a sender can change its secret without a gap.
    """
    given = {name: headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE)}
    try:
        _webhook(secret).verify(body, given, json_parse=False)
    # Whatever a stranger puts in the headers or the bytes can make the library's own parsing fail.
    except (WebhookVerificationError, ValueError, OverflowError):
        return False
    return True


def _webhook(secret: str) -> Webhook:
    text = secret.removeprefix(_PREFIX)
    try:
        # Checked here: the library skips whatever is not base64, and would sign with the rest.
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        return Webhook(key)
    except (EmptyWebhookSecretError, ValueError) as error:
        raise ValueError("The webhook secret is not base64 text, with or without the prefix whsec_.") from error
