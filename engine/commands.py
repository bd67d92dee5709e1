"""
What people, timers and other systems may ask of the engine, as plain data.

Every command says who asks. `engine.api.Engine` carries each out in one
transaction, or refuses it and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model import Json


@dataclass(frozen=True)
class Viewer:
    """
    Who looks and acts.

    `id` is the user's name for the history. A viewer sees the cases of
    `department` only; None, for the engine's own work and the command line,
    sees all.
    """

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    department: str | None = None


SYSTEM = Viewer(id="system", name="Sagsgang")

# House-wide role keys, the same in every process library. Who answers for a department's cases may mend what
# stuck in them; what belongs to no case is the process owners' alone.
PROCESS_OWNER = "procesejer"
LEADER = "leder"
IN_CHARGE = frozenset({LEADER, PROCESS_OWNER})


@dataclass(frozen=True)
class OpenCase:
    """
    Start a case of a process library with its first facts.

    `key` makes it happen once: the same key again gives the same case.
    """

    process: str
    department: str
    facts: Mapping[str, Json]
    by: Viewer
    key: str | None = None


@dataclass(frozen=True)
class ClaimHumanTask:
    task: str
    by: Viewer


@dataclass(frozen=True)
class ReleaseHumanTask:
    task: str
    by: Viewer


@dataclass(frozen=True)
class CompleteHumanTask:
    """
    Finish a human task with its form's values, typed (a date as YYYY-MM-DD).

    `facts_version` is the version of the case file that was shown, so that two
    people's changes never overwrite each other unseen. None skips the check.
    """

    task: str
    values: Mapping[str, Json]
    by: Viewer
    facts_version: int | None = None


@dataclass(frozen=True)
class ChooseActivity:
    """
    Begin one of the activities that an open ad-hoc sub-process offers; `task` is its line among the human tasks.

    One that has no completion condition is ended by CompleteHumanTask, without values.
    """

    task: str
    element: str
    by: Viewer


@dataclass(frozen=True)
class SendMessage:
    """
    Give a message to a case: to the instance that waits for it, or to the process of the library that it starts.

    `correlation` is its key: only who waits for that key receives it.
    """

    case: str
    name: str
    payload: Mapping[str, Json]
    by: Viewer
    correlation: Json = None


@dataclass(frozen=True)
class CorrectFacts:
    """An operator's correction of the case file: path (`barn.navn`) to value. Hard stops hold here too."""

    case: str
    values: Mapping[str, Json]
    reason: str
    by: Viewer


@dataclass(frozen=True)
class RetryIncident:
    """Take up again what stuck; an incident that only tells of an attempt is closed."""

    incident: str
    by: Viewer


@dataclass(frozen=True)
class CorrectIncident:
    """
    Correct what a stuck step sees, and with `retry` take it up again: all of it, or nothing.

    `variables` are the stuck instance's, by name; `facts` the case file's, by
    path. The versions are those that were shown, so that what somebody else
    changed meanwhile is never overwritten unseen; None skips the check.
    """

    incident: str
    variables: Mapping[str, Json]
    facts: Mapping[str, Json]
    reason: str
    by: Viewer
    retry: bool = False
    facts_version: int | None = None
    instance_version: int | None = None


@dataclass(frozen=True)
class CancelIncident:
    """
    Give up what stuck, with the reason: drop a message from outside or a reminder, close what tells of an attempt.

    What the diagram still waits for cannot be given up alone; for that, close the case.
    """

    incident: str
    reason: str
    by: Viewer


@dataclass(frozen=True)
class CloseCase:
    """Cancel everything that is open in a case, with the reason."""

    case: str
    reason: str
    by: Viewer


@dataclass(frozen=True)
class ReceiveMessage:
    """
    A signed message from another system, as it came.

    `source` and `id` together make it unique; `type` names the entry in a
    manifest's `indgaaende`, `data` is its body.
    """

    source: str
    id: str
    type: str
    data: Mapping[str, Json]


@dataclass(frozen=True)
class SaveDraft:
    """
    Keep a process owner's change of a diagram without deploying it.

    `base` is the hash of the deployed file that was changed. A draft may be
    full of errors; it must only be BPMN. `afresh` puts it in place of an
    earlier draft on another base, which is otherwise left alone. `seen` is the
    hash of the draft that this change was made from, empty when there was none,
    so that two windows never overwrite each other unseen; None skips the check.
    """

    process: str
    file: str
    content: bytes
    base: str
    by: Viewer
    afresh: bool = False
    seen: str | None = None


@dataclass(frozen=True)
class DiscardDraft:
    process: str
    file: str
    by: Viewer


@dataclass(frozen=True)
class KeepDraft:
    """
    Let a draft replace what a colleague deployed meanwhile, knowingly.

    `running` is the hash of the colleague's file that was shown.
    """

    process: str
    file: str
    running: str
    by: Viewer


@dataclass(frozen=True)
class DeployDrafts:
    """
    Make all of a process owner's drafts of a library its next version.

    `running` and `result` are the hashes that were shown, of the version that
    ran and of the one that would come (`engine.views.studio.Proposal`).
    """

    process: str
    note: str
    running: str
    result: str
    by: Viewer


@dataclass(frozen=True)
class AddReceiver:
    """
    Let another system hear of events from now on.

    No `types` means all of them; no `department` every one's. `secret` signs
    what is sent. The address is checked by whoever sends, before this.
    """

    name: str
    url: str
    types: tuple[str, ...]
    department: str | None
    secret: str = field(repr=False)


@dataclass(frozen=True)
class ResendDelivery:
    """Send an event to its receiver at once, under the same id: one that waits, failed, or was delivered before."""

    delivery: str
    by: Viewer


@dataclass(frozen=True)
class StartMove:
    """
    Move every running instance of a diagram to a version of its library.

    `mapping` gives the new id of an element or sequence flow by its old one, and
    empty text for an event that closes. `accept` lets what is proposed for the
    rest hold as well; without it an instance that needs an answer is kept.
    """

    library: str
    process: str
    version: int
    mapping: Mapping[str, str]
    by: Viewer
    accept: bool = False


@dataclass(frozen=True)
class StopMove:
    """Move no more; what is moved stays moved, and the rest can be taken up again."""

    move: str
    by: Viewer


@dataclass(frozen=True)
class ResumeMove:
    move: str
    by: Viewer


@dataclass(frozen=True)
class UndoMove:
    """Put instances back as they were before a move, one or all, unless they have taken a step since."""

    move: str
    by: Viewer
    instance: str | None = None
