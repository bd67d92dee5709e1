"""Whole decision models: boxed expressions, types, knowledge models, services and imports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.definitions.dmn import DecisionModel, read_models
from engine.errors import Finding
from engine.feel import FeelError

NOW = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def written(body: str, namespace: str = "urn:m") -> bytes:
    return f'<definitions xmlns="{DMN}" id="m" name="m" namespace="{namespace}">{body}</definitions>'.encode()


def read(body: str, **others: str) -> tuple[DecisionModel, list[Finding]]:
    files = {"m.dmn": written(body), **{f"{name}.dmn": written(text, f"urn:{name}") for name, text in others.items()}}
    models, findings = read_models(files)
    return next(model for model in models if model.file == "m.dmn"), findings


def value(body: str, name: str = "d", /, **inputs: object) -> object:
    model, findings = read(body)
    assert findings == []
    return model.evaluate(name, inputs, now=NOW)


def decision(logic: str, required: str = "", type_: str = "") -> str:
    variable = f'<variable name="d" typeRef="{type_}"/>' if type_ else ""
    return f'<decision id="d" name="d">{variable}{required}{logic}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def entry(name: str, text: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{literal(text)}</contextEntry>'


def given(name: str, text: str) -> str:
    return f'<binding><parameter name="{name}"/>{literal(text)}</binding>'


IDA, ONE, TWO = literal("&quot;Ida&quot;"), literal("1"), literal("2")
ABOVE_X = f"<in>{literal('[1, 9]')}</in><satisfies>{literal('n > x')}</satisfies>"
PLUS_X = f'<functionDefinition><formalParameter name="n" typeRef="number"/>{literal("n + x")}</functionDefinition>'


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (f"<context>{entry('a', '2')}{entry('b', 'a * 3')}</context>", {"a": Decimal(2), "b": Decimal(6)}),
        (f"<context>{entry('a', '2')}<contextEntry>{literal('a + 1')}</contextEntry></context>", Decimal(3)),
        (f"<list>{literal('1')}{literal('x')}</list>", [Decimal(1), Decimal(5)]),
        (
            f'<relation><column name="navn"/><column name="alder"/><row>{IDA}{literal("x")}</row></relation>',
            [{"navn": "Ida", "alder": Decimal(5)}],
        ),
        (
            f"<conditional><if>{literal('x > 4')}</if><then>{ONE}</then><else>{TWO}</else></conditional>",
            Decimal(1),
        ),
        (
            f'<for iteratorVariable="n"><in>{literal("[1, 2]")}</in><return>{literal("n * x")}</return></for>',
            [Decimal(5), Decimal(10)],
        ),
        (f'<some iteratorVariable="n">{ABOVE_X}</some>', True),
        (f'<every iteratorVariable="n">{ABOVE_X}</every>', False),
        (f"<filter><in>{literal('[1, 9]')}</in><match>{literal('item > x')}</match></filter>", [Decimal(9)]),
        (
            f"<invocation>{literal('function(a, b) a - b')}{given('b', '1')}{given('a', 'x')}</invocation>",
            Decimal(4),
        ),
        (
            f'<context><contextEntry><variable name="f"/>{PLUS_X}</contextEntry>'  # noqa: ISC004 - one document
            f"<contextEntry>{literal('[f(1), f(&quot;a&quot;)]')}</contextEntry></context>",
            [Decimal(6), None],
        ),
    ],
)  # fmt: skip
def test_boxed(logic: str, expected: object) -> None:
    assert value(decision(logic), x=5) == expected


KNOWLEDGE = (
    '<businessKnowledgeModel id="b" name="rente af"><variable name="rente af" typeRef="number"/><encapsulatedLogic>'
    '<formalParameter name="beløb" typeRef="number"/><formalParameter name="Person.Alder"/>'
    f"{literal('beløb * 0.05 + Person.Alder')}</encapsulatedLogic></businessKnowledgeModel>"
)
_KNOWS = '<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>'


def test_a_knowledge_model_is_called_by_its_name_of_several_words() -> None:
    assert value(KNOWLEDGE + decision(literal("rente af(100, 1)"), _KNOWS)) == Decimal("6.00")


def test_what_is_not_required_is_not_seen() -> None:
    assert value(KNOWLEDGE + decision(literal("rente af(100, 1)"))) is None


def test_a_knowledge_model_that_calls_itself_for_ever_ends_in_an_error() -> None:
    body = (
        '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic><formalParameter name="n"/>'
        f"{literal('b(n + 1)')}</encapsulatedLogic>{_KNOWS}</businessKnowledgeModel>"
    )
    with pytest.raises(FeelError, match="kalder sig selv"):
        value(body + decision(literal("b(1)"), _KNOWS))


TYPES = (
    '<itemDefinition name="tKøn"><typeRef>string</typeRef><allowedValues><text>"pige", "dreng"</text></allowedValues>'
    '</itemDefinition><itemDefinition name="tBarn"><itemComponent name="navn"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="køn"><typeRef>tKøn</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tBørn" isCollection="true"><typeRef>tBarn</typeRef></itemDefinition>'
)


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ('"pige"', "tKøn", "pige"),
        ('"kat"', "tKøn", None),
        ('{navn: "Ida", køn: "pige"}', "tBarn", {"navn": "Ida", "køn": "pige"}),
        ('{navn: "Ida", køn: "kat"}', "tBarn", None),
        ('{navn: "Ida"}', "tBarn", None),
        ('{navn: "Ida", køn: null}', "tBarn", {"navn": "Ida", "køn": None}),
        ('{navn: "Ida", køn: "pige"}', "tBørn", [{"navn": "Ida", "køn": "pige"}]),
        ('["dreng"]', "tKøn", "dreng"),
        ('["dreng", "pige"]', "tKøn", None),
        ('date("2026-01-02")', "dateTime", datetime(2026, 1, 2, tzinfo=UTC)),
        ('date("2026-01-02")', "date", date(2026, 1, 2)),
        ("1", "string", None),
        ("1", "Any", Decimal(1)),
        ("1", "integer", Decimal(1)),
        ('"1"', "double", None),
        ('{navn: "Ida", køn: "kat"} instance of tBarn', "boolean", True),
        ('{navn: 1, køn: "pige"} instance of tBarn', "boolean", False),
    ],
)
def test_a_result_is_of_its_type_or_null(text: str, type_: str, expected: object) -> None:
    quoted = text.replace('"', "&quot;")
    assert value(TYPES + decision(literal(quoted), type_=type_)) == expected


def test_an_input_that_is_not_of_its_type_is_null() -> None:
    body = (
        TYPES
        + '<inputData id="i" name="barnets køn"><variable name="barnets køn" typeRef="tKøn"/></inputData>'
        + decision(
            literal("barnets køn"), '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        )
    )
    assert value(body, **{"barnets køn": "pige"}) == "pige"
    assert value(body, **{"barnets køn": "kat"}) is None


def table(policy: str) -> str:
    rules = "".join(
        f'<rule id="r{n}"><inputEntry><text>{test}</text></inputEntry>'
        f'<outputEntry><text>"{out}"</text></outputEntry></rule>'
        for n, (test, out) in enumerate([("&gt; 1", "lav"), ("&gt; 2", "høj"), ("&gt; 3", "mellem")])
    )
    return (
        f'<decisionTable hitPolicy="{policy}"><input><inputExpression><text>x</text></inputExpression></input>'
        f'<output name="o"><outputValues><text>"høj", "mellem", "lav"</text></outputValues></output>{rules}'
        "</decisionTable>"
    )


def test_priority_and_output_order_follow_the_allowed_values() -> None:
    assert value(decision(table("PRIORITY")), x=9) == "høj"
    assert value(decision(table("PRIORITY")), x=2) == "lav"
    assert value(decision(table("OUTPUT ORDER")), x=9) == ["høj", "mellem", "lav"]


def test_a_table_inside_a_context_leaves_its_trace() -> None:
    model, _ = read(
        decision(f'<context><contextEntry><variable name="a"/>{table("PRIORITY")}</contextEntry></context>')
    )
    result, trace = model.decisions[0].decide({"x": 3}, now=NOW)
    assert result == {"a": "høj"}
    assert isinstance(trace, dict)
    (told,) = trace["tables"]  # type: ignore[misc]  # a list by the assertion's own failure
    assert [rule["number"] for rule in told["rules"]] == [1, 2]  # type: ignore[index, call-overload, union-attr]


SERVICE = (
    f'<inputData id="i" name="i"/><decision id="e" name="e">{literal("i * 2")}</decision>'.replace(
        "<literal", '<informationRequirement><requiredInput href="#i"/></informationRequirement><literal', 1
    )
    + '<decision id="o" name="o"><informationRequirement><requiredDecision href="#e"/></informationRequirement>'
    f"{literal('e + 1')}</decision>"
    '<decisionService id="s" name="s"><outputDecision href="#o"/><encapsulatedDecision href="#e"/>'
    '<inputData href="#i"/></decisionService>'
    '<decisionService id="t" name="t"><outputDecision href="#o"/><outputDecision href="#e"/><inputDecision href="#e"/>'
    "</decisionService>"
)


def test_a_decision_service_is_called_with_its_inputs() -> None:
    knows = '<knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>'
    assert value(SERVICE + decision(literal("s(4) + s(i: 1)"), knows)) == Decimal(12)
    assert value(SERVICE, "s", i=10) == Decimal(21)
    assert value(SERVICE, "t", e=7) == {"o": Decimal(8), "e": Decimal(7)}


def test_what_is_imported_stands_under_its_prefix() -> None:
    other = TYPES + f'<decision id="grund" name="grund beløb">{literal("100")}</decision>'
    body = (
        '<import name="satser" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
        + decision(
            literal("if &quot;pige&quot; instance of satser.tKøn then satser.grund beløb + 1 else 0"),
            '<informationRequirement><requiredDecision href="urn:other#grund"/></informationRequirement>',
        )
    )
    model, findings = read(body, other=other)
    assert findings == []
    assert model.evaluate("d", {}, now=NOW) == Decimal(101)


@pytest.mark.parametrize(
    ("body", "rule", "message"),
    [
        (decision(literal("1"), type_="tHund"), "dmn-type", "»tHund« findes ikke"),
        ('<itemDefinition id="t" name="t"><typeRef>t</typeRef></itemDefinition>', "dmn-type", "bygget på sig selv"),
        ('<itemDefinition id="t" name="t"><typeRef>strin</typeRef></itemDefinition>', "dmn-type", "som ikke findes"),
        (
            '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic kind="Java"/></businessKnowledgeModel>',
            "dmn-unsupported",
            "skrevet i Java",
        ),
        ('<decisionService id="s" name="s"/>', "dmn-malformed", "ingen beslutning ud"),
        (decision(f"<conditional><if>{literal('true')}</if></conditional>"), "dmn-malformed", "»then«"),
        (decision(f"<relation><column name='a'/><row>{ONE}{TWO}</row></relation>"), "dmn-malformed", "Række 1"),
        (decision(f"<for><in>{ONE}</in><return>{ONE}</return></for>"), "dmn-malformed", "iteratorVariable"),
    ],
)  # fmt: skip
def test_a_finding(body: str, rule: str, message: str) -> None:
    _, findings = read(body)
    assert any(finding.rule == rule and message in finding.message for finding in findings), findings


def test_models_that_import_each_other_are_refused() -> None:
    def importing(namespace: str) -> str:
        return f'<import id="i" name="x" namespace="{namespace}" importType="DMN"/>'

    models, findings = read_models(
        {"a.dmn": written(importing("urn:b"), "urn:a"), "b.dmn": written(importing("urn:a"), "urn:b")}
    )
    assert len(models) == 2
    assert [finding.rule for finding in findings] == ["dmn-cycle"]


TYPED = (
    '<itemDefinition name="tBarn"><itemComponent name="alder"><typeRef>number</typeRef></itemComponent>'
    "</itemDefinition>"
    '<itemDefinition name="tBørn" isCollection="true"><typeRef>tBarn</typeRef></itemDefinition>'
    '<inputData id="i" name="barn"><variable name="barn" typeRef="tBarn"/></inputData>'
    '<inputData id="j" name="børn"><variable name="børn" typeRef="tBørn"/></inputData>'
    '<inputData id="k" name="navn"><variable name="navn" typeRef="string"/></inputData>'
)


@pytest.mark.parametrize(
    ("logic", "says"),
    [
        (literal("barn.alder = navn"), "et tal og en tekst kan ikke sammenlignes"),
        (literal("børn[1].alder + navn"), "Gør tallet til tekst"),
        (literal("navn.x"), "En tekst har ikke noget, der hedder »x«."),
        (table("FIRST").replace("<text>x</text>", "<text>navn</text>"), "en tekst kan ikke være et tal"),
        # A name that also stands for something else in the file tells nothing.
        (f"<context>{entry('navn', '5')}{entry('y', 'navn + 1')}</context>", ""),
        (f"<for iteratorVariable='navn'><in>{literal('[1]')}</in><return>{literal('navn + 1')}</return></for>", ""),
        (literal("for b in børn return b.alder + 1"), ""),
    ],
)
def test_the_models_own_types_are_known_to_the_check(logic: str, says: str) -> None:
    model, findings = read(TYPED + decision(logic))
    assert findings == []
    remarks = list(model.remarks({}))
    assert [remark.rule for remark in remarks] == (["expression-call"] * len(remarks))
    assert bool(remarks) == bool(says), remarks
    assert all(says in remark.message for remark in remarks)


def test_a_function_type_and_one_built_on_others_are_known_too() -> None:
    types = (
        '<itemDefinition name="tF"><functionItem outputTypeRef="number"/></itemDefinition>'
        '<itemDefinition name="tG"><typeRef>tTal</typeRef></itemDefinition>'
        '<itemDefinition name="tTal"><typeRef>number</typeRef></itemDefinition>'
        '<inputData id="i" name="f"><variable name="f" typeRef="tF"/></inputData>'
        '<inputData id="j" name="g"><variable name="g" typeRef="tG"/></inputData>'
    )
    model, findings = read(types + decision(literal('f = g or g = "a"')))
    assert findings == []
    assert [remark.message.partition("virke: ")[2][:40] for remark in model.remarks({})] == [
        "en funktion og et tal kan ikke sammenlig",
        "et tal og en tekst kan ikke sammenlignes",
    ]


def importing(*prefixes: tuple[str, str]) -> str:
    return "".join(f'<import id="i{n}" name="{n}" namespace="urn:{m}" importType="DMN"/>' for n, m in prefixes)


def requiring(*references: str) -> str:
    return "".join(
        f'<informationRequirement><required{kind} href="{href}"/></informationRequirement>'
        for kind, _, href in (reference.partition(" ") for reference in references)
    )


def test_a_model_imported_twice_may_be_asked_about_two_different_things() -> None:
    greeted = (
        '<inputData id="n" name="navn"/><decision id="hils" name="hils">'
        f"{requiring('Input #n')}{literal('&quot;hej &quot; + navn')}</decision>"
    )
    passing = importing(("a", "a")) + (
        f'<decision id="hils" name="hilsen">{requiring("Decision urn:a#hils")}{literal("a.hils")}</decision>'
    )
    top = importing(("b", "b"), ("c", "c")) + decision(
        literal("b.hilsen + &quot; og &quot; + c.hilsen"), requiring("Decision urn:b#hils", "Decision urn:c#hils")
    )
    model, findings = read(top, a=greeted, b=passing, c=passing)
    assert findings == []
    both = {"b": {"a": {"navn": "Bo"}}, "c": {"a": {"navn": "Ida"}}}
    assert model.evaluate("d", both, now=NOW) == "hej Bo og hej Ida"
    assert model.evaluate("d", {"navn": "Per"}, now=NOW) == "hej Per og hej Per"
    _, trace = model.decisions[0].decide(both, now=NOW)
    assert isinstance(trace, dict)
    assert len(trace["required"]) == 4  # type: ignore[arg-type]  # a list


def test_what_an_import_without_a_name_brings_is_seen_by_its_own_name() -> None:
    other = TYPES + f'<decision id="grund" name="grund">{literal("100")}</decision>'
    top = importing(("", "other")) + decision(
        literal("if &quot;pige&quot; instance of tKøn then grund else 0"), requiring("Decision urn:other#grund")
    )
    model, findings = read(top, other=other)
    assert findings == []
    assert model.evaluate("d", {}, now=NOW) == Decimal(100)


def test_a_type_of_another_model_is_built_on_that_models_own() -> None:
    types = (
        '<itemDefinition name="tTal"><typeRef>number</typeRef></itemDefinition>'
        '<itemDefinition name="tMange" isCollection="true"><typeRef>tTal</typeRef></itemDefinition>'
    )
    own = '<itemDefinition name="tTal"><typeRef>string</typeRef></itemDefinition>'
    for text, expected in (("[1, 2]", [Decimal(1), Decimal(2)]), ('["a"]', None)):
        body = importing(("a", "a")) + own + decision(literal(text), type_="a.tMange")
        model, findings = read(body, a=types)
        assert findings == []
        assert model.evaluate("d", {}, now=NOW) == expected


def test_a_number_out_of_json_is_a_number() -> None:
    body = '<inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>' + decision(
        literal("x + 1"), requiring("Input #i")
    )
    model, _ = read(body)
    assert model.decisions[0].decide({"x": 4}, now=NOW)[0] == 5
    assert model.decisions[0].decide({"x": 4.5}, now=NOW)[0] == 5.5


def test_a_knowledge_model_may_call_itself() -> None:
    body = (
        '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic><formalParameter name="n"/>'
        f"{literal('if n = 0 then 1 else n * b(n - 1)')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    knows = '<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>'
    assert value(body + decision(literal("b(5)"), knows)) == Decimal(120)


def test_a_relations_cells_are_of_their_columns_types() -> None:
    columns = "<column name='a' typeRef='number'/><column name='b' typeRef='tMange'/>"
    body = (
        '<itemDefinition name="tMange" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
        f"{decision(f'<relation>{columns}<row>{IDA}{ONE}</row></relation>')}"
    )
    assert value(body) == [{"a": None, "b": [Decimal(1)]}]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("s(3)", Decimal(7)),
        ("s(i: 3)", Decimal(7)),
        ("s([3])", Decimal(7)),
        ("s(&quot;x&quot;)", None),
        ("s(1, 2)", None),
        ("s(j: 1)", None),
        ("s()", None),
        ("over(10)", Decimal(11)),
        ("over(e: 10)", Decimal(11)),
        ("begge(1)", {"o": Decimal(3), "e": Decimal(2)}),
    ],
)
def test_the_ways_to_call_a_decision_service(call: str, expected: object) -> None:
    model = (
        '<inputData id="i" name="i"><variable name="i" typeRef="number"/></inputData>'
        f'<decision id="e" name="e">{requiring("Input #i")}{literal("i * 2")}</decision>'
        f'<decision id="o" name="o">{requiring("Decision #e")}{literal("e + 1")}</decision>'
        '<decisionService id="s" name="s"><outputDecision href="#o"/><encapsulatedDecision href="#e"/>'
        '<inputData href="#i"/></decisionService>'
        '<decisionService id="over" name="over"><outputDecision href="#o"/><inputDecision href="#e"/></decisionService>'
        '<decisionService id="begge" name="begge"><outputDecision href="#o"/><outputDecision href="#e"/>'
        '<inputData href="#i"/></decisionService>'
    )
    knows = f'<knowledgeRequirement><requiredKnowledge href="#{call.partition("(")[0]}"/></knowledgeRequirement>'
    assert value(model + decision(literal(call), knows)) == expected
