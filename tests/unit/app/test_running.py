"""The program as an operator starts and stops it: whole processes, real signals, a real port."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from app import cli
from app.web import HEALTH
from engine.api import Engine
from engine.commands import SYSTEM
from tasks.throttle import PER_PAIR

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "processes/home_training/examples/anmodning.json"
KIND = "hjemmetraening.anmodning"


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`sagsgang` with these arguments, ended whatever happens."""
    code = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-u", "-c", code, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """The first line with these words; fails when the program ends without saying them."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return line
    pytest.fail(f"it never said {words!r}, but:\n{''.join(said)}")


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with running("serve", "--port", "0", *arguments) as process:
        line = read_until(process, "http://")
        yield process, next(word for word in line.split() if word.startswith("http://"))


def get(url: str, path: str) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_serves_on_loopback_and_stops_when_asked(environment: dict[str, str]) -> None:
    with serving() as (process, url):
        assert urlsplit(url).hostname == "127.0.0.1"
        assert get(url, HEALTH) == 200
        assert get(url, "/log-ind") == 200
        assert get(url, "/opgaver") == 303
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_signed_message_opens_one_case(deployed: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's command, against a server with its worker in the same process."""
    with serving("--no-worker") as (_, url):
        send = ["webhook", "send", "--url", url, "--type", KIND, str(EXAMPLE)]
        assert cli.main(send) == 0
        assert cli.main(send) == 0
        assert "ændret" in capsys.readouterr().out
    deployed.run_due()
    assert len(deployed.cases(SYSTEM).rows) == 1


def test_a_message_with_another_secret_is_refused(deployed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("--no-worker") as (_, url):
        monkeypatch.setenv("SAGSGANG_WEBHOOK_SECRETS", "portal=whsec_" + "A" * 44)
        assert cli.main(["webhook", "send", "--url", url, "--type", KIND, str(EXAMPLE)]) == 1


def test_nobody_answers(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["webhook", "send", "--url", "http://127.0.0.1:9", str(EXAMPLE)]) == 1
    assert "do.py run" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["webhook", "send", "--url", "file:///etc/passwd", str(EXAMPLE)],
        ["webhook", "send", "--source", "ukendt", str(EXAMPLE)],
        ["webhook", "send", "/findes/ikke.json"],
    ],
)
def test_sending_wrongly_is_wrong_use(environment: dict[str, str], arguments: list[str]) -> None:
    assert cli.main(arguments) == 2


def test_a_taken_port_is_told(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with serving("--no-worker") as (_, url):
        assert cli.main(["serve", "--port", str(urlsplit(url).port)]) == 2
    assert "--port" in capsys.readouterr().err


def test_a_worker_finishes_and_stops(environment: dict[str, str]) -> None:
    with running("worker") as process:
        read_until(process, "worker started")
        process.send_signal(signal.SIGTERM)
        read_until(process, "worker stopped")
        assert process.wait(20) == 0


def test_health_tells_when_nobody_works(deployed: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    due = deployed.clock.now() - timedelta(minutes=6)
    monkeypatch.setattr(Engine, "next_due", lambda _engine: due)
    assert cli.main(["health"]) == 1


def _sign_in_wrongly(url: str, forwarded_for: str) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request("GET", "/log-ind")
        answer = connection.getresponse()
        answer.read()
        cookie = answer.getheader("Set-Cookie", "").split(";")[0]
        form = urlencode({"_csrf": cookie.partition("=")[2], "brugernavn": "signe", "adgangskode": "forkert"})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "X-Forwarded-For": forwarded_for,
        }
        connection.request("POST", "/log-ind", form, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(("proxy", "another"), [("127.0.0.1", 401), ("10.9.9.9", 429), ("", 429)])
def test_only_the_named_proxy_tells_visitors_apart(
    deployed: Engine, monkeypatch: pytest.MonkeyPatch, proxy: str, another: int
) -> None:
    monkeypatch.setenv("SAGSGANG_PROXY", proxy)
    with serving("--no-worker") as (_, url):
        assert [_sign_in_wrongly(url, "192.0.2.1") for _ in range(PER_PAIR + 1)] == [401] * PER_PAIR + [429]
        assert _sign_in_wrongly(url, "192.0.2.2") == another


def test_a_reader_that_has_had_enough_is_no_fault() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from app.cli import main; sys.exit(main(['law', 'coverage', '--json']))",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 141
