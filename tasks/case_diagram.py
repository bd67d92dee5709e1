"""A case's diagram: the file for the browser, and the steps in words that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from engine.api import Engine
from engine.views.diagram import DiagramStep, DiagramView, StepState
from tasks.sessions import signed_in

MARKS: Mapping[StepState, tuple[str, str]] = {
    "stuck": ("✕", "Gået i stå"),
    "overdue": ("!", "Overskredet"),
    "current": ("●", "I gang"),
    "listening": ("○", "Kan ske undervejs"),
    "ended": ("■", "Sluttede her"),
    "stopped": ("–", "Afbrudt her"),
    "done": ("✓", "Udført"),
    "ahead": ("", "Ikke nået"),
}
_KINDS = {
    "userTask": "Opgave",
    "manualTask": "Opgave",
    "serviceTask": "Automatik",
    "sendTask": "Automatik",
    "receiveTask": "Besked udefra",
    "businessRuleTask": "Beslutningstabel",
    "callActivity": "Delforløb",
    "subProcess": "Del af forløbet",
    "transaction": "Del af forløbet",
    "startEvent": "Start",
    "endEvent": "Slut",
    "intermediateCatchEvent": "Hændelse",
    "intermediateThrowEvent": "Hændelse",
    "boundaryEvent": "Hændelse",
    "exclusiveGateway": "Valg",
    "inclusiveGateway": "Valg",
    "eventBasedGateway": "Valg",
    "parallelGateway": "Forgrening",
}
_URGENT = ("stuck", "overdue", "current")
_STANDS = (*_URGENT, "ended", "stopped")


@dataclass
class Line:
    """A step with the steps inside it, and its Danish words. `way` is the address of its open task or instance."""

    step: DiagramStep
    name: str
    kind: str
    symbol: str
    words: str
    way: str | None
    inner: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Drawn:
    """
    An instance as the page shows it.

    `now` are the lines where it stands, or where it came to its end: the most
    urgent first, and of a sub-process only what is inside it.
    """

    view: DiagramView
    lines: Sequence[Line]
    now: Sequence[Line]
    legend: Sequence[tuple[StepState, str, str]]


def blueprint(engine: Engine) -> Blueprint:
    routes = Blueprint("case_diagram", __name__)

    @routes.get("/sager/<case>/diagram")
    def source(case: str) -> Response:
        """The diagram an instance runs on, for the browser to draw."""
        content = engine.diagram_source(signed_in().viewer, case, request.args.get("forloeb") or None)
        # Plain text: opened by itself, an authored file must not be a document of ours.
        return Response(content, mimetype="text/plain", content_type="text/plain; charset=utf-8")

    return routes


def drawn(engine: Engine, case: str) -> Drawn:
    """The instance that the address names, or the case's first."""
    view = engine.case_diagram(signed_in().viewer, case, request.args.get("forloeb") or None)
    lines = _nested(view)
    flat = list(_flat(lines))
    now = [line for line in flat if line.step.state in _STANDS and not _stands_deeper(line)]
    now.sort(key=lambda line: _STANDS.index(line.step.state))
    states = {line.step.state for line in flat}
    legend = [(state, *MARKS[state]) for state in MARKS if state in states and state != "ahead"]
    return Drawn(view, lines, now, legend)


def _stands_deeper(line: Line) -> bool:
    return any(inner.step.state == line.step.state for inner in line.inner)


def _flat(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _flat(line.inner)


def _nested(view: DiagramView) -> list[Line]:
    outermost: list[Line] = []
    levels = [outermost]
    for step in view.steps:
        named = step.name != step.element
        if step.kind.endswith("Gateway") and not named and step.state != "stuck":
            continue  # a fork without a question says nothing in words
        kind = _KINDS.get(step.kind, "Trin")
        name = step.name if named or kind in {"Opgave", "Delforløb"} else kind
        line = Line(step, name, kind, MARKS[step.state][0], _words(step), _way(view.case, step))
        del levels[step.depth + 1 :]
        levels[step.depth].append(line)
        levels.append(line.inner)
    return outermost


def _words(step: DiagramStep) -> str:
    """How a step stands, in one phrase; the page adds its dates."""
    words = MARKS[step.state][1]
    if step.state in ("stuck", "overdue") and step.inside == step.state and not step.stuck:
        return words + (" i delforløbet" if step.kind == "callActivity" else " indeni")
    return words


def _way(case: str, step: DiagramStep) -> str | None:
    inside = [f"/sager/{case}?forloeb={child.id}#gang" for child in step.children if child.status == "open"]
    tasks = [f"/opgaver/{wait.task}" for wait in step.waits if wait.task]
    return next(iter(inside + tasks), None)
