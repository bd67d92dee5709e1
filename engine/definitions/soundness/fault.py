"""What is not sound, as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["deadlock", "crowd", "no-end", "endless", "unreached", "unproven"]


@dataclass(frozen=True)
class Fault:
    """One thing that is not sound. `path` are ids of elements and flows in the order they are passed."""

    kind: Kind
    element: str
    line: int
    message: str
    path: tuple[str, ...] = ()
    severity: Literal["error", "advice"] = "error"
