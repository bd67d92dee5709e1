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
            "indhentede_oplysninger": "I",
        },
        "dialog": {"holdt": True, "dato": "2016-10-25"},
        "maalgruppe": {
            "betydelig": "ja",
            "varig": "ja",
            "behov_for_saerligt_tilbud": "ja",
            "betingelser_for_tilbud": "ja",
        },
        "vurdering": {
            "foretaget": True,
            "alder_og_udvikling": "A",
            "fysiske_behov": "F",
            "psykiske_behov": "P",
            "sociale_behov": "S",
            "imoedekommer_behov": "ja",
            "foraeldre_i_stand": "ja",
            "dokumenterbar": "ja",
            "sygehuslignende": "nej",
            "uegnede_elementer": "nej",
            "fysiske_elementer": "nej",
        },
        "metode": {
            "elementer": [
                {"nr": 1, "navn": "Sproglege", "beskrivelse": "B", "kendetegn": ["sprog"]},
                {"nr": 2, "navn": "Trampolin", "beskrivelse": "B", "kendetegn": ["bevaegelse"]},
            ],
            "vurderinger": [_assessed(1), _assessed(2)],
        },
    }


def _assessed(number: int, **answers: str) -> Case:
    """One element's assessment: suited, and no hospital treatment."""
    return {"nr": number, "egnet": "ja", "sygehuslignende": "nej", "fysisk": "nej", "begrundelse": "B", **answers}


def _opinions(*verdicts: str) -> list[Case]:
    """A health professional's opinion on the first elements, in their order."""
    return [{"nr": number, "vurdering": verdict} for number, verdict in enumerate(verdicts, 1)]


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
    """The case file with a ruling whose letter says all it must."""
    letter = ["regler", "hovedhensyn", "faktiske_forhold", "barnets_syn"]
    if outcome != "godkendt":
        letter += ["konkret_vurdering", "partshoering_note", "klagevejledning"]
    ruling: dict[str, object] = {f"afgoerelse__{part}": "Konkret." for part in letter}
    ruling |= {"afgoerelse__udfald": outcome, "afgoerelse__partshoering": "gennemfoert"}
    ruling |= {"afgoerelse__hoering_sendt": "2016-10-25", "afgoerelse__hoering_resultat": "svar"}
    if reasons:
        ruling["afgoerelse__afslagsgrunde"] = list(reasons)
    return _with(case, **(ruling | paths))


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


@pytest.mark.parametrize("part", ["alder_og_udvikling", "fysiske_behov", "psykiske_behov", "sociale_behov"])
def test_h1_an_overall_assessment_says_all_that_it_must(library: Library, part: str) -> None:
    case = _with(_ready(), **{f"vurdering__{part}": None})
    assert _stops(library, case, _decided(case, "godkendt")) == {"H1"}


@pytest.mark.parametrize(("ruled", "lawful"), [("2016-10-19", False), ("2016-10-20", True), ("2016-11-02", False)])
def test_h1_no_ruling_is_dated_before_the_investigation_or_after_today(
    library: Library, *, ruled: str, lawful: bool
) -> None:
    after = _decided(_ready(), "godkendt", afgoerelse__dato=ruled)
    assert _stops(library, _ready(), after) == (set() if lawful else {"H1"})


def test_h1_an_approval_date_takes_an_approval_and_is_not_before_the_investigation(library: Library) -> None:
    dated = {"godkendelse__dato": "2016-10-20"}
    assert _stops(library, _ready(), _with(_ready(), **dated)) == {"H1"}
    refused = _decided(_with(_ready(), vurdering__foraeldre_i_stand="nej"), "afslag", "FORAELDRE_IKKE_I_STAND")
    assert _stops(library, refused, _with(refused, **dated)) == {"H1"}
    approved = _decided(_ready(), "godkendt")
    assert _stops(library, approved, _with(approved, **dated)) == set()
    assert _stops(library, approved, _with(approved, godkendelse__dato="2016-10-19")) == {"H1"}
    assert _stops(library, approved, _with(approved, godkendelse__dato="2016-11-02")) == {"H1"}


@pytest.mark.parametrize(
    ("facts", "lawful"),
    [
        ({"dialog__dato": "2016-10-20"}, True),
        ({"dialog__dato": "2016-10-19"}, False),
        ({"dialog__dato": "2016-11-02"}, False),
        ({"dialog__dato": None}, False),
        ({"undersoegelse__afsluttet_dato": None}, False),
        ({"undersoegelse__afsluttet_dato": "2016-10-26"}, False),
    ],
)
def test_a_dialogue_counts_only_after_the_investigation_is_closed(
    library: Library, *, facts: dict[str, object], lawful: bool
) -> None:
    talked = _with(_ready(), **facts)
    expected = set() if lawful else {"P154-4"}
    assert _stops(library, _with(talked, dialog=None), talked) == expected
    assert _stops(library, _ready(), talked) == expected
    assert _stops(library, {}, talked) == expected


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
    assert "H2" in _stops(library, case, _decided(case, "afslag", "FORAELDRE_IKKE_I_STAND", reason))
    assert "H2" in _stops(library, case, _decided(case, "godkendt", reason))


def test_h2_the_method_may_be_named_beside_an_assessment_of_the_child(library: Library) -> None:
    case = _with(_ready(), vurdering__uegnede_elementer="ja")
    named = _decided(case, "afslag", "BEHOV_ELLER_TRIVSEL", "KUN_METODEN")
    assert _stops(library, case, named) == set()
    assert "H2" in _stops(library, case, _with(named, afgoerelse__konkret_vurdering=None))
    assert "H2" in _stops(library, case, _decided(case, "afslag", "KUN_METODEN"))


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
    assert _stops(library, case, _decided(case, "afslag", reason, other)) == {"H3"}


def test_h3_age_alone_may_refuse_before_the_investigation(library: Library) -> None:
    case = {"barn": {"navn": "Alma", "foedselsdato": "2012-03-14"}}
    after = _decided(case, "afslag", "IKKE_MAALGRUPPE")
    assert _stops(library, case, after, on=date(2030, 3, 13)) == {"H3"}
    assert _stops(library, case, after, on=date(2030, 3, 14)) == set()
    unable = _with(case, vurdering__foraeldre_i_stand="nej")
    more = _decided(unable, "afslag", "IKKE_MAALGRUPPE", "FORAELDRE_IKKE_I_STAND")
    assert _stops(library, unable, more, on=date(2030, 3, 14)) == {"H3"}


def test_h4_hospital_type_elements_are_never_approved(library: Library) -> None:
    case = _with(_ready(), vurdering__sygehuslignende="ja")
    assert _stops(library, case, _decided(case, "godkendt")) == {"H4"}
    part = _decided(case, "delvist", "SYGEHUSELEMENT")
    assert _stops(library, case, part) == {"H4"}
    assert _stops(library, case, _with(part, plan__uden_udelukkede_elementer="ja")) == set()


def test_h4_and_h5_ask_again_when_the_plan_is_reorganised(library: Library) -> None:
    before = _decided(_ready(), "godkendt", plan__version=1, plan__uden_udelukkede_elementer="ja")
    physical = _with(before, plan__version=2, vurdering__fysiske_elementer="ja")
    assert _stops(library, before, physical) == {"H5"}
    assert _stops(library, before, _with(physical, sundhed__udtalelse="Gavnligt.")) == set()
    assert _stops(library, before, _with(before, plan__version=2, vurdering__sygehuslignende="ja")) == {"H4"}
    assert _stops(library, before, _with(before, plan__uden_udelukkede_elementer="nej")) == {"H4"}


def test_h5_physical_elements_need_health_competence_at_approval_and_in_supervision(library: Library) -> None:
    case = _with(_ready(), vurdering__fysiske_elementer="ja")
    assert _stops(library, case, _decided(case, "godkendt")) == {"H5"}
    said = _with(case, sundhed__udtalelse="Gavnligt.", sundhed__kontraindiceret="nej")
    assert _stops(library, said, _decided(said, "godkendt")) == {"H5"}
    half = _with(said, sundhed__udtalelser=_opinions("gavnligt"))
    assert _stops(library, half, _decided(half, "godkendt")) == {"H5"}
    heard = _with(said, sundhed__udtalelser=_opinions("gavnligt", "uden_betaenkelighed"))
    assert _stops(library, heard, _decided(heard, "godkendt")) == set()
    assert _stops(library, heard, _with(heard, tilsyn__seneste=_supervised())) == {"H5"}
    involved = _supervised(sundhedsfaglig_inddraget="ja")
    assert _stops(library, heard, _with(heard, tilsyn__seneste=involved)) == set()


def test_h5_an_extra_visit_needs_no_health_professional(library: Library) -> None:
    case = _with(_ready(), vurdering__fysiske_elementer="ja")
    assert _stops(library, case, _with(case, besoeg=[{"dato": "2016-11-01", "lovpligtigt": False}])) == set()


PLAN = [{"nr": 1, "navn": "Sproglege"}, {"nr": 2, "navn": "Trampolin"}]


@pytest.mark.parametrize(
    "facts",
    [
        {"metode__vurderinger": [_assessed(1), _assessed(2, sygehuslignende="ja")]},
        {"metode__vurderinger": [_assessed(1), _assessed(2, egnet="nej")]},
        {"metode__vurderinger": [_assessed(1)]},
        {"metode__elementer": [{"nr": 1, "kendetegn": ["sprog"]}, {"nr": 2, "kendetegn": ["trykkammer"]}]},
        {"metode__elementer": [{"nr": 1, "kendetegn": ["sprog"]}, {"nr": 2, "kendetegn": ["sprog", "carbogen"]}]},
        {"metode__elementer": [{"nr": 1, "kendetegn": ["sprog"]}, {"nr": 2}]},
        {"metode__elementer": [{"nr": 1, "kendetegn": ["sprog"]}]},
        {"sundhed__udtalelser": _opinions("gavnligt", "kontraindiceret")},
        {"sundhed__udtalelser": _opinions("gavnligt", "farligt")},
    ],
)
def test_h4_an_excluded_element_never_gets_into_the_plan(library: Library, facts: dict[str, object]) -> None:
    """Whoever writes: the aggregated answers say that all is well, the elements do not."""
    case = _with(_ready(), **facts)
    assert _stops(library, case, _with(case, plan__elementer=PLAN)) == {"H4"}
    assert _stops(library, case, _with(case, plan__elementer=PLAN[:1])) == set()


@pytest.mark.parametrize("tag", ["carbogen", "refleksposer", "trykkammer"])
def test_h4_a_full_approval_looks_at_the_elements_themselves(library: Library, tag: str) -> None:
    case = _with(_ready(), metode__elementer=[{"nr": 1, "kendetegn": ["sprog"]}, {"nr": 2, "kendetegn": [tag]}])
    assert _stops(library, case, _decided(case, "godkendt")) == {"H4"}


@pytest.mark.parametrize("outcome", ["godkendt", "delvist"])
@pytest.mark.parametrize(
    "facts",
    [
        {"metode__elementer": None},
        {"metode__elementer": []},
        {"metode__vurderinger": None},
        {"metode__vurderinger": [_assessed(1)]},
        {"metode__vurderinger": [_assessed(1), {"nr": 2}]},
    ],
)
def test_no_approval_before_each_element_is_assessed(library: Library, facts: dict[str, object], outcome: str) -> None:
    case = _with(_ready(), **facts)
    assert "P154-14" in _stops(library, case, _decided(case, outcome))


def test_a_changed_method_is_asked_about_again(library: Library) -> None:
    other = [{"nr": 1, "navn": "Svømning", "beskrivelse": "B", "kendetegn": ["vand"]}]
    answered = _with(_ready(), metode__elementer=other)
    assert _stops(library, _ready(), answered) == {"P155-1"}
    blank = _with(answered, metode__vurderinger=[], vurdering__fysiske_elementer=None)
    assert _stops(library, _ready(), blank) == set()
    assert _stops(library, _ready(), _with(blank, sundhed__udtalelse="Om den gamle metode.")) == {"P155-1"}


def test_a_dangerous_element_cannot_go_on_after_a_supervision(library: Library) -> None:
    case = _with(_ready(), plan__elementer=PLAN, sundhed__udtalelser=_opinions("gavnligt", "farligt"))
    assert _stops(library, case, _with(case, tilsyn__seneste=_supervised())) == {"P156-8"}
    assert _stops(library, case, _with(case, tilsyn__seneste=_supervised(udfald="omlaeg"))) == set()
    without = _with(case, plan__elementer=PLAN[:1])
    assert _stops(library, without, _with(without, tilsyn__seneste=_supervised())) == set()


def test_no_ruling_while_access_to_the_file_is_awaited(library: Library) -> None:
    asked = _with(_ready(), aktindsigt__modtagne=[{"modtaget": "2016-10-28"}])
    assert _stops(library, asked, _decided(asked, "godkendt")) == {"P146-14"}
    answered = _with(asked, aktindsigt__besvarede=[{"dato": "2016-11-01"}])
    assert _stops(library, answered, _decided(answered, "godkendt")) == set()


@pytest.mark.parametrize(
    ("hearing", "lawful"),
    [
        ({"hoering_resultat": "svar"}, True),
        ({"hoering_resultat": None}, False),
        ({"hoering_sendt": None}, False),
        ({"hoering_resultat": "intet_svar"}, False),
        ({"hoering_resultat": "intet_svar", "hoering_frist": "2016-10-31"}, True),
        ({"hoering_resultat": "intet_svar", "hoering_frist": "2016-11-01"}, False),
        ({"partshoering": "ikke_noedvendig", "hoering_resultat": None, "hoering_sendt": None}, True),
    ],
)
def test_h7_silence_counts_only_after_the_deadline(
    library: Library, *, hearing: dict[str, object], lawful: bool
) -> None:
    case = _with(_ready(), vurdering__foraeldre_i_stand="nej")
    facts = {f"afgoerelse__{name}": value for name, value in hearing.items()}
    refused = _decided(case, "afslag", "FORAELDRE_IKKE_I_STAND", **facts)
    assert _stops(library, case, refused) == (set() if lawful else {"H7"})


@pytest.mark.parametrize(
    "facts",
    [
        {"anmodning__indehaver": "nej"},
        {"anmodning__indehaver": None},
        {"anmodning__indsender": "foraelder_2"},
        {"anmodning__indsender": None},
        {"anmodning__indsender": "anden"},
        {"anmodning__indsender": "begge", "foraelder_1__foraeldremyndighed": False},
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


def test_h6_somebody_else_may_hold_custody_when_that_is_reviewed(library: Library) -> None:
    case = _with(_ready(), anmodning__gyldig=None, anmodning__indsender="anden")
    reviewed = _with(case, anmodning__juridisk_vurdering="Forældremyndigheden er overført, se notat.")
    assert _stops(library, case, _with(reviewed, anmodning__gyldig=True)) == set()
    unknown = _with(case, foraelder_1__foraeldremyndighed=None)
    assert _stops(library, unknown, _with(unknown, anmodning__gyldig=True)) == set()


@pytest.mark.parametrize("outcome", ["godkendt", "delvist", "afslag"])
def test_h6_custody_that_is_corrected_later_stops_the_decision(library: Library, outcome: str) -> None:
    case = _with(_ready(), foraelder_1__foraeldremyndighed=False, vurdering__uegnede_elementer="ja")
    assert "H6" in _stops(library, case, _decided(case, outcome, "BEHOV_ELLER_TRIVSEL"))


@pytest.mark.parametrize("outcome", ["godkendt", "delvist", "afslag"])
def test_h6_nothing_is_decided_on_what_is_no_request(library: Library, outcome: str) -> None:
    case = _with(_ready(), anmodning__gyldig=False)
    assert "H6" in _stops(library, case, _decided(case, outcome, "IKKE_MAALGRUPPE"))


@pytest.mark.parametrize(
    "missing", ["regler", "hovedhensyn", "faktiske_forhold", "konkret_vurdering", "partshoering", "klagevejledning"]
)
@pytest.mark.parametrize("outcome", ["afslag", "delvist"])
def test_h7_no_adverse_ruling_without_reasons_hearing_and_complaint_guidance(
    library: Library, outcome: str, missing: str
) -> None:
    case = _with(_ready(), vurdering__uegnede_elementer="ja", plan__uden_udelukkede_elementer="ja")
    full = _decided(case, outcome, "BEHOV_ELLER_TRIVSEL")
    assert _stops(library, case, full) == set()
    assert _stops(library, case, _with(full, **{f"afgoerelse__{missing}": None})) == {"H7"}


def test_h7_a_full_grant_needs_no_complaint_guidance(library: Library) -> None:
    assert _stops(library, _ready(), _decided(_ready(), "godkendt", afgoerelse__klagevejledning=None)) == set()


def _ended(**facts: object) -> Case:
    return {"grund": "efter_tilsyn", "begrundelse": "B", "klagevejledning": "K", "dato": "2016-11-01", **facts}


@pytest.mark.parametrize("missing", ["begrundelse", "klagevejledning"])
def test_h7_cessation_after_supervision_is_reasoned_and_guided(library: Library, missing: str) -> None:
    ceased = _supervised(udfald="ophoer", hvorfor_ikke_omlaegning="H")
    case = _with(_ready(), tilsyn__seneste=ceased)
    assert _stops(library, case, _with(case, ophoer=_ended())) == set()
    assert _stops(library, case, _with(case, ophoer=_ended(**{missing: None}))) == {"H7"}
    for reason in ("fyldt_18", "trukket_tilbage"):
        assert _stops(library, case, _with(case, ophoer={"grund": reason, "dato": "2016-11-01"})) == set()


def test_h7_reorganising_and_refused_support_are_guided(library: Library) -> None:
    reorganised = {"vurdering": "V", "dato": "2016-11-01"}
    assert _stops(library, {}, {"omlaegning": reorganised}) == {"H7"}
    assert _stops(library, {}, {"omlaegning": {**reorganised, "klagevejledning": "K"}}) == set()
    refused = {"udfald": "ikke_bevilget", "begrundelse": "B"}
    assert _stops(library, {}, {"stoette": refused}) == {"H7"}
    assert _stops(library, {}, {"stoette": {**refused, "klagevejledning": "K"}}) == set()
    assert _stops(library, {}, {"stoette": {"udfald": "frafaldet"}}) == set()


def _supervised(**facts: object) -> Case:
    """A supervision with everything the law asks for before its outcome."""
    return {
        "nr": 1,
        "besoeg_dato": "2016-09-10",
        "rapport": "Rapport.",
        "rapport_dato": "2016-09-20",
        "indstilling": "fortsaet",
        "indstilling_begrundelse": "Trives.",
        "hoering_sendt": "2016-09-20",
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
        "rapport_dato",
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


@pytest.mark.parametrize(
    "facts",
    [
        {"hoering_sendt": "2016-09-19"},  # before the report
        {"rapport_dato": "2016-09-09"},  # before the visit
        {"hoering_sendt": "2016-11-02"},  # still to be sent
        {"foraeldre_hoering": "intet_svar", "hoering_sendt": "2016-11-01"},  # no time to answer
        {"barn_hoering": "intet_svar", "hoering_sendt": "2016-11-01"},
    ],
)
def test_h8_visit_report_hearing_and_outcome_come_in_that_order(library: Library, facts: dict[str, object]) -> None:
    after = _with(_ready(), tilsyn__seneste=_supervised(**facts))
    assert _stops(library, _ready(), after) == {"H8"}


def test_h8_cessation_after_supervision_takes_its_outcome(library: Library) -> None:
    going_on = _with(_ready(), tilsyn__seneste=_supervised())
    assert _stops(library, going_on, _with(going_on, ophoer=_ended())) == {"H8"}
    assert _stops(library, _ready(), _with(_ready(), ophoer=_ended())) == {"H8"}


@pytest.mark.parametrize(
    ("visit", "lawful"),
    [
        ("2016-04-30", False),  # before the half-year
        ("2016-05-01", True),
        ("2016-05-02", False),  # the visit that was counted last time
        ("2016-05-03", True),
        ("2016-11-01", True),
        ("2016-11-02", False),  # not held yet
    ],
)
def test_a_visit_is_counted_once_and_on_a_day_of_its_round(library: Library, *, visit: str, lawful: bool) -> None:
    before = _with(
        _ready(),
        godkendelse__dato="2015-11-01",
        tilsyn__naeste={"nr": 2, "fra": "2016-05-01"},
        tilsyn__seneste={"nr": 2},
        tilsyn__afholdte=[{"nr": 1, "dato": "2016-05-02", "lovpligtigt": True}] if visit != "2016-05-01" else [],
    )
    held = [*before["tilsyn"]["afholdte"], {"nr": 2, "dato": visit, "lovpligtigt": True}]
    after = _with(before, tilsyn__seneste__besoeg_dato=visit, tilsyn__afholdte=held)
    assert _stops(library, before, after) == (set() if lawful else {"P157-1"})


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
