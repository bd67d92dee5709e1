"""Many timers due at once: how fast they drain, and that each fires exactly once."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from benchmarks.libraries import write_timer
from benchmarks.rounds import open_case
from benchmarks.rows import Bare
from benchmarks.timing import Figure
from engine.api import open_engine
from engine.clock import SystemClock, VirtualClock
from tests import postgres

WORKERS = (1, 2)
_AT_ONCE = 5000  # cases filled in at a time, so that 100,000 of them need no memory to speak of


def measure(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        library = write_timer(Path(folder) / "library")
        for workers in WORKERS:
            yield _drained("SQLite", f"sqlite:///{folder}/timers{workers}.db", library, count, workers)
        if postgres.missing() is None:
            server = postgres.PostgresServer(durable=True)
            try:
                server.start()
                for workers in WORKERS:
                    yield _drained("PostgreSQL", server.create(f"timers{workers}"), library, count, workers)
            finally:
                server.remove()


def _drained(name: str, url: str, library: Path, count: int, workers: int) -> Figure:
    _fill(url, library, count)
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(workers + 1)
    processes = [context.Process(target=_work, args=(url, number, ready)) for number in range(workers)]
    for process in processes:
        process.start()
    ready.wait(timeout=120)
    start = time.perf_counter()
    for process in processes:
        process.join()
    taken = time.perf_counter() - start
    _check(url, count)
    return Figure(f"{count} due timers, {workers} worker(s), {name}", count / taken, "per s")


def _fill(url: str, library: Path, count: int) -> None:
    """One case through the engine, and copies of its rows: a case each, so that nothing is waited for."""
    past = VirtualClock(SystemClock().now() - timedelta(days=30))
    engine = open_engine(url, clock=past, migrate=True)
    open_case(engine, engine.deploy(library, by="benchmark").process)
    engine.close()
    bare = Bare(url)
    originals = {table: list(bare.rows(table).values()) for table in ("cases", "instances", "jobs", "history")}
    for first in range(0, count - 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count - 1))
        bare.execute(bare.begin_writing)
        for table, rows in originals.items():
            bare.insert(table, [_copy(row, number) for number in numbers for row in rows])
        bare.execute("COMMIT")
    bare.execute("ANALYZE")
    bare.close()


def _copy(row: dict[str, object], number: int) -> dict[str, object]:
    """The same row in case `number`: every id is the original's with the number behind."""
    named = {"id", "case_id", "instance_id", "dedupe_key"}
    copied = {key: f"{value}-{number}" if key in named and value else value for key, value in row.items()}
    if "number" in copied:
        copied["number"] = f"kopi-{number}"
    if "open_key" in copied:
        copied["open_key"] = None
    return copied


def _work(url: str, number: int, ready: Barrier) -> None:
    """One worker. It begins with the others, when all have their engine open."""
    engine = open_engine(url)
    ready.wait(timeout=120)
    while engine.run_due(limit=1000, worker=f"worker-{number}"):
        pass
    engine.close()


def _check(url: str, count: int) -> None:
    """Exactly once each: as many firings as cases, none twice, and nothing left."""
    bare = Bare(url)
    ((fired, cases),) = bare.execute("SELECT COUNT(*), COUNT(DISTINCT case_id) FROM history WHERE kind = 'timer_fired'")
    ((left,),) = bare.execute("SELECT COUNT(*) FROM jobs")
    ((open_cases,),) = bare.execute("SELECT COUNT(*) FROM cases WHERE status = 'open'")
    bare.close()
    assert (fired, cases, left, open_cases) == (count, count, 0, 0), (fired, cases, left, open_cases)
