"""A page of the worklist among many open tasks, against its indexed query alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.libraries import write_rounds_in_a_loop
from benchmarks.rounds import open_case
from benchmarks.rows import Bare
from benchmarks.timing import WALL, Comparison, Figure, seconds, turn_about
from engine.api import open_engine
from engine.commands import Viewer
from engine.views import WorklistFilter
from tests import postgres

PAGE = 50
TURNS = 40

_ROLES = ("leder", "sagsbehandler")
_PEOPLE = 40
# The page as one would write it by hand: the same rows, in the same order, each
# role's read off the index. `now` is the one value it is run with.
_ROWS = (
    "SELECT t.id, t.case_id, c.number, c.subject, t.name, t.role, t.on_behalf_of, t.assignee,"
    " COALESCE(a.name, t.assignee), t.created_at, t.due_at, t.overdue OR t.due_sort <= {now},"
    " t.escalated_to IS NOT NULL, t.priority"
    " FROM human_tasks t JOIN cases c ON c.id = t.case_id LEFT JOIN accounts a ON a.username = t.assignee"
    " WHERE {which} ORDER BY t.due_sort, t.id LIMIT 51"
)
_OF_ROLE = "t.department = 'benchmark' AND t.status = 'open' AND t.role = '{role}'"
_FIRST_OF_ROLE = (
    "SELECT * FROM (SELECT t.id FROM human_tasks t WHERE "  # noqa: S608 - written here, whole
    + _OF_ROLE
    + " ORDER BY t.due_sort, t.id LIMIT 51) {role}"
)


def compare(count: int) -> Iterator[Comparison | Figure]:
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


def _compare(name: str, url: str, library: Path, count: int) -> Iterator[Comparison | Figure]:
    engine = open_engine(url, migrate=True)
    open_case(engine, engine.deploy(library, by="benchmark").process)
    bare = Bare(url)
    _fill(bare, count)
    for roles in (_ROLES[1:], _ROLES):
        viewer = Viewer("benchmark", "Benchmark", frozenset(roles), "benchmark")
        wanted = WorklistFilter(which="all", limit=PAGE)
        query = _by_hand(roles, bare.mark)
        values = [bare.moment(engine.clock.now())]
        shown = engine.worklist(viewer, wanted).rows
        assert [row.id for row in shown] == [row[0] for row in bare.execute(query, values)[:PAGE]]
        measured, baseline = turn_about(
            lambda who=viewer, what=wanted: partial(engine.worklist, who, what),
            lambda sql=query, given=values: partial(bare.execute, sql, given),
            turns=TURNS,
            clock=WALL,
        )
        title = f"Worklist page of {count}, {len(roles)} role(s) : its query, {name}"
        yield Comparison(title, measured, baseline, 2, 2)
    counted = min(seconds(partial(engine.worklist_counts, viewer), WALL) for _ in range(TURNS))
    yield Figure(f"The five numbers above the page, {name}", counted * 1000, "ms")
    bare.close()
    engine.close()


def _by_hand(roles: Sequence[str], mark: str) -> str:
    if len(roles) == 1:
        return _ROWS.format(now=mark, which=_OF_ROLE.format(role=roles[0]))
    firsts = " UNION ALL ".join(_FIRST_OF_ROLE.format(role=role) for role in roles)
    return _ROWS.format(now=mark, which=f"t.id IN ({firsts})")


def _fill(bare: Bare, count: int) -> None:
    """
    Copies of the one open task, over ten thousand cases and three years of deadlines.

    A third of them are of the second role, and every fifth somebody has taken.
    """
    (case,) = bare.rows("cases").values()
    (instance,) = bare.rows("instances").values()
    (task,) = bare.rows("human_tasks").values()
    cases = min(count, 10_000)
    bare.execute(bare.begin_writing)
    named = [{"id": f"c{n}", "number": f"k-{n}", "subject": f"Barn {n}", "open_key": None} for n in range(cases)]
    bare.insert("cases", [{**case, **names} for names in named])
    bare.insert("instances", [{**instance, "id": f"i{n}", "case_id": f"c{n}"} for n in range(cases)])
    bare.insert("accounts", [_account(n) for n in range(_PEOPLE)])
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
        "role": _ROLES[number % 3 > 0],
        "assignee": f"person{number // 5 % _PEOPLE}" if number % 5 == 0 else None,
        "due_at": due,
        "due_sort": due,
    }


def _account(number: int) -> dict[str, object]:
    return {
        "id": f"a{number}",
        "username": f"person{number}",
        "name": f"Person {number}",
        "roles": "[]",
        "department": "benchmark",
        "password_hash": "",
        "active": True,
    }
