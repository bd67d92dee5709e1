"""
The hard stops over support, reassessment and cessation, and tables D6, D7 and D13.

Law: serviceloven § 32 a(5) and (6), guidance pt. 154, 157 and 157 a-d; complaints: retssikkerhedsloven §§ 66-67.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from engine.clock import start_of_day
from engine.definitions.library import Library

TODAY = date(2017, 2, 10)
Case = dict[str, Any]
Decide = Callable[..., Any]

APPROVED: Case = {
    "barn": {"navn": "Alma", "foedselsdato": "2012-03-14"},
    "afgoerelse": {"udfald": "godkendt"},
    "godkendelse": {"dato": "2016-11-01"},
}
EARNINGS: Case = {
    "nr": 1,
    "foraelder": "foraelder_1",
    "dato": "2017-02-10",
    "udfald": "bevilget",
    "samlet_vurdering": "Ny.",
    "vurdering_dato": "2017-02-10",
    "indtaegtstab": "ja",
    "betingelser": "ja",
    "egne_timer": 20,
    "timer_ud_over": 5,
    "hjemmeundervises": "nej",
    "timer": 25,
    "beloeb": 9875.5,
    "fra": "2016-11-01",
    "til": "2030-03-13",
    "fuldt_medhold": "ja",
    "begrundelse": "B",
}
COST: Case = {
    "nr": 1,
    "art": "redskab",
    "ansoegt": 1250.75,
    "afholdt_dato": "2017-01-20",
    "noedvendig": "ja",
    "noedvendig_begrundelse": "B",
    "sygehuslignende": "nej",
    "sum_12_maaneder": 1250.75,
    "loft": 596681,
    "loft_kilde": "Punkt 157 d",
    "loft_bekraeftet": "ja",
    "udfald": "bevilget",
    "beloeb": 1250.75,
    "fra": "2017-01-20",
    "til": "2017-01-20",
    "begrundelse": "B",
}


def _stops(library: Library, before: Case, after: Case) -> set[str]:
    """The ids of the stops that refuse; one that could not be decided says so with a question mark."""
    found = library.violations(before, after, now=start_of_day(TODAY))
    return {violation.stop + ("?" if "kunne ikke afgøres" in violation.message else "") for violation in found}


def _earnings(library: Library, case: Case = APPROVED, **changed: object) -> set[str]:
    rows = [*case.get("tabt_arbejdsfortjeneste", []), {**EARNINGS, **changed}]
    return _stops(library, case, {**case, "tabt_arbejdsfortjeneste": rows})


def _cost(library: Library, case: Case = APPROVED, **changed: object) -> set[str]:
    return _stops(library, case, {**case, "udgifter": [*case.get("udgifter", []), {**COST, **changed}]})


def test_lawful_support_is_granted(library: Library) -> None:
    assert _earnings(library) == _cost(library) == set()


SAME_PARENT: Case = {"hjemmeundervises": "ja", "samme_foraelder": "ja", "begge_fuld_tid": "ja"}
NORM: Case = {
    "hjemmeundervises": "ja",
    "samme_foraelder": "nej",
    "begge_fuld_tid": "nej",
    "undervisning_vaegt": "ja",
    "undervisning_grundlag": "normtimetal",
    "undervisningstimer": 15,
    "undervisning_vurdering": "V",
    "enkeltmand": "E",
}


@pytest.mark.parametrize(
    ("changed", "stop"),
    [
        ({"timer": 25.01}, "H9"),  # helpers' and teaching hours carry nothing
        ({"samlet_vurdering": None}, "H9"),
        ({"timer_ud_over": None}, "H9"),
        ({"egne_timer": None}, "H9"),
        ({**SAME_PARENT, "egne_timer": 37, "timer": 37}, "H9"),
        ({**NORM, "timer": 10}, "H9"),  # 25 - 15, the sum nobody may do
        ({**NORM, "timer": 22}, "H9"),  # 37 - 15
        ({**NORM, "timer": 20, "enkeltmand": None}, "H9"),
        ({"hjemmeundervises": "ja"}, "H9"),
        ({"egne_timer": 45, "timer": 37.5}, "H10"),
        ({"egne_timer": 45, "timer": 44, "fast_arbejdstid": 37, "over_37_dokumentation": "D"}, "H10"),
        ({"timer": None}, "H10"),
        ({"vurdering_dato": None}, "H15"),
        ({"til": "2030-03-14"}, "H18"),
        ({"til": None}, "H18"),
        ({"fra": "2016-10-31"}, "H20"),
        ({"indtaegtstab": "nej"}, "H20"),
        ({"betingelser": None}, "H20"),
        ({"begrundelse": None}, "P146-17"),
        ({"fuldt_medhold": "nej", "klagevejledning": "K"}, "P146-17"),
        ({"udfald": "ikke_bevilget"}, "P146-17"),
    ],
)
def test_lost_earnings_outside_the_law_are_refused(library: Library, changed: Case, stop: str) -> None:
    assert stop in _earnings(library, **changed)


@pytest.mark.parametrize(
    "changed",
    [
        {**SAME_PARENT, "egne_timer": 37, "timer": 20},  # a lower number after a concrete assessment
        {**NORM, "timer": 20},
        {
            "egne_timer": 45,
            "timer": 44,
            "fast_arbejdstid": 46,
            "over_37_dokumentation": "D",
            "over_37_begrundelse": "B",
        },
        {"udfald": "uaendret", "timer": None, "fra": None, "til": None, "beloeb": None},
        {"udfald": "ikke_bevilget", "fuldt_medhold": "nej", "partshoering": "gennemfoert", "klagevejledning": "K"},
        {"udfald": "frafaldet", "begrundelse": None, "samlet_vurdering": None},
    ],
)
def test_lost_earnings_within_the_law_are_not(library: Library, changed: Case) -> None:
    assert _earnings(library, **changed) == set()


@pytest.mark.parametrize("case", [{}, {"barn": {"navn": "A"}}, {"afgoerelse": {"udfald": "afslag"}}])
def test_h20_no_support_without_an_approval(library: Library, case: Case) -> None:
    assert "H20" in _earnings(library, case)
    assert "H20" in _cost(library, case)


def test_h15_a_change_needs_an_assessment_of_its_own(library: Library) -> None:
    earlier = {
        **APPROVED,
        "tabt_arbejdsfortjeneste": [{**EARNINGS, "dato": "2017-01-05", "samlet_vurdering": "Gammel."}],
    }

    assert _earnings(library, earlier, timer=15) == set()
    assert _earnings(library, earlier, timer=15, vurdering_dato="2017-01-04") == {"H15"}
    assert _earnings(library, earlier, timer=15, samlet_vurdering="Gammel.") == {"H15"}
    assert _earnings(library, earlier, timer=15, foraelder="foraelder_2", samlet_vurdering="Gammel.") == set()
    assert _stops(library, earlier, {**earlier, "tabt_arbejdsfortjeneste": []}) == {"H15"}


@pytest.mark.parametrize(
    ("changed", "stop"),
    [
        ({"sum_12_maaneder": 596681.01}, "H11"),
        ({"sum_12_maaneder": None}, "H11"),
        ({"sum_12_maaneder": 1000}, "H11"),  # this cost is part of the sum
        ({"loft_kilde": None}, "H11"),
        ({"loft_bekraeftet": "nej"}, "H11"),
        ({"loft_bekraeftet": None}, "H11"),
        ({"sum_12_maaneder": 600000, "loft_hoejeste": 608615}, "H11"),
        ({"sum_12_maaneder": 610000, "loft_hoejeste": 608615, "loft_begrundelse": "B"}, "H11"),
        ({"beloeb": 1250.76}, "H11"),
        ({"noedvendig": "nej"}, "H12"),
        ({"sygehuslignende": "ja"}, "H12"),
        ({"sygehuslignende": None}, "H12"),
        ({"art": "kursus", "land": "udlandet", "relevant": "ja"}, "H12"),
        ({"art": "kosttilskud", "del_af_program": "ja", "laegeligt_forsvarligt": "ja"}, "H12"),
        ({"art": "hjaelper"}, "H12"),
        ({"afholdt_dato": "2030-03-14"}, "H18"),
        ({"til": None}, "H18"),
        ({"afholdt_dato": "2016-10-31"}, "H20"),
        ({"udfald": "afslag"}, "P146-17"),
        ({"begrundelse": None}, "P146-17"),
    ],
)
def test_costs_outside_the_law_are_refused(library: Library, changed: Case, stop: str) -> None:
    assert stop in _cost(library, **changed)


def test_h11_between_two_years_ceilings_a_person_decides(library: Library) -> None:
    between: Case = {"sum_12_maaneder": 600000, "loft_hoejeste": 608615, "loft_begrundelse": "Det højeste."}
    assert _cost(library, **between) == set()


def test_h11_what_is_under_the_ceiling_may_be_granted_of_more(library: Library) -> None:
    asked: Case = {"ansoegt": 100000, "sum_12_maaneder": 640000, "udfald": "delvist", "loft_begrundelse": "B"}
    letter: Case = {"partshoering": "gennemfoert", "klagevejledning": "K"}

    assert _cost(library, **asked, **letter, beloeb=56681) == set()
    assert _cost(library, **asked, **letter, beloeb=56681.01) == {"H11"}


@pytest.mark.parametrize(
    ("paid", "refused"),
    [
        ({}, False),
        ({"beloeb": 1250.76}, True),
        ({"dokumentation": None}, True),
        ({"udgift": 2}, True),
        ({"form": "loen_via_kommunen"}, True),
    ],
)
def test_h12_only_documented_costs_are_paid_and_no_more_than_granted(
    library: Library, paid: Case, *, refused: bool
) -> None:
    case = {**APPROVED, "udgifter": [COST]}
    row = {"nr": 1, "udgift": 1, "beloeb": 1250.75, "dokumentation": "Kvittering", "form": "kontant", **paid}
    assert _stops(library, case, {**case, "udbetalinger": [row]}) == ({"H12"} if refused else set())


@pytest.mark.parametrize(
    ("effect", "reason", "refused"),
    [
        ("2017-01-01", None, False),
        ("2016-12-31", "B", True),
        ("2017-01-02", None, True),
        ("2017-01-02", "Dialogen var ikke holdt.", False),
    ],
)
def test_p154_17_the_approval_has_effect_from_the_day_the_element_is_gone(
    library: Library, effect: str, reason: str | None, *, refused: bool
) -> None:
    after = {
        **APPROVED,
        "revurdering": {"element_fjernet_dato": "2017-01-01", "virkning_fra": effect, "senere_begrundelse": reason},
    }
    assert _stops(library, APPROVED, after) == ({"P154-17"} if refused else set())


REASSESSED: Case = {
    **APPROVED,
    "revurdering": {
        "aabnet": "2017-01-10",
        "vurdering": "V",
        "udfald": "ophoer",
        "endeligt_udfald": "ophoer",
        "overvejelse": "O",
        "hvorfor_ikke_omlaegning": "H",
    },
    "hoeringer": [{"hvem": "foraeldre", "sendt": "2017-01-12", "resultat": "intet_svar"}],
}


@pytest.mark.parametrize(
    "missing", [None, "vurdering", "udfald", "endeligt_udfald", "overvejelse", "hvorfor_ikke_omlaegning", "aabnet"]
)
def test_p157_15_no_end_after_a_reassessment_without_its_steps(library: Library, missing: str | None) -> None:
    case = deepcopy(REASSESSED)
    case["revurdering"].pop(missing or "ingen", None)
    ended = {**case, "ophoer": {"grund": "efter_revurdering", "begrundelse": "B", "klagevejledning": "K"}}
    assert _stops(library, case, ended) == ({"P157-15"} if missing else set())


@pytest.mark.parametrize(
    "hearings", [[], [{"hvem": "barn", "sendt": "2017-01-12"}], [{"hvem": "foraeldre", "sendt": "2017-01-09"}]]
)
def test_p157_15_the_parents_are_heard_after_it_was_opened(library: Library, hearings: list[Case]) -> None:
    case = {**REASSESSED, "hoeringer": hearings}
    ended = {**case, "ophoer": {"grund": "efter_revurdering", "begrundelse": "B", "klagevejledning": "K"}}
    assert _stops(library, case, ended) == {"P157-15"}


ANSWERS: Case = {
    "ta_ledig": "nej",
    "ta_indtaegtstab": "ja",
    "ta_betingelser": "ja",
    "ta_samme_foraelder": None,
    "ta_begge_fuld_tid": None,
    "ta_egne_timer": 14,
    "ta_timer_ud_over": 6,
}


class TestD6:
    @pytest.mark.parametrize(
        ("answers", "outcome", "hours"),
        [
            ({}, "kan_bevilges", 20),
            ({"ta_ledig": "ja"}, "paragraf_43", 20),
            ({"ta_indtaegtstab": "nej"}, "betingelser", 0),
            ({"ta_betingelser": "nej"}, "betingelser", 0),
            ({"ta_samme_foraelder": "ja", "ta_begge_fuld_tid": "ja", "ta_egne_timer": 40}, "samme_foraelder", 37),
            ({"ta_egne_timer": 32}, "over_37", 37),
        ],
    )
    def test_what_the_support_may_become(self, decide: Decide, answers: Case, outcome: str, hours: int) -> None:
        found = decide("D6_tabt_arbejdsfortjeneste", APPROVED, TODAY, **{**ANSWERS, **answers})
        assert (found["udfald"], found["udgangspunkt"], found["vurderet"]) == (outcome, hours, "2017-02-10")

    def test_teaching_hours_are_no_input(self, library: Library) -> None:
        assert not any("undervisning" in text for text in library.decisions["D6_tabt_arbejdsfortjeneste"].inputs)


class TestD13:
    @pytest.mark.parametrize(
        ("complained", "received", "deadline", "in_time"),
        [
            ("2017-02-27", "2017-01-30", "2017-02-27", "ja"),
            ("2017-02-28", "2017-01-30", "2017-02-27", "nej"),
            ("2017-02-06", "2017-01-07", "2017-02-06", "ja"),  # ends on a Saturday: the citizen has until Monday
            ("2017-04-18", "2017-03-16", "2017-04-18", "ja"),  # Maundy Thursday to the Tuesday after Easter
            ("2017-04-18", None, None, "uvist"),
        ],
    )
    def test_the_citizens_deadline_moves_and_the_authoritys_does_not(
        self, decide: Decide, complained: str, received: str | None, deadline: str | None, in_time: str
    ) -> None:
        found = decide(
            "D13_klagefrister", APPROVED, TODAY, klage_modtaget=complained, klage_afgoerelse_modtaget=received
        )
        four_weeks = date.fromordinal(date.fromisoformat(complained).toordinal() + 28).isoformat()
        assert (found["klagefrist"], found["rettidig"], found["nr"]) == (deadline, in_time, 1)
        assert found["genvurdering"] == four_weeks
