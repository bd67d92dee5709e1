"""
Decision models: DMN 1.2 to 1.5, whole.

What a model cannot mean (a missing import, a ring of decisions, a function in
Java) is refused when it is read, never skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from engine import feel
from engine.definitions.dmn.graph import (
    DecisionNode,
    DecisionService,
    Evaluation,
    InputData,
    KnowledgeModel,
    Node,
    called,
)
from engine.definitions.dmn.reader import Read, read_files
from engine.definitions.dmn.reading import WrittenTable, WrittenText
from engine.definitions.dmn.shapes import model_shapes
from engine.definitions.dmn.types import Types
from engine.definitions.wording import sentence, shown
from engine.errors import Finding, InvalidDefinition
from engine.feel import FeelError, FeelValue
from engine.feel.environment import INPUT, Around
from engine.feel.shapes import UNKNOWN, Shape
from engine.feel.values import item
from engine.model import Json


@dataclass(frozen=True, eq=False)
class Decision:
    """
    One decision, with those it requires.

    `inputs` are the labels of a table's input columns; `free_names` the names
    that it and the decisions below it read from outside.
    """

    id: str
    name: str
    hjemmel: tuple[str, ...]
    inputs: tuple[str, ...]
    free_names: frozenset[str]
    _node: DecisionNode = field(repr=False)

    def decide(self, names: Mapping[str, object], *, now: datetime) -> tuple[Json, Json]:
        """
        The result and the trace.

        A table gives the context of its outputs (null when no rule matches), or
        the list of contexts when it collects; an aggregation is a context too.
        Any other expression gives its value. Raises FeelError.
        """
        node = self._node
        around = Around(node.types.checks())
        evaluation = Evaluation(feel.scope(names, now, around))
        table = node.logic.table
        if table is None:
            result = evaluation.value(node)
            trace = cast("dict[str, Json]", evaluation.traces.pop())
            return _with_required(feel.to_json(result), trace, evaluation.traces)
        env = evaluation.env_of(node)
        try:
            rows, told = table.decide(env)
        except FeelError as error:
            raise FeelError(f"{sentence(called(node))} kunne ikke træffes. {error}") from error
        return _with_required(feel.to_json(rows), evaluation.about(node, [told]), evaluation.traces)

    def shape(self, names: Mapping[str, Shape]) -> Shape:
        """What is known of a table's result from the shapes of the names it reads; of anything else nothing."""
        table = self._node.logic.table
        return UNKNOWN if table is None else table.shape(names)


def _with_required(result: Json, trace: dict[str, Json], required: list[Json]) -> tuple[Json, Json]:
    return result, trace | ({"required": required} if required else {})


@dataclass(frozen=True, eq=False)
class DecisionModel:
    """
    One DMN file. Decisions and services are found by name, as its expressions find them.

    `imported` are the files of the models it imports.
    """

    file: str
    namespace: str
    decisions: tuple[Decision, ...]
    tables: tuple[WrittenTable, ...]
    imported: frozenset[str]
    _texts: tuple[WrittenText, ...] = field(repr=False)
    _shapes: Mapping[str, Shape] = field(repr=False)
    _nodes: tuple[Node, ...] = field(repr=False)
    _types: Types = field(repr=False)

    def remarks(self, names: Mapping[str, Shape]) -> Iterator[Finding]:
        """
        Expressions that are FEEL and still always null, or a cell that nothing passes.

        `names` are the shapes of what the model reads from outside.
        """
        known = {**names, **self._shapes}
        for text in self._texts:
            inputs = {INPUT: text.asked.shape(known)} if text.asked is not None else {}
            for line, column, wrong in text.parsed.check({**known, **inputs}):
                where = f"linje {line}, tegn {column} i »{shown(text.parsed.text)}«"
                message = f"{text.what} kan ikke virke: {wrong} ({where})"
                yield Finding(self.file, text.line, text.element, "expression-call", sentence(message))

    def evaluate(self, name: str, inputs: Mapping[str, object], *, now: datetime) -> FeelValue:
        """
        The value of a decision, or of a decision service called with these inputs by name.

        Raises FeelError, also when nothing has the name.
        """
        env = feel.scope(inputs, now, Around(self._types.checks()))
        evaluation = Evaluation(env)
        for kind in (DecisionNode, DecisionService, KnowledgeModel):
            node = next((node for node in self._nodes if isinstance(node, kind) and node.name == name), None)
            if isinstance(node, DecisionNode):
                return evaluation.value(node)
            if node is not None:
                function = cast("feel.values.Function", evaluation.value(node))
                wanted = [p.name for p in node.parameters]
                return function.invoke(env, [item(inputs.get(parameter)) for parameter in wanted])
        raise FeelError(f"Modellen har ingen beslutning »{name}«.")


def read_models(files: Mapping[str, bytes]) -> tuple[list[DecisionModel], list[Finding]]:
    """Every model in these files, linked by their imports, and every finding. Never raises on bad content."""
    findings: list[Finding] = []
    return _models(files, findings), findings


def _models(files: Mapping[str, bytes], findings: list[Finding]) -> list[DecisionModel]:
    try:
        found = read_files(files)
    except InvalidDefinition as error:
        findings += error.findings
        # A file that cannot be opened at all; the others are read without it.
        bad = {finding.file for finding in error.findings}
        rest = {file: content for file, content in files.items() if file not in bad}
        return _models(rest, findings) if rest else []
    for model in found:
        findings += model.reading.findings
    return [_model(model) for model in found]


def _model(model: Read) -> DecisionModel:
    nodes = tuple(model.nodes.values())
    decisions = tuple(
        Decision(node.id, node.name, node.hjemmel, node.inputs, _free(node), node)
        for node in nodes
        if isinstance(node, DecisionNode)
    )
    return DecisionModel(
        model.file,
        model.namespace,
        decisions,
        tuple(model.reading.tables),
        frozenset(other.file for _, other in model.imports),
        tuple(model.reading.texts),
        model_shapes(model),
        nodes,
        model.reading.types,
    )


def _free(node: DecisionNode) -> frozenset[str]:
    """The names that a decision and all below it read from outside."""
    found: set[str] = set()
    for each in _below(node):
        given: set[str] = set()
        for prefix, required in each.requires:
            names = required.names if isinstance(required, DecisionNode) else (required.name,)
            given.update((prefix,) if prefix else () if isinstance(required, InputData) else names)
        bound = {each.name, *(p.name for p in each.parameters)} if isinstance(each, KnowledgeModel) else set()
        found |= each.logic.free_names - given - bound
    return frozenset(found)


def _below(node: DecisionNode) -> Iterator[DecisionNode | KnowledgeModel]:
    """A node and everything it requires, each once."""
    seen: dict[Node, None] = {}
    stack: list[Node] = [node]
    while stack:
        each = stack.pop()
        if each in seen:
            continue
        seen[each] = None
        if isinstance(each, (DecisionNode, KnowledgeModel)):
            stack.extend(required for _, required in each.requires)
            yield each
        elif isinstance(each, DecisionService):
            stack.extend(output for output in each.outputs)


def read_decisions(content: bytes, file: str) -> tuple[Decision, ...]:
    """One file's decisions, in its order. Raises InvalidDefinition with everything that is wrong with it."""
    models, findings = read_models({file: content})
    if findings:
        raise InvalidDefinition(sorted(findings))
    return tuple(decision for model in models for decision in model.decisions)
