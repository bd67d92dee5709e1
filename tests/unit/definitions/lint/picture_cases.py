"""Cases, as in `cases`, of what a reader of the drawing sees: names, and where things lie."""

from __future__ import annotations

from tests.unit.definitions.lint.bpmnlint_cases import AND, CHOICE, END, INSIDE, START, STRAIGHT, flow, line, node
from tests.unit.definitions.lint.cases import SECOND, Files, Wrong, second
from tests.unit.definitions.samples import FIRST_STEP

_DI = (
    '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC">'
    '<d:BPMNPlane bpmnElement="hoering">{}</d:BPMNPlane></d:BPMNDiagram>'
)
_IF = "sag.hund.navn = null"


def shape(name: str, x: float, y: float = 10, width: int = 100, more: str = "") -> str:
    """A shape 80 pixels high."""
    bounds = f'<c:Bounds x="{x}" y="{y}" width="{width}" height="80" />'
    return f'<d:BPMNShape bpmnElement="{name}"{more}>{bounds}</d:BPMNShape>'


def pictured(steps: str, *parts: str, around: str = "") -> Files:
    return second(steps, around=around + _DI.format("".join(parts)))


def drawn_at(steps: str, **places: float) -> Files:
    return pictured(steps, *(shape(name, x) for name, x in places.items()))


def with_arrows(*arrows: str) -> Files:
    edges = (f'<d:BPMNEdge bpmnElement="{name}" />' for name in arrows)
    return pictured(STRAIGHT, shape("S", 0), shape("T", 200), shape("E", 400), *edges)


def two_pools(y: float) -> Files:
    """Two pools, the second so far down, of which nobody drew in the second."""
    pools = '<bpmn:participant id="A" name="Kommune" processRef="hoering" /><bpmn:participant id="B" name="Borger" />'
    around = f'<bpmn:collaboration id="C">{pools}</bpmn:collaboration>'
    steps = (shape(name, x) for name, x in (("S", 0), ("T", 200), ("E", 400)))
    return pictured(STRAIGHT, *steps, shape("A", 0, width=600), shape("B", 0, y, 600), around=around)


def within(x: float, more: str = ' isExpanded="true"') -> Files:
    """A sub-process, 300 pixels wide from 200, with a task at a place."""
    inside = node("startEvent", "S2") + node("task", "T") + node("endEvent", "E2") + line("S2", "T", "E2")
    steps = START + node("subProcess", "D", inside) + END + line("S", "D", "E")
    around = (shape("S", 0), shape("D", 200, width=300, more=more), shape("E", 600))
    return pictured(steps, *around, shape("S2", 200, 200), shape("E2", 400, 200), shape("T", x))


def laned(*names: str) -> Files:
    """The task in the last of lanes with these names."""
    lanes = [f'<bpmn:lane id="L{number}" name="{name}" />' for number, name in enumerate(names)]
    lanes[-1] = lanes[-1].replace(" />", "><bpmn:flowNodeRef>T</bpmn:flowNodeRef></bpmn:lane>")
    return second(STRAIGHT, lane=f'<bpmn:laneSet id="B">{"".join(lanes)}</bpmn:laneSet>')


def labelled(steps: str, *arrows: str) -> Files:
    """The drawing with names on these arrows."""
    for name in arrows:
        steps = steps.replace(f'id="{name}"', f'id="{name}" name="Ja"')
    return second(steps)


def nameless(steps: str) -> Files:
    pool = '<bpmn:collaboration id="C"><bpmn:participant id="A" processRef="hoering" /></bpmn:collaboration>'
    return second(steps, around=pool)


FORK = AND + END + node("endEvent", "F") + line("S", "G", "T", "E") + line("G", "U", "F")
WAYS = CHOICE + node("endEvent", "F") + flow("G", "F", _IF)
LAST = FIRST_STEP + 6
EVENTS = START + node("eventBasedGateway", "G") + END

WRONG: dict[str, list[Wrong]] = {
    "label-required": [
        Wrong(second(STRAIGHT.replace(' name="T"', "")), "T", SECOND, "Skriv hvad der skal gøres"),
        Wrong(nameless(STRAIGHT), "A", 2, "Puljen »A« har intet navn"),
        Wrong(laned("Leder", ""), "L1", 4, "Banen »L1« har intet navn"),
        Wrong(second(WAYS), "G_F", LAST, "Skriv svaret"),
    ],
    "no-bpmndi": [
        Wrong(drawn_at(STRAIGHT, S=0, E=400), "T", SECOND, "ikke på tegningen"),
        Wrong(drawn_at(STRAIGHT, S=0, T=float("nan"), E=400), "T", SECOND, "ikke på tegningen"),
        Wrong(with_arrows("T_E"), "S_T", FIRST_STEP + 3, "Den følges, uden at nogen kan se den"),
    ],
    "no-overlapping-elements": [
        Wrong(drawn_at(STRAIGHT, S=0, T=200, E=250), "E", SECOND + 1, "ligger oven på opgaven »T«"),
        Wrong(two_pools(60), "B", 2, "ligger oven på puljen »Kommune«"),
        Wrong(within(450), "T", SECOND + 1, "ligger ud over kanten af delprocessen »D«"),
    ],
    "superfluous-label": [
        Wrong(labelled(FORK, "G_T"), "G_T", FIRST_STEP + 7, "sagen går ad alle vejene på én gang"),
        Wrong(labelled(STRAIGHT, "S_T"), "S_T", FIRST_STEP + 3, "skriv det på det, den fører til"),
        Wrong(
            labelled(STRAIGHT.replace("bpmn:task", "bpmn:exclusiveGateway"), "T_E"),
            "T_E",
            FIRST_STEP + 4,
            "Tegn den vej, der mangler",
        ),
        Wrong(labelled(EVENTS + line("S", "G", "E"), "G_E"), "G_E", FIRST_STEP + 4, "Skriv navnet på hændelsen"),
    ],
}

RIGHT: dict[str, list[Files]] = {
    "label-required": [
        second(STRAIGHT),
        second(STRAIGHT.replace(' name="S"', "").replace(' name="E"', "")),
        laned("Leder", "Sagsbehandler"),
        # Some modelers draw one lane into every pool.
        laned(""),
        labelled(WAYS, "G_F"),
    ],
    "no-bpmndi": [
        second(STRAIGHT),
        drawn_at(STRAIGHT, S=0, T=200, E=400),
        with_arrows("S_T", "T_E"),
    ],
    "no-overlapping-elements": [
        second(STRAIGHT),
        drawn_at(STRAIGHT, S=0, T=200, E=300),
        two_pools(88),
        within(300),
        within(450, ' isExpanded="false"'),
    ],
    "superfluous-label": [
        second(STRAIGHT),
        labelled(WAYS, "G_F", "G_E"),
        labelled(START + node("task", "T", default="T_E") + END + line("S", "T", "E"), "T_E"),
        labelled(START + node("subProcess", "D", INSIDE) + END + line("S", "D") + flow("D", "E", "true"), "D_E"),
    ],
}
