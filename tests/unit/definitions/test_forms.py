"""Forms: Danish text to typed values, and every wrong one told beside its field."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.forms import clean, examine_form, fields, parse_post, read_form
from engine.definitions.forms.model import Form
from engine.errors import InvalidDefinition, InvalidInput
from engine.model import Json

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
OPTIONS = [{"label": "Godkendt", "value": "godkendt"}, {"label": "Afslag", "value": "afslag"}]


def form(*components: dict[str, Any]) -> Form:
    return read_form(json.dumps({"id": "f", "components": components}).encode(), "forms/f.form")


def field(kind: str = "textfield", key: str = "a", **rest: Any) -> dict[str, Any]:
    extra = {"subtype": "date"} if kind == "datetime" else {}
    return {"type": kind, "key": key, "label": "Feltet", **extra, **rest}


ALL = form(
    {"type": "text", "id": "T", "text": "Læs dette"},
    field("textfield", "sag.barn.navn", validate={"required": True, "minLength": 2, "maxLength": 20}),
    field("textarea", "grund", conditional={"hide": '=udfald = "godkendt"'}, validate={"required": True}),
    field("number", "beloeb", validate={"min": 0, "max": 1000}, decimalDigits=2),
    field("checkbox", "enig"),
    field("checklist", "valgt", values=OPTIONS),
    field("radio", "udfald", values=OPTIONS, validate={"required": True}),
    field("select", "vej", values=OPTIONS, defaultValue="afslag"),
    field("datetime", "dag"),
    field("textfield", "fast", readonly=True),
)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("datetime", "01-02-2026", "2026-02-01"),
        ("datetime", "1/2/2026", "2026-02-01"),
        ("datetime", " 1.2.2026 ", "2026-02-01"),
        ("datetime", "2026-02-01", "2026-02-01"),
        ("datetime", "30-02-2026", "30-02-2026"),
        ("datetime", "i morgen", "i morgen"),
        ("number", "1.250,50", 1250.5),
        ("number", "1250,5", 1250.5),
        ("number", "1 250", 1250),
        ("number", "1.250", 1250),
        ("number", "12.5", 12.5),
        ("number", "−3", -3),
        ("number", "1e9", "1e9"),
        ("number", "١٢", "١٢"),
        ("number", "9" * 31, "9" * 31),
        ("number", "", None),
        ("textfield", " Anna\r\n", "Anna"),
        ("textfield", "  ", None),
        ("checkbox", "on", True),
        ("checkbox", "off", False),
    ],
)
def test_danish_text_becomes_a_typed_value(kind: str, text: str, value: Json) -> None:
    parsed = parse_post(form(field(kind)), {"a": [text]})["a"]
    assert parsed == value
    assert type(parsed) is type(value)


def test_what_was_not_posted_is_left_out_but_for_boxes() -> None:
    assert parse_post(ALL, {"_csrf": ["x"], "fast": ["y"]}) == {"enig": False, "valgt": []}


def test_an_undeclared_name_is_refused_by_its_name() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_post(ALL, {"sag.barn.cpr": ["x"], "T": ["x"]})
    assert refusal.value.fields.keys() == {"sag.barn.cpr", "T"}


GOOD: dict[str, Json] = {"sag.barn.navn": "Anna", "grund": "Fordi", "udfald": "afslag"}


def refused(values: dict[str, Json]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        clean(ALL, GOOD | values, {}, now=NOW)
    return refusal.value.fields


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("sag.barn.navn", "", "Udfyld »Feltet«."),
        ("sag.barn.navn", None, "Udfyld »Feltet«."),
        ("sag.barn.navn", "A", "Feltet skal være på mindst 2 tegn."),
        ("sag.barn.navn", "A" * 21, "Feltet må højst være på 20 tegn."),
        ("sag.barn.navn", "An\x00na", "Feltet har tegn, der ikke kan gemmes. Skriv teksten igen."),
        ("sag.barn.navn", "An\ud800na", "Feltet har tegn, der ikke kan gemmes. Skriv teksten igen."),
        ("sag.barn.navn", 7, "Feltet skal være tekst."),
        ("grund", "A" * 60_000, "Feltet må højst være på 50000 tegn."),
        ("beloeb", "mange", "Feltet skal være et tal, fx 1.250,50."),
        ("beloeb", True, "Feltet skal være et tal, fx 1.250,50."),
        ("beloeb", -1, "Feltet må ikke være under 0."),
        ("beloeb", 1001, "Feltet må ikke være over 1000."),
        ("beloeb", 1.234, "Feltet må højst have 2 decimaler."),
        ("beloeb", float("nan"), "Feltet skal være et tal, fx 1.250,50."),
        ("beloeb", 10**400, "Feltet må ikke være over 1000."),
        ("enig", "måske", "Feltet skal være ja eller nej."),
        ("valgt", ["x"], "Feltet skal være en af de værdier, der kan vælges."),
        ("valgt", ["afslag", "afslag"], "Feltet har den samme værdi to gange."),
        ("udfald", "", "Vælg et svar ved »Feltet«."),
        ("udfald", "udsat", "Feltet skal være en af de værdier, der kan vælges."),
        ("dag", "30-02-2026", "Feltet skal være en dato, fx 01-02-2026."),
        ("dag", "20260201", "Feltet skal være en dato, fx 01-02-2026."),
        ("dag", "0001-01-01", "Feltet skal være en dato, fx 01-02-2026."),
        ("fast", "ændret", "Feltet kan ikke ændres her."),
        ("ukendt", 1, "Feltet findes ikke i formularen."),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(key: str, value: Json, message: str) -> None:
    assert refused({key: value}) == {key: message}


def test_every_wrong_field_is_told_at_once() -> None:
    assert refused({"sag.barn.navn": None, "dag": "x", "udfald": None}).keys() == {"sag.barn.navn", "dag", "udfald"}


def test_a_hidden_field_is_neither_asked_for_nor_kept() -> None:
    values = {"sag.barn.navn": "Anna", "udfald": "godkendt", "grund": "Skrevet før"}
    assert clean(ALL, values, {}, now=NOW) == {"sag.barn.navn": "Anna", "udfald": "godkendt"}


def test_a_condition_sees_the_case_file_under_what_is_typed() -> None:
    seen = form(field("checkbox", "sag.barn.skole"), field("textfield", "b", conditional={"hide": "=sag.barn.skole"}))
    stored = {"sag": {"barn": {"skole": True, "navn": "Anna"}}}
    assert clean(seen, {"b": "x"}, stored, now=NOW) == {}
    assert clean(seen, {"sag.barn.skole": False, "b": "x"}, stored, now=NOW) == {"sag.barn.skole": False, "b": "x"}
    assert stored == {"sag": {"barn": {"skole": True, "navn": "Anna"}}}


def test_fields_hidden_by_each_other_come_to_rest() -> None:
    ring = form(field("checkbox", "a", conditional={"hide": "=b"}), field("checkbox", "b", conditional={"hide": "=a"}))
    assert clean(ring, {"a": True, "b": True}, {}, now=NOW) == clean(ring, {"a": True, "b": True}, {}, now=NOW)


def test_a_field_whose_hider_is_hidden_is_shown() -> None:
    chain = form(
        field("checkbox", "a"),
        field("checkbox", "b", conditional={"hide": "=a"}),
        field("textfield", "c", conditional={"hide": "=b"}),
    )
    assert clean(chain, {"a": True, "b": True, "c": "x"}, {}, now=NOW) == {"a": True, "c": "x"}


def test_what_is_shown() -> None:
    names = {"sag": {"barn": {"navn": "Anna"}}, "udfald": "godkendt", "fast": "Står"}
    shown = {view.key: view for view in fields(ALL, {"beloeb": "skrevet forkert"}, names, now=NOW)}
    assert next(iter(shown)) == "T"
    assert shown["sag.barn.navn"].value == "Anna"
    assert shown["sag.barn.navn"].required
    assert shown["beloeb"].value == "skrevet forkert"
    assert shown["vej"].value == "afslag"
    assert not shown["grund"].visible
    assert shown["fast"].readonly
    assert [option.label for option in shown["udfald"].options] == ["Godkendt", "Afslag"]
    assert shown["T"].kind == "text"
    assert shown["T"].label == "Læs dette"


@pytest.mark.parametrize(
    ("component", "says"),
    [
        (field("button"), "Felttypen »button« kan ikke bruges"),
        (field("datetime", subtype="time"), "klokkeslæt"),
        (field(key="Stort"), "lille bogstav"),
        (field(key="å"), "lille bogstav"),
        (field(key="sagen.nummer"), "optaget"),
        (field(key="sag"), "optaget"),
        (field("radio"), "mangler »values«"),
        (field("radio", values=[OPTIONS[0], OPTIONS[0]]), "samme værdi"),
        (field(label=""), "ledetekst"),
        (field(validate={"requird": True}), "»requird« kendes ikke. Mente du »required«?"),
        (field(readonly="=enig"), "»readonly«"),
        (field(conditional={"hide": "=a ="}), "FEEL"),
        (field("number", defaultValue="tre"), "passer ikke"),
    ],
)
def test_a_wrong_component_is_refused(component: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidDefinition, match=says) as refusal:
        form(component)
    assert refusal.value.findings[0].element == component["key"]


@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("a", "a.b"), ("sag.barn", "sag.barn.navn")])
def test_two_fields_cannot_share_a_place(first: str, second: str) -> None:
    with pytest.raises(InvalidDefinition):
        form(field(key=first), field(key=second))


def test_the_good_fields_of_a_form_with_a_bad_one_are_still_known() -> None:
    found, findings = examine_form(
        json.dumps({"id": "f", "components": [field(key="god"), field("iframe", "ond")]}).encode(), "f.form"
    )
    assert found is not None
    assert found.by_key().keys() == {"god"}
    assert [finding.element for finding in findings] == ["ond"]


KEYS = st.sampled_from([*ALL.by_key(), "ukendt", "_csrf"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def taken(values: dict[str, Json], sag: Json) -> dict[str, Json] | None:
    """What is kept; None when it is refused the one way it may be."""
    try:
        return clean(ALL, values, {"sag": sag}, now=NOW)
    except InvalidInput:
        return None


@pytest.mark.unmeasured(after=0)
@settings(max_examples=300, deadline=None)
@given(posted=st.dictionaries(KEYS, st.lists(st.text(max_size=30), max_size=3)))
def test_a_post_of_anything_is_taken_or_refused_as_input(posted: dict[str, list[str]]) -> None:
    values = parse_post(ALL, {key: texts for key, texts in posted.items() if key != "ukendt"})
    assert values.keys() <= ALL.by_key().keys()
    json.dumps(taken(values, {}), allow_nan=False, ensure_ascii=False).encode("utf-8")


@pytest.mark.unmeasured(after=0)
@settings(max_examples=300, deadline=None)
@given(values=st.dictionaries(KEYS, ANYTHING), sag=ANYTHING)
def test_values_of_anything_are_taken_or_refused_as_input(values: dict[str, Json], sag: Json) -> None:
    json.dumps(taken(values, sag), allow_nan=False, ensure_ascii=False).encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(day=st.dates(min_value=date(1850, 1, 1), max_value=date(2200, 12, 31)))
def test_every_date_survives_the_danish_way_of_writing_it(day: date) -> None:
    dated = form(field("datetime"))
    for text in (day.strftime("%d-%m-%Y"), f"{day.day}/{day.month}/{day.year}", day.isoformat()):
        assert clean(dated, parse_post(dated, {"a": [text]}), {}, now=NOW) == {"a": day.isoformat()}
