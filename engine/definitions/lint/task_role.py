"""A task for people must lie in a role's lane or name the role: otherwise nobody ever sees it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Element
from engine.definitions.manifest import Manifest
from engine.definitions.wording import did_you_mean, listed
from engine.errors import Finding

RULE = "task-role"

_FOR_PEOPLE = frozenset({"userTask", "manualTask", "adHocSubProcess"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for process in bundle.processes():
        for element in process.elements.values():
            if element.kind in _FOR_PEOPLE:
                problem = _problem(element, bundle.manifest)
                if problem:
                    yield Finding(process.file, element.line, element.id, RULE, problem)


def _problem(element: Element, manifest: Manifest | None) -> str | None:
    task = f"Opgaven »{element.name}«"
    if element.candidate_groups is None and (unclear := _unclear(element)):
        return f"{task} {unclear}, eller skriv en rolles nøgle i »candidateGroups«."
    if manifest is None:
        return None
    roles = manifest.roles.keys() | manifest.external.keys()
    if element.candidate_groups is not None and element.candidate_groups not in roles:
        near = did_you_mean(element.candidate_groups, roles) or f" Rollerne er {listed(roles)}."
        return f"{task} er til rollen »{element.candidate_groups}«, som ikke findes i manifestet.{near}"
    if element.role is None:
        lanes = manifest.lanes()
        near = did_you_mean(element.lane or "", lanes) or f" Rollerne hedder {listed(lanes)}."
        return f"{task} ligger i banen »{element.lane}«, som ikke er navnet på en rolle i manifestet.{near}"
    return None


def _unclear(element: Element) -> str | None:
    """Why nobody sees whose task it is in the drawing, and what to draw."""
    if not element.lanes:
        return "har ingen rolle. Tegn den i en bane"
    if len(element.lanes) > 1:
        named = " og ".join(f"»{lane}«" if lane else "en uden navn" for lane in element.lanes)
        return f"ligger i flere baner på én gang ({named}), så ingen ved, hvem den er til. Flyt den helt ind i den ene"
    if not element.lane:
        return "ligger i en bane uden navn. Skriv rollens navn på banen"
    return None
