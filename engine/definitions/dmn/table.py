"""Decision tables as they are decided: inputs against rules, by hit policy (DMN 1.5, 8.2.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from engine import feel
from engine.feel import Expression, FeelError, FeelValue, UnaryTests
from engine.feel.environment import INPUT, Env
from engine.feel.shapes import Shape, joined, list_of
from engine.model import Json

SINGLE_HIT = ("UNIQUE", "FIRST", "ANY", "PRIORITY")
MANY_HITS = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
BY_VALUE = ("PRIORITY", "OUTPUT ORDER")  # the order of an output's allowed values decides
AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")
_OUTPUTS = "outputs"
_COMPARED = 200  # rules; of a larger table only those that matched are told
_NEAREST = 3
_NULL = feel.parse("null")
_AGGREGATE = {name: feel.parse(f"{name.lower()}({_OUTPUTS})") for name in AGGREGATIONS}


@dataclass(frozen=True)
class Input:
    """A column to the left: what it is called, what it asks, and which answers it allows (None: any)."""

    label: str
    expression: Expression
    allowed: UnaryTests | None


@dataclass(frozen=True)
class Output:
    """A column to the right: its name, its default when no rule matches, and its allowed values, best first."""

    name: str
    default: Expression | None
    values: UnaryTests | None


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
    """`aggregation` is empty but for COLLECT."""

    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def expressions(self) -> Iterator[Expression | UnaryTests]:
        """Everything in the table that reads names."""
        for column in self.inputs:
            yield column.expression
            if column.allowed is not None:
                yield column.allowed
        for rule in self.rules:
            yield from rule.tests
            yield from rule.outputs
        for output in self.outputs:
            yield from (part for part in (output.default, output.values) if part is not None)

    def shape(self, names: Mapping[str, Shape]) -> Shape:
        """What is known of what `decide` gives, from the outputs of every rule."""
        entries = [[*rule.outputs] for rule in self.rules]
        entries += [[output.default or _NULL for output in self.outputs]] if self._has_default() else []
        columns = [joined([row[index].shape(names) for row in entries]) for index in range(len(self.outputs))]
        if self.aggregation:
            columns = [Shape("number") if self.aggregation in ("SUM", "COUNT") else columns[0]]
        row = Shape("context", {output.name: shape for output, shape in zip(self.outputs, columns, strict=True)})
        return row if self.aggregation or self.hit_policy in SINGLE_HIT else list_of(row)

    def _has_default(self) -> bool:
        return any(output.default is not None for output in self.outputs)

    def value(self, env: Env) -> FeelValue:
        """What an expression sees of the table: of one output its value, not a context of one. Leaves its trace."""
        result, trace = self.decide(env)
        if env.around is not None and not env.around.explaining:
            env.around.tables.append(trace)
        return self.seen(result)

    def seen(self, result: FeelValue) -> FeelValue:
        """A result of `decide` as expressions see it."""
        if len(self.outputs) > 1:
            return result
        name = self.outputs[0].name
        if isinstance(result, list):
            return [row[name] for row in result]
        return result[name] if isinstance(result, dict) else result

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
            "inputs": [_told(column, value, env) for column, value in zip(self.inputs, values, strict=True)],
            "rules": [_explained(rule, row, env) for rule, row in zip(hits, rows, strict=True)],
            "nearest": self._nearest(values, hits, env),
        }
        if not rows and self._has_default():
            default = self._row([output.default or _NULL for output in self.outputs], env)
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

    def _nearest(self, values: list[FeelValue], hits: list[Rule], env: Env) -> list[Json]:
        """The rules that fewest cells kept out, with those cells: why the answer was not another."""
        others = [rule for rule in self.rules if rule not in hits]
        if len(others) > _COMPARED:
            return []
        columns = [
            (column.label, value, env.inner({INPUT: value})) for column, value in zip(self.inputs, values, strict=True)
        ]
        missed: list[tuple[int, Rule, list[Json]]] = []
        for rule in others:
            env.budget.spend(1)
            failed: list[Json] = [
                {"label": label, "cell": " ".join(test.text.split())}
                for test, (label, value, inside) in zip(rule.tests, columns, strict=True)
                if not test.passes(value, inside)
            ]
            if failed:  # none, where a rule above was taken first
                missed.append((len(failed), rule, failed))
        fewest = min((count for count, _, _ in missed), default=0)
        near: list[Json] = [
            {"number": rule.number, "failed": failed} for count, rule, failed in missed if count == fewest
        ]
        return near[:_NEAREST]

    def _row(self, entries: Sequence[Expression], env: Env) -> dict[str, FeelValue]:
        return {output.name: entry.within(env) for output, entry in zip(self.outputs, entries, strict=True)}

    def _result(self, hits: list[Rule], rows: list[dict[str, FeelValue]], env: Env) -> FeelValue:
        if self.aggregation:
            name = self.outputs[0].name
            found = env.inner({_OUTPUTS: [row[name] for row in rows]})
            return {name: _AGGREGATE[self.aggregation].within(found)}
        if self.hit_policy in BY_VALUE:
            rows = sorted(rows, key=lambda row: self._rank(row, env))
        if self.hit_policy in MANY_HITS:
            return list(rows)
        if len(hits) > 1 and self.hit_policy != "PRIORITY":
            self._refuse_contradiction(hits, rows)
        return rows[0] if rows else None

    def _rank(self, row: dict[str, FeelValue], env: Env) -> list[float]:
        """Where a row stands by its outputs' allowed values, the first output weighing most; unlisted ones last."""
        places = [output.values.position(row[output.name], env) if output.values else None for output in self.outputs]
        return [inf if place is None else place for place in places]

    def _refuse_contradiction(self, hits: list[Rule], rows: list[dict[str, FeelValue]]) -> None:
        numbers = ", ".join(str(rule.number) for rule in hits[:20])
        if self.hit_policy == "UNIQUE":
            raise FeelError(f"Reglerne {numbers} passer på samme tid, men kun én må passe (UNIQUE). Ret tabellen.")
        if any(row != rows[0] for row in rows):
            raise FeelError(f"Reglerne {numbers} passer på samme tid, men svarer forskelligt (ANY). Ret tabellen.")


def _told(column: Input, value: FeelValue, env: Env) -> Json:
    told: dict[str, Json] = {
        "label": column.label,
        "expression": column.expression.text.strip(),
        "value": shown_value(value),
    }
    return told | (_because(column.expression, env) if value is None else {})


def _because(expression: Expression, env: Env) -> dict[str, Json]:
    """The reasons of a null; none when it says so itself."""
    reasons: list[Json] = [] if expression.text.strip() in ("", "null") else [*expression.why_null(env)]
    return {"why_null": reasons} if reasons else {}


def _explained(rule: Rule, row: dict[str, FeelValue], env: Env) -> dict[str, Json]:
    unanswered: dict[str, Json] = {
        name: reasons["why_null"]
        for (name, value), entry in zip(row.items(), rule.outputs, strict=True)
        if value is None and (reasons := _because(entry, env))
    }
    told: dict[str, Json] = {
        "number": rule.number,
        "id": rule.id,
        "annotations": dict(rule.annotations),
        "hjemmel": list(rule.hjemmel),
        "outputs": {name: shown_value(value) for name, value in row.items()},
    }
    return told | ({"why_null": unanswered} if unanswered else {})


def shown_value(value: FeelValue) -> Json:
    """A value for the trace; one that JSON has no word for is shown as null, for the trace must not stop the case."""
    try:
        return feel.to_json(value)
    except FeelError:
        return None
