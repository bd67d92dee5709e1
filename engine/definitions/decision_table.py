"""Decision tables as they are decided: inputs against rules, by hit policy (DMN 1.5, 8.2.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine import feel
from engine.feel import Expression, FeelError, FeelValue, UnaryTests
from engine.feel.environment import INPUT, Env
from engine.model import Json

SINGLE_HIT = ("UNIQUE", "FIRST", "ANY")
MANY_HITS = ("COLLECT", "RULE ORDER")
AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")
_OUTPUTS = "outputs"
_AGGREGATE = {name: feel.parse(f"{name.lower()}({_OUTPUTS})") for name in AGGREGATIONS}


@dataclass(frozen=True)
class Input:
    """A column to the left: what it is called, what it asks, and which answers it allows (None: any)."""

    label: str
    expression: Expression
    allowed: UnaryTests | None


@dataclass(frozen=True)
class Rule:
    """One row. `number` counts from 1; `annotations` are the row's remarks under their headings."""

    number: int
    id: str
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]
    annotations: Mapping[str, str]
    hjemmel: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`aggregation` is empty but for COLLECT; `defaults` are the outputs when no rule matches, or None."""

    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]
    defaults: tuple[Expression, ...] | None

    def expressions(self) -> Iterator[Expression | UnaryTests]:
        """Everything in the table that reads names."""
        for column in self.inputs:
            yield column.expression
            if column.allowed is not None:
                yield column.allowed
        for rule in self.rules:
            yield from rule.tests
            yield from rule.outputs
        yield from self.defaults or ()

    def decide(self, env: Env) -> tuple[FeelValue, dict[str, Json]]:
        """
        The outputs (a context, a list of contexts, or null) and the trace.

        Raises FeelError when an input is not allowed, or the rules that match
        contradict the hit policy.
        """
        values = [self._asked(column, env) for column in self.inputs]
        hits = self._hits(values, env)
        rows = [self._row(rule.outputs, env) for rule in hits]
        trace: dict[str, Json] = {
            "hit_policy": f"{self.hit_policy} {self.aggregation}".strip(),
            "inputs": [
                {"label": column.label, "expression": column.expression.text.strip(), "value": _shown(value)}
                for column, value in zip(self.inputs, values, strict=True)
            ],
            "rules": [_explained(rule, row) for rule, row in zip(hits, rows, strict=True)],
        }
        if not rows and self.defaults is not None:
            default = self._row(self.defaults, env)
            return (default if self.hit_policy in SINGLE_HIT else [default]), trace
        return self._result(hits, rows, env), trace

    @staticmethod
    def _asked(column: Input, env: Env) -> FeelValue:
        value = column.expression.within(env)
        allowed = column.allowed if value is not None else None
        if allowed is not None and not allowed.passes(value, env.inner({INPUT: value})):
            raise FeelError(f"Inputtet »{column.label}« har en værdi, som tabellen ikke tillader.")
        return value

    def _hits(self, values: list[FeelValue], env: Env) -> list[Rule]:
        columns = [(value, env.inner({INPUT: value})) for value in values]
        hits = []
        for rule in self.rules:
            env.budget.spend(1)
            if all(test.passes(value, inside) for test, (value, inside) in zip(rule.tests, columns, strict=True)):
                hits.append(rule)
                if self.hit_policy == "FIRST":
                    break
        return hits

    def _row(self, outputs: tuple[Expression, ...], env: Env) -> dict[str, FeelValue]:
        return {name: output.within(env) for name, output in zip(self.outputs, outputs, strict=True)}

    def _result(self, hits: list[Rule], rows: list[dict[str, FeelValue]], env: Env) -> FeelValue:
        if self.aggregation:
            name = self.outputs[0]
            found = env.inner({_OUTPUTS: [row[name] for row in rows]})
            return {name: _AGGREGATE[self.aggregation].within(found)}
        if self.hit_policy in MANY_HITS:
            return list(rows)
        if len(hits) > 1:
            self._refuse_contradiction(hits, rows)
        return rows[0] if rows else None

    def _refuse_contradiction(self, hits: list[Rule], rows: list[dict[str, FeelValue]]) -> None:
        numbers = ", ".join(str(rule.number) for rule in hits[:20])
        if self.hit_policy == "UNIQUE":
            raise FeelError(f"Reglerne {numbers} passer på samme tid, men kun én må passe (UNIQUE). Ret tabellen.")
        if any(row != rows[0] for row in rows):
            raise FeelError(f"Reglerne {numbers} passer på samme tid, men svarer forskelligt (ANY). Ret tabellen.")


def _explained(rule: Rule, row: dict[str, FeelValue]) -> dict[str, Json]:
    return {
        "number": rule.number,
        "id": rule.id,
        "annotations": dict(rule.annotations),
        "hjemmel": list(rule.hjemmel),
        "outputs": {name: _shown(value) for name, value in row.items()},
    }


def _shown(value: FeelValue) -> Json:
    """A value for the trace; one that JSON has no word for is shown as null, for the trace must not stop the case."""
    try:
        return feel.to_json(value)
    except FeelError:
        return None
