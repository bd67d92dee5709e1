"""The toy library, in which two cases also begin something by themselves and write to each other."""

from __future__ import annotations

from pathlib import Path

from tests.unit.runtime import toy

GREETS = 10  # days after its opening a case begins to greet the other
OTHER = "if sagen.nummer = &quot;2031-1&quot; then &quot;2031-2&quot; else &quot;2031-1&quot;"

GREETING = toy.process(
    "hilsen",
    '<bpmn:startEvent id="H_begynd" name="Tid til at hilse"><bpmn:timerEventDefinition id="H_d">'
    f"<bpmn:timeDuration>P{GREETS}D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>",
    toy.user("Hils", "kort"),
    f'<bpmn:endEvent id="H_send" name="Send hilsen" sag:sag="{OTHER}"><bpmn:extensionElements><camunda:inputOutput>'
    '<camunda:inputParameter name="hilsen">note</camunda:inputParameter></camunda:inputOutput>'
    '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="Message_6"/></bpmn:endEvent>',
    toy.flow("H_begynd", "Hils"),
    toy.flow("Hils", "H_send"),
    head='<bpmn:message id="Message_6" name="dyrehold.hilsen"/>',
)

GREETED = toy.process(
    "nabo",
    '<bpmn:startEvent id="N_begynd" name="Hilsen fra naboen"><bpmn:messageEventDefinition id="N_d" '
    'messageRef="Message_7"/></bpmn:startEvent>',
    toy.user("Hils_igen", "kort"),
    '<bpmn:endEvent id="N_slut"/>',
    toy.flow("N_begynd", "Hils_igen"),
    toy.flow("Hils_igen", "N_slut"),
    head='<bpmn:message id="Message_7" name="dyrehold.hilsen"/>',
)


def write(folder: Path) -> Path:
    """The library's folder."""
    toy.write(folder)
    for name, text in {"hilsen": GREETING, "nabo": GREETED}.items():
        (folder / "diagrams" / f"{name}.bpmn").write_text(text, encoding="utf-8")
    return folder
