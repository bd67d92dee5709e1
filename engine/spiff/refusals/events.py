"""Events that wait for, or do, something the kernel does not execute at that place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from engine.spiff.xml import Element, children, local_name, text_of

# Which triggers each kind of event may have, with »none« for an event without any.
_TRIGGERS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"none", "message"}),
    "endEvent": frozenset({"none", "message", "error", "escalation", "terminate"}),
    "intermediateThrowEvent": frozenset({"none", "message", "escalation"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "conditional"}),
    "boundaryEvent": frozenset({"timer", "message", "error", "escalation", "conditional"}),
}
_KINDS: Mapping[str, str] = {
    "startEvent": "En starthændelse",
    "endEvent": "En sluthændelse",
    "intermediateThrowEvent": "En kastende hændelse",
    "intermediateCatchEvent": "En ventende hændelse",
    "boundaryEvent": "En hændelse på en kant",
}
_WORDS: Mapping[str, str] = {
    "none": "ingen udløser",
    "message": "en besked",
    "error": "en fejl",
    "escalation": "en eskalering",
    "terminate": "en afbrydelse",
    "timer": "en timer",
    "conditional": "en betingelse",
}


def refused_event(event: Element) -> Iterator[str]:
    """Why an event is not executed as drawn."""
    kind = local_name(event)
    if kind not in _TRIGGERS:
        return
    definitions = [e for e in children(event) if local_name(e).endswith("EventDefinition")]
    # Events that refer to a definition elsewhere in the file have none of their own.
    if len(definitions) > 1 or event.get("parallelMultiple") == "true" or list(children(event, "eventDefinitionRef")):
        yield "Hændelsen har flere udløsere. Tegn en hændelse for hver."
        return
    trigger = local_name(definitions[0]).removesuffix("EventDefinition") if definitions else "none"
    if kind == "boundaryEvent" and _host_kind(event) in {"task", "businessRuleTask"}:
        yield "Hændelsen kan aldrig ske: opgaven er udført i samme øjeblik, den begynder. Slet hændelsen."
    if trigger in _WORDS:
        yield from _at_the_wrong_place(event, kind, trigger)
    if trigger == "timer":
        yield from _timer(event, definitions[0])
    if trigger == "conditional" and not text_of(definitions[0], "condition"):
        yield "Betingelsen er tom. Skriv den i FEEL."


def _at_the_wrong_place(event: Element, kind: str, trigger: str) -> Iterator[str]:
    inside = kind == "startEvent" and _is_inside_subprocess(event)
    allowed = frozenset({"none"}) if inside else _TRIGGERS[kind]
    if trigger not in allowed:
        words = ", ".join(_WORDS[t] for t in _WORDS if t in allowed)
        place = "En starthændelse i en delproces" if inside else _KINDS[kind]
        yield f"{place} kan ikke have {_WORDS[trigger]}. Brug {words}."
    if kind == "boundaryEvent" and trigger == "error" and event.get("cancelActivity") == "false":
        yield "En fejl afbryder altid sin opgave. Gør hændelsen afbrydende, eller tegn en eskalering."


def _is_inside_subprocess(event: Element) -> bool:
    scope = event.getparent()
    return scope is not None and local_name(scope) == "subProcess"


def _host_kind(event: Element) -> str | None:
    scope = event.getparent()
    if scope is None:
        return None
    # Looked up by the parser: one scope may hold thousands of events.
    hosts = cast("list[Element]", scope.xpath("*[@id = $host]", host=event.get("attachedToRef", "")))
    return local_name(hosts[0]) if hosts else None


def _timer(event: Element, definition: Element) -> Iterator[str]:
    times = [t for t in children(definition, "timeDate", "timeDuration", "timeCycle") if (t.text or "").strip()]
    if len(times) != 1:
        yield "Timeren skal have netop ét tidspunkt: en dato, en varighed eller en gentagelse."
        return
    repeats = local_name(times[0]) == "timeCycle"
    stays = local_name(event) == "boundaryEvent" and event.get("cancelActivity") == "false"
    if repeats and not stays:
        yield "En timer kan kun gentages på kanten af en opgave og ikke-afbrydende. Brug en varighed eller en dato."
