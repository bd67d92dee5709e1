"""One small diagram for each element and each of its ways, straight through and reloaded after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import ExpressionFailed, WrongState
from engine.model import Complete, Stale
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    catch,
    chain,
    condition,
    diagram,
    element,
    end,
    error,
    escalation,
    flow,
    message,
    start,
    throw,
    timer,
    user,
)
from tests.conformance.expressions import StubFacts
from tests.conformance.run import WAYS, Run

TERMINATE = "<bpmn:terminateEventDefinition/>"
FIRST = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(params=WAYS)
def begin(request: pytest.FixtureRequest) -> Callable[..., Run]:
    """Start a diagram one of the two ways."""

    def run(content: bytes, **more: object) -> Run:
        return Run(content, request.param, **more)  # type: ignore[arg-type]

    return run


Begin = Callable[..., Run]


def file(*parts: str) -> bytes:
    """A file with the messages m and n and the codes a and b, and the process P."""
    return bpmn.definitions(bpmn.message_root("m", "n"), bpmn.code_roots("a", "b"), bpmn.process(*parts))


# ---- tasks


def test_the_history_names_what_was_entered_and_completed(begin: Begin) -> None:
    run = begin(diagram(start(), user("A"), end(), chain("s", "A", "e")))
    assert run.history == ["entered s", "completed s", "entered A"]
    run.complete("A", svar=1)
    assert run.history == ["completed A", "entered e", "completed e"]
    assert run.outcome == "completed"
    assert run.variables == {"svar": 1}


@pytest.mark.parametrize("tag", ["userTask", "manualTask"])
def test_peoples_tasks_wait_for_a_person(begin: Begin, tag: str) -> None:
    run = begin(diagram(start(), element(tag, "A"), end(), chain("s", "A", "e")))
    assert run.wait("A").kind == "user"
    run.complete("A")
    assert run.outcome == "completed"


def test_a_late_answer_is_stale_and_changes_nothing(begin: Begin) -> None:
    run = begin(diagram(start(), user("A"), user("B"), end(), chain("s", "A", "B", "e")))
    late = run.wait("A").id
    run.complete("A")
    with run.unchanged(Stale):
        run.do(Complete(late, {"svar": 2}))


def test_a_task_without_work_passes_the_token_on(begin: Begin) -> None:
    run = begin(diagram(start(), element("task", "A"), end(), chain("s", "A", "e")))
    assert run.history[2:4] == ["entered A", "completed A"]
    assert run.outcome == "completed"


@pytest.mark.parametrize("tag", ["serviceTask", "sendTask"])
def test_a_service_task_asks_by_topic_with_its_inputs(begin: Begin, tag: str) -> None:
    mapped = bpmn.extension(bpmn.mapping(beloeb="x + 1", navn="sag.navn"))
    task = element(tag, "A", mapped, camunda__type="external", camunda__topic="betal")
    run = begin(diagram(start(), task, end(), chain("s", "A", "e")), facts=StubFacts(navn="Ida"), x=1)
    wait = run.wait("A")
    assert (wait.kind, wait.name, wait.inputs) == ("service", "betal", {"beloeb": 2, "navn": "Ida"})
    run.complete("A", kvittering=7)
    assert run.variables == {"x": 1, "kvittering": 7}


def test_a_service_task_without_a_topic_registers(begin: Begin) -> None:
    run = begin(diagram(start(), element("sendTask", "A"), end(), chain("s", "A", "e")))
    assert run.wait("A").name == "sag.registrer"


def test_output_mappings_choose_what_a_service_task_writes(begin: Begin) -> None:
    task = element("serviceTask", "A", bpmn.extension(bpmn.mapping(out_sum="a + b")))
    run = begin(diagram(start(), task, end(), chain("s", "A", "e")), b=2)
    run.complete("A", a=1, hemmeligt=3)
    assert run.variables == {"b": 2, "sum": 3}


def test_an_error_from_a_service_task_goes_to_its_boundary(begin: Begin) -> None:
    parts = start(), element("serviceTask", "A"), end(), boundary("A", "X", error("a")), user("H"), end("f")
    run = begin(file(*parts, chain("s", "A", "e"), chain("X", "H", "f")))
    run.error("A", "a", grund="mangler")
    assert run.open == ["H"]
    assert run.variables == {"grund": "mangler"}
    assert run.history == ["cancelled A", "entered X", "completed X", "entered H"]


def test_a_receive_task_waits_for_its_message(begin: Begin) -> None:
    task = element("receiveTask", "A", messageRef="m_m")
    run = begin(
        file(start(), task, end(), chain("s", "A", "e"), boundary("A", "T", timer()), end("f"), chain("T", "f"))
    )
    assert (run.wait("A").kind, run.wait("A").name) == ("message", "m")
    run.fire("A", svar=1)
    assert run.outcome == "completed"
    assert run.variables == {"svar": 1}


@pytest.mark.parametrize(
    ("mapping", "answer", "expected"),
    [
        ("singleEntry", {"y": 1}, 1),
        ("singleEntry", None, None),
        ("singleResult", {"y": 1, "z": 2}, {"y": 1, "z": 2}),
        ("singleResult", [], None),
        ("collectEntries", [{"y": 1}, {"y": 2}], [1, 2]),
        ("resultList", [{"y": 1}], [{"y": 1}]),
        ("resultList", {"y": 1}, [{"y": 1}]),
    ],
)
def test_a_business_rule_task_maps_the_decision(begin: Begin, mapping: str, answer: object, expected: object) -> None:
    facts = StubFacts()
    facts.decisions["D1"] = answer  # type: ignore[assignment]
    run = begin(_decision(mapping), facts=facts, x=1)
    assert run.variables == {"x": 1, "svar": expected}
    assert run.line("decided").data == {"decision": "D1", "trace": {"asked": ["x"]}}


@pytest.mark.parametrize(
    ("mapping", "answer"),
    [("singleEntry", {"y": 1, "z": 2}), ("singleEntry", [{"y": 1}, {"y": 2}]), ("singleResult", [{"y": 1}, {"y": 2}])],
)
def test_an_answer_that_does_not_fit_its_mapping_stops_the_case(begin: Begin, mapping: str, answer: object) -> None:
    facts = StubFacts()
    facts.decisions["D1"] = answer  # type: ignore[assignment]
    with pytest.raises(ExpressionFailed, match="D1"):
        begin(_decision(mapping), facts=facts)


def _decision(mapping: str) -> bytes:
    attributes = {"decisionRef": "D1", "resultVariable": "svar", "mapDecisionResult": mapping}
    task = element("businessRuleTask", "A", **{f"camunda__{name}": value for name, value in attributes.items()})
    return diagram(start(), task, end(), chain("s", "A", "e"))


# ---- gateways and flows


def test_an_exclusive_gateway_takes_the_first_true_flow_in_the_diagrams_order(begin: Begin) -> None:
    parts = start(), element("exclusiveGateway", "g", default="d"), user("A"), user("B"), user("C")
    flows = chain("s", "g"), flow("g", "A", id="d"), flow("g", "B", "x > 2"), flow("g", "C", "x > 1")
    content = diagram(*parts, *flows)
    assert [begin(content, x=x).open for x in (3, 2, 1)] == [["B"], ["C"], ["A"]]


def test_a_gateway_with_no_way_out_names_itself(begin: Begin) -> None:
    content = diagram(
        start(), element("exclusiveGateway", "g", name="Er alt klar?"), end(), chain("s", "g"), flow("g", "e", "x = 1")
    )
    with pytest.raises(ExpressionFailed, match=r"»Er alt klar\?« \(g\)"):
        begin(content, x=2)


@pytest.mark.parametrize("value", ["ja", 1, [True]])
def test_a_condition_must_be_true_or_false(begin: Begin, value: object) -> None:
    content = diagram(
        start(),
        element("exclusiveGateway", "g", default="d"),
        end(),
        chain("s", "g"),
        flow("g", "e", "x"),
        flow("g", "e", id="d"),
    )
    with pytest.raises(ExpressionFailed, match="Betingelsen"):
        begin(content, x=value)
    assert begin(content, x=None).outcome == "completed"


def test_a_parallel_gateway_waits_for_every_flow_in(begin: Begin) -> None:
    gates = element("parallelGateway", "p"), element("parallelGateway", "j")
    flows = chain("s", "p", "A", "j", "C", "e"), chain("p", "B", "j")
    run = begin(diagram(start(), *gates, user("A"), user("B"), user("C"), end(), *flows))
    run.complete("A", x=1)
    assert run.open == ["B"]
    assert run.history == ["completed A"]
    run.complete("B", x=2)
    assert run.history == ["completed B", "entered j", "completed j", "entered C"]
    assert run.variables == {"x": 2}


def test_two_flows_between_the_same_gateways_are_two(begin: Begin) -> None:
    gates = element("parallelGateway", "p"), element("parallelGateway", "j")
    run = begin(diagram(start(), *gates, end(), chain("s", "p", "j", "e"), chain("p", "j")))
    assert run.outcome == "completed"
    assert run.history.count("completed e") == 1


def test_an_inclusive_gateway_waits_only_for_what_can_come(begin: Begin) -> None:
    gates = element("inclusiveGateway", "o", default="d"), element("inclusiveGateway", "j")
    flows = chain("s", "o"), flow("o", "A", "a"), flow("o", "B", "b"), flow("o", "C", id="d"), chain("j", "D", "e")
    content = diagram(start(), *gates, *(user(u) for u in "ABCD"), end(), *flows, *(chain(u, "j") for u in "ABC"))
    run = begin(content, a=True, b=True)
    assert run.open == ["A", "B"]
    run.complete("A")
    assert run.open == ["B"]
    run.complete("B")
    assert run.open == ["D"]
    assert begin(content, a=False, b=None).open == ["C"]


def test_an_inclusive_split_holds_nothing_up(begin: Begin) -> None:
    """
    A token at a gateway whose flows in are all full is under way, not waiting.

    Here it stands at the split for a moment; from there it could reach every
    flow into the join, so the join's second token would go on, if asked then.
    """
    gates = (
        *(element("exclusiveGateway", x) for x in "mi"),
        element("inclusiveGateway", "o"),
        element("inclusiveGateway", "j"),
    )
    flows = chain("s", "i", "o"), flow("o", "A", "a"), flow("o", "B", "b"), chain("A", "m", "j"), chain("B", "j", "x")
    again = element("exclusiveGateway", "x", default="d"), flow("x", "i", "igen"), flow("x", "e", id="d")
    extra = boundary("A", "M", message("m"), interrupting=False), user("H"), chain("M", "H", "m")
    content = file(start(), *gates, user("A"), user("B"), end(), *flows, *again, *extra)
    run = begin(content, a=True, b=True)
    run.fire("M")
    run.complete("A")
    run.complete("H")
    assert run.open == ["B"]
    run.complete("B", igen=True, a=False)
    assert run.open == ["B"]
    run.complete("B", igen=False)
    assert run.outcome == "completed"


def test_several_flows_out_of_a_task_run_side_by_side(begin: Begin) -> None:
    flows = chain("s", "A", "B", "e"), chain("A", "C", "e"), flow("A", "D", "x"), chain("D", "e")
    content = diagram(start(), *(user(u) for u in "ABCD"), end(), *flows)
    run = begin(content, x=False)
    run.complete("A")
    assert run.open == ["B", "C"]
    run = begin(content, x=True)
    run.complete("A")
    assert run.open == ["B", "C", "D"]
    for task in "BCD":
        assert run.outcome == "open"
        run.complete(task)
    assert run.outcome == "completed"


def test_a_task_with_conditional_flows_takes_its_default_when_none_is_true(begin: Begin) -> None:
    flows = chain("s", "A"), flow("A", "B", "x = 1"), flow("A", "C", "x = 2"), flow("A", "D", id="d"), chain("D", "e")
    parts = start(), user("A", default="d"), user("B"), user("C"), user("D"), end()
    run = begin(diagram(*parts, *flows, chain("B", "e"), chain("C", "e")), x=3)
    run.complete("A")
    assert run.open == ["D"]


def test_the_first_event_after_an_event_gateway_closes_the_others(begin: Begin) -> None:
    events = catch("T1", timer("P9D")), catch("T2", timer("P1D")), catch("M", message("m")), catch("K", condition("k"))
    flows = chain("s", "g"), *(chain("g", c, f"U{c}", "e") for c in ("T1", "T2", "M", "K"))
    users = (user(f"U{c}") for c in ("T1", "T2", "M", "K"))
    content = file(start(), element("eventBasedGateway", "g"), *events, *users, end(), *flows)
    run = begin(content)
    assert run.open == ["K", "M", "T1", "T2"]
    assert {w.group for w in run.step.waits} == {"g"}
    assert run.wait("T1").due == FIRST + timedelta(days=9)
    assert run.wait("T2").due == FIRST + timedelta(days=1)
    run.fire("T2")
    assert run.open == ["UT2"]
    assert run.history == ["completed g", "entered T2", "completed T2", "entered UT2"]
    assert begin(content, k=True).open == ["UK"]


# ---- events


def test_a_message_start_is_named_by_the_caller(begin: Begin) -> None:
    parts = start(), start("sm", message("m")), user("A"), user("B"), end()
    content = file(*parts, chain("s", "A", "e"), chain("sm", "B", "e"))
    assert begin(content).open == ["A"]
    assert begin(content, start="sm", x=1).open == ["B"]
    with pytest.raises(WrongState, match="ukendt"):
        begin(content, start="ukendt")
    with pytest.raises(WrongState, match="almindelig"):
        begin(file(start("sm", message("m")), user("A"), end(), chain("sm", "A", "e")))


@pytest.mark.parametrize("last", [True, False])
def test_a_thrown_message_leaves_with_its_payload(begin: Begin, *, last: bool) -> None:
    payload = bpmn.extension(bpmn.mapping(hvad="x"))
    parts = (
        (end("t", payload, message("m")), "") if last else (throw("t", message("m"), payload), end() + chain("t", "e"))
    )
    run = begin(file(start(), *parts, chain("s", "t")), x=5)
    assert run.line("message").element == "t"
    assert run.line("message").data == {"name": "m", "payload": {"hvad": 5}}
    assert run.outcome == "completed"


def test_an_intermediate_event_without_a_trigger_is_a_mark(begin: Begin) -> None:
    run = begin(diagram(start(), throw("t"), end(), chain("s", "t", "e")))
    assert "completed t" in run.history


def test_a_caught_message_brings_its_payload(begin: Begin) -> None:
    run = begin(file(start(), catch("M", message("m")), end(), chain("s", "M", "e")))
    assert (run.wait("M").kind, run.wait("M").name) == ("message", "m")
    assert run.history[-1] == "entered M"
    run.fire("M", x=1)
    assert run.variables == {"x": 1}
    assert run.history[0] == "completed M"


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("P4D", "timeDuration", FIRST + timedelta(days=4)),
        ("2031-08-01", "timeDate", datetime(2031, 8, 1, tzinfo=UTC)),
        ("frist", "timeDate", datetime(2032, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_timers_due_time_is_a_fact_from_the_start(begin: Begin, text: str, kind: str, due: datetime) -> None:
    parallel = element("parallelGateway", "p"), user("A"), catch("T", timer(text, kind)), end()
    run = begin(diagram(start(), *parallel, chain("s", "p", "T", "e"), chain("p", "A", "e")), frist="2032-02-29")
    assert run.wait("T").due == due
    run.facts.now += timedelta(days=700)
    run.complete("A", frist="2099-01-01")
    assert run.wait("T").due == due
    run.fire("T")
    assert run.outcome == "completed"


def test_a_timer_that_never_comes_stops_the_case(begin: Begin) -> None:
    class Never(StubFacts):
        def due(self, *_: object) -> None:  # type: ignore[override]
            return None

    content = diagram(start(), catch("T", timer()), end(), chain("s", "T", "e"))
    with pytest.raises(ExpressionFailed, match="T"):
        begin(content, facts=Never())


def test_a_condition_lets_the_token_go_on_when_it_becomes_true(begin: Begin) -> None:
    parts = element("parallelGateway", "p"), catch("K", condition("klar")), user("A"), user("B"), end()
    run = begin(diagram(start(), *parts, chain("s", "p", "K", "B", "e"), chain("p", "A", "e")))
    assert run.wait("K").kind == "condition"
    run.complete("A", klar=True)
    assert run.open == ["B"]


def test_a_condition_over_the_case_is_looked_at_when_told(begin: Begin) -> None:
    run = begin(diagram(start(), catch("K", condition("sag.klar")), user("A"), end(), chain("s", "K", "A", "e")))
    run.facts.sag["klar"] = True
    run.set()
    assert run.open == ["A"]


# ---- boundary events


def host(event: str, *, interrupting: bool) -> bytes:
    parts = start(), user("A"), boundary("A", "X", event, interrupting=interrupting), user("H"), end(), end("f")
    return file(*parts, chain("s", "A", "e"), chain("X", "H", "f"))


@pytest.mark.parametrize("event", [timer(), message("m")])
def test_an_interrupting_event_cancels_its_task(begin: Begin, event: str) -> None:
    run = begin(host(event, interrupting=True))
    assert run.open == ["A", "X"]
    assert run.wait("X").group == "A"
    run.fire("X")
    assert run.open == ["H"]
    assert run.history == ["cancelled A", "entered X", "completed X", "entered H"]


def test_a_completed_task_closes_its_events_in_silence(begin: Begin) -> None:
    run = begin(host(timer(), interrupting=True))
    run.complete("A")
    assert run.outcome == "completed"
    assert run.history == ["completed A", "entered e", "completed e"]


def test_a_message_may_come_again_while_its_task_is_open(begin: Begin) -> None:
    run = begin(host(message("m"), interrupting=False))
    wait = run.wait("X").id
    run.fire("X")
    run.fire("X")
    assert run.open == ["A", "H", "H", "X"]
    assert run.wait("X").id == wait
    run.complete("A")
    assert run.open == ["H", "H"]


def test_a_timer_fires_once_unless_it_is_a_cycle(begin: Begin) -> None:
    run = begin(host(timer(), interrupting=False))
    run.fire("X")
    assert run.open == ["A", "H"]


def test_a_cycles_turns_are_counted_from_one_anchor(begin: Begin) -> None:
    run = begin(host(timer("R3/P10D", "timeCycle"), interrupting=False))
    seen = []
    for late in (1, 400, 3):
        seen.append((run.wait("X").id, run.wait("X").due))
        run.facts.now += timedelta(days=late)
        run.fire("X")
    assert [due for _, due in seen] == [FIRST + timedelta(days=10 * turn) for turn in (1, 2, 3)]
    assert len({wait for wait, _ in seen}) == 3
    assert run.open == ["A", "H", "H", "H"]


def test_a_cycle_without_turns_never_waits(begin: Begin) -> None:
    assert begin(host(timer("R0/P10D", "timeCycle"), interrupting=False)).open == ["A"]


def test_a_condition_fires_on_the_edge(begin: Begin) -> None:
    run = begin(host(condition("x > 100"), interrupting=False), x=0)
    opened = []
    for x in (200, 300, 50, 500):
        run.set(x=x)
        opened.append(run.open.count("H"))
    assert opened == [1, 1, 1, 2]


def test_a_condition_that_is_true_already_fires_at_once(begin: Begin) -> None:
    assert begin(host(condition("x > 100"), interrupting=True), x=200).open == ["H"]


# ---- sub-processes, errors, escalations, terminate


def nested(*inside: str, events: str = "") -> bytes:
    """SP around the parts, with the given boundary events X, Y… on it and a handler for each."""
    handlers = "".join(
        user(f"H{x}") + end(f"e{x}") + chain(x, f"H{x}", f"e{x}") for x in "XYZ" if f'id="{x}"' in events
    )
    outer = (
        start(),
        element("subProcess", "SP", *inside),
        events,
        handlers,
        user("U"),
        end(),
        chain("s", "SP", "U", "e"),
    )
    return file(*outer)


INNER = start("si"), user("A"), end("ei"), chain("si", "A", "ei")


def test_a_subprocess_ends_with_its_last_token(begin: Begin) -> None:
    run = begin(nested(*INNER))
    assert run.history[2:] == ["entered SP", "entered si", "completed si", "entered A"]
    run.complete("A")
    assert run.history == ["completed A", "entered ei", "completed ei", "completed SP", "entered U"]


def test_an_interrupted_subprocess_takes_everything_in_it_along(begin: Begin) -> None:
    deep = start("si"), element("subProcess", "SQ", start("sj"), user("A"), chain("sj", "A")), chain("si", "SQ")
    run = begin(nested(*deep, events=boundary("SP", "X", timer())))
    run.fire("X")
    assert run.open == ["HX"]
    assert run.history[:4] == ["cancelled A", "cancelled SQ", "cancelled SP", "entered X"]
    run.complete("HX")
    assert run.outcome == "completed"


def test_an_error_goes_to_the_event_for_its_code_before_the_one_for_all(begin: Begin) -> None:
    inside = start("si"), user("A"), end("ei", error("a")), chain("si", "A", "ei")
    events = boundary("SP", "X", error()) + boundary("SP", "Y", error("a")) + boundary("SP", "Z", error("b"))
    run = begin(nested(*inside, events=events))
    run.complete("A")
    assert run.open == ["HY"]
    assert run.history[:5] == ["completed A", "entered ei", "completed ei", "cancelled SP", "entered Y"]


def test_an_error_nobody_catches_fails_the_instance(begin: Begin) -> None:
    inside = start("si"), user("A"), end("ei", error("a")), chain("si", "A", "ei")
    run = begin(nested(*inside, events=boundary("SP", "X", error("b")) + boundary("SP", "Y", timer())))
    run.complete("A")
    assert run.outcome == "failed"
    assert run.open == []
    assert run.line("error").data == {"code": "a", "payload": {}}
    assert run.line("error").element == "ei"


def test_an_error_stays_with_its_own_activity(begin: Begin) -> None:
    branches = [
        element("serviceTask", c)
        + boundary(c, f"X{c}", error("a"))
        + user(f"H{c}")
        + chain("p", c)
        + chain(f"X{c}", f"H{c}")
        for c in "AB"
    ]
    run = begin(file(start(), element("parallelGateway", "p"), *branches, chain("s", "p")))
    run.error("A", "a")
    assert run.open == ["B", "HA"]


def test_an_escalation_leaves_its_source_running(begin: Begin) -> None:
    inside = start("si"), throw("t", escalation("a")), user("A"), end("ei"), chain("si", "t", "A", "ei")
    run = begin(nested(*inside, events=boundary("SP", "X", escalation("a"), interrupting=False)))
    assert run.open == ["A", "HX"]
    run.complete("A")
    assert run.open == ["HX", "U"]


def test_an_interrupting_escalation_stops_its_source(begin: Begin) -> None:
    inside = start("si"), throw("t", escalation("a")), user("A"), end("ei"), chain("si", "t", "A", "ei")
    run = begin(nested(*inside, events=boundary("SP", "X", escalation("a"))))
    assert run.open == ["HX"]


def test_an_escalation_nobody_catches_leaves_the_instance_and_ends_nothing(begin: Begin) -> None:
    run = begin(file(start(), throw("t", escalation("a")), user("A"), end(), chain("s", "t", "A", "e")))
    assert run.open == ["A"]
    assert run.line("escalation").data == {"code": "a", "payload": {}}


def test_terminate_ends_its_own_scope(begin: Begin) -> None:
    inside = start("si"), element("parallelGateway", "p"), user("A"), user("B"), end("ei", TERMINATE)
    run = begin(nested(*inside, chain("si", "p", "A", "ei"), chain("p", "B")))
    run.complete("A")
    assert run.open == ["U"]
    assert "cancelled B" in run.history
    gate = element("parallelGateway", "p"), user("A"), user("B"), end("e", TERMINATE)
    run = begin(diagram(start(), *gate, chain("s", "p", "A", "e"), chain("p", "B")))
    run.complete("A")
    assert (run.outcome, run.open) == ("completed", [])


def test_a_cancelled_instance_closes_everything(begin: Begin) -> None:
    run = begin(nested(*INNER, events=boundary("SP", "X", timer())))
    late = run.wait("A").id
    run.cancel()
    assert (run.outcome, run.open) == ("cancelled", [])
    assert run.history == ["cancelled A", "cancelled SP"]
    with run.unchanged(Stale):
        run.do(Complete(late, {}))


def test_element_ids_that_spiffworkflow_keeps_for_itself_are_ordinary(begin: Begin) -> None:
    ids = "Start", "Root", "EndJoin", "P.EndJoin", "End"
    run = begin(diagram(start("Start"), user("Root"), user("EndJoin"), user("P.EndJoin"), end("End"), chain(*ids)))
    for task in ids[1:-1]:
        run.complete(task)
    assert run.outcome == "completed"
