"""
What a scope remembers of its completed activities, and how it is compensated one after the other.

A memory is a list, the oldest first, and lies with a token: of a sub-process
what was done inside, of a repeated activity what its bodies did, of the
instance's root what the process did. An entry is JSON:

    {"n": 7, "at": node}                                    an activity with a handler on its boundary
    {"n": 7, "at": node, "inside": [entries], "locals": {}} a sub-process with something to compensate in it

`n` counts all that the instance ever remembered. Nothing is remembered of a
diagram without handlers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from SpiffWorkflow import TaskState

from engine.model import Json
from engine.spiff.tokens import Inside, Token

if TYPE_CHECKING:
    from engine.spiff.tokens import Scope

# Of a sub-process's token: it is complete and open again only to be compensated, or it is a cancelled transaction.
UNDOING = "undoing"
AGAIN = "again"
CANCELLED = "cancelled"
# The id of the throw that a compensation is done for.
_FOR = "for"


def remember(token: Token) -> None:
    """Its activity is complete: keep what can be compensated of it."""
    if token.node.is_handler:
        return
    scope = token.workflow
    keeper = token.parent if token.node.body_of is not None else scope.owner or scope.task_tree
    for entry in token.node.remembered(token):
        token.instance.remembered += 1
        keeper.memory.append({**entry, "n": token.instance.remembered})


def undo(scope: Scope, entry: Mapping[str, Json], by: Token | None) -> None:
    """
    Begin to compensate one that is remembered no more; `by` hears when it is done.

    Its handler is a black box. Without one the sub-process is opened again: its
    event sub-process for compensation runs there, or else what it remembers is
    compensated, the newest first.
    """
    node = scope.spec.task_specs[cast("str", entry["at"])]
    handler = None if node.handler is None else scope.spec.task_specs[node.handler]
    token = Token(scope, handler or node, scope.task_tree)
    if by is not None:
        token.internal_data[_FOR] = str(by.id)
    if handler is not None:
        token.instance.tell("entered", token)
        token._ready()
    else:
        _open_again(token, entry)


def _open_again(token: Token, entry: Mapping[str, Json]) -> None:
    token._set_state(TaskState.STARTED)
    token.internal_data[UNDOING] = AGAIN
    if "locals" in entry:
        token.internal_data["locals"] = dict(cast("Mapping[str, Json]", entry["locals"]))
    token.memory = list(cast("list[dict[str, Json]]", entry["inside"]))
    inside = Inside(token.instance.subprocess_specs[token.node.bpmn_id], token)
    if inside.spec.compensation is not None:
        inside.happen(inside.spec.compensation)
    else:
        undo_next(token)


def undo_next(token: Token) -> bool:
    """Nothing is left inside a sub-process that is undone: go on with the newest of the rest; false without one."""
    inside = token.instance.subprocesses[token.id]
    has_own_way = token.internal_data[UNDOING] == AGAIN and inside.spec.compensation is not None
    if has_own_way or not token.memory:
        return False
    undo(inside, token.memory.pop(), None)
    return True


def undone(token: Token) -> None:
    """A compensation is done: take its token away, and let what it was done for go on."""
    scope, by = token.workflow, thrower(token)
    token.remove()
    if by is not None:
        by.node.handled(by)
    else:
        scope.end_if_empty()


def thrower(token: Token) -> Token | None:
    """The throw that a compensation is done for; None when its scope is undone as a whole."""
    by = token.internal_data.get(_FOR)
    return None if by is None else token.instance.token(cast("str", by))


def pass_on(token: Token, following: Token) -> None:
    """What follows a token of a compensation is done for the same throw."""
    if _FOR in token.internal_data:
        following.internal_data[_FOR] = token.internal_data[_FOR]


def done_for(by: Token) -> list[Token]:
    """The open compensations that a throw waits for."""
    return [token for token in by.instance.open_tokens() if token.internal_data.get(_FOR) == str(by.id)]


def is_open_again(token: Token) -> bool:
    """Whether its sub-process was complete and is open only to be compensated."""
    return token.internal_data.get(UNDOING) == AGAIN
