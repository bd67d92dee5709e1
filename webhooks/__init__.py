"""What other systems send: signed messages into the inbox."""

from __future__ import annotations

from webhooks.inbound import register

__all__ = ["register"]
