"""Operands: literals, names, brackets, and the forms that begin with a word."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel import limits, syntax
from engine.feel.numbers import read_number
from engine.feel.temporal import read_temporal
from engine.feel.tokens import KEYWORDS, TEST_OPERATORS, string_value
from engine.feel.typenames import read_type
from engine.feel.wide import text as wide

if TYPE_CHECKING:
    from engine.feel.parser import Parser

UNARY = 7  # what a minus sign takes: only paths, filters and calls bind tighter

_CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}


def primary(parser: Parser) -> syntax.Node:
    """The operand that begins at the next token."""
    token = parser.token
    if token.kind == "number":
        return syntax.Literal(token.start, _number(parser))
    if token.kind == "string":
        parser.next()
        return syntax.Literal(token.start, string_value(token, parser.text))
    if token.kind == "symbol":
        return _symbol(parser)
    if token.kind == "end":
        raise parser.error("Her mangler noget: udtrykket slutter for tidligt.")
    if parser.knows_long_name():
        return syntax.Name(token.start, parser.name())
    return _word(parser)


def _number(parser: Parser) -> Decimal:
    value = read_number(parser.token.text)
    if value is None:
        raise parser.error("Tallet er for stort.")
    parser.next()
    return value


def _symbol(parser: Parser) -> syntax.Node:  # noqa: PLR0911 - one line for each kind
    token = parser.token
    if token.text == "-":
        parser.next()
        return syntax.Negative(token.start, parser.expression(UNARY))
    if token.text in TEST_OPERATORS:
        return parser.test()
    ends, parser.range_ends = parser.range_ends, 0  # inside brackets `[` filters again
    try:
        match token.text:
            case "(":
                return _parenthesis(parser)
            case "[":
                return _list_or_range(parser)
            case "]":
                parser.next()
                return parser.range_after(token, parser.expression(), low_included=False)
            case "{":
                return _context(parser)
            case "@":
                return _at_literal(parser)
    finally:
        parser.range_ends = ends
    raise parser.error(f"Her skal der stå en værdi eller et navn, men der står {parser.found()}.")


def _parenthesis(parser: Parser) -> syntax.Node:
    opening = parser.next()
    inner = parser.expression()
    if parser.at(".."):
        return parser.range_after(opening, inner, low_included=False)
    parser.expect(")", "efter parentesen")
    return inner


def _list_or_range(parser: Parser) -> syntax.Node:
    opening = parser.next()
    items: list[syntax.Node] = []
    while not parser.at("]"):
        items.append(parser.expression())
        if len(items) == 1 and parser.at(".."):
            return parser.range_after(opening, items[0], low_included=True)
        if not parser.take(","):
            break
    parser.expect("]", "efter listen")
    return syntax.ListLiteral(opening.start, tuple(items))


def _context(parser: Parser) -> syntax.Node:
    opening = parser.next()
    keys: list[str] = []
    values: list[syntax.Node] = []
    while not parser.at("}"):
        at = parser.token.start
        key = _key(parser)
        if key in keys:
            raise parser.error(f"Nøglen `{key[:40]}` står to gange.", at)
        parser.expect(":", "efter nøglen")
        values.append(parser.expression())
        keys.append(key)
        # It stays known in the rest of the text: `{net pris: 5}.net pris`.
        parser.know(key)
        if not parser.take(","):
            break
    parser.expect("}", "efter sidste element")
    return syntax.ContextLiteral(opening.start, tuple(keys), tuple(values))


def _key(parser: Parser) -> str:
    if parser.token.kind == "string":
        return string_value(parser.next(), parser.text)
    key = parser.words_until(":")
    if key is None:
        raise parser.error(f"Her skal der stå en nøgle og `:`, men der står {parser.found()}.")
    return key


def _at_literal(parser: Parser) -> syntax.Node:
    at = parser.next()
    if parser.token.kind != "string":
        raise parser.error('Efter `@` skal der stå en dato, et klokkeslæt eller en varighed: `@"2016-08-01"`.')
    text = string_value(parser.token, parser.text)
    value = read_temporal(text) or wide.read(text)
    if value is None:
        raise parser.error('Det er hverken en dato (`@"2016-08-01"`), et klokkeslæt eller en varighed (`@"P4M"`).')
    parser.next()
    return syntax.Literal(at.start, value)


def _word(parser: Parser) -> syntax.Node:
    token = parser.token
    if token.text in _CONSTANTS:
        parser.next()
        return syntax.Literal(token.start, _CONSTANTS[token.text])
    match token.text:
        case "if":
            return _if(parser)
        case "for":
            return _for(parser)
        case "some" | "every":
            return _quantified(parser)
        case "function":
            return _function(parser)
    if token.text in KEYWORDS:
        raise parser.error(f"Her skal der stå en værdi eller et navn, men der står `{token.text}`.")
    return syntax.Name(token.start, parser.name())


def _if(parser: Parser) -> syntax.Node:
    at = parser.next().start
    condition = parser.expression()
    parser.expect("then", "efter betingelsen i `if`")
    then = parser.expression()
    parser.expect("else", "i `if … then …`")
    return syntax.If(at, condition, then, parser.expression())


def _bindings(parser: Parser, *, ranges: bool) -> tuple[syntax.Binding, ...]:
    """`x in …, y in …`; the names are known until the surrounding `remembering` ends."""
    bindings: list[syntax.Binding] = []
    while True:
        at = parser.token.start
        name = parser.words_until("in")
        if name is None:
            raise parser.error(f"Her skal der stå et navn og `in`, men der står {parser.found()}.")
        parser.next()
        source = parser.expression()
        end = parser.expression() if ranges and parser.take("..") else None
        bindings.append(syntax.Binding(at, name, source, end))
        parser.know(name)
        if not parser.take(","):
            return tuple(bindings)
        if len(bindings) == limits.BINDINGS:
            raise parser.error(f"Der kan højst gennemløbes {limits.BINDINGS} lister på én gang.")


def _for(parser: Parser) -> syntax.Node:
    at = parser.next().start
    with parser.remembering():
        bindings = _bindings(parser, ranges=True)
        parser.expect("return", "efter `for … in …`")
        return syntax.For(at, bindings, parser.expression())


def _quantified(parser: Parser) -> syntax.Node:
    token = parser.next()
    with parser.remembering():
        bindings = _bindings(parser, ranges=False)
        parser.expect("satisfies", f"efter `{token.text} … in …`")
        return syntax.Quantified(token.start, token.text, bindings, parser.expression())


def _function(parser: Parser) -> syntax.Node:
    at = parser.next().start
    parser.expect("(", "efter `function`")
    names: list[str] = []
    types: list[syntax.Type | None] = []
    while not parser.at(")"):
        name = parser.words_until(":", ",", ")")
        if name is None:
            raise parser.error(f"Her skal der stå en parameters navn, men der står {parser.found()}.")
        names.append(name)
        types.append(read_type(parser) if parser.take(":") else None)
        if not parser.take(","):
            break
    parser.expect(")", "efter funktionens parametre")
    if parser.at("external"):
        raise parser.error("Funktioner i Java eller PMML kan ikke bruges. Skriv funktionen i FEEL.")
    with parser.knowing(*names):
        return syntax.Lambda(at, tuple(names), tuple(types), parser.expression())
