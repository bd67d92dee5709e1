"""The case page's diagram: the steps in words, the way between instances, and the file for the browser."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

from engine.api import Engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, CloseCase, OpenCase, SendMessage

from .conftest import LIBRARY, SignIn, text_of

HOSTILE = "&lt;img src=x onerror=alert(1)&gt;&lt;/li&gt;&lt;script&gt;alert(2)&lt;/script&gt;"
DRAWN = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="D">'
    '<bpmndi:BPMNPlane id="P" bpmnElement="tilskud"><bpmndi:BPMNShape id="S" bpmnElement="Soeg">'
    '<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="0" y="0" width="100" height="80"/>'
    "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
)


def redrawn(engine: Engine, folder: Path, old: str, new: str) -> None:
    """Deploy the library with its main diagram changed."""
    shutil.copytree(LIBRARY, folder)
    diagram = folder / "diagrams" / "tilskud.bpmn"
    text = diagram.read_text(encoding="utf-8")
    assert old in text
    diagram.write_text(text.replace(old, new), encoding="utf-8")
    engine.deploy(folder, by="test")


def test_the_steps_stand_in_words_in_the_order_of_the_arrows(sign_in: SignIn, case: str) -> None:
    text = text_of(sign_in("anne").get(f"/sager/{case}"))
    stated = (
        "Ansøgning Start Udført 22. august 2016",
        "Registrér ansøgning Opgave I gang Åbn opgaven Frist: 29. august 2016 om 7 dage",
        "Vurdér ansøgning Opgave Ikke nået",
        "Færdig Slut Ikke nået",
    )
    places = [text.index(each) for each in stated]
    assert places == sorted(places)
    assert "Tilskud , begyndt 22. august 2016, i gang. Diagrammets version 1" in text


def test_without_a_layout_it_is_laid_out(sign_in: SignIn, case: str) -> None:
    anne = sign_in("anne")
    page = anne.get(f"/sager/{case}").text
    assert "viewer.js" in page
    source = re.search(r'data-diagram="([^"]+)"', page)
    assert source
    assert b"BPMNShape" in anne.get(source[1]).data


def test_the_viewer_is_loaded_only_where_there_is_a_diagram(sign_in: SignIn, engine: Engine, tmp_path: Path) -> None:
    redrawn(engine, tmp_path / "drawn", "</bpmn:definitions>", DRAWN)
    case = engine.open_case(OpenCase("tilskud", "Nord", {"navn": "Freja Lund"}, SYSTEM))
    anne = sign_in("anne")
    page = anne.get(f"/sager/{case}").text
    assert "viewer.js" in page
    assert '<details class="sg-more" id="trin">' in page
    assert "viewer.js" not in anne.get("/sager").text
    (address,) = re.findall(r'data-diagram="([^"]+)"', page)
    answer = anne.get(address)
    assert b'<bpmndi:BPMNShape id="S"' in answer.data
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_overdue_and_closed_are_said_in_words(sign_in: SignIn, case: str, clock: VirtualClock, engine: Engine) -> None:
    clock.set(clock.now() + timedelta(days=30))
    anne = sign_in("anne")
    text = text_of(anne.get(f"/sager/{case}"))
    assert "Nu: ! Registrér ansøgning (overskredet)" in text
    assert "Registrér ansøgning Opgave Overskredet Åbn opgaven" in text
    engine.close_case(CloseCase(case, "Flyttet", SYSTEM))
    text = text_of(anne.get(f"/sager/{case}"))
    assert "Sidst: – Registrér ansøgning" in text
    assert "Vurdér ansøgning Opgave Blev ikke brugt" in text


def test_another_instance_of_the_case_is_a_link_away(sign_in: SignIn, case: str, engine: Engine) -> None:
    engine.send_message(SendMessage(case, "tilskud.henvendelse", {}, SYSTEM))
    anne = sign_in("anne")
    page = anne.get(f"/sager/{case}").text
    assert "1 andet forløb i sagen" in page
    (address,) = re.findall(rf'href="(/sager/{case}\?forloeb=[^"#]+)#gang"', page)
    inside = text_of(anne.get(address))
    assert "Henvendelse , begyndt 22. august 2016" in inside


def test_an_address_that_leads_nowhere_is_not_found(sign_in: SignIn, case: str) -> None:
    anne, sif = sign_in("anne"), sign_in("sif")
    for person, address in (
        (anne, f"/sager/{case}?forloeb=findes-ikke"),
        (anne, f"/sager/{case}/diagram?forloeb=%00"),
        (anne, "/sager/findes-ikke/diagram"),
        (sif, f"/sager/{case}/diagram"),
    ):
        assert person.get(address).status_code == 404


def test_markup_in_a_name_stays_text(sign_in: SignIn, engine: Engine, tmp_path: Path) -> None:
    redrawn(engine, tmp_path / "hostile", 'name="Vurdér ansøgning"', f'name="{HOSTILE}"')
    case = engine.open_case(OpenCase("tilskud", "Nord", {"navn": "Freja Lund"}, SYSTEM))
    page = sign_in("anne").get(f"/sager/{case}").text
    assert "<img" not in page
    assert "alert(2)</script>" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_an_older_version_says_that_a_newer_runs(sign_in: SignIn, case: str, engine: Engine, tmp_path: Path) -> None:
    redrawn(engine, tmp_path / "newer", 'name="Godkend"', 'name="Godkend tilskud"')
    text = text_of(sign_in("anne").get(f"/sager/{case}"))
    assert "Diagrammets version 1; nye forløb begynder på version 2" in text
    assert "Godkend tilskud" not in text
