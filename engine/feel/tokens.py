"""From text to tokens. Names with spaces are put together later, by the parser, which knows the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from engine.feel import habits, limits
from engine.feel.errors import FeelSyntaxError, syntax_error

Kind: TypeAlias = Literal["number", "string", "name", "symbol", "end"]

TEST_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">="})
KEYWORDS = frozenset(
    {
        *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies"),
        *("and", "or", "between", "instance", "of", "function", "true", "false", "null"),
    }
)

# DMN 1.5, 10.3.1.2, rules 28 and 29; `?` is a token of its own.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

_SKIP = re.compile(r"(?:[\s\ufeff\u200b]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_TOKEN = re.compile(
    rf"""(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<name>\?|[{_START}][{_PART}]*)
    |(?P<symbol>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{{}},:.@'])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ENTITY = re.compile(rf"&({'|'.join(habits.ENTITIES)});")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\", "/": "/"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text` is its source, `start` and `end` are offsets."""

    kind: Kind
    text: str
    start: int
    end: int


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text, ending with one of kind `end`. Raises FeelSyntaxError."""
    if len(text) > limits.TEXT:
        raise FeelSyntaxError(f"Teksten er på over {limits.TEXT} tegn. Del udtrykket op.", 1, 1)
    tokens: list[Token] = []
    at = _skip(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise syntax_error(text, at, _unreadable(text, at))
        tokens.append(Token(cast("Kind", match.lastgroup), match.group(), at, match.end()))
        _refuse_dialects(text, tokens)
        if len(tokens) > limits.TOKENS:
            raise syntax_error(text, at, "Udtrykket er for langt. Del det op.")
        at = _skip(text, match.end())
    tokens.append(Token("end", "", len(text), len(text)))
    return tuple(tokens)


def string_value(token: Token, text: str) -> str:
    """What a string token stands for, its escapes read. Raises FeelSyntaxError."""

    def char(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) > 1:
            point = int(code[1:], 16)
            if point > 0x10FFFF:
                raise syntax_error(text, token.start + 1 + match.start(), f"`\\{code}` er ikke et tegn.")
            return chr(point)
        return _PLAIN_ESCAPES.get(code, "\\" + code)

    value = _ESCAPE.sub(char, token.text[1:-1])
    # Two escapes may spell one character outside the first plane.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _skip(text: str, at: int) -> int:
    match = _SKIP.match(text, at)
    end = match.end() if match else at
    if text.startswith("/*", end):
        raise syntax_error(text, end, "Kommentaren slutter ikke. Skriv `*/` efter den.")
    return end


def _unreadable(text: str, at: int) -> str:  # noqa: PLR0911 - one line for each kind
    char = text[at]
    if char == '"':
        return 'Teksten mangler et afsluttende anførselstegn (`"`).'
    if entity := _ENTITY.match(text, at):
        meant = habits.ENTITIES[entity.group(1)]
        return f"`{entity.group()}` er `{meant}`, som er kodet to gange. Skriv `{meant}`."
    if text.startswith("&&", at):
        return "`&&` hører til et andet sprog. Skriv `and`."
    if text.startswith("||", at):
        return "`||` hører til et andet sprog. Skriv `or`."
    if char == "&":
        return "`&` hører til et andet sprog. Skriv `+` for at sætte tekster sammen, eller `and`."
    if text.startswith("${", at) or text.startswith("#{", at):
        return f"`{char}{{…}}` hører til et andet sprog. Skriv udtrykket uden `{char}{{` og `}}`."
    if char in "“”„»«":
        return 'Skriv tekster i lige anførselstegn: `"tekst"`.'
    if char == "!":
        return "`!` hører til et andet sprog. Skriv `not(…)`."
    if char == "%":
        return "`%` kendes ikke. Skriv `modulo(a, b)` for rest ved division."
    if char == ";":
        return "`;` kendes ikke her. Skil elementer ad med komma."
    return f"Tegnet `{char}` kendes ikke."


def _refuse_dialects(text: str, tokens: list[Token]) -> None:
    token = tokens[-1]
    if token.text == "'":
        raise syntax_error(text, token.start, 'Skriv tekster i dobbelte anførselstegn: `"tekst"`.')
    if len(tokens) > 1 and token.text == "=" and tokens[-2].end == token.start and tokens[-2].text in ("=", "!="):
        written = tokens[-2].text
        raise syntax_error(text, tokens[-2].start, f"`{written}=` hører til et andet sprog. Skriv `{written}`.")
    if len(tokens) > 2 and tokens[-2].end == token.start and tokens[-3].text not in ("context", "function"):
        pair = tokens[-2].text + token.text
        if pair in habits.PAIRS:
            raise syntax_error(
                text, tokens[-2].start, f"`{pair}` hører til et andet sprog. Skriv `{habits.PAIRS[pair]}`."
            )
