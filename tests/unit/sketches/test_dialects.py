"""What other modelers write differently is no mistake: it is accepted, and it runs."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import codecs

import pytest

from tests.unit.sketches.drawn import MODEL, advice, errors, file, flow, played, process, sketch, straight, texts, way

PREFIXED = (
    straight()
    .replace("<", "<semantic:")
    .replace("<semantic:/", "</semantic:")
    .replace("<semantic:?", "<?")
    .replace("xmlns=", "xmlns:semantic=")
)
CONDITION = '<conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{}" {}>{}</conditionExpression>'


def choice(condition: str) -> str:
    return file(
        process(
            '<startEvent id="S"/><exclusiveGateway id="G" name="Godkendt?"/><endEvent id="E"/><endEvent id="F"/>'
            + flow("S", "G")
            + flow("G", "E", condition, name="ja")
            + flow("G", "F", name="nej")
        )
    )


def timed(time: str) -> str:
    return straight(
        f'<intermediateCatchEvent id="T" name="Vent"><timerEventDefinition>{time}</timerEventDefinition></intermediateCatchEvent>'
    )


DRAWINGS = {
    "no isExecutable": straight(),
    "a prefix of its own": PREFIXED,
    "a byte order mark": codecs.BOM_UTF8 + straight().encode(),
    "UTF-16": straight().replace("UTF-8", "UTF-16").encode("utf-16"),
    "ISO-8859-1": straight('<task id="T" name="Prøv"/>').replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "a label with line breaks": straight('<task id="T" name="Skriv&#10;svar"/>'),
    "Camunda 8": straight(
        '<serviceTask id="T" name="Send"><extensionElements><zeebe:taskDefinition type="mail" />'
        "<zeebe:ioMapping><zeebe:input source='=a' target='b' /></zeebe:ioMapping></extensionElements></serviceTask>",
        about='xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
        'modeler:executionPlatform="Camunda Cloud"',
    ),
    "Camunda 7 with Java": straight(
        '<serviceTask id="T" camunda:class="dk.kommune.Brev" camunda:asyncBefore="true" />',
        about='xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
    ),
    "Activiti": straight(
        '<userTask id="T" activiti:assignee="${initiator}"><extensionElements>'
        '<activiti:formProperty id="x" /></extensionElements></userTask>',
        about='xmlns:activiti="http://activiti.org/bpmn"',
    ),
    "Flowable": straight(
        '<serviceTask id="T" flowable:expression="${a.b()}" />', about='xmlns:flowable="http://flowable.org/bpmn"'
    ),
    "SpiffWorkflow": straight(
        "<userTask id='T'><extensionElements><spiffworkflow:preScript>x = 1</spiffworkflow:preScript>"
        f"<spiffworkflow:instructionsForEndUser>{'Se ' * 20_000}</spiffworkflow:instructionsForEndUser>"
        "</extensionElements></userTask>",
        about='xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"',
    ),
    "Signavio": straight(
        '<task id="T" completionQuantity="1" startQuantity="1" isForCompensation="false"><extensionElements>'
        '<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/></extensionElements></task>',
        about='xmlns:signavio="http://www.signavio.com"',
    ),
    "Bizagi": straight(
        '<task id="T"><extensionElements><bizagi:BizagiExtensions><bizagi:BizagiProperties/>'
        "</bizagi:BizagiExtensions></extensionElements></task>",
        about='xmlns:bizagi="http://www.bizagi.com/bpmn20"',
    ),
    "ADONIS ids and references with a prefix": straight()
    .replace('xmlns="', 'xmlns:tns="urn:adonis" targetNamespace="urn:adonis" xmlns="', 1)
    .replace('sourceRef="S"', 'sourceRef="tns:S"')
    .replace('targetRef="T"', 'targetRef="tns:T"'),
    "ids in braces, with digits first": straight().replace('"T"', '"{0F9C-11}"').replace('"S"', '"1æøå"'),
    "no ids on arrows": straight().replace('id="S_T" ', "").replace('id="T_E" ', ""),
    "much in extension elements": straight(
        f'<task id="T"><extensionElements><x:image>{"A" * 60_000}</x:image></extensionElements></task>',
        about='xmlns:x="urn:aris"',
    ),
    "layout with the same id twice": straight(
        around="",
        about='xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"',
    ).replace(
        "</definitions>", '<di:BPMNDiagram id="D"><di:BPMNPlane id="D" bpmnElement="P"/></di:BPMNDiagram></definitions>'
    ),
    "a pool with an empty process": straight(
        around='<collaboration id="C"><participant id="A" processRef="P"/><participant id="B" processRef="Q"/>'
        '</collaboration><process id="Q"/>'
    ),
    "a timer in ISO 8601": timed("<timeDuration>PT5M</timeDuration>"),
    "a timer without a time": timed(""),
    "a cron expression": timed("<timeCycle>0 0 9 * * MON</timeCycle>"),
    "a timer in words": timed("<timeDuration>5 minutter</timeDuration>"),
    "a condition in words": choice(CONDITION.format("tFormalExpression", "", "hvis beløbet er stort")),
    "a condition in JUEL": choice(CONDITION.format("tFormalExpression", "", "${beloeb > 1000}")),
    "a condition in JavaScript": choice(
        CONDITION.format("semantic:tFormalExpression", 'language="javascript"', "a > 1")
    ),
    "no conditions": choice(""),
    "a script": straight('<scriptTask id="T" scriptFormat="groovy"><script>x = 1</script></scriptTask>'),
    "a call of nothing": straight('<callActivity id="T" name="Hør naboer"/>'),
    "a decision without reference": straight('<businessRuleTask id="T"/>'),
    "a message without a name": straight('<receiveTask id="T"/>'),
    "a signal without a name": straight(
        '<intermediateThrowEvent id="T"><signalEventDefinition/></intermediateThrowEvent>'
    ),
    "a collapsed sub-process": straight('<subProcess id="T" name="Undersøg"/>'),
    "data and people": straight(
        '<userTask id="T"><ioSpecification><dataInput id="d"/><inputSet/><outputSet/></ioSpecification>'
        "<potentialOwner><resourceRef>r</resourceRef></potentialOwner></userTask>"
    ),
    "a timer that starts": straight().replace(
        '<startEvent id="S"/>',
        '<startEvent id="S"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent>',
    ),
    "no start and no end": file(process('<task id="A"/><task id="B"/>' + flow("A", "B"))),
    "several instances of nothing known": straight('<task id="T"><multiInstanceLoopCharacteristics/></task>'),
    "a loop without a condition": straight('<task id="T"><standardLoopCharacteristics/></task>'),
    "two plain starts": file(
        process(
            '<startEvent id="S"/><startEvent id="S2"/><task id="T"/><endEvent id="E"/>'
            + way("S", "T", "E")
            + flow("S2", "T")
        )
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_dialect_is_no_mistake(name: str) -> None:
    assert errors(DRAWINGS[name]) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_in_a_dialect_is_played_to_its_end(name: str) -> None:
    result = played(DRAWINGS[name])
    assert (result.ended, result.problems) == (True, [])


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("no isExecutable", "executable-process"),
        ("ISO-8859-1", "xml-encoding"),
        ("ids in braces, with digits first", "bad-id"),
        ("a condition in JUEL", "expression-syntax"),
        ("no conditions", "conditional-flows"),
        ("Camunda 7 with Java", "topic"),
        ("Activiti", "task-form"),
        ("Activiti", "other-engine"),
        ("Camunda 8", "other-engine"),
        ("Flowable", "other-engine"),
        ("SpiffWorkflow", "other-engine"),
        ("a script", "script-task"),
        ("a message without a name", "event-reference"),
        ("a timer in words", "expression-syntax"),
        ("two plain starts", "single-blank-start-event"),
        ("a call of nothing", "unsupported"),
    ],
)
def test_what_a_drawing_lacks_to_be_a_program_is_advice(name: str, rule: str) -> None:
    assert rule in advice(DRAWINGS[name])


@pytest.mark.parametrize("name", ["Signavio", "Bizagi", "much in extension elements"])
def test_what_does_nothing_in_any_engine_is_not_mentioned(name: str) -> None:
    assert "other-engine" not in advice(DRAWINGS[name])


def test_the_line_and_the_name_are_those_of_the_file() -> None:
    drawing = sketch(
        file(
            process(
                '<startEvent id="S"/>\n<task id="T"\n name="Skriv\n svar"/>\n'
                + flow("S", "T")
                + '\n<task id="X" name="Glemt"/>'
            )
        )
    )
    (lost,) = (each for each in drawing.findings if each.severity == "error")
    assert (lost.line, lost.element, "»Glemt«" in lost.message) == (9, "X", True)


def test_a_namespace_of_another_version_gets_one_line() -> None:
    old = straight().replace(MODEL, "http://schema.omg.org/spec/BPMN/2.0")
    assert errors(old) == [("not-a-process", "")]


def test_the_timer_that_is_written_is_waited_for() -> None:
    result = played(DRAWINGS["a timer in ISO 8601"])
    assert [line.kind for line in result.lines] == ["instance_started", "timer_fired", "instance_ended"]
    assert (result.lines[1].at - result.lines[0].at).total_seconds() == 300


def test_a_call_that_leads_out_of_the_drawing_is_one_line() -> None:
    said = texts(played(DRAWINGS["a call of nothing"]))
    assert "Kaldeaktiviteten »Hør naboer« er trådt over: processen, den kalder, er ikke i tegningen" in said
