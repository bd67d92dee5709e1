"""Nothing leaves the house but what is on a list, whatever an event holds."""

from __future__ import annotations

import pytest

from engine.definitions.library import check_files
from engine.definitions.outbound import OWN, Field, harmless, leaves
from engine.model import Json
from tests.unit.definitions.samples import MANIFEST, library

CPR = "010120-1234"


@pytest.mark.parametrize("type_", OWN)
def test_the_engines_own_events_carry_fixed_fields(type_: str) -> None:
    told: dict[str, Json] = dict.fromkeys(OWN[type_], "x")
    assert harmless(type_, told | {"navn": "Freja Lund", "cpr": CPR}, {}) == told
    assert leaves(type_, {})


def test_a_diagrams_event_leaves_only_when_it_is_declared() -> None:
    assert not leaves("payout.granted", {})
    assert leaves("payout.granted", {"payout.granted": {}})
    assert harmless("payout.granted", {"beloeb": 1, "formaal": "Autisme"}, {"payout.granted": {}}) == {}


@pytest.mark.parametrize(
    ("field", "fits", "stays"),
    [
        (
            "tal",
            [0, -1, 12.5, 99_999_999],
            ["1", True, None, [1], CPR, 101_000_000, 101201234, 3112991234, -101201234, 1e300],
        ),
        ("ja_nej", [True, False], [0, 1, "ja", None]),
        ("dato", ["2031-03-03"], ["2031-3-3", "20310303", "2031-02-30", "2031-03-03T08:00:00", CPR, 20310303, None]),
        (("maaned", "engang"), ["maaned", "engang"], ["Maaned", "maaned ", "m", "", None, 1, ["maaned"], CPR]),
    ],
)
def test_a_value_of_another_kind_stays(field: Field, fits: list[Json], stays: list[Json]) -> None:
    declared = {"x": {"felt": field}}
    for value in fits:
        assert harmless("x", {"felt": value, "andet": value}, declared) == {"felt": value}
    for value in stays:
        assert harmless("x", {"felt": value}, declared) == {}, value


@pytest.mark.parametrize("kind", ["tekst", "fritekst", "Tal", ""])
def test_there_is_no_kind_for_text(kind: str) -> None:
    text = f'{MANIFEST}udgaaende:\n  tegn.taget: {{navn: "{kind}"}}\n'
    found = check_files(library({"manifest.yaml": text.encode()}))
    assert any(
        finding.element == "udgaaende.tegn.taget.navn" and "Fri tekst kan ikke forlade huset" in finding.message
        for finding in found
    ), found
