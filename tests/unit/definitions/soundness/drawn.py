"""Diagrams in a few words: nodes by id and kind, and the ways between them."""

from __future__ import annotations

from itertools import pairwise

from tests.conformance import bpmn

_KINDS = {
    "+": "parallelGateway",
    "x": "exclusiveGateway",
    "o": "inclusiveGateway",
    "?": "eventBasedGateway",
}


def nodes(**kinds: str) -> str:
    """Elements by id: `J="+"` is a parallel gateway, `A="user"` a user task; whole XML is taken as it is."""
    return "".join(kind if kind.startswith("<") else _node(name, kind) for name, kind in kinds.items())


def _node(name: str, kind: str) -> str:
    if kind in _KINDS:
        return bpmn.element(_KINDS[kind], name)
    if kind in {"start", "end", "user"}:
        return {"start": bpmn.start, "end": bpmn.end, "user": bpmn.user}[kind](name)
    return bpmn.element(kind, name)


def flows(*chains: str) -> str:
    """`"S A J"` draws a flow from each to the next; its id is `S-A`. `"X A [v = 1]"` puts a condition on the last."""
    found = []
    for chain in chains:
        way, _, condition = chain.partition(" [")
        ids = way.split()
        for at, (source, target) in enumerate(pairwise(ids)):
            last = at == len(ids) - 2
            found.append(bpmn.flow(source, target, condition.removesuffix("]") if last else None, f"{source}-{target}"))
    return "".join(found)


def process(*ways: str, extra: str = "", **kinds: str) -> bytes:
    """A process from a start S to an end E besides these nodes and ways."""
    return bpmn.diagram(bpmn.start("S"), bpmn.end("E"), nodes(**kinds), extra, flows(*ways))
