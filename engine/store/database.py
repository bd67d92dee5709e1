"""One way into both databases: SQLite for a laptop, PostgreSQL for a municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.pool import StaticPool

from engine import crashpoints
from engine.errors import NotFound, Transient

# The rest of the engine names its connections and rows through here: SQL stays in this package.
__all__ = ["Connection", "Database", "LostRace", "Row"]

R = TypeVar("R")

# Serialization failure, deadlock, lock not available: the transaction surely did
# not happen, so it may be run again at once.
_LOST_RACE = ("40001", "40P01", "55P03")
# SQLite has waited for its lock already; to wait again would only keep a person waiting.
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
# The connection family and a full or failing disk: it may have happened.
# Anything else is a fault of ours and must surface.
_LOST_DATABASE = ("57P01", "57P02", "57P03", "08", "53", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN")
_TRIES = 4
_SQLITE_PATIENCE = 30.0  # seconds for another writer to finish

_OCCUPIED = "Databasen er optaget. Intet er ændret; prøv igen om lidt."
_AWAY = "Databasen svarede ikke. Se efter, om det, du gjorde, er kommet med, og prøv ellers igen om lidt."


class LostRace(Transient):
    """Another transaction was faster; this one did nothing, and may be run again at once."""

    def __init__(self) -> None:
        super().__init__(_OCCUPIED)


class Database:
    """
    Opens transactions. A writing one on SQLite takes the write lock at once
    (`BEGIN IMMEDIATE`), so that it never fails halfway for want of it.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.url = url
        self.dialect = parsed.get_backend_name()
        # An error's text must not quote what is stored about people.
        options: dict[str, Any] = {"hide_parameters": True}
        if self.dialect == "sqlite":
            options["connect_args"] = {"check_same_thread": False, "timeout": _SQLITE_PATIENCE}
            if parsed.database in (None, "", ":memory:"):
                options["poolclass"] = StaticPool
        else:
            options.update(pool_pre_ping=True, pool_size=10, max_overflow=20)
        self.engine = create_engine(parsed, **options)
        if self.dialect == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        # PostgreSQL otherwise shows each query of a reading a newer moment than the one before.
        self._look = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
        self._glance = {"isolation_level": "AUTOCOMMIT"} if self.dialect == "postgresql" else {}

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or rolled back whole."""
        with _told_apart(), self.engine.connect() as connection, connection.begin():
            yield connection
            crashpoints.reached("before_commit")
        crashpoints.reached("after_commit")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction for looking only, at one moment; it never takes SQLite's write lock."""
        with _told_apart(), self.engine.connect() as plain:
            connection = plain.execution_options(reading=True, **self._look)
            with connection.begin():
                yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """For looking with one query only, which sees one moment by itself: no transaction is begun around it."""
        with _told_apart(), self.engine.connect() as plain:
            connection = plain.execution_options(glancing=True, **self._glance)
            with connection.begin():
                yield connection

    def write(self, work: Callable[[Connection], R]) -> R:
        """Run `work` in a writing transaction; again from the start when the database lost a race."""
        for turn in range(_TRIES):
            try:
                with self.writing() as connection:
                    return work(connection)
            except LostRace:
                if turn == _TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def check(self) -> None:
        """Raises Transient when the database does not answer."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(raw: Any, _record: object) -> None:
    # The driver must not begin transactions on its own; `_begin_sqlite` does.
    raw.isolation_level = None
    # SQLite's own knows ASCII only, and a search for »årlig« must find »Årlig«.
    raw.create_function("lower", 1, _lower, deterministic=True)
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("glancing"):
        connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn what may pass by itself into Transient, with no SQL and no values in its text."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, DataError) and not getattr(error.orig, "sqlstate", None):
            # The driver did not send it: a text with a NUL, which nothing in the database is called.
            raise NotFound("Det, du bad om, findes ikke. Gå tilbage, og prøv igen.") from error
        code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or ""
        if code.startswith(_LOST_RACE):
            raise LostRace from error
        if code.startswith(_BUSY):
            raise Transient(_OCCUPIED) from error
        lost_connection = isinstance(error, OperationalError) and not code
        if code.startswith(_LOST_DATABASE) or error.connection_invalidated or lost_connection:
            raise Transient(_AWAY) from error
        raise
    except NoFreeConnection as error:
        raise Transient(_OCCUPIED) from error
