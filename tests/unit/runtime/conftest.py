"""An engine with the toy library on each database, and a caseworker's hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import CompleteHumanTask, OpenCase, SendMessage, Viewer
from engine.model import Json
from engine.views import HumanTaskRow, TimelineEntry, WorklistFilter
from tests.unit.runtime import toy

START = datetime(2031, 3, 3, 8, tzinfo=UTC)


@dataclass
class House:
    """The engine, its clock, and two people of one department."""

    engine: Engine
    clock: VirtualClock
    folder: Path
    anna: Viewer = field(default=Viewer("anna", "Anna", frozenset({"sagsbehandler"}), "boern"))
    leo: Viewer = field(default=Viewer("leo", "Leo", frozenset({"leder"}), "boern"))

    def open_case(self, **facts: Json) -> str:
        given = {f"dyr.{name}": value for name, value in facts.items()} or {"dyr.navn": "Bella"}
        return self.engine.open_case(OpenCase("dyrehold", "boern", given, self.anna))

    def task(self, name: str, viewer: Viewer | None = None) -> HumanTaskRow:
        return next(row for row in self.open_tasks(viewer) if row.name == name)

    def redraw(self, **diagrams: str) -> None:
        """Deploy a version with these diagrams, by file name, beside or instead of its own."""
        for name, text in diagrams.items():
            (self.folder / "diagrams" / f"{name}.bpmn").write_text(text, encoding="utf-8")
        self.engine.deploy(self.folder, by="anna")

    def open_tasks(self, viewer: Viewer | None = None) -> list[HumanTaskRow]:
        everybody = Viewer("alle", "Alle", frozenset(), None)
        return list(self.engine.worklist(viewer or everybody, WorklistFilter()).rows)

    def names(self) -> list[str]:
        return sorted(row.name for row in self.open_tasks())

    def complete(self, name: str, viewer: Viewer | None = None, **values: Json) -> None:
        dotted = {key.replace("__", "."): value for key, value in values.items()}
        self.engine.complete(CompleteHumanTask(self.task(name).id, dotted, viewer or self.anna))

    def send(self, case: str, name: str, **payload: Json) -> None:
        self.engine.send_message(SendMessage(case, name, payload, self.anna))

    def wait(self, **span: float) -> None:
        """Let time pass, stopping at everything that falls due on the way."""
        end = self.clock.now() + timedelta(**span)
        while (due := self.engine.next_due()) is not None and due <= end:
            self.clock.set(due)
            self.engine.run_due()
        self.clock.set(end)

    def history(self, case: str) -> list[TimelineEntry]:
        """Every line, oldest first."""
        page = self.engine.timeline(self.anna, case, limit=1000, everything=True)
        return list(reversed(page.rows))

    def kinds(self, case: str) -> list[str]:
        return [entry.kind for entry in self.history(case)]


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    clock = VirtualClock(START)
    engine = open_engine(engine_url, clock=clock)
    folder = toy.write(tmp_path / "dyrehold")
    engine.deploy(folder, by="anna")
    yield House(engine, clock, folder)
    engine.close()
