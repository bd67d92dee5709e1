"""A draft of facts leaves the original alone and remembers what it changed."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from engine.runtime.case_file import FactsDraft, overlap, value_at
from engine.store.cases import FactChange


def test_a_write_makes_the_path_and_leaves_the_original() -> None:
    before = {"barn": {"navn": "Alma"}}
    draft = FactsDraft(before)
    draft.set("barn.skole.navn", "Hjemme")
    assert draft.after == {"barn": {"navn": "Alma", "skole": {"navn": "Hjemme"}}}
    assert before == {"barn": {"navn": "Alma"}}
    assert draft.changes() == [FactChange("barn.skole.navn", None, "Hjemme")]


def test_writing_what_stands_there_is_no_change() -> None:
    draft = FactsDraft({"barn": {"navn": "Alma"}})
    draft.set("barn.navn", "Alma")
    assert draft.changes() == []


def test_the_last_of_two_writes_counts_and_keeps_the_first_before() -> None:
    draft = FactsDraft({"udfald": "a"})
    draft.set("udfald", "b")
    draft.set("udfald", "c")
    assert draft.changes() == [FactChange("udfald", "a", "c")]


def test_an_append_is_one_item_and_not_the_list() -> None:
    draft = FactsDraft({"tilsyn": {"afholdte": [1, 2]}})
    draft.append("tilsyn.afholdte", 3)
    draft.append("tilsyn.afholdte", 4)
    assert value_at(draft.after, "tilsyn.afholdte") == [1, 2, 3, 4]
    assert [change.path for change in draft.changes()] == ["tilsyn.afholdte[2]", "tilsyn.afholdte[3]"]


def test_an_append_to_something_else_names_the_path() -> None:
    with pytest.raises(ExpressionFailed, match="tilsyn"):
        FactsDraft({"tilsyn": "to"}).append("tilsyn", 3)


@pytest.mark.parametrize(
    ("path", "others", "expected"),
    [
        ("barn.navn", {"barn.navn"}, True),
        ("barn", {"barn.navn"}, True),
        ("barn.navn", {"barn"}, True),
        ("barn.navn", {"barn.navnet", "barnet"}, False),
    ],
)
def test_paths_overlap_from_above_and_below(path: str, others: set[str], *, expected: bool) -> None:
    assert overlap(path, others) is expected
