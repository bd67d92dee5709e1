"""Cases from opening to end: calls, errors, messages, conditions, and what stays undone when something is refused."""

from __future__ import annotations

import pytest

from engine.commands import CloseCase, CompleteHumanTask, CorrectFacts, OpenCase, RetryIncident, SendMessage, Viewer
from engine.errors import FactsConflict, HardStopped, InvalidDefinition, InvalidInput, NotAllowed, NotFound, WrongState
from engine.views import WorklistFilter
from tests.unit.runtime.conftest import House


def test_a_case_goes_through_its_call_to_its_end(house: House) -> None:
    case = house.open_case()
    assert house.names() == ["Vurder"]
    house.complete("Vurder", sag__dyr__art="hund", sag__dyr__farligt=False)
    assert house.names() == ["Kontroller"]
    house.complete("Kontroller", fundet="alt vel")
    assert house.names() == ["Godkend"]
    house.complete("Godkend", sag__dyr__godkendt=True)
    view = house.engine.case(house.anna, case)
    assert (view.row.status, view.row.subject) == ("ended", "Bella")
    assert {line.path: line.value for line in view.facts}["besoeg"] == ["alt vel"]
    kinds = house.kinds(case)
    assert kinds[0] == "case_opened"
    assert kinds[-1] == "case_ended"
    assert kinds.count("instance_started") == kinds.count("instance_ended") == 2
    assert kinds.count("milestone") == kinds.count("letter") == kinds.count("event") == 1


def test_a_dotted_field_is_a_place_inside_its_variable(house: House) -> None:
    for name in ("diagrams/kontrol.bpmn", "diagrams/dyrehold.bpmn", "forms/kontroller.form"):
        file = house.folder / name
        text = file.read_text(encoding="utf-8").replace('"fundet"', '"syn.fundet"', 1 if name.endswith("form") else 0)
        file.write_text(
            text.replace('vaerdi="fundet"', 'vaerdi="syn.fundet"')
            .replace("fundet =", "syn.fundet =")
            .replace('source="fundet"', 'sourceExpression="syn.fundet"'),
            encoding="utf-8",
        )
    house.engine.deploy(house.folder, by="anna")
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.complete("Kontroller", syn__fundet="alt vel")
    house.complete("Godkend", sag__dyr__godkendt=True)
    assert {line.path: line.value for line in house.engine.case(house.anna, case).facts}["besoeg"] == ["alt vel"]


def test_a_case_opened_twice_under_one_key_is_one_case(house: House) -> None:
    command = OpenCase("dyrehold", "boern", {"dyr.navn": "Bella"}, house.anna, key="k")
    assert house.engine.open_case(command) == house.engine.open_case(command)
    assert len(house.open_tasks()) == 1


def test_an_error_in_a_child_goes_to_the_callers_boundary(house: House) -> None:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.complete("Kontroller", fundet="intet")
    assert house.names() == ["Efter_fejl"]
    assert "incident" not in house.kinds(case)
    house.complete("Efter_fejl")
    assert house.engine.case(house.anna, case).row.status == "ended"


def test_an_interrupting_message_takes_the_child_and_its_tasks_away(house: House) -> None:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    late = house.task("Kontroller")
    house.send(case, "dyrehold.trukket")
    assert house.names() == []
    assert house.engine.case(house.anna, case).row.status == "ended"
    assert house.kinds(case).count("task_cancelled") == 1
    with pytest.raises(WrongState, match="bortfaldet"):
        house.engine.complete(CompleteHumanTask(late.id, {"fundet": "x"}, house.anna))
    assert house.engine.next_due() is None


def test_a_case_offers_the_messages_it_waits_for_and_those_that_start_something(house: House) -> None:
    case = house.open_case()
    offered = {option.value for option in house.engine.case(house.anna, case).messages}
    assert {"dyrehold.besoeg", "dyrehold.vagt", "dyrehold.ur"} <= offered
    assert "dyrehold.trukket" not in offered
    house.complete("Vurder", sag__dyr__art="hund")
    assert ("dyrehold.trukket", "Trukket") in [(o.value, o.label) for o in house.engine.case(house.anna, case).messages]


def test_a_message_nobody_expects_is_refused_and_leaves_no_line(house: House) -> None:
    case = house.open_case()
    before = house.history(case)
    with pytest.raises(WrongState, match="ingen venter"):
        house.send(case, "dyrehold.trukket")
    assert house.history(case) == before


def test_a_timer_beside_the_call_starts_the_leaders_task_and_the_call_goes_on(house: House) -> None:
    house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.wait(days=32)
    assert house.names() == ["Kontroller", "Ryk"]
    house.complete("Ryk", house.leo)
    house.complete("Kontroller", fundet="alt vel")
    assert house.names() == ["Godkend"]


def test_a_message_starts_its_process_within_the_case_any_number_of_times(house: House) -> None:
    case = house.open_case()
    house.send(case, "dyrehold.besoeg")
    house.send(case, "dyrehold.besoeg")
    rows = [row for row in house.open_tasks() if row.name == "Besoeg"]
    assert [(row.role, row.on_behalf_of) for row in rows] == [("sagsbehandler", "Ejer")] * 2


def test_a_condition_in_another_instance_sees_the_fact_at_once(house: House) -> None:
    case = house.open_case()
    house.send(case, "dyrehold.vagt")
    assert house.names() == ["Vurder"]
    house.engine.correct_facts(CorrectFacts(case, {"dyr.godkendt": True}, "rettet", house.anna))
    assert house.names() == ["Set", "Vurder"]


def test_a_hard_stop_holds_for_a_form_and_for_a_correction_and_undoes_everything(house: House) -> None:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund", sag__dyr__farligt=True)
    house.complete("Kontroller", fundet="alt vel")
    before = house.history(case)
    with pytest.raises(HardStopped) as stopped:
        house.complete("Godkend", sag__dyr__godkendt=True)
    (violation,) = stopped.value.violations
    assert (violation.stop, violation.requirements) == ("T1", ("L-1",))
    with pytest.raises(HardStopped):
        house.engine.correct_facts(CorrectFacts(case, {"dyr.godkendt": True}, "nej", house.anna))
    assert house.history(case) == before
    assert house.names() == ["Godkend"]


def test_a_fact_that_breaks_the_schema_is_refused(house: House) -> None:
    case = house.open_case()
    with pytest.raises(InvalidInput):
        house.engine.correct_facts(CorrectFacts(case, {"dyr.ukendt": 1}, "fejl", house.anna))


def test_a_missing_field_is_named_and_nothing_happens(house: House) -> None:
    house.open_case()
    with pytest.raises(InvalidInput) as refused:
        house.complete("Vurder")
    assert set(refused.value.fields) == {"sag.dyr.art"}
    assert house.names() == ["Vurder"]


def test_a_fact_changed_since_the_form_was_shown_is_not_overwritten(house: House) -> None:
    case = house.open_case()
    task = house.task("Vurder")
    shown = house.engine.human_task(house.anna, task.id).facts_version
    house.engine.correct_facts(CorrectFacts(case, {"dyr.art": "kat"}, "set", house.leo))
    values = {"sag.dyr.art": "hund", "sag.dyr.farligt": False}
    with pytest.raises(FactsConflict) as conflict:
        house.engine.complete(CompleteHumanTask(task.id, values, house.anna, facts_version=shown))
    assert conflict.value.paths == {"sag.dyr.art": ("kat", "hund")}
    again = house.engine.human_task(house.anna, task.id).facts_version
    house.engine.complete(CompleteHumanTask(task.id, values, house.anna, facts_version=again))
    assert house.names() == ["Kontroller"]


def test_the_second_of_two_is_told_who_was_first(house: House) -> None:
    house.open_case()
    task = house.task("Vurder")
    house.engine.complete(CompleteHumanTask(task.id, {"sag.dyr.art": "hund"}, house.anna))
    with pytest.raises(WrongState, match="allerede afsluttet"):
        house.engine.complete(CompleteHumanTask(task.id, {"sag.dyr.art": "kat"}, house.anna))


def test_another_department_sees_nothing_at_all(house: House) -> None:
    case = house.open_case()
    task = house.task("Vurder").id
    other = Viewer("ole", "Ole", frozenset({"sagsbehandler", "leder"}), "voksne")
    assert house.engine.worklist(other, WorklistFilter()).rows == []
    assert house.engine.cases(other).rows == []
    for look in (
        lambda: house.engine.case(other, case),
        lambda: house.engine.timeline(other, case),
        lambda: house.engine.human_task(other, task),
        lambda: house.engine.read_post(other, task, {}),
        lambda: house.engine.complete(CompleteHumanTask(task, {}, other)),
        lambda: house.engine.send_message(SendMessage(case, "dyrehold.besoeg", {}, other)),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_role_is_needed_to_complete(house: House) -> None:
    house.open_case()
    with pytest.raises(NotAllowed):
        house.complete("Vurder", house.leo, sag__dyr__art="hund")


def test_an_ordinary_deadline_reminds_marks_and_escalates(house: House) -> None:
    case = house.open_case()
    house.wait(days=13)
    assert house.kinds(case).count("reminded") == 1
    house.wait(days=2)
    assert house.task("Vurder").overdue
    assert house.engine.worklist(house.leo, WorklistFilter("escalated")).rows == []
    house.wait(days=3)
    (row,) = house.engine.worklist(house.leo, WorklistFilter("escalated")).rows
    assert row.name == "Vurder"
    house.complete("Vurder", sag__dyr__art="hund")
    assert house.engine.worklist(house.leo, WorklistFilter("escalated")).rows == []


def test_closing_a_case_cancels_everything(house: House) -> None:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.send(case, "dyrehold.besoeg")
    with pytest.raises(NotAllowed, match="Kun en leder"):
        house.engine.close_case(CloseCase(case, "fejloprettet", house.anna))
    house.engine.close_case(CloseCase(case, "fejloprettet", house.leo))
    assert house.names() == []
    assert house.engine.case(house.anna, case).row.status == "ended"
    assert house.engine.next_due() is None


def test_a_timer_that_cannot_go_on_is_an_incident_and_others_go_on(house: House) -> None:
    stuck, other = house.open_case(), house.open_case()
    house.send(stuck, "dyrehold.ur")
    house.send(other, "dyrehold.ur")
    house.engine.correct_facts(CorrectFacts(other, {"dyr.art": "hund"}, "set", house.anna))
    house.wait(days=2)
    assert house.names() == ["Hund", "Vurder", "Vurder"]
    (incident,) = house.engine.incidents(house.anna)
    assert incident.case == stuck
    assert "Art?" in incident.message
    house.engine.correct_facts(CorrectFacts(stuck, {"dyr.art": "hund"}, "set", house.anna))
    house.engine.mending.retry(RetryIncident(incident.id, house.leo))
    house.engine.run_due()
    assert house.names() == ["Hund", "Hund", "Vurder", "Vurder"]
    assert house.engine.incidents(house.anna) == []


def test_running_cases_keep_their_diagram_and_the_next_call_takes_the_new(house: House) -> None:
    house.open_case()
    kontrol = house.folder / "diagrams" / "kontrol.bpmn"
    kontrol.write_text(kontrol.read_text().replace('name="Kontroller"', 'name="Kontroller grundigt"'))
    deployed = house.engine.deploy(house.folder, by="anna")
    assert (deployed.version, deployed.new) == (2, True)
    assert house.engine.deploy(house.folder, by="anna").new is False
    house.complete("Vurder", sag__dyr__art="hund")
    assert house.names() == ["Kontroller grundigt"]


def test_a_deployment_that_narrows_the_case_file_is_refused_and_the_running_version_stays(house: House) -> None:
    schema = house.folder / "case.schema.json"
    schema.write_text(schema.read_text().replace('"art": {"type": "string"', '"art": {"enum": ["hund"]'))
    with pytest.raises(InvalidDefinition, match=r"dyr\.art"):
        house.engine.deploy(house.folder, by="anna")
    assert [each.version for each in house.engine.deployments()] == [1]


def test_the_history_has_no_gap_and_every_task_event_stands_beside_its_line(house: House) -> None:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.complete("Kontroller", fundet="alt vel")
    house.complete("Godkend", sag__dyr__godkendt=True)
    page = house.engine.timeline(house.anna, case, limit=3, everything=True)
    seen = list(page.rows)
    while page.next:
        page = house.engine.timeline(house.anna, case, limit=3, cursor=page.next, everything=True)
        seen += page.rows
    assert list(reversed(seen)) == house.history(case)
