"""Every menu on the drawing is Danish, and offers what the engine executes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import NODE_MODULES
from .drawing import Draw

pytestmark = pytest.mark.browser

_DANISH = NODE_MODULES.parent / "assets" / "modeler" / "danish.json"
_WALK = (Path(__file__).parent / "walk_menus.js").read_text(encoding="utf-8")
_EVENT_DEFINITIONS = (
    "Message",
    "Timer",
    "Conditional",
    "Signal",
    "Error",
    "Escalation",
    "Compensate",
    "Terminate",
    "Link",
)
_TYPES: list[dict[str, object]] = [
    {"type": f"bpmn:{name}"}
    for name in (
        *("Task", "UserTask", "ServiceTask", "SendTask", "ReceiveTask", "ManualTask", "BusinessRuleTask", "ScriptTask"),
        *("CallActivity", "SubProcess", "Transaction", "AdHocSubProcess"),
        *("ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "EventBasedGateway", "ComplexGateway"),
        *("StartEvent", "EndEvent", "IntermediateThrowEvent", "IntermediateCatchEvent"),
        *("DataObjectReference", "DataStoreReference", "TextAnnotation", "Group"),
    )
]
_TYPES += [{"type": "bpmn:SubProcess", "isExpanded": True}, {"type": "bpmn:SubProcess", "triggeredByEvent": True}]
_TYPES += [
    {"type": f"bpmn:{event}", "eventDefinitionType": f"bpmn:{definition}EventDefinition"}
    for event, definitions in {
        "StartEvent": _EVENT_DEFINITIONS[:4],
        "IntermediateCatchEvent": ("Message", "Timer", "Conditional", "Signal", "Link"),
        "IntermediateThrowEvent": ("Message", "Signal", "Escalation", "Compensate", "Link"),
        "EndEvent": ("Message", "Signal", "Error", "Escalation", "Compensate", "Terminate"),
    }.items()
    for definition in definitions
]
_TYPES += [
    {"type": "bpmn:BoundaryEvent", "host": True, "eventDefinitionType": f"bpmn:{definition}EventDefinition", **more}
    for definition in ("Message", "Timer", "Conditional", "Signal", "Error", "Escalation", "Compensate")
    for more in ({}, {"cancelActivity": False})
]
# Put into Danish as the files are bundled.
_OURS = {"fundet", "Resultater"}
_REFUSED = ("script", "complex")


def test_every_menu_is_danish_and_offers_what_the_engine_executes(page: Page, draw: Draw) -> None:
    draw()
    danish = set(json.loads(_DANISH.read_text(encoding="utf-8")).values())
    seen = page.evaluate(_WALK, _TYPES)
    names = set(page.evaluate("() => [...document.querySelectorAll('.djs-element')].map((at) => at.dataset.elementId)"))
    strange = {text for text in seen["shown"] if text not in danish | names | _OURS and not text.isdecimal()}
    assert strange == set()
    assert len(seen["shown"]) > 60
    offered = set(seen["ids"])
    assert {name for name in offered for word in _REFUSED if word in name} == set()
    assert offered >= {
        "replace-with-user-task",
        "replace-with-rule-task",
        "replace-with-call-activity",
        "replace-with-inclusive-gateway",
        "replace-with-event-based-gateway",
        "replace-with-message-start",
        "replace-with-timer-intermediate-catch",
        "replace-with-non-interrupting-timer-boundary",
        "replace-with-error-boundary",
        "replace-with-terminate-end",
        "toggle-parallel-mi",
        "toggle-sequential-mi",
        "toggle-loop",
        "replace-with-transaction",
        "replace-with-event-subprocess",
        "replace-with-ad-hoc-subprocess",
        "replace-with-signal-start",
        "replace-with-timer-start",
        "replace-with-link-intermediate-throw",
        "replace-with-compensation-boundary",
        "create.data-object",
        "create.start-event",
        "lane-insert-below",
    }
