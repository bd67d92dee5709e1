"""
The passing of time: timers fire and people finish, each at its moment.

Any number of cases run interleaved on one virtual clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.simulation.incoming import Incoming, give
from app.simulation.people import People
from app.simulation.weights import Span
from engine.api import Engine
from engine.clock import LOCAL, VirtualClock, local_date
from engine.commands import SYSTEM, Viewer
from engine.views import HumanTaskRow, WorklistFilter

WORK_HOUR = time(10)
MAX_JOBS_AT_ONCE = 1000
PUT_OFFS = 5  # how often a refused task is tried again, a while later
PUT_OFF_DELAY = 7


def work_moment(day: date) -> datetime:
    """When people's work of a day is done: ten o'clock in Denmark."""
    return datetime.combine(day, WORK_HOUR, LOCAL)


class StandsStill(Exception):
    """Due work does not get done, so time would never pass: a bug, or a diagram that turns on the spot."""


@dataclass
class Plan:
    """When somebody means to do a task. `order` breaks ties the same way every time."""

    task: str
    element: str
    role: str
    finish: datetime
    order: tuple[str, ...]
    name: str
    case: str
    put_offs: int = 0
    refusal: str = ""


@dataclass(frozen=True)
class Habits:
    """How some people are: the share of tasks that take `factor` times as long as the weights say."""

    late: float = 0.0
    factor: int = 6


class Timetable:
    """Runs cases by what comes next: a job that is due, a message from outside, or a person who is done."""

    def __init__(self, people: People, clock: VirtualClock, habits: Habits | None = None) -> None:
        self._people = people
        self._engine = people.engine
        self._weights = people.filler.weights
        self._chance = people.filler.chance
        self._clock = clock
        self._habits = habits or Habits()
        self._plans: dict[str, Plan] = {}
        self.cases: set[str] = set()
        self.left: dict[str, datetime] = {}  # cases that nobody works on from a moment on
        self.waits_at: dict[str, str] = {}  # cases where nobody does the task of this name
        self.incoming: list[Incoming] = []  # messages on their way, by day

    def step(self, until: datetime) -> bool:
        """
        Go to the next thing that happens and do it; False when nothing does by `until`.

        Timers go before messages, and messages before people, at the same
        moment. Raises StandsStill.
        """
        self._plan_new_tasks()
        plan = min(self._waiting(), key=lambda each: (each.finish, each.order), default=None)
        due = self._engine.next_due()
        moments = [moment for moment in (due, plan.finish if plan else None) if moment is not None]
        mail = self._mail_before(min(moments, default=None))
        if mail is not None:
            moments.append(mail)
        if not moments or min(moments) > until:
            return False
        self._clock.set(min(moments))
        if due is not None and due <= self._clock.now():
            self._run_due()
        elif mail is not None and mail <= self._clock.now():
            give(self._engine, self._people.viewers[0], self.incoming.pop(0))
        elif plan is not None:
            self._act(plan)
        return True

    def refused(self) -> list[Plan]:
        """The tasks that nobody got through, however they tried."""
        return sorted((plan for plan in self._plans.values() if plan.refusal), key=lambda plan: plan.order)

    def _mail_before(self, other: datetime | None) -> datetime | None:
        """When the next message comes, if nothing else comes sooner; one for a case that has ended is thrown away."""
        while self.incoming:
            comes = max(self._clock.now(), work_moment(self.incoming[0].day))
            if other is not None and other < comes:
                return None
            # Asked only when it is the message's turn: the answer costs a whole case page.
            if not case_has_ended(self._engine, self.incoming[0].case):
                return comes
            self.incoming.pop(0)
        return None

    def _waiting(self) -> list[Plan]:
        return [plan for plan in self._plans.values() if plan.put_offs <= PUT_OFFS and not self._is_left(plan)]

    def _is_left(self, plan: Plan) -> bool:
        if self.waits_at.get(plan.case) == plan.name:
            return True
        return plan.case in self.left and plan.finish >= self.left[plan.case]

    def _run_due(self) -> None:
        run_due(self._engine, self._clock)

    def _plan_new_tasks(self) -> None:
        seen = (row for viewer in self._people.viewers for row in open_tasks(self._engine, viewer))
        rows = {row.id: row for row in seen if row.case in self.cases}
        for gone in self._plans.keys() - rows.keys():
            del self._plans[gone]
        new = [self._blank_plan(row) for task, row in rows.items() if task not in self._plans]
        for plan in sorted(new, key=lambda each: each.order):
            plan.finish = self._finish(plan.element)
            self._plans[plan.task] = plan

    def _blank_plan(self, row: HumanTaskRow) -> Plan:
        view = self._engine.human_task(self._people.person(row.role), row.id)
        shown = repr([(each.key, each.value) for each in view.fields])
        order = (row.created_at.isoformat(), row.case_number, view.process_name, view.element, shown)
        return Plan(row.id, view.element, row.role, self._clock.now(), order, row.name, row.case)

    def _finish(self, element: str) -> datetime:
        """When the work is done: some days on, in working hours, and never before now."""
        today = local_date(self._clock.now())
        first, last = _days(self._weights.delay_of(element), today)
        day = self._chance.day(first, last)
        if self._chance.happens(self._habits.late):
            day = date.fromordinal(today.toordinal() + self._habits.factor * (day - today).days)
        return max(self._clock.now(), work_moment(day))

    def _act(self, plan: Plan) -> None:
        attempt = self._people.complete(plan.task, plan.role, local_date(self._clock.now()))
        if attempt.outcome == "later":
            plan.finish = self._put_off()
        elif attempt.outcome == "refused":
            # Another task or a timer may be what is missing, so it is tried again later.
            plan.put_offs += 1
            plan.refusal = attempt.message
            plan.finish = self._put_off()
        else:
            del self._plans[plan.task]

    def _put_off(self) -> datetime:
        return work_moment(date.fromordinal(local_date(self._clock.now()).toordinal() + PUT_OFF_DELAY))


def _days(span: Span, today: date) -> tuple[date, date]:
    first, last = span[0].after(today), span[1].after(today)
    return min(first, last), max(first, last)


def run_due(engine: Engine, clock: VirtualClock) -> None:
    """Run everything that is due now. Raises StandsStill when it never ends or does not begin."""
    done = 0
    while (due := engine.next_due()) is not None and due <= clock.now():
        ran = engine.run_due(limit=100, worker="simulering")
        done += ran
        if not ran or done > MAX_JOBS_AT_ONCE:
            raise StandsStill(f"job due {due.isoformat()}, {done} done at that moment")


def open_tasks(engine: Engine, viewer: Viewer) -> list[HumanTaskRow]:
    """Every open task the viewer may do."""
    found: list[HumanTaskRow] = []
    cursor = None
    while True:
        page = engine.worklist(viewer, WorklistFilter(which="all", cursor=cursor, limit=200))
        found.extend(page.rows)
        cursor = page.next
        if cursor is None:
            return found


def case_has_ended(engine: Engine, case: str) -> bool:
    return engine.case(SYSTEM, case).row.status == "ended"
