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


def constants(root: syntax.Tests) -> tuple[syntax.Node, ...] | None:
    """
    The values that the tests of a cell compare with, as nodes without a name in them.

    None when a test does anything else than compare its input with written
    values: only of those can it be told, before anything is decided, which
    inputs pass.
    """
    found: list[syntax.Node] = []
    for test in root.tests:
        parts = _compared(test)
        if parts is None:
            return None
        found += parts
    return tuple(found)


def _compared(test: syntax.Node) -> list[syntax.Node] | None:
    match test:
        case syntax.Test(operator=operator, operand=operand) if is_constant(operand):
            return None if _is_text(operand) and operator not in {"=", "!="} else [operand]
        case syntax.RangeLiteral(low=low, high=high) if is_constant(low) and is_constant(high):
            return None if _is_text(low) else [low, high]
        case syntax.ListLiteral(items=items) if all(is_constant(part) for part in items):
            return list(items)
        case _ if is_constant(test):
            return [test]
    return None


def _is_text(node: syntax.Node) -> bool:
    # Between two texts lie endlessly many others, and none of them is next to one.
    return isinstance(node, syntax.Literal) and isinstance(node.value, str)


_CONVERSIONS = frozenset({"date", "time", "date and time", "duration"})


def is_constant(node: syntax.Node) -> bool:
    """Whether a node is a written value: a literal, or a date or duration out of one."""
    match node:
        case syntax.Literal():
            return True
        case syntax.Negative(operand=operand):
            return is_constant(operand)
        case syntax.Call(function=syntax.Name(name=name), args=args):
            return name in _CONVERSIONS and all(isinstance(arg, syntax.Literal) for arg in args)
    return False


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
