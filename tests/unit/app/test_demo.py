"""The demonstration: once, with passwords of its own, and readable to its owner alone."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from app import config, demo, wiring
from app.simulation.authored import AuthoredError
from engine.api import Engine
from engine.commands import SYSTEM
from tasks.passwords import verify_password

TODAY = date(2026, 3, 31)
DEMO = """
personer:
  - {brugernavn: signe, navn: Signe Holm, afdeling: Familie, roller: [sagsbehandler]}
sager:
  - {afdeling: Familie, aabnet_for: P1M, alder: P2Y1M, fakta: {barn.navn: Alma}}
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "demo.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_days_are_counted_back_from_today(tmp_path: Path) -> None:
    read = demo.read_demo(_written(tmp_path, DEMO), TODAY)
    [case] = read.cases
    assert (case.opened, case.born) == (date(2026, 2, 28), date(2024, 1, 28))
    assert read.people[0].viewer().department == "Familie"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("aabnet_for: P1M", "aabnet_for: snart", "P6D"),
        ("brugernavn:", "brugernvn:", "brugernavn"),
        ("sager:", "sager: 3\nx:", "x"),
        ("navn: Signe Holm, ", "", "navn"),
        ("roller: [sagsbehandler]", "roller: sagsbehandler", "roller"),
    ],
)
def test_what_is_written_wrongly_is_told_with_its_line(tmp_path: Path, old: str, new: str, word: str) -> None:
    with pytest.raises(AuthoredError, match=word) as caught:
        demo.read_demo(_written(tmp_path, DEMO.replace(old, new)), TODAY)
    assert caught.value.line > 0


@pytest.mark.parametrize("library", [path.name for path in wiring.libraries()])
def test_every_librarys_demonstration_can_be_read(library: str) -> None:
    [folder] = [path for path in wiring.libraries() if path.name == library]
    path = folder / "simulation" / "demo.yaml"
    if path.exists():
        read = demo.read_demo(path, TODAY)
        departments = {person.department for person in read.people}
        assert {case.department for case in read.cases} <= departments


@pytest.fixture
def seeded(
    environment: dict[str, str], engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[config.Config, Engine, Path]:
    """An installation with a small demonstration in it, and the file of its passwords."""
    passwords = tmp_path / "demo-accounts.txt"
    monkeypatch.setattr(demo, "PASSWORD_FILE", passwords)
    small = demo.read_demo(_written(tmp_path, DEMO), engine.clock.now().date())
    monkeypatch.setattr(demo, "read_demo", lambda _path, _today: small)
    settings = config.load(environment)
    demo.seed_once(settings, engine, lambda _: None)
    return settings, engine, passwords


def test_it_is_put_in_once(seeded: tuple[config.Config, Engine, Path]) -> None:
    settings, engine, passwords = seeded
    before = passwords.read_text(encoding="utf-8")
    said: list[str] = []
    demo.seed_once(settings, engine, said.append)
    assert said == []
    assert passwords.read_text(encoding="utf-8") == before
    assert len(engine.accounts()) == 1
    assert [row.subject for row in engine.cases(SYSTEM).rows] == ["Alma"]


def test_the_printed_password_signs_in_and_only_its_owner_reads_it(
    seeded: tuple[config.Config, Engine, Path],
) -> None:
    _, engine, passwords = seeded
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    first, *_ = demo.sign_in_lines()
    password = first.split("adgangskoden ")[1].split(")")[0]
    account = engine.account("signe")
    assert account is not None
    assert verify_password(account.password_hash, password)


def test_stopped_after_the_cases_it_goes_on_with_the_accounts(
    seeded: tuple[config.Config, Engine, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, engine, _ = seeded
    monkeypatch.setattr(engine, "accounts", list)
    added: list[str] = []
    monkeypatch.setattr(engine, "add_account", lambda **account: added.append(account["username"]))
    demo.seed_once(settings, engine, lambda _: None)
    assert added == ["signe"]
    assert len(engine.cases(SYSTEM).rows) == 1
