"""What to write instead, where two kinds of values do not go together."""

from __future__ import annotations

from engine.feel import syntax

_SHORT = 30  # characters
_WRITTEN_AS = frozenset({"number", "date", "date and time", "time"})  # read from a text by the function of the name


def spelled(node: syntax.Node) -> str:
    """A name, a path or a short text as it is written; of anything else only that something stands there."""
    match node:
        case syntax.Name(name=name):
            return name
        case syntax.Literal(value=str(text)) if len(text) <= _SHORT and text.isprintable():
            return f'"{text}"'
        case syntax.Call(function=syntax.Name(name=name), args=()):
            return f"{name}()"
        case syntax.Path(base=base, name=name) if spelled(base) != "…":
            return f"{spelled(base)}.{name}"
    return "…"


def to_compare(*sides: tuple[str, str]) -> str:
    """For two sides of different kinds, each with its text; nothing when no conversion helps."""
    by_kind = dict(sides)
    others = by_kind.keys() - {"string"}
    wanted = next(iter(others))
    if len(others) == 1 and wanted in _WRITTEN_AS:
        return f" Skriv `{wanted}({by_kind['string']})`."
    if others == {"date", "date and time"}:
        return f" Skriv `date({by_kind['date and time']})`."
    return ""


def to_calculate(operator: str, *sides: tuple[str, str]) -> str:
    """For two sides that an operator has no answer for, each with its text."""
    by_kind = dict(sides)
    if operator == "+" and by_kind.keys() == {"string", "number"}:
        return f" Gør tallet til tekst: `string({by_kind['number']})`."
    if by_kind.keys() == {"date", "number"}:
        return ' Skriv dage som `duration("P14D")`.'
    if by_kind.keys() <= {"string", "number"}:
        return f" Skriv `number({by_kind['string']})`."
    if "string" in by_kind:
        return f" Skriv `date({by_kind['string']})`, hvis teksten er en dato."
    return ""
