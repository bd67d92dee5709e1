"""From what a browser posts to typed values, the Danish way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from engine.definitions.forms.model import Component, Form
from engine.errors import InvalidInput
from engine.model import Json

_CHECKED = frozenset({"on", "true", "1"})
_UNCHECKED = frozenset({"off", "false", "0", ""})
_DANISH_DATE = re.compile(r"(\d{1,2})[-./ ]\s?(\d{1,2})[-./ ]\s?(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MAX_DIGITS = 30


def parse_post(form: Form, posted: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """
    The posted values by key: `01-02-2026` as `2026-02-01`, `1.250,50` as 1250.5.

    An emptied field is None. A checkbox and a checklist that were not posted
    are false and empty; any other field that was not posted is left out, and so
    are readonly fields and names that begin with `_`. Text that does not parse
    stays text, for `clean` to say so beside the field. Raises InvalidInput for
    names the form does not have.
    """
    components = form.by_key()
    _refuse_undeclared(components, posted)
    values: dict[str, Json] = {}
    for key, component in components.items():
        if not component.editable:
            continue
        sent = list(posted.get(key, ()))
        if component.kind == "checklist":
            values[key] = [text.strip() for text in sent if text.strip()]
        elif component.kind == "checkbox":
            values[key] = _checkbox(sent)
        elif sent:
            values[key] = _one(component, sent[-1])
    return values


def _refuse_undeclared(components: Mapping[str, Component], posted: Mapping[str, Sequence[str]]) -> None:
    unknown = sorted(name for name in posted if name not in components and not name.startswith("_"))
    if unknown:
        fields = dict.fromkeys(unknown, "Feltet findes ikke i formularen.")
        message = (
            "Formularen kunne ikke modtages: den har felter, som opgaven ikke kender "
            f"({', '.join(name[:60] for name in unknown[:10])}). Hent opgaven igen."
        )
        raise InvalidInput(message, fields)


def _checkbox(sent: Sequence[str]) -> Json:
    """The last value counts: a hidden `off` before the box is an old habit of forms."""
    text = sent[-1].strip() if sent else ""
    if text in _CHECKED:
        return True
    return False if text in _UNCHECKED else text


def _one(component: Component, text: str) -> Json:
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return None
    if component.kind == "number":
        return _number(text)
    if component.kind == "date":
        return _date(text)
    return text


def _number(text: str) -> Json:
    digits = re.sub(r"[\u00a0\u202f ]", "", text).replace("\u2212", "-")
    if len(digits) > _MAX_DIGITS:
        return text
    if _THOUSANDS.fullmatch(digits) or _COMMA.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif not _PLAIN.fullmatch(digits):
        return text
    return float(digits) if "." in digits else int(digits)


def _date(text: str) -> str:
    if found := _DANISH_DATE.fullmatch(text):
        day, month, year = found.groups()
    elif found := _ISO_DATE.fullmatch(text):
        year, month, day = found.groups()
    else:
        return text
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text
