"""
Each hard stop against a lawful and an unlawful change of the case file.

Hard stops fail closed, so a lawful change must come out as exactly false, also
from a case file that knows almost nothing.
"""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from engine.clock import start_of_day
from engine.definitions.library import Library

TODAY = date(2016, 11, 1)
Case = dict[str, Any]


def _ready() -> Case:
    """A case file in which every condition is met and nothing is decided."""
    return {
        "barn": {"navn": "Alma", "foedselsdato": "2012-03-14"},
        "foraelder_1": {"navn": "Mor", "foraeldremyndighed": True},
        "foraelder_2": {"navn": "Far", "foraeldremyndighed": False},
        "anmodning": {
            "indsender": "foraelder_1",
            "indehaver": "ja",
            "alle_indehavere_enige": "ja",
            "gyldig": True,
            "erstatter_undervisning": "nej",
            "erstatter_andet_tilbud": "nej",
        },
        "undersoegelse": {
            "status": "afsluttet",
            "afsluttet_dato": "2016-10-20",
            "funktionsevne": "F",
            "behov": "B",
            "trivsel": "T",
            "foraeldres_ressourcer": "R",
            "familiens_situation": "S",
            "barnets_syn": "Y",
            "foraeldres_viden": "V",
            "eksisterende_oplysninger": "E",
        },
        "dialog": {"holdt": True},
        "maalgruppe": {
            "betydelig": "ja",
            "varig": "ja",
            "behov_for_saerligt_tilbud": "ja",
            "betingelser_for_tilbud": "ja",
        },
        "vurdering": {
            "foretaget": True,
            "imoedekommer_behov": "ja",
            "foraeldre_i_stand": "ja",
            "dokumenterbar": "ja",
            "sygehuslignende": "nej",
            "uegnede_elementer": "nej",
            "fysiske_elementer": "nej",
        },
    }


def _with(case: Case, **paths: object) -> Case:
    """The case file with facts written over it; `__` stands for the dot, and None removes."""
    changed = deepcopy(case)
    for path, value in paths.items():
        *groups, last = path.split("__")
        node = changed
        for group in groups:
            node = node.setdefault(group, {})
        if value is None:
            node.pop(last, None)
        else:
            node[last] = value
    return changed


def _stops(library: Library, before: Case, after: Case, on: date = TODAY) -> set[str]:
    """The ids of the stops that refuse; one that could not be decided counts, and says so."""
    found = library.violations(before, after, now=start_of_day(on))
    return {violation.stop + ("?" if "kunne ikke afgøres" in violation.message else "") for violation in found}


def _decided(case: Case, outcome: str, *reasons: str, **paths: object) -> Case:
    ruling: dict[str, object] = {"afgoerelse__udfald": outcome}
    if reasons:
        ruling["afgoerelse__afslagsgrunde"] = list(reasons)
    return _with(case, **ruling, **paths)


def test_a_full_approval_of_a_full_case_is_lawful(library: Library) -> None:
    assert _stops(library, _ready(), _decided(_ready(), "godkendt")) == set()


SECTIONS = sorted(_ready()["undersoegelse"].keys())


@pytest.mark.parametrize("outcome", ["godkendt", "delvist"])
@pytest.mark.parametrize("section", SECTIONS)
def test_h1_no_approval_before_the_investigation_is_closed_with_all_sections(
    library: Library, section: str, outcome: str
) -> None:
    case = _with(_ready(), **{f"undersoegelse__{section}": None})
    assert "H1" in _stops(library, case, _decided(case, outcome))


def test_h1_no_approval_on_a_provisional_assessment_or_without_the_overall_one(library: Library) -> None:
    provisional = _with(_ready(), undersoegelse__status="i_gang", undersoegelse__foreloebig_vurdering="Foreløbig.")
    assert "H1" in _stops(library, provisional, _decided(provisional, "godkendt"))
    unassessed = _with(_ready(), vurdering__foretaget=None)
    assert "H1" in _stops(library, unassessed, _decided(unassessed, "godkendt"))


def test_h1_an_investigation_closes_no_approval_before_its_day(library: Library) -> None:
    after = _decided(_ready(), "godkendt")
    assert "H1" in _stops(library, _ready(), after, on=date(2016, 10, 19))
    assert _stops(library, _ready(), after, on=date(2016, 10, 20)) == set()


@pytest.mark.parametrize(
    "reason",
    [
        "GENEREL_UVILJE",
        "TILBUD_DAEKKER",
        "INGEN_VIDENSKABELIG_EVIDENS",
        "FOR_LILLE_EFFEKT",
        "INTET_TILBUD_TILDELT",
        "OEKONOMI",
        "KUN_METODEN",
    ],
)
def test_h2_a_never_lawful_reason_is_refused_even_beside_a_lawful_one(library: Library, reason: str) -> None:
    case = _with(_ready(), vurdering__foraeldre_i_stand="nej")
    lawful = _decided(case, "afslag", "FORAELDRE_IKKE_I_STAND")
    assert _stops(library, case, lawful) == set()
    assert _stops(library, case, _decided(case, "afslag", "FORAELDRE_IKKE_I_STAND", reason)) == {"H2"}


def test_h2_the_method_may_be_named_beside_an_assessment_of_the_child(library: Library) -> None:
    case = _with(_ready(), vurdering__uegnede_elementer="ja")
    named = _decided(case, "afslag", "BEHOV_ELLER_TRIVSEL", "KUN_METODEN")
    assert _stops(library, case, named) == {"H2"}
    assert _stops(library, case, _with(named, afgoerelse__konkret_vurdering="Hofterne tåler det ikke.")) == set()


@pytest.mark.parametrize("outcome", ["afslag", "delvist"])
def test_h3_no_refusal_when_all_conditions_are_met(library: Library, outcome: str) -> None:
    after = _decided(_ready(), outcome, "FORAELDRE_IKKE_I_STAND", plan__uden_udelukkede_elementer="ja")
    assert _stops(library, _ready(), after) == {"H3"}


@pytest.mark.parametrize(
    "missing",
    [
        {"undersoegelse__status": "i_gang"},
        {"vurdering__foretaget": None},
        {"dialog__holdt": None},
        {"anmodning__gyldig": None},
        {"vurdering__fysiske_elementer": "ja"},
        {"vurdering__fysiske_elementer": None},
    ],
)
def test_h3_no_refusal_while_procedure_is_missing(library: Library, missing: dict[str, object]) -> None:
    unable = _with(_ready(), vurdering__foraeldre_i_stand="nej")
    assert _stops(library, unable, _decided(unable, "afslag", "FORAELDRE_IKKE_I_STAND")) == set()
    case = _with(unable, **missing)
    assert _stops(library, case, _decided(case, "afslag", "FORAELDRE_IKKE_I_STAND")) == {"H3"}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"maalgruppe__varig": "nej"}, "IKKE_MAALGRUPPE"),
        ({"vurdering__imoedekommer_behov": "nej"}, "BEHOV_ELLER_TRIVSEL"),
        ({"vurdering__foraeldre_i_stand": "nej"}, "FORAELDRE_IKKE_I_STAND"),
        ({"vurdering__dokumenterbar": "nej"}, "IKKE_DOKUMENTERBAR"),
        ({"vurdering__sygehuslignende": "ja"}, "SYGEHUSELEMENT"),
        ({"sundhed__kontraindiceret": "ja"}, "SUNDHEDSRISIKO"),
        ({"anmodning__erstatter_undervisning": "ja"}, "ERSTATTER_UNDERVISNING"),
        ({"anmodning__erstatter_andet_tilbud": "ja"}, "ERSTATTER_ANDET_TILBUD"),
    ],
)
def test_h3_a_refusal_stands_on_a_reason_that_the_facts_carry(
    library: Library, facts: dict[str, object], reason: str
) -> None:
    case = _with(_ready(), **facts)
    assert _stops(library, case, _decided(case, "afslag", reason)) == set()
    other = "FORAELDRE_IKKE_I_STAND" if reason != "FORAELDRE_IKKE_I_STAND" else "IKKE_DOKUMENTERBAR"
    assert _stops(library, case, _decided(case, "afslag", other)) == {"H3"}
    assert _stops(library, case, _decided(case, "afslag")) == {"H3"}


def test_h3_age_alone_may_refuse_before_the_investigation(library: Library) -> None:
    case = {"barn": {"navn": "Alma", "foedselsdato": "2012-03-14"}}
    after = _decided(case, "afslag", "IKKE_MAALGRUPPE")
    assert _stops(library, case, after, on=date(2030, 3, 13)) == {"H3"}
    assert _stops(library, case, after, on=date(2030, 3, 14)) == set()


def test_h4_hospital_type_elements_are_never_approved(library: Library) -> None:
    case = _with(_ready(), vurdering__sygehuslignende="ja")
    assert _stops(library, case, _decided(case, "godkendt")) == {"H4"}
    part = _decided(case, "delvist", "SYGEHUSELEMENT")
    assert _stops(library, case, part) == {"H4"}
    assert _stops(library, case, _with(part, plan__uden_udelukkede_elementer="ja")) == set()


def test_h5_physical_elements_need_health_competence_at_approval_and_in_supervision(library: Library) -> None:
    case = _with(_ready(), vurdering__fysiske_elementer="ja")
    assert _stops(library, case, _decided(case, "godkendt")) == {"H5"}
    heard = _with(case, sundhed__udtalelse="Gavnligt.", sundhed__kontraindiceret="nej")
    assert _stops(library, heard, _decided(heard, "godkendt")) == set()
    assert _stops(library, heard, _with(heard, tilsyn__seneste=_supervised())) == {"H5"}
    involved = _supervised(sundhedsfaglig_inddraget="ja")
    assert _stops(library, heard, _with(heard, tilsyn__seneste=involved)) == set()


@pytest.mark.parametrize(
    "facts",
    [
        {"anmodning__indehaver": "nej"},
        {"anmodning__indehaver": None},
        {"anmodning__indsender": "foraelder_2"},
        {"anmodning__alle_indehavere_enige": "nej"},
    ],
)
def test_h6_only_a_custody_holders_request_counts(library: Library, facts: dict[str, object]) -> None:
    before = _with(_ready(), anmodning__gyldig=None)
    assert _stops(library, before, _ready()) == set()
    case = _with(before, **facts)
    assert _stops(library, case, _with(case, anmodning__gyldig=True)) == {"H6"}
    assert _stops(library, case, _with(case, anmodning__gyldig=False)) == set()


def test_h6_one_signature_under_joint_custody_takes_a_legal_review(library: Library) -> None:
    case = _with(_ready(), anmodning__gyldig=None, anmodning__alle_indehavere_enige="nej")
    reviewed = _with(case, anmodning__juridisk_vurdering="Se notat.")
    assert _stops(library, case, _with(reviewed, anmodning__gyldig=True)) == set()


@pytest.mark.parametrize("outcome", ["godkendt", "delvist", "afslag"])
def test_h6_nothing_is_decided_on_what_is_no_request(library: Library, outcome: str) -> None:
    case = _with(_ready(), anmodning__gyldig=False)
    assert "H6" in _stops(library, case, _decided(case, outcome, "IKKE_MAALGRUPPE"))


def _supervised(**facts: object) -> Case:
    """A supervision with everything the law asks for before its outcome."""
    return {
        "nr": 1,
        "besoeg_dato": "2017-02-10",
        "rapport": "Rapport.",
        "indstilling": "fortsaet",
        "indstilling_begrundelse": "Trives.",
        "hoering_sendt": "2017-03-01",
        "foraeldre_hoering": "svar",
        "foraeldre_svar": "Enig.",
        "barn_hoering": "svar",
        "barn_svar": "Glad.",
        "overvejelse": "Uændret.",
        "udfald": "fortsaet",
        **facts,
    }


@pytest.mark.parametrize("reply", ["svar", "intet_svar", "undladt"])
def test_h8_a_heard_and_reconsidered_supervision_has_an_outcome(library: Library, reply: str) -> None:
    heard = _supervised(barn_hoering=reply, barn_undladt_begrundelse="Konkret begrundelse.")
    assert _stops(library, _ready(), _with(_ready(), tilsyn__seneste=heard)) == set()


@pytest.mark.parametrize(
    "missing",
    [
        "besoeg_dato",
        "rapport",
        "indstilling",
        "indstilling_begrundelse",
        "hoering_sendt",
        "foraeldre_hoering",
        "foraeldre_svar",
        "barn_hoering",
        "barn_svar",
        "overvejelse",
    ],
)
def test_h8_no_outcome_without_report_hearing_and_reconsideration(library: Library, missing: str) -> None:
    after = _with(_ready(), tilsyn__seneste=_supervised(**{missing: None}))
    assert _stops(library, _ready(), after) == {"H8"}
    del after["tilsyn"]["seneste"]["udfald"]
    assert _stops(library, _ready(), after) == set()


def test_h8_leaving_the_child_out_takes_a_reason(library: Library) -> None:
    after = _with(_ready(), tilsyn__seneste=_supervised(barn_hoering="undladt"))
    assert _stops(library, _ready(), after) == {"H8"}


def test_h8_ceasing_takes_an_answer_to_why_not_reorganise(library: Library) -> None:
    after = _with(_ready(), tilsyn__seneste=_supervised(udfald="ophoer"))
    assert _stops(library, _ready(), after) == {"H8"}
    answered = _with(after, tilsyn__seneste__hvorfor_ikke_omlaegning="Metoden kan ikke tilpasses.")
    assert _stops(library, _ready(), answered) == set()


def test_h8_what_an_outcome_rests_on_cannot_be_removed_afterwards(library: Library) -> None:
    before = _with(_ready(), tilsyn__seneste=_supervised())
    assert _stops(library, before, _with(before, tilsyn__seneste__rapport=None)) == {"H8"}


@pytest.mark.parametrize("fact", ["erstatter_undervisning", "erstatter_andet_tilbud"])
def test_h14_training_never_replaces_teaching_or_other_offers(library: Library, fact: str) -> None:
    case = _with(_ready(), **{f"anmodning__{fact}": "ja"})
    assert _stops(library, case, _decided(case, "godkendt")) == {"H14"}


@pytest.mark.parametrize(
    "facts",
    [
        {"maalgruppe__betydelig": "nej"},
        {"maalgruppe__behov_for_saerligt_tilbud": None},
        {"vurdering__imoedekommer_behov": "nej"},
        {"vurdering__foraeldre_i_stand": "nej"},
        {"vurdering__dokumenterbar": None},
        {"vurdering__uegnede_elementer": "ja"},
        {"sundhed__kontraindiceret": "ja"},
        {"dialog__holdt": None},
        {"barn__foedselsdato": "1998-11-01"},
        {"barn__foedselsdato": None},
    ],
)
def test_h19_no_approval_when_a_condition_fails(library: Library, facts: dict[str, object]) -> None:
    case = _with(_ready(), **facts)
    assert _stops(library, case, _decided(case, "godkendt")) == {"H19"}


LITTLE: list[Case] = [
    {},
    {"barn": {"navn": "A"}},
    {"barn": {"foedselsdato": None}},
    {"anmodning": {"gyldig": None, "indsender": None}, "undersoegelse": {"status": None, "afsluttet_dato": None}},
    {"afgoerelse": None, "tilsyn": {"seneste": None}, "plan": None},
]


@pytest.mark.parametrize("case", LITTLE)
def test_a_case_that_knows_little_may_still_learn(library: Library, case: Case) -> None:
    """Nothing that the stops guard is decided here, so every one of them must be exactly false."""
    for after in (
        case,
        _with(case, barn__navn="B"),
        _with(case, anmodning={"metode": "Sprog"}),
        _with(case, afgoerelse={"begrundelse": "Udkast"}),
        _with(case, tilsyn={"seneste": {"nr": 2}}),
        _with(case, plan={"maal": "Mål"}),
    ):
        assert _stops(library, case, after) == set()
        assert _stops(library, {}, after) == set()


@pytest.mark.parametrize("case", LITTLE)
def test_a_case_that_knows_little_is_never_approved_or_refused(library: Library, case: Case) -> None:
    assert {"H1", "H4", "H5", "H6", "H14", "H19"} <= _stops(
        library, case, _decided({**case, "afgoerelse": {}}, "godkendt")
    )
    assert "H3" in _stops(library, case, _decided({**case, "afgoerelse": {}}, "afslag"))
