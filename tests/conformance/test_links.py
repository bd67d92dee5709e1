"""Links: two events of one name instead of an arrow."""

from __future__ import annotations

import pytest

from tests.conformance.bpmn import (
    catch,
    chain,
    condition,
    diagram,
    element,
    embedded,
    end,
    flow,
    link,
    start,
    throw,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)


def test_a_token_goes_from_the_throwing_link_to_the_catching_one(way: str) -> None:
    run = Run(
        diagram(
            start(), throw("T", link("videre")), catch("C", link("videre")), user("A"), chain("s", "T"), chain("C", "A")
        ),
        way,
    )
    assert run.history[2:] == ["entered T", "completed T", "entered C", "completed C", "entered A"]
    assert run.open == ["A"]


def test_several_links_lead_to_one(way: str) -> None:
    parts = element("parallelGateway", "p"), user("A"), user("B"), throw("T1", link("x")), throw("T2", link("x"))
    run = Run(
        diagram(
            start(),
            *parts,
            catch("C", link("x")),
            user("D"),
            chain("s", "p", "A", "T1"),
            chain("p", "B", "T2"),
            chain("C", "D"),
        ),
        way,
    )
    run.complete("A")
    run.complete("B")
    assert run.open == ["D", "D"]


def test_links_of_one_name_in_two_scopes_are_two(way: str) -> None:
    inside = throw("T2", link("x")), catch("C2", link("x")), user("B"), chain("SP_s", "T2"), chain("C2", "B")
    outside = throw("T1", link("x")), catch("C1", link("x")), chain("s", "T1"), chain("C1", "SP")
    run = Run(diagram(start(), embedded("SP", *inside), *outside), way)
    assert run.open == ["B"]


def test_a_link_back_makes_a_loop(way: str) -> None:
    parts = catch("C", link("igen")), element("exclusiveGateway", "j"), user("A"), throw("T", link("igen")), end()
    gate = element("exclusiveGateway", "g", default="ud")
    flows = chain("s", "j", "A", "g"), chain("C", "j"), flow("g", "T", "igen"), flow("g", "e", id="ud")
    run = Run(diagram(start(), *parts, gate, *flows), way)
    run.complete("A", igen=True)
    assert run.open == ["A"]
    run.complete("A", igen=False)
    assert run.outcome == "completed"


def test_an_inclusive_join_waits_for_what_comes_by_a_link(way: str) -> None:
    gates = element("parallelGateway", "p"), element("inclusiveGateway", "o")
    parts = user("A"), user("B"), throw("T", link("x")), catch("C", link("x")), user("D")
    run = Run(
        diagram(start(), *gates, *parts, chain("s", "p", "A", "o", "D"), chain("p", "B", "T"), chain("C", "o")), way
    )
    run.complete("A")
    assert run.open == ["B"]
    run.complete("B")
    assert run.open == ["D"]


def test_a_name_is_read_without_the_space_around_it(way: str) -> None:
    run = Run(
        diagram(
            start(),
            throw("T", link(" x")),
            catch("C", link("x ")),
            catch("W", condition("klar")),
            chain("s", "T"),
            chain("C", "W"),
        ),
        way,
    )
    assert run.open == ["W"]
