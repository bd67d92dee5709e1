"""What a scenario expects of a case, held against what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.simulation.events import history_of
from engine.api import Engine
from engine.commands import SYSTEM
from engine.model import Json
from engine.views import CaseView, HumanTaskRow, TimelineEntry


@dataclass(frozen=True)
class Found:
    """A case as it stands: its page, its open tasks, and its history, oldest first."""

    case: CaseView
    tasks: Sequence[HumanTaskRow]
    history: Sequence[TimelineEntry]


def found_in(engine: Engine, case: str, tasks: Sequence[HumanTaskRow]) -> Found:
    return Found(engine.case(SYSTEM, case), tasks, history_of(engine, case))


def unmet(expected: Mapping[str, Json], found: Found) -> list[str]:
    """A Danish sentence for each expectation that does not hold; none when all do."""
    count = expected.get("antal")
    answers = (_CHECKS[key](value, count, found) for key, value in expected.items() if key != "antal")
    return [answer for answer in answers if answer]


def _task(name: Json, found: Found, *, wanted: bool) -> str:
    is_open = any(task.name == name for task in found.tasks)
    if is_open == wanted:
        return ""
    expected = "er åben" if wanted else "ikke er åben"
    return f"Forventede, at opgaven »{name}« {expected}. {open_now(found.tasks)}"


def open_now(tasks: Sequence[HumanTaskRow]) -> str:
    """The open tasks, as the end of a message."""
    names = sorted({task.name for task in tasks})
    return f"Åbne opgaver: {', '.join(f'»{name}«' for name in names)}." if names else "Ingen opgaver er åbne."


def _facts(wanted: Json, found: Found) -> str:
    paths = wanted.items() if isinstance(wanted, dict) else ()
    return " ".join(filter(None, (_fact(path, value, found) for path, value in paths)))


def _fact(path: str, wanted: Json, found: Found) -> str:
    # Forms call a fact `sag.barn.navn`, diagrams write `barn.navn`; owners may say either.
    path = path.removeprefix("sag.")
    actual = next((line.value for line in found.case.facts if line.path == path), None)
    if actual == wanted and isinstance(actual, bool) == isinstance(wanted, bool):
        return ""
    return f"Forventede, at {path} er {_shown(wanted)}; det er {_shown(actual)}."


def _shown(value: Json) -> str:
    if value is None:
        return "tomt"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else f"»{value}«"


# The history's kind, and what in its data says which one it is.
_COUNTED = {
    "milepael": ("milestone", "milepael", "milepælen"),
    "haendelse": ("event", "type", "hændelsen"),
    "brev": ("letter", "dokument", "brevet"),
}


def _counted(key: str, which: Json, count: Json, found: Found) -> str:
    kind, label, danish = _COUNTED[key]
    seen = [entry.data.get(label) for entry in found.history if entry.kind == kind]
    actual = seen.count(which)
    if actual == count or (count is None and actual):
        return ""
    wanted = "mindst én gang" if count is None else f"{count} gange"
    others = ", ".join(sorted({f"»{name}«" for name in seen if name != which})) or "ingen andre"
    return f"Forventede {danish} »{which}« {wanted}; den er der {actual} gange. Ellers er der {others}."


def _overdue(name: Json, found: Found) -> str:
    late = {entry.name for entry in found.history if entry.kind == "task_overdue"}
    if name in late:
        return ""
    others = ", ".join(f"»{each}«" for each in sorted(late)) or "ingen"
    return f"Forventede, at fristen for »{name}« er overskredet. Overskredne: {others}."


def _escalated(wanted: Json, found: Found) -> str:
    actual = any(entry.kind in ("escalated", "escalation") for entry in found.history)
    if actual == wanted:
        return ""
    return (
        "Forventede, at noget er eskaleret; det er der ikke." if wanted else "Forventede ingen eskalering; der er en."
    )


def _ended(wanted: Json, found: Found) -> str:
    actual = found.case.row.status == "ended"
    if actual == wanted:
        return ""
    if wanted:
        return f"Forventede, at sagen er afsluttet; den er åben. {open_now(found.tasks)}"
    return "Forventede, at sagen er åben; den er afsluttet."


_CHECKS: dict[str, Callable[[Json, Json, Found], str]] = {
    "opgave": lambda value, _, found: _task(value, found, wanted=True),
    "ingen_opgave": lambda value, _, found: _task(value, found, wanted=False),
    "fakta": lambda value, _, found: _facts(value, found),
    "milepael": lambda value, count, found: _counted("milepael", value, count, found),
    "haendelse": lambda value, count, found: _counted("haendelse", value, count, found),
    "brev": lambda value, count, found: _counted("brev", value, count, found),
    "ikke_haendelse": lambda value, _, found: _counted("haendelse", value, 0, found),
    "overskredet": lambda value, _, found: _overdue(value, found),
    "eskaleret": lambda value, _, found: _escalated(value, found),
    "afsluttet": lambda value, _, found: _ended(value, found),
}
