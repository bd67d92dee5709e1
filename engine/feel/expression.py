"""FEEL texts, ready to be evaluated. Reading one is remembered, so callers keep the text and not the expression."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from engine.feel import syntax
from engine.feel.analysis import PathNames, constants, paths
from engine.feel.checking import NO_NAMES, Remark, called, check
from engine.feel.compiler import compiled, compiled_test
from engine.feel.environment import INPUT, Around, Env
from engine.feel.errors import FeelError
from engine.feel.explaining import reasons
from engine.feel.inference import Inference
from engine.feel.limits import Budget
from engine.feel.matching import any_of
from engine.feel.parser import parse_expression, parse_tests
from engine.feel.shapes import Shape
from engine.feel.values import FeelValue, from_json
from engine.feel.words import place

_TOO_DEEP = "Udtrykket har for mange led inden i hinanden. Del det op."


class Expression:
    """
    One expression.

    `free_names` are the outside names it reads, `paths` the dotted paths from
    them (`("sag", "barn", "navn")`), `depth` the levels of its tree. A name
    inside a filter may belong to the filtered items, so it counts only if it is
    also read outside one. `keys` are those of the context it is written as;
    None when only its value tells.
    """

    __slots__ = ("_root", "_run", "depth", "free_names", "keys", "paths", "text")

    def __init__(self, text: str, root: syntax.Node) -> None:
        self.text = text
        self.depth = syntax.depth(root)
        self.keys = frozenset(root.keys) if isinstance(root, syntax.ContextLiteral) else None
        self.paths: frozenset[PathNames] = paths(root)
        self.free_names = frozenset(path[0] for path in self.paths)
        self._root = root
        self._run = compiled(root)

    def evaluate(self, names: Mapping[str, object], *, now: datetime) -> FeelValue:
        """
        The value under these names, which may be plain JSON. An unknown name is null.

        `now` has a zone. Raises FeelError when the budget of one evaluation is used up.
        """
        return self.within(scope(names, now))

    def within(self, env: Env) -> FeelValue:
        """The same in a scope that several expressions share, and with it one budget."""
        try:
            value = self._run(env)
            # What is no list or context came through `item` already.
            return from_json(value) if isinstance(value, (list, dict)) else value
        except RecursionError:  # a caller who is deep himself leaves less room than the limits count on
            raise FeelError(_TOO_DEEP) from None

    def check(self, names: Mapping[str, Shape] = NO_NAMES) -> list[Remark]:
        """
        What is certainly wrong with it: line, column and a message in Danish, in the order of the text.

        `names` are the shapes of the names it reads, where they are known.
        """
        return check(self._root, self.text, names)

    def shape(self, names: Mapping[str, Shape] = NO_NAMES) -> Shape:
        """What is known of its value from the shapes of the names it reads."""
        return Inference(self._root, names).of(self._root)

    def called(self) -> dict[str, tuple[int, int]]:
        """The outside names it calls as functions, each with line and column. Only a decision model has such."""
        outside = [name for name in called(self._root) if name.name in self.free_names]
        return {name.name: place(self.text, name.at) for name in outside}

    def explain(self, names: Mapping[str, object], *, now: datetime) -> tuple[FeelValue, list[str]]:
        """The value as `evaluate` gives it, and where it is null the reasons, in Danish."""
        value = self.evaluate(names, now=now)
        return value, self.why_null(scope(names, now)) if value is None else []

    def why_null(self, env: Env) -> list[str]:
        """The reasons, in Danish, that this is null in a scope; none when it is not. They hold no values."""
        return reasons(self._root, self.text, env)


class UnaryTests:
    """The tests of a decision table's input cell: any of them may match (`-`: everything does)."""

    __slots__ = ("_negated", "_root", "_tests", "free_names", "paths", "text")

    def __init__(self, text: str, root: syntax.Tests) -> None:
        self.text = text
        self.paths: frozenset[PathNames] = paths(root)
        self.free_names = frozenset(path[0] for path in self.paths)
        self._root = root
        self._negated = root.negated
        self._tests = tuple(compiled_test(test) for test in root.tests)

    def passes(self, value: FeelValue, env: Env) -> bool:
        """
        Whether the value passes, in a scope that holds it as `?`. A test that gives null does not.

        Raises FeelError as `Expression.evaluate`.
        """
        if not self._tests:
            return True
        try:
            outcome = any_of(test(env, value) for test in self._tests)
        except RecursionError:  # as in Expression.evaluate
            raise FeelError(_TOO_DEEP) from None
        return outcome is (not self._negated)

    def compared_with(self, env: Env) -> list[FeelValue] | None:
        """The written values that the tests compare with; None when they do anything else. None of them for `-`."""
        found = constants(self._root)
        return None if found is None else [compiled(node)(env) for node in found]

    def check(self, names: Mapping[str, Shape] = NO_NAMES) -> list[Remark]:
        """As Expression.check; the input is the name `?`."""
        return check(self._root, self.text, names)

    def position(self, value: FeelValue, env: Env) -> int | None:
        """Which of the tests a value is the first to pass, from 0; None when it passes none."""
        inside = env.inner({INPUT: value})
        return next((index for index, test in enumerate(self._tests) if test(inside, value) is True), None)


def scope(names: Mapping[str, object], now: datetime, around: Around | None = None) -> Env:
    """What expressions see that are evaluated together, on one budget."""
    return Env(names, now, Budget(), None, around)


def parse(text: str, names: frozenset[str] = frozenset(), types: frozenset[str] = frozenset()) -> Expression:
    """
    An expression, with or without a leading `=`.

    `names` are the known names that hold spaces or signs (`første dag`), which
    only the scope can tell from two names; `types` are the names of types that
    a decision model adds to FEEL's own. Raises FeelSyntaxError.
    """
    return _expression(text, names, types)


def parse_unary_tests(
    text: str, names: frozenset[str] = frozenset(), types: frozenset[str] = frozenset()
) -> UnaryTests:
    """The tests of an input cell. Raises FeelSyntaxError."""
    return _unary_tests(text, names, types)


@lru_cache(maxsize=8192)
def _expression(text: str, names: frozenset[str], types: frozenset[str]) -> Expression:
    # The sign is blanked, not cut, so that columns in errors stay right.
    stripped = text.lstrip()
    body = text.replace("=", " ", 1) if stripped.startswith("=") and not stripped.startswith("==") else text
    return Expression(text, parse_expression(body, names, types))


@lru_cache(maxsize=32768)
def _unary_tests(text: str, names: frozenset[str], types: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, parse_tests(text, names, types))
