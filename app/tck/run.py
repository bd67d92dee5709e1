"""Running the kit's cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from app.tck.cases import Case
from engine.clock import SystemClock
from engine.errors import ExpressionFailed
from engine.files import DecisionModel, read_decision_models

# Roots and powers have no last digit in common between implementations; the kit's own runners round as well.
_NEAR = Decimal("1e-8")


@dataclass
class Outcome:
    """How many cases there were, how many gave what they must, and the others."""

    total: int = 0
    passed: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)


def run(cases: Iterable[Case]) -> Outcome:
    """Run every case; one that cannot be evaluated has failed, unless an error is what it expects."""
    outcome = Outcome()
    models: dict[Path, DecisionModel | None] = {}
    for case in cases:
        if case.model not in models:
            models[case.model] = _model(case.model)
        outcome.total += 1
        found = _found(models[case.model], case)
        if same(found, None if case.is_error else case.expected):
            outcome.passed += 1
        else:
            expected = "an error" if case.is_error else repr(case.expected)
            outcome.failures.append({"case": case.name, "expected": expected, "found": repr(found)})
    return outcome


def _model(path: Path) -> DecisionModel | None:
    """The model in a file, with those beside it that it may import; None when there is no such file."""
    files = {each.name: each.read_bytes() for each in sorted(path.parent.glob("*.dmn"))}
    models, _findings = read_decision_models(files)
    return next((model for model in models if model.file == path.name), None)


def _found(model: DecisionModel | None, case: Case) -> object:
    if model is None:
        return "no such model"
    try:
        return model.evaluate(case.asked, case.inputs, now=SystemClock().now())
    except ExpressionFailed:
        return None


def same(found: object, expected: object) -> bool:
    """Whether two values are the same to the kit: numbers nearly, everything else exactly."""
    match found, expected:
        case Decimal(), Decimal():
            return abs(found - expected) <= _NEAR * max(Decimal(1), abs(expected))
        case list(), list():
            return len(found) == len(expected) and all(map(same, found, expected))
        case dict(), dict():
            return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in found)
        case ((int() | float()), Decimal()) if not isinstance(found, bool):
            return same(Decimal(str(found)), expected)
    return type(found) is type(expected) and found == expected
