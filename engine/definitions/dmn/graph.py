"""
The requirement graph of decision models, and how it is evaluated (DMN 1.5, 6.3 and 10.4).

A decision sees the names of what it requires, and outside them whatever the
caller gives: in a case its variables and facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.definitions.dmn.boxed import Logic
from engine.definitions.dmn.functions import ModelFunction, Parameter
from engine.definitions.dmn.table import shown_value
from engine.definitions.dmn.types import Types, Unfit, not_of_type
from engine.definitions.wording import sentence
from engine.feel import FeelError, FeelValue
from engine.feel.environment import Env
from engine.feel.values import item
from engine.model import Json


@dataclass(frozen=True, eq=False)
class InputData:
    id: str
    name: str
    type: str | None
    types: Types = field(repr=False)


@dataclass(eq=False)
class DecisionNode:
    """
    `names` are what others see its result under.

    `requires` is filled when every node of every model is known; each comes
    with the prefix of the import that it is seen through, or "".
    """

    id: str
    name: str
    names: tuple[str, ...]
    type: str | None
    hjemmel: tuple[str, ...]
    logic: Logic
    types: Types = field(repr=False)
    requires: tuple[tuple[str, Node], ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.logic.table.inputs) if self.logic.table else ()


@dataclass(eq=False)
class KnowledgeModel:
    """A business knowledge model: a function that decisions call by its name."""

    id: str
    name: str
    parameters: tuple[Parameter, ...]
    result: str | None
    logic: Logic
    types: Types = field(repr=False)
    requires: tuple[tuple[str, Node], ...] = ()


@dataclass(eq=False)
class DecisionService:
    """A part of the graph called as a function: its input data first, then its input decisions, in order."""

    id: str
    name: str
    result: str | None
    types: Types = field(repr=False)
    inputs: tuple[InputData | DecisionNode, ...] = ()
    outputs: tuple[DecisionNode, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(Parameter(node.name, node.type) for node in self.inputs)


Node: TypeAlias = InputData | DecisionNode | KnowledgeModel | DecisionService


class Evaluation:
    """
    One evaluation of a graph: each decision is made once.

    `given` are values that stand in for nodes; `outside` holds everything else.
    """

    def __init__(self, outside: Env, given: Mapping[Node, FeelValue] | None = None) -> None:
        self._outside = outside
        self._values: dict[Node, FeelValue] = dict(given or {})
        self._unfit: dict[Node, str] = {}
        self._imported: dict[str, Evaluation] = {}
        self.traces: list[Json] = []

    def value(self, node: Node) -> FeelValue:
        """A node's value as those that require it see it. Raises FeelError."""
        if node not in self._values:
            self._values[node] = self._made(node)
        return self._values[node]

    def env_of(self, node: DecisionNode | KnowledgeModel) -> Env:
        """What a node's logic sees."""
        names: dict[str, FeelValue] = {}
        for prefix, required in node.requires:
            seen = required.names if isinstance(required, DecisionNode) else (required.name,)
            if isinstance(required, InputData) and not prefix and not self._holds(required):
                continue  # the caller gave none: what stands outside under the name is seen as it is
            into = names.setdefault(prefix, {}) if prefix else names
            if isinstance(into, dict):
                into.update(dict.fromkeys(seen, self._through(prefix, required).value(required)))
        return self._outside.inner(names)

    def _through(self, prefix: str, required: Node) -> Evaluation:
        """
        The evaluation of what is seen through an import.

        One of its own where the caller gives values under the import's name:
        a model that is imported twice may be asked about two different things.
        """
        context = self._outside_value(prefix) if prefix and required not in self._values else None
        if not isinstance(context, dict):
            return self
        if prefix not in self._imported:
            inner = self._imported[prefix] = Evaluation(self._outside.inner(context))
            inner.traces, inner._unfit = self.traces, self._unfit
        return self._imported[prefix]

    def _holds(self, data: InputData) -> bool:
        env: Env | None = self._outside
        while env is not None:
            if data.name in env.names:
                return True
            env = env.outer
        return data in self._values

    def _made(self, node: Node) -> FeelValue:
        match node:
            case InputData():
                return self._given(node)
            case DecisionNode():
                return self._decided(node)
            case KnowledgeModel():
                return ModelFunction(
                    node.parameters,
                    node.result,
                    # Its own name is around its parameters: it may call itself.
                    lambda _caller, given: node.logic.run(
                        self.env_of(node).inner({node.name: self.value(node)}).inner(given)
                    ),
                    node.logic.depth + 1,
                    node.types,
                )
            case DecisionService():
                return ModelFunction(
                    node.parameters, node.result, lambda _caller, given: self._served(node, given), 4, node.types
                )

    def _given(self, node: InputData) -> FeelValue:
        found = node.types.fitted(self._outside_value(node.name), node.type, self._outside)
        if isinstance(found, Unfit):
            self._unfit[node] = node.type or ""
            return None
        return found

    def _outside_value(self, name: str) -> FeelValue:
        env: Env | None = self._outside
        while env is not None:
            if name in env.names:
                return item(env.names[name])
            env = env.outer
        return None

    def _decided(self, node: DecisionNode) -> FeelValue:
        """Make a decision, and leave its trace after those of the decisions it required."""
        env = self.env_of(node)
        around = self._outside.around
        before = len(around.tables) if around else 0
        try:
            found = node.logic.run(env)
            value = _fitted(node.types, found, node.type, env)
        except FeelError as error:
            raise FeelError(f"{sentence(called(node))} kunne ikke træffes. {error}") from error
        tables = around.tables[before:] if around else []
        told = self.about(node, tables)
        if node.logic.table is None:
            told |= {"value": shown_value(value)}
        if value is None:
            why: list[Json] = [*node.logic.why_null(env)] if found is None else [not_of_type(node.type or "")]
            told |= {"why_null": why} if why else {}
        self.traces.append(told)
        return value

    def _served(self, service: DecisionService, given: Mapping[str, FeelValue]) -> FeelValue:
        values: dict[Node, FeelValue] = {node: given[node.name] for node in service.inputs}
        inner = Evaluation(self._outside, values)
        found = {output.name: inner.value(output) for output in service.outputs}
        if self._outside.around is None or not self._outside.around.explaining:
            self.traces += inner.traces
        return next(iter(found.values())) if len(found) == 1 else found

    def about(self, node: DecisionNode, tables: list[Json]) -> dict[str, Json]:
        """A decision's trace: of a lone table the table's own, else those of the tables inside it."""
        told: dict[str, Json] = {"decision": node.id, "name": node.name, "hjemmel": list(node.hjemmel)}
        unfit: dict[str, Json] = {
            required.name: self._unfit[required] for _, required in node.requires if required in self._unfit
        }
        told |= {"unfit": unfit} if unfit else {}
        if node.logic.table is not None and len(tables) == 1 and isinstance(tables[0], dict):
            return told | tables[0]
        return told | ({"tables": tables} if tables else {})


def called(node: DecisionNode) -> str:
    return f"beslutningen »{node.name}« ({node.id})"


def _fitted(types: Types, value: FeelValue, wanted: str | None, env: Env) -> FeelValue:
    found = types.fitted(value, wanted, env)
    return None if isinstance(found, Unfit) else found
