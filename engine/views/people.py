"""Accounts and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Account:
    """A local account. `password_hash` is made and checked by the web side."""

    id: str
    username: str
    name: str
    roles: frozenset[str]
    department: str
    password_hash: str
    active: bool = True


@dataclass(frozen=True)
class Session:
    """A server-side session, found by the hash of its token."""

    account: Account
    csrf: str
    expires_at: datetime
