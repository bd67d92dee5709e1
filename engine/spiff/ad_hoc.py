"""Ad-hoc sub-processes: people choose what is done in them, and how often (BPMN 2.0.2, 13.3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState

from engine.errors import WrongState
from engine.model import Json, Wait
from engine.spiff.activities import SubProcess, arm_boundaries
from engine.spiff.memory import is_open_again
from engine.spiff.tokens import Inside, Token
from engine.spiff.variables import frames, holds, write

# Of its token: nothing more may begin inside.
_CLOSING = "closing"


class AdHoc(SubProcess):
    """
    Open until its completion condition is true after an activity in it, or until a person ends it.

    What still runs then is cancelled, or (`cancels_rest` false) goes on to its
    end while nothing more can be chosen. Being empty does not end it.
    """

    kind = "adhoc"

    def __init__(
        self, wf_spec: Any, name: str, *, condition: str | None, one_at_a_time: bool, cancels_rest: bool, **about: Any
    ) -> None:
        super().__init__(wf_spec, name, **about)
        self.condition = condition
        self.one_at_a_time = one_at_a_time
        self.cancels_rest = cancels_rest

    def _run_hook(self, token: Token) -> bool | None:
        Inside(self.inside(token), token).arm()
        arm_boundaries(token)
        return None

    def wait(self, token: Token) -> Wait | None:
        if token._state != TaskState.STARTED or not self.stays_open(token):
            return None
        return Wait(
            str(token.id),
            self.kind,
            self.bpmn_id,
            locals=frames(token),
            choices=self._choices(token),
            ends_by_hand=self.condition is None,
            cancels_rest=self.cancels_rest,
        )

    def choose(self, token: Token, element: str) -> None:
        if element not in self._choices(token):
            raise WrongState(
                f"»{element}« i {self.label} kunne ikke begyndes: det kan ikke vælges nu. Se, hvad der kan vælges."
            )
        scope = token.instance.subprocesses[token.id]
        scope.begin_at(scope.spec.task_specs[element])

    def answer(self, token: Token, values: Mapping[str, Json]) -> None:
        if self.condition is not None:
            raise WrongState(
                f"{self.label} kunne ikke afsluttes: den slutter af sig selv, når dens slutbetingelse er opfyldt."
            )
        write(token, values)
        self._close(token)

    def inner_done(self, token: Token, inner: Token) -> None:
        if self.condition is None or not self.stays_open(token) or not holds(token, self.condition):
            return
        if self.cancels_rest:
            inner.remove()
        self._close(token)

    def stays_open(self, token: Token) -> bool:
        return not _is_closing(token) and not is_open_again(token)

    def interrupted(self, token: Token) -> None:
        token.internal_data[_CLOSING] = True

    def _choices(self, token: Token) -> tuple[str, ...]:
        scope = token.instance.subprocesses[token.id]
        if self.one_at_a_time and scope.running():
            return ()
        return tuple(scope.spec.alone)

    def _close(self, token: Token) -> None:
        """Let nothing more begin; complete when nothing is left inside."""
        token.internal_data[_CLOSING] = True
        scope = token.instance.subprocesses[token.id]
        if self.cancels_rest:
            scope.cancel_tokens()
        scope.end_if_empty()


def _is_closing(token: Token) -> bool:
    return token.internal_data.get(_CLOSING) is True
