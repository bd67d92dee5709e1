"""Types as they are written, after `instance of` and on the parameters of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.feel.syntax import Type

if TYPE_CHECKING:
    from engine.feel.parser import Parser

_LONG = (
    ("years", "and", "months", "duration"),
    ("days", "and", "time", "duration"),
    ("date", "and", "time"),
)
_SIMPLE = frozenset(
    {
        *("Any", "Null", "number", "string", "boolean", "date", "time", "list", "context", "function", "range"),
        *(" ".join(words) for words in _LONG),
    }
)


def read_type(parser: Parser) -> Type:
    """The type that begins at the next token. Raises FeelSyntaxError for one that does not exist."""
    at = parser.token.start
    name = _type_name(parser)
    if name in parser.types:
        return Type(name)
    if name not in _SIMPLE:
        raise parser.error(f"Typen `{name[:40]}` kendes ikke.", at)
    if name == "function" and parser.take("<"):
        return _function_type(parser)
    if name == "context" and parser.take("<"):
        return _context_type(parser)
    if name in ("list", "range") and parser.take("<"):
        inner = read_type(parser)
        parser.expect(">", f"efter `{name}<…`")
        return Type(name, (inner,))
    return Type(name)


def _type_name(parser: Parser) -> str:
    texts = [token.text for token in parser.tokens[parser.index : parser.index + 4]]
    for words in _LONG:
        if tuple(texts[: len(words)]) == words:
            parser.index += len(words)
            return " ".join(words)
    name = parser.name()
    # A type out of an imported model: `lån.tLån`.
    while parser.at(".") and any(known.startswith(f"{name}.") for known in parser.types):
        parser.next()
        name = f"{name}.{parser.name()}"
    return name


def _function_type(parser: Parser) -> Type:
    args: list[Type] = []
    while not parser.at(">"):
        args.append(read_type(parser))
        if not parser.take(","):
            break
    parser.expect(">", "efter `function<…`")
    parser.expect("->", "efter `function<…>`")
    return Type("function", (*args, read_type(parser)))


def _context_type(parser: Parser) -> Type:
    members: list[tuple[str, Type]] = []
    while not parser.at(">"):
        name = parser.words_until(":")
        if name is None:
            raise parser.error(f"Her skal der stå en nøgle og `:`, men der står {parser.found()}.")
        parser.next()
        members.append((name, read_type(parser)))
        if not parser.take(","):
            break
    parser.expect(">", "efter `context<…`")
    return Type("context", (), tuple(members))
