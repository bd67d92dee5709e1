"""What the written conditions of a drawing leave to whoever plays it: the ways they neither forbid nor demand."""

from __future__ import annotations

from collections.abc import Collection

from engine.definitions.soundness.conditions import constant, never_both
from engine.sketches.plan import Plan


def asking(plan: Plan, node: str) -> list[str]:
    """The flows out of a node that the kernel asks about, in its order."""
    return [flow for flow in plan.out[node] if plan.asks(flow)]


def one_of_these(plan: Plan, node: str) -> list[str]:
    """The flows of which an exclusive gateway may take one: none that is false, or comes after one that is true."""
    default = plan.default(node)
    open_ = [flow for flow in plan.out[node] if _always(plan, flow) is not False]
    sure = next((flow for flow in open_ if _always(plan, flow)), None)
    if sure is not None:
        open_ = [flow for flow in open_[: open_.index(sure) + 1] if flow != default]
    return open_ or plan.out[node]


def surely(plan: Plan, node: str) -> set[str]:
    """The flows whose condition is simply true."""
    return {flow for flow in asking(plan, node) if _always(plan, flow)}


def freely(plan: Plan, node: str) -> list[str]:
    """The flows whose condition may be true or not."""
    return [flow for flow in asking(plan, node) if _always(plan, flow) is None]


def excluded(plan: Plan, flow: str, chosen: Collection[str]) -> bool:
    """Whether a flow's condition cannot hold together with one that was chosen."""
    written = plan.written.get(flow, "")
    return any(never_both(written, plan.written.get(other, "")) for other in chosen)


def _always(plan: Plan, flow: str) -> bool | None:
    return constant(plan.written.get(flow, ""))
