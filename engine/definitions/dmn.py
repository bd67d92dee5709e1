"""
Decisions out of DMN files: tables and literal expressions, and what they require of each other.

DMN 1.2 to 1.5. What this reader does not decide (business knowledge models,
imports, other expression languages) is refused at deployment, never skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from engine import feel
from engine.definitions.decision_table import Table
from engine.definitions.dmn_reader import Content, Written, read_decision
from engine.definitions.dmn_words import inside, is_dmn, local, names_in
from engine.definitions.wording import listed
from engine.definitions.xml import Element, line_of, read_xml
from engine.errors import Finding, InvalidDefinition
from engine.feel import Expression, FeelError, FeelValue
from engine.feel.environment import Env
from engine.model import Json

MAX_DECISIONS = 300


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
    _names: tuple[str, ...] = field(repr=False)
    _content: Content = field(repr=False)
    _below: tuple[Decision, ...] = field(repr=False)

    def decide(self, names: Mapping[str, object], *, now: datetime) -> tuple[Json, Json]:
        """
        The result and the trace.

        A table gives the context of its outputs (null when no rule matches), or
        the list of contexts when it collects; an aggregation is a context too.
        A literal expression gives its value. Raises FeelError.
        """
        required: dict[str, FeelValue] = {}
        env = feel.scope(names, now).inner(required)
        traces: list[Json] = []
        for decision in self._below:
            result, trace = decision._evaluated(env)  # noqa: SLF001 - of the same class
            required.update(dict.fromkeys(decision._names, decision._value(result)))  # noqa: SLF001 - the same
            traces.append(trace)
        result, trace = self._evaluated(env)
        if traces:
            trace["required"] = traces
        return feel.to_json(result), trace

    def _evaluated(self, env: Env) -> tuple[FeelValue, dict[str, Json]]:
        about: dict[str, Json] = {"decision": self.id, "name": self.name, "hjemmel": list(self.hjemmel)}
        try:
            if isinstance(self._content, Expression):
                return self._content.within(env), about
            result, trace = self._content.decide(env)
        except FeelError as error:
            raise FeelError(f"Beslutningen »{self.name}« ({self.id}) kunne ikke træffes. {error}") from error
        return result, about | trace

    def _value(self, result: FeelValue) -> FeelValue:
        """What the decisions above see: of a table with one output its value, not a context of one."""
        if isinstance(self._content, Table) and len(self._content.outputs) == 1:
            output = self._content.outputs[0]
            if isinstance(result, dict):
                return result[output]
            if isinstance(result, list):
                return [row[output] for row in result]
        return result


def read_decisions(content: bytes, file: str) -> tuple[Decision, ...]:
    """The file's decisions, in its order. Raises InvalidDefinition with everything that is wrong with it."""
    root = read_xml(content, file)
    if not is_dmn(root) or local(root) != "definitions":
        message = "Filen er ikke en DMN-model: dens øverste element skal være »definitions« i DMN 1.2 til 1.5."
        raise InvalidDefinition([Finding(file, line_of(root), "", "dmn-malformed", message)])
    findings: list[Finding] = list(_refusals(root, file))
    known = names_in(root)
    elements = list(inside(root, "decision"))
    if len(elements) > MAX_DECISIONS:
        message = f"Filen har {len(elements)} beslutninger; højst {MAX_DECISIONS} læses. Del den i flere filer."
        raise InvalidDefinition([*findings, Finding(file, line_of(root), "", "dmn-size", message)])
    written = [read_decision(element, file, known, findings) for element in elements]
    order = _ordered(written, file, findings)
    if findings:
        raise InvalidDefinition(sorted(findings))
    built = _built(order)
    return tuple(built[decision.id] for decision in written)


_REFUSED = {
    "import": "Filen henter fra en anden DMN-fil. Læg beslutningerne i samme fil.",
    "businessKnowledgeModel": "Forretningsvidensmodellen kan ikke bruges. Skriv den som en beslutning.",
    "decisionService": "Beslutningstjenesten kan ikke bruges. Kald beslutningen direkte.",
}


def _refusals(root: Element, file: str) -> Iterable[Finding]:
    for element in root:
        message = _REFUSED.get(local(element)) if is_dmn(element) else None
        if message:
            yield Finding(file, line_of(element), element.get("id") or "", "dmn-unsupported", message)


def _ordered(written: list[Written], file: str, findings: list[Finding]) -> list[Written]:
    """Required decisions before those that require them."""
    by_id = {decision.id: decision for decision in written}
    graph: dict[str, list[str]] = {}
    for decision in written:
        graph[decision.id] = [name for name in decision.requires if name in by_id]
        for name in decision.requires:
            if name not in by_id:
                message = f"Beslutningen »{decision.name}« kræver »{name[:60]}«, som ikke er en beslutning i filen."
                findings.append(Finding(file, decision.line, decision.id, "dmn-requirement", message))
    try:
        return [by_id[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = error.args[1]
        first = by_id[circle[0]]
        message = f"Beslutningerne {listed(set(circle))} kræver hinanden i ring. Fjern et af kravene."
        findings.append(Finding(file, first.line, first.id, "dmn-cycle", message))
        return []


def _built(order: list[Written]) -> dict[str, Decision]:
    built: dict[str, Decision] = {}
    for decision in order:
        direct = [built[name] for name in decision.requires]
        given = {name for required in direct for name in required._names}  # noqa: SLF001 - built here
        below = dict.fromkeys(lower for required in direct for lower in (*required._below, required))  # noqa: SLF001
        free = frozenset(decision.free_names - given).union(*(required.free_names for required in direct))
        built[decision.id] = Decision(
            id=decision.id,
            name=decision.name,
            hjemmel=decision.hjemmel,
            inputs=decision.inputs,
            free_names=free,
            _names=decision.names,
            _content=decision.content,
            _below=tuple(below),
        )
    return built
