r"""
XPath's regular expressions (XPath and XQuery Functions and Operators 3.1, 5.6.1), read into a tree.

That is XML Schema's syntax with anchors, reluctant quantifiers, groups that
are not captured, and back-references; nothing of other dialects (`\b`, `(?=…)`).
"""

from __future__ import annotations

import re

from engine.feel.regex import charsets
from engine.feel.regex.charsets import Ranges
from engine.feel.regex.syntax import (
    Back,
    Chars,
    Choice,
    End,
    Group,
    Part,
    PatternError,
    Repeat,
    Sequence,
    Start,
    Tree,
    weight,
)

_NESTING = 40
_TIMES = 1000  # re2 has no more
_LENGTH = 10_000  # characters
_WEIGHT = 200_000  # ranges of characters, repetitions counted
_QUANTIFIER = re.compile(r"(?:([?*+])|\{([0-9]{1,9})(?:(,)([0-9]{1,9})?)?\})(\??)", re.ASCII)
_PROPERTY = re.compile(r"\{(Is)?([A-Za-z0-9-]+)\}", re.ASCII)
_ONE = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_SIGNS = frozenset("\\|.?*+(){}-[]^$")
_META = frozenset("?*+){}]")


def read(pattern: str, flags: str) -> Tree:
    """The tree of a pattern under the flags `s`, `m`, `i`, `x` and `q`. Raises PatternError."""
    unknown = set(flags) - set("smixq")
    if unknown:
        raise PatternError(f"flaget »{min(unknown)}« findes ikke (kun s, m, i, x og q)")
    if len(pattern) > _LENGTH:
        raise PatternError(f"mønstret er på over {_LENGTH} tegn")
    tree = _Reader(pattern, flags).tree()
    if weight(tree.root) > _WEIGHT:
        raise PatternError("mønstret er for stort")
    return tree


class _Reader:
    def __init__(self, pattern: str, flags: str) -> None:
        self.literal = "q" in flags
        self.text = _without_space(pattern) if "x" in flags and not self.literal else pattern
        self.flags = flags
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.references = False
        self.anchored = False
        self.nesting = 0

    def tree(self) -> Tree:
        if self.literal:
            root: Part = Sequence(tuple(self._char(char) for char in self.text))
        else:
            root = self._choice()
            if self.at < len(self.text):
                raise PatternError("mønstret har en `)` for meget")
        return Tree(root, self.groups, self.references, self.anchored)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _char(self, char: str) -> Chars:
        return Chars(self._cased(((ord(char), ord(char)),)))

    def _cased(self, ranges: Ranges) -> Ranges:
        return charsets.in_either_case(ranges) if "i" in self.flags else ranges

    # Expressions

    def _choice(self) -> Part:
        self.nesting += 1
        if self.nesting > _NESTING:
            raise PatternError("mønstret har for mange parenteser inden i hinanden")
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        self.nesting -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom()))
        return Sequence(tuple(parts))

    def _quantified(self, part: Part) -> Part:
        match = _QUANTIFIER.match(self.text, self.at)
        if match is None:
            return part
        sign, low, comma, high, lazy = match.groups()
        least, most = _ONE[sign] if sign else (int(low), int(high) if high else None if comma else int(low))
        if most is not None and most < least:
            raise PatternError(f"`{match.group()}` går fra mange til færre")
        if max(least, most or 0) > _TIMES:
            raise PatternError(f"`{match.group()}` er over {_TIMES} gange")
        self.at = match.end()
        return Repeat(part, least, most, bool(lazy))

    def _atom(self) -> Part:  # noqa: PLR0911 - one line for each kind
        char = self.text[self.at]
        if char in _META:
            raise PatternError(f"`{char}` kan ikke stå her; skriv `\\{char}` for selve tegnet")
        self.at += 1
        match char:
            case "^":
                self.anchored = True
                return Start()
            case "$":
                return End()
            case ".":
                return Chars(charsets.ANY if "s" in self.flags else charsets.complement(charsets.LINE_ENDS))
            case "(":
                return self._group()
            case "[":
                return Chars(self._class())
            case "\\":
                return self._reference() if self._peek() in "123456789" and self._peek() else Chars(self._escape()[0])
        return self._char(char)

    def _group(self) -> Part:
        captured = not self._take("?:")
        number = self.groups = self.groups + captured
        part = self._choice()
        if not self._take(")"):
            raise PatternError("mønstret mangler en `)`")
        if not captured:
            return part
        self.closed.add(number)
        return Group(part, number)

    def _reference(self) -> Part:
        number = int(self._peek())
        self.at += 1
        while self._peek().isdecimal() and self._peek().isascii() and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._peek())
            self.at += 1
        if number not in self.closed:
            raise PatternError(f"`\\{number}` henviser til en parentes, som ikke er afsluttet før den")
        self.references = True
        return Back(number)

    # Characters and classes

    def _escape(self) -> tuple[Ranges, str]:
        """What follows a backslash: its set, and the character when it is a single one."""
        letter = self._peek()
        self.at += 1
        if letter in _SIGNS and letter:
            return self._cased(((ord(letter), ord(letter)),)), letter
        if letter in _CONTROL:
            return ((ord(_CONTROL[letter]), ord(_CONTROL[letter])),), _CONTROL[letter]
        if letter and letter in "dDsSwWiIcC":
            return charsets.escaped(letter), ""
        if letter and letter in "pP":
            return self._property(negated=letter == "P"), ""
        raise PatternError(f"`\\{letter}` findes ikke i XPaths regulære udtryk")

    def _property(self, *, negated: bool) -> Ranges:
        match = _PROPERTY.match(self.text, self.at)
        if match is None:
            raise PatternError("efter `\\p` skal der stå en kategori: `\\p{Lu}`")
        found = charsets.block(match.group(2)) if match.group(1) else charsets.category(match.group(2))
        if found is None:
            raise PatternError(f"kategorien `{match.group()}` findes ikke")
        self.at = match.end()
        return charsets.complement(found) if negated else found

    def _class(self) -> Ranges:
        """From behind `[` to behind `]`."""
        self.nesting += 1
        if self.nesting > _NESTING:
            raise PatternError("mønstret har for mange klammer inden i hinanden")
        negated = self._take("^")
        spans: list[tuple[int, int]] = []
        unwanted: Ranges = ()
        first = True
        while not self._take("]"):
            if not first and self._take("-["):
                unwanted = self._class()
                if not self._take("]"):
                    raise PatternError("efter det, der trækkes fra, skal klammen slutte: `[a-z-[aeiou]]`")
                break
            spans += self._span()
            first = False
        if not spans:
            raise PatternError("`[]` har ingen tegn")
        self.nesting -= 1
        ranges = charsets.merged(spans)
        return charsets.without(charsets.complement(ranges) if negated else ranges, unwanted)

    def _span(self) -> Ranges:
        """One character, escape or range."""
        hyphen = self._peek() == "-"
        ranges, low = self._member()
        if hyphen and not self._alone():
            raise PatternError("`-` står kun først eller sidst i `[…]`; skriv ellers `\\-`")
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", "["):
            return ranges
        self.at += 1
        _, high = self._member()
        if not low or not high or high < low:
            raise PatternError("et interval i `[…]` går fra ét tegn til et senere: `[a-z]`")
        return self._cased(((ord(low), ord(high)),))

    def _alone(self) -> bool:
        before = self.text[self.at - 2 : self.at - 1]
        return before in ("[", "^") or self._peek() in ("]", "-")

    def _member(self) -> tuple[Ranges, str]:
        char = self._peek()
        self.at += 1
        if not char:
            raise PatternError("mønstret mangler en `]`")
        if char == "[":
            raise PatternError("`[` kan ikke stå her; skriv `\\[` for selve tegnet")
        if char == "\\":
            return self._escape()
        return self._cased(((ord(char), ord(char)),)), char


def _without_space(pattern: str) -> str:
    """The flag `x`: space outside classes is not part of the pattern, not even behind a backslash."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for char in pattern:
        if depth == 0 and char in "\t\n\r ":
            continue
        kept.append(char)
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            depth += 1
        elif char == "]":
            depth = max(0, depth - 1)
    return "".join(kept)
