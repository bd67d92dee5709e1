"""What a saved state of the kernel's stands at, in the form that the token game is compared in."""

from __future__ import annotations

from typing import Any

from engine.model import State
from tests.conformance.game.marking import Mark, mark, marking


class Marked:
    """The tokens of one state. Made anew for each."""

    def __init__(self, state: State) -> None:
        self._state: Any = state
        # For each open token, the numbers of the bodies around it, outermost first.
        self.body_numbers: dict[str, tuple[int, ...]] = {}
        # For each open token, what tells it from the others.
        self.identities: dict[str, tuple[Mark, ...]] = {}
        # Whether a compensation is open that a throw waits for.
        self.compensates = False
        self._walk(self._state["tokens"], (), (), _numbers(self._state))

    @property
    def marking(self) -> tuple[Mark, ...]:
        return marking([*_side_by_side(self._state["tokens"], _numbers(self._state)), *_memory(self._state)])

    def _walk(self, tokens: list[Any], path: tuple[int, ...], around: tuple[Mark, ...], past: list[int]) -> None:
        for token in tokens:
            local = token.get("data", {}).get("locals", {})
            self.compensates |= "for" in token.get("data", {})
            numbers = (*path, local["loopCounter"]) if local else path
            identity = (*around, _mark(token, tokens, past))
            self.body_numbers[token["id"]], self.identities[token["id"]] = numbers, identity
            self._walk(token.get("tied", []), numbers, identity, past)
            self._walk(token.get("inside", []), numbers, identity, [*past, *_numbers(token)])


def _side_by_side(tokens: list[Any], past: list[int]) -> list[Mark]:
    """`past` has the numbers of what the scopes around remember."""
    return [_mark(token, tokens, past) for token in tokens]


def _mark(token: Any, beside: list[Any], past: list[int]) -> Mark:
    inner = _side_by_side(token.get("tied", []), past)
    data = token.get("data", {})
    if "inside" in token:
        inner += [*_side_by_side(token["inside"], [*past, *_numbers(token)]), *_memory(token)]
    if "for" in data:
        # A compensation: what it is done for stands beside it, or in something that does.
        inner += _side_by_side([other for other in beside if _holds(other, data["for"])], past)
    return mark(token["at"].removesuffix(" [each]"), _progress(data, past), inner)


def _progress(data: Any, past: list[int]) -> str:
    if "until" in data:
        return str(sum(number <= data["until"] for number in past))
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


def _numbers(keeper: Any) -> list[int]:
    return [entry["n"] for entry in keeper.get("memory", [])]
