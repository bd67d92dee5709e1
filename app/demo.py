"""
What a first look opens with: accounts, and cases at different stages.

A library says in `simulation/demo.yaml` who works with it and how old its cases
are; the simulator lives those lives up to today. Passwords are made for each
installation and lie in a file that only its owner can read.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app import wiring
from app.config import LOCAL_FILE, Config
from app.simulation.authored import Authored, Place, read_yaml
from app.simulation.library import read_library
from app.simulation.live import SeedCase, seed_cases
from app.simulation.periods import Period, parse_period
from engine.api import Engine
from engine.clock import local_date
from engine.commands import SYSTEM, Viewer
from tasks.passwords import hash_password

PASSWORD_FILE = LOCAL_FILE.with_name("demo-accounts.txt")
_SEED = 32  # the same lives in every demonstration of one day


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    department: str
    roles: frozenset[str]

    def viewer(self) -> Viewer:
        return Viewer(self.username, self.name, self.roles, self.department)


@dataclass(frozen=True)
class Demo:
    """The people and the cases of one library's demonstration."""

    people: tuple[Person, ...]
    cases: tuple[SeedCase, ...]


def read_demo(path: Path, today: date) -> Demo:
    """Read a demonstration as it looks on a day. Raises AuthoredError."""
    file = read_yaml(path)
    file.mapping((), {"personer", "sager"}, what="demonstrationen")
    people = file.sequence(("personer",), what="personer")
    cases = file.sequence(("sager",), what="sager")
    return Demo(
        tuple(_person(file, ("personer", index)) for index in range(len(people))),
        tuple(_case(file, ("sager", index), today) for index in range(len(cases))),
    )


def seed_once(config: Config, engine: Engine, announce: Callable[[str], None]) -> None:
    """
    Put every library's demonstration into a database that has no accounts yet.

    The cases come first and the accounts last: whoever stops it halfway gets
    the rest of the accounts, and no case twice, the next time.
    """
    if engine.accounts():
        return
    today = local_date(engine.clock.now())
    for folder in wiring.libraries():
        path = folder / "simulation" / "demo.yaml"
        if path.exists():
            demo = read_demo(path, today)
            if not engine.cases(SYSTEM, limit=1).rows:
                announce("Lægger demosager ind. Det sker kun første gang ...")
                _seed_cases(config, folder, demo, today)
            _add_accounts(engine, demo.people)


def sign_in_lines() -> list[str]:
    """How to sign in to this machine's demonstration; nothing where there is none."""
    return PASSWORD_FILE.read_text(encoding="utf-8").splitlines() if PASSWORD_FILE.exists() else []


def _seed_cases(config: Config, folder: Path, demo: Demo, today: date) -> None:
    library = read_library(folder)
    for department in sorted({case.department for case in demo.cases}):
        seed_cases(
            config.database_url,
            library,
            wiring.service_tasks(),
            [case for case in demo.cases if case.department == department],
            until=today,
            people=[person.viewer() for person in demo.people if person.department == department],
            seed=_SEED,
        )


def _add_accounts(engine: Engine, people: Sequence[Person]) -> None:
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    lines = ["Demobrugere (alle med adgangskoden " + password + "):"]
    lines += [f"  {person.username:<8} {person.name}, {', '.join(sorted(person.roles))}" for person in people]
    # The file first: an account whose password nobody knows would be of no use.
    PASSWORD_FILE.unlink(missing_ok=True)
    descriptor = os.open(PASSWORD_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    stored = hash_password(password)
    for person in people:
        engine.add_account(
            username=person.username,
            name=person.name,
            roles=person.roles,
            department=person.department,
            password_hash=stored,
        )


def _person(file: Authored, place: Place) -> Person:
    required = ("brugernavn", "navn", "afdeling", "roller")
    _row(file, place, required, (), what="en person")
    roles = frozenset(file.sequence((*place, "roller"), what="roller"))
    username, name, department = (file.text((*place, key), what=key) for key in required[:3])
    return Person(username, name, department, roles)


def _case(file: Authored, place: Place, today: date) -> SeedCase:
    row = _row(file, place, ("afdeling", "aabnet_for"), ("alder", "fakta", "ligger_siden", "venter_paa"), what="en sag")
    opened = _period(file, (*place, "aabnet_for")).before(today)
    born = _period(file, (*place, "alder")).before(opened) if "alder" in row else None
    facts: dict[str, Any] = file.mapping((*place, "fakta"), what="fakta") if "fakta" in row else {}
    left = _period(file, (*place, "ligger_siden")).before(today) if "ligger_siden" in row else None
    waits_at = file.text((*place, "venter_paa"), what="venter_paa") if "venter_paa" in row else None
    return SeedCase(opened, file.text((*place, "afdeling"), what="afdeling"), born, facts, left, waits_at)


def _row(
    file: Authored, place: Place, required: Sequence[str], optional: Sequence[str], *, what: str
) -> dict[str, Any]:
    row = file.mapping(place, {*required, *optional}, what=what)
    for key in required:
        if key not in row:
            raise file.error(place, f"»{key}« mangler i {what}.")
    return row


def _period(file: Authored, place: Place) -> Period:
    try:
        return parse_period(file.text(place, what=str(place[-1])))
    except ValueError as error:
        raise file.error(place, "Skriv tiden som P6D, P3M eller P2Y3M.") from error
