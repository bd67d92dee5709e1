"""Simulated people: they see a task as the page shows it, fill in its form and send it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.simulation.form_filling import FormFiller, FormTrial
from engine.api import Engine
from engine.commands import ChooseActivity, CompleteHumanTask, Viewer
from engine.errors import HardStopped, InvalidInput, NotFound, Rejected, WrongState
from engine.model import Json
from engine.views import Choices, HumanTaskView

TRIES = 24


@dataclass(frozen=True)
class Attempt:
    """
    What came of trying to complete a task.

    `refused` is unlawful or unfit input, `gone` a task that closed meanwhile.
    In an ad-hoc sub-process something was `begun`, or nothing can be until `later`.
    `message` and `stops` (ids of hard stops) say why, `fields` which fields.
    """

    outcome: Literal["done", "begun", "later", "refused", "gone"]
    message: str = ""
    stops: Sequence[str] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


def everyone(roles: frozenset[str]) -> Viewer:
    """One simulated person with every role of the process, in all departments."""
    return Viewer(id="simulering", name="Simuleret medarbejder", roles=roles)


@dataclass(frozen=True)
class People:
    """Those who act. The first who has a task's role does it, or the first of all."""

    engine: Engine
    viewers: Sequence[Viewer]
    filler: FormFiller

    def complete(self, task: str, role: str, today: date) -> Attempt:
        """
        Complete a task as it first comes to mind, and otherwise as it is accepted.

        Tries a bounded number of times, because a hard stop may refuse what
        was drawn; the last refusal stands when none was accepted.
        """
        if (chosen := self._choose(task, role)) is not None:
            return chosen
        trial = FormTrial()
        attempt = Attempt("refused")
        for _ in range(TRIES):
            attempt = self._try(task, role, today, {}, trial)
            if attempt.outcome != "refused":
                break
            trial.learn(attempt.fields)
        return attempt

    def complete_with(self, task: str, role: str, today: date, given: Mapping[str, Json]) -> Attempt:
        """
        Complete a task with the values given, and take the answer.

        Only where a field that was not given is called wrong is it filled in anew.
        """
        trial = FormTrial()
        attempt = Attempt("refused")
        for _ in range(TRIES):
            attempt = self._try(task, role, today, given, trial)
            if not attempt.fields or attempt.fields.keys() & given.keys():
                break
            trial.learn(attempt.fields)
        return attempt

    def _try(self, task: str, role: str, today: date, given: Mapping[str, Json], trial: FormTrial) -> Attempt:
        person = self.person(role)

        def look(values: Mapping[str, Json] | None) -> HumanTaskView:
            return self.engine.human_task(person, task, values)

        try:
            values = self.filler.fill(look, given, today, trial)
            if hidden := given.keys() - values.keys():
                return Attempt(
                    "refused", "Formularen viser ikke alle de felter, der er udfyldt.", fields=_unseen(hidden)
                )
            self.engine.complete(CompleteHumanTask(task, values, person))
        except HardStopped as refusal:
            return Attempt("refused", str(refusal), tuple(violation.stop for violation in refusal.violations))
        except InvalidInput as refusal:
            return Attempt("refused", str(refusal), fields=refusal.fields)
        except (NotFound, WrongState) as refusal:
            return Attempt("gone", str(refusal))
        except Rejected as refusal:
            return Attempt("refused", str(refusal))
        return Attempt("done")

    def _choose(self, task: str, role: str) -> Attempt | None:
        """
        Begin something in an ad-hoc sub-process, or end it; all that is possible is as likely.

        None when the task is none, or is open no more.
        """
        person = self.person(role)
        offered = self.engine.human_task(person, task).choices
        if offered is None:
            return None
        try:
            return self._pick(task, offered, person)
        except Rejected as refusal:
            return Attempt("refused", str(refusal))

    def _pick(self, task: str, offered: Choices, person: Viewer) -> Attempt:
        possible: list[str | None] = [None] if offered.ends_by_hand else []
        possible += [option.value for option in offered.options]
        if not possible:
            return Attempt("later")
        element = self.filler.chance.pick([(each, 1.0) for each in possible])
        if element is None:
            self.engine.complete(CompleteHumanTask(task, {}, person))
            return Attempt("done")
        self.engine.choose(ChooseActivity(task, element, person))
        return Attempt("begun")

    def person(self, role: str) -> Viewer:
        return next((viewer for viewer in self.viewers if role in viewer.roles), self.viewers[0])


def _unseen(keys: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(sorted(keys), "Feltet vises ikke, eller det kan ikke udfyldes.")
