"""
Save this release's golden instances: a case standing in every kind of element, in a database of its own.

`python -m tests.golden.make 0.1.0` writes `tests/golden/0.1.0/database.sql`, the
SQLite dump, and `expected.json`: where each case stands and what it does on its
way to its end. Made once for each release and never changed after it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from engine.api import open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM
from tests.golden import library
from tests.golden.life import START, finish, stand, standing

FOLDER = Path(__file__).parent
DATABASE, EXPECTED = "database.sql", "expected.json"


def make(release: str, work: Path) -> None:
    """Write a release's folder. Raises FileExistsError when it is there: what was released does not change."""
    folder = FOLDER / release
    (folder / DATABASE).parent.mkdir(exist_ok=True)
    if (folder / DATABASE).exists():
        raise FileExistsError(folder)
    path, clock = work / "made.db", VirtualClock(START)
    with closing(open_engine(f"sqlite:///{path}", clock=clock, migrate=True)) as engine:
        engine.deploy(library.write(work / "guld"), by="golden")
        cases = stand(engine, clock)
    with closing(sqlite3.connect(path)) as raw:
        (folder / DATABASE).write_text("\n".join(raw.iterdump()) + "\n", encoding="utf-8")
    expected = {kind: _expected(folder, case, clock, work / f"{kind}.db") for kind, case in cases.items()}
    text = json.dumps({"now": clock.now().isoformat(), "cases": expected}, ensure_ascii=False, indent=1)
    (folder / EXPECTED).write_text(text + "\n", encoding="utf-8")


def _expected(folder: Path, case: str, clock: VirtualClock, path: Path) -> dict[str, object]:
    restore(folder, path)
    own = VirtualClock(clock.now())
    with closing(open_engine(f"sqlite:///{path}", clock=own)) as engine:
        stands = standing(engine, case)
        does = finish(engine, own, case)
        if engine.case(SYSTEM, case).row.status != "ended":
            raise RuntimeError(f"{case} did not come to its end: it stands at {standing(engine, case)}")
    return {"case": case, "stands": stands, "does": does}


def restore(folder: Path, path: Path) -> None:
    """The saved database as a file."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((folder / DATABASE).read_text(encoding="utf-8"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        make(sys.argv[1], Path(place))
