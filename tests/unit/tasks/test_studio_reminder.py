"""
What the studio is for: a process owner moves the reminder before the § 50 deadline from 14 days to 21.

On the real library, over HTTP, and then in the next case as it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from app import wiring
from app.config import Config
from app.simulation.chance import Seeded
from app.simulation.form_filling import FormFiller
from app.simulation.library import Library, read_library
from app.simulation.people import People, everyone
from app.simulation.start_facts import Beginning, start_facts
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import VirtualClock, local_date
from engine.commands import SYSTEM, OpenCase
from engine.views import WorklistFilter
from tests.unit.tasks.conftest import MORNING, Person, text_of
from tests.unit.tasks.test_studio import send, shown

LIBRARY = Path(__file__).parents[3] / "processes" / "home_training"
STUDIO = "/studio/hjemmetraening"
DRAWING = f"{STUDIO}/tegning/boernefaglig_undersoegelse.bpmn"


@dataclass
class Municipality:
    """The real library on an empty database, with a process owner and people who do as simulated."""

    engine: Engine
    clock: VirtualClock
    library: Library
    people: People = field(init=False)

    def __post_init__(self) -> None:
        filler = FormFiller(self.library.weights, Seeded(1))
        self.people = People(self.engine, [everyone(self.library.roles)], filler)

    def case_under_investigation(self) -> tuple[str, date]:
        """A new case in which the § 50 investigation has begun, and the investigation's deadline."""
        today = local_date(self.clock.now())
        facts = start_facts(self.library.weights, Beginning(date(today.year - 3, 2, 1), today))
        case = self.engine.open_case(OpenCase(self.library.key, "Nord", facts, SYSTEM))
        for _ in range(40):
            deadline = {line.path: line.value for line in self.engine.case(SYSTEM, case).facts}.get(
                "undersoegelse.frist"
            )
            if deadline is not None:
                return case, date.fromisoformat(str(deadline))
            rows = self.engine.worklist(SYSTEM, WorklistFilter()).rows
            task = next(row for row in rows if row.case == case)
            self.people.complete(task.id, task.role, today)
            self.work()
        raise AssertionError("the investigation never began")

    def wait_until(self, day: date) -> None:
        while (due := self.engine.next_due()) is not None and local_date(due) <= day:
            self.clock.set(max(due, self.clock.now()))
            self.work()

    def work(self) -> None:
        while self.engine.run_due():
            pass

    def fired(self, case: str, timer: str) -> list[date]:
        past = self.engine.timeline(SYSTEM, case, limit=1000, everything=True).rows
        return [local_date(entry.at) for entry in past if entry.kind == "timer_fired" and entry.element == timer]


@pytest.fixture
def municipality(password_hash: str) -> Iterator[Municipality]:
    clock = VirtualClock(MORNING)
    with closing(open_engine("sqlite://", clock=clock, services=wiring.service_tasks(), migrate=True)) as engine:
        engine.deploy(LIBRARY, by="drift")
        engine.add_account(
            username="pia",
            name="Pia Krogh",
            roles=frozenset({"procesejer"}),
            department="Nord",
            password_hash=password_hash,
        )
        yield Municipality(engine, clock, read_library(LIBRARY))


def reminder_in(xml: str) -> tuple[str, str]:
    """The reminder before the deadline, found by its name: its id, and its time as it is written."""
    root = etree.fromstring(xml.encode())
    (event,) = [
        each
        for each in root.iter("{*}boundaryEvent")
        if each.get("name", "").startswith("Påmindelse") and "P14D" in "".join(each.itertext("{*}timeDate"))
    ]
    return event.get("id", ""), "".join(event.itertext("{*}timeDate")).strip()


def test_the_reminder_is_moved_and_comes_so_in_the_next_case(municipality: Municipality) -> None:
    app = create_app(Config("sqlite://", {}, secure_cookies=False), municipality.engine)
    app.testing = True
    before, deadline_before = municipality.case_under_investigation()
    pia = Person(app.test_client())
    assert pia.sign_in("pia").status_code == 303

    xml = pia.get(f"{DRAWING}/xml").text
    timer, time = reminder_in(xml)
    base = re.search(r"\b[0-9a-f]{64}\b", pia.get(DRAWING).text)
    assert base is not None
    changed = xml.replace(_written(time), _written(time.replace("P14D", "P21D")))
    findings = send(pia, f"{DRAWING}/tjek", {"xml": changed}).json["findings"]
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    assert send(pia, f"{DRAWING}/kladde", {"xml": changed, "base": base[0]}).status_code == 200
    page = pia.get(f"{STUDIO}/udrul")
    assert f"tidspunkt {time} {time.replace('P14D', 'P21D')}" in text_of(page)
    answer = pia.post(f"{STUDIO}/udrul", {"note": "Påmind tre uger før.", **shown(page)})
    assert answer.location == f"{STUDIO}?udrullet=2"

    after, deadline_after = municipality.case_under_investigation()
    municipality.wait_until(max(deadline_before, deadline_after))
    assert municipality.fired(before, timer) == [deadline_before - timedelta(days=14)]
    assert municipality.fired(after, timer) == [deadline_after - timedelta(days=21)]


def _written(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
