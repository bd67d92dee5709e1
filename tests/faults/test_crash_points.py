"""
kill -9 at every named point, and then on as if nothing had happened.

After the restart the case's history is that of an undisturbed run: no gap, no
line twice, no event twice, no deadline lost. Another system has heard of every
event, and at most of the one it was just being told twice, under the same id.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import func, select, update

from engine import crashpoints
from engine.store import tables
from engine.store.database import Database
from tests.faults import library

pytestmark = pytest.mark.unmeasured(after=1)

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("SAGSGANG_SEED", "20310303"))

# How often a day comes by the points that it passes seldom.
_PASSES = {"deployment_stored": 1, "message_stored": 1, "instance_moved": 2}

# Where a worker comes by in the work on two jobs that are due together, and how often.
_OF_A_JOB = {"kernel_advanced": 2, "before_commit": 3, "after_commit": 3, "job_done": 2}

Past: TypeAlias = dict[str, list[tuple[str, str, str]]]


def _run(url: str, folder: Path, crash: str = "", *, at_work: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """The exit code, and the ids of the events that were heard of; killed at a point, or at one `at_work` on a job."""
    command = [sys.executable, "-m", "tests.faults.day", url, str(folder), *at_work]
    environment = {**os.environ, "SAGSGANG_CRASH_AT": crash, "PYTHONPATH": str(ROOT)}
    day = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, timeout=120, stdout=subprocess.PIPE, text=True
    )
    return day.returncode, day.stdout.split()


def _past(database: Database) -> Past:
    """What each case's history says, by its subject; the order of seq."""
    history, cases = tables.history, tables.cases
    with database.reading() as connection:
        rows = connection.execute(
            select(cases.c.subject, history.c.process, history.c.kind, history.c.element)
            .join(cases, cases.c.id == history.c.case_id)
            .order_by(cases.c.subject, history.c.seq)
        )
        past: Past = {}
        for subject, process, kind, element in rows:
            past.setdefault(subject, []).append((process, kind, element))
        return past


def _events(database: Database) -> list[tuple[str, str]]:
    outbox, cases = tables.outbox, tables.cases
    with database.reading() as connection:
        rows = connection.execute(select(cases.c.subject, outbox.c.type).join(cases, cases.c.id == outbox.c.case_id))
        return sorted((row.subject, row.type) for row in rows)


def _require_told(database: Database, heard: list[str], twice: int) -> None:
    """Every event that leaves was heard of, and no more than so many of them again."""
    outbox = tables.outbox
    with database.reading() as connection:
        rows = connection.execute(select(outbox.c.id).where(outbox.c.type != "kontrol.foert"))
        assert set(rows.scalars()) == set(heard)
    assert len(heard) - len(set(heard)) <= twice


def _require_whole(database: Database) -> None:
    """No gap in any history; nothing left half done."""
    history, cases = tables.history, tables.cases
    with database.reading() as connection:
        counted = select(history.c.case_id, func.count().label("n"), func.max(history.c.seq).label("last"))
        lines = counted.group_by(history.c.case_id).subquery()
        query = select(lines.c.n, lines.c.last, cases.c.history_seq, cases.c.status)
        for row in connection.execute(query.join(cases, cases.c.id == lines.c.case_id)):
            assert row.n == row.last == row.history_seq
            assert row.status == "ended"
        for table, open_ in (
            (tables.jobs, None),
            (tables.deliveries, tables.deliveries.c.status != "delivered"),
            (tables.subscriptions, None),
            (tables.incidents, None),
            (tables.human_tasks, tables.human_tasks.c.status == "open"),
            (tables.instances, tables.instances.c.status == "open"),
            (tables.inbox, tables.inbox.c.handled_at.is_(None)),
        ):
            left = select(func.count()).select_from(table)
            assert connection.execute(left if open_ is None else left.where(open_)).scalar_one() == 0, table.name


def _let_leases_run_out(database: Database) -> None:
    """The dead worker's leases last a minute on the database's clock; the test does not wait for it."""
    with database.writing() as connection:
        connection.execute(update(tables.jobs).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library.write(tmp_path_factory.mktemp("dyrehold"))


@pytest.fixture(scope="module")
def undisturbed(folder: Path, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    copy = tmp_path_factory.mktemp("undisturbed") / "sagsgang.db"
    copy.write_bytes(migrated_sqlite.read_bytes())
    code, heard = _run(f"sqlite:///{copy}", folder)
    assert code == 0
    database = Database(f"sqlite:///{copy}")
    _require_whole(database)
    _require_told(database, heard, twice=0)
    yield database
    database.close()


@pytest.mark.parametrize("point", crashpoints.NAMES)
def test_a_kill_at_a_named_point_loses_nothing(
    point: str, engine_url: str, folder: Path, undisturbed: Database
) -> None:
    passes = random.Random(f"{SEED}-{point}").randint(1, _PASSES.get(point, 6))
    print(f"SAGSGANG_SEED={SEED}, killed at {point}:{passes}")
    killed, before = _run(engine_url, folder, f"{point}:{passes}")
    assert killed == -signal.SIGKILL
    _require_as_undisturbed(engine_url, folder, before, undisturbed)


@pytest.mark.parametrize("kind", ["start", "message"])
@pytest.mark.parametrize("point", _OF_A_JOB)
def test_a_kill_at_work_that_begins_by_itself_loses_nothing(
    kind: str, point: str, engine_url: str, folder: Path, undisturbed: Database
) -> None:
    passes = random.Random(f"{SEED}-{kind}-{point}").randint(1, _OF_A_JOB[point])
    print(f"SAGSGANG_SEED={SEED}, killed at {point}:{passes} of {kind}")
    killed, before = _run(engine_url, folder, at_work=(kind, f"{point}:{passes}"))
    assert killed == -signal.SIGKILL
    _require_as_undisturbed(engine_url, folder, before, undisturbed)


def test_in_a_day_both_cases_begin_to_greet_and_are_greeted(undisturbed: Database) -> None:
    for subject, lines in _past(undisturbed).items():
        assert [element for process, kind, element in lines if kind == "task_completed" and process == "hilsen"] == [
            "Hils"
        ], subject
        assert [element for process, kind, element in lines if kind == "task_completed" and process == "nabo"] == [
            "Hils_igen"
        ], subject


def _require_as_undisturbed(url: str, folder: Path, heard: list[str], undisturbed: Database) -> None:
    """Begin the day again after a kill: it ends as if there had been none."""
    database = Database(url)
    _let_leases_run_out(database)
    code, after = _run(url, folder)
    assert code == 0
    _require_whole(database)
    _require_told(database, heard + after, twice=1)
    assert _past(database) == _past(undisturbed)
    assert _events(database) == _events(undisturbed)
    database.close()
