"""Wrong and right drawings for the rules that have bpmnlint's names."""

from __future__ import annotations

from itertools import pairwise

from tests.unit.definitions.lint.cases import FIRST_STEP, SECOND, Files, Wrong, second


def node(kind: str, name: str, inside: str = "", **about: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in about.items())
    return f'<bpmn:{kind} id="{name}" name="{name}"{attributes}>{inside}</bpmn:{kind}>\n'


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="{name or source + "_" + target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>\n"
    )


def line(*names: str) -> str:
    return "".join(flow(source, target) for source, target in pairwise(names))


def event(kind: str, name: str, trigger: str, inside: str = "", **about: str) -> str:
    return node(kind, name, f"<bpmn:{trigger}EventDefinition{inside}", **about)


def chosen(awaited: str, condition: str) -> Files:
    """A choice between an event V, on a condition or none, and a time."""
    steps = START + node("exclusiveGateway", "G", default="G_W") + awaited + WAIT_2 + END
    return second(
        steps + line("S", "G", "W", "E") + flow("G", "V", condition) + flow("V", "E"),
        around=MESSAGE if awaited == GET else "",
    )


def _talk(source: str, target: str) -> str:
    """A message flow from one element to another, and a pool outside."""
    return (
        '<bpmn:collaboration id="C"><bpmn:participant id="Ude" name="Borger" />'
        f'<bpmn:messageFlow id="M" name="Svar" sourceRef="{source}" targetRef="{target}" /></bpmn:collaboration>'
    )


START, END, TASK = node("startEvent", "S"), node("endEvent", "E"), node("task", "T")
STRAIGHT = START + TASK + END + line("S", "T", "E")
DAY = " id='D'><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
WAIT, WAIT_2 = (event("intermediateCatchEvent", name, "timer", DAY.replace("D'", f"{name}d'")) for name in ("V", "W"))
EVENT_GATEWAY = START + node("eventBasedGateway", "G")
AND = START + node("parallelGateway", "G") + TASK + node("task", "U")
TERMINATE = event("endEvent", "E", "terminate", " />")
MESSAGE = '<bpmn:message id="B1" name="klage" />'
GET = event("intermediateCatchEvent", "V", "message", ' messageRef="B1" />')
INSIDE = node("startEvent", "S2") + node("endEvent", "E2") + flow("S2", "E2")
LEAP = (
    AND
    + event("intermediateThrowEvent", "L1", "link", ' name="x" />')
    + event("intermediateCatchEvent", "L2", "link", ' name="x" />')
    + END
    + line("S", "G", "T", "E")
    + line("G", "U", "L1")
)


def beside(interrupting: str) -> Files:
    """A terminating end beside an event sub-process that interrupts or does not."""
    start = event("startEvent", "S2", "message", ' messageRef="B1" />', isInterrupting=interrupting)
    inside = start + node("endEvent", "E2") + flow("S2", "E2")
    steps = START + TERMINATE + flow("S", "E") + node("subProcess", "H", inside, triggeredByEvent="true")
    return second(steps, around=MESSAGE)


WRONG: dict[str, list[Wrong]] = {
    "ad-hoc-sub-process": [
        Wrong(
            second(START + node("adHocSubProcess", "A", node("startEvent", "S2") + TASK) + END + line("S", "A", "E")),
            "S2",
            SECOND,
            "hvor der frit vælges",
        )
    ],
    "conditional-flows": [
        Wrong(
            second(
                START
                + node("exclusiveGateway", "G")
                + END
                + node("endEvent", "F")
                + flow("S", "G")
                + flow("G", "E", "sag.hund.navn = null")
                + flow("G", "F")
            ),
            "G_F",
            FIRST_STEP + 6,
            "har ingen betingelse",
        ),
        Wrong(
            second(
                START
                + TASK
                + END
                + node("endEvent", "F")
                + flow("S", "T")
                + flow("T", "E", "sag.hund.navn = null")
                + flow("T", "F")
            ),
            "T_F",
            FIRST_STEP + 6,
            "tages altid",
        ),
    ],
    "end-event-required": [Wrong(second(START + TASK + flow("S", "T")), "hoering", 3, "har ingen sluthændelse")],
    "event-based-gateway": [
        Wrong(
            second(EVENT_GATEWAY + WAIT + TASK + END + line("S", "G", "V", "E") + line("G", "T", "E")),
            "G",
            SECOND,
            "fører til opgaven »T«",
        ),
        Wrong(
            second(EVENT_GATEWAY + WAIT + WAIT_2 + TASK + END + line("S", "G", "V", "E") + line("G", "W", "T", "V")),
            "G",
            SECOND,
            "også nås ad en anden vej",
        ),
        Wrong(second(EVENT_GATEWAY + WAIT + END + line("S", "G", "V", "E")), "G", SECOND, "kun én vej ud"),
        Wrong(second(EVENT_GATEWAY + line("S", "G")), "G", SECOND, "ingen vej ud, så der er intet at vente på"),
        Wrong(chosen(GET, ""), "G", SECOND, "før nogen af dem er sket"),
    ],
    "event-sub-process-typed-start-event": [
        Wrong(
            second(STRAIGHT + node("subProcess", "H", INSIDE, triggeredByEvent="true")),
            "S2",
            FIRST_STEP + 5,
            "siger ikke, hvilken hændelse",
        )
    ],
    "fake-join": [
        Wrong(
            second(AND + node("task", "X") + END + line("S", "G", "T", "X", "E") + line("G", "U", "X")),
            "X",
            FIRST_STEP + 4,
            "gøres to gange",
        )
    ],
    "global": [
        Wrong(second(STRAIGHT, around=MESSAGE), "B1", 2, "»klage« bruges ikke"),
        Wrong(
            second(
                START
                + GET
                + event("intermediateCatchEvent", "W", "message", ' messageRef="B2" />')
                + END
                + line("S", "V", "W", "E"),
                around=MESSAGE + '<bpmn:message id="B2" name="klage" />',
            ),
            "B2",
            2,
            "oprettet mere end én gang",
        ),
    ],
    "link-event": [
        Wrong(
            second(START + event("intermediateThrowEvent", "L", "link", ' name="videre" />') + flow("S", "L")),
            "L",
            SECOND,
            "intet sted at lande",
        ),
        Wrong(
            second(STRAIGHT + event("intermediateCatchEvent", "L", "link", ' name="videre" />') + flow("L", "E")),
            "L",
            FIRST_STEP + 5,
            "intet springer hertil",
        ),
    ],
    "message-flow": [
        Wrong(second(STRAIGHT, around=_talk("S", "T")), "M", 2, "i samme pulje"),
        Wrong(second(STRAIGHT, around=_talk("", "T")), "M", 2, "hænger løst"),
    ],
    "no-complex-gateway": [
        Wrong(second(STRAIGHT.replace("bpmn:task", "bpmn:complexGateway")), "T", SECOND, "Tegn en inklusiv gateway")
    ],
    "no-disconnected": [
        Wrong(second(STRAIGHT + node("task", "X")), "X", FIRST_STEP + 5, "hænger ikke sammen med noget"),
        Wrong(second(TASK + node("task", "X") + END + flow("T", "E")), "X", SECOND, "et forløb for sig"),
    ],
    "no-duplicate-sequence-flows": [
        Wrong(second(STRAIGHT + flow("T", "E", name="igen")), "igen", FIRST_STEP + 5, "Sagen går ad dem begge"),
        Wrong(
            second(STRAIGHT.replace("bpmn:task", "bpmn:exclusiveGateway") + flow("T", "E", name="igen")),
            "igen",
            FIRST_STEP + 5,
            "Sagen går kun ad den ene",
        ),
    ],
    "no-gateway-join-fork": [
        Wrong(
            second(
                AND
                + node("parallelGateway", "X")
                + END
                + node("endEvent", "F")
                + line("S", "G", "T", "X", "E")
                + line("G", "U", "X", "F")
            ),
            "X",
            FIRST_STEP + 4,
            "både samler og deler",
        )
    ],
    "no-implicit-end": [
        Wrong(second(AND + END + line("S", "G", "T", "E") + line("G", "U")), "U", FIRST_STEP + 3, "kommer intet"),
        Wrong(second(LEAP), "L2", FIRST_STEP + 5, "kommer intet"),
    ],
    "no-implicit-split": [
        Wrong(second(STRAIGHT + node("endEvent", "F") + flow("T", "F")), "T", SECOND, "ad dem alle på én gang")
    ],
    "no-implicit-start": [
        Wrong(
            second(TASK + node("task", "U") + END + line("T", "E") + line("U", "E")), "U", SECOND, "sammen med en anden"
        )
    ],
    "no-inclusive-gateway": [
        Wrong(
            second(
                START
                + node("inclusiveGateway", "G", default="G_T")
                + TASK
                + node("inclusiveGateway", "X")
                + END
                + line("S", "G", "T", "X", "E")
                + flow("G", "X", "sag.hund.navn = null")
            ),
            "X",
            FIRST_STEP + 3,
            "alle de veje, der stadig kan komme",
        )
    ],
    "single-blank-start-event": [
        Wrong(second(STRAIGHT + node("startEvent", "S2") + flow("S2", "E")), "S2", FIRST_STEP + 5, "starthændelse mere")
    ],
    "single-event-definition": [
        Wrong(
            second(
                START
                + node(
                    "intermediateCatchEvent",
                    "V",
                    "<bpmn:timerEventDefinition" + DAY + '<bpmn:messageEventDefinition messageRef="B1" />',
                )
                + END
                + line("S", "V", "E"),
                around=MESSAGE,
            ),
            "V",
            SECOND,
            "flere udløsere på én gang",
        )
    ],
    "start-event-required": [
        Wrong(second(TASK + END + flow("T", "E")), "hoering", 3, "begynder med opgaven »T«"),
        Wrong(
            second(TASK + node("task", "U") + line("T", "U", "T")), "hoering", 3, "der er intet, den kan begynde med"
        ),
    ],
    "sub-process-blank-start-event": [
        Wrong(
            second(
                START
                + node(
                    "subProcess",
                    "D",
                    event("startEvent", "S2", "message", ' messageRef="B1" />')
                    + node("endEvent", "E2")
                    + flow("S2", "E2"),
                )
                + END
                + line("S", "D", "E"),
                around=MESSAGE,
            ),
            "S2",
            SECOND,
            "Fjern udløseren",
        )
    ],
    "superfluous-gateway": [
        Wrong(second(STRAIGHT.replace("bpmn:task", "bpmn:exclusiveGateway")), "T", SECOND, "afgør intet")
    ],
    "superfluous-termination": [
        Wrong(second(START + TERMINATE + flow("S", "E")), "E", SECOND, "aldrig andet i gang"),
        Wrong(beside("true"), "E", SECOND, "aldrig andet i gang"),
    ],
}

CHOICE = START + node("exclusiveGateway", "G", default="G_E") + END + flow("S", "G") + flow("G", "E")
RIGHT: dict[str, list[Files]] = {
    "ad-hoc-sub-process": [second(STRAIGHT)],
    "conditional-flows": [
        second(CHOICE + node("endEvent", "F") + flow("G", "F", "sag.hund.navn = null")),
        second(
            START
            + TASK
            + END
            + node("endEvent", "F")
            + flow("S", "T")
            + flow("T", "E", "sag.hund.navn = null")
            + flow("T", "F", "sag.hund.navn != null")
        ),
        second(STRAIGHT + node("endEvent", "F") + flow("T", "F")),
    ],
    "end-event-required": [second(STRAIGHT)],
    "event-based-gateway": [
        second(EVENT_GATEWAY + WAIT + WAIT_2 + END + line("S", "G", "V", "E") + line("G", "W", "E")),
        chosen(WAIT, "sag.hund.navn = null"),
        chosen(GET, "sag.hund.navn = null"),
    ],
    "event-sub-process-typed-start-event": [
        second(START + node("subProcess", "D", INSIDE) + END + line("S", "D", "E"))
    ],
    "fake-join": [
        second(AND + node("parallelGateway", "X") + END + line("S", "G", "T", "X", "E") + line("G", "U", "X")),
        second(
            START
            + node("exclusiveGateway", "G", default="G_U")
            + TASK
            + node("task", "U")
            + END
            + line("S", "G", "U", "E")
            + flow("G", "T", "sag.hund.navn = null")
            + flow("T", "U")
        ),
        second(
            START
            + TASK
            + node("exclusiveGateway", "G", default="G_E")
            + END
            + line("S", "T", "G", "E")
            + flow("G", "T", "sag.hund.navn = null")
        ),
    ],
    "global": [second(START + GET + END + line("S", "V", "E"), around=MESSAGE)],
    "link-event": [second(STRAIGHT)],
    "message-flow": [second(STRAIGHT, around=_talk("Ude", "T"))],
    "no-complex-gateway": [second(STRAIGHT.replace("bpmn:task", "bpmn:inclusiveGateway"))],
    "no-disconnected": [second(STRAIGHT), second(node("task", "T"))],
    "no-duplicate-sequence-flows": [
        second(
            CHOICE
            + flow("G", "E", "sag.hund.navn = null", name="ja")
            + flow("G", "E", "sag.hund.navn != null", name="nej")
        ),
    ],
    "no-gateway-join-fork": [
        second(CHOICE + TASK + flow("G", "T", "sag.hund.navn = null") + flow("T", "E")),
        second(AND + node("parallelGateway", "X") + END + line("S", "G", "T", "X", "E") + line("G", "U", "X")),
    ],
    "no-implicit-end": [second(STRAIGHT), second(LEAP + flow("L2", "E"))],
    "no-implicit-split": [
        second(STRAIGHT),
        second(
            START
            + TASK
            + END
            + node("endEvent", "F")
            + flow("S", "T")
            + flow("T", "E", "sag.hund.navn = null")
            + flow("T", "F", "sag.hund.navn != null")
        ),
    ],
    "no-implicit-start": [second(STRAIGHT)],
    "no-inclusive-gateway": [second(STRAIGHT.replace("bpmn:task", "bpmn:inclusiveGateway"))],
    "single-blank-start-event": [
        second(STRAIGHT + event("startEvent", "S2", "message", ' messageRef="B1" />') + flow("S2", "E"), around=MESSAGE)
    ],
    "single-event-definition": [second(START + GET + END + line("S", "V", "E"), around=MESSAGE)],
    "start-event-required": [second(STRAIGHT)],
    "sub-process-blank-start-event": [second(START + node("subProcess", "D", INSIDE) + END + line("S", "D", "E"))],
    "superfluous-gateway": [second(CHOICE + node("endEvent", "F") + flow("G", "F", "sag.hund.navn = null"))],
    "superfluous-termination": [
        second(AND + TERMINATE + node("endEvent", "F") + line("S", "G", "T", "E") + line("G", "U", "F")),
        beside("false"),
    ],
}
