"""A write of facts is judged by what it changes, and no write gets past that whole judging would refuse."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.case_schema import read_case_schema
from engine.definitions.changed_part import changed_part
from engine.runtime.case_file import FactsDraft

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["barn"],
    "additionalProperties": False,
    "properties": {
        "barn": {
            "type": "object",
            "required": ["navn"],
            "additionalProperties": False,
            "properties": {"navn": {"type": "string"}, "alder": {"type": "integer", "maximum": 17}},
        },
        "besoeg": {"type": "array", "items": {"type": "string", "maxLength": 3}},
        "maerker": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        "plan": {"type": "object", "minProperties": 1, "properties": {"maal": {"type": "string"}}},
    },
}
CASE_SCHEMA = read_case_schema(json.dumps(SCHEMA).encode(), "case.schema.json")
BEFORE: dict[str, Any] = {
    "barn": {"navn": "Alma", "alder": 4},
    "besoeg": ["a", "b"],
    "maerker": ["x"],
    "plan": {"maal": "gang"},
}
VALUES = st.sampled_from(
    [None, "a", "langt", 4, 18, [], ["a"], ["x", "x"], {}, {"navn": "B"}, {"navn": 3}, {"maal": 1}]
)
PATHS = st.sampled_from(["barn", "barn.navn", "barn.alder", "barn.andet", "besoeg", "maerker", "plan", "plan.maal"])


@given(st.lists(st.tuples(PATHS, VALUES), max_size=4), st.lists(st.sampled_from(["c", "langt", 4]), max_size=2))
def test_judging_the_change_finds_what_judging_everything_finds(
    writes: list[tuple[str, Any]], visits: list[Any]
) -> None:
    draft = FactsDraft(copy.deepcopy(BEFORE))
    for path, value in writes:
        draft.set(path, value)
    if isinstance(draft.after.get("besoeg"), list):
        for visit in visits:
            draft.append("besoeg", visit)
    some = {message for _, message in CASE_SCHEMA.problems(draft.after, draft.before)}
    assert some == {message for _, message in CASE_SCHEMA.problems(draft.after)}


def test_a_list_that_grew_is_asked_about_its_new_items_alone() -> None:
    draft = FactsDraft(BEFORE)
    draft.append("besoeg", "c")
    assert changed_part(draft.after, draft.before, SCHEMA, SCHEMA) == {"barn": {"navn": "Alma"}, "besoeg": ["c"]}
