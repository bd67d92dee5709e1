"""Local accounts and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.store.ids import new_id
from engine.store.tables import accounts, sessions
from engine.views import Account, Session

_ACCOUNT = [accounts.c[name] for name in Account.__dataclass_fields__]


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["roles"] = frozenset(values["roles"])
    return Account(**{name: values[name] for name in Account.__dataclass_fields__})


def add(
    connection: Connection, *, username: str, name: str, roles: frozenset[str], department: str, password_hash: str
) -> Account:
    account = Account(new_id(), username, name, roles, department, password_hash)
    connection.execute(insert(accounts).values(**{**vars(account), "roles": sorted(roles)}))
    return account


def by_username(connection: Connection, username: str) -> Account | None:
    row = connection.execute(select(*_ACCOUNT).where(accounts.c.username == username)).one_or_none()
    return _account(row) if row else None


def every(connection: Connection) -> list[Account]:
    return [_account(row) for row in connection.execute(select(*_ACCOUNT).order_by(accounts.c.username))]


def departments(connection: Connection) -> set[str]:
    """Every department that an active account belongs to."""
    return set(
        connection.execute(select(accounts.c.department).where(accounts.c.active.is_(True)).distinct()).scalars()
    )


def open_session(connection: Connection, account: str, token_hash: str, csrf: str, expires_at: datetime) -> None:
    connection.execute(
        insert(sessions).values(token_hash=token_hash, account_id=account, csrf=csrf, expires_at=expires_at)
    )


def session(connection: Connection, token_hash: str, now: datetime) -> Session | None:
    """The session with a token's hash, while it and its account are good."""
    query = (
        select(*_ACCOUNT, sessions.c.csrf, sessions.c.expires_at)
        .join(sessions, sessions.c.account_id == accounts.c.id)
        .where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now, accounts.c.active.is_(True))
    )
    row = connection.execute(query).one_or_none()
    return Session(account=_account(row), csrf=row.csrf, expires_at=row.expires_at) if row else None


def extend_session(connection: Connection, token_hash: str, expires_at: datetime, now: datetime) -> None:
    """Move a live session's end. One that has ended stays ended."""
    live = (sessions.c.token_hash == token_hash) & (sessions.c.expires_at > now)
    connection.execute(update(sessions).where(live).values(expires_at=expires_at))


def close_session(connection: Connection, token_hash: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def sweep_sessions(connection: Connection, now: datetime) -> None:
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
