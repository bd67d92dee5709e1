"""Cases that stand still, and who may set them going again."""

from __future__ import annotations

from collections.abc import Sequence

from engine.api import Engine
from engine.commands import Viewer
from engine.views import IncidentRow

# House-wide role keys, the same in every process library.
_MAY_RETRY = frozenset({"leder", "procesejer"})


def may_retry(viewer: Viewer) -> bool:
    """Whether the viewer may set a stuck case going again."""
    return bool(viewer.roles & _MAY_RETRY)


def stuck_cases(engine: Engine, viewer: Viewer) -> Sequence[IncidentRow]:
    """The department's stuck cases, each once, the longest stuck first."""
    by_case: dict[str, IncidentRow] = {}
    for row in engine.incidents(viewer):
        if row.case is not None:
            by_case.setdefault(row.case, row)
    return list(by_case.values())
