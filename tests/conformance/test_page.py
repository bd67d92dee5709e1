"""What docs/bpmn.md says is so, of every element that BPMN 2.0 has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conformance.page import ROWS, page
from tests.conformance.page.__main__ import PAGE
from tests.conformance.page.event_rows import KINDS
from tests.conformance.page.metamodel import ATTRIBUTES, ELEMENTS
from tests.conformance.page.row import Row, is_seen, refusals

HERE = Path(__file__).parent
# The modeler's own description of the schema.
METAMODEL = HERE.parents[1] / "tasks" / "node_modules" / "bpmn-moddle" / "resources" / "bpmn" / "json" / "bpmn.json"
ABSTRACT = {"any activity": "activity", "any gateway": "gateway", "any event": "event"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_it_is_as_the_page_says(row: Row) -> None:
    found = refusals(row.content)
    if row.answer == "refused":
        assert found
        assert all(message.count(".") > 1 for message in found), "it says what is wrong, and what to draw instead"
    else:
        assert found == []
        assert is_seen(row)


@pytest.mark.parametrize("proof", sorted({row.proof for row in ROWS if row.proof}))
def test_each_proof_is_a_test(proof: str) -> None:
    file, _, name = proof.partition("::")
    assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_no_row_stands_twice() -> None:
    names = [row.name for row in ROWS]
    assert sorted(set(names)) == sorted(names)


def test_every_element_of_the_schema_has_a_row() -> None:
    kinds = {"compensate" if kind == "compensation" else kind for kind in KINDS}
    assert ELEMENTS - {row.element for row in ROWS} - {f"{kind}EventDefinition" for kind in kinds} == set()


def test_every_attribute_that_says_what_is_done_has_a_row() -> None:
    named = {
        f"{ABSTRACT.get(row.element, row.element)}.{word}"
        for row in ROWS
        for word in re.findall(r"`(\w+)`", row.variant)
    }
    assert ATTRIBUTES - named == set()


def test_the_elements_are_those_that_the_modeler_knows() -> None:
    types = json.loads(METAMODEL.read_text(encoding="utf-8"))["types"]
    names = {one["name"] for one in types if not one.get("isAbstract")}
    # No elements in a file, and two that are called otherwise there.
    names -= {"ItemAwareElement", "ExtensionDefinition", "ExtensionAttributeDefinition"}
    called = {"InputOutputSpecification": "ioSpecification", "InputOutputBinding": "ioBinding"}
    assert {called.get(name, name[0].lower() + name[1:]) for name in names} == ELEMENTS


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
