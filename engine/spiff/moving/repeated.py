"""What the tokens of a multi-instance activity keep, under the names of another drawing of it."""

from __future__ import annotations

from typing import cast

from engine.spiff.moving.saved import Saved
from engine.spiff.multi_instance import MultiInstance


def keep_results(data: Saved, found: MultiInstance) -> None:
    """A list for what the bodies give, when the new diagram is the first to collect it."""
    if found.loop.result and "results" not in data and "n" in data:
        data["results"] = [None] * cast("int", data["n"])


def rename_locals(data: Saved, old: MultiInstance, new: MultiInstance) -> None:
    """A body sees its item and its result under the names of the diagram it stands in."""
    local = dict(cast("Saved", data["locals"]))
    for before, after in ((old.loop.item, new.loop.item), (old.loop.result_item, new.loop.result_item)):
        value = local.pop(before, None) if before else None
        if after:
            local[after] = value
    data["locals"] = local
