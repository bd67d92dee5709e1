"""
From tokens to the syntax tree: DMN 1.5, 10.3.1, by operator precedence.

What binds tighter stands later in `_RANKS`. Literals, brackets and the forms
that begin with a word are read by `engine.feel.primary`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.feel import habits, limits, syntax
from engine.feel.errors import FeelSyntaxError, syntax_error
from engine.feel.functions import BUILTINS
from engine.feel.names import NameTable
from engine.feel.primary import primary
from engine.feel.tokens import TEST_OPERATORS, Token, tokenize
from engine.feel.typenames import read_type

_RANKS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
    "**": 6,
    "instance": 7,
}
LOOSEST = 0
OPERAND = 3  # binds tighter than comparison and `and`: the ends of `between` and of a range

# Properties of built-in values that are more than one word.
_PROPERTIES = ("time offset", "start included", "end included")
_BUILT_IN = NameTable((*BUILTINS, *_PROPERTIES))
_NAME_SIGNS = frozenset("+-*/.'")
_AFTER_RANGE = frozenset({"", ".", ")", "]", "}", ",", "and", "or", "then", "else", "return", "satisfies", "="})


class Parser:
    """Reads one text. `names` are the known names of several words; the built-in ones, and types, come on top."""

    def __init__(self, text: str, names: Iterable[str], types: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.types = types
        self.tokens = tokenize(text)
        self.index = 0
        self._tables = [_BUILT_IN, NameTable(names), NameTable(types)]
        self._nesting = 0
        self.range_ends = 0

    # The token stream

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these symbols or keywords."""
        token = self.token
        return token.text in texts and token.kind in ("symbol", "name")

    def next(self) -> Token:
        token = self.token
        self.index += token.kind != "end"
        return token

    def take(self, text: str) -> bool:
        """Step over a symbol or keyword, if it comes next."""
        if self.at(text):
            self.index += 1
            return True
        return False

    def expect(self, text: str, after: str) -> Token:
        if not self.at(text):
            raise self.error(f"Der mangler `{text}` {after}. I stedet står der {self.found()}.")
        return self.next()

    def found(self) -> str:
        return f"`{self.token.text[:40]}`" if self.token.text else "intet mere"

    def error(self, message: str, at: int | None = None) -> FeelSyntaxError:
        return syntax_error(self.text, self.token.start if at is None else at, message)

    # Names

    @contextmanager
    def knowing(self, *names: str) -> Iterator[None]:
        """Names bound for a part of the text."""
        with self.remembering():
            self._tables.append(NameTable(names))
            yield

    def know(self, name: str) -> None:
        """One more name, until the innermost `knowing` ends."""
        self._tables.append(NameTable((name,)))

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Forget afterwards what `know` was told inside."""
        count = len(self._tables)
        try:
            yield
        finally:
            del self._tables[count:]

    def name(self) -> str:
        """The longest known name from here on, or one word."""
        best, length = "", 0
        for table in self._tables:
            found, count = table.match(self.tokens, self.index)
            if count > length:
                best, length = found, count
        if not length:
            if self.token.kind != "name":
                raise self.error(f"Her skal der stå et navn, men der står {self.found()}.")
            best, length = self.token.text, 1
        self.index += length
        return best

    def knows_long_name(self) -> bool:
        return any(table.match(self.tokens, self.index)[1] for table in self._tables)

    def words_until(self, *stops: str) -> str | None:
        """A new name, spelled by all tokens up to a symbol; None (and nothing read) when it is no name."""
        end = self.index
        while self.tokens[end].kind == "name" or (end > self.index and self.tokens[end].text in _NAME_SIGNS):
            end += 1
            if self.tokens[end].text in stops:
                break
        if end == self.index or self.tokens[end].text not in stops:
            return None
        name = " ".join(self.text[self.token.start : self.tokens[end - 1].end].split())
        self.index = end
        return name

    # Expressions

    def expression(self, floor: int = LOOSEST) -> syntax.Node:
        """An expression of operators that bind tighter than `floor`."""
        self._nesting += 1
        if self._nesting > limits.NESTING:
            raise self.error("Udtrykket har for mange parenteser og led inden i hinanden. Del det op.")
        left = self._postfix(primary(self))
        while (rank := self._rank()) > floor:
            left = self._infix(left, rank)
        self._nesting -= 1
        return left

    def _rank(self) -> int:
        return _RANKS.get(self.token.text, 0) if self.token.kind in ("symbol", "name") else 0

    def _infix(self, left: syntax.Node, rank: int) -> syntax.Node:
        token = self.token
        operator = token.text
        if operator in ("or", "and"):
            operands = [left]
            while self.take(operator):
                operands.append(self.expression(rank))
            return syntax.Logic(token.start, operator, tuple(operands))
        if operator in TEST_OPERATORS:
            self.next()
            return syntax.Comparison(token.start, operator, left, self.expression(rank))
        if operator == "between":
            self.next()
            low = self.expression(OPERAND)
            self.expect("and", "mellem de to grænser efter `between`")
            return syntax.Between(token.start, left, low, self.expression(OPERAND))
        if operator == "in":
            self.next()
            return syntax.In(token.start, left, self._in_tests())
        if operator == "instance":
            return self._instance_of(left)
        return self._arithmetic(left, rank)

    def _arithmetic(self, left: syntax.Node, rank: int) -> syntax.Node:
        at = self.token.start
        operators, operands = [], []
        while self._rank() == rank:
            operators.append(self.next().text)
            operands.append(self.expression(rank))
        return syntax.Arithmetic(at, left, tuple(operators), tuple(operands))

    def _instance_of(self, left: syntax.Node) -> syntax.Node:
        at = self.next().start
        self.expect("of", "efter `instance`")
        return syntax.InstanceOf(at, left, read_type(self))

    def _in_tests(self) -> tuple[syntax.Node, ...]:
        """The right side of `in`: one test, or several in parentheses."""
        if not self.at("("):
            return (self.test(OPERAND),)
        opening = self.next()
        first = self.test()
        if self.at(".."):
            return (self.range_after(opening, first, low_included=False),)
        tests = [first]
        while self.take(","):
            tests.append(self.test())
        self.expect(")", "efter værdierne i `in (…)`")
        return tuple(tests)

    def test(self, floor: int = LOOSEST) -> syntax.Node:
        """`< 18`, a range, or any expression of operators that bind tighter than `floor`."""
        if self.at(*TEST_OPERATORS):
            operator = self.next()
            if self.at(*TEST_OPERATORS):
                raise self.error(f"Efter `{operator.text}` skal der stå en værdi, men der står {self.found()}.")
            return syntax.Test(operator.start, operator.text, self.expression(OPERAND))
        return self.expression(floor)

    def range_after(self, opening: Token, low: syntax.Node, *, low_included: bool) -> syntax.Node:
        """The rest of a range, from its two dots."""
        self.expect("..", "i intervallet")
        self.range_ends += 1
        high = self.expression(OPERAND)
        self.range_ends -= 1
        if not self.at("]", ")", "["):
            raise self.error(f"Intervallet mangler `]` eller `)` efter sin øvre grænse; der står {self.found()}.")
        closing = self.next()
        return syntax.RangeLiteral(opening.start, low, high, low_included, closing.text == "]")

    # What may follow an operand

    def _postfix(self, node: syntax.Node) -> syntax.Node:
        while True:
            at = self.token.start
            if self.at("."):
                self.next()
                node = syntax.Path(at, node, self.name())
            elif self.at("(") and not isinstance(node, syntax.Literal):
                node = self._call(node)
            elif self.at("[") and not self._closes_range():
                self.next()
                with self.knowing("item"):
                    predicate = self.expression()
                self.expect("]", "efter filteret")
                node = syntax.Filter(at, node, predicate)
            else:
                return node

    def _closes_range(self) -> bool:
        """`[` as the open end of a range, as in `[1..5[`."""
        return self.range_ends > 0 and self.tokens[self.index + 1].text in _AFTER_RANGE

    def _call(self, function: syntax.Node) -> syntax.Node:
        at = self.next().start
        args: list[syntax.Node] = []
        names: list[str] = []
        ends, self.range_ends = self.range_ends, 0
        while not self.at(")"):
            name = self.words_until(":")
            if name is not None:
                self.next()
                names.append(name)
            args.append(self.expression())
            if len(names) not in (0, len(args)):
                raise self.error("Enten har alle argumenter navne, eller også har ingen.")
            if not self.take(","):
                break
        self.range_ends = ends
        self.expect(")", "efter argumenterne")
        return syntax.Call(at, function, tuple(args), tuple(names))


def parse_expression(text: str, names: Iterable[str], types: frozenset[str] = frozenset()) -> syntax.Node:
    """The tree of a whole expression. Raises FeelSyntaxError."""
    parser = Parser(text, names, types)
    node = parser.expression()
    return _whole(parser, node)


def parse_tests(text: str, names: Iterable[str], types: frozenset[str] = frozenset()) -> syntax.Tests:
    """The tests of a decision table's input cell. Raises FeelSyntaxError."""
    parser = Parser(text, names, types)
    if parser.at("-") and parser.tokens[1].kind == "end":
        return syntax.Tests(0, negated=False, tests=())
    negated = parser.at("not") and parser.tokens[1].text == "("
    if negated:
        parser.index += 2
    tests = [parser.test()]
    while parser.take(","):
        tests.append(parser.test())
    if negated:
        parser.expect(")", "efter `not(…`")
    root = syntax.Tests(0, negated, tuple(tests))
    _whole(parser, root)
    return root


def _whole(parser: Parser, node: syntax.Node) -> syntax.Node:
    if parser.token.kind != "end":
        raise parser.error(_leftover(parser))
    if syntax.depth(node) > limits.DEPTH:
        raise parser.error("Udtrykket har for mange led inden i hinanden. Del det op.", 0)
    return node


def _leftover(parser: Parser) -> str:
    token, before = parser.token, parser.tokens[parser.index - 1]
    if token.text == "," and before.kind == "number" and parser.tokens[parser.index + 1].kind == "number":
        return f"Skriv decimaltal med punktum: `{before.text}.{parser.tokens[parser.index + 1].text}`."
    if token.text == "?":
        return "`a ? b : c` hører til et andet sprog. Skriv `if a then b else c`."
    if token.text in habits.OPERATORS:
        return f"`{token.text}` hører til et andet sprog. Skriv `{habits.OPERATORS[token.text]}`."
    if before.text in habits.NEGATIONS:
        return f"Skriv `not(…)` med parentes om det, der ikke gælder, i stedet for `{before.text}`."
    if token.kind == before.kind == "name":
        return (
            f"`{before.text} {token.text}` er hverken ét kendt navn eller to navne med noget imellem. "
            "Er navnet stavet rigtigt, og mangler der et tegn eller `and`?"
        )
    return f"`{token.text[:40]}` passer ikke her. Mangler der et regnetegn, `and` eller en parentes?"
