"""An application from outside whose dates cannot be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.definitions.library import read_folder, read_library
from processes import home_training

FOLDER = Path(home_training.__file__).parent
NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def application() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / "examples" / "anmodning.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(
    ("received", "born", "told"),
    [
        ("2026-02-02", "2022-05-17", []),
        ("2026-02-02", "2026-02-02", []),
        ("2026-02-03", "2022-05-17", ["modtaget i fremtiden"]),
        ("2022-05-16", "2022-05-17", ["før barnet er født"]),
        ("2026-02-02", "2026-02-03", ["født i fremtiden", "før barnet er født"]),
    ],
)
def test_dates_that_cannot_be_are_told(application: dict[str, Any], received: str, born: str, told: list[str]) -> None:
    inbound = read_library(read_folder(FOLDER), _topics()).manifest.inbound["hjemmetraening.anmodning"]
    data = application | {"modtaget": received, "barn": application["barn"] | {"foedselsdato": born}}
    assert inbound.problems(data) == {}
    broken = inbound.broken_demands(data, NOON)
    assert len(broken) == len(told)
    assert all(words in message for words, message in zip(told, broken, strict=True))


def _topics() -> frozenset[str]:
    from app import wiring

    return wiring.service_tasks().topics()
