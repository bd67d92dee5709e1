"""The requirements of the law, and what carries them in diagrams, tables, forms and hard stops."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions.library import Library

HJEMMEL = "{urn:sagsgang:bpmn:1}hjemmel"

# What this library does not do yet stands in other parts of the law: special day care and clubs, payment,
# complaints, and the details of lost earnings, training costs and fixed amounts.
THE_PATH = ("P145-6", "P146-19", "P150-8", "P153-1", "P154-10", "P157-1", "P157-7", "P157-8", "P157-9", "P157c-2")


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "law" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _carried(folder: Path, library: Library) -> Iterator[tuple[str, str]]:
    """Requirement and what carries it, read from the files themselves."""
    for path in [*folder.glob("diagrams/*.bpmn"), *folder.glob("decisions/*.dmn")]:
        for element in etree.parse(path).iter(etree.Element):
            for name in (element.get(HJEMMEL) or "").split():
                yield name, f"{path.name}#{element.get('id')}"
    for form in library.forms.values():
        for field in form.components:
            for name in field.hjemmel:
                yield name, f"{form.id}#{field.key}"
    for stop in library.hard_stops:
        for name in stop.requirements:
            yield name, stop.id


def test_all_requirements_are_there_once_with_a_readable_source(folder: Path) -> None:
    rows = _rows(folder)
    assert len({row["id"] for row in rows}) == len(rows) == 264
    for row in rows:
        assert row["krav"].strip(), row["id"]
        assert re.match(r"(Aftale af 9\. oktober 2015|Vejledning nr\. 3 til serviceloven|Serviceloven §)", row["kilde"])
        assert not re.search(r"\.txt|\bnr\. \d{4,}_", row["kilde"]), row["id"]


def test_what_elements_rest_on_exists(folder: Path, library: Library) -> None:
    known = {row["id"] for row in _rows(folder)}
    wrong = [f"{where}: {name}" for name, where in _carried(folder, library) if name not in known]
    assert wrong == []


@pytest.mark.parametrize("requirement", THE_PATH)
def test_a_duty_on_the_childs_path_is_carried_by_something_drawn(
    folder: Path, library: Library, requirement: str
) -> None:
    drawn = [where for name, where in _carried(folder, library) if name == requirement and ".bpmn#" in where]
    assert drawn


def test_every_user_task_says_its_law_and_helps_the_caseworker(library: Library) -> None:
    tasks = [
        (process.id, element)
        for process in library.processes.values()
        for element in process.elements.values()
        if element.kind == "userTask"
    ]
    assert len(tasks) > 25
    bare = [f"{process}: {task.id}" for process, task in tasks if not (task.hjemmel and task.documentation)]
    assert bare == []
    undated = [f"{process}: {task.id}" for process, task in tasks if not task.due_date]
    assert undated == []
