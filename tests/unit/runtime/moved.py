"""Newer versions of the toy library, and moving to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.commands import StartMove, UndoMove, Viewer
from engine.store import tables
from engine.store.database import Database
from engine.views.moving import MovePreview
from tests.unit.runtime.conftest import House

OWNER = Viewer("pia", "Pia Procesejer", frozenset({"procesejer"}), "boern")
_TABLES = (tables.human_tasks, tables.jobs, tables.subscriptions)


def deploy(house: House, *changes: tuple[str, str], file: str = "dyrehold", **forms: str) -> int:
    """The library with texts of a diagram put in the place of others; the new version's number."""
    path = house.folder / "diagrams" / f"{file}.bpmn"
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    for key, form in forms.items():
        (house.folder / "forms" / f"{key}.form").write_text(form, encoding="utf-8")
    return house.engine.deploy(house.folder, by="anna").version


def preview(house: House, version: int, process: str = "dyrehold", **mapping: str) -> MovePreview:
    return house.engine.moving.preview(OWNER, "dyrehold", process, version, mapping)


def start(house: House, version: int, process: str = "dyrehold", *, accept: bool = False, **mapping: str) -> str:
    return house.engine.moving.start(StartMove("dyrehold", process, version, mapping, OWNER, accept))


def move(house: House, version: int, process: str = "dyrehold", *, accept: bool = False, **mapping: str) -> str:
    """Start a run and work it off."""
    run = start(house, version, process, accept=accept, **mapping)
    work(house)
    return run


def work(house: House) -> None:
    while house.engine.moving.work(limit=10, worker="test"):
        pass


def undo(house: House, run: str, instance: str | None = None) -> None:
    house.engine.moving.undo(UndoMove(run, OWNER, instance))
    work(house)


def rows(house: House) -> dict[str, list[dict[str, Any]]]:
    """What is open, and the instances without their version, to be compared before and after."""
    database = Database(house.engine._database.url)
    with database.reading() as connection:
        found = {
            table.name: [
                # A row that was made again has another id, and a deadline that is its task's keeps its own.
                {name: value for name, value in row._mapping.items() if table is tables.human_tasks or name != "id"}
                for row in connection.execute(select(table).order_by(*_order(table)))
            ]
            for table in _TABLES
        }
        found["instances"] = [
            {name: value for name, value in row._mapping.items() if name != "version"}
            for row in connection.execute(select(tables.instances).order_by(tables.instances.c.id))
        ]
    database.close()
    return found


def _order(table: Any) -> list[Any]:
    return [table.c.dedupe_key] if table is tables.jobs else list(table.primary_key.columns)
