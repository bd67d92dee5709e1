"""Events that wait for, or do, something the kernel does not execute at that place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.spiff.refusals.drawn import Drawn
from engine.spiff.xml import Element, children, local_name, text_of

# Which triggers each kind of event may have, with »none« for an event without any.
_TRIGGERS: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset({"none", "message", "timer", "signal", "conditional"}),
    "endEvent": frozenset({"none", "message", "signal", "error", "escalation", "terminate", "compensate", "cancel"}),
    "intermediateThrowEvent": frozenset({"none", "message", "signal", "escalation", "compensate", "link"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "conditional", "link"}),
    "boundaryEvent": frozenset(
        {"timer", "message", "signal", "error", "escalation", "conditional", "compensate", "cancel"}
    ),
}
_STARTS_INSIDE = frozenset({"none"})
_STARTS_BY_EVENT = frozenset({"message", "timer", "signal", "conditional", "error", "escalation", "compensate"})
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
    "signal": "et signal",
    "error": "en fejl",
    "escalation": "en eskalering",
    "terminate": "en afbrydelse",
    "timer": "en timer",
    "conditional": "en betingelse",
    "compensate": "kompensation",
    "cancel": "en annullering",
    "link": "et link",
}


def refused_event(event: Element, drawn: Drawn) -> Iterator[str]:
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
    if kind == "boundaryEvent" and trigger != "compensate" and _is_at_once(_host(event, drawn)):
        yield (
            "Hændelsen kan aldrig ske: opgaven er udført i samme øjeblik, den begynder. Gør opgaven til en "
            "brugeropgave, hvis nogen skal udføre den, ellers slet hændelsen."
        )
    if trigger in _WORDS:
        yield from _at_the_wrong_place(event, kind, trigger)
    if trigger == "timer":
        yield from _timer(event, definitions[0])
    if trigger == "conditional" and not text_of(definitions[0], "condition"):
        yield "Betingelsen er tom. Skriv den i FEEL."


def _at_the_wrong_place(event: Element, kind: str, trigger: str) -> Iterator[str]:
    place, allowed = _place(event, kind)
    if trigger not in allowed:
        words = ", ".join(_WORDS[t] for t in _WORDS if t in allowed)
        yield f"{place} kan ikke have {_WORDS[trigger]}. Brug {words}."
    stays = "false" in {event.get("cancelActivity"), event.get("isInterrupting")}
    if kind in {"boundaryEvent", "startEvent"} and trigger in _ALWAYS_INTERRUPTS and stays:
        yield f"{_ALWAYS_INTERRUPTS[trigger]} Gør hændelsen afbrydende, eller tegn en eskalering."


_ALWAYS_INTERRUPTS: Mapping[str, str] = {
    "error": "En fejl afbryder altid det, den sker i.",
    "cancel": "En annullering afbryder altid sin transaktion.",
}


def _place(event: Element, kind: str) -> tuple[str, frozenset[str]]:
    """What a message calls an event at its place, and the triggers it may have there."""
    scope = event.getparent()
    if kind != "startEvent" or scope is None or local_name(scope) == "process":
        return _KINDS[kind], _TRIGGERS[kind]
    if scope.get("triggeredByEvent") == "true":
        return "En starthændelse i en hændelsesdelproces", _STARTS_BY_EVENT
    return "En starthændelse i en delproces", _STARTS_INSIDE


def _host(event: Element, drawn: Drawn) -> Element | None:
    return drawn.node(event.getparent(), event.get("attachedToRef"))


def _is_at_once(host: Element | None) -> bool:
    return host is not None and local_name(host) in {"task", "businessRuleTask"}


def _timer(event: Element, definition: Element) -> Iterator[str]:
    times = [t for t in children(definition, "timeDate", "timeDuration", "timeCycle") if (t.text or "").strip()]
    if len(times) != 1:
        yield "Timeren skal have netop ét tidspunkt: en dato, en varighed eller en gentagelse."
        return
    repeats = local_name(times[0]) == "timeCycle"
    interrupting = {"boundaryEvent": "cancelActivity", "startEvent": "isInterrupting"}.get(local_name(event))
    scope = event.getparent()
    begins_process = local_name(event) == "startEvent" and scope is not None and local_name(scope) == "process"
    if repeats and not begins_process and (interrupting is None or event.get(interrupting) != "false"):
        yield (
            "En timer kan kun gentages, når den ikke afbryder: på kanten af en opgave, eller hvor en proces eller "
            "hændelsesdelproces begynder. Gør den ikke-afbrydende, eller brug en varighed eller en dato."
        )
