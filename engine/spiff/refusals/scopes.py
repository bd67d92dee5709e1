"""Where scopes begin and how ad-hoc ones end: what the kernel does not execute as drawn."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.beginning import begins_alone
from engine.spiff.parsing import NODES
from engine.spiff.refusals.drawn import Drawn
from engine.spiff.xml import Element, children, local_name


def refused_scope(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why a scope does not begin or end as drawn, or a node does not begin its process."""
    name = local_name(element)
    if name in {"subProcess", "transaction"} and element.get("triggeredByEvent") != "true":
        yield from _subprocess(element, drawn)
    elif name == "adHocSubProcess":
        yield from _ad_hoc(element, drawn)
    if element.get("instantiate") == "true":
        yield from _instantiating(element, drawn)


def is_repeated(activity: Element) -> bool:
    return next(children(activity, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), None) is not None


def _subprocess(scope: Element, drawn: Drawn) -> Iterator[str]:
    starts = list(children(scope, "startEvent"))
    plain = [s for s in starts if not any(local_name(e).endswith("Definition") for e in s)]
    if starts and len(plain) != 1:
        yield "En delproces skal begynde ét sted. Tegn netop én starthændelse uden udløser i den."
    elif not starts and next(children(scope, *NODES), None) is not None and not _alone(scope, drawn):
        yield "Delprocessen begynder ingen steder: der er en pil ind i alt i den. Tegn en starthændelse."


def _ad_hoc(scope: Element, drawn: Drawn) -> Iterator[str]:
    for event in children(scope, "startEvent", "endEvent"):
        yield f"»{event.get('id')}« kan ikke stå i en ad hoc-delproces: dens opgaver vælges af en person. Slet den."
    # What hangs on a start event is chosen when that is deleted.
    if not _alone(scope, drawn) and next(children(scope, "startEvent"), None) is None:
        yield "Ad hoc-delprocessen har intet at vælge. Tegn en opgave i den, som ingen pil går ind i."
    if scope.get("ordering", "Parallel") not in {"Parallel", "Sequential"}:
        yield f"ordering kan ikke være »{scope.get('ordering')}«. Brug Parallel eller Sequential."


def _instantiating(node: Element, drawn: Drawn) -> Iterator[str]:
    scope = node.getparent()
    if scope is None or local_name(scope) != "process":
        yield "Kun det, der står yderst i processen, kan starte den. Slet instantiate."
    elif drawn.has_flow(node, "targetRef"):
        yield "Det, der starter processen, må ikke have en pil ind. Slet pilen, eller slet instantiate."
    elif is_repeated(node):
        yield "En modtageopgave, der starter processen, kan ikke gentages. Læg gentagelsen i opgaven efter den."


def _alone(scope: Element, drawn: Drawn) -> bool:
    """Whether anything in it may begin without a sequence flow in."""
    return any(begins_alone(node) and not drawn.has_flow(node, "targetRef") for node in children(scope, *NODES))
