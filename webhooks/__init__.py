"""What other systems send and are told: signed messages into the inbox, signed events out."""

from __future__ import annotations

from webhooks.inbound import register

__all__ = ["register"]
