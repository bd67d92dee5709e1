"""Every release's saved instances open in this one, are upgraded, and come to the same end; moved, too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, StartMove
from engine.store import deployments
from tests.golden.life import finish, standing
from tests.golden.make import DATABASE, EXPECTED, FOLDER, restore

pytestmark = pytest.mark.unmeasured(after=1)

_RELEASES = sorted(path.parent for path in FOLDER.glob(f"*/{EXPECTED}"))
_EXPECTED: dict[Path, dict[str, Any]] = {path: json.loads((path / EXPECTED).read_text("utf-8")) for path in _RELEASES}
_CASES = [pytest.param(path, kind, id=f"{path.name}-{kind}") for path in _RELEASES for kind in _EXPECTED[path]["cases"]]
_MOST_BYTES = 1_000_000
_NEW = "Nyt_trin"
# Nothing comes to the end of a transaction that is always cancelled; the others only call.
_AS_THEY_ARE = frozenset({"guld", "kaldt", "transaktion"})


@contextmanager
def opened(release: Path, place: Path) -> Iterator[tuple[Engine, VirtualClock]]:
    """A release's database in this release, at the moment it was saved."""
    path, clock = place / "golden.db", VirtualClock(datetime.fromisoformat(_EXPECTED[release]["now"]))
    restore(release, path)
    with closing(open_engine(f"sqlite:///{path}", clock=clock, migrate=True)) as engine:
        yield engine, clock


@pytest.mark.parametrize(("release", "kind"), _CASES)
def test_a_saved_instance_stands_where_it_stood_and_ends_as_it_would_have(
    release: Path, kind: str, tmp_path: Path
) -> None:
    saved = _EXPECTED[release]["cases"][kind]
    with opened(release, tmp_path) as (engine, clock):
        assert standing(engine, saved["case"]) == saved["stands"]
        assert finish(engine, clock, saved["case"]) == saved["does"]
        assert engine.case(SYSTEM, saved["case"]).row.status == "ended"


@pytest.mark.parametrize(("release", "kind"), _CASES)
def test_a_saved_instance_moves_to_a_new_diagram_and_does_what_is_new(release: Path, kind: str, tmp_path: Path) -> None:
    saved = _EXPECTED[release]["cases"][kind]
    with opened(release, tmp_path) as (engine, clock):
        version = engine.deploy(_redrawn(engine, tmp_path / "ny"), by="golden", replaces=1).version
        run = engine.moving.start(StartMove("guld", kind, version, {}, SYSTEM))
        while engine.moving.work(limit=10, worker="golden"):
            pass
        assert [one.status for one in engine.moving.run(SYSTEM, run).instances] == ["moved"]
        assert standing(engine, saved["case"]) == saved["stands"]
        did = finish(engine, clock, saved["case"])
        assert [line for line in did if _NEW not in line] == saved["does"]
        assert did.count(f"task_completed {_NEW}") == (0 if kind == "transaktion" else 1)


def test_they_stay_small() -> None:
    assert _RELEASES
    assert sum(path.stat().st_size for path in FOLDER.glob(f"*/{DATABASE}")) < _MOST_BYTES


def _redrawn(engine: Engine, folder: Path) -> Path:
    """The saved library with one more task before each process's end."""
    with engine._database.reading() as connection:
        deployment = deployments.newest(connection, "guld")
        assert deployment is not None
        files = deployments.files_of(connection, deployment.id)
    for name, content in files.items():
        text = content.decode()
        if name.endswith(".bpmn") and Path(name).stem not in _AS_THEY_ARE:
            text = text.replace('targetRef="Slut"', f'targetRef="{_NEW}"')
            task = (
                f'<bpmn:userTask id="{_NEW}" name="{_NEW}" camunda:formRef="kort" '
                f'camunda:candidateGroups="sagsbehandler"/>'
                f'<bpmn:sequenceFlow id="Ny_vej" sourceRef="{_NEW}" targetRef="Slut"/></bpmn:process>'
            )
            text = text.replace("</bpmn:process>", task)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
