"""Boxed expressions: everything that may stand where a decision's logic does (DMN 1.5, 7.3 and 10.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.definitions.dmn.functions import ModelFunction, Parameter
from engine.definitions.dmn.reading import Reading
from engine.definitions.dmn.table import Table
from engine.definitions.dmn.table_reader import read_table
from engine.definitions.dmn.types import Unfit, not_of_type
from engine.definitions.dmn.words import boxed_in, inside, local
from engine.definitions.xml import Element
from engine.feel.environment import Env, Evaluator
from engine.feel.iteration import every, filtered, loop, some
from engine.feel.values import FeelValue, Function


def _unexplained(_env: Env) -> list[str]:
    return []


@dataclass(frozen=True, eq=False)
class Logic:
    """
    An expression ready to be evaluated.

    `free_names` are what it reads from outside itself, `depth` the levels it
    nests. `table` is the decision table, when it is one and nothing around it.
    `why_null` are the reasons, in Danish, that it is null in a scope; none
    where only its parts could tell.
    """

    run: Evaluator
    free_names: frozenset[str]
    depth: int
    table: Table | None = None
    why_null: Callable[[Env], list[str]] = _unexplained


_NOTHING = Logic(lambda _env: None, frozenset(), 1)
_FOREIGN = frozenset({"Java", "PMML"})


def read_logic(element: Element, reading: Reading, what: str) -> Logic:
    """The expression an element is. What cannot be read is null, with a finding; `what` names it in Danish."""
    logic = _READERS[local(element)](element, reading, what)
    return logic if logic.table is not None else _as_type_of(element, logic, reading)


def read_only_logic(element: Element, reading: Reading, what: str) -> Logic:
    """The one expression inside an element; null, with a finding, when there is none."""
    found = next(boxed_in(element), None)
    if found is None:
        reading.find(element, "dmn-malformed", f"{what} er tom. Giv den en beslutningstabel eller et udtryk.")
        return _NOTHING
    return read_logic(found, reading, what)


def type_of(element: Element | None, reading: Reading) -> str | None:
    """The type that an element refers to; a finding when there is no such type."""
    name = element.get("typeRef") if element is not None else None
    if not name or element is None:
        return None
    if not reading.types.knows(name):
        message = f"Typen »{name[:60]}« findes ikke. Vælg en af FEEL's egne, eller tilføj den i modellen."
        reading.find(element, "dmn-type", message)
        return None
    return name


def _as_type_of(element: Element, logic: Logic, reading: Reading) -> Logic:
    """The logic whose value is of the type that an element refers to, or null."""
    name, types = type_of(element, reading), reading.types
    if name is None or name == "Any":
        return logic

    def run(env: Env) -> FeelValue:
        value = types.fitted(logic.run(env), name, env)
        return None if isinstance(value, Unfit) else value

    def why_null(env: Env) -> list[str]:
        return logic.why_null(env) or [not_of_type(name)]

    return Logic(run, logic.free_names, logic.depth, why_null=why_null)


def _literal(element: Element, reading: Reading, what: str) -> Logic:
    expression = reading.expression(element, what)
    return Logic(expression.within, expression.free_names, expression.depth, why_null=expression.why_null)


def _table(element: Element, reading: Reading, what: str) -> Logic:
    table = read_table(element, reading, what)
    free = frozenset[str]().union(*(part.free_names for part in table.expressions()))
    return Logic(table.value, free, 2, table)


def _context(element: Element, reading: Reading, what: str) -> Logic:
    """Entries see those before them; an entry without a name is the context's result."""
    entries: list[tuple[str | None, Logic]] = []
    for number, entry in enumerate(inside(element, "contextEntry"), 1):
        variable = next(inside(entry, "variable"), None)
        name = variable.get("name") if variable is not None else None
        logic = read_only_logic(entry, reading, f"»{name}« i {what}" if name else f"indgang {number} i {what}")
        entries.append((name, logic if variable is None else _as_type_of(variable, logic, reading)))
    free: frozenset[str] = frozenset()
    bound: set[str] = set()
    for name, logic in entries:
        free |= logic.free_names - bound
        bound.update({name} if name else ())

    def run(env: Env) -> FeelValue:
        values: dict[str, FeelValue] = {}
        inner = env.inner(values)
        env.budget.spend(len(entries))
        for name, logic in entries:
            if name is None:
                return logic.run(inner)
            values[name] = logic.run(inner)
        return dict(values)

    return Logic(run, free, _deepest(logic for _, logic in entries))


def _invocation(element: Element, reading: Reading, what: str) -> Logic:
    called = read_only_logic(element, reading, f"Den kaldte funktion i {what}")
    bindings: list[tuple[str, Logic]] = []
    for binding in inside(element, "binding"):
        parameter = next(inside(binding, "parameter"), None)
        name = (parameter.get("name") if parameter is not None else None) or ""
        given = next(boxed_in(binding), None)
        if given is not None:  # one that is left out is null
            bindings.append((name, read_logic(given, reading, f"»{name}« i {what}")))
    names = [name for name, _ in bindings]

    def run(env: Env) -> FeelValue:
        function = called.run(env)
        env.budget.spend(1 + len(bindings))
        if not isinstance(function, Function):
            return None
        given = {name: logic.run(env) for name, logic in bindings}
        if isinstance(function, ModelFunction):
            given |= {p.name: None for p in function.parameters if p.name not in given}
        return function.invoke_named(env, given)

    if len(set(names)) != len(names):
        reading.find(element, "dmn-malformed", f"{what} giver en parameter to gange. Fjern den ene.")
    parts = [called, *(logic for _, logic in bindings)]
    return Logic(run, _all_free(parts), _deepest(parts))


def parameters_of(element: Element, reading: Reading) -> tuple[Parameter, ...]:
    """The formal parameters of a function definition."""
    return tuple(
        Parameter(parameter.get("name") or "", type_of(parameter, reading))
        for parameter in inside(element, "formalParameter")
    )


def read_body(element: Element, reading: Reading, what: str) -> Logic:
    """A function definition's body. Java and PMML are refused: nothing outside FEEL is run."""
    kind = element.get("kind") or "FEEL"
    if kind in _FOREIGN:
        message = f"{what} er skrevet i {kind}. Funktioner uden for FEEL køres ikke; skriv den i FEEL."
        reading.find(element, "dmn-unsupported", message)
        return _NOTHING
    names = [parameter.name for parameter in parameters_of(element, reading)]
    return read_only_logic(element, reading.knowing(names), what)


def _function(element: Element, reading: Reading, what: str) -> Logic:
    parameters, body = parameters_of(element, reading), read_body(element, reading, what)
    types = reading.types

    def run(env: Env) -> FeelValue:
        return ModelFunction(parameters, None, lambda _caller, given: body.run(env.inner(given)), body.depth, types)

    return Logic(run, body.free_names - {parameter.name for parameter in parameters}, body.depth)


def _list(element: Element, reading: Reading, what: str) -> Logic:
    parts = [read_logic(part, reading, f"element {n} i {what}") for n, part in enumerate(boxed_in(element), 1)]

    def run(env: Env) -> FeelValue:
        env.budget.items(len(parts))
        return [part.run(env) for part in parts]

    return Logic(run, _all_free(parts), _deepest(parts))


def _relation(element: Element, reading: Reading, what: str) -> Logic:
    """A list of contexts, one for each row (DMN 1.5, 7.3.11)."""
    written = list(inside(element, "column"))
    columns = [column.get("name") or "" for column in written]
    rows: list[list[Logic]] = []
    for number, row in enumerate(inside(element, "row"), 1):
        cells = [read_logic(cell, reading, f"række {number} i {what}") for cell in boxed_in(row)]
        if len(cells) != len(columns):
            message = f"Række {number} i {what} har {len(cells)} celler, men der er {len(columns)} kolonner."
            reading.find(row, "dmn-malformed", message)
        rows.append([_as_type_of(column, cell, reading) for column, cell in zip(written, cells, strict=False)])
    cells = [cell for row in rows for cell in row]

    def run(env: Env) -> FeelValue:
        env.budget.items(len(cells))
        return [{name: cell.run(env) for name, cell in zip(columns, row, strict=False)} for row in rows]

    return Logic(run, _all_free(cells), _deepest(cells))


def _conditional(element: Element, reading: Reading, what: str) -> Logic:
    condition, then, otherwise = (
        _part(element, name, reading, f"»{name}« i {what}") for name in ("if", "then", "else")
    )
    parts = (condition, then, otherwise)
    return Logic(
        lambda env: then.run(env) if condition.run(env) is True else otherwise.run(env),
        _all_free(parts),
        _deepest(parts),
    )


def _for(element: Element, reading: Reading, what: str) -> Logic:
    return _iterated(element, reading, what, "return", lambda bindings, body: loop(bindings, body, uses_partial=True))


def _some(element: Element, reading: Reading, what: str) -> Logic:
    return _iterated(element, reading, what, "satisfies", some)


def _every(element: Element, reading: Reading, what: str) -> Logic:
    return _iterated(element, reading, what, "satisfies", every)


def _iterated(
    element: Element,
    reading: Reading,
    what: str,
    body_name: str,
    made: Callable[[tuple[tuple[str, Evaluator, Evaluator | None], ...], Evaluator], Evaluator],
) -> Logic:
    name = element.get("iteratorVariable") or ""
    if not name:
        reading.find(element, "dmn-malformed", f"{what} mangler navnet på det, der gennemløbes (iteratorVariable).")
    source = _part(element, "in", reading, f"»in« i {what}")
    body = _part(element, body_name, reading, f"»{body_name}« i {what}")
    bound = {name, "partial"} if body_name == "return" else {name}
    run = made(((name, source.run, None),), body.run)
    return Logic(run, source.free_names | (body.free_names - bound), _deepest((source, body)))


def _filter(element: Element, reading: Reading, what: str) -> Logic:
    source, match = (
        _part(element, "in", reading, f"»in« i {what}"),
        _part(element, "match", reading, f"filteret i {what}"),
    )
    # A name in the filter may be a part of the items, so only the source's names surely come from outside.
    return Logic(filtered(source.run, match.run), source.free_names, _deepest((source, match)))


def _part(element: Element, name: str, reading: Reading, what: str) -> Logic:
    holder = next(inside(element, name), None)
    if holder is None:
        reading.find(element, "dmn-malformed", f"{what} mangler.")
        return _NOTHING
    return read_only_logic(holder, reading, what)


def _all_free(parts: Iterable[Logic]) -> frozenset[str]:
    return frozenset[str]().union(*(part.free_names for part in parts))


def _deepest(parts: Iterable[Logic]) -> int:
    return 1 + max((part.depth for part in parts), default=0)


_READERS: dict[str, Callable[[Element, Reading, str], Logic]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": _function,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "for": _for,
    "some": _some,
    "every": _every,
    "filter": _filter,
}
