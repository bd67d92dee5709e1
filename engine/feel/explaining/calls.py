"""Why a call may give null."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import regex, syntax
from engine.feel.compiler import compiled
from engine.feel.environment import Env
from engine.feel.explaining.inquiry import Inquiry, asked
from engine.feel.functions import BUILTINS
from engine.feel.functions.misfits import misfit
from engine.feel.functions.registry import Builtin
from engine.feel.limits import Budget
from engine.feel.regex import PatternError
from engine.feel.userfunction import UserFunction
from engine.feel.values import FeelValue, Function, kind
from engine.feel.words import did_you_mean, worded


@asked(syntax.Call)
def _call(inquiry: Inquiry, node: syntax.Call, env: Env) -> None:
    callee = compiled(node.function)(env)
    if isinstance(node.function, syntax.Name) and callee is None:
        name = node.function.name
        inquiry.note(node.function, f"Funktionen »{name}« findes ikke.{did_you_mean(name, BUILTINS)}")
        return
    if not isinstance(callee, Function):
        inquiry.ask(node.function, env)
        if callee is not None:
            inquiry.note(node, f"{worded(kind(callee)).capitalize()} kan ikke kaldes som en funktion.")
        return
    values = [compiled(arg)(env) for arg in node.args]
    if isinstance(callee, Builtin):
        _builtin(inquiry, node, callee, values, env)
    elif isinstance(callee, UserFunction):
        _user_function(inquiry, node, callee, values, env)
    else:
        inquiry.note(node, "Modellens funktion gav null for disse argumenter.")


def _builtin(inquiry: Inquiry, node: syntax.Call, callee: Builtin, values: list[FeelValue], env: Env) -> None:
    wrong = misfit(callee, [_kind_as_argument(value) for value in values], node.names)
    if wrong is None:
        why = _WITHOUT_RESULT.get(callee.name)
        told = why(values) if why else f"`{callee.name}` har intet svar for disse argumenter."
        inquiry.note(node, told)
        return
    inquiry.note(node, wrong)
    for arg, value in zip(node.args, values, strict=True):
        if value is None and not isinstance(arg, syntax.Literal):
            inquiry.ask(arg, env)


def _kind_as_argument(value: FeelValue) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        return None  # may stand for its only item
    return kind(value)


def _user_function(
    inquiry: Inquiry, node: syntax.Call, callee: UserFunction, values: list[FeelValue], env: Env
) -> None:
    names = callee.parameters
    if node.names:
        if set(node.names) != set(names):
            inquiry.note(node, f"Funktionens argumenter hedder {', '.join(f'»{name}«' for name in names)}.")
            return
        given = dict(zip(node.names, values, strict=True))
        values = [given[name] for name in names]
    if len(values) != len(names):
        inquiry.note(node, f"Funktionens argumenter er {len(names)}, men kaldet har {len(values)}.")
        return
    inside = callee.bound(env, values)
    if inside is None:
        inquiry.note(node, "Et argument er ikke af den type, funktionen siger.")
        return
    env.budget.enter(callee.depth)
    try:
        inquiry.ask(callee.root, inside)
    finally:
        env.budget.leave(callee.depth)


def _unreadable(what: str, example: str) -> Callable[[list[FeelValue]], str]:
    return lambda _values: f"Teksten eller tallene kan ikke læses som {what}. Skriv fx `{example}`."


def _pattern(values: list[FeelValue], flags: FeelValue = None) -> str:
    pattern = values[1] if len(values) > 1 else None
    if isinstance(pattern, str):
        found = regex.compiled(pattern, flags if isinstance(flags, str) else "", Budget().spend)
        if isinstance(found, PatternError):
            return f"Mønstret kan ikke bruges: {found}."
    return "Et mønster, der passer på ingenting, eller det, der skal sættes ind, kan ikke bruges."


def _position(_values: list[FeelValue]) -> str:
    return "Pladsen ligger uden for. Pladser tælles fra 1, eller fra -1 bagfra."


def _of_a_list(name: str) -> Callable[[list[FeelValue]], str]:
    def told(values: list[FeelValue]) -> str:
        if values == [[]]:
            return f"`{name}` har intet svar: listen er tom."
        return f"`{name}` har intet svar: listen er for kort, eller noget i den er null eller af en anden type."

    return told


_WITHOUT_RESULT: dict[str, Callable[[list[FeelValue]], str]] = {
    "date": _unreadable("en dato", 'date("2016-08-01")'),
    "time": _unreadable("et klokkeslæt", 'time("08:30:00")'),
    "date and time": _unreadable("et tidspunkt", 'date and time("2016-08-01T08:30:00")'),
    "duration": _unreadable("en varighed", 'duration("P14D")'),
    "number": _unreadable("et tal", 'number("1.000,5", ".", ",")'),
    "matches": lambda values: _pattern(values, values[2] if len(values) > 2 else None),
    "replace": lambda values: _pattern(values, values[3] if len(values) > 3 else None),
    "split": _pattern,
    "substring": _position,
    "sublist": _position,
    "remove": _position,
    "insert before": _position,
    "list replace": lambda _values: "Pladsen ligger uden for, eller funktionen gav ikke sandt eller falsk.",
    "get value": lambda _values: "Konteksten har ikke den nøgle.",
    "modulo": lambda _values: "Der kan ikke divideres med nul.",
    "not": lambda _values: "`not` skal have sandt eller falsk.",
}
_WITHOUT_RESULT |= {
    name: _of_a_list(name)
    for name in ("sum", "min", "max", "mean", "median", "mode", "stddev", "product", "all", "any", "sort")
}
