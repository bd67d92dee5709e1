"""Tasks, calls and multi-instance activities that lack what their execution needs, or ask for what it does not give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from engine.spiff.decisions import ResultMapping
from engine.spiff.parsing import read_loop
from engine.spiff.xml import BPMN, CAMUNDA, Element, extensions, local_name


def refused_activity(activity: Element) -> Iterator[str]:
    """Why an activity is not executed as drawn."""
    name = local_name(activity)
    if name in {"serviceTask", "sendTask"}:
        yield from _service(activity)
    elif name == "businessRuleTask":
        yield from _rule(activity)
    elif name == "callActivity":
        yield from _call(activity)
    elif name == "receiveTask" and activity.get("instantiate") == "true":
        yield "En modtagende opgave kan ikke starte processen. Tegn en starthændelse med en besked."
    elif name == "multiInstanceLoopCharacteristics":
        yield from _repeated(activity)
    yield from _parameters(activity)


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


def _repeated(loop: Element) -> Iterator[str]:
    read = read_loop(loop)
    if (read.cardinality is None) == (read.collection is None):
        yield "Flere instanser skal have enten et antal (loopCardinality) eller en samling (camunda:collection)."
    if read.item is not None and read.collection is None:
        yield "Et element (camunda:elementVariable) kræver en samling (camunda:collection)."
    if (read.result is None) != (read.result_item is None):
        yield "Et samlet resultat skal have både en liste (loopDataOutputRef) og en variabel (outputDataItem)."


def _parameters(element: Element) -> Iterator[str]:
    for parameter in element.findall(f"{BPMN}extensionElements/{CAMUNDA}inputOutput/{CAMUNDA}*"):
        if len(parameter):
            yield f"Parameteren »{parameter.get('name')}« skal være FEEL; lister, kort og scripts læses ikke."
        elif not (parameter.text or "").strip() or not parameter.get("name"):
            yield "En parameter mangler navn eller værdi. Skriv værdien i FEEL, eller slet den."
