"""What a saved state of the kernel's stands at, in the form that the token game is compared in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.model import State
from tests.conformance.game.marking import Mark, mark, marking


class Marked:
    """The tokens of one state. Made anew for each."""

    def __init__(self, state: State) -> None:
        self._state: Any = state
        self._remembered = [entry["n"] for entry in _all_remembered(self._state)]
        # For each open token, the numbers of the bodies around it, outermost first.
        self.body_numbers: dict[str, tuple[int, ...]] = {}
        # For each open token, what tells it from the others.
        self.identities: dict[str, tuple[Mark, ...]] = {}
        self._walk(self._state["tokens"], (), ())

    @property
    def marking(self) -> tuple[Mark, ...]:
        return marking([*self._side_by_side(self._state["tokens"]), *_memory(self._state)])

    def _walk(self, tokens: list[Any], path: tuple[int, ...], around: tuple[Mark, ...]) -> None:
        for token in tokens:
            local = token.get("data", {}).get("locals", {})
            self.body_numbers[token["id"]] = (*path, local["loopCounter"]) if local else path
            self.identities[token["id"]] = (*around, self._mark(token, tokens))
            for inner in ("tied", "inside"):
                self._walk(token.get(inner, []), self.body_numbers[token["id"]], self.identities[token["id"]])

    def _side_by_side(self, tokens: list[Any]) -> list[Mark]:
        return [self._mark(token, tokens) for token in tokens]

    def _mark(self, token: Any, beside: list[Any]) -> Mark:
        inner = [mark for part in ("tied", "inside") for mark in self._side_by_side(token.get(part, []))]
        data = token.get("data", {})
        if "inside" in token:
            inner += _memory(token)
        if "for" in data:
            # A compensation: what it is done for stands beside it, or in something that does.
            inner += self._side_by_side([other for other in beside if _holds(other, data["for"])])
        return mark(token["at"].removesuffix(" [each]"), self._progress(data), inner)

    def _progress(self, data: Any) -> str:
        if "until" in data:
            return str(sum(number <= data["until"] for number in self._remembered))
        if "locals" in data:
            return str(data["locals"]["loopCounter"])
        if "started" in data:
            return f"{data['done']} of {data['started']}"
        return "true" if data.get("was") else str(data.get("flow", data.get("turn", "")))


def _holds(token: Any, token_id: str) -> bool:
    inner = [*token.get("tied", []), *token.get("inside", [])]
    return token["id"] == token_id or any(_holds(one, token_id) for one in inner)


def _memory(keeper: Any) -> list[Mark]:
    """What a scope remembers, in its order."""
    return [
        mark("done", f"{number} {entry['at'].removesuffix(' [each]')}", _memory({"memory": entry.get("inside", [])}))
        for number, entry in enumerate(keeper.get("memory", []))
    ]


def _all_remembered(keeper: Any) -> Iterator[Any]:
    """What all open scopes remember; a repeated activity's own memory is none yet."""
    if "inside" in keeper or "tokens" in keeper:
        yield from keeper.get("memory", [])
    for part in ("tokens", "tied", "inside"):
        for token in keeper.get(part, []):
            yield from _all_remembered(token)
