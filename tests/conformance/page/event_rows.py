"""Every kind of event at every place it can be drawn, interrupting and not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.conformance import bpmn
from tests.conformance.bpmn import boundary, catch, chain, element, end, flow, start, throw, user
from tests.conformance.page.row import Row

KINDS: Mapping[str, str] = {
    "none": "",
    "message": bpmn.message("m"),
    "timer": bpmn.timer(),
    "signal": bpmn.signal("g"),
    "conditional": bpmn.condition("x"),
    "error": bpmn.error("a"),
    "escalation": bpmn.escalation("a"),
    "compensation": bpmn.compensate(),
    "cancel": bpmn.CANCEL,
    "link": bpmn.link("L"),
    "terminate": bpmn.TERMINATE,
    "multiple": bpmn.message("m") + bpmn.timer(),
    "parallel multiple": bpmn.message("m") + bpmn.timer(),
}


def _parallel(kind: str) -> dict[str, str]:
    return {"parallelMultiple": "true"} if kind == "parallel multiple" else {}


def _file(*parts: str) -> bytes:
    roots = bpmn.message_root("m", "n"), bpmn.signal_root("g"), bpmn.code_roots("a")
    return bpmn.definitions(*roots, bpmn.process(*parts))


def _start(kind: str) -> bytes:
    return _file(element("startEvent", "X", KINDS[kind], **_parallel(kind)), user("A"), end(), chain("X", "A", "e"))


def _start_inside(kind: str) -> bytes:
    inside = element("startEvent", "X", KINDS[kind], **_parallel(kind)), user("A"), chain("X", "A")
    return _file(start(), element("subProcess", "SP", *inside), end(), chain("s", "SP", "e"))


def _event_subprocess(kind: str, *, interrupting: bool) -> bytes:
    """In a sub-process, that is compensated when it is done."""
    about = _parallel(kind) if interrupting else {"isInterrupting": "false", **_parallel(kind)}
    own = element("startEvent", "X", KINDS[kind], **about), user("H"), chain("X", "H")
    inside = start("si"), element("serviceTask", "U"), chain("si", "U")
    sub = element("subProcess", "SP", *inside, element("subProcess", "ESP", *own, triggeredByEvent="true"))
    return _file(start(), sub, throw("K", bpmn.compensate()), end(), chain("s", "SP", "K", "e"))


def _catch(kind: str) -> bytes:
    if kind == "link":
        way = throw("T", bpmn.link("L")), chain("s", "T"), chain("X", "A", "e")
        return _file(start(), catch("X", KINDS[kind]), user("A"), end(), *way)
    return _file(
        start(), element("intermediateCatchEvent", "X", KINDS[kind], **_parallel(kind)), end(), chain("s", "X", "e")
    )


def _after_gateway(kind: str) -> bytes:
    events = element("intermediateCatchEvent", "X", KINDS[kind], **_parallel(kind)), catch("Y", bpmn.message("n"))
    return _file(start(), element("eventBasedGateway", "g"), *events, end(), chain("s", "g", "X", "e"), chain("g", "Y"))


def _boundary(kind: str, *, interrupting: bool) -> bytes:
    inside = start("si"), element("serviceTask", "U"), element("exclusiveGateway", "g", default="d"), end("ei")
    ways = chain("si", "U", "g"), flow("g", "ei", id="d")
    tag = "subProcess"
    if kind == "cancel":
        tag, ways = "transaction", (*ways, end("ec", bpmn.CANCEL), flow("g", "ec", "x"))
    own = element(
        "boundaryEvent",
        "X",
        KINDS[kind],
        attachedToRef="SP",
        cancelActivity=str(interrupting).lower(),
        **_parallel(kind),
    )
    after = user("H") + chain("X", "H")
    if kind == "compensation":
        after = user("H", isForCompensation="true") + element("association", "a", sourceRef="X", targetRef="H")
    outer = element(tag, "SP", *inside, *ways), own, after, throw("K", bpmn.compensate())
    return _file(start(), *outer, end(), chain("s", "SP", "K", "e"))


def _throw(kind: str) -> bytes:
    event = element("intermediateThrowEvent", "X", KINDS[kind])
    if kind == "link":
        return _file(start(), event, catch("C", bpmn.link("L")), user("A"), chain("s", "X"), chain("C", "A"))
    return _file(start(), event, user("A"), end(), chain("s", "X", "A", "e"))


def _end(kind: str) -> bytes:
    if kind != "cancel":
        return _file(start(), user("A"), end("X", KINDS[kind]), chain("s", "A", "X"))
    inside = start("si"), end("X", bpmn.CANCEL), chain("si", "X")
    left = boundary("T", "B", bpmn.CANCEL), user("H"), chain("B", "H")
    return _file(start(), element("transaction", "T", *inside), *left, end(), chain("s", "T", "e"))


# Place: element of the standard, words, how it is drawn.
_PLACES: Mapping[str, tuple[str, str, Callable[[str], bytes]]] = {
    "start": ("startEvent", "of a process", _start),
    "start inside": ("startEvent", "of a sub-process", _start_inside),
    "esp": ("startEvent", "of an event sub-process, interrupting", lambda k: _event_subprocess(k, interrupting=True)),
    "esp beside": (
        "startEvent",
        "of an event sub-process, not interrupting",
        lambda k: _event_subprocess(k, interrupting=False),
    ),
    "catch": ("intermediateCatchEvent", "on a path", _catch),
    "gateway": ("intermediateCatchEvent", "after an event-based gateway", _after_gateway),
    "boundary": ("boundaryEvent", "interrupting", lambda k: _boundary(k, interrupting=True)),
    "boundary beside": ("boundaryEvent", "not interrupting", lambda k: _boundary(k, interrupting=False)),
    "throw": ("intermediateThrowEvent", "on a path", _throw),
    "end": ("endEvent", "", _end),
}

_E, _ESP, _CAUGHT, _S, _L, _C, _T = (
    f"test_{name}.py::test_"
    for name in (
        "elements",
        "event_subprocesses",
        "caught_in_scope",
        "signals",
        "links",
        "compensation",
        "transactions",
    )
)
_PROOFS: Mapping[tuple[str, str], str] = {
    ("start", "none"): _E + "the_history_names_what_was_entered_and_completed",
    ("start", "message"): _E + "a_message_start_is_named_by_the_caller",
    ("start", "signal"): _S + "a_signal_may_begin_the_process",
    ("start", "timer"): "../unit/runtime/test_starts.py::test_a_duration_is_counted_from_the_cases_opening",
    (
        "start",
        "conditional",
    ): "../unit/runtime/test_starts.py::test_a_condition_begins_it_when_the_case_file_comes_to_fit",
    ("start inside", "none"): _E + "a_subprocess_ends_with_its_last_token",
    **{
        ("esp", kind): _ESP + "an_interrupting_one_ends_everything_else"
        for kind in ("message", "timer", "signal", "conditional")
    },
    ("esp", "error"): _CAUGHT + "an_error_begins_the_one_of_its_scope",
    ("esp", "escalation"): _CAUGHT + "an_interrupting_escalation_ends_what_threw_it",
    ("esp", "compensation"): _C + "an_event_sub_process_puts_its_sub_process_right",
    ("esp beside", "message"): _ESP + "one_that_does_not_interrupt_runs_beside_and_again",
    ("esp beside", "timer"): _ESP + "a_timer_comes_once",
    ("esp beside", "signal"): _ESP + "a_signal_thrown_inside_the_scope_begins_it",
    ("esp beside", "conditional"): _ESP + "a_condition_happens_each_time_it_becomes_true",
    ("esp beside", "escalation"): _CAUGHT + "an_escalation_runs_beside_what_threw_it",
    ("catch", "message"): _E + "a_caught_message_brings_its_payload",
    ("catch", "timer"): _E + "a_timers_due_time_is_a_fact_from_the_start",
    ("catch", "signal"): _S + "a_catch_event_waits_for_its_signal",
    ("catch", "conditional"): _E + "a_condition_lets_the_token_go_on_when_it_becomes_true",
    ("catch", "link"): _L + "a_token_goes_from_the_throwing_link_to_the_catching_one",
    **{
        ("gateway", kind): _E + "the_first_event_after_an_event_gateway_closes_the_others"
        for kind in ("message", "timer", "conditional")
    },
    ("gateway", "signal"): _S + "an_event_gateway_takes_the_signal_that_comes_first",
    ("boundary", "message"): _E + "an_interrupting_event_cancels_its_task",
    ("boundary", "timer"): _E + "an_interrupting_event_cancels_its_task",
    ("boundary", "signal"): _S + "an_interrupting_boundary_event_ends_its_activity",
    ("boundary", "conditional"): _E + "a_condition_that_is_true_already_fires_at_once",
    ("boundary", "error"): _E + "an_error_goes_to_the_event_for_its_code_before_the_one_for_all",
    ("boundary", "escalation"): _E + "an_interrupting_escalation_stops_its_source",
    ("boundary", "compensation"): _C + "the_newest_is_put_right_first_and_the_throw_waits",
    ("boundary", "cancel"): _T + "a_cancel_puts_right_what_was_done_and_leaves_by_its_event",
    # What is interrupted is complete already: the attribute means nothing here.
    ("boundary beside", "compensation"): _C + "the_newest_is_put_right_first_and_the_throw_waits",
    ("boundary beside", "message"): _E + "a_message_may_come_again_while_its_task_is_open",
    ("boundary beside", "timer"): _E + "a_timer_fires_once_unless_it_is_a_cycle",
    ("boundary beside", "signal"): _S + "a_boundary_event_that_does_not_interrupt_hears_it_each_time",
    ("boundary beside", "conditional"): _E + "a_condition_fires_on_the_edge",
    ("boundary beside", "escalation"): _E + "an_escalation_leaves_its_source_running",
    ("throw", "none"): _E + "an_intermediate_event_without_a_trigger_is_a_mark",
    ("throw", "message"): _E + "a_thrown_message_leaves_with_its_payload",
    ("throw", "signal"): _S + "a_throw_leaves_with_its_payload_and_goes_on",
    ("throw", "escalation"): _E + "an_escalation_nobody_catches_leaves_the_instance_and_ends_nothing",
    ("throw", "compensation"): _C + "the_newest_is_put_right_first_and_the_throw_waits",
    ("throw", "link"): _L + "several_links_lead_to_one",
    ("end", "none"): _E + "the_history_names_what_was_entered_and_completed",
    ("end", "message"): _E + "a_thrown_message_leaves_with_its_payload",
    ("end", "signal"): _S + "an_end_event_throws_and_ends",
    ("end", "error"): _E + "an_error_nobody_catches_fails_the_instance",
    ("end", "escalation"): _CAUGHT + "an_escalation_end_event_leaves_the_last_word_to_what_it_began",
    ("end", "compensation"): _C + "an_end_event_ends_when_all_is_put_right",
    ("end", "cancel"): _T + "a_cancel_in_a_sub_process_inside_cancels_the_transaction_around",
    ("end", "terminate"): _E + "terminate_ends_its_own_scope",
}


def event_rows() -> list[Row]:
    return [
        Row(
            "Events",
            tag,
            ", ".join(word for word in (kind, words) if word),
            drawn(kind),
            _PROOFS.get((place, kind)),
            start="X" if place == "start" and kind != "none" else None,
        )
        for place, (tag, words, drawn) in _PLACES.items()
        for kind in KINDS
    ]
