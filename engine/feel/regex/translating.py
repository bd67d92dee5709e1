"""From the tree of a regular expression to the text google-re2 reads, which matches in linear time."""

from __future__ import annotations

from typing import Any

import re2

from engine.feel.regex.syntax import Chars, Choice, End, Group, Part, PatternError, Repeat, Sequence, Start

_OPTIONS = re2.Options()
_OPTIONS.max_mem = 8 << 20
_OPTIONS.log_errors = False


def translated(root: Part, *, lines: bool) -> Any:
    """The pattern compiled; `lines` lets anchors hold at every line. Raises PatternError where it is too large."""
    try:
        return re2.compile(("(?m)" if lines else "") + _text(root), _OPTIONS)
    except re2.error as error:
        raise PatternError("mønstret er for stort") from error


def _text(part: Part) -> str:  # noqa: PLR0911 - one line for each kind
    match part:
        case Chars(ranges):
            return f"[{''.join(f'{_code(low)}-{_code(high)}' for low, high in ranges)}]" if ranges else _NOTHING
        case Start():
            return "^"
        case End():
            return "$"
        case Sequence(parts):
            return "".join(map(_text, parts))
        case Choice(options):
            return f"(?:{'|'.join(map(_text, options))})"
        case Repeat(inner, least, most, lazy):
            times = f"{{{least}}}" if most == least else f"{{{least},{'' if most is None else most}}}"
            return f"(?:{_text(inner)}){times}{'?' if lazy else ''}"
        case Group(inner):
            return f"({_text(inner)})"
    raise PatternError("mønstret har en henvisning")


_NOTHING = r"[^\x00-\x{10FFFF}]"


def _code(code: int) -> str:
    return f"\\x{{{code:X}}}"
