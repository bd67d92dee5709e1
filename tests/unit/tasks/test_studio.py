"""The studio's pages, and what the modeler's script posts to them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import unescape

import pytest
from werkzeug.test import TestResponse

from engine.api import Engine
from engine.commands import Viewer
from engine.views import Account
from tests.unit.tasks.conftest import LIBRARY, Person, SignIn, text_of

HOME = "/studio/tilskud"
DRAWING = f"{HOME}/tegning/tilskud.bpmn"


@pytest.fixture(autouse=True)
def owners(engine: Engine, password_hash: str) -> list[Account]:
    """Two who own the process."""
    return [
        engine.add_account(
            username=username,
            name=name,
            roles=frozenset({"procesejer"}),
            department="Nord",
            password_hash=password_hash,
        )
        for username, name in (("pia", "Pia Krogh"), ("per", "Per Lund"))
    ]


def send(person: Person, address: str, body: object, token: str | None = None) -> TestResponse:
    """Post JSON as the modeler's script does."""
    headers = {"X-CSRF-Token": person.csrf if token is None else token}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return person.client.post(address, data=data, content_type="application/json", headers=headers)


def xml(person: Person, query: str = "") -> str:
    return person.get(f"{DRAWING}/xml{query}").text


def base(person: Person) -> str:
    """The base that the modeler's page carries."""
    found = re.search(r"\b[0-9a-f]{64}\b", person.get(DRAWING).text)
    assert found is not None
    return found[0]


def draw(person: Person, old: str, new: str) -> TestResponse:
    before = xml(person)
    assert old in before
    answer = send(person, f"{DRAWING}/kladde", {"xml": before.replace(old, new), "base": base(person)})
    assert answer.status_code == 200
    return answer


def shown(page: TestResponse) -> dict[str, str]:
    """The hashes that the page before somebody sends with its form."""
    return {
        name: unescape(found[1])
        for name in ("koerende", "bliver")
        if (found := re.search(f'name="{name}" value="([^"]*)"', page.text))
    }


def deploy(person: Person, note: str = "Efter aftale.") -> TestResponse:
    page = person.get(f"{HOME}/udrul")
    return person.post(f"{HOME}/udrul", {"note": note, **shown(page)})


# ---- who


def test_only_process_owners_find_the_studio(sign_in: SignIn) -> None:
    anne, pia = sign_in("anne"), sign_in("pia")
    assert 'href="/studio"' not in anne.get("/opgaver").text
    assert 'href="/studio"' in pia.get("/opgaver").text
    for path in ("/studio", HOME, f"{HOME}/forskel", f"{HOME}/udrul", DRAWING, f"{DRAWING}/xml", f"{DRAWING}/laeg-op"):
        answer = anne.get(path)
        assert answer.status_code == 403
        assert "Studiet er for procesejere" in text_of(answer)
        assert pia.get(path).status_code == 200
    for path in (f"{HOME}/udrul", f"{DRAWING}/kasser"):
        assert anne.post(path, {"note": "x"}).status_code == 403
    for path in ("tjek", "kladde"):
        answer = send(anne, f"{DRAWING}/{path}", {"xml": xml(pia), "base": base(pia)})
        assert (answer.status_code, list(answer.json or {})) == (403, ["message"])


def test_a_post_without_the_sessions_token_is_refused(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    sent = {"xml": xml(pia).replace("P7D", "P9D"), "base": base(pia)}
    for token in ("", "forkert"):
        assert send(pia, f"{DRAWING}/kladde", sent, token).status_code == 403
    assert "P9D" not in xml(pia)


# ---- looking


def test_the_libraries_tell_what_runs(sign_in: SignIn, case: str) -> None:
    pia = sign_in("pia")
    assert "Tilskud Version 1 22. august 2016 kl. 9.00 test – 1 Ingen" in text_of(pia.get("/studio"))
    draw(pia, "P7D", "P9D")
    assert "1 kladde" in text_of(pia.get("/studio"))
    page = text_of(pia.get(HOME))
    assert "Version 1 kører · 1 åben sag" in page
    assert "Tilskud tilskud.bpmn Kladde gemt 22. august 2016 kl. 9.00" in page
    assert "Henvendelse henvendelse.bpmn Ingen" in page
    assert "1 Kører 22. august 2016 kl. 9.00 test – 1 forløb Den første" in page
    assert "3 formularer" in page


def test_the_modelers_page_carries_what_a_diagram_may_point_at(sign_in: SignIn) -> None:
    page = unescape(sign_in("pia").get(DRAWING).text)
    for expected in ("sagsbehandler", "ansoegning", "henvendelse", "T-1", "sag.registrer"):
        assert expected in page


def test_a_diagram_is_given_as_a_file_and_never_shown_as_a_page(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    answer = pia.get(f"{DRAWING}/xml?hent=1")
    assert answer.data == (LIBRARY / "diagrams" / "tilskud.bpmn").read_bytes()
    assert answer.content_type == "application/xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''tilskud.bpmn"
    draw(pia, "P7D", "P9D")
    assert "P9D" in xml(pia)
    assert "P9D" not in xml(pia, "?koerende=1") + xml(pia, "?version=1")


@pytest.mark.parametrize(
    "path",
    [
        "/studio/findes-ikke",
        f"{HOME}/tegning/findes.bpmn",
        f"{HOME}/tegning/..%2Fmanifest.yaml",
        f"{HOME}/tegning/manifest.yaml/xml",
        f"{DRAWING}/xml?version=9",
        f"{DRAWING}/xml?version=-1",
        f"{DRAWING}/xml?version=%C2%B2",
        f"{DRAWING}?version=99999999999999999999",
        f"{DRAWING}/kasser",
        f"{HOME}/forskel?fra=1&til=2",
    ],
)
def test_what_is_not_there_is_not_there(sign_in: SignIn, path: str) -> None:
    assert sign_in("pia").get(path).status_code == 404


# ---- drawing


def test_a_check_tells_every_finding_and_keeps_nothing(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    answer = send(pia, f"{DRAWING}/tjek", {"xml": xml(pia).replace('formRef="note"', 'formRef="findes_ikke"')})
    assert answer.status_code == 200
    (finding,) = [row for row in answer.json["findings"] if row["severity"] == "error"]
    assert set(finding) == {"file", "element", "name", "line", "rule", "severity", "message", "path"}
    assert (finding["file"], finding["element"], finding["name"]) == ("diagrams/tilskud.bpmn", "Godkend", "Godkend")
    assert "findes_ikke" in finding["message"]
    assert "findes_ikke" not in xml(pia)


@pytest.mark.parametrize(
    "body",
    [b"", b"hej", b"[]", b"{}", b'{"xml": 7}', b"[" * 100_000, b'{"xml": "' + b"a" * 6_000_000, b"\xff"],
    ids=["nothing", "text", "list", "empty", "number", "deep", "large", "bytes"],
)
def test_strange_posts_are_answered_in_json(sign_in: SignIn, body: bytes) -> None:
    pia = sign_in("pia")
    for path in ("tjek", "kladde"):
        answer = send(pia, f"{DRAWING}/{path}", body)
        assert answer.status_code == 422
        assert answer.json["message"]


@pytest.mark.parametrize("text", ["", "<a", "<!DOCTYPE a><a/>", "\ud800", "\x00", "<a/>", "<!-- -->" + " " * 2_100_000])
def test_a_draft_that_is_no_diagram_is_refused_and_a_check_of_it_answers(sign_in: SignIn, text: str) -> None:
    pia = sign_in("pia")
    refused = send(pia, f"{DRAWING}/kladde", {"xml": text, "base": base(pia)})
    assert refused.status_code == 422
    assert refused.json["message"].startswith("Kladden blev ikke gemt")
    checked = send(pia, f"{DRAWING}/tjek", {"xml": text})
    assert checked.status_code == 200
    assert checked.json["findings"]


def test_a_draft_is_kept_with_its_errors(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    answer = draw(pia, 'formRef="note"', 'formRef="findes_ikke"')
    assert datetime.fromisoformat(answer.json["saved_at"]).tzinfo is not None
    assert any(row["severity"] == "error" for row in answer.json["findings"])
    assert "findes_ikke" in xml(pia)
    assert "1 fejl" in text_of(pia.get(HOME))
    stale = send(pia, f"{DRAWING}/kladde", {"xml": xml(pia), "base": "0" * 64})
    assert stale.status_code == 409
    assert "ikke gemt" in stale.json["message"]


def test_two_windows_of_one_owner_do_not_overwrite_each_other_unseen(sign_in: SignIn) -> None:
    """Both were opened before there was a draft; the second to save is told, and loses nothing."""
    pia = sign_in("pia")
    text = {"xml": xml(pia).replace("P7D", "P9D"), "base": base(pia), "seen": ""}
    first = send(pia, f"{DRAWING}/kladde", text)
    assert first.status_code == 200
    other = send(pia, f"{DRAWING}/kladde", {**text, "xml": text["xml"].replace("P9D", "P5D")})
    assert other.status_code == 409
    assert "fra et andet vindue" in json.loads(other.text)["message"]
    assert "P9D" in xml(pia)
    again = send(
        pia, f"{DRAWING}/kladde", {**text, "xml": text["xml"].replace("P9D", "P8D"), "seen": first.json["seen"]}
    )
    assert again.status_code == 200
    assert "P8D" in xml(pia)


def test_a_file_from_the_desktop_becomes_the_draft(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    changed = xml(pia).replace("P7D", "P9D").encode()

    def upload(content: bytes, name: str = "tegnet.bpmn", **more: str) -> TestResponse:
        # Written out, because the test client leaves what it spools to disk open.
        parts = [f'name="{key}"\r\n\r\n{text}'.encode() for key, text in {"_csrf": pia.csrf, **more}.items()]
        parts.append(f'name="fil"; filename="{name}"\r\n\r\n'.encode() + content)
        body = b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--x--\r\n"
        return pia.client.post(f"{DRAWING}/laeg-op", data=body, content_type="multipart/form-data; boundary=x")

    assert "højst 2 MB" in text_of(pia.get(f"{DRAWING}/laeg-op"))
    answer = upload(changed)
    assert answer.location == f"{HOME}?kladde=tilskud.bpmn"
    assert "Filen er nu din kladde af »Tilskud«." in text_of(pia.get(answer.location))
    assert "P9D" in xml(pia)
    assert "Filen er nu" not in text_of(pia.get(f"{HOME}?kladde=Du har vundet"))
    for content, name in ((b"hej", "x.bpmn"), (b"<!DOCTYPE a><a/>", "x.bpmn"), (b" " * 2_000_001, "x"), (b"", "")):
        refused = upload(content, name)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
    assert "P9D" in xml(pia)
    assert "Filen kommer i stedet for den." in text_of(pia.get(f"{DRAWING}/laeg-op"))
    assert deploy(pia).status_code == 303
    assert "Version 2" in text_of(pia.get(f"{DRAWING}/laeg-op"))
    first = re.findall(r'<option value="([0-9a-f]{64})"', pia.get(f"{DRAWING}/laeg-op").text)[-1]
    assert upload(changed.replace(b"P9D", b"P11D"), base=first).status_code == 303
    assert "En anden har ændret det samme diagram" in text_of(pia.get(f"{HOME}/udrul"))


def test_a_draft_is_discarded_after_a_question(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    draw(pia, "P7D", "P9D")
    assert "Kassér din kladde?" in text_of(pia.get(f"{DRAWING}/kasser"))
    assert "P9D" in xml(pia)
    answer = pia.post(f"{DRAWING}/kasser")
    assert "Kladden er kasseret." in text_of(pia.get(answer.location))
    assert "P9D" not in xml(pia)
    assert pia.post(f"{DRAWING}/kasser").status_code == 404


# ---- what differs, and taking it into use


def test_what_the_drafts_change_is_told_in_words(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    assert "Dine kladder ændrer ikke noget." in text_of(pia.get(f"{HOME}/forskel"))
    draw(pia, "P7D", "P9D")
    assert "»Registrér ansøgning« opgave · ændret frist P7D P9D" in text_of(pia.get(f"{HOME}/forskel"))


def test_a_draft_is_taken_into_use_with_a_note_and_a_receipt(sign_in: SignIn) -> None:
    pia = sign_in("pia")
    draw(pia, "P7D", "P9D")
    page = pia.get(f"{HOME}/udrul")
    assert "Udrul version 2" in text_of(page)
    assert "frist P7D P9D" in text_of(page)
    refused = pia.post(f"{HOME}/udrul", {"note": "  ", **shown(page)})
    assert refused.status_code == 422
    assert "Fejl: Skriv, hvad du har ændret og hvorfor." in text_of(refused)
    assert 'aria-describedby="note-hint note-error" aria-invalid="true"' in refused.text
    answer = deploy(pia, "Ni dage <b>nu</b>.")
    assert answer.location == f"{HOME}?udrullet=2"
    receipt = text_of(pia.get(answer.location))
    assert "Version 2 er udrullet" in receipt
    assert "Forløb, der er i gang, bliver på den version, de begyndte på." in receipt
    assert "Pia Krogh Ni dage <b>nu</b>. 0 forløb Se, hvad version 2 ændrede" in receipt
    changed = pia.get(f"{HOME}/forskel?fra=1&til=2")
    assert "frist P7D P9D" in text_of(changed)
    assert f'href="{DRAWING}?version=2"' in changed.text
    assert "er udrullet" not in text_of(pia.get(f"{HOME}?udrullet=7"))
    assert pia.post(f"{HOME}/udrul", {"note": "Igen", **shown(page)}).status_code == 409


def test_errors_stop_it_and_lead_to_their_diagram(sign_in: SignIn, engine: Engine) -> None:
    pia = sign_in("pia")
    draw(pia, 'formRef="note"', 'formRef="findes_ikke"')
    page = pia.get(f"{HOME}/udrul")
    assert "Det kan ikke udrulles endnu: 1 fejl skal rettes" in text_of(page)
    assert f'href="{DRAWING}#Godkend"' in page.text
    assert shown(page) == {}
    proposal = engine.authoring.proposal(Viewer("pia", "Pia Krogh", frozenset({"procesejer"}), "Nord"), "tilskud")
    forced = {"note": "Alligevel", "koerende": proposal.running_hash, "bliver": proposal.result_hash}
    answer = pia.post(f"{HOME}/udrul", forced)
    assert answer.status_code == 422
    assert "som ikke findes" in text_of(answer)
    assert len(engine.deployments()) == 1


def test_the_second_of_two_owners_sees_both_changes_and_chooses(sign_in: SignIn) -> None:
    pia, per = sign_in("pia"), sign_in("per")
    draw(pia, "P7D", "P9D")
    mine = shown(pia.get(f"{HOME}/udrul"))
    draw(per, "P7D", "P5D")
    assert deploy(per, "Fem dage er nok.").status_code == 303

    answer = pia.post(f"{HOME}/udrul", {"note": "Ni dage", **mine})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Intet er overskrevet, og din kladde er gemt." in text
    assert "Version 2 af Per Lund, 22. august 2016 kl. 9.00: Fem dage er nok." in text
    assert "frist P7D P5D" in text
    assert "frist P7D P9D" in text
    assert "P5D" in xml(pia, "?koerende=1")
    assert "P9D" in xml(pia)

    running = shown(answer)["koerende"]
    assert pia.post(f"{HOME}/udrul/behold/tilskud.bpmn", {"koerende": "0" * 64}).status_code == 409
    assert pia.post(f"{HOME}/udrul/behold/tilskud.bpmn", {"koerende": running}).location == f"{HOME}/udrul"
    assert "frist P5D P9D" in text_of(pia.get(f"{HOME}/udrul"))
    assert deploy(pia, "Ni dage, aftalt med Per.").location == f"{HOME}?udrullet=3"


def test_a_colleagues_other_files_come_along_and_are_shown_before(sign_in: SignIn) -> None:
    pia, per = sign_in("pia"), sign_in("per")
    draw(pia, "P7D", "P9D")
    seen = shown(pia.get(f"{HOME}/udrul"))
    other = f"{HOME}/tegning/henvendelse.bpmn"
    text = per.get(f"{other}/xml").text.replace("Notér henvendelse", "Skriv henvendelsen ned")
    found = re.search(r"\b[0-9a-f]{64}\b", per.get(other).text)
    assert found is not None
    assert send(per, f"{other}/kladde", {"xml": text, "base": found[0]}).status_code == 200
    assert deploy(per).status_code == 303
    answer = pia.post(f"{HOME}/udrul", {"note": "Ni dage", **seen})
    assert answer.status_code == 409
    assert "Se det efter, og udrul det igen." in text_of(answer)
    assert ">Ni dage</textarea>" in answer.text
    assert pia.post(f"{HOME}/udrul", {"note": "Ni dage", **shown(answer)}).location == f"{HOME}?udrullet=3"
    assert "Skriv henvendelsen ned" in pia.get(f"{other}/xml?koerende=1").text
