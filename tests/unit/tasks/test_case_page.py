"""The case page and the list of cases."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.api import Engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, CorrectFacts, OpenCase
from engine.errors import CaseStuck
from engine.mending import Mending
from engine.views import IncidentRow
from tests.unit.definitions.lint.cases import RULE_TASK, TABLE
from tests.unit.definitions.samples import diagram, library

from .conftest import LIBRARY, MORNING, SignIn, tasks_of, text_of

YEARLY = """\
<bpmn:startEvent id="S" name="Et år"><bpmn:timerEventDefinition><bpmn:timeDuration>P1Y</bpmn:timeDuration>
</bpmn:timerEventDefinition></bpmn:startEvent>
<bpmn:sendTask id="T" name="Følg op" />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="T" />
<bpmn:sequenceFlow id="P2" sourceRef="T" targetRef="E" />
"""


def test_it_shows_what_is_waited_for_and_what_is_known(sign_in: SignIn, assessment: str, case: str) -> None:
    text = text_of(sign_in("anne").get(f"/sager/{case}"))
    for expected in (
        "Freja Lund Sag 2016-1 · Tilskud · åbnet 22. august 2016 Åben",
        "Vurdér ansøgning Opgave 5. september 2016 om 14 dage Sagsbehandler Tilskud",
        "Åbne frister Vurdér ansøgning 5. september 2016",
        "Borgerens navn Freja Lund",
        "22. august 2016 kl. 9.00",
        "Anne Holm",
    ):
        assert expected in text


def test_it_shows_what_will_begin_by_itself_and_when(
    sign_in: SignIn, engine: Engine, case: str, tmp_path: Path
) -> None:
    anne = sign_in("anne")
    assert "Begynder af sig selv" not in text_of(anne.get(f"/sager/{case}"))
    folder = shutil.copytree(LIBRARY, tmp_path / "library")
    (folder / "diagrams" / "aarlig.bpmn").write_bytes(diagram(YEARLY, process="aarlig", lane=""))
    engine.deploy(folder, by="test")
    told = text_of(anne.get(f"/sager/{case}"))
    assert "Begynder af sig selv Hundetegn 22. august 2017" in told


def test_overdue_deadlines_say_so(sign_in: SignIn, case: str, clock: VirtualClock) -> None:
    clock.set(clock.now() + timedelta(days=30))
    assert "29. august 2016 Overskredet" in text_of(sign_in("anne").get(f"/sager/{case}"))


def test_the_past_comes_in_pages_newest_first(sign_in: SignIn, case: str, engine: Engine) -> None:
    for number in range(60):
        engine.correct_facts(CorrectFacts(case, {"note": f"Note {number}"}, "Prøve", SYSTEM))
    anne = sign_in("anne")
    page = anne.get(f"/sager/{case}").text
    assert page.count("<time ") == 50
    assert "Sagen blev oprettet" not in page
    whole = anne.get(
        page.split('<div class="sg-older"><a class="button button-secondary" href="')[1].split("#")[0]
    ).text
    assert "Til det nyeste" in whole
    assert "<html" in whole
    shown = page.count("<time ")
    while 'hx-get="' in page:
        page = anne.get(page.split('hx-get="')[1].split('"')[0]).text
        assert "<html" not in page
        shown += page.count("<time ")
    assert "Sagen blev oprettet" in page
    assert shown > 60


def test_something_new_can_be_started_in_the_case(sign_in: SignIn, case: str, engine: Engine) -> None:
    anne = sign_in("anne")
    assert ">Henvendelse</option>" in anne.get(f"/sager/{case}").text
    answer = anne.post(f"/sager/{case}/beskeder", {"besked": "tilskud.henvendelse"})
    assert answer.status_code == 303
    assert "»Henvendelse« er startet." in text_of(anne.get(answer.location))
    assert "Notér henvendelse" in tasks_of(engine)
    before = len(tasks_of(engine))
    for unknown in ("ukendt", ""):
        assert anne.post(f"/sager/{case}/beskeder", {"besked": unknown}).status_code == 404
    assert len(tasks_of(engine)) == before
    assert "er startet" not in text_of(anne.get(f"/sager/{case}?startet=Du har vundet"))


def test_it_asks_before_something_is_started(sign_in: SignIn, case: str, engine: Engine) -> None:
    anne = sign_in("anne")
    assert f'<form action="/sager/{case}/start">' in anne.get(f"/sager/{case}").text
    page = anne.get(f"/sager/{case}/start?besked=tilskud.henvendelse")
    text = text_of(page)
    assert "Start »Henvendelse«? Freja Lund · Sag 2016-1" in text
    assert "kan ikke fortrydes" in text
    assert "Sagen venter nu på Registrér ansøgning" in text
    assert "Notér henvendelse" not in tasks_of(engine)
    assert f'action="/sager/{case}/beskeder"' in page.text
    assert 'name="besked" value="tilskud.henvendelse"' in page.text
    assert anne.get(f"/sager/{case}/start?besked=").location == f"/sager/{case}#start"
    assert anne.get(f"/sager/{case}/start?besked=ukendt").status_code == 404
    assert sign_in("sif").get(f"/sager/{case}/start?besked=tilskud.henvendelse").status_code == 404


def test_what_could_not_be_started_says_so_where_it_was_asked(
    sign_in: SignIn, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_engine: Engine, _command: object) -> None:
        raise CaseStuck("Handlingen kunne ikke gennemføres: fristen er ikke en dato.")

    monkeypatch.setattr(Engine, "send_message", stuck)
    answer = sign_in("anne").post(f"/sager/{case}/beskeder", {"besked": "tilskud.henvendelse"})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Start »Henvendelse«? Freja Lund · Sag 2016-1" in text
    assert "fristen er ikke en dato." in text
    assert f'href="/sager/{case}"' in answer.text


def test_what_was_undone_is_not_called_a_case_that_stands_still(
    sign_in: SignIn, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone = IncidentRow("i-1", case, "2016-1", "", "Fristen er ikke en dato.", "Ret diagrammet.", MORNING)
    found = Engine.case
    monkeypatch.setattr(
        Engine, "case", lambda engine, viewer, asked: replace(found(engine, viewer, asked), incidents=[undone])
    )
    text = text_of(sign_in("anne").get(f"/sager/{case}"))
    assert "En handling i sagen kunne ikke gennemføres Fristen er ikke en dato." in text
    assert "Sagen er gået i stå" not in text


def test_only_those_in_charge_set_a_stuck_case_going(sign_in: SignIn, case: str) -> None:
    assert sign_in("anne").post(f"/sager/{case}/haendelser/x/igen").status_code == 403
    assert sign_in("leif").post(f"/sager/{case}/haendelser/x/igen").status_code == 404


def test_a_case_set_going_again_says_so(sign_in: SignIn, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = IncidentRow("i-1", case, "2016-1", "Vurdér", "Gik i stå.", "Prøv igen.", MORNING)
    found = Engine.case
    retried: list[str] = []
    monkeypatch.setattr(
        Engine, "case", lambda engine, viewer, asked: replace(found(engine, viewer, asked), incidents=[stuck])
    )
    monkeypatch.setattr(Mending, "retry", lambda _mending, command: retried.append(command.incident))
    leif = sign_in("leif")
    assert "Sagen er gået i stå ved »Vurdér«" in text_of(leif.get(f"/sager/{case}"))
    answer = leif.post(f"/sager/{case}/haendelser/i-1/igen")
    assert retried == ["i-1"]
    assert "Sagen er sat i gang igen." in text_of(leif.get(answer.location))


def test_stuck_cases_are_found_without_looking(sign_in: SignIn, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leif, anne = sign_in("leif"), sign_in("anne")
    assert "gået i stå" not in text_of(leif.get("/opgaver")) + text_of(leif.get("/sager"))
    rows = [IncidentRow(f"i-{n}", case, "2016-1", "Vurdér", "Gik i stå.", "Prøv igen.", MORNING) for n in (1, 2)]
    rows.append(replace(rows[0], case=None, case_number=None))
    asked: list[str | None] = []
    monkeypatch.setattr(Engine, "incidents", lambda _engine, viewer: asked.append(viewer.department) or rows)
    for person, path in ((leif, "/opgaver"), (leif, "/sager"), (anne, "/sager")):
        page = person.get(path)
        assert "1 sag er gået i stå Sag 2016-1" in text_of(page)
        assert f'<a href="/sager/{case}">Sag 2016-1</a>' in page.text
    assert "gået i stå" not in text_of(anne.get("/opgaver"))
    assert asked == ["Nord"] * 3


def test_another_departments_case_does_not_exist(sign_in: SignIn, case: str) -> None:
    sif = sign_in("sif")
    assert "Freja" not in sif.get("/sager").text
    for path in (f"/sager/{case}", f"/sager/{case}/forloeb", "/sager/findes-ikke"):
        answer = sif.get(path)
        assert answer.status_code == 404
        assert "Freja" not in answer.text
    assert sif.post(f"/sager/{case}/beskeder", {"besked": "tilskud.henvendelse"}).status_code == 404
    assert sif.post(f"/sager/{case}/haendelser/x/igen").status_code == 404


def test_the_list_of_cases_can_be_searched(sign_in: SignIn, case: str, engine: Engine) -> None:
    engine.open_case(OpenCase("tilskud", "Nord", {"navn": "William"}, SYSTEM))
    anne = sign_in("anne")
    assert "Freja Lund Tilskud 22. august 2016 Åben" in text_of(anne.get("/sager"))
    found = text_of(anne.post("/sager", {"tekst": "william"}))
    assert "2016-2 William" in found
    assert "Freja" not in found
    assert "Ingen sager med »xyz«" in text_of(anne.post("/sager", {"tekst": "xyz"}))


def test_a_decision_tells_why_it_came_out_as_it_did(sign_in: SignIn, engine: Engine, tmp_path: Path) -> None:
    rule = RULE_TASK.format(attributes='camunda:decisionRef="gebyr" camunda:resultVariable="g"')
    table = TABLE.replace(b"<text>godkendt</text>", b"<text>date(sag.hund.foedt) &lt; today()</text>")
    for name, content in library({"diagrams/hundetegn.bpmn": diagram(rule), "decisions/gebyr.dmn": table}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    engine.deploy(tmp_path, by="test")
    case = engine.open_case(OpenCase("hundetegn", "Nord", {"hund": {"navn": "Trine"}}, SYSTEM))
    text = text_of(sign_in("anne").get(f"/sager/{case}"))
    assert "Hvorfor? »Gebyr« blev spurgt med date(sag.hund.foedt) < today() = intet." in text
    assert "date(sag.hund.foedt) < today() er intet: `date` får null som 1. argument" in text
    assert "Der er ikke noget »foedt« her." in text
