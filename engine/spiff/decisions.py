"""Business rule tasks: a decision table is asked, and its answer becomes a variable."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from engine.errors import ExpressionFailed
from engine.model import Happened, Json
from engine.spiff.nodes import Node
from engine.spiff.tokens import Token
from engine.spiff.variables import names, write

# The values of camunda:mapDecisionResult.
ResultMapping: TypeAlias = Literal["singleEntry", "singleResult", "collectEntries", "resultList"]


class BusinessRuleTask(Node):
    """Asks at once; nothing waits."""

    def __init__(
        self, wf_spec: Any, name: str, *, decision: str, variable: str, mapping: ResultMapping, **about: Any
    ) -> None:
        super().__init__(wf_spec, name, **about)
        self.decision = decision
        self.variable = variable
        self.mapping = mapping

    def _run_hook(self, token: Token) -> bool | None:
        result, trace = token.instance.facts.decide(self.decision, names(token))
        write(token, {self.variable: self._mapped(result)})
        data: dict[str, Json] = {**self.about(token), "decision": self.decision, "trace": trace}
        token.instance.happened.append(Happened("decided", self.bpmn_id, data))
        return True

    def _mapped(self, result: Json) -> Json:
        rows: list[Json] = result if isinstance(result, list) else [] if result is None else [result]
        if self.mapping == "resultList":
            return rows
        if self.mapping == "collectEntries":
            return [self._entry(row) for row in rows]
        if len(rows) > 1:
            raise self._unfit(f"{len(rows)} regler svarede", "højst én")
        if not rows:
            return None
        return self._entry(rows[0]) if self.mapping == "singleEntry" else rows[0]

    def _entry(self, row: Json) -> Json:
        if not isinstance(row, dict):
            return row
        if len(row) != 1:
            raise self._unfit(f"svaret har {len(row)} felter", "ét felt")
        return next(iter(row.values()))

    def _unfit(self, found: str, wanted: str) -> ExpressionFailed:
        return ExpressionFailed(
            f"Beslutningen »{self.decision}« i {self.label} kunne ikke bruges: {found}, men »{self.mapping}« venter "
            f"{wanted}. Ret tabellen eller camunda:mapDecisionResult."
        )
