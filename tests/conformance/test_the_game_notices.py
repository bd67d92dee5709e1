"""A kernel that is spoiled on purpose: the token game must see it, else its silence proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.spiff import memory
from engine.spiff.ad_hoc import AdHoc
from engine.spiff.compensation import CompensationThrow
from engine.spiff.event_subprocess import EventSubProcess
from engine.spiff.events import BoundaryEvent
from engine.spiff.gateways import InclusiveGateway
from engine.spiff.standard_loop import StandardLoop
from engine.spiff.tokens import Scope
from tests.conformance.playing import play_seed

pytestmark = pytest.mark.unmeasured(after=0)

SEEDS = 80


def _nothing(*_: object) -> Any:
    return None


def _no(*_: object) -> bool:
    return False


# The shape, whose method, its name, and what it does instead.
SPOILED: dict[str, tuple[str, type | Any, str, Callable[..., Any]]] = {
    "an inclusive join waits for nobody": ("gateways", InclusiveGateway, "_held_back_by", _no),
    "a compensation finds nothing": ("compensation", CompensationThrow, "_begin_next", _no),
    "what is inside is not compensated": ("compensation", memory, "undo_next", _no),
    "a loop is done once": ("loops and ad-hoc", StandardLoop, "_asks_for", _no),
    "a completion condition is not asked": ("loops and ad-hoc", AdHoc, "inner_done", _nothing),
    "event sub-processes do not listen": ("event sub-processes", Scope, "arm", _nothing),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_rule_that_is_left_out_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, owner, method, instead = SPOILED[name]
    monkeypatch.setattr(owner, method, instead)
    assert _is_noticed(shape)


@pytest.mark.parametrize(("shape", "kind"), [("events", BoundaryEvent), ("event sub-processes", EventSubProcess)])
def test_an_event_that_should_interrupt_and_does_not_is_noticed(
    shape: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "interrupts", property(_no, _nothing), raising=False)
    assert _is_noticed(shape)


def test_an_unspoiled_kernel_is_not_told_of() -> None:
    assert not _is_noticed("event sub-processes")


def _is_noticed(shape: str) -> bool:
    return any(_differs(shape, seed) for seed in range(SEEDS))


def _differs(shape: str, seed: int) -> bool:
    try:
        play_seed(shape, seed)
    except (Exception, pytest.fail.Exception):  # noqa: BLE001  # a crash is a difference too
        return True
    return False
