"""Texts (DMN 1.5, 10.3.4.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from engine.feel import regex
from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.numbers import as_index
from engine.feel.regex import Match, PatternError
from engine.feel.values import FeelValue


@builtin("string length(string: string)")
def _string_length(_env: Env, string: str) -> FeelValue:
    return Decimal(len(string))


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(_env: Env, string: str, start_position: Decimal, length: Decimal | None = None) -> FeelValue:
    start = as_index(start_position)
    count = len(string) if length is None else as_index(length.to_integral_value(ROUND_DOWN))
    if start is None or count is None or start == 0 or abs(start) > len(string) or count < 1:
        return None
    first = start - 1 if start > 0 else len(string) + start
    return string[first : first + count]


@builtin("upper case(string: string)")
def _upper_case(_env: Env, string: str) -> FeelValue:
    return string.upper()


@builtin("lower case(string: string)")
def _lower_case(_env: Env, string: str) -> FeelValue:
    return string.lower()


@builtin("substring before(string: string, match: string)")
def _substring_before(_env: Env, string: str, match: str) -> FeelValue:
    return string[: max(string.find(match), 0)]


@builtin("substring after(string: string, match: string)")
def _substring_after(_env: Env, string: str, match: str) -> FeelValue:
    at = string.find(match)
    return "" if at < 0 else string[at + len(match) :]


@builtin("contains(string: string, match: string)")
def _contains(_env: Env, string: str, match: str) -> FeelValue:
    return match in string


@builtin("starts with(string: string, match: string)")
def _starts_with(_env: Env, string: str, match: str) -> FeelValue:
    return string.startswith(match)


@builtin("ends with(string: string, match: string)")
def _ends_with(_env: Env, string: str, match: str) -> FeelValue:
    return string.endswith(match)


@builtin("string join(list: list, delimiter?: string)")
def _string_join(env: Env, parts: list[FeelValue], delimiter: str | None = None) -> FeelValue:
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) != sum(part is not None for part in parts):
        return None
    env.budget.spend(sum(map(len, texts)) // 64)
    joined = sum(map(len, texts)) + len(delimiter or "") * len(texts)
    env.budget.room(joined)
    return (delimiter or "").join(texts)


@builtin("matches(input: string, pattern: string, flags?: string)")
def _matches(env: Env, text: str, pattern: str, flags: str | None = None) -> FeelValue:
    compiled = regex.compiled(pattern, flags or "", env.budget.spend)
    return None if isinstance(compiled, PatternError) else compiled.found_in(text, env.budget.spend)


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string)")
def _replace(env: Env, text: str, pattern: str, replacement: str, flags: str | None = None) -> FeelValue:
    compiled = regex.compiled(pattern, flags or "", env.budget.spend)
    if isinstance(compiled, PatternError) or compiled.found_in("", env.budget.spend):
        return None
    template = [replacement] if "q" in (flags or "") else _template(replacement, compiled.groups)
    if template is None:
        return None
    parts: list[str] = []
    end = 0
    for match in compiled.matches(text, env.budget.spend):
        parts += (text[end : match.start()], _filled(template, match, compiled.groups))
        end = match.end()
        env.budget.text(parts[-1])
    env.budget.room(sum(map(len, parts)))
    return "".join(parts) + text[end:]


@builtin("split(string: string, delimiter: string)")
def _split(env: Env, string: str, delimiter: str) -> FeelValue:
    compiled = regex.compiled(delimiter, "", env.budget.spend)
    if isinstance(compiled, PatternError):
        return None
    parts, end = [], 0
    for match in compiled.matches(string, env.budget.spend):
        if match.end() > match.start():
            parts.append(string[end : match.start()])
            end = match.end()
    return [*parts, string[end:]]


def _template(replacement: str, groups: int) -> list[str | int] | None:
    r"""XPath's `$1`, `\$` and `\\` taken apart; None when it is no replacement text."""
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        char = replacement[at]
        if char == "\\":
            if replacement[at + 1 : at + 2] not in ("\\", "$"):
                return None
            parts.append(replacement[at + 1])
            at += 2
        elif char == "$":
            digits = re.match(r"[0-9]+", replacement[at + 1 : at + 4])
            if digits is None:
                return None
            number = digits.group()
            while int(number) > groups and len(number) > 1:
                number = number[:-1]
            parts.append(int(number))
            at += 1 + len(number)
        else:
            parts.append(char)
            at += 1
    return parts


def _filled(template: Sequence[str | int], match: Match, groups: int) -> str:
    def text_of(part: str | int) -> str:
        if isinstance(part, str):
            return part
        return (match.group(part) or "") if part <= groups else ""

    return "".join(map(text_of, template))
