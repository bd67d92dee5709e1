"""What the other pictures are made of: pages, choices, points of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A slice of a list. `next` is the opaque cursor of the one after, None at the end."""

    rows: Sequence[T]
    next: str | None = None


@dataclass(frozen=True)
class Requirement:
    """A point of the law: its id in `law/requirements.csv`, its Danish text, and where it stands."""

    id: str
    text: str
    source: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
