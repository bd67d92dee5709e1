"""What a text reads, found without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.feel import syntax
from engine.feel.environment import INPUT
from engine.feel.functions import BUILTINS

PathNames: TypeAlias = tuple[str, ...]


def paths(root: syntax.Node) -> frozenset[PathNames]:
    """
    The dotted paths a tree reads from outside, each from its root name.

    Names that are bound in the text, and built-in functions, are not from
    outside. A name inside a filter may be a key of the filtered items, which
    only the data tells: it is left out, unless a path outside a filter starts
    with the same name.
    """
    certain: set[PathNames] = set()
    possible: set[PathNames] = set()
    for path, filtered in _reads(root, frozenset({INPUT}), filtered=False):
        (possible if filtered else certain).add(path)
    roots = {path[0] for path in certain}
    return frozenset(certain | {path for path in possible if path[0] in roots})


def _reads(node: syntax.Node, bound: frozenset[str], *, filtered: bool) -> Iterator[tuple[PathNames, bool]]:
    path = _static_path(node)
    if path is not None:
        if path[0] not in bound and not (path[0] in BUILTINS and len(path) == 1):
            yield path, filtered
        return
    match node:
        case syntax.Filter(_, base, predicate):
            yield from _reads(base, bound, filtered=filtered)
            yield from _reads(predicate, bound | {"item"}, filtered=True)
        case syntax.For(_, bindings, body):
            yield from _loop(bindings, body, bound | {"partial"}, filtered=filtered)
        case syntax.Quantified(_, _, bindings, body):
            yield from _loop(bindings, body, bound, filtered=filtered)
        case syntax.Lambda(_, parameters, _, body):
            yield from _reads(body, bound | set(parameters), filtered=filtered)
        case syntax.ContextLiteral(_, keys, values):
            for index, value in enumerate(values):
                # A function may call itself by its key, so a key is bound in its own value too.
                own = 1 if isinstance(value, syntax.Lambda) else 0
                yield from _reads(value, bound | set(keys[: index + own]), filtered=filtered)
        case _:
            for child in syntax.children(node):
                yield from _reads(child, bound, filtered=filtered)


def _loop(
    bindings: tuple[syntax.Binding, ...], body: syntax.Node, bound: frozenset[str], *, filtered: bool
) -> Iterator[tuple[PathNames, bool]]:
    for binding in bindings:
        yield from _reads(binding.source, bound, filtered=filtered)
        if binding.end is not None:
            yield from _reads(binding.end, bound, filtered=filtered)
        bound |= {binding.name}
    yield from _reads(body, bound, filtered=filtered)


def _static_path(node: syntax.Node) -> PathNames | None:
    names: list[str] = []
    while isinstance(node, syntax.Path):
        names.append(node.name)
        node = node.base
    return (node.name, *reversed(names)) if isinstance(node, syntax.Name) else None
