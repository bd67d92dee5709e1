"""Drafts, checks and deployments of process owners, on each database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest

from engine.api import Engine
from engine.authoring import Authoring
from engine.commands import DeployDrafts, DiscardDraft, KeepDraft, SaveDraft, Viewer
from engine.errors import InvalidDefinition, InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from engine.views import Deployed
from engine.views.studio import SavedDraft
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House

KEY, CHILD, MAIN = "dyrehold", "kontrol.bpmn", "dyrehold.bpmn"


@dataclass
class Owner:
    """A process owner, who draws by replacing text."""

    engine: Engine
    viewer: Viewer

    @property
    def studio(self) -> Authoring:
        return self.engine.authoring

    def xml(self, file: str) -> str:
        return self.studio.content(self.viewer, KEY, file).decode()

    def draws(self, file: str, old: str, new: str) -> SavedDraft:
        """Change the draft, or else the running file, as the modeler does: on the base that the page was opened on."""
        base, before = self.studio.diagram(self.viewer, KEY, file).base, self.xml(file)
        assert old in before
        return self.studio.save(SaveDraft(KEY, file, before.replace(old, new).encode(), base, self.viewer))

    def seen(self, note: str = "Fordi.") -> DeployDrafts:
        """The command that the page before this owner would send."""
        shown = self.studio.proposal(self.viewer, KEY)
        return DeployDrafts(KEY, note, shown.running_hash, shown.result_hash, self.viewer)

    def deploys(self, note: str = "Fordi.") -> Deployed:
        return self.studio.deploy(self.seen(note))


def owner(house: House, username: str, name: str) -> Owner:
    roles = frozenset({"procesejer"})
    house.engine.add_account(username=username, name=name, roles=roles, department="boern", password_hash="x")
    return Owner(house.engine, Viewer(username, name, roles, "boern"))


@pytest.fixture
def pia(house: House) -> Owner:
    return owner(house, "pia", "Pia Krogh")


@pytest.fixture
def per(house: House) -> Owner:
    return owner(house, "per", "Per Lund")


# ---- drafts


def test_a_draft_is_its_owners_alone_until_it_is_deployed(pia: Owner, per: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    assert "Kontrollér" in pia.xml(CHILD)
    assert "Kontrollér" not in per.xml(CHILD)
    assert "Kontrollér" not in pia.studio.content(pia.viewer, KEY, CHILD, running=True).decode()
    assert [row.drafts for row in (*pia.studio.libraries(pia.viewer), *per.studio.libraries(per.viewer))] == [1, 0]
    pia.studio.discard(DiscardDraft(KEY, CHILD, pia.viewer))
    assert "Kontrollér" not in pia.xml(CHILD)
    with pytest.raises(NotFound):
        pia.studio.discard(DiscardDraft(KEY, CHILD, pia.viewer))


def test_a_draft_is_kept_with_its_errors_and_checked_with_the_whole_library(pia: Owner) -> None:
    saved = pia.draws(CHILD, 'id="kontrol" name="kontrol"', 'id="kontroller" name="kontrol"')
    assert {(row.file, row.element, row.name, row.rule) for row in saved.findings} >= {
        ("diagrams/dyrehold.bpmn", "Kontrol", "Kontrol", "called-process")
    }
    assert 'id="kontroller"' in pia.xml(CHILD)
    (row,) = [row for row in pia.studio.library(pia.viewer, KEY).diagrams if row.errors]
    assert row.file == MAIN


def test_a_check_keeps_nothing_and_answers_to_anything(pia: Owner) -> None:
    for content in (b"", b"\x00", b"<a", b"<!DOCTYPE a><a/>", b"<a/>", b"\xff\xfe<", b"<a>" * 5000, b" " * 2_000_001):
        findings = pia.studio.check(pia.viewer, KEY, CHILD, content)
        assert any(row.severity == "error" and row.file == f"diagrams/{CHILD}" for row in findings)
    assert pia.studio.library(pia.viewer, KEY).row.drafts == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"hej", b"<a", b"<a/>", b"<!DOCTYPE a><a/>", b'<?xml version="1.0" encoding="x"?><a/>', b" " * 2_000_001],
    ids=["nothing", "no XML", "cut off", "no BPMN", "DOCTYPE", "encoding", "too large"],
)
def test_what_is_no_diagram_at_all_is_refused_and_the_draft_before_it_stays(pia: Owner, content: bytes) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    base = pia.studio.diagram(pia.viewer, KEY, CHILD).base
    with pytest.raises(InvalidInput, match="Kladden blev ikke gemt"):
        pia.studio.save(SaveDraft(KEY, CHILD, content, base, pia.viewer))
    assert "Kontrollér" in pia.xml(CHILD)


def test_a_draft_on_another_base_is_not_written_over(pia: Owner) -> None:
    first = pia.studio.diagram(pia.viewer, KEY, CHILD).base
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    pia.deploys()
    pia.draws(CHILD, "Kontrollér", "Kontrollér grundigt")
    old = SaveDraft(KEY, CHILD, toy.CHILD.encode(), first, pia.viewer)
    for command in (old, SaveDraft(KEY, CHILD, toy.CHILD.encode(), "0" * 64, pia.viewer)):
        with pytest.raises(StaleVersion):
            pia.studio.save(command)
    assert "grundigt" in pia.xml(CHILD)
    pia.studio.save(SaveDraft(KEY, CHILD, toy.CHILD.encode(), first, pia.viewer, afresh=True))
    assert pia.studio.diagram(pia.viewer, KEY, CHILD).base == first


@pytest.mark.parametrize(
    "file", ["../manifest.yaml", "findes.ikke", "", "kontrol.bpmn/", "..%2Fmanifest.yaml", "x\x00y"]
)
def test_only_the_librarys_own_diagrams_have_names(pia: Owner, file: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: pia.studio.diagram(pia.viewer, KEY, file),
        lambda: pia.studio.diagram(pia.viewer, KEY, file, version=1),
        lambda: pia.studio.content(pia.viewer, KEY, file),
        lambda: pia.studio.check(pia.viewer, KEY, file, b"<a/>"),
        lambda: pia.studio.save(SaveDraft(KEY, file, toy.CHILD.encode(), "0" * 64, pia.viewer)),
        lambda: pia.studio.discard(DiscardDraft(KEY, file, pia.viewer)),
        lambda: pia.studio.keep(KeepDraft(KEY, file, "", pia.viewer)),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_the_studio_is_for_process_owners(house: House) -> None:
    studio = house.engine.authoring
    for viewer in (house.anna, house.leo):
        acts: list[Callable[[], object]] = [
            lambda by=viewer: studio.libraries(by),  # type: ignore[misc]
            lambda by=viewer: studio.library(by, KEY),  # type: ignore[misc]
            lambda by=viewer: studio.diagram(by, KEY, CHILD),  # type: ignore[misc]
            lambda by=viewer: studio.content(by, KEY, CHILD),  # type: ignore[misc]
            lambda by=viewer: studio.check(by, KEY, CHILD, b""),  # type: ignore[misc]
            lambda by=viewer: studio.proposal(by, KEY),  # type: ignore[misc]
            lambda by=viewer: studio.difference(by, KEY, 1, 1),  # type: ignore[misc]
            lambda by=viewer: studio.save(SaveDraft(KEY, CHILD, toy.CHILD.encode(), "", by)),  # type: ignore[misc]
            lambda by=viewer: studio.discard(DiscardDraft(KEY, CHILD, by)),  # type: ignore[misc]
            lambda by=viewer: studio.keep(KeepDraft(KEY, CHILD, "", by)),  # type: ignore[misc]
            lambda by=viewer: studio.deploy(DeployDrafts(KEY, "Note", "", "", by)),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(NotAllowed):
                act()


def test_a_diagram_is_given_as_utf_8_however_it_is_stored(pia: Owner) -> None:
    base = pia.studio.diagram(pia.viewer, KEY, CHILD).base
    wide = toy.CHILD.replace("UTF-8", "UTF-16").replace('name="Kontroller"', 'name="Kontrollér"').encode("utf-16")
    pia.studio.save(SaveDraft(KEY, CHILD, wide, base, pia.viewer))
    assert 'name="Kontrollér"' in pia.xml(CHILD)
    assert "UTF-16" not in pia.xml(CHILD)
    with pytest.raises(NotFound):
        pia.studio.content(pia.viewer, KEY, CHILD, version=2)


# ---- deploying


def test_open_cases_stay_on_their_version_and_the_next_call_takes_the_new_one(house: House, pia: Owner) -> None:
    house.open_case(navn="Bella")
    house.complete("Vurder", sag__dyr__art="hund")
    house.open_case(navn="Max")
    pia.draws(MAIN, 'name="Vurder"', 'name="Vurder nøje"')
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontroller nøje"')
    done = pia.deploys("Der ses nøjere efter.")
    assert (done.version, done.new) == (2, True)

    assert house.names() == ["Kontroller", "Vurder"]  # as they began
    assert [version.running for version in pia.studio.library(pia.viewer, KEY).versions] == [0, 3]
    house.complete("Vurder", sag__dyr__art="kat")
    assert house.names() == ["Kontroller", "Kontroller nøje"]  # the second case's call
    house.open_case(navn="Fido")
    assert house.names() == ["Kontroller", "Kontroller nøje", "Vurder nøje"]
    assert [version.running for version in pia.studio.library(pia.viewer, KEY).versions] == [2, 3]
    for found in ("Kontroller", "Kontroller nøje"):
        house.complete(found, fundet="rent")
    assert house.names() == ["Godkend", "Godkend", "Vurder nøje"]

    version = pia.studio.library(pia.viewer, KEY).versions[0]
    assert (version.by, version.note, version.approved_by) == ("Pia Krogh", "Der ses nøjere efter.", None)
    assert pia.studio.library(pia.viewer, KEY).row.drafts == 0


def test_a_deployment_wants_a_note_a_change_and_no_errors(house: House, pia: Owner) -> None:
    with pytest.raises(WrongState, match="ingen kladder"):
        pia.deploys()
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    for note in ("", " \n", "x" * 2001):
        with pytest.raises(InvalidInput):
            pia.deploys(note)
    pia.draws(CHILD, 'id="kontrol"', 'id="andet"')
    with pytest.raises(InvalidDefinition) as refused:
        pia.deploys()
    assert "called-process" in {finding.rule for finding in refused.value.findings}
    assert len(house.engine.deployments()) == 1
    assert "Kontrollér" in pia.xml(CHILD)


def test_what_is_deployed_is_what_was_seen(pia: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    seen = pia.seen()
    pia.draws(CHILD, "Kontrollér", "Noget andet")  # in another window
    with pytest.raises(StaleVersion):
        pia.studio.deploy(seen)
    assert pia.deploys().version == 2
    assert "Noget andet" in pia.studio.content(pia.viewer, KEY, CHILD, version=2).decode()


def test_other_files_that_a_colleague_deployed_are_put_together_with_mine(pia: Owner, per: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    seen = pia.seen()
    per.draws(MAIN, 'name="Vurder"', 'name="Vurdér"')
    per.deploys()
    with pytest.raises(StaleVersion):
        pia.studio.deploy(seen)
    assert [each.file for each in pia.studio.proposal(pia.viewer, KEY).differences] == [f"diagrams/{CHILD}"]
    assert pia.deploys().version == 3
    assert "Vurdér" in pia.xml(MAIN)
    assert "Kontrollér" in pia.xml(CHILD)


def test_a_diagram_that_two_owners_changed_is_never_overwritten_unseen(pia: Owner, per: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    seen = pia.seen()
    per.draws(CHILD, 'name="Kontroller"', 'name="Syn"')
    per.deploys("Det hedder syn.")
    for command in (seen, pia.seen()):
        with pytest.raises(StaleVersion):
            pia.studio.deploy(command)
    assert 'name="Syn"' in pia.studio.content(pia.viewer, KEY, CHILD, running=True).decode()

    (conflict,) = pia.studio.proposal(pia.viewer, KEY).conflicts
    assert [(each.number, each.by, each.note) for each in conflict.versions] == [(2, "Per Lund", "Det hedder syn.")]
    assert conflict.theirs is not None
    assert conflict.mine is not None
    told = [each.elements[0].properties[0] for each in (conflict.theirs, conflict.mine)]
    assert [(each.before, each.after) for each in told] == [("Kontroller", "Syn"), ("Kontroller", "Kontrollér")]

    per.draws(CHILD, 'name="Syn"', 'name="Eftersyn"')
    per.deploys()
    with pytest.raises(StaleVersion):  # what was shown is no longer what would be replaced
        pia.studio.keep(KeepDraft(KEY, CHILD, conflict.running_hash, pia.viewer))
    (conflict,) = pia.studio.proposal(pia.viewer, KEY).conflicts
    assert [each.number for each in conflict.versions] == [2, 3]
    pia.studio.keep(KeepDraft(KEY, CHILD, conflict.running_hash, pia.viewer))
    assert pia.deploys().version == 4
    assert 'name="Kontrollér"' in pia.xml(CHILD)


def test_of_two_owners_at_the_same_moment_one_is_told(pia: Owner, per: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    per.draws(CHILD, 'name="Kontroller"', 'name="Syn"')
    barrier = Barrier(2)

    def deploy(who: Owner, command: DeployDrafts) -> object:
        barrier.wait(60)
        try:
            return who.studio.deploy(command)
        except StaleVersion as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(deploy, who, who.seen()) for who in (pia, per)]
        outcomes = [each.result(60) for each in sent]
    assert {type(outcome) for outcome in outcomes} == {Deployed, StaleVersion}
    loser = per if isinstance(outcomes[0], Deployed) else pia
    assert len(loser.studio.proposal(loser.viewer, KEY).conflicts) == 1
    assert len(loser.studio.library(loser.viewer, KEY).versions) == 2


def test_the_same_change_by_two_owners_is_no_conflict(pia: Owner, per: Owner) -> None:
    for who in (pia, per):
        who.draws(CHILD, 'name="Kontroller"', 'name="Syn"')
    per.deploys()
    assert pia.studio.proposal(pia.viewer, KEY).conflicts == []
    with pytest.raises(WrongState):
        pia.deploys()


def test_a_draft_of_a_file_that_is_gone_can_bring_it_back_knowingly(house: House, pia: Owner) -> None:
    pia.draws("besoeg.bpmn", 'name="Besoeg"', 'name="Besøg"')
    (house.folder / "diagrams" / "besoeg.bpmn").unlink()
    house.engine.deploy(house.folder, by="drift", replaces=1, note="Besøg føres et andet sted.")
    (conflict,) = pia.studio.proposal(pia.viewer, KEY).conflicts
    assert conflict.theirs is not None
    assert conflict.theirs.how == "removed"
    pia.studio.keep(KeepDraft(KEY, "besoeg.bpmn", conflict.running_hash, pia.viewer))
    assert pia.deploys().version == 3
    assert "Besøg" in pia.xml("besoeg.bpmn")


def test_versions_are_compared_by_number(house: House, pia: Owner) -> None:
    pia.draws(CHILD, 'name="Kontroller"', 'name="Kontrollér"')
    pia.deploys()
    (found,) = pia.studio.difference(pia.viewer, KEY, 1, 2)
    assert [element.name for element in found.elements] == ["Kontrollér"]
    for before, after in ((0, 1), (1, 3), (1, 10**12)):
        with pytest.raises(NotFound):
            pia.studio.difference(pia.viewer, KEY, before, after)


# ---- hard stops


DROPPED = ""
WEAKER = toy.HARD_STOPS.replace("(sag.dyr.farligt = true)", "(sag.dyr.farligt = true) and (sag.dyr.art = null)")


@pytest.mark.parametrize("stops", [DROPPED, WEAKER, None], ids=["emptied", "changed", "file gone"])
def test_a_hard_stop_goes_only_with_a_second_persons_name(house: House, pia: Owner, stops: str | None) -> None:
    path = house.folder / "law" / "hard_stops.yaml"
    if stops is None:
        path.unlink()
    else:
        path.write_text(stops, encoding="utf-8")
    for approved_by in (None, "", " ", "pia", " PIA "):
        with pytest.raises(InvalidDefinition, match="T1 Farlige dyr godkendes ikke") as refused:
            house.engine.deploy(house.folder, by="pia", replaces=1, approved_by=approved_by)
        assert [(each.rule, each.element) for each in refused.value.findings] == [("hard-stop-approval", "T1")]
    assert house.engine.deploy(house.folder, by="pia", replaces=1, approved_by="per").version == 2
    assert pia.studio.library(pia.viewer, KEY).versions[0].approved_by == "per"


def test_a_new_hard_stop_and_another_message_need_nobody_else(house: House) -> None:
    path = house.folder / "law" / "hard_stops.yaml"
    more = toy.HARD_STOPS.replace("id: T1", "id: T2") + toy.HARD_STOPS.replace("Et farligt dyr", "Farlige dyr")
    path.write_text(more.replace("= true) and", "=  true)  and"), encoding="utf-8")
    assert house.engine.deploy(house.folder, by="pia", replaces=1).version == 2
