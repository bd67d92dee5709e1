"""Event sub-processes that nothing could begin, or that stand among the ordinary ones."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.drawn import Drawn, is_event_subprocess, trigger_of
from engine.spiff.refusals.scopes import is_repeated
from engine.spiff.xml import Element, children, local_name


def refused_event_subprocess(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why an event sub-process is not executed as drawn."""
    if not is_event_subprocess(element):
        return
    if local_name(element) != "subProcess":
        yield "Kun en almindelig delproces kan være en hændelsesdelproces. Tegn den om, med resten inden i."
        return
    yield from _begins(element, drawn)
    if drawn.has_flow(element, "sourceRef", "targetRef"):
        yield "Ingen pil fører ind i eller ud af en hændelsesdelproces: den begynder ved sin hændelse. Slet pilen."
    if drawn.boundaries_of(element):
        yield "En hændelsesdelproces kan ikke have hændelser på kanten. Læg en delproces inden i, og sæt dem på den."
    if is_repeated(element):
        yield "En hændelsesdelproces kan ikke gentages. Læg en delproces inden i, og gentag den."
    if element.get("isForCompensation") == "true":
        yield (
            "En hændelsesdelproces retter ikke op efter en opgave. Slet isForCompensation; lad den begynde ved "
            "kompensation, hvis den skal rette op efter delprocessen omkring den."
        )


def _begins(subprocess: Element, drawn: Drawn) -> Iterator[str]:
    starts = list(children(subprocess, "startEvent"))
    if len(starts) != 1:
        yield "En hændelsesdelproces begynder ved netop én hændelse. Tegn én starthændelse i den, med en udløser."
        return
    if trigger_of(starts[0]) == "compensate":
        yield from _compensates(subprocess, starts[0], drawn)


def _compensates(subprocess: Element, start: Element, drawn: Drawn) -> Iterator[str]:
    scope = subprocess.getparent()
    if start.get("isInterrupting") == "false":
        yield "Kompensation har intet at afbryde: delprocessen omkring er færdig. Slet isInterrupting."
    if scope is None or local_name(scope) == "process":
        yield (
            "En proces bliver ikke kompenseret som helhed. Læg hændelsesdelprocessen ind i den delproces, "
            "den retter op efter."
        )
        return
    others = [e for e in children(scope, "subProcess") if is_event_subprocess(e) and e is not subprocess]
    if any(trigger_of(s) == "compensate" for other in others for s in children(other, "startEvent")):
        yield "Delprocessen omkring har to, der begynder ved kompensation. Behold den ene."
    if drawn.boundaries_of(scope, "compensate"):
        yield "Delprocessen omkring har kompensation på kanten, så denne begynder aldrig. Slet den ene af dem."
