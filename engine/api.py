"""
The only door for tasks, webhooks and app to a running installation.

Files that belong to none are read through `engine.files`.

An Engine holds no state between calls but a cache of immutable definitions: any
number of processes may run one on the same database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine import crashpoints
from engine.authoring import Authoring
from engine.clock import Clock, SystemClock
from engine.commands import (
    ChooseActivity,
    ClaimHumanTask,
    CloseCase,
    CompleteHumanTask,
    CorrectFacts,
    OpenCase,
    ReceiveMessage,
    ReleaseHumanTask,
    SendMessage,
    Viewer,
)
from engine.definitions import forms
from engine.definitions.library import read_folder, read_library
from engine.errors import CaseStuck, ExpressionFailed
from engine.extension import ServiceRegistry
from engine.mending import Mending
from engine.model import Json, Stale
from engine.moving import Moving
from engine.outgoing import Outgoing
from engine.runtime import (
    ad_hoc,
    case_diagram,
    cases,
    deploying,
    human_tasks,
    inbox,
    incident_pictures,
    incidents,
    jobs,
    messages,
    pictures,
    worklist,
)
from engine.runtime.definitions import Definitions
from engine.runtime.incidents import Place
from engine.runtime.work import CaseWork, lock_case, lock_case_of
from engine.store import accounts, deployments, schema
from engine.store import jobs as job_rows
from engine.store.database import Connection, Database
from engine.views import (
    Account,
    CaseRow,
    CaseView,
    Deployed,
    HumanTaskRow,
    HumanTaskView,
    IncidentRow,
    Page,
    Requirement,
    Session,
    TimelineEntry,
    WorklistFilter,
)
from engine.views.diagram import DiagramView

R = TypeVar("R")


def open_engine(
    url: str, *, clock: Clock | None = None, services: ServiceRegistry | None = None, migrate: bool = False
) -> Engine:
    """
    An engine on a database: `sqlite:///path`, `sqlite://` in memory, or `postgresql+psycopg://…`.

    Raises SchemaOutdated when the schema is not this release's, unless
    `migrate` brings it up to date, and Transient when the database is away.
    """
    database = Database(url)
    if migrate:
        schema.upgrade(database)
    else:
        schema.require_current(database)
    return Engine(database, clock or SystemClock(), services or ServiceRegistry())


class Engine:
    """Runs cases. Every command is one transaction; every view one reading of the database."""

    def __init__(self, database: Database, clock: Clock, services: ServiceRegistry) -> None:
        self.clock = clock
        self._database = database
        self._definitions = Definitions(services)
        self._services = services
        self.authoring = Authoring(database, self._definitions, clock)
        self.mending = Mending(database, self._definitions, clock)
        self.moving = Moving(database, self._definitions, clock)
        self.outgoing = Outgoing(database, self._definitions, clock)

    # ---- definitions

    def deploy(
        self,
        path: Path,
        *,
        by: str,
        note: str = "",
        approved_by: str | None = None,
        replaces: int | None = None,
        again: bool = True,
    ) -> Deployed:
        """
        Check a library's folder and make it the running version. Raises InvalidDefinition with every finding.

        `approved_by` names another person than `by`, who has approved that a hard stop goes or changes.
        `replaces` is the number of a running version that somebody else deployed; without it WrongState is raised.
        Without `again`, a folder that was deployed once and is as it was then changes nothing.
        """
        files = read_folder(path)
        library = read_library(files, self._services.topics())
        now = self.clock.now()
        put = partial(deploying.deploy_folder, by=by, note=note, approved_by=approved_by)
        return self._database.write(
            lambda c: put(c, self._definitions, library, files, now, replaces=replaces, again=again)
        )

    def deployments(self) -> list[Deployed]:
        """Every version of every process library."""
        with self._database.reading() as connection:
            return [deploying.deployed(record, new=False) for record in deployments.every(connection)]

    def requirements(self, process: str) -> Mapping[str, Requirement]:
        """The points of the law that the running version of a library names, by id."""
        with self._database.reading() as connection:
            return self._definitions.newest(connection, process).library.requirements

    # ---- commands

    def open_case(self, command: OpenCase) -> str:
        """The new case's id; under a key that was used before, that case's."""
        return self._write(lambda c: cases.open_case(c, self._definitions, command, self.clock.now()))

    def claim(self, command: ClaimHumanTask) -> None:
        self._on_task(command.task, command.by, lambda work: human_tasks.claim(work, command))

    def release(self, command: ReleaseHumanTask) -> None:
        self._on_task(command.task, command.by, lambda work: human_tasks.release(work, command))

    def complete(self, command: CompleteHumanTask) -> None:
        """Raises InvalidInput, FactsConflict, HardStopped, NotAllowed, NotFound, WrongState or CaseStuck."""
        self._on_task(command.task, command.by, lambda work: human_tasks.complete(work, command))

    def choose(self, command: ChooseActivity) -> None:
        """Raises NotAllowed, NotFound, WrongState or CaseStuck."""
        self._on_task(command.task, command.by, lambda work: ad_hoc.choose(work, command))

    def send_message(self, command: SendMessage) -> None:
        self._on_case(command.case, command.by, lambda work: messages.send(work, command))

    def correct_facts(self, command: CorrectFacts) -> None:
        self._on_case(command.case, command.by, lambda work: cases.correct_facts(work, command))

    def close_case(self, command: CloseCase) -> None:
        self._on_case(command.case, command.by, lambda work: cases.close_case(work, command))

    def receive(self, command: ReceiveMessage) -> bool:
        """Keep a message from another system; False when it was here already."""
        new = self._database.write(lambda c: inbox.receive(c, self._definitions, command, self.clock.now()))
        crashpoints.reached("message_stored")
        return new

    # ---- work

    def run_due(self, *, limit: int = 100, worker: str = "worker", stopping: Callable[[], bool] = lambda: False) -> int:
        """Run jobs that are due now; how many were taken on. Once `stopping` is true no more are begun."""
        return jobs.run_due(
            self._database, self._definitions, self.clock, limit=limit, worker=worker, stopping=stopping
        )

    def next_due(self) -> datetime | None:
        """When the next job is due; it may be in the past."""
        with self._database.reading() as connection:
            return job_rows.next_due(connection)

    def sweep(self) -> None:
        """The nightly duty: drop sessions that have run out, and what was delivered long ago."""
        self._database.write(lambda c: accounts.sweep_sessions(c, self.clock.now()))
        self.outgoing.sweep()

    # ---- views

    def read_post(self, viewer: Viewer, task: str, posted: Mapping[str, Sequence[str]]) -> dict[str, Json]:
        """
        A form's Danish text as typed values. Raises InvalidInput for fields the form does not have.

        Text that does not parse stays text, so that completing reports it.
        """
        with self._database.reading() as connection:
            record = human_tasks.find(connection, viewer, task)
            case = pictures.case_of(connection, viewer, record.case_id)
            work = CaseWork(connection, self._definitions, case, self.clock.now(), viewer)
            return forms.parse_post(human_tasks.opened(work, record).form, posted)

    def worklist(self, viewer: Viewer, wanted: WorklistFilter) -> Page[HumanTaskRow]:
        with self._database.glancing() as connection:
            return worklist.page(connection, viewer, wanted, self.clock.now())

    def worklist_counts(self, viewer: Viewer) -> dict[str, int]:
        """Open tasks under each filter, counted no further than 100."""
        with self._database.glancing() as connection:
            return worklist.counts(connection, viewer, self.clock.now())

    def next_task(self, viewer: Viewer, after: str) -> str | None:
        """The human task to do after this one: the same case's next, or else the nearest deadline."""
        with self._database.reading() as connection:
            return worklist.next_task(connection, viewer, after, self.clock.now())

    def human_task(self, viewer: Viewer, task: str, values: Mapping[str, Json] | None = None) -> HumanTaskView:
        """A human task with its form; `values` is what was typed, in place of what is stored."""
        with self._database.reading() as connection:
            return pictures.human_task(connection, self._definitions, viewer, task, values=values, now=self.clock.now())

    def case(self, viewer: Viewer, case: str) -> CaseView:
        with self._database.reading() as connection:
            return pictures.case(connection, self._definitions, viewer, case, self.clock.now())

    def cases(self, viewer: Viewer, *, text: str = "", cursor: str | None = None, limit: int = 50) -> Page[CaseRow]:
        with self._database.reading() as connection:
            return worklist.case_page(connection, self._definitions, viewer, text=text, cursor=cursor, limit=limit)

    def timeline(
        self, viewer: Viewer, case: str, *, cursor: str | None = None, limit: int = 50, everything: bool = False
    ) -> Page[TimelineEntry]:
        """A case's history, newest first. `everything` keeps the lines that only machines read."""
        with self._database.reading() as connection:
            return pictures.timeline(
                connection, self._definitions, viewer, case, cursor=cursor, limit=limit, everything=everything
            )

    def case_diagram(self, viewer: Viewer, case: str, instance: str | None = None) -> DiagramView:
        """An instance of a case on its diagram; the case's first when none is named."""
        with self._database.reading() as connection:
            return case_diagram.view(connection, self._definitions, viewer, case, instance, now=self.clock.now())

    def diagram_source(self, viewer: Viewer, case: str, instance: str | None = None) -> bytes:
        """The diagram an instance runs on: UTF-8 XML, this process drawn first."""
        with self._database.reading() as connection:
            return case_diagram.source(connection, self._definitions, viewer, case, instance, now=self.clock.now())

    def incidents(self, viewer: Viewer) -> list[IncidentRow]:
        """What is stuck in the viewer's department, the oldest first; to process owners also what has no case."""
        with self._database.reading() as connection:
            return incident_pictures.listed(connection, self._definitions, viewer)

    def role_names(self) -> dict[str, str]:
        """Every role's Danish name by its key, over the running libraries."""
        with self._database.reading() as connection:
            running = self._definitions.every_newest(connection)
            return {key: name for each in running for key, name in each.library.manifest.roles.items()}

    # ---- accounts

    def add_account(
        self, *, username: str, name: str, roles: frozenset[str], department: str, password_hash: str
    ) -> Account:
        put = partial(accounts.add, username=username, name=name, roles=roles, department=department)
        return self._database.write(lambda c: put(c, password_hash=password_hash))

    def account(self, username: str) -> Account | None:
        with self._database.reading() as connection:
            return accounts.by_username(connection, username)

    def accounts(self) -> list[Account]:
        with self._database.reading() as connection:
            return accounts.every(connection)

    def open_session(self, account_id: str, token_hash: str, csrf: str, expires_at: datetime) -> None:
        self._database.write(lambda c: accounts.open_session(c, account_id, token_hash, csrf, expires_at))

    def session(self, token_hash: str) -> Session | None:
        """The session under a token's hash; None when it is unknown, has run out, or its account is closed."""
        with self._database.reading() as connection:
            return accounts.session(connection, token_hash, self.clock.now())

    def extend_session(self, token_hash: str, expires_at: datetime) -> None:
        """Move a live session's end; one that is unknown or has run out stays so."""
        self._database.write(lambda c: accounts.extend_session(c, token_hash, expires_at, self.clock.now()))

    def close_session(self, token_hash: str) -> None:
        self._database.write(lambda c: accounts.close_session(c, token_hash))

    # ---- the installation

    def health(self) -> None:
        """Raises Transient when the database does not answer."""
        self._database.check()

    def close(self) -> None:
        self._database.close()

    # ---- one command, one transaction

    def _on_case(self, case: str, by: Viewer, act: Callable[[CaseWork], None]) -> None:
        def work(connection: Connection) -> None:
            held = lock_case(connection, self._definitions, case, self.clock.now(), by)
            act(held)
            held.finish()

        self._write(work, lambda _: Place(case))

    def _on_task(self, task: str, by: Viewer, act: Callable[[CaseWork], None]) -> None:
        def work(connection: Connection) -> None:
            held = lock_case_of(connection, self._definitions, task, self.clock.now(), by)
            act(held)
            held.finish()

        def place(connection: Connection) -> Place:
            found = human_tasks.find(connection, by, task)
            return Place(found.case_id, found.instance_id, found.element)

        self._write(work, place)

    def _write(self, work: Callable[[Connection], R], place: Callable[[Connection], Place] = lambda _: Place()) -> R:
        """Run a person's command. When the diagram cannot go on from it, nothing changed, and an incident tells."""
        try:
            return self._database.write(work)
        except (ExpressionFailed, Stale) as error:
            found = str(error) or "Diagrammet ventede ikke længere på dette trin."
            at = self._database.write(lambda c: self._tell(c, place(c), found))
            noted = "på sagen" if at.case else "hos procesejeren"
            raise CaseStuck(
                f"Handlingen kunne ikke gennemføres: {found} Intet er ændret. "
                f"Hændelsen er noteret {noted}; sig det til den, der ejer processen."
            ) from error

    def _tell(self, connection: Connection, place: Place, found: str) -> Place:
        incidents.tell_of_attempt(connection, place, found, self.clock.now())
        return place
