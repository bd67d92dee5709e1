"""
A changed main lifecycle takes over running cases, and every one of them ends as it should.

`MOVED_CASES=1000` moves that many; `python -m tests.scenarios.moved_lifecycle` does so on several cores.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scenarios.moved_lifecycle import many

pytestmark = pytest.mark.unmeasured(after=0)

CASES = int(os.environ.get("MOVED_CASES", "10"))


def test_running_cases_move_to_a_changed_lifecycle_and_end(tmp_path: Path) -> None:
    found = many(CASES, per_database=12, jobs=1, folder=tmp_path)
    assert found.problems == []
    assert found.moved == found.ended == found.running >= CASES
    assert found.asked > 0, "nobody stood at the renamed task"
    assert found.framed > 0, "nobody stood where the sub-process is drawn"
    assert found.kept_deadlines > 0
    assert found.new_deadlines > 0
    assert found.fired_in_time > 0
    assert found.did_inserted > 0
