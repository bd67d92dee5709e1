"""A diagram for the toy library that sticks until a variable is put right."""

from __future__ import annotations

from pathlib import Path

from tests.unit.runtime import toy

_TIMER = (
    '<bpmn:intermediateCatchEvent id="Pause" name="Vent på målingen"><bpmn:timerEventDefinition id="Pause_d">'
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    "</bpmn:intermediateCatchEvent>"
)
_CONDITION = (
    '<bpmn:intermediateCatchEvent id="Klar" name="Klar"><bpmn:conditionalEventDefinition id="Klar_d">'
    '<bpmn:condition xsi:type="bpmn:tFormalExpression">get value({svar: klar}, "svar")</bpmn:condition>'
    "</bpmn:conditionalEventDefinition>"
    "</bpmn:intermediateCatchEvent>"
)
# The field is a text, and the check would say so of `klar` alone.
# After a task, a timer whose next gateway needs `vaegt`; beside it a condition that needs `klar` to be true or false.
DIAGRAM = toy.process(
    "maaling",
    '<bpmn:startEvent id="M_begynd" name="Mål dyret"><bpmn:messageEventDefinition id="M_d" messageRef="Message_20"/>'
    "</bpmn:startEvent>",
    toy.user("Maal", "maal", camunda__dueDate="P14D"),
    '<bpmn:parallelGateway id="Del"/>',
    _TIMER,
    '<bpmn:exclusiveGateway id="Stor" name="Hvor stort?"/>',
    _CONDITION,
    toy.user("Stort", "kort"),
    toy.user("Lille", "kort"),
    toy.user("Klart", "kort"),
    *(f'<bpmn:endEvent id="M_slut_{number}"/>' for number in (1, 2, 3)),
    toy.flow("M_begynd", "Maal"),
    toy.flow("Maal", "Del"),
    toy.flow("Del", "Pause"),
    toy.flow("Del", "Klar"),
    toy.flow("Pause", "Stor"),
    toy.flow("Stor", "Stort", "vaegt &gt;= 10"),
    toy.flow("Stor", "Lille", "vaegt &lt; 10"),
    toy.flow("Stort", "M_slut_1"),
    toy.flow("Lille", "M_slut_2"),
    toy.flow("Klar", "Klart"),
    toy.flow("Klart", "M_slut_3"),
    head='<bpmn:message id="Message_20" name="dyrehold.maal"/>',
)
FORM = toy.form(
    "maal",
    toy.field("vaegt", "number") | {"label": "Vægt i kg"},
    toy.field("klar"),
    toy.field("maalt", "datetime", subtype="date") | {"label": "Målt"},
    toy.field("rask", "checkbox") | {"label": "Rask"},
    toy.field("noter", "textarea") | {"label": "Noter"},
)
WITHDRAWN = """\
  dyrehold.trukket:
    handling: send_besked
    besked: dyrehold.trukket
    sag: data.sagsnummer
    skema: {type: object, properties: {sagsnummer: {type: string}, navn: {type: string}}}
"""


def add_to(folder: Path) -> None:
    """Write the diagram, its form and an inbound message into a toy library."""
    (folder / "diagrams" / "maaling.bpmn").write_text(DIAGRAM, encoding="utf-8")
    (folder / "forms" / "maal.form").write_text(FORM, encoding="utf-8")
    with (folder / "manifest.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write(WITHDRAWN)
