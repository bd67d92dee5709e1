"""
A step through `engine.api` against the bare SQL transaction that writes the same rows.

The rows are found, not assumed: the database is read before and after one
step, and what the step inserted, changed and deleted is what the bare
transaction writes too, under fresh keys, after it has locked and read the case
and the instance.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.libraries import write_rounds_in_a_loop
from benchmarks.rounds import open_case, step
from benchmarks.rows import TABLES, Bare, Rows, new_id
from benchmarks.timing import WALL, Comparison, turn_about
from engine.api import Engine, open_engine
from tests import postgres

TURNS = 60


@dataclass
class Writes:
    """What one step did to the tables."""

    inserted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    updated: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    deleted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def count(self) -> int:
        return sum(len(rows) for part in (self.inserted, self.updated, self.deleted) for rows in part.values())


def compare() -> Iterator[Comparison]:
    with tempfile.TemporaryDirectory() as folder:
        library = write_rounds_in_a_loop(Path(folder) / "library")
        yield _compare("SQLite", f"sqlite:///{folder}/step.db", library, must=8, goal=4)
        if postgres.missing() is None:
            server = postgres.PostgresServer(durable=True)
            try:
                server.start()
                yield _compare("PostgreSQL", server.create("benchmark"), library, must=4, goal=2)
            finally:
                server.remove()


def _compare(name: str, url: str, library: Path, *, must: float, goal: float) -> Comparison:
    engine = open_engine(url, migrate=True)
    process = engine.deploy(library, by="benchmark").process
    notes = (f"note {number}" for number in itertools.count())
    case, copied = open_case(engine, process), open_case(engine, process)
    for each in (case, copied):
        step(engine, each, next(notes))()
    bare = Bare(url)
    writes = _observed(engine, bare, copied, next(notes))
    repeat = _Repeat(bare, writes)
    measured, baseline = turn_about(
        lambda: step(engine, case, next(notes)),
        lambda: partial(repeat.run, next(repeat.turns)),
        turns=TURNS,
        clock=WALL,
    )
    bare.close()
    engine.close()
    note = f"{writes.count()} rows"
    return Comparison(f"A step : the bare SQL transaction, {name}", measured, baseline, must, goal, note)


def _observed(engine: Engine, bare: Bare, case: str, note: str) -> Writes:
    act: Callable[[], None] = step(engine, case, note)
    before = {table: bare.rows(table) for table in TABLES}
    act()
    after = {table: bare.rows(table) for table in TABLES}
    writes = Writes()
    for table in TABLES:
        _note_difference(writes, table, before[table], after[table])
    return writes


def _note_difference(writes: Writes, table: str, before: Rows, after: Rows) -> None:
    writes.inserted[table] = [row for key, row in after.items() if key not in before]
    writes.updated[table] = [row for key, row in after.items() if key in before and before[key] != row]
    writes.deleted[table] = [row for key, row in before.items() if key not in after]


class _Repeat:
    """Does the same writes again; every turn under keys that are not there yet."""

    def __init__(self, bare: Bare, writes: Writes) -> None:
        self._bare = bare
        self._writes = writes
        self.turns = itertools.count(1)
        (self._case,) = writes.updated["cases"]
        self._instance = (*writes.updated["instances"], *writes.inserted["instances"])[0]
        # A row can be deleted once. What a turn inserted is what the next one deletes.
        self._doomed: dict[str, list[dict[str, Any]]] = {
            table: [self._fresh(row, 10**6) for row in rows] for table, rows in writes.deleted.items()
        }
        for table, rows in self._doomed.items():
            bare.insert(table, rows)

    def run(self, turn: int) -> None:
        bare = self._bare
        bare.execute(bare.begin_writing)
        bare.execute(f"SELECT * FROM cases WHERE id = {bare.mark}{bare.lock}", [self._case["id"]])  # noqa: S608
        bare.execute(f"SELECT * FROM instances WHERE id = {bare.mark}", [self._instance["id"]])  # noqa: S608
        for table, rows in self._doomed.items():
            for row in rows:
                bare.delete(table, row)
        for table, rows in self._writes.updated.items():
            for row in rows:
                bare.update(table, row)
        for table, rows in self._writes.inserted.items():
            fresh = [self._fresh(row, turn) for row in rows]
            bare.insert(table, fresh)
            if table in self._doomed:
                self._doomed[table] = fresh[: len(self._doomed[table])]
        bare.execute("COMMIT")

    def _fresh(self, row: Mapping[str, Any], turn: int) -> dict[str, Any]:
        """A copy of a row with keys of its own. Counters go past those the engine will reach."""
        renewed = {"id": new_id(), "wait": new_id(), "dedupe_key": new_id()}
        counted = {name: row[name] + 10**6 * turn for name in ("seq", "version") if isinstance(row.get(name), int)}
        return {name: renewed.get(name, counted.get(name, value)) for name, value in row.items()}
