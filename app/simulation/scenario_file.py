"""
Scenarios as their owners write them, read strictly.

    navn: Forældre svarer ikke på høring
    start: {proces: hjemmetraening, dato: 2016-08-15, fakta: {barn.navn: Yrsa}}
    trin:
      - opgave: Send partshøring
        udfyld: {felt: værdi}
      - afvises: {opgave: Skriv afgørelse, udfyld: {felt: værdi}, stop: H1}
      - vaelg: {i: Oplys sagen, aktivitet: Ring til lægen}
      - spol_frem: P15D
      - send_besked: {navn: anmodning, indhold: {}}
      - indtil: {opgave: Skriv afgørelse}
      - forvent: {opgave: Skriv afgørelse}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from app.simulation.authored import Authored, Place, read_yaml, suggestion
from app.simulation.periods import Period, parse_period
from engine.model import Json

EXPECTATIONS = frozenset(
    {
        "opgave",
        "ingen_opgave",
        "fakta",
        "milepael",
        "antal",
        "eskaleret",
        "overskredet",
        "haendelse",
        "ikke_haendelse",
        "afsluttet",
        "brev",
    }
)


@dataclass(frozen=True)
class CompleteTask:
    """The open task of that name is completed; fields that are not given are filled in as is likeliest."""

    task: str
    fields: Mapping[str, Json]


@dataclass(frozen=True)
class Refused:
    """The same is refused: by the hard stop named, by the field named, or at all."""

    task: str
    fields: Mapping[str, Json]
    stop: str | None
    field: str | None


@dataclass(frozen=True)
class Choose:
    """In the open ad-hoc sub-process of that name an activity is begun, by its name."""

    within: str
    activity: str


@dataclass(frozen=True)
class PassTime:
    """To a date, or a period on. Timers run on the way; nobody completes anything."""

    to: date | Period


@dataclass(frozen=True)
class GiveMessage:
    name: str
    payload: Mapping[str, Json]


@dataclass(frozen=True)
class WorkUntil:
    """Everything is completed as is likeliest, timers too, until the task is open."""

    task: str


@dataclass(frozen=True)
class Expect:
    """What must be true now; keys among EXPECTATIONS."""

    what: Mapping[str, Json]


Action: TypeAlias = "CompleteTask | Refused | Choose | PassTime | GiveMessage | WorkUntil | Expect"


@dataclass(frozen=True)
class ScenarioStep:
    """A step, its number from 1, and its line in the file."""

    number: int
    line: int
    action: Action


@dataclass(frozen=True)
class Scenario:
    """`start` is the Danish day the case opens; `facts` maps path to value."""

    file: str
    name: str
    process: str
    start: date
    facts: Mapping[str, Json]
    steps: tuple[ScenarioStep, ...]


def read_scenario(path: Path) -> Scenario:
    """Read one scenario file. Raises AuthoredError with the line and the nearest right word."""
    return scenario_of(read_yaml(path))


def scenario_of(file: Authored) -> Scenario:
    _named(file, (), {"navn", "start", "trin"}, {"navn", "start", "trin"}, "et scenarie")
    start = _named(file, ("start",), {"proces", "dato", "fakta"}, {"proces", "dato"}, "start")
    steps = file.sequence(("trin",), what="trin")
    return Scenario(
        file=file.file,
        name=file.text(("navn",), what="navn"),
        process=file.text(("start", "proces"), what="proces"),
        start=_day(file, ("start", "dato")),
        facts=file.mapping(("start", "fakta"), what="fakta") if "fakta" in start else {},
        steps=tuple(_step(file, index) for index in range(len(steps))),
    )


def _step(file: Authored, index: int) -> ScenarioStep:
    place: Place = ("trin", index)
    found = file.mapping(place, {*_ACTIONS, "udfyld"}, what="et trin")
    kinds = [key for key in found if key in _ACTIONS]
    if len(kinds) != 1:
        raise file.error(place, f"Trin {index + 1} skal have netop ét af {', '.join(sorted(_ACTIONS))}.")
    if "udfyld" in found and kinds != ["opgave"]:
        raise file.error((*place, "udfyld"), "»udfyld« hører kun sammen med »opgave«.")
    return ScenarioStep(index + 1, file.line(place), _ACTIONS[kinds[0]](file, place))


def _complete(file: Authored, place: Place) -> CompleteTask:
    return CompleteTask(file.text((*place, "opgave"), what="opgave"), _fields(file, place))


def _refused(file: Authored, place: Place) -> Refused:
    place = (*place, "afvises")
    found = _named(file, place, {"opgave", "udfyld", "stop", "felt"}, {"opgave"}, "afvises")
    stop = file.text((*place, "stop"), what="stop") if "stop" in found else None
    wrong_field = file.text((*place, "felt"), what="felt") if "felt" in found else None
    return Refused(file.text((*place, "opgave"), what="opgave"), _fields(file, place), stop, wrong_field)


def _choose(file: Authored, place: Place) -> Choose:
    place = (*place, "vaelg")
    _named(file, place, {"i", "aktivitet"}, {"i", "aktivitet"}, "vaelg")
    return Choose(file.text((*place, "i"), what="i"), file.text((*place, "aktivitet"), what="aktivitet"))


def _pass_time(file: Authored, place: Place) -> PassTime:
    place = (*place, "spol_frem")
    text = file.text(place, what="spol_frem")
    try:
        return PassTime(parse_period(text) if text.startswith("P") else date.fromisoformat(text))
    except ValueError as error:
        raise file.error(place, "Skriv en dato (2017-09-30) eller et tidsrum i hele dage (P15D, P4M).") from error


def _message(file: Authored, place: Place) -> GiveMessage:
    place = (*place, "send_besked")
    found = _named(file, place, {"navn", "indhold"}, {"navn"}, "send_besked")
    payload = file.mapping((*place, "indhold"), what="indhold") if "indhold" in found else {}
    return GiveMessage(file.text((*place, "navn"), what="navn"), payload)


def _until(file: Authored, place: Place) -> WorkUntil:
    place = (*place, "indtil")
    _named(file, place, {"opgave"}, {"opgave"}, "indtil")
    return WorkUntil(file.text((*place, "opgave"), what="opgave"))


def _expect(file: Authored, place: Place) -> Expect:
    place = (*place, "forvent")
    found = file.mapping(place, EXPECTATIONS, what="forvent")
    if not found or list(found) == ["antal"]:
        raise file.error(place, f"»forvent« skal have mindst ét af {', '.join(sorted(EXPECTATIONS - {'antal'}))}.")
    if "antal" in found and not {"milepael", "haendelse", "brev"} & set(found):
        raise file.error((*place, "antal"), "»antal« hører sammen med »milepael«, »haendelse« eller »brev«.")
    _check_expected(file, place, found)
    return Expect(found)


def _check_expected(file: Authored, place: Place, found: Mapping[str, Json]) -> None:
    for key, value in found.items():
        if key == "fakta":
            file.mapping((*place, key), what="fakta")
        elif key == "antal":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise file.error((*place, key), "»antal« skal være et helt tal.")
        elif key in ("eskaleret", "afsluttet"):
            if not isinstance(value, bool):
                raise file.error((*place, key), f"»{key}« skal være true eller false.")
        else:
            file.text((*place, key), what=key)


_ACTIONS: dict[str, Callable[[Authored, Place], Action]] = {
    "opgave": _complete,
    "afvises": _refused,
    "vaelg": _choose,
    "spol_frem": _pass_time,
    "send_besked": _message,
    "indtil": _until,
    "forvent": _expect,
}


def _named(file: Authored, place: Place, known: set[str], needed: set[str], what: str) -> dict[str, Json]:
    found = file.mapping(place, known, what=what)
    missing = sorted(needed - found.keys())
    if missing:
        raise file.error(place, f"»{missing[0]}« mangler i {what}.{suggestion(missing[0], found)}")
    return found


def _fields(file: Authored, place: Place) -> dict[str, Json]:
    return file.mapping((*place, "udfyld"), what="udfyld") if "udfyld" in file.at(place) else {}


def _day(file: Authored, place: Place) -> date:
    try:
        return date.fromisoformat(file.text(place, what="dato"))
    except ValueError as error:
        raise file.error(place, "Skriv en dato som 2016-08-15.") from error
