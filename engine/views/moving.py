"""What is shown of moving running instances to another version of their diagram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from engine.views import Option

Verdict: TypeAlias = Literal["clean", "needs_mapping", "cannot"]


@dataclass(frozen=True)
class Deadline:
    """
    A deadline of an instance before and after the move, in UTC.

    `before` is None for one that the new diagram adds, `after` for one that
    closes. One that lives on is the same on both sides, always; `remark` says
    in Danish what else a person should know of it.
    """

    element: str
    name: str
    kind: Literal["timer", "task"]
    before: datetime | None
    after: datetime | None
    remark: str


@dataclass(frozen=True)
class Choice:
    """
    An element of the old diagram that nothing in the new one answers to by its id.

    `proposed` is the new id that fits best, empty when none does. `may_close`: the
    event may also close with its activity, by the answer ``""``. `options` are the elements it may be.
    """

    old: str
    name: str
    kind: str
    proposed: str
    may_close: bool
    options: Sequence[Option]
    instances: int


@dataclass(frozen=True)
class InstanceVerdict:
    """One running instance: whether it moves, and if not why, in Danish. `remarks` are about what is no deadline."""

    instance: str
    case: str
    case_number: str
    from_version: int
    standing_at: Sequence[str]
    verdict: Verdict
    reasons: Sequence[str]
    deadlines: Sequence[Deadline]
    remarks: Sequence[str]


@dataclass(frozen=True)
class MovePreview:
    """
    What moving every running instance of a diagram would do. Nothing has been done.

    The counts are of all departments; `instances` are those the viewer may see.
    """

    library: str
    library_name: str
    process: str
    process_name: str
    to_version: int
    total: int
    clean: int
    needs_mapping: int
    cannot: int
    choices: Sequence[Choice]
    reasons: Sequence[tuple[str, int]]
    instances: Sequence[InstanceVerdict]


@dataclass(frozen=True)
class MoveRow:
    """
    A run: `state` is `moving`, `stopped`, `taking_back` or `done`.

    The counts are of instances in all departments; `back` are about to be taken back.
    """

    id: str
    library: str
    library_name: str
    process: str
    process_name: str
    to_version: int
    started_at: datetime
    started_by_name: str
    state: Literal["moving", "stopped", "taking_back", "done"]
    total: int
    waiting: int
    moved: int
    back: int
    kept: int
    undone: int


@dataclass(frozen=True)
class MovedInstance:
    """What became of one instance of a run: `waiting`, `moved`, `kept`, `back` (about to be taken back) or `undone`."""

    instance: str
    case: str
    case_number: str
    status: str
    reasons: Sequence[str]
    at: datetime | None


@dataclass(frozen=True)
class MoveView:
    """A run with the instances that the viewer may see."""

    row: MoveRow
    instances: Sequence[MovedInstance]


@dataclass(frozen=True)
class MovableProcess:
    """A diagram of a library with how many instances run on each version, newest first."""

    process: str
    name: str
    versions: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class MovableLibrary:
    """A library with its versions' numbers, newest first, and its diagrams that have running instances."""

    key: str
    name: str
    versions: Sequence[int]
    processes: Sequence[MovableProcess]
