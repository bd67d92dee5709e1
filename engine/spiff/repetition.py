"""How often an activity is done, as drawn."""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff.multi_instance import Loop
from engine.spiff.standard_loop import Again
from engine.spiff.xml import BPMN, CAMUNDA, Element, text_of


def read_loop(loop: Element, data: Mapping[str, str]) -> Loop:
    """What `multiInstanceLoopCharacteristics` says; `data` are the file's `data_names`."""

    def name(tag: str) -> str | None:
        found = loop.find(BPMN + tag)
        if found is None:
            return None
        text = (found.text or "").strip()
        return data.get(text, text) if text else found.get("name") or found.get("id")

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
