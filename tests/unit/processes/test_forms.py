"""What a form asks for and shows, as its conditions stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.definitions import forms
from engine.definitions.library import Library
from engine.model import Json

NOW = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
OVER_37 = {"ta_fast_arbejdstid", "ta_over_37_dokumentation", "ta_over_37_begrundelse"}


def _shown(library: Library, form: str, **values: Json) -> set[str]:
    return {field.key for field in forms.fields(library.forms[form], values, {}, now=NOW) if field.visible}


@pytest.mark.parametrize(
    ("outcome", "hours", "asked"),
    [
        (None, None, False),
        ("ikke_bevilget", None, False),
        ("uaendret", None, False),
        ("ikke_bevilget", 40, False),
        ("bevilget", None, False),
        ("bevilget", 37, False),
        ("bevilget", 37.5, True),
    ],
)
def test_only_more_than_37_granted_hours_have_to_be_accounted_for(
    library: Library, outcome: str | None, hours: float | None, *, asked: bool
) -> None:
    shown = _shown(library, "ta_afgoerelse", ta_udfald=outcome, ta_timer=hours)
    assert OVER_37 & shown == (OVER_37 if asked else set())


@pytest.mark.parametrize(
    ("confirmed", "total", "asked"),
    [(None, None, False), ("ja", None, False), ("ja", 900, False), ("ja", 1100, True), ("nej", None, True)],
)
def test_the_use_of_the_ceiling_is_explained_when_it_is_unsure_or_passed(
    library: Library, confirmed: str | None, total: int | None, *, asked: bool
) -> None:
    shown = _shown(
        library, "udgift_vurdering", udgift_loft_bekraeftet=confirmed, udgift_sum_12_maaneder=total, udgift_loft=1000
    )
    assert ("udgift_loft_begrundelse" in shown) is asked


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("udgift_vurdering", {"udgift_beskrivelse", "udgift_ansoegt"}),
        ("udgift_afgoerelse", {"udgift_beskrivelse", "udgift_ansoegt", "udgift_noedvendig", "udgift_loft"}),
        ("udgift_dokumentation", {"udgift_beskrivelse", "udgift_beloeb"}),
        ("ta_oplysninger", {"foraelder"}),
        ("ta_vurdering", {"foraelder", "ta_egne_timer", "ta_dokumentation"}),
        ("ta_afgoerelse", {"foraelder", "ta_samlet_vurdering"}),
        ("tilsynsudfald", {"sag.tilsyn.seneste.rapport", "sag.tilsyn.seneste.foraeldre_svar"}),
    ],
)
def test_who_assesses_or_decides_reads_what_it_is_about(library: Library, form: str, read: set[str]) -> None:
    shown = forms.fields(library.forms[form], {}, {}, now=NOW)
    assert read <= {field.key for field in shown if field.readonly and field.visible}
