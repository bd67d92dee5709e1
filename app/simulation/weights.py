"""
A library's `simulation/vaegte.yaml`: what its simulated people tend to do.

    forsinkelse: {standard: [P1D, P10D], opgaver: {Opgave_Id: [P20D, P60D]}}
    vaegte:
      felter: {sag.anmodning.indehaver: {true: 1}}
      opgaver: {Opgave_Id: {felt: {godkendt: 9, afslag: 1}}}
    beskeder: {hjemmetraening.klage: 0.1}
    start: {sti: værdi eller "=FEEL over foedt og start"}
    aabnes: {alder: [P2Y, P4Y]}

Everything in it is optional, the file too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from app.simulation.authored import Authored, Place, read_yaml
from app.simulation.periods import Period, parse_period
from engine import feel
from engine.model import Json

Distribution: TypeAlias = "tuple[tuple[Json, float], ...]"
Span: TypeAlias = "tuple[Period, Period]"

DEFAULT_DELAY: Span = (Period(0, 1), Period(0, 10))


@dataclass(frozen=True)
class Weights:
    """
    How long people take, what they answer, how a case begins, and what reaches it.

    `start` maps a path in the case file to a value; text that begins with `=`
    is FEEL. `age` is how old the subject is when its case opens, for processes
    about somebody; None for the others. `messages` is each message's chance of
    coming in a year of the case.
    """

    delay: Span = DEFAULT_DELAY
    delays: Mapping[str, Span] = field(default_factory=dict)
    fields: Mapping[str, Distribution] = field(default_factory=dict)
    task_fields: Mapping[str, Mapping[str, Distribution]] = field(default_factory=dict)
    start: Mapping[str, Json] = field(default_factory=dict)
    age: Span | None = None
    messages: Mapping[str, float] = field(default_factory=dict)

    def delay_of(self, element: str) -> Span:
        return self.delays.get(element, self.delay)

    def answers(self, element: str, key: str) -> Distribution | None:
        """What is answered in a field: the task's own weights, else the field's, else None."""
        return self.task_fields.get(element, {}).get(key) or self.fields.get(key)


def read_weights(library: Path) -> Weights:
    """The weights of a library folder; the defaults when it has none. Raises AuthoredError."""
    path = library / "simulation" / "vaegte.yaml"
    return weights_of(read_yaml(path)) if path.exists() else Weights()


def weights_of(file: Authored) -> Weights:
    top = file.mapping((), {"forsinkelse", "vaegte", "beskeder", "start", "aabnes"}, what="vægte")
    delay, delays = _delays(file) if "forsinkelse" in top else (DEFAULT_DELAY, {})
    fields, task_fields = _answers(file) if "vaegte" in top else ({}, {})
    age = None
    if "aabnes" in top:
        file.mapping(("aabnes",), {"alder"}, what="aabnes")
        age = _span(file, ("aabnes", "alder"))
    start = _start(file) if "start" in top else {}
    messages = _messages(file) if "beskeder" in top else {}
    return Weights(delay, delays, fields, task_fields, start, age, messages)


def _messages(file: Authored) -> dict[str, float]:
    found = file.mapping(("beskeder",), what="beskeder")
    for name, odds in found.items():
        if isinstance(odds, bool) or not isinstance(odds, int | float) or not 0 <= odds <= 1:
            raise file.error(("beskeder", name), "Skriv, hvor tit beskeden kommer på et år, som et tal fra 0 til 1.")
    return found


def _start(file: Authored) -> dict[str, Json]:
    found = file.mapping(("start",), what="start")
    for path, value in found.items():
        if isinstance(value, str) and value.startswith("="):
            try:
                feel.parse(value)
            except feel.FeelSyntaxError as error:
                raise file.error(("start", path), f"»{value}« er ikke gyldig FEEL: {error}") from error
    return found


def _delays(file: Authored) -> tuple[Span, dict[str, Span]]:
    found = file.mapping(("forsinkelse",), {"standard", "opgaver"}, what="forsinkelse")
    standard = _span(file, ("forsinkelse", "standard")) if "standard" in found else DEFAULT_DELAY
    place: Place = ("forsinkelse", "opgaver")
    tasks = file.mapping(place, what="opgaver") if "opgaver" in found else {}
    return standard, {task: _span(file, (*place, task)) for task in tasks}


def _answers(file: Authored) -> tuple[dict[str, Distribution], dict[str, dict[str, Distribution]]]:
    found = file.mapping(("vaegte",), {"felter", "opgaver"}, what="vaegte")
    fields = _distributions(file, ("vaegte", "felter")) if "felter" in found else {}
    place: Place = ("vaegte", "opgaver")
    tasks = file.mapping(place, what="opgaver") if "opgaver" in found else {}
    return fields, {task: _distributions(file, (*place, task)) for task in tasks}


def _distributions(file: Authored, place: Place) -> dict[str, Distribution]:
    return {key: _distribution(file, (*place, key)) for key in file.mapping(place, what="felternes vægte")}


def _distribution(file: Authored, place: Place) -> Distribution:
    found = file.mapping(place, what="et felts vægte")
    for value, weight in found.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < 1e9:
            raise file.error((*place, value), "En vægt er et tal fra 0 og op.")
    if not any(found.values()):
        raise file.error(place, "Mindst én værdi skal have en vægt over 0.")
    return tuple(found.items())


def _span(file: Authored, place: Place) -> Span:
    found = file.at(place)
    try:
        shortest, longest = (parse_period(text) for text in found)
    except (TypeError, ValueError) as error:
        message = "Skriv den korteste og den længste tid, fx [P1D, P10D] (hele dage, uger, måneder, år)."
        raise file.error(place, message) from error
    return shortest, longest
