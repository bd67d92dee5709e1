"""A page of the worklist among many open tasks, against its indexed query alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.libraries import write_rounds_in_a_loop
from benchmarks.rounds import open_case
from benchmarks.rows import Bare
from benchmarks.timing import WALL, Comparison, turn_about
from engine.api import open_engine
from engine.commands import Viewer
from engine.views import WorklistFilter
from tests import postgres

PAGE = 50
TURNS = 40

# What the page reads, in one query, and the first rows of one index.
_INDEXED = (
    "SELECT t.id, t.case_id, t.element, t.name, t.role, t.on_behalf_of, t.assignee, t.created_at, t.due_at, t.due_sort,"
    " t.overdue, t.escalated_to, t.priority, c.number, c.subject, a.name FROM human_tasks t"
    " JOIN cases c ON c.id = t.case_id LEFT JOIN accounts a ON a.username = t.assignee"
    " WHERE t.department = 'benchmark' AND t.status = 'open' AND t.role = 'sagsbehandler'"
    " ORDER BY t.due_sort, t.id LIMIT 51"
)


def compare(count: int) -> Iterator[Comparison]:
    with tempfile.TemporaryDirectory() as folder:
        library = write_rounds_in_a_loop(Path(folder) / "library")
        yield from _compare("SQLite", f"sqlite:///{folder}/list.db", library, count)
        if postgres.missing() is None:
            server = postgres.PostgresServer(durable=True)
            try:
                server.start()
                yield from _compare("PostgreSQL", server.create("worklist"), library, count)
            finally:
                server.remove()


def _compare(name: str, url: str, library: Path, count: int) -> Iterator[Comparison]:
    engine = open_engine(url, migrate=True)
    open_case(engine, engine.deploy(library, by="benchmark").process)
    bare = Bare(url)
    _fill(bare, count)
    for roles in (frozenset({"sagsbehandler"}), frozenset({"sagsbehandler", "leder"})):
        viewer = Viewer("benchmark", "Benchmark", roles, "benchmark")
        wanted = WorklistFilter(which="all", limit=PAGE)
        assert len(engine.worklist(viewer, wanted).rows) == PAGE
        measured, baseline = turn_about(
            lambda who=viewer, what=wanted: partial(engine.worklist, who, what),
            lambda: partial(bare.execute, _INDEXED),
            turns=TURNS,
            clock=WALL,
        )
        title = f"Worklist page of {count}, {len(roles)} role(s) : its query, {name}"
        yield Comparison(title, measured, baseline, 2, 2)
    bare.close()
    engine.close()


def _fill(bare: Bare, count: int) -> None:
    """Copies of the one open task, spread over ten thousand cases and three years of deadlines."""
    (case,) = bare.rows("cases").values()
    (instance,) = bare.rows("instances").values()
    (task,) = bare.rows("human_tasks").values()
    cases = min(count, 10_000)
    bare.execute(bare.begin_writing)
    named = [{"id": f"c{n}", "number": f"k-{n}", "subject": f"Barn {n}", "open_key": None} for n in range(cases)]
    bare.insert("cases", [{**case, **names} for names in named])
    bare.insert("instances", [{**instance, "id": f"i{n}", "case_id": f"c{n}"} for n in range(cases)])
    bare.insert("human_tasks", [_task(task, n, cases) for n in range(count - 1)])
    bare.execute("COMMIT")
    bare.execute("ANALYZE")


def _task(task: dict[str, object], number: int, cases: int) -> dict[str, object]:
    due = f"20{26 + number % 3}-{number % 12 + 1:02d}-{number % 28 + 1:02d} 10:00:00.000000"
    return {
        **task,
        "id": f"t{number}",
        "case_id": f"c{number % cases}",
        "instance_id": f"i{number % cases}",
        "wait": f"w{number}",
        "due_at": due,
        "due_sort": due,
    }
