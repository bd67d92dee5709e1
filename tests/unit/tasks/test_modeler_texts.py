"""
The modeler's texts are Danish, all of them.

Every text that the bundled packages ask to have translated, in code or in
their tables of menu entries, has its Danish in `danish.json`, and nothing
stands there that nobody asks for. What is asked for at run time is watched by
the tests in a browser: an unknown text is warned about, and a warning fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tasks

TASKS = Path(tasks.__file__).parent
PACKAGES = ("bpmn-js", "diagram-js", "diagram-js-direct-editing")
DANISH = TASKS / "assets" / "modeler" / "danish.json"

# A call of the translator: `translate(…` or `this._translate(…`. The geometry of that name is asked of another object.
_CALL = re.compile(r"(?<![\w$.])(?:(?:this|self)\._)?translate\(\s*(?P<argument>[^\n]{0,120})")
_TEXT = re.compile(r"""^(?P<quote>['"])(?P<text>(?:(?!(?P=quote)).)*)(?P=quote)\s*(?P<more>\+\s*\w+)?""")
_NAME = re.compile(r"^(?P<name>\w+)\s*[,)]")
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_LABEL = re.compile(r"""\blabel(?::| =)\s*(['"])(?P<text>.+?)\1""")
# Lists from which a text is put together.
_ENDINGS = {"'Align elements ' + alignment": ("left", "center", "right", "top", "middle", "bottom")}
_GEOMETRY = re.compile(
    r"^(gfx|originalPoint|markerRect|groupGfx|floating|dragger|dragGroup|delta|context\.|crosshairGroup|bendpoint|-)"
)
# Menu entries are translated from these tables; the parameter's name says nothing of its own.
_FROM_TABLES = {"label"}
_TABLES = ("popup-menu/PopupEntries.js", "replace/ReplaceOptions.js")
_COMPOSED = re.compile(r"var label = '(?P<text>.+?)';.*?label \+= '(?P<more>.+?)'", re.DOTALL)


def _sources() -> Iterator[tuple[Path, str]]:
    for package in PACKAGES:
        folder = TASKS / "node_modules" / package / "lib"
        assert folder.is_dir(), "install the front end's packages first: do.py setup"
        for file in sorted(folder.rglob("*.js")):
            yield file, _COMMENT.sub("", file.read_text(encoding="utf-8"))


def _asked_for() -> dict[str, str]:
    """Every text to be translated, with a file that asks for it."""
    found: dict[str, str] = {}
    for file, source in _sources():
        for call in _CALL.finditer(source):
            for text in _texts(call["argument"], source, file.name):
                found.setdefault(text, file.name)
        if file.as_posix().endswith(_TABLES):
            found |= {label["text"]: file.name for label in _LABEL.finditer(source)}
            found |= {label["text"] + label["more"]: file.name for label in _COMPOSED.finditer(source)}
    return found


def _texts(argument: str, source: str, file: str) -> list[str]:
    if _is_markup(argument):
        return []
    literal = _TEXT.match(argument)
    if literal and literal["more"]:
        return [literal["text"] + ending for ending in _ENDINGS[literal[0].strip()]]
    if literal:
        return [literal["text"]]
    name = _NAME.match(argument)
    if name and name["name"] in _FROM_TABLES:
        return []
    if name:
        value = re.search(rf"""(?:var|const|let) {name["name"]} = (['"])(?P<text>.*?)\1""", source)
        if value:
            return [value["text"]]
    assert _GEOMETRY.match(argument) or argument.startswith("template, replacements)"), (
        f"{file} asks for a text in a way that this test cannot read: translate({argument}"
    )
    return []


def _is_markup(argument: str) -> bool:
    """`transform="translate(6, 6)"` and the like."""
    return re.match(r"""['"]? ?[-$\d]|' \+""", argument) is not None


@pytest.fixture(scope="module")
def asked_for() -> dict[str, str]:
    return _asked_for()


@pytest.fixture(scope="module")
def danish() -> dict[str, str]:
    texts: dict[str, str] = json.loads(DANISH.read_text(encoding="utf-8"))
    return texts


def test_the_packages_are_read_at_all(asked_for: dict[str, str]) -> None:
    for text in (
        "Activate hand tool",
        "Align elements middle",
        "Business rule task",
        "Conditional flow",
        "Data object must be placed within a pool/participant.",
        "Open {element}",
        "Search in diagram",
    ):
        assert text in asked_for


def test_every_text_has_its_danish(asked_for: dict[str, str], danish: dict[str, str]) -> None:
    assert {text: file for text, file in asked_for.items() if text not in danish} == {}


def test_nothing_is_translated_that_nobody_asks_for(asked_for: dict[str, str], danish: dict[str, str]) -> None:
    assert sorted(danish.keys() - asked_for.keys()) == []


def test_each_text_is_another_and_keeps_its_gaps(danish: dict[str, str]) -> None:
    for text, translated in danish.items():
        assert translated.strip()
        assert translated != text, f"»{text}« is English still"
        assert re.findall(r"{\w+}", translated) == re.findall(r"{\w+}", text)
