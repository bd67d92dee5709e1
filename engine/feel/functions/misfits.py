"""Why arguments do not fit a built-in function, told by their kinds alone: before anything runs, or after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from engine.feel.functions.registry import Builtin, Parameter, Signature
from engine.feel.words import either, worded

Problem: TypeAlias = tuple[int, str]  # how near the arguments came to fitting, and what is wrong


def misfit(function: Builtin, kinds: Sequence[str | None], names: Sequence[str] = ()) -> str | None:
    """
    What is wrong with a call, in Danish, or None when it may fit.

    `kinds` are the arguments' types (None where it is not known, `Null` for
    null); `names` are as many as they, or none in a positional call.
    """
    problems: list[Problem] = []
    for signature in function.signatures:
        problem = _by_name(signature, kinds, names) if names else _by_place(signature, kinds)
        if problem is None:
            return None
        problems.append(problem)
    rank, text = max(problems, key=lambda problem: problem[0])
    return f"`{function.name}` {text if rank else _counts(function, len(kinds))}."


def _by_place(signature: Signature, kinds: Sequence[str | None]) -> Problem | None:
    parameters = signature.parameters
    spread = bool(parameters) and parameters[-1].spread
    if len(kinds) < signature.required or (len(kinds) > len(parameters) and not spread):
        return 0, ""
    for index, kind in enumerate(kinds):
        parameter = parameters[min(index, len(parameters) - 1)]
        if not _fits(parameter, kind, written_out=parameter.spread and len(kinds) > len(parameters)):
            return (
                2 + index,
                f"får {worded(kind or '')} som {index + 1}. argument (»{parameter.name}«), {_wanted(parameter)}",
            )
    return None


def _by_name(signature: Signature, kinds: Sequence[str | None], names: Sequence[str]) -> Problem | None:
    parameters = {parameter.name: parameter for parameter in signature.parameters}
    listed = either(f"»{name}«" for name in parameters) if parameters else "ingen"
    for name in names:
        if name not in parameters:
            return 1, f"har intet argument, der hedder »{name}«, kun {listed}"
    for parameter in signature.parameters[: signature.required]:
        if parameter.name not in names:
            return 1, f"mangler argumentet »{parameter.name}«"
    for name, kind in zip(names, kinds, strict=True):
        if not _fits(parameters[name], kind, written_out=False):
            return 2, f"får {worded(kind or '')} som »{name}«, {_wanted(parameters[name])}"
    return None


def _fits(parameter: Parameter, kind: str | None, *, written_out: bool) -> bool:
    if kind is None or written_out or "any" in parameter.types or kind in parameter.types:
        return True
    if kind == "Null":
        return parameter.optional
    return "list" in parameter.types


def _wanted(parameter: Parameter) -> str:
    types = sorted(parameter.types - {"wide"})
    return f"men skal have {either(worded(kind) for kind in types)}"


def _counts(function: Builtin, given: int) -> str:
    counts: set[int] = set()
    open_ended = False
    for signature in function.signatures:
        counts.update(range(signature.required, len(signature.parameters) + 1))
        open_ended |= bool(signature.parameters) and signature.parameters[-1].spread
    if open_ended:
        wanted = f"mindst {max(1, min(counts))}"
    else:
        wanted = either(str(count) for count in sorted(counts)) if counts != {0} else "ingen"
    return (
        f"skal have {wanted} {'argument' if wanted in ('1', 'mindst 1') else 'argumenter'}, men får {given or 'ingen'}"
    )
