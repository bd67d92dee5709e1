"""
The rules that a process library must keep, one file each.

A rule has a name (`RULE`), a docstring that says what it refuses and why, and
`check`, which yields findings over a Bundle. It takes for granted what the
readers already refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.lint import (
    boundary_host,
    called_process,
    cyclic_call,
    deadlock,
    decision_reference,
    dmn_dead_output,
    dmn_dead_rule,
    dmn_gap,
    dmn_overlap,
    end_event,
    endless_loop,
    event_reference,
    executable_process,
    expression_call,
    fact_path,
    form_reference,
    gateway_default,
    inbound_message,
    lack_of_synchronisation,
    main_process,
    message_start_twice,
    outbound_event,
    requirement_reference,
    sag_place,
    script_task,
    sequence_flow,
    soundness_unproven,
    start_event,
    task_form,
    task_role,
    timer_text,
    topic,
    twice_defined,
    unknown_name,
    unreachable,
    unsupported,
)
from engine.errors import Finding

Rule = Callable[[Bundle], Iterator[Finding]]

RULES: dict[str, Rule] = {
    rule.RULE: rule.check
    for rule in (
        boundary_host,
        called_process,
        cyclic_call,
        deadlock,
        decision_reference,
        dmn_dead_output,
        dmn_dead_rule,
        dmn_gap,
        dmn_overlap,
        end_event,
        endless_loop,
        event_reference,
        executable_process,
        expression_call,
        fact_path,
        form_reference,
        gateway_default,
        inbound_message,
        lack_of_synchronisation,
        main_process,
        message_start_twice,
        outbound_event,
        requirement_reference,
        sag_place,
        script_task,
        sequence_flow,
        soundness_unproven,
        start_event,
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


def check(bundle: Bundle) -> list[Finding]:
    """What every rule finds; of a rule that finds very much the first, and that there are more."""
    return [finding for name, rule in RULES.items() for finding in _first(name, rule(bundle))]


def _first(rule: str, found: Iterator[Finding]) -> Iterator[Finding]:
    told: Counter[str] = Counter()
    for finding in found:
        told[finding.severity] += 1
        if told[finding.severity] <= _MOST:
            yield finding
        elif finding.severity == "error":  # advice is passed over: an error may come after it
            message = f"Der er flere end {_MOST} fund af denne slags. Ret dem, der er vist, og tjek igen."
            yield Finding(finding.file, 0, "", rule, message)
            return
