"""How often an activity is done, as drawn."""

from __future__ import annotations

from engine.spiff.data import variable_called
from engine.spiff.multi_instance import Loop
from engine.spiff.standard_loop import Again
from engine.spiff.xml import BPMN, CAMUNDA, Element, text_of


def read_loop(loop: Element) -> Loop:
    """What `multiInstanceLoopCharacteristics` says."""

    def name(tag: str) -> str | None:
        found = loop.find(BPMN + tag)
        if found is None:
            return None
        text = (found.text or "").strip()
        return variable_called(loop, text) if text else found.get("name") or found.get("id")

    return Loop(
        sequential=loop.get("isSequential") == "true",
        cardinality=text_of(loop, "loopCardinality"),
        collection=loop.get(CAMUNDA + "collection") or name("loopDataInputRef"),
        item=loop.get(CAMUNDA + "elementVariable") or name("inputDataItem"),
        condition=text_of(loop, "completionCondition"),
        result=name("loopDataOutputRef"),
        result_item=name("outputDataItem"),
    )


def read_again(loop: Element) -> Again:
    """What `standardLoopCharacteristics` says; the greatest number has been found to be one."""
    maximum = loop.get("loopMaximum")
    return Again(text_of(loop, "loopCondition"), loop.get("testBefore") == "true", int(maximum) if maximum else None)
