"""One instance of a case on its diagram, as the case page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

StepState = Literal["stuck", "overdue", "current", "listening", "ended", "stopped", "done", "ahead"]


@dataclass(frozen=True)
class StepWait:
    """What a step waits for: kinds as in OpenWait; `task` is the open human task's id."""

    kind: str
    due_at: datetime | None = None
    overdue: bool = False
    task: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class InstanceLink:
    """An instance to go to. `status` is `open`, `completed`, `cancelled` or `failed`."""

    id: str
    process_name: str
    status: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class DiagramStep:
    """
    One element of an instance's diagram, and how it stands there.

    `kind` is its BPMN name; `depth` counts the sub-processes around it.
    `state` is the most urgent of what is true: `stuck`, `overdue`, `current`,
    `listening` (armed beside the work, such as a boundary timer), `ended` (the
    instance reached its end here), `stopped` (it was cancelled here), `done`,
    `ahead`. `done` is how many times it was completed, and `done_at` the last.
    `inside` is the most urgent of `stuck`, `overdue` and `current` in what it
    holds: a sub-process's elements, a call's open instance. `stuck` are the
    open incidents' messages, `children` what it called, newest first.
    """

    element: str
    name: str
    kind: str
    depth: int
    state: StepState
    done: int = 0
    done_at: datetime | None = None
    inside: StepState | None = None
    waits: Sequence[StepWait] = ()
    stuck: Sequence[str] = ()
    children: Sequence[InstanceLink] = ()


@dataclass(frozen=True)
class DiagramView:
    """
    One instance on its diagram.

    `version` is the deployment it runs on, `newest_version` the one that runs
    now. `trail` leads from the outermost instance down to the one above this.
    `steps` follow the arrows. `loose` are children whose call activity is not
    known; `others` the case's other outermost instances, newest first.
    """

    case: str
    case_number: str
    instance: InstanceLink
    version: int
    newest_version: int
    trail: Sequence[InstanceLink]
    steps: Sequence[DiagramStep]
    loose: Sequence[InstanceLink]
    others: Sequence[InstanceLink]
