"""The contract of the jobs table, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from engine.store import jobs
from engine.store.database import Database
from engine.store.jobs import Job
from engine.store.tables import jobs as table

NOW = datetime(2031, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    opened = Database(engine_url)
    yield opened
    opened.close()


def _add(database: Database, *keys: str, due: datetime = NOW) -> None:
    with database.writing() as connection:
        for key in keys:
            jobs.add(connection, "inbox", due, key)


def _lease(database: Database, limit: int = 10, now: datetime = NOW) -> list[Job]:
    return database.write(lambda connection: jobs.lease_due(connection, now, limit, "w"))


def _expire_leases(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(table).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))


def test_only_what_is_due_is_lent_oldest_first(database: Database) -> None:
    _add(database, "later", due=NOW + timedelta(seconds=1))
    _add(database, "second")
    _add(database, "first", due=NOW - timedelta(days=1))
    assert [job.due_at for job in _lease(database)] == [NOW - timedelta(days=1), NOW]


def test_a_lent_job_is_not_lent_again_until_the_lease_runs_out(database: Database) -> None:
    _add(database, "a")
    (first,) = _lease(database)
    assert _lease(database) == []
    _expire_leases(database)
    (second,) = _lease(database)
    assert second.fence == first.fence + 1
    with database.writing() as connection:
        assert not jobs.still_held(connection, first)
        assert jobs.still_held(connection, second)


def test_a_holder_whose_lease_was_taken_over_cannot_change_the_job(database: Database) -> None:
    _add(database, "a")
    (late,) = _lease(database)
    _expire_leases(database)
    (now_held,) = _lease(database)
    with database.writing() as connection:
        jobs.stick(connection, late)
        assert jobs.still_held(connection, now_held)
        assert jobs.next_due(connection) == NOW


def test_a_job_that_was_tried_before_comes_alone(database: Database) -> None:
    _add(database, "poison", due=NOW - timedelta(hours=1))
    _lease(database)
    _expire_leases(database)
    _add(database, "a", "b")
    assert [job.attempts for job in _lease(database)] == [2]
    assert len(_lease(database)) == 2


def test_the_attempt_is_counted_before_the_work(database: Database) -> None:
    _add(database, "a")
    for attempt in (1, 2, 3):
        assert [job.attempts for job in _lease(database)] == [attempt]
        _expire_leases(database)


def test_what_was_handed_in_unbegun_counts_as_no_attempt(database: Database) -> None:
    _add(database, "a", "b")
    leased = _lease(database)
    database.write(lambda connection: jobs.hand_in(connection, leased))
    assert [job.attempts for job in _lease(database)] == [1, 1]


def test_a_stuck_job_waits_for_a_person(database: Database) -> None:
    _add(database, "a")
    (job,) = _lease(database)
    database.write(lambda connection: jobs.stick(connection, job))
    assert _lease(database) == []
    assert database.write(lambda connection: jobs.unstick(connection, job.id, NOW))
    assert [again.attempts for again in _lease(database)] == [1]


def test_what_must_happen_once_cannot_be_added_twice(database: Database) -> None:
    _add(database, "once")
    with pytest.raises(IntegrityError):
        _add(database, "once")
