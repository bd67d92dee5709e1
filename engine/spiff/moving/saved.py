"""The shape of what state.py saved, as it is read and written here."""

from __future__ import annotations

from typing import TypeAlias, cast

from engine.model import Json, WaitId

# A token, or an entry of a memory.
Saved: TypeAlias = "dict[str, Json]"


def listed(saved: Json) -> list[Saved]:
    return cast("list[Saved]", saved)


def id_of(saved: Saved) -> WaitId:
    return cast("str", saved["id"])
