"""What events point at: the messages, signals, errors and escalations of a drawing."""

from __future__ import annotations

from engine.definitions.bpmn import bpmn, id_of, local
from engine.definitions.xml import Element


class Targets:
    """Those of a file, by kind and id; looked up at once, as there may be an event for each of thousands."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._rows = {(local(row), id_of(row)): row for row in root if id_of(row)}
        self._used = {id_of(row) for row in root}

    def get(self, kind: str, name: str) -> Element | None:
        return self._rows.get((kind, name))

    def add(self, kind: str, name: str) -> Element:
        """A new one with this id, or one like it when that is taken."""
        while name in self._used:
            name += "_"
        row = self._root.makeelement(bpmn(kind))
        row.set("id", name)
        self._root.insert(0, row)
        self._rows[kind, name] = row
        self._used.add(name)
        return row
