"""What was deployed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Deployed:
    """
    A deployment of a process library.

    `version` counts from 1; `new` is False when the same content already ran.
    """

    process: str
    version: int
    new: bool
    content_hash: str
    at: date
