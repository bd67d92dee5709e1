"""
Soundness: can every case that begins come to its end, and is each step done as often as it was meant?

Each scope of a diagram is looked at alone; a sub-process is one node in its
parent. Conditions are not run: any branch may be taken (`net`). All markings
are visited, within a bound (`exploration`), and what they show is told with
the way that leads there (`reading`, `wording`). What cannot be proven within
the bound is said to be just that.

A fault is an error when it is one whatever the data. What happens only when
certain choices meet is advice, as their conditions may exclude each other;
so is a step done twice, as some mean it so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from engine.definitions.bpmn import running
from engine.definitions.soundness.examined import Examined
from engine.definitions.soundness.exploration import Budget
from engine.definitions.soundness.fault import Fault, Kind
from engine.definitions.xml import Element

__all__ = ["Fault", "Kind", "faults"]


@dataclass(frozen=True)
class _File:
    """A file's content, which says what it is, and its tree as it was read."""

    content: bytes
    root: Element = field(compare=False)


def faults(content: bytes, root: Element) -> tuple[Fault, ...]:
    """What is not sound in the processes of a file."""
    return _faults(_File(content, root))


@lru_cache(maxsize=64)  # the same file is asked about by several rules, and again at every check in the studio
def _faults(file: _File) -> tuple[Fault, ...]:
    budget = Budget()
    examined = [Examined(process, budget) for process in running(file.root)]
    return tuple(fault for process in examined for fault in (*process.faults, *process.unended))
