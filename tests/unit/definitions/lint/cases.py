"""For each rule: a wrong library with what is found where, and a right one that comes close to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.unit.definitions.samples import FIRST_STEP, FORM, HARD_STOPS, LANE, MANIFEST, STEPS, diagram, form

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Wrong:
    """Files to put into the right library, and the finding: element, line and part of its message."""

    files: Files
    element: str
    line: int
    says: str


def drawn(steps: str, **rest: str) -> Files:
    return {"diagrams/hundetegn.bpmn": diagram(steps, **rest)}


def changed(old: str, new: str, text: str = STEPS) -> str:
    assert old in text, old
    return text.replace(old, new)


def manifest(old: str, new: str) -> Files:
    return {"manifest.yaml": changed(old, new, MANIFEST).encode()}


def second(steps: str, process: str = "hoering", **rest: str) -> Files:
    """A further process beside the right one."""
    return {"diagrams/x.bpmn": diagram(steps, process=process, **rest)}


def event(type_: str, data: str = "{beleob: 1, race: sag.hund.navn, ja: true}") -> str:
    """The right diagram, whose end writes an event."""
    written = f'<sag:haendelse type="{type_}" data="{data}" />'
    return changed(
        '<bpmn:endEvent id="Slut_1" name="Godkendt" />',
        f'<bpmn:endEvent id="Slut_1" name="Godkendt"><bpmn:extensionElements>{written}</bpmn:extensionElements>'
        "</bpmn:endEvent>",
    )


def declared(row: str, written: str = "", **more: str) -> Files:
    """A manifest that lets events out, and a diagram that writes one."""
    return {"manifest.yaml": f"{MANIFEST}udgaaende:\n  {row}\n".encode()} | (
        dict(drawn(event(written, **more))) if written else {}
    )


LANES = changed("</bpmn:laneSet>\n", "", changed("Sagsbehandler", "Leder", LANE)) + changed(
    '<bpmn:laneSet id="Baner"><bpmn:lane id="Bane_1"', '<bpmn:lane id="Bane_2"', LANE
)


def inside(outer: str, inner: str) -> str:
    """A lane within a lane, both with the task."""
    child = f'<bpmn:childLaneSet><bpmn:lane id="Bane_2" name="{inner}"><bpmn:flowNodeRef>Opgave_1</bpmn:flowNodeRef>'
    nested = changed("</bpmn:lane>", f"{child}</bpmn:lane></bpmn:childLaneSet></bpmn:lane>", LANE)
    return changed('name="Sagsbehandler"', f'name="{outer}"', nested)


SECOND = FIRST_STEP + 1  # the line of the second step
LAST = 17  # the line of Pil_4, the last step of the right diagram
MESSAGE = '<bpmn:message id="Besked_1" name="klage" />'
CALL = """\
<bpmn:startEvent id="S" />
<bpmn:callActivity id="Kald" name="Hør ejeren" calledElement="{called}"{more} />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Kald" />
<bpmn:sequenceFlow id="P2" sourceRef="Kald" targetRef="E" />
"""
RULE_TASK = """\
<bpmn:startEvent id="S" />
<bpmn:businessRuleTask id="Regel" name="Slå op" {attributes} />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Regel" />
<bpmn:sequenceFlow id="P2" sourceRef="Regel" targetRef="E" />
"""
SERVICE = """\
<bpmn:startEvent id="S" />
<bpmn:serviceTask id="Tjeneste" name="Beregn" {attributes}>{inside}</bpmn:serviceTask>
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Tjeneste" />
<bpmn:sequenceFlow id="P2" sourceRef="Tjeneste" targetRef="E" />
"""
CATCH = """\
<bpmn:startEvent id="S" />
<bpmn:intermediateCatchEvent id="Vent" name="Vent">{definition}</bpmn:intermediateCatchEvent>
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Vent" />
<bpmn:sequenceFlow id="P2" sourceRef="Vent" targetRef="E" />
"""
MESSAGE_START = """\
<bpmn:startEvent id="S" name="Klage kommer"><bpmn:messageEventDefinition messageRef="Besked_1" /></bpmn:startEvent>
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="E" />
"""
# A second pool beside the process.
POOLS = """\
<bpmn:collaboration id="C"><bpmn:participant id="Her" processRef="hoering" />
<bpmn:participant id="Ude" name="Ejeren" processRef="ejer" /></bpmn:collaboration>
<bpmn:process id="ejer" isExecutable="{executable}">{inside}</bpmn:process>
"""
ENDS_AT_ONCE = (
    '<bpmn:startEvent id="S2" /><bpmn:endEvent id="E2" /><bpmn:sequenceFlow id="P9" sourceRef="S2" targetRef="E2" />'
)
# A link instead of an arrow, a task with a handler, a transaction, and an event sub-process: all hang together.
EVENTS = """\
<bpmn:startEvent id="S" />
<bpmn:intermediateThrowEvent id="Kast"><bpmn:linkEventDefinition name="videre" /></bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="Grib"><bpmn:linkEventDefinition name="videre" /></bpmn:intermediateCatchEvent>
<bpmn:sendTask id="Send" name="Send brev" />
<bpmn:boundaryEvent id="Fortryd" attachedToRef="Send"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>
<bpmn:sendTask id="Ret" name="Ret brevet" isForCompensation="true" />
<bpmn:association id="As" sourceRef="Ret" targetRef="Fortryd" />
<bpmn:transaction id="T"><bpmn:startEvent id="T_s" /><bpmn:endEvent id="T_e"><bpmn:cancelEventDefinition />
</bpmn:endEvent><bpmn:sequenceFlow id="T_p" sourceRef="T_s" targetRef="T_e" /></bpmn:transaction>
<bpmn:boundaryEvent id="Opgivet" attachedToRef="T"><bpmn:cancelEventDefinition /></bpmn:boundaryEvent>
<bpmn:endEvent id="E"><bpmn:compensateEventDefinition /></bpmn:endEvent>
<bpmn:subProcess id="H" triggeredByEvent="true">
<bpmn:startEvent id="H_s"><bpmn:signalEventDefinition signalRef="Signal_1" /></bpmn:startEvent>
<bpmn:endEvent id="H_e" /><bpmn:sequenceFlow id="H_p" sourceRef="H_s" targetRef="H_e" /></bpmn:subProcess>
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Kast" />
<bpmn:sequenceFlow id="P2" sourceRef="Grib" targetRef="Send" />
<bpmn:sequenceFlow id="P3" sourceRef="Send" targetRef="T" />
<bpmn:sequenceFlow id="P4" sourceRef="T" targetRef="E" />
<bpmn:sequenceFlow id="P5" sourceRef="Opgivet" targetRef="E" />
"""
# Errors that are caught on a boundary and beside it: all of them, and one code or again all.
CAUGHT = """\
<bpmn:startEvent id="S" /><bpmn:sendTask id="Send" /><bpmn:endEvent id="E" />
<bpmn:boundaryEvent id="Kant_1" attachedToRef="Send"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
<bpmn:boundaryEvent id="Kant_2" attachedToRef="Send"><bpmn:errorEventDefinition{code} /></bpmn:boundaryEvent>
<bpmn:subProcess id="H1" triggeredByEvent="true"><bpmn:startEvent id="H1_s"><bpmn:errorEventDefinition />
</bpmn:startEvent><bpmn:sequenceFlow id="P4" sourceRef="H1_s" targetRef="H1_e" /><bpmn:endEvent id="H1_e" />
</bpmn:subProcess>
<bpmn:subProcess id="H2" triggeredByEvent="true"><bpmn:startEvent id="H2_s"><bpmn:errorEventDefinition{code} />
</bpmn:startEvent><bpmn:sequenceFlow id="P5" sourceRef="H2_s" targetRef="H2_e" /><bpmn:endEvent id="H2_e" />
</bpmn:subProcess>
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Send" /><bpmn:sequenceFlow id="P2" sourceRef="Send" targetRef="E" />
<bpmn:sequenceFlow id="P3" sourceRef="Kant_1" targetRef="E" />
<bpmn:sequenceFlow id="P6" sourceRef="Kant_2" targetRef="E" />
"""
ASKED = """\
<bpmn:startEvent id="S" /><bpmn:sendTask id="Send" /><bpmn:endEvent id="E" />
<bpmn:boundaryEvent id="Kant_1" attachedToRef="Send"><bpmn:messageEventDefinition messageRef="Besked_1" />
</bpmn:boundaryEvent>
<bpmn:boundaryEvent id="Kant_2" attachedToRef="Send"{more}><bpmn:messageEventDefinition messageRef="Besked_1" />
</bpmn:boundaryEvent>
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Send" /><bpmn:sequenceFlow id="P2" sourceRef="Send" targetRef="E" />
<bpmn:sequenceFlow id="P3" sourceRef="Kant_1" targetRef="E" />
<bpmn:sequenceFlow id="P4" sourceRef="Kant_2" targetRef="E" />
"""
ERROR = '<bpmn:error id="Fejl_1" name="Afvist" errorCode="afvist" />'
SIGNAL = '<bpmn:signal id="Signal_1" name="stop" />'
REGISTER = 'camunda:type="external" camunda:topic="sag.registrer"'
TABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="urn:test">
<decision id="gebyr" name="Gebyr"><decisionTable id="T" hitPolicy="FIRST">
<input id="I"><inputExpression id="IE" typeRef="boolean"><text>godkendt</text></inputExpression></input>
<output id="O" name="beloeb" typeRef="number" />
<rule id="R"><inputEntry id="RI"><text>true</text></inputEntry>
<outputEntry id="RO"><text>100</text></outputEntry></rule>
</decisionTable></decision></definitions>
"""


def fees(*rules: tuple[str, str], policy: str = "FIRST", allowed: str = "") -> Files:
    """The fee's table with these rules, each an input cell and its amount, and the amounts that are allowed."""
    written = "".join(
        f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{amount}</text></outputEntry></rule>"
        for cell, amount in rules
    )
    values = f"<outputValues><text>{allowed}</text></outputValues>" if allowed else ""
    head, _, _ = TABLE.decode().partition("<rule")
    head = head.replace("FIRST", policy).replace('typeRef="number" />', f'typeRef="number">{values}</output>')
    return {"decisions/g.dmn": f"{head}{written}</decisionTable></decision></definitions>".encode()}


def timer(text: str, tag: str = "timeDuration") -> Files:
    definition = f'<bpmn:timerEventDefinition id="T"><bpmn:{tag}>{text}</bpmn:{tag}></bpmn:timerEventDefinition>'
    return second(CATCH.format(definition=definition))


def asked(variable: str, condition: str, mapping: str = "singleResult") -> Files:
    """A process that makes the fee's decision, and goes on under a condition."""
    attributes = (
        f'camunda:decisionRef="gebyr" camunda:resultVariable="{variable}" camunda:mapDecisionResult="{mapping}"'
    )
    written = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>"
    steps = changed('targetRef="E" />', f'targetRef="E">{written}', RULE_TASK.format(attributes=attributes))
    table = TABLE.replace(b"<text>godkendt</text>", b"<text>sag.hund.navn != null</text>")
    return second(steps) | {"decisions/g.dmn": table}


def service(inside: str = "", attributes: str = REGISTER) -> Files:
    return second(SERVICE.format(attributes=attributes, inside=inside))


def sag(row: str) -> Files:
    return service(f"<bpmn:extensionElements>{row}</bpmn:extensionElements>")


BOUNDARY = (
    '<bpmn:boundaryEvent id="Kant" name="Frist" attachedToRef="{host}"><bpmn:timerEventDefinition id="T">'
    "<bpmn:timeDuration>P4M</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>\n"
)


def cycle(text: str) -> Files:
    repeated = BOUNDARY.format(host="Opgave_1").replace("timeDuration", "timeCycle").replace("P4M", text)
    return drawn(STEPS + repeated.replace('id="Kant"', 'id="Kant" cancelActivity="false"') + BOUNDARY_FLOW)


BOUNDARY_FLOW = '<bpmn:sequenceFlow id="Pil_5" sourceRef="Kant" targetRef="Slut_2" />\n'


def joined(split: str, join: str) -> Files:
    """A process that parts in two at Del and comes together at Saml; both gateways are of these kinds."""
    steps = f"""\
<bpmn:startEvent id="S" />
<bpmn:{split} id="Del" name="Del" />
<bpmn:serviceTask id="A" name="Hør ejeren" {REGISTER} />
<bpmn:serviceTask id="B" name="Hør naboen" {REGISTER} />
<bpmn:{join} id="Saml" name="Saml" />
<bpmn:serviceTask id="C" name="Skriv svar" {REGISTER} />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Del" />
<bpmn:sequenceFlow id="P2" sourceRef="Del" targetRef="A">{_when(split, "sag.hund.navn = null")}</bpmn:sequenceFlow>
<bpmn:sequenceFlow id="P3" sourceRef="Del" targetRef="B">{_when(split, "sag.hund.foedt != null")}</bpmn:sequenceFlow>
<bpmn:sequenceFlow id="P4" sourceRef="A" targetRef="Saml" />
<bpmn:sequenceFlow id="P5" sourceRef="B" targetRef="Saml" />
<bpmn:sequenceFlow id="P6" sourceRef="Saml" targetRef="C" />
<bpmn:sequenceFlow id="P7" sourceRef="C" targetRef="E" />
"""
    return drawn(steps, lane="")


def _when(split: str, condition: str) -> str:
    free = split == "parallelGateway"
    return "" if free else f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>"


def ring(between: str) -> Files:
    """A process that may go back from Valg to Igen, by way of this."""
    steps = f"""\
<bpmn:startEvent id="S" />
<bpmn:exclusiveGateway id="Igen" name="Igen" />
{between}
<bpmn:exclusiveGateway id="Valg" name="Nok?" default="P4" />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Igen" />
<bpmn:sequenceFlow id="P2" sourceRef="Igen" targetRef="Trin" />
<bpmn:sequenceFlow id="P3" sourceRef="Trin" targetRef="Valg" />
<bpmn:sequenceFlow id="P4" sourceRef="Valg" targetRef="E" />
<bpmn:sequenceFlow id="P5" sourceRef="Valg" targetRef="Igen"><bpmn:conditionExpression>sag.hund.navn = null\
</bpmn:conditionExpression></bpmn:sequenceFlow>
"""
    return drawn(steps, lane="")


def fan(count: int) -> Files:
    """An inclusive gateway with so many ways, and one that gathers them."""
    ways = "".join(
        f'<bpmn:serviceTask id="T{n}" {REGISTER} /><bpmn:sequenceFlow id="I{n}" sourceRef="Del" targetRef="T{n}">'
        f"<bpmn:conditionExpression>count(sag.besoeg) &gt; {n}</bpmn:conditionExpression></bpmn:sequenceFlow>"
        f'<bpmn:sequenceFlow id="U{n}" sourceRef="T{n}" targetRef="Saml" />'
        for n in range(count)
    )
    steps = f"""\
<bpmn:startEvent id="S" />
<bpmn:inclusiveGateway id="Del" default="U" />
<bpmn:inclusiveGateway id="Saml" />
<bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Del" />
<bpmn:sequenceFlow id="U" sourceRef="Del" targetRef="Saml" />
<bpmn:sequenceFlow id="P2" sourceRef="Saml" targetRef="E" />
{ways}
"""
    return drawn(steps, lane="")


WRONG: dict[str, list[Wrong]] = {
    "boundary-host": [
        Wrong(drawn(STEPS + BOUNDARY.format(host="Opgave_9") + BOUNDARY_FLOW), "Kant", LAST + 1, "»Frist« sidder ikke"),
        Wrong(
            drawn(STEPS + BOUNDARY.format(host="Valg_1") + BOUNDARY_FLOW), "Kant", LAST + 1, "sidder ikke på en opgave"
        ),
        Wrong(drawn(STEPS + BOUNDARY.format(host="Opgave_1")), "Kant", LAST + 1, "fører ingen steder hen"),
    ],
    "called-process": [
        Wrong(second(CALL.format(called="hundetgn", more="")), "Kald", SECOND, "Mente du »hundetegn«?"),
        Wrong(
            second(CALL.format(called="klagesag", more=""))
            | {"diagrams/y.bpmn": diagram(MESSAGE_START, process="klagesag", around=MESSAGE)},
            "Kald",
            SECOND,
            "som ingen almindelig starthændelse har",
        ),
    ],
    "caught-twice": [
        Wrong(second(CAUGHT.format(code="")), "Kant_2", SECOND + 1, "kanthændelsen »Kant_1« griber den samme fejl"),
        Wrong(second(CAUGHT.format(code="")), "H2_s", SECOND + 5, "griber den samme fejl først"),
        Wrong(second(ASKED.format(more=""), around=MESSAGE), "Kant_2", SECOND + 2, "Kun den ene får den"),
    ],
    "cyclic-call": [Wrong(second(CALL.format(called="hoering", more="")), "Kald", SECOND, "fører tilbage")],
    "deadlock": [
        Wrong(
            joined("exclusiveGateway", "parallelGateway"),
            "Saml",
            9,
            "når vejen til serviceopgaven »Hør ejeren« vælges ved gatewayen »Del«, kommer der aldrig noget fra",
        ),
        Wrong(joined("exclusiveGateway", "parallelGateway"), "Saml", 9, "»Del« → »Hør ejeren« → »Saml«"),
    ],
    "decision-reference": [
        Wrong(
            second(RULE_TASK.format(attributes='camunda:decisionRef="gebyrr" camunda:resultVariable="g"'))
            | {"decisions/g.dmn": TABLE},
            "Regel",
            SECOND,
            "Mente du »gebyr«?",
        ),
    ],
    "dmn-dead-output": [
        Wrong(fees(("true", "100"), ("false", "0"), allowed="0, 50, 100"), "T", 3, "»beloeb« værdien 50"),
    ],
    "dmn-dead-rule": [
        Wrong(
            fees(("-", "100"), ("false", "0")), "T", 3, "Regel 2 i beslutningen »Gebyr« bruges aldrig: reglerne over"
        ),
    ],
    "dmn-gap": [Wrong(fees(("true", "100")), "T", 3, "ingen regel for godkendt = false")],
    "dmn-overlap": [
        Wrong(fees(("true", "100"), ("-", "0"), policy="UNIQUE"), "T", 3, "1 og 2 i beslutningen »Gebyr« passer begge"),
        Wrong(fees(("true", "100"), ("-", "0"), policy="ANY"), "T", 3, "på godkendt = true"),
    ],
    "end-event": [
        Wrong(
            drawn(
                changed(
                    '<bpmn:sequenceFlow id="Pil_2" sourceRef="Opgave_1" targetRef="Valg_1" />',
                    '<bpmn:sequenceFlow id="Pil_2" sourceRef="Opgave_1" targetRef="Opgave_1" />',
                )
            ),
            "Opgave_1",
            9,
            "Fra opgaven »Vurdér« kan ingen sluthændelse nås",
        ),
    ],
    "endless-loop": [
        Wrong(ring('<bpmn:intermediateThrowEvent id="Trin" name="Prøv igen" />'), "Igen", 6, "»Nok?« → »Igen«"),
    ],
    "event-reference": [
        Wrong(
            second(CATCH.format(definition='<bpmn:messageEventDefinition id="M" />')),
            "Vent",
            SECOND,
            "mangler en besked",
        ),
        Wrong(
            second(CATCH.format(definition='<bpmn:messageEventDefinition id="M" messageRef="Besked_9" />')),
            "Vent",
            SECOND,
            "(»Besked_9«), som ikke findes",
        ),
        Wrong(
            second(
                CATCH.format(definition='<bpmn:messageEventDefinition id="M" messageRef="Besked_1" />'),
                around='<bpmn:message id="Besked_1" />',
            ),
            "Vent",
            SECOND,
            "(»Besked_1«) uden navn. Skriv navnet.",
        ),
    ],
    "executable-process": [
        Wrong(
            {"diagrams/x.bpmn": diagram(process="x").replace(b'isExecutable="true"', b'isExecutable="false"')},
            "Definitions_1",
            2,
            "ingen proces, der kan køre",
        )
    ],
    "expression-call": [
        Wrong(
            drawn(changed("= godkendt", '= substrng(godkendt, 1) = "x"')),
            "Pil_3",
            16,
            "Betingelsen på pilen »Ja« kan ikke virke: Funktionen »substrng« findes ikke. Mente du »substring«?",
        ),
        Wrong(drawn(changed("= godkendt", "= count(godkendt, 1) = count()")), "Pil_3", 16, "mindst 1 argument"),
        Wrong(
            {"forms/vurder.form": form().replace(b"=godkendt", b'=godkendt = null or today() = \\"2016-08-01\\"')},
            "grund",
            28,
            "en dato og en tekst kan ikke sammenlignes",
        ),
        Wrong(
            manifest("data.afdeling", "data.afdeling.size()"), "indgaaende.hundetegn.ansoegning.afdeling", 14, "size"
        ),
        Wrong(
            {"decisions/g.dmn": TABLE.replace(b"<text>true</text>", b"<text>string length(1)</text>")},
            "RI",
            6,
            "`string length` får et tal",
        ),
        Wrong(
            drawn(changed("= godkendt and", "= sag.hund.foedt &lt; today() and")),
            "Pil_3",
            16,
            "en tekst og en dato kan ikke sammenlignes: svaret er altid null. Skriv `date(sag.hund.foedt)`. "
            "(linje 1, tegn 16 i udtrykket)",
        ),
        Wrong(drawn(changed("= godkendt", "= grund > 3")), "Pil_3", 16, "Skriv `number(grund)`."),
        Wrong(
            drawn(changed("= godkendt and sag.hund.navn != null", "= sag.hund.navn")),
            "Pil_3",
            16,
            "Udtrykket giver en tekst, men en betingelse skal give sandt eller falsk.",
        ),
        Wrong(timer("3 * 5"), "Vent", 9, "Udtrykket giver et tal, men en tid skal være"),
        Wrong(timer("sag.hund.foedt.year", "timeDate"), "Vent", 9, "Skriv `date(sag.hund.foedt).year`."),
        Wrong(
            sag('<sag:skriv sti="hund.foedt" vaerdi="date(sag.hund.foedt).year" />'),
            "Tjeneste",
            9,
            "Udtrykket giver et tal, men oplysningen skal være en tekst.",
        ),
        Wrong(
            sag('<sag:skriv sti="besoeg" vaerdi="sag.hund.navn" tilfoej="true" />'),
            "Tjeneste",
            9,
            "Udtrykket giver en tekst, men oplysningen skal være en kontekst.",
        ),
        Wrong(sag('<sag:guard betingelse="count(sag.besoeg)" besked="b" />'), "Tjeneste", 9, "giver et tal"),
        Wrong(
            {
                "law/hard_stops.yaml": HARD_STOPS.replace(
                    "foer.hund.navn !=", "foer.hund.foedt > today() or 1 !="
                ).encode()
            },
            "H1",
            3,
            "Skriv `date(foer.hund.foedt)`.",
        ),
        Wrong(
            {"forms/vurder.form": form().replace(b"=godkendt", b"=grund = true")},
            "grund",
            28,
            "en tekst og sandt eller falsk kan ikke sammenlignes",
        ),
        Wrong(
            manifest("hund.navn: data.navn", "hund.navn: count(data.navn)"),
            "indgaaende.hundetegn.ansoegning.fakta.hund.navn",
            20,
            "Udtrykket giver et tal, men oplysningen skal være en tekst.",
        ),
        Wrong(
            {
                "decisions/g.dmn": TABLE.replace(b"<text>true</text>", b'<text>"ja"</text>').replace(
                    b"<text>godkendt</text>", b"<text>sag.hund.navn != null</text>"
                )
            },
            "RI",
            6,
            "inputkolonne 1 (»sag.hund.navn != null«) kan ikke virke: sandt eller falsk kan ikke være en tekst",
        ),
        Wrong(dict(asked("g", "g.beloeb = sag.hund.navn")), "P2", 12, "Skriv `number(sag.hund.navn)`."),
        Wrong(dict(asked("g", 'g[1].beloeb = "5"', mapping="resultList")), "P2", 12, 'Skriv `number("5")`.'),
        Wrong(dict(asked("g", "g = sagen.nummer", mapping="singleEntry")), "P2", 12, "Skriv `number(sagen.nummer)`."),
    ],
    "fact-path": [
        Wrong(
            drawn(changed("sag.hund.navn", "sag.hund.navm")),
            "Pil_3",
            16,
            "»navm« findes ikke under »hund« i skemaet. Mente du »navn«?",
        ),
        Wrong(sag('<sag:skriv sti="hund.ras" vaerdi="1" />'), "Tjeneste", SECOND, "»ras« findes ikke"),
        Wrong({"forms/vurder.form": form().replace(b"sag.hund.navn", b"sag.hnd.navn")}, "sag.hnd.navn", 12, "»hund«?"),
        Wrong(
            manifest("      hund.navn: data", "      hund.nvn: data"), "indgaaende.hundetegn.ansoegning", 20, "»nvn«"
        ),
        Wrong(
            manifest("data.navn", "data.nvn"),
            "indgaaende.hundetegn.ansoegning.fakta.hund.navn",
            20,
            "»nvn« findes ikke under oplysningerne i skemaet. Mente du »navn«?",
        ),
        Wrong(manifest("emne: sag.hund.navn", "emne: sagen.numer"), "emne", 4, "Mente du »nummer«?"),
        Wrong(
            sag('<sag:guard betingelse="count(sag.besoeg.dag) = 1" besked="b" />'),
            "Tjeneste",
            SECOND,
            "»dag« findes ikke",
        ),
    ],
    "form-reference": [
        Wrong(
            drawn(changed('formRef="vurder"', 'formRef="vurdér"')),
            "Opgave_1",
            9,
            "Opgaven »Vurdér« bruger formularen »vurdér«, som ikke findes. Mente du »vurder«?",
        )
    ],
    "gateway-default": [
        Wrong(drawn(changed('default="Pil_4"', 'default="Pil_1"')), "Valg_1", 10, "som ikke går ud fra den"),
        Wrong(drawn(changed('default="Pil_4"', 'default="Pil_9"')), "Valg_1", 10, "»Pil_9«, som ikke findes"),
        Wrong(
            drawn(
                changed(
                    'targetRef="Slut_2" />',
                    'targetRef="Slut_2"><bpmn:conditionExpression>not(godkendt)</bpmn:conditionExpression></bpmn:sequenceFlow>',
                    changed(' default="Pil_4"', ""),
                )
            ),
            "Valg_1",
            10,
            "går sagen i stå",
        ),
    ],
    "inbound-message": [
        Wrong(
            manifest(
                "handling: start_sag\n    afdeling: data.afdeling",
                "handling: send_besked\n    besked: klag\n    sag: data.sag",
            )
            | second(MESSAGE_START, around=MESSAGE),
            "indgaaende.hundetegn.ansoegning",
            12,
            "Mente du »klage«?",
        )
    ],
    "lack-of-synchronisation": [
        Wrong(
            joined("parallelGateway", "exclusiveGateway"),
            "Saml",
            9,
            "serviceopgaven »Skriv svar« gøres to gange, fordi den parallelle gateway »Del« sætter flere veje",
        ),
    ],
    "main-process": [
        Wrong(manifest("hovedproces: hundetegn", "hovedproces: hundetgn"), "hovedproces", 3, "Mente du »hundetegn«?"),
        Wrong(
            second(MESSAGE_START, around=MESSAGE) | manifest("hovedproces: hundetegn", "hovedproces: hoering"),
            "hoering",
            3,
            "ingen almindelig starthændelse",
        ),
    ],
    "message-start": [
        Wrong(
            second(MESSAGE_START, around=MESSAGE)
            | {"diagrams/y.bpmn": diagram(MESSAGE_START, process="igen", around=MESSAGE)},
            "S",
            FIRST_STEP,
            "starter både processen »hoering« og »igen«",
        )
    ],
    "outbound-event": [
        Wrong(declared("taget: {race: tal}", "tegn.taget"), "udgaaende.taget", 22, "Mente du »tegn.taget«?"),
        Wrong(declared("tegn.taget: {}"), "udgaaende.tegn.taget", 22, "Ingen proces skriver"),
        Wrong(
            declared("tegn.taget: {beloeb: tal}", "tegn.taget"),
            "udgaaende.tegn.taget.beloeb",
            22,
            "Mente du »beleob«?",
        ),
        Wrong(declared("case.ended: {}"), "udgaaende.case.ended", 22, "motorens egen"),
        Wrong(declared("tegn.taget: {}", "case.ended"), "Slut_1", 11, "motorens egen. Omdøb den."),
    ],
    "picture-pool": [
        Wrong(
            second(EVENTS, around=SIGNAL + POOLS.format(executable="false", inside=ENDS_AT_ONCE)),
            "Ude",
            3,
            "Puljen »Ejeren« er et billede: den er ikke sat til at køre",
        )
    ],
    "requirement-reference": [
        Wrong(
            drawn(changed('id="Opgave_1"', 'id="Opgave_1" sag:hjemmel="K-1 K-9"')),
            "Opgave_1",
            9,
            "kravet »K-9«, som ikke står i law/requirements.csv",
        ),
        Wrong({"forms/vurder.form": form().replace(b'"K-1"', b'"K-7"')}, "godkendt", 20, "»K-7«"),
    ],
    "sag-place": [
        Wrong(drawn(changed('id="Pil_1"', 'id="Pil_1" sag:hjemmel="K-1"')), "Pil_1", 13, "»sag:hjemmel« på pilen"),
        Wrong(
            drawn(STEPS, lane=changed('id="Bane_1"', 'id="Bane_1" sag:milepael="m"', LANE)),
            "Bane_1",
            4,
            "»sag:milepael« på banen »Sagsbehandler« læses ikke",
        ),
        Wrong(
            drawn(
                changed(
                    '<bpmn:endEvent id="Slut_1" name="Godkendt" />',
                    '<bpmn:endEvent id="Slut_1" name="Godkendt"><bpmn:extensionElements>'
                    '<sag:skriv sti="hund.navn" vaerdi="null" /></bpmn:extensionElements></bpmn:endEvent>',
                )
            ),
            "Slut_1",
            11,
            "»sag:skriv« på",
        ),
    ],
    "script-task": [
        Wrong(
            second(SERVICE.format(attributes="", inside="").replace("serviceTask", "scriptTask")),
            "Tjeneste",
            SECOND,
            "er et script, og scripts køres ikke",
        )
    ],
    "sequence-flow": [
        Wrong(
            drawn(STEPS + '<bpmn:sequenceFlow id="Pil_9" name="Videre" sourceRef="Opgave_1" targetRef="Intet" />\n'),
            "Pil_9",
            LAST + 1,
            "Pilen »Videre« ender ved »Intet«, som ikke findes",
        ),
        Wrong(
            drawn(STEPS + '<bpmn:sequenceFlow id="Pil_9" sourceRef="Slut_1" targetRef="Opgave_1" />\n'),
            "Pil_9",
            LAST + 1,
            "går ud fra sluthændelsen",
        ),
    ],
    "soundness-unproven": [
        Wrong(fan(9), "hundetegn", 3, "ikke bevist, at sagen altid kan nå en slutning"),
    ],
    "task-form": [
        Wrong(drawn(changed(' camunda:formRef="vurder"', "")), "Opgave_1", 9, "Opgaven »Vurdér« mangler en formular"),
    ],
    "task-role": [
        Wrong(drawn(STEPS, lane=""), "Opgave_1", 6, "har ingen rolle"),
        Wrong(drawn(STEPS, lane=changed(' name="Sagsbehandler"', "", LANE)), "Opgave_1", 9, "i en bane uden navn"),
        Wrong(drawn(STEPS, lane=LANES), "Opgave_1", 11, "i flere baner på én gang (»Leder« og »Sagsbehandler«)"),
        Wrong(
            drawn(STEPS, lane=changed('name="Sagsbehandler"', 'name="Sagsbehandlr"', LANE)),
            "Opgave_1",
            9,
            "banen »Sagsbehandlr«, som ikke er navnet på en rolle i manifestet. Mente du »Sagsbehandler«?",
        ),
        Wrong(
            drawn(changed('id="Opgave_1"', 'id="Opgave_1" camunda:candidateGroups="lederen"')),
            "Opgave_1",
            9,
            "Mente du »leder«?",
        ),
    ],
    "timer-text": [
        Wrong(
            timer("P4X"), "Vent", SECOND, "Timeren på hændelsen »Vent« er ikke et tidspunkt: »P4X«. Skriv en varighed"
        ),
        Wrong(timer("2016-02-30", "timeDate"), "Vent", SECOND, "Skriv et tidspunkt"),
        Wrong(cycle("R/6M"), "Kant", LAST + 1, "Skriv en gentagelse"),
        Wrong(cycle("R/PT0S"), "Kant", LAST + 1, "Skriv en gentagelse"),
        Wrong(timer("= 4"), "Vent", SECOND, "Skriv en varighed"),
        Wrong(timer('"fire uger"'), "Vent", SECOND, "Skriv en varighed"),
        Wrong(timer('duration("P4Q")'), "Vent", SECOND, "Skriv en varighed"),
        Wrong(drawn(changed('name="Vurdér"', 'name="Vurdér" camunda:dueDate="P14"')), "Opgave_1", 9, "»P14«"),
    ],
    "topic": [
        Wrong(service(attributes=""), "Tjeneste", SECOND, "siger ikke, hvad den gør"),
        Wrong(
            service(attributes='camunda:type="external" camunda:topic="sag.register"'),
            "Tjeneste",
            SECOND,
            "»sag.registrer«?",
        ),
    ],
    "twice-defined": [
        Wrong({"diagrams/z.bpmn": diagram()}, "hundetegn", 3, "findes også i diagrams/hundetegn.bpmn"),
        Wrong({"forms/z.form": form()}, "vurder", 1, "findes også i forms/vurder.form"),
        Wrong(
            {"decisions/a.dmn": TABLE, "decisions/b.dmn": TABLE, "diagrams/x.bpmn": b""},
            "gebyr",
            0,
            "findes også i decisions/a.dmn",
        ),
    ],
    "unknown-name": [
        Wrong(
            drawn(changed("= godkendt", "= godkent")),
            "Pil_3",
            16,
            "Betingelsen på pilen »Ja« bruger navnet »godkent«, som ingen sætter. Mente du »godkendt«?",
        ),
        Wrong(timer("fireUger"), "Vent", SECOND, "bruger navnet"),
        Wrong(drawn(changed('name="Vurdér"', 'name="Vurdér" camunda:dueDate="=frist"')), "Opgave_1", 9, "Fristen på"),
        Wrong(
            {"forms/vurder.form": form().replace(b"=godkendt", b"=godkent")},
            "grund",
            28,
            "Betingelsen for at skjule »grund« bruger navnet »godkent«",
        ),
        Wrong(manifest("data.afdeling", "dta.afdeling"), "indgaaende.hundetegn.ansoegning.afdeling", 14, "»data«?"),
        Wrong(
            second(RULE_TASK.format(attributes='camunda:decisionRef="gebyr" camunda:resultVariable="g"'))
            | {"decisions/g.dmn": TABLE},
            "Regel",
            SECOND,
            "læser navnet »godkendt«. Det sætter ingen i processen",
        ),
    ],
    "unreachable": [
        Wrong(
            drawn(
                STEPS
                + '<bpmn:task id="Opgave_2" name="Glemt" />\n'
                + '<bpmn:sequenceFlow id="P" sourceRef="Opgave_2" targetRef="Slut_1" />\n'
            ),
            "Opgave_2",
            LAST + 1,
            "Opgaven »Glemt« bliver aldrig nået",
        ),
        Wrong(
            drawn(
                STEPS
                + '<bpmn:task id="Opgave_2" name="Ring" />\n'
                + '<bpmn:task id="Opgave_3" name="Ring igen" />\n'
                + '<bpmn:sequenceFlow id="P" sourceRef="Opgave_2" targetRef="Opgave_3" />\n'
                + '<bpmn:sequenceFlow id="Q" sourceRef="Opgave_3" targetRef="Opgave_2" />\n'
            ),
            "Opgave_2",
            LAST + 1,
            "og det, der kun nås gennem den, heller ikke",
        ),
    ],
}

RIGHT: dict[str, list[Files]] = {
    "boundary-host": [
        drawn(STEPS + BOUNDARY.format(host="Opgave_1") + BOUNDARY_FLOW),
        second(EVENTS, around=SIGNAL),
    ],
    "called-process": [second(CALL.format(called="hundetegn", more=' camunda:calledElementBinding="deployment"'))],
    "caught-twice": [
        second(CAUGHT.format(code=' errorRef="Fejl_1"'), around=ERROR),
        second(EVENTS, around=SIGNAL),
        second(ASKED.format(more=' cancelActivity="false"'), around=MESSAGE),
        second(ASKED.format(more=' sag:korrelation="sag.hund.navn"'), around=MESSAGE),
    ],
    "cyclic-call": [second(CALL.format(called="hundetegn", more=""))],
    "deadlock": [joined("parallelGateway", "parallelGateway"), joined("exclusiveGateway", "exclusiveGateway")],
    "decision-reference": [
        drawn(
            STEPS.replace(
                '<bpmn:sequenceFlow id="Pil_2" sourceRef="Opgave_1" targetRef="Valg_1" />',
                '<bpmn:businessRuleTask id="Regel" camunda:decisionRef="gebyr" camunda:resultVariable="g" />'
                '<bpmn:sequenceFlow id="Pil_2" sourceRef="Opgave_1" targetRef="Regel" />'
                '<bpmn:sequenceFlow id="Pil_5" sourceRef="Regel" targetRef="Valg_1" />',
            )
        )
        | {"decisions/g.dmn": TABLE}
    ],
    "dmn-dead-output": [fees(("true", "100"), ("false", "0"), allowed="0, 100")],
    "dmn-dead-rule": [fees(("true", "100"), ("-", "0"))],
    "dmn-gap": [
        fees(("true", "100"), ("false", "0")),
        fees(("true", "100"), policy="COLLECT"),
        fees(("godkendt and beloeb", "100")),
    ],
    "dmn-overlap": [
        fees(("true", "100"), ("-", "0")),
        fees(("true", "100"), ("-", "100"), policy="ANY"),
        fees(("true", "100"), ("false", "0"), policy="UNIQUE"),
    ],
    "end-event": [
        drawn(
            STEPS + '<bpmn:sequenceFlow id="Pil_9" sourceRef="Valg_1" targetRef="Opgave_1">'
            "<bpmn:conditionExpression>godkendt</bpmn:conditionExpression></bpmn:sequenceFlow>\n"
        ),
        second(EVENTS, around=SIGNAL),
    ],
    "endless-loop": [ring(f'<bpmn:serviceTask id="Trin" {REGISTER} />')],
    "event-reference": [
        second(CATCH.format(definition='<bpmn:messageEventDefinition id="M" messageRef="Besked_1" />'), around=MESSAGE)
    ],
    "executable-process": [
        {
            "diagrams/hundetegn.bpmn": diagram(
                around='<bpmn:collaboration id="C"><bpmn:participant id="P1" name="Ejer" processRef="ejeren" />'
                '<bpmn:participant id="P2" processRef="hundetegn" /></bpmn:collaboration>'
                '<bpmn:process id="ejeren" isExecutable="false"><bpmn:task id="Ring" /></bpmn:process>'
            )
        }
    ],
    "expression-call": [
        drawn(changed("= godkendt", "= {dobbelt: function(x) 2 * x, svar: dobbelt(1)}.svar = 2 and godkendt")),
        {"decisions/g.dmn": TABLE.replace(b"<text>true</text>", b"<text>string length(string(?)) = 4</text>")},
        drawn(changed("= godkendt", '= date(sag.hund.foedt).year > 2000 and grund != "x" and godkendt')),
        drawn(changed("= godkendt", "= count(sag.besoeg[date(dato) &lt; today()]) > 1 and godkendt")),
        timer("date(sag.hund.foedt)", "timeDate"),
        sag('<sag:skriv sti="hund.foedt" vaerdi="date(sag.hund.foedt)" />'),
        sag('<sag:skriv sti="besoeg" vaerdi="{dato: today()}" tilfoej="true" />'),
        asked("g", "g.beloeb > 5"),
        asked("g", "g > 5", mapping="singleEntry"),
        # What a form writes as a number, another process may pass on as a text.
        {
            "diagrams/hundetegn.bpmn": diagram(changed("= godkendt", "= grund > 3 and godkendt")),
            "diagrams/x.bpmn": diagram(
                CALL.format(
                    called="hundetegn",
                    more='><bpmn:extensionElements><camunda:in sourceExpression="3" target="grund" />'
                    "</bpmn:extensionElements></bpmn:callActivity",
                ).replace("</bpmn:callActivity />", "</bpmn:callActivity>"),
                process="kalder",
            ),
        },
    ],
    "fact-path": [
        sag('<sag:skriv sti="besoeg" vaerdi="{dato: string(today())}" tilfoej="true" />'),
        sag('<sag:guard betingelse="count(sag.besoeg[dato = null].dato) = 1" besked="b" />'),
        sag('<sag:skriv sti="hund.navn" vaerdi="sagen.nummer" />'),
    ],
    "form-reference": [{"forms/andet/x.form": b""}],
    "gateway-default": [drawn(changed('default="Pil_4"', 'default="Pil_4" gatewayDirection="Diverging"'))],
    "inbound-message": [
        manifest(
            "handling: start_sag\n    afdeling: data.afdeling",
            "handling: send_besked\n    besked: klage\n    sag: data.navn",
        )
        | second(MESSAGE_START, around=MESSAGE)
    ],
    "lack-of-synchronisation": [joined("inclusiveGateway", "inclusiveGateway")],
    "main-process": [second(MESSAGE_START, around=MESSAGE)],
    "message-start": [second(MESSAGE_START, around=MESSAGE)],
    "outbound-event": [
        declared("tegn.taget: {beleob: tal, race: [hund, hvalp], ja: ja_nej}", "tegn.taget"),
        declared("tegn.taget: {}", "tegn.taget"),
        declared("tegn.taget: {ukendt: dato}", "tegn.taget", data="sag.hund"),
        drawn(event("tegn.taget")),
    ],
    "picture-pool": [
        second(EVENTS, around=SIGNAL + POOLS.format(executable="true", inside=ENDS_AT_ONCE)),
        second(EVENTS, around=SIGNAL + POOLS.format(executable="false", inside="")),
    ],
    "requirement-reference": [drawn(changed('id="Opgave_1"', 'id="Opgave_1" sag:hjemmel="K-1 K-2"'))],
    "sag-place": [drawn(changed('id="Valg_1"', 'id="Valg_1" sag:hjemmel="K-1" sag:milepael="valgt"'))],
    "script-task": [service()],
    "sequence-flow": [drawn(STEPS), second(EVENTS, around=SIGNAL)],
    "soundness-unproven": [fan(8)],
    "task-form": [drawn(changed("Vurdér", "Vurdér nu"))],
    "task-role": [
        drawn(STEPS, lane=changed('name="Sagsbehandler"', 'name="Ejer"', LANE)),
        drawn(changed('id="Opgave_1"', 'id="Opgave_1" camunda:candidateGroups="leder"'), lane=""),
        drawn(changed('id="Opgave_1"', 'id="Opgave_1" camunda:candidateGroups="leder"'), lane=LANES),
        # The innermost lane counts, and one without a name is a part of the lane around it.
        drawn(STEPS, lane=inside("Leder", "Sagsbehandler")),
        drawn(STEPS, lane=inside("Sagsbehandler", "")),
    ],
    "timer-text": [
        timer("P4M"),
        timer("PT36H"),
        timer("2016-08-01T00:00:00+02:00", "timeDate"),
        cycle("R/P6M"),
        cycle("R3/2016-08-01/P1M"),
        timer('= duration("P1M")'),
        timer('date(sag.hund.foedt) + duration("P18Y")', "timeDate"),
        drawn(changed('name="Vurdér"', 'name="Vurdér" camunda:dueDate="P14D"')),
    ],
    "topic": [service(), service(attributes='camunda:type="external" camunda:topic="gebyr.beregn"')],
    "twice-defined": [{"forms/z.form": form(id="andet", components=FORM["components"][:2])}],
    "unknown-name": [
        second(
            SERVICE.format(
                attributes=REGISTER,
                inside="<bpmn:multiInstanceLoopCharacteristics "
                'camunda:collection="sag.besoeg" camunda:elementVariable="b">'
                "<bpmn:completionCondition>nrOfCompletedInstances = 2 and b.dato != null</bpmn:completionCondition>"
                "</bpmn:multiInstanceLoopCharacteristics>",
            )
        ),
        second(
            '<bpmn:startEvent id="S" />'
            '<bpmn:callActivity id="Kald" calledElement="barn"><bpmn:extensionElements>'
            '<camunda:in sourceExpression="sag.hund.navn" target="navn" /><camunda:out source="svar" target="svaret" />'
            "</bpmn:extensionElements></bpmn:callActivity>"
            '<bpmn:exclusiveGateway id="V" default="P3" /><bpmn:endEvent id="E" />'
            '<bpmn:sequenceFlow id="P1" sourceRef="S" targetRef="Kald" />'
            '<bpmn:sequenceFlow id="P2" sourceRef="Kald" targetRef="V" />'
            '<bpmn:sequenceFlow id="P3" sourceRef="V" targetRef="E" />'
            '<bpmn:sequenceFlow id="P4" sourceRef="V" targetRef="Kald">'
            '<bpmn:conditionExpression>svaret = "ja"</bpmn:conditionExpression></bpmn:sequenceFlow>\n'
        )
        | {
            "diagrams/y.bpmn": diagram(
                SERVICE.format(
                    attributes='camunda:type="external" camunda:topic="gebyr.beregn"',
                    inside="<bpmn:extensionElements><camunda:inputOutput>"
                    '<camunda:inputParameter name="n">=navn</camunda:inputParameter>'
                    '<camunda:outputParameter name="svar">=resultat</camunda:outputParameter>'
                    "</camunda:inputOutput></bpmn:extensionElements>",
                ),
                process="barn",
            )
        },
    ],
    "unreachable": [
        second(
            '<bpmn:startEvent id="S" /><bpmn:subProcess id="Inde"><bpmn:startEvent id="S2" /><bpmn:endEvent id="E2" />'
            '<bpmn:sequenceFlow id="P1" sourceRef="S2" targetRef="E2" /></bpmn:subProcess><bpmn:endEvent id="E" />'
            '<bpmn:sequenceFlow id="P2" sourceRef="S" targetRef="Inde" />'
            '<bpmn:sequenceFlow id="P3" sourceRef="Inde" targetRef="E" />\n'
        ),
        second(EVENTS, around=SIGNAL),
    ],
}
