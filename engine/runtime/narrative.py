"""The history told in Danish, one sentence a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from engine.model import Json

_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)

_NAMED = 4  # facts that one line names

# Kinds that only machines read: the diagram's done steps, the case file's versions.
HIDDEN = ("element_completed", "body_completed", "instance_ended", "message_sent", "signal_sent")

_SENTENCES: Mapping[str, str] = {
    "case_opened": "Sagen blev oprettet: {name}",
    "case_ended": "Sagen blev afsluttet",
    "case_closed": "Sagen blev lukket: {begrundelse}",
    "instance_started": "»{name}« gik i gang",
    "task_created": "Opgaven »{name}« blev oprettet",
    "task_claimed": "Opgaven »{name}« blev taget",
    "task_released": "Opgaven »{name}« blev lagt tilbage",
    "task_completed": "Opgaven »{name}« blev afsluttet",
    "activity_chosen": "»{name}« blev valgt i »{i}«",
    "task_cancelled": "Opgaven »{name}« bortfaldt",
    "reminded": "Påmindelse: »{name}« har frist {frist}",
    "task_overdue": "Fristen for »{name}« blev overskredet ({frist})",
    "escalated": "»{name}« blev sendt videre til lederen, fordi fristen {frist} er overskredet",
    "timer_fired": "Tiden kom: »{name}«",
    "message_received": "Beskeden »{name}« blev modtaget",
    "milestone": "Milepæl: {name}",
    "letter": "Brev registreret som sendt: {titel} ({dokument}) til {modtager}",
    "event": "Besked til andre systemer: {name}",
    "decided": "Beslutningstabellen »{name}« blev anvendt",
    "facts_changed": "Sagens oplysninger blev ændret",
    "corrected": "Oplysninger blev rettet: {begrundelse}",
    "variables_corrected": "Forløbets oplysninger ({navne}) blev rettet: {begrundelse}",
    "incident": "Sagen gik i stå: {besked}",
    "incident_retried": "Der blev prøvet igen, hvor sagen var gået i stå",
    "incident_cancelled": "{hvad}: {begrundelse}",
    "instance_moved": "»{name}« blev flyttet fra version {fra} til version {til}",
    "move_undone": "»{name}« blev ført tilbage fra version {fra} til version {til}",
    "error": "Fejl fra »{name}«: {kode}",
    "escalation": "»{name}« blev løftet til det overordnede forløb",
}


def told(kind: str, name: str, data: Mapping[str, Json], label: Callable[[str], str]) -> str:
    """The sentence for a history line; the line's own name where a kind has none. `label` names a fact's path."""
    words = {key: _shown(value) for key, value in data.items()}
    sentence = _SENTENCES.get(kind, "{name}").format_map(_Known(words | {"name": name}))
    if kind == "task_completed" and data.get("paa_vegne_af"):
        sentence += f" på vegne af {words['paa_vegne_af']}"
    if kind == "task_created" and "frist" in words:
        sentence += f" med frist {words['frist']}"
    if kind == "facts_changed" and isinstance(paths := data.get("paths"), list):
        sentence += f": {_listed([label(str(path)) for path in paths])}"
    return sentence


def _listed(labels: list[str]) -> str:
    """The first few facts by name; a whole form's would drown the line."""
    names = list(dict.fromkeys(labels))
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" og {rest} til" if rest > 0 else "")


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: Json) -> str:
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "" if value is None else str(value)
