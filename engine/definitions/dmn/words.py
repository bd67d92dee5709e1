"""The words of a DMN file: its namespaces, how its elements are found, and which names it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.definitions.bpmn import SAG, local
from engine.definitions.xml import Element

__all__ = ["boxed_in", "hjemmel_of", "inside", "is_dmn", "local", "long_names", "names_in", "text_of"]

_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
    }
)
_NAMED = frozenset(
    {
        *("inputData", "decision", "businessKnowledgeModel", "decisionService", "itemDefinition"),
        *("variable", "itemComponent", "output", "column"),
    }
)
# Everything that may stand where an expression does (DMN 1.5, 7.3.1 and 10.2.2).
BOXED = frozenset(
    {
        *("literalExpression", "decisionTable", "context", "invocation", "functionDefinition"),
        *("list", "relation", "conditional", "for", "some", "every", "filter"),
    }
)


def is_dmn(element: Element) -> bool:
    return str(element.tag).rpartition("}")[0].removeprefix("{") in _NAMESPACES


def inside(element: Element, *names: str) -> Iterator[Element]:
    """The DMN elements of these names directly inside another."""
    return (inner for inner in element if is_dmn(inner) and local(inner) in names)


def boxed_in(element: Element) -> Iterator[Element]:
    """The expressions directly inside another element."""
    return inside(element, *BOXED)


def text_of(element: Element) -> str:
    """The text an expression element holds; empty when it has none."""
    return next((text.text or "" for text in inside(element, "text")), "")


def hjemmel_of(element: Element) -> tuple[str, ...]:
    """The requirement ids on an element."""
    return tuple((element.get(f"{{{SAG}}}hjemmel") or "").split())


def long_names(names: Iterable[str]) -> frozenset[str]:
    """Those that hold a space or a sign, which FEEL can read only when it knows them."""
    return frozenset(name for name in names if name and not name.isidentifier())


def names_in(root: Element) -> frozenset[str]:
    """The long names that the whole file knows. A parameter is known in its function alone."""
    names = [element.get("name") or "" for element in root.iter() if is_dmn(element) and local(element) in _NAMED]
    names += [element.get("iteratorVariable") or "" for element in root.iter() if is_dmn(element)]
    return long_names(names)
