"""
Rules that say more of what the kernel does not execute than the kernel's own refusal does.

Each replaces the refusals that mean the same, at its own element or at the
sub-process around it; whatever else is wrong there is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.definitions.bpmn import id_of
from engine.definitions.bundle import Bundle
from engine.definitions.lint import (
    ad_hoc_sub_process,
    conditional_flows,
    event_based_gateway,
    event_sub_process_typed_start_event,
    link_event,
    no_complex_gateway,
    sequence_flow,
    single_blank_start_event,
    single_event_definition,
    start_event_required,
    sub_process_blank_start_event,
    unsupported,
)
from engine.errors import Finding

_NO_CONDITION = "Pilen ud af gatewayen har hverken betingelse"
_ONE_START = "En delproces skal begynde ét sted"

# What is in the text of the refusals that a rule replaces.
REPLACED: Mapping[str, tuple[str, ...]] = {
    ad_hoc_sub_process.RULE: ("kan ikke stå i en ad hoc-delproces",),
    conditional_flows.RULE: (_NO_CONDITION,),
    event_based_gateway.RULE: ("Efter en hændelsesbaseret gateway", "efter gatewayen må kun have den ene pil ind"),
    event_sub_process_typed_start_event.RULE: ("En starthændelse i en hændelsesdelproces kan ikke have ingen",),
    link_event.RULE: ("Linket har intet navn", "« ender ingen steder", "« ender flere steder"),
    no_complex_gateway.RULE: ("Komplekse gateways udføres ikke",),
    sequence_flow.RULE: (_NO_CONDITION,),
    single_blank_start_event.RULE: (_ONE_START,),
    single_event_definition.RULE: ("Hændelsen har flere udløsere",),
    start_event_required.RULE: ("Delprocessen begynder ingen steder",),
    sub_process_blank_start_event.RULE: ("En starthændelse i en delproces kan ikke have", _ONE_START),
}


def without_repeats(found: Iterable[Finding], bundle: Bundle) -> list[Finding]:
    """The findings but those of refusals that another one says better."""
    found = list(found)
    around = _scopes_around(bundle)
    said: dict[tuple[str, str], set[str]] = {}
    for each in found:
        if each.severity == "error":
            for element in (each.element, around.get((each.file, each.element), "")):
                said.setdefault((each.file, element), set()).update(REPLACED.get(each.rule, ()))
    return [each for each in found if each.rule != unsupported.RULE or not _is_said(each, said)]


def _is_said(refusal: Finding, said: Mapping[tuple[str, str], set[str]]) -> bool:
    return any(words in refusal.message for words in said.get((refusal.file, refusal.element), ()))


def _scopes_around(bundle: Bundle) -> dict[tuple[str, str], str]:
    """The id of the process or sub-process around each step, by file and the step's id."""
    return {
        (diagram.file, name): id_of(flows.scope)
        for diagram in bundle.diagrams
        for flows in diagram.flows
        for name in flows.nodes
    }
