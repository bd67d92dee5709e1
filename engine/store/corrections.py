"""What a variable held before and after a person's correction. Values lie apart from the history, as facts' do."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert

from engine.model import Json
from engine.store.tables import variable_corrections


def add(connection: Connection, case: str, seq: int, before: Mapping[str, Json], after: Mapping[str, Json]) -> None:
    """Keep one correction beside its history line `seq`: every name in `after`, with what it held."""
    rows = [
        {"case_id": case, "seq": seq, "name": name, "before": before.get(name), "after": value}
        for name, value in after.items()
    ]
    connection.execute(insert(variable_corrections), rows)
