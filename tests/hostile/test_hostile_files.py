"""
Every hostile file is refused with its element or line, or is harmless, or ends in an incident that names the limit.

`answers.csv` says which, file for file. Whatever the answer: nothing is
executed, no file is opened and no connection made, and it takes less than
`judge.SECONDS` of processor time and `MEGABYTES`.
"""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.judge import SECONDS
from tests.hostile.large import LARGE
from tests.unit.definitions.lint.cases import RULE_TASK
from tests.unit.definitions.samples import diagram

pytestmark = pytest.mark.unmeasured(after=1)

HERE = Path(__file__).parent
MEGABYTES = 200
ASKING = diagram(RULE_TASK.format(attributes='camunda:decisionRef="gebyr" camunda:resultVariable="g"'))
# Where each kind of file stands in a library, and what else the library needs for it to be used.
PLACES: Mapping[str, tuple[str, dict[str, bytes]]] = {
    "diagrams": ("diagrams/hundetegn.bpmn", {}),
    "decisions": ("decisions/gebyr.dmn", {"diagrams/hundetegn.bpmn": ASKING}),
    "forms": ("forms/vurder.form", {}),
    "manifests": ("manifest.yaml", {}),
    "schemas": ("case.schema.json", {}),
    "hard_stops": ("law/hard_stops.yaml", {}),
    "requirements": ("law/requirements.csv", {}),
}
FILES = sorted(path.relative_to(HERE).as_posix() for folder in PLACES for path in (HERE / folder).iterdir())
with (HERE / "answers.csv").open(encoding="utf-8", newline="") as rows:
    ANSWERS = {row["file"]: row for row in csv.DictReader(rows, delimiter=";")}

Judge = Callable[[str, bytes], dict[str, Any]]  # a kind of file and its content


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """
    What becomes of a file: a process of its own, for this module.

    In the files `@CANARY@` is a pipe that nobody writes to, so that whoever
    opens it hangs, and `@PORT@` one that somebody listens on.
    """
    canary = tmp_path_factory.mktemp("canary") / "pipe"
    os.mkfifo(canary)
    command = [sys.executable, "-m", "tests.hostile.judge"]
    # Seconds and megabytes are the program's own, not those of measuring which lines it runs.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    root = HERE.parents[1]
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env=unmeasured
        ) as process,
    ):
        server.setblocking(False)
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout
        words = {b"@CANARY@": str(canary).encode(), b"@PORT@": str(server.getsockname()[1]).encode()}

        def ask(folder: str, content: bytes) -> dict[str, Any]:
            place, beside = PLACES[folder]
            for word, meant in words.items():
                content = content.replace(word, meant)
            files = {**beside, place: content}
            asked.write(json.dumps({name: text.hex() for name, text in files.items()}) + "\n")
            asked.flush()
            told: dict[str, Any] = json.loads(answered.readline())
            told["connected"] = _somebody_came(server)
            return told

        yield ask
        asked.close()


def _somebody_came(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def assert_bounded(told: Mapping[str, Any]) -> None:
    """Whatever the file was, its judging ended in time, in room and within the process."""
    assert told["ended"] == 0, told
    assert told["reached"] == []
    assert not told["connected"]
    assert told["seconds"] < SECONDS
    assert told["megabytes"] < MEGABYTES


def test_every_file_has_an_answer() -> None:
    assert list(ANSWERS) == FILES
    assert sum(file.startswith("diagrams/") for file in FILES) > 200
    assert {row["answer"] for row in ANSWERS.values()} == {"refused", "harmless", "incident"}


@pytest.mark.parametrize("file", FILES)
def test_a_hostile_file(file: str, judge: Judge) -> None:
    folder, _, _ = file.partition("/")
    told, answer = judge(folder, (HERE / file).read_bytes()), ANSWERS[file]
    assert_bounded(told)
    if answer["answer"] == "refused":
        wanted = [int(answer["line"]), answer["element"], answer["rule"]]  # it may show in what uses the file
        assert [finding for finding in told["findings"] if finding[1:4] == wanted and answer["says"] in finding[4]], (
            told
        )
        return
    assert told["findings"] == []
    assert told["wrong_pages"] == []
    if answer["answer"] == "incident":
        assert [incident for incident in told["incidents"] if answer["says"] in incident], told
    else:
        assert told["incidents"] == []


@pytest.mark.parametrize(("folder", "content"), LARGE.values(), ids=LARGE.keys())
def test_a_file_that_is_too_much(folder: str, content: Callable[[], bytes], judge: Judge) -> None:
    told = judge(folder, content())
    assert_bounded(told)
    assert told["findings"] or told["incidents"] or not told["refused"]
