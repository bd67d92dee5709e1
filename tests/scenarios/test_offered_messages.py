"""What a case's page offers to say: what may come from outside, never what its own processes tell each other."""

from datetime import date

from app import wiring
from app.simulation.chance import Likeliest
from app.simulation.form_filling import FormFiller
from app.simulation.library import find_library
from app.simulation.people import People, everyone
from app.simulation.sandbox import sandbox
from app.simulation.start_facts import Beginning, start_facts
from app.simulation.timetable import Timetable, work_moment
from engine.commands import SYSTEM

FROM_OUTSIDE = {
    "hjemmetraening.aendring",
    "hjemmetraening.aktindsigt",
    "hjemmetraening.ekstra_besoeg",
    "hjemmetraening.klage",
    "hjemmetraening.tilbagetrukket",
    "hjemmetraening.traeningsudgift",
}


def test_an_approved_scheme_offers_what_families_and_authorities_may_say() -> None:
    library = find_library("hjemmetraening", wiring.libraries())
    assert library is not None
    opened, until = date(2017, 1, 2), date(2018, 6, 1)
    with sandbox(library, wiring.service_tasks(), work_moment(opened)) as box:
        case = box.open_case(library.key, start_facts(library.weights, Beginning(date(2013, 5, 5), opened)))
        people = People(box.engine, [everyone(library.roles)], FormFiller(library.weights, Likeliest()))
        table = Timetable(people, box.clock)
        table.cases.add(case)
        while table.step(work_moment(until)):
            pass
        view = box.engine.case(SYSTEM, case)
        waiting = {wait.name for wait in view.waits}

        assert {option.value for option in view.messages} == FROM_OUTSIDE
        assert "Ophør efter revurdering" in waiting  # what is not offered is waited for all the same
