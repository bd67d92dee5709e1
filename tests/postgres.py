"""A real PostgreSQL server for the tests, started from nothing and stopped by its own process."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg

_START_SECONDS = 30


def find_binary(name: str) -> Path | None:
    """The program in PATH, or where Debian keeps it outside of PATH; the newest version."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]))
    if installed:
        return installed[-1]
    found = shutil.which(name)
    return Path(found).resolve() if found else None


def missing() -> str | None:
    """Why no server can be started here, or None when one can."""
    if find_binary("initdb") and find_binary("postgres"):
        return None
    return "no PostgreSQL server was found (on Debian: apt-get install postgresql)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PostgresServer:
    """
    One server with its own data directory, on loopback, without a password.

    PostgreSQL refuses to run as root, so root hands it to an unprivileged
    account. `durable` leaves fsync on, for tests of what survives a crash.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="sagsgang-postgres-"))
        self._account = _unprivileged() if os.geteuid() == 0 else None
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._log = self._directory / "log"
        self.port = free_port()
        if self._account:
            os.chown(self._directory, self._account.pw_uid, self._account.pw_gid)
        self._run("initdb", "--auth=trust", "--username=sagsgang", "--encoding=UTF8", "--no-locale", "--no-sync")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://sagsgang@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """One statement of administration, outside a transaction."""
        with psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]  # names made by the tests themselves

    def create(self, database: str, *, template: str = "template0") -> str:
        """A new database as a copy of another; its address."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    @contextmanager
    def database(self, name: str, *, template: str = "template0") -> Iterator[str]:
        """The same for a while: hundreds of them would fill the disk, and take minutes to remove in the end."""
        yield self.create(name, template=template)
        self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def start(self) -> Self:
        """Start, or start again after `kill`; returns when it answers."""
        fast = [] if self._durable else ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off"]
        options = [f"-p{self.port}", "-h127.0.0.1", f"-k{self._directory}", "-cmax_connections=200", *fast]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(find_binary("postgres")), "-D", str(self._data), *options],
                stdout=log,
                stderr=log,
                cwd=self._directory,
                **self._identity(),
            )
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()[-3000:]}") from None
                time.sleep(0.05)  # nothing can be awaited before it listens
            else:
                return self

    def stop(self) -> None:
        """Stop at once and orderly: open connections are closed."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Die as in a crash: nothing is written any more."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        self.kill()  # an orderly end would first write hundreds of databases that nobody wants
        shutil.rmtree(self._directory, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_SECONDS)
            self._process = None

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(find_binary(name)), "-D", str(self._data), *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self._directory,
            **self._identity(),
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed as {getpass.getuser()}:\n{done.stdout}{done.stderr}")

    def _identity(self) -> dict[str, object]:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL will not run as root, and there is no account `postgres` or `nobody` to run it as")
