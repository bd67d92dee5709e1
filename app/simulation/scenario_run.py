"""Running an owner's scenario on an engine of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from app.simulation.authored import suggestion
from app.simulation.chance import Likeliest
from app.simulation.events import history_of
from app.simulation.expectations import found_in, open_now, unmet
from app.simulation.form_filling import FormFiller, as_typed
from app.simulation.library import Library
from app.simulation.people import Attempt, People, everyone
from app.simulation.periods import Period
from app.simulation.sandbox import Sandbox, sandbox
from app.simulation.scenario_file import (
    Choose,
    CompleteTask,
    Expect,
    GiveMessage,
    PassTime,
    Refused,
    Scenario,
    ScenarioStep,
    WorkUntil,
)
from app.simulation.timetable import (
    StandsStill,
    Timetable,
    case_has_ended,
    open_tasks,
    run_due,
    work_moment,
)
from engine.clock import local_date
from engine.commands import ChooseActivity, SendMessage
from engine.errors import Rejected
from engine.extension import ServiceRegistry
from engine.model import Json
from engine.views import HumanTaskRow, TimelineEntry

MOST_WORK = 2000  # steps of one `indtil`
LONGEST_WAIT = Period(25 * 12, 0)


@dataclass(frozen=True)
class ScenarioResult:
    """`failure` says file, step, what was expected and what was found; None when all held."""

    scenario: Scenario
    failure: str | None
    history: Sequence[TimelineEntry] = field(default=())


class StepFailed(Exception):
    """A step did not go as written; the message is the owner's, in Danish."""


def run_scenario(scenario: Scenario, library: Library, services: ServiceRegistry) -> ScenarioResult:
    """Run one scenario from an empty database. Raises InvalidDefinition when the library cannot be deployed."""
    with sandbox(library, services, work_moment(scenario.start)) as box:
        try:
            case = box.open_case(scenario.process, scenario.facts)
        except Rejected as refusal:
            return ScenarioResult(scenario, f"{scenario.file}: start: sagen kunne ikke åbnes: {refusal}")
        run = _Run(box, case)
        failure = None
        for step in scenario.steps:
            try:
                run.do(step)
            except StepFailed as failed:
                failure = f"{scenario.file}:{step.line}: trin {step.number}: {failed}"
                break
        return ScenarioResult(scenario, failure, history_of(box.engine, case))


class _Run:
    """One scenario under way."""

    def __init__(self, box: Sandbox, case: str) -> None:
        self._box = box
        self._case = case
        self._viewer = everyone(box.library.roles)
        self._people = People(box.engine, [self._viewer], FormFiller(box.library.weights, Likeliest()))

    def do(self, step: ScenarioStep) -> None:
        try:
            run_due(self._box.engine, self._box.clock)
            match step.action:
                case CompleteTask(task, fields):
                    self._complete(task, fields)
                case Refused():
                    self._refuse(step.action)
                case Choose(within, activity):
                    self._choose(within, activity)
                case PassTime(to):
                    self._pass_time(to)
                case GiveMessage(name, payload):
                    self._send(name, payload)
                case WorkUntil(task):
                    self._work_until(task)
                case Expect(what):
                    self._expect(what)
            run_due(self._box.engine, self._box.clock)
        except StandsStill as error:
            raise StepFailed("Forfaldent arbejde blev ved med at stå uudført.") from error

    def _tasks(self) -> list[HumanTaskRow]:
        return [row for row in open_tasks(self._box.engine, self._viewer) if row.case == self._case]

    def _task(self, name: str) -> HumanTaskRow:
        tasks = self._tasks()
        named = [row for row in tasks if row.name == name]
        if not named:
            near = get_close_matches(name, [row.name for row in tasks], n=1)
            hint = f" Mente du »{near[0]}«?" if near else ""
            raise StepFailed(f"Opgaven »{name}« er ikke åben. {open_now(tasks)}{hint}")
        return min(named, key=lambda row: (row.created_at, self._element(row)))

    def _element(self, row: HumanTaskRow) -> str:
        return self._box.engine.human_task(self._viewer, row.id).element

    def _attempt(self, row: HumanTaskRow, fields: Mapping[str, Json]) -> Attempt:
        view = self._box.engine.human_task(self._viewer, row.id)
        known = {each.key: each for each in view.fields if each.kind != "text"}
        for key in fields:
            if key not in known:
                raise StepFailed(f"Opgaven »{row.name}« har intet felt »{key}«.{suggestion(key, known)}")
        given = {key: as_typed(known[key], value) for key, value in fields.items()}
        return self._people.complete_with(row.id, row.role, local_date(self._box.clock.now()), given)

    def _complete(self, name: str, fields: Mapping[str, Json]) -> None:
        attempt = self._attempt(self._task(name), fields)
        if attempt.outcome != "done":
            raise StepFailed(f"Opgaven »{name}« blev afvist: {_reason(attempt)}")

    def _refuse(self, step: Refused) -> None:
        attempt = self._attempt(self._task(step.task), step.fields)
        if attempt.outcome == "done":
            raise StepFailed(f"Forventede, at »{step.task}« blev afvist{_by(step)}; opgaven blev afsluttet.")
        if step.stop is not None and step.stop not in attempt.stops:
            raise StepFailed(f"Forventede afvisning{_by(step)}; opgaven blev afvist af andet: {_reason(attempt)}")
        if step.field is not None and step.field not in attempt.fields:
            raise StepFailed(f"Forventede afvisning{_by(step)}; opgaven blev afvist af andet: {_reason(attempt)}")

    def _choose(self, within: str, activity: str) -> None:
        row = self._task(within)
        offered = self._box.engine.human_task(self._viewer, row.id).choices
        options = {option.label: option.value for option in offered.options} if offered else {}
        if activity not in options:
            near = suggestion(activity, options)
            raise StepFailed(f"»{activity}« kan ikke vælges i »{within}«.{near or ' Der er intet at vælge.'}")
        self._box.engine.choose(ChooseActivity(row.id, options[activity], self._viewer))

    def _pass_time(self, to: date | Period) -> None:
        today = local_date(self._box.clock.now())
        target = work_moment(to.after(today) if isinstance(to, Period) else to)
        if target < self._box.clock.now():
            raise StepFailed(f"Tiden kan ikke spoles tilbage: det er allerede {today.isoformat()}.")
        advance(self._box, target)

    def _send(self, name: str, payload: Mapping[str, Json]) -> None:
        try:
            self._box.engine.send_message(SendMessage(self._case, name, payload, self._viewer))
        except Rejected as refusal:
            raise StepFailed(f"Beskeden »{name}« blev afvist: {refusal}") from refusal

    def _work_until(self, name: str) -> None:
        engine, clock = self._box.engine, self._box.clock
        table = Timetable(self._people, clock)
        table.cases.add(self._case)
        until = work_moment(LONGEST_WAIT.after(local_date(clock.now())))
        for _ in range(MOST_WORK):
            if any(row.name == name for row in self._tasks()):
                return
            if case_has_ended(engine, self._case) or not table.step(until):
                break
        refused = "".join(f" »{plan.name}« blev afvist: {plan.refusal}" for plan in table.refused())
        state = "Sagen er afsluttet." if case_has_ended(engine, self._case) else open_now(self._tasks())
        raise StepFailed(f"Opgaven »{name}« blev aldrig åben. {state}{refused}")

    def _expect(self, what: Mapping[str, Json]) -> None:
        messages = unmet(what, found_in(self._box.engine, self._case, self._tasks()))
        if messages:
            raise StepFailed(" ".join(messages))


def advance(box: Sandbox, target: datetime) -> None:
    """Let time pass to a moment: every job at its own time, people idle. Raises StandsStill."""
    while (due := box.engine.next_due()) is not None and due <= target:
        box.clock.set(due)
        run_due(box.engine, box.clock)
    box.clock.set(target)


def _reason(attempt: Attempt) -> str:
    fields = "".join(f" {key}: {message}" for key, message in attempt.fields.items())
    stops = f" ({', '.join(attempt.stops)})" if attempt.stops else ""
    return f"{attempt.message}{stops}{fields}"


def _by(step: Refused) -> str:
    if step.stop is not None:
        return f" af {step.stop}"
    return f" af feltet »{step.field}«" if step.field is not None else ""
