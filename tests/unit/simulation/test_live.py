from datetime import date
from pathlib import Path

from app.simulation.chance import Likeliest
from app.simulation.library import Library
from app.simulation.live import SeedCase, seed_cases
from app.simulation.timetable import Habits, work_moment
from engine.api import open_engine
from engine.clock import VirtualClock, local_date
from engine.commands import SYSTEM, Viewer
from engine.extension import ServiceRegistry
from engine.views import WorklistFilter

UNTIL = date(2019, 9, 2)
PEOPLE = [
    Viewer("signe", "Signe", frozenset({"sagsbehandler"}), "nord"),
    Viewer("lars", "Lars", frozenset({"leder"}), "nord"),
]


def _seeded(library: Library, url: str, cases: list[SeedCase], habits: Habits) -> list[str]:
    open_engine(url, clock=VirtualClock(work_moment(date(2016, 1, 1))), migrate=True).close()
    return seed_cases(url, library, ServiceRegistry(), cases, until=UNTIL, people=PEOPLE, seed=5, habits=habits)


def test_cases_stand_at_different_stages_with_work_overdue_and_escalated(tmp_path: Path, allotment: Library) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    opened = [date(2015, 3, 1), date(2018, 1, 10), date(2019, 5, 1), date(2019, 8, 1), date(2019, 8, 30)]
    cases = [SeedCase(day, "nord", date(1990, 1, 1), {"ansoeger.navn": f"Nr. {n}"}) for n, day in enumerate(opened)]
    ids = _seeded(allotment, url, cases, Habits(late=0.5))

    engine = open_engine(url, clock=VirtualClock(work_moment(UNTIL)))
    views = [engine.case(SYSTEM, case) for case in ids]
    assert sorted(local_date(view.row.opened_at) for view in views) == opened
    assert {view.row.subject for view in views} == {f"Nr. {n}" for n in range(5)}
    assert {view.row.status for view in views} == {"open", "ended"}
    assert len({wait.name for view in views for wait in view.waits}) >= 2
    history = [entry for case in ids for entry in engine.timeline(SYSTEM, case, limit=500).rows]
    assert {"task_overdue", "escalated"} <= {entry.kind for entry in history}
    assert max(entry.at for entry in history) <= work_moment(UNTIL)
    assert {entry.by for entry in history if entry.kind == "task_completed"} == {"signe", "lars"}
    engine.close()


def test_people_who_are_never_in_time_leave_overdue_work_open(tmp_path: Path, allotment: Library) -> None:
    url = f"sqlite:///{tmp_path / 'late.db'}"
    _seeded(allotment, url, [SeedCase(date(2019, 7, 1), "nord")], Habits(late=1.0, factor=100))

    engine = open_engine(url, clock=VirtualClock(work_moment(UNTIL)))
    tasks = engine.worklist(PEOPLE[0], WorklistFilter(which="all")).rows
    assert [task.name for task in tasks] == ["Modtag ansøgning"]
    engine.close()


def test_a_case_may_be_left_or_wait_at_a_task(tmp_path: Path, allotment: Library) -> None:
    url = f"sqlite:///{tmp_path / 'left.db'}"
    opened = date(2018, 1, 10)
    left = SeedCase(opened, "nord", left=opened)
    waiting = SeedCase(opened, "nord", waits_at="Modtag ansøgning")
    going_on = SeedCase(opened, "nord")
    ids = _seeded(allotment, url, [left, waiting, going_on], Habits())

    engine = open_engine(url, clock=VirtualClock(work_moment(UNTIL)))
    done = [
        case
        for case in ids
        if any(entry.kind == "task_completed" for entry in engine.timeline(SYSTEM, case, limit=500).rows)
    ]
    assert len(done) == 1
    engine.close()


def test_nothing_is_seeded_from_no_cases(allotment: Library) -> None:
    assert seed_cases("sqlite://", allotment, ServiceRegistry(), [], until=UNTIL, people=PEOPLE, seed=1) == []


def test_the_likeliest_person_is_never_late() -> None:
    assert not Likeliest().happens(Habits().late)
