"""
The rules that a process library must keep, one file each.

A rule has a name (`RULE`), a docstring that says what it refuses and why, and
`check`, which yields findings over a Bundle. It takes for granted what the
readers already refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint import (
    ad_hoc_sub_process,
    boundary_host,
    called_process,
    caught_twice,
    conditional_flows,
    cyclic_call,
    deadlock,
    decision_reference,
    dmn_dead_output,
    dmn_dead_rule,
    dmn_gap,
    dmn_overlap,
    end_event,
    end_event_required,
    endless_loop,
    event_based_gateway,
    event_reference,
    event_sub_process_typed_start_event,
    executable_process,
    expression_call,
    fact_path,
    fake_join,
    form_reference,
    gateway_default,
    global_definitions,
    inbound_message,
    label_required,
    lack_of_synchronisation,
    link_event,
    main_process,
    message_flow,
    message_start_twice,
    no_bpmndi,
    no_complex_gateway,
    no_disconnected,
    no_duplicate_sequence_flows,
    no_gateway_join_fork,
    no_implicit_end,
    no_implicit_split,
    no_implicit_start,
    no_inclusive_gateway,
    no_overlapping_elements,
    other_engine,
    outbound_event,
    picture_pool,
    requirement_reference,
    reserved_name,
    sag_place,
    script_task,
    sequence_flow,
    single_blank_start_event,
    single_event_definition,
    soundness_unproven,
    start_event_required,
    sub_process_blank_start_event,
    superfluous_gateway,
    superfluous_label,
    superfluous_termination,
    task_form,
    task_role,
    timer_text,
    topic,
    twice_defined,
    unknown_name,
    unreachable,
    unsupported,
)
from engine.definitions.lint.said_better import without_repeats
from engine.errors import Finding

Rule = Callable[[Bundle], Iterator[Finding]]

RULES: dict[str, Rule] = {
    rule.RULE: rule.check
    for rule in (
        ad_hoc_sub_process,
        boundary_host,
        called_process,
        caught_twice,
        conditional_flows,
        cyclic_call,
        deadlock,
        decision_reference,
        dmn_dead_output,
        dmn_dead_rule,
        dmn_gap,
        dmn_overlap,
        end_event,
        end_event_required,
        endless_loop,
        event_based_gateway,
        event_reference,
        event_sub_process_typed_start_event,
        executable_process,
        expression_call,
        fact_path,
        fake_join,
        form_reference,
        gateway_default,
        global_definitions,
        inbound_message,
        label_required,
        lack_of_synchronisation,
        link_event,
        main_process,
        message_flow,
        message_start_twice,
        no_bpmndi,
        no_complex_gateway,
        no_disconnected,
        no_duplicate_sequence_flows,
        no_gateway_join_fork,
        no_implicit_end,
        no_implicit_split,
        no_implicit_start,
        no_inclusive_gateway,
        no_overlapping_elements,
        other_engine,
        outbound_event,
        picture_pool,
        requirement_reference,
        reserved_name,
        sag_place,
        script_task,
        sequence_flow,
        single_blank_start_event,
        single_event_definition,
        soundness_unproven,
        start_event_required,
        sub_process_blank_start_event,
        superfluous_gateway,
        superfluous_label,
        superfluous_termination,
        task_form,
        task_role,
        timer_text,
        topic,
        twice_defined,
        unknown_name,
        unreachable,
        unsupported,
    )
}


_MOST = 300  # errors, and advice, of one rule: nobody reads on, and a hostile file has hundreds of thousands


_ONLY_ADVISE = frozenset(
    {
        end_event_required.RULE,
        fake_join.RULE,
        global_definitions.RULE,
        label_required.RULE,
        message_flow.RULE,
        no_bpmndi.RULE,
        no_duplicate_sequence_flows.RULE,
        no_gateway_join_fork.RULE,
        no_implicit_end.RULE,
        no_implicit_split.RULE,
        no_implicit_start.RULE,
        no_inclusive_gateway.RULE,
        no_overlapping_elements.RULE,
        picture_pool.RULE,
        superfluous_gateway.RULE,
        superfluous_label.RULE,
        superfluous_termination.RULE,
    }
)


def check(bundle: Bundle, *, without: Collection[str] = ()) -> list[Finding]:
    """
    What every rule finds but those named in `without`.

    Of a rule that finds very much the first, and that there are more.
    """
    asked = {name: rule for name, rule in RULES.items() if name not in without}
    found = [finding for name, rule in asked.items() for finding in _first(name, rule(bundle))]
    return without_repeats(found, bundle)


def _first(rule: str, found: Iterator[Finding]) -> Iterator[Finding]:
    told: Counter[str] = Counter()
    for finding in found:
        told[finding.severity] += 1
        if told[finding.severity] <= _MOST:
            yield finding
        elif finding.severity == "advice" and rule in _ONLY_ADVISE:
            return
        elif finding.severity == "error":  # advice is passed over: an error may come after it
            message = f"Der er flere end {_MOST} fund af denne slags. Ret dem, der er vist, og tjek igen."
            yield Finding(finding.file, 0, "", rule, message)
            return
