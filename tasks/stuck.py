"""Cases that stand still, and who may do something about it."""

from __future__ import annotations

from collections.abc import Sequence

from engine.api import Engine
from engine.commands import IN_CHARGE, LEADER, Viewer
from engine.views import IncidentRow


def may_retry(viewer: Viewer) -> bool:
    """Whether the viewer may mend a stuck case and set it going again."""
    return bool(viewer.roles & IN_CHARGE)


def may_close_cases(viewer: Viewer) -> bool:
    """Whether the viewer may end a whole case, with everything that is open in it."""
    return LEADER in viewer.roles


def stuck_cases(engine: Engine, viewer: Viewer) -> Sequence[IncidentRow]:
    """The department's stuck cases, each once, the longest stuck first."""
    by_case: dict[str, IncidentRow] = {}
    for row in engine.incidents(viewer):
        if row.case is not None:
            by_case.setdefault(row.case, row)
    return list(by_case.values())
