"""Tasks, calls and multi-instance activities that lack what their execution needs, or ask for what it does not give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from engine.spiff.beginning import ACTIVITIES
from engine.spiff.decisions import ResultMapping
from engine.spiff.refusals.drawn import Drawn
from engine.spiff.repetition import read_loop
from engine.spiff.tokens import MAX_STEPS
from engine.spiff.xml import BPMN, CAMUNDA, Element, children, extensions, local_name, text_of

_NUMBER = re.compile(r"[0-9]{1,9}")


def refused_activity(activity: Element, drawn: Drawn) -> Iterator[str]:
    """Why an activity is not executed as drawn."""
    name = local_name(activity)
    if name in {"serviceTask", "sendTask"}:
        yield from _service(activity)
    elif name == "businessRuleTask":
        yield from _rule(activity)
    elif name == "callActivity":
        yield from _call(activity)
    elif name == "multiInstanceLoopCharacteristics":
        yield from _repeated(activity, drawn)
    elif name == "standardLoopCharacteristics":
        yield from _again(activity)
    if name in ACTIVITIES:
        yield from _quantities(activity)
    yield from _parameters(activity)


def _quantities(activity: Element) -> Iterator[str]:
    for attribute, word in (("startQuantity", "begynde med"), ("completionQuantity", "sende videre")):
        if activity.get(attribute, "1") != "1":
            yield (
                f"Aktiviteten skal {word} {activity.get(attribute)} brikker ({attribute}); det udføres ikke. "
                "Tegn en parallel gateway, der deler eller samler vejene."
            )
    if sum(1 for _ in children(activity, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics")) > 1:
        yield "Aktiviteten har to gentagelser. Behold en af dem, og læg en delproces om, hvis den skal begge dele."


def _service(task: Element) -> Iterator[str]:
    kind, topic = task.get(CAMUNDA + "type"), task.get(CAMUNDA + "topic")
    if (kind or topic) and (kind != "external" or not topic):
        yield 'Opgaven skal have både camunda:type="external" og camunda:topic, eller ingen af dem.'
    if task.get("messageRef") or task.get("operationRef"):
        yield "Opgaven sender ikke beskeden. Tegn en kastende beskedhændelse, eller giv opgaven et camunda:topic."


def _rule(task: Element) -> Iterator[str]:
    if not task.get(CAMUNDA + "decisionRef"):
        yield "Forretningsreglen mangler camunda:decisionRef. Vælg den beslutning, der skal træffes."
    if not task.get(CAMUNDA + "resultVariable"):
        yield "Forretningsreglen mangler camunda:resultVariable. Giv svaret et navn."
    mapping = task.get(CAMUNDA + "mapDecisionResult", "resultList")
    if mapping not in get_args(ResultMapping):
        yield f"camunda:mapDecisionResult kan ikke være »{mapping}«. Brug {', '.join(get_args(ResultMapping))}."


def _call(call: Element) -> Iterator[str]:
    if not call.get("calledElement"):
        yield "Kaldet mangler en proces. Skriv dens id i »calledElement«."
    binding = call.get(CAMUNDA + "calledElementBinding", "latest")
    if binding not in {"latest", "deployment"}:
        yield f"camunda:calledElementBinding kan ikke være »{binding}«. Brug latest eller deployment."
    for row in extensions(call, "in", "out"):
        sources = [row.get("source"), row.get("sourceExpression"), row.get("variables") == "all" or None]
        given = [source for source in sources if source]
        if len(given) != 1 or (given[0] is not True and not row.get("target")):
            yield (
                f'Rækken camunda:{local_name(row)} i kaldet skal have enten variables="all" eller target og netop '
                "ét af source og sourceExpression."
            )


def _repeated(loop: Element, drawn: Drawn) -> Iterator[str]:
    read = read_loop(loop, drawn.data)
    if (read.cardinality is None) == (read.collection is None):
        yield "Flere instanser skal have enten et antal (loopCardinality) eller en samling (camunda:collection)."
    if read.item is not None and read.collection is None:
        yield "Et element (camunda:elementVariable) kræver en samling (camunda:collection)."
    if (read.result is None) != (read.result_item is None):
        yield "Et samlet resultat skal have både en liste (loopDataOutputRef) og en variabel (outputDataItem)."

    if loop.get("behavior", "All") != "All" or loop.get("oneBehaviorEventRef") or loop.get("noneBehaviorEventRef"):
        yield (
            "Hændelser fra flere instanser (behavior, oneBehaviorEventRef) udføres ikke. Slet dem, og tegn en "
            "kastende eskalering eller besked i en delproces, der gentages."
        )


def _again(loop: Element) -> Iterator[str]:
    maximum = loop.get("loopMaximum")
    if maximum is None and not text_of(loop, "loopCondition"):
        yield "Løkken har ingen betingelse. Skriv i loopCondition (FEEL), hvornår den tages igen, eller loopMaximum."
    if maximum is not None and not (_NUMBER.fullmatch(maximum) and 1 <= int(maximum) <= MAX_STEPS):
        yield f"loopMaximum skal være et helt tal fra 1 til {MAX_STEPS}. Ret det, eller slet det."


def _parameters(element: Element) -> Iterator[str]:
    for parameter in element.findall(f"{BPMN}extensionElements/{CAMUNDA}inputOutput/{CAMUNDA}*"):
        if len(parameter):
            yield f"Parameteren »{parameter.get('name')}« skal være FEEL; lister, kort og scripts læses ikke."
        elif not (parameter.text or "").strip() or not parameter.get("name"):
            yield "En parameter mangler navn eller værdi. Skriv værdien i FEEL, eller slet den."
