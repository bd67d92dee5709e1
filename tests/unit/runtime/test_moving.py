"""Running instances moved to another version of their diagram, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import ClaimHumanTask, ResumeMove, StartMove, StopMove, UndoMove, Viewer
from engine.errors import InvalidInput, NotAllowed, NotFound, WrongState
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import START, House
from tests.unit.runtime.moved import OWNER, deploy, move, preview, rows, start, undo, work

RENAMED = (
    ('id="Vurder" name="Vurder"', 'id="Vurdering" name="Vurdering af dyret"'),
    ('"Begynd_Vurder" sourceRef="Begynd" targetRef="Vurder"', '"Begynd_V" sourceRef="Begynd" targetRef="Vurdering"'),
    ('sourceRef="Vurder"', 'sourceRef="Vurdering"'),
)
INSERTED = (
    ('targetRef="Godkend"', 'targetRef="Hoer"'),
    (toy.flow("Godkend", "Slut"), toy.flow("Godkend", "Slut") + toy.flow("Hoer", "Godkend") + toy.user("Hoer", "kort")),
)
REMINDED = (
    (
        toy.user("Efter_fejl", "kort"),
        toy.user("Efter_fejl", "kort")
        + '<bpmn:boundaryEvent id="Haster" name="Haster" attachedToRef="Vurder" cancelActivity="false">'
        '<bpmn:timerEventDefinition id="Haster_d"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D'
        "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        + toy.user("Skynd", "kort", "leder")
        + '<bpmn:endEvent id="Slut_skyndt"/>'
        + toy.flow("Haster", "Skynd")
        + toy.flow("Skynd", "Slut_skyndt"),
    ),
)

# A sub-process with a reminder of its own, drawn around the first task.
_TASK_DRAWN = toy.user("Vurder", "vurder", camunda__dueDate="P14D")
FRAMED = (
    (
        _TASK_DRAWN,
        '<bpmn:subProcess id="Ramme" name="Vurderingen"><bpmn:startEvent id="Ramme_s"/>'
        + _TASK_DRAWN
        + '<bpmn:endEvent id="Ramme_e"/>'
        + toy.flow("Ramme_s", "Vurder")
        + toy.flow("Vurder", "Ramme_e")
        + "</bpmn:subProcess>",
    ),
    (toy.flow("Begynd", "Vurder"), toy.flow("Begynd", "Ramme")),
    (toy.flow("Vurder", "Kontrol"), toy.flow("Ramme", "Kontrol")),
    (REMINDED[0][0], REMINDED[0][1].replace('attachedToRef="Vurder"', 'attachedToRef="Ramme"')),
)

_TIMER = (
    '<bpmn:intermediateCatchEvent id="Vent" name="Vent"><bpmn:timerEventDefinition id="Vent_d">'
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    "</bpmn:intermediateCatchEvent>"
)
_TASK = {"camunda__dueDate": "P14D"}


def _to_kontrol(house: House) -> None:
    house.complete("Vurder", sag__dyr__art="hund")


def test_a_task_inserted_later_on_comes_to_a_moved_case(house: House) -> None:
    case = house.open_case()
    _to_kontrol(house)
    version = deploy(house, *INSERTED)
    seen = preview(house, version)
    assert (seen.total, seen.clean, seen.needs_mapping, seen.cannot) == (1, 1, 0, 0)
    (one,) = seen.instances
    assert (one.verdict, one.from_version, one.standing_at) == ("clean", 1, ["Kontrol"])
    assert house.names() == ["Kontroller"]
    move(house, version)
    house.complete("Kontroller", fundet="alt vel")
    assert house.names() == ["Hoer"]
    house.complete("Hoer", note="")
    house.complete("Godkend", sag__dyr__godkendt=True)
    assert house.kinds(case)[-1] == "case_ended"


def test_a_deadline_never_starts_again(house: House) -> None:
    house.open_case()
    due = house.task("Vurder").due_at
    house.wait(days=3)
    version = deploy(house, ('camunda:dueDate="P14D"', 'camunda:dueDate="P30D"'))
    (deadline,) = preview(house, version).instances[0].deadlines
    assert deadline.before == deadline.after == due
    assert "står ved magt" in deadline.remark
    move(house, version)
    assert house.task("Vurder").due_at == due
    house.wait(days=12)
    assert house.task("Vurder").overdue


def test_a_timer_keeps_its_time_and_fires_once_at_it(house: House) -> None:
    case = house.open_case()
    _to_kontrol(house)
    house.wait(days=20)
    version = deploy(house, ("P1M", "P2M"))
    move(house, version)
    house.wait(days=10)
    assert house.names() == ["Kontroller"]
    house.wait(days=2)
    assert house.names() == ["Kontroller", "Ryk"]
    house.wait(days=100)
    assert house.kinds(case).count("timer_fired") == 1


def test_a_new_boundary_timer_is_counted_from_the_move(house: House) -> None:
    house.open_case()
    house.wait(days=10)
    version = deploy(house, *REMINDED)
    new = next(one for one in preview(house, version).instances[0].deadlines if one.kind == "timer")
    assert (new.before, new.after) == (None, START + timedelta(days=17))
    assert "fra flytningen" in new.remark
    move(house, version)
    house.wait(days=8)
    assert house.names() == ["Skynd", "Vurder"]


def test_a_sub_process_is_drawn_around_a_running_task_and_taken_away_again(house: House) -> None:
    case = house.open_case()
    task, before = house.task("Vurder"), rows(house)
    house.wait(days=2)
    version = deploy(house, *FRAMED)
    (seen,) = preview(house, version).instances
    assert (seen.verdict, seen.remarks) == (
        "clean",
        ("»Vurder«: Står nu inde i »Vurderingen«, som er ny i tegningen.",),
    )
    run = move(house, version)
    assert (house.task("Vurder").id, house.task("Vurder").due_at) == (task.id, task.due_at)
    house.wait(days=8)
    assert house.names() == ["Skynd", "Vurder"]
    house.complete("Skynd", house.leo, note="")
    undo(house, run)  # it has gone on since
    back = deploy(house, *((after, before) for before, after in reversed(FRAMED)))
    move(house, back)
    assert (house.names(), house.task("Vurder").id) == (["Vurder"], task.id)
    assert len(rows(house)["jobs"]) == len(before["jobs"])
    house.complete("Vurder", sag__dyr__art="hund")
    assert house.names() == ["Kontroller"]
    assert house.kinds(case).count("timer_fired") == 1


def test_undoing_takes_a_task_out_of_the_new_sub_process_exactly(house: House) -> None:
    house.open_case()
    before = rows(house)
    run = move(house, deploy(house, *FRAMED))
    assert rows(house) != before
    undo(house, run)
    assert rows(house) == before


def test_a_timer_that_has_fired_is_not_set_again(house: House) -> None:
    house.open_case()
    _to_kontrol(house)
    house.wait(days=40)
    house.complete("Ryk", house.leo, note="")
    version = deploy(house, *INSERTED)
    move(house, version)
    house.wait(days=400)
    assert house.names() == ["Kontroller"]


def test_a_renamed_task_needs_an_answer_and_is_proposed(house: House) -> None:
    case = house.open_case()
    task = house.task("Vurder")
    version = deploy(house, *RENAMED)
    seen = preview(house, version)
    assert (seen.clean, seen.needs_mapping) == (0, 1)
    (choice,) = seen.choices
    assert (choice.old, choice.proposed, choice.instances) == ("Vurder", "Vurdering", 1)
    kept = move(house, version)
    (one,) = house.engine.moving.run(OWNER, kept).instances
    assert one.status == "kept"
    assert "»Vurder«" in one.reasons[0]
    assert house.task("Vurder").id == task.id
    assert preview(house, version, Vurder="Vurdering").clean == 1
    move(house, version, Vurder="Vurdering")
    moved = house.task("Vurdering af dyret")
    assert (moved.id, moved.due_at) == (task.id, task.due_at)
    house.complete("Vurdering af dyret", sag__dyr__art="hund")
    assert house.names() == ["Kontroller"]
    assert [line.text for line in house.history(case) if line.kind == "instance_moved"] == [
        "»dyrehold« blev flyttet fra version 1 til version 2"
    ]
    assert next(line for line in house.history(case) if line.kind == "instance_moved").by == "pia"


def test_undoing_restores_everything_exactly(house: House) -> None:
    house.open_case()
    house.open_case(navn="Rex")
    house.complete("Vurder", sag__dyr__art="hund")
    before = rows(house)
    version = deploy(house, *RENAMED, (toy.flow("Rykker", "Ryk"), toy.flow("Rykker", "Ryk") + " "), *INSERTED)
    run = move(house, version, accept=True)
    assert rows(house) != before
    undo(house, run)
    assert rows(house) == before
    row = house.engine.moving.run(OWNER, run).row
    assert (row.state, row.moved, row.undone) == ("done", 0, 2)


def test_undoing_sets_removed_timers_again_with_their_own_time(house: House) -> None:
    house.open_case()
    deploy(house, *REMINDED)
    house.open_case(navn="Rex")
    before = rows(house)
    run = move(house, 1)
    assert "Haster" not in {row["element"] for row in rows(house)["jobs"]}
    house.wait(days=2)
    undo(house, run)
    assert rows(house) == before


def test_a_case_that_has_stepped_is_not_taken_back(house: House) -> None:
    house.open_case()
    version = deploy(house, *INSERTED)
    run = move(house, version)
    _to_kontrol(house)
    undo(house, run)
    (one,) = house.engine.moving.run(OWNER, run).instances
    assert one.status == "moved"
    assert "gået videre" in one.reasons[0]
    house.complete("Kontroller", fundet="alt vel")
    assert house.names() == ["Hoer"]


def test_what_is_gone_without_heir_cannot_move_and_says_why(house: House) -> None:
    house.open_case()
    house.send(house.open_case(navn="Rex", art="hund"), "dyrehold.ur")
    version = deploy(
        house,
        (_TIMER, toy.user("Vent", "kort")),
        file="ur",
    )
    seen = preview(house, version, "ur")
    assert (seen.total, seen.cannot) == (1, 1)
    ((reason, count),) = seen.reasons
    assert count == 1
    assert "»Vent« (Vent) var en hændelse, der ventes på og er nu en opgave for en person" in reason
    run = move(house, version, "ur")
    (one,) = house.engine.moving.run(OWNER, run).instances
    assert (one.status, one.reasons) == ("kept", [reason])
    house.wait(days=2)
    assert "timer_fired" in house.kinds(one.case)


def test_a_run_is_stopped_and_taken_up_again(house: House) -> None:
    for number in range(4):
        house.open_case(navn=f"dyr {number}")
    version = deploy(house, *INSERTED)
    run = start(house, version)
    moving = house.engine.moving
    assert moving.work(limit=1, worker="test") == 1
    moving.stop(StopMove(run, OWNER))
    work(house)
    row = moving.run(OWNER, run).row
    assert (row.state, row.moved, row.waiting) == ("stopped", 1, 3)
    moving.resume(ResumeMove(run, OWNER))
    moving.resume(ResumeMove(run, OWNER))
    work(house)
    assert moving.run(OWNER, run).row.moved == 4


def test_of_two_owners_at_once_the_second_is_told(house: House) -> None:
    house.open_case()
    version = deploy(house, *INSERTED)
    start(house, version)
    with pytest.raises(WrongState, match="allerede ved at blive flyttet"):
        start(house, version)
    work(house)
    with pytest.raises(WrongState, match="kører på en anden version"):
        start(house, version)


def test_a_deployment_during_the_move_changes_nothing_for_it(house: House) -> None:
    house.open_case()
    version = deploy(house, *INSERTED)
    run = start(house, version)
    deploy(house, *REMINDED)
    work(house)
    assert house.engine.moving.run(OWNER, run).row.to_version == version
    house.wait(days=10)
    assert house.names() == ["Vurder"]


@pytest.mark.parametrize(("old", "new"), [("Vurder", "Findes_ikke"), ("Findes_ikke", "Vurder"), ("Vurder", "Slut")])
def test_a_mapping_that_means_nothing_is_refused_or_moves_nothing(house: House, old: str, new: str) -> None:
    house.open_case()
    version = deploy(house, *INSERTED)
    before = rows(house)
    if new == "Slut":
        assert preview(house, version, **{old: new}).cannot == 1
        move(house, version, **{old: new})
    else:
        with pytest.raises(InvalidInput) as caught:
            preview(house, version, **{old: new})
        assert list(caught.value.fields) == [old]
        with pytest.raises(InvalidInput):
            start(house, version, **{old: new})
    assert rows(house) == before


def test_only_owners_move_and_nobody_sees_another_departments_cases(house: House) -> None:
    house.open_case()
    version = deploy(house, *INSERTED)
    for refused in (house.anna, house.leo):
        with pytest.raises(NotAllowed):
            house.engine.moving.preview(refused, "dyrehold", "dyrehold", version, {})
        with pytest.raises(NotAllowed):
            house.engine.moving.start(StartMove("dyrehold", "dyrehold", version, {}, refused))
    elsewhere = Viewer("per", "Per", frozenset({"procesejer"}), "ældre")
    seen = house.engine.moving.preview(elsewhere, "dyrehold", "dyrehold", version, {})
    assert (seen.total, list(seen.instances)) == (1, [])
    run = move(house, version)
    view = house.engine.moving.run(elsewhere, run)
    assert (view.row.moved, list(view.instances)) == (1, [])
    (own,) = house.engine.moving.run(OWNER, run).instances
    with pytest.raises(NotFound):
        house.engine.moving.undo(UndoMove(run, elsewhere, own.instance))


def test_a_task_that_goes_to_another_role_is_laid_back_for_all_with_it(house: House) -> None:
    house.open_case()
    task = house.task("Vurder").id
    house.engine.claim(ClaimHumanTask(task, house.anna))
    before = rows(house)
    drawn = toy.user("Vurder", "vurder", **_TASK), toy.user("Vurder", "vurder", "leder", **_TASK)
    version = deploy(house, drawn)
    (seen,) = preview(house, version).instances
    assert any("anden rolle" in remark for remark in seen.remarks)
    run = move(house, version)
    row = house.task("Vurder")
    assert (row.role, row.assignee) == ("leder", None)
    undo(house, run)
    assert rows(house) == before
