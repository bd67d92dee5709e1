"""
A process of its own that is given hostile files one at a time, and answers what became of each.

Each file is put into the right library (`tests.unit.definitions.samples`) in a
forked child under limits: checked, and if nothing stops it, deployed and run
for some years, with its pages read. An audit hook notes whatever reaches out of
the process. Asked and answered in lines of JSON on stdin and stdout.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.client import OK
from pathlib import Path
from typing import Any

from app.config import Config
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, CompleteHumanTask, OpenCase, Viewer
from engine.errors import EngineError
from engine.files import check_library
from engine.views import WorklistFilter
from tests.quickly import TEMPLATES, stored_password
from tests.unit.definitions.samples import library
from tests.unit.tasks.conftest import PASSWORD, Person

SECONDS = 10  # of processor time for one file
_WALL = 60  # other tests run on the same machine; a read of a pipe nobody writes to takes for ever
_MEGABYTE = 1 << 20
_HASH = stored_password(PASSWORD)
_MARKUP = ("<script>alert", "<img src=x", 'onmouseover="alert', 'href="javascript:')
_EVERYBODY = Viewer("test", "Test", frozenset({"sagsbehandler", "leder", "procesejer"}), "Nord")
_REACHES_OUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename")
_REACHES_OUT += ("os.kill", "pty.", "shutil.", "pickle.", "urllib.", "ctypes.dlopen", "smtplib.", "ftplib.")
_MINE = tuple(map(str, (Path(__file__).parents[2], sys.prefix, sys.base_prefix, "/usr/share/zoneinfo", "/dev/null")))


def main() -> None:
    _judged(library())  # what is only loaded at the first case is loaded now, and not under the hook
    for line in sys.stdin:
        files = library({name: bytes.fromhex(content) for name, content in json.loads(line).items()})
        print(json.dumps(_in_a_child(files)), flush=True)


def _in_a_child(files: Mapping[str, bytes]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            _limit()
            answer.write(json.dumps(_watched(files)).encode())
            answer.flush()
            os._exit(0)
        _, status, used = os.wait4(child, 0)
        answer.seek(0)
        told: dict[str, Any] = json.loads(answer.read() or b"{}")
    told |= {"ended": os.waitstatus_to_exitcode(status), "seconds": used.ru_utime + used.ru_stime}
    return told | {"megabytes": used.ru_maxrss * 1024 // _MEGABYTE}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + 400 * _MEGABYTE,) * 2)
    signal.alarm(_WALL)


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _watched(files: Mapping[str, bytes]) -> dict[str, Any]:
    reached: list[str] = []
    watching = True

    def note(event: str, args: tuple[Any, ...]) -> None:
        if not watching:
            return
        if event == "open" and isinstance(args[0], str) and not args[0].startswith((*_MINE, name)):
            reached.append(f"open {args[0]}")
        elif event.startswith(_REACHES_OUT):
            reached.append(f"{event} {str(args)[:200]}")

    with tempfile.TemporaryDirectory() as name:
        sys.addaudithook(note)
        told = _judged(files, Path(name))
        watching = False  # the folder goes
    return told | {"reached": reached}


def _judged(files: Mapping[str, bytes], folder: Path | None = None) -> dict[str, Any]:
    """What the check finds, and if that is no error what the case comes to, and what its pages hold."""
    if folder is None:
        with tempfile.TemporaryDirectory() as name:
            return _judged(files, Path(name))
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    found = check_library(folder)
    told: dict[str, Any] = {
        "findings": [[f.file, f.line, f.element, f.rule, f.message] for f in found if f.severity == "error"]
    }
    return told if told["findings"] else told | _run(folder)


def _run(folder: Path) -> dict[str, Any]:
    clock = VirtualClock(datetime(2016, 8, 22, 7, tzinfo=UTC))
    engine = open_engine("sqlite://", clock=clock, migrate=True)
    refused: list[str] = []
    case = ""
    try:
        engine.deploy(folder, by="test")
        case = engine.open_case(OpenCase("hundetegn", "Nord", {"hund": {"navn": "Trine"}}, SYSTEM))
        for _ in range(2):
            _work(engine, refused)
            clock.set(clock.now() + timedelta(days=400))
    except EngineError as error:
        refused.append(str(error))
    incidents = [f"{row.element}: {row.message}" for row in engine.incidents(_EVERYBODY)]
    pages = _wrong_pages(engine, case) if case else []
    engine.close()
    return {"refused": refused, "incidents": incidents, "wrong_pages": pages}


def _work(engine: Engine, refused: list[str]) -> None:
    for row in engine.worklist(_EVERYBODY, WorklistFilter()).rows[:5]:
        try:
            values = {"godkendt": True, "grund": "x", "sag.hund.navn": "Trine"}
            engine.complete(CompleteHumanTask(row.id, values, _EVERYBODY))
        except EngineError as error:
            refused.append(str(error))
    engine.run_due(limit=50)


def _wrong_pages(engine: Engine, case: str) -> list[str]:
    """The pages about the case that fail, or show markup out of the file as markup."""
    engine.add_account(
        username="leif", name="Leif Dam", roles=frozenset({"sagsbehandler", "leder"}), department="Nord",
        password_hash=_HASH,
    )  # fmt: skip
    app = create_app(Config("sqlite://", {}, secure_cookies=False), engine)
    app.jinja_env.bytecode_cache = TEMPLATES
    person = Person(app.test_client())
    person.sign_in("leif")
    tasks = engine.worklist(_EVERYBODY, WorklistFilter()).rows[:1]
    addresses = ["/opgaver", "/sager", f"/sager/{case}", "/haendelser", *(f"/opgaver/{row.id}" for row in tasks)]
    answers = {address: person.get(address) for address in addresses}
    failed = [f"{answer.status} on {address}" for address, answer in answers.items() if answer.status_code != OK]
    found = [f"{raw} on {at}" for at, answer in answers.items() for raw in _MARKUP if raw in answer.text.lower()]
    return failed + found


if __name__ == "__main__":
    main()
