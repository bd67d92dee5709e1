"""
People, timers and other systems at once, in threads on one engine.

Whatever the order, exactly one of two contenders has its way, the other is told,
and nothing is lost. The seed is printed; SAGSGANG_SEED repeats a run.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from engine.commands import (
    SYSTEM,
    CloseCase,
    CompleteHumanTask,
    OpenCase,
    ReceiveMessage,
    ResendDelivery,
    SendMessage,
)
from engine.errors import WrongState
from engine.runtime import deliveries as line
from engine.store import deliveries, tables
from engine.store.database import Database
from tests.unit.runtime.conftest import House
from tests.unit.runtime.post import Post

pytestmark = pytest.mark.unmeasured(after=1)

SEED = int(os.environ.get("SAGSGANG_SEED", "20310303"))
_SECONDS = 120


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all of them from one moment; what each gave, or the exception it raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait(_SECONDS)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the tests judge what came out
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(_SECONDS) for done in [pool.submit(run, act) for act in acts]]


def _told(outcomes: Sequence[object]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def test_of_fifty_who_complete_one_task_one_succeeds_and_the_others_are_told(house: House) -> None:
    case = house.open_case()
    task = house.task("Vurder")

    def complete(number: int) -> Callable[[], None]:
        values = {"sag.dyr.art": "hund", "bemaerkning": f"nummer {number}"}
        return lambda: house.engine.complete(CompleteHumanTask(task.id, values, house.anna))

    outcomes = _at_once(*[complete(number) for number in range(50)])
    assert _told(outcomes) == {"NoneType": 1, "WrongState": 49}, outcomes
    assert house.names() == ["Kontroller"]
    kinds = Counter(house.kinds(case))
    assert kinds["task_completed"] == 1
    assert kinds["instance_started"] == 2


def test_a_timer_racing_a_completion_takes_exactly_one_path(house: House) -> None:
    chance = random.Random(SEED)
    print(f"SAGSGANG_SEED={SEED}")
    taken: Counter[str] = Counter()
    for turn in range(100):
        case = house.open_case(navn=f"dyr {turn}")
        house.send(case, "dyrehold.frist")
        house.clock.set(house.clock.now() + timedelta(days=1))
        complete = CompleteHumanTask(house.task("Svar").id, {}, house.anna)
        acts: list[Callable[[], object]] = [
            lambda command=complete: house.engine.complete(command),  # type: ignore[misc]
            lambda: house.engine.run_due(limit=1),
        ]
        chance.shuffle(acts)
        outcomes = _at_once(*acts)
        assert all(isinstance(each, int | WrongState | None) for each in outcomes), outcomes
        refused = any(isinstance(each, WrongState) for each in outcomes)
        elements = [e.element for e in house.history(case) if e.kind == "task_created"]
        path = "For_sent" if refused else "Behandl"
        assert elements == ["Vurder", "Svar", path], (turn, outcomes, elements)
        taken[path] += 1
        house.engine.close_case(CloseCase(case, "næste", house.leo))
    print(dict(taken))
    assert house.engine.incidents(house.anna) == []


def test_messages_sent_many_times_in_any_order_are_one_case_each(house: House) -> None:
    chance = random.Random(SEED)
    print(f"SAGSGANG_SEED={SEED}")
    names = [f"dyr {number}" for number in range(200)]
    posts = [name for name in names for _ in range(chance.randint(1, 5))]
    chance.shuffle(posts)

    def post(mine: Sequence[str]) -> Callable[[], int]:
        def run() -> int:
            new = 0
            for name in mine:
                data = {"afdeling": "boern", "navn": name}
                new += house.engine.receive(ReceiveMessage("borger", name, "dyrehold.anmeldt", data))
                house.engine.run_due(limit=3, worker=f"w{id(mine)}")
            return new

        return run

    outcomes = _at_once(*[post(posts[start::4]) for start in range(4)])
    assert all(isinstance(each, int) for each in outcomes), outcomes
    assert sum(each for each in outcomes if isinstance(each, int)) == len(names)
    while house.engine.run_due():
        pass
    found = house.engine.cases(house.anna, limit=1000).rows
    assert sorted(row.subject for row in found) == sorted(names)
    assert sorted(int(row.number.partition("-")[2]) for row in found) == list(range(1, len(names) + 1))


def test_a_case_opened_by_several_at_once_under_one_key_is_one_case(house: House) -> None:
    for turn in range(5):
        command = OpenCase("dyrehold", "boern", {"dyr.navn": "Bella"}, house.anna, key=f"k{turn}")
        outcomes = _at_once(*[lambda c=command: house.engine.open_case(c)] * 6)
        assert len(set(map(str, outcomes))) == 1, outcomes
    numbers = sorted(int(row.number.partition("-")[2]) for row in house.engine.cases(house.anna).rows)
    assert numbers == [1, 2, 3, 4, 5]


def test_libraries_deployed_at_once_get_a_version_each(house: House) -> None:
    def deploy(number: int) -> Callable[[], object]:
        folder = house.folder.parent / f"copy-{number}"
        text = (house.folder / "manifest.yaml").read_text().replace("navn: Dyrehold", f"navn: Dyrehold {number}")
        for source in house.folder.rglob("*.*"):
            target = folder / source.relative_to(house.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        (folder / "manifest.yaml").write_text(text)
        return lambda: house.engine.deploy(folder, by="anna").version

    outcomes = _at_once(*[deploy(number) for number in range(6)])
    assert sorted(map(str, outcomes)) == ["2", "3", "4", "5", "6", "7"]


def test_commands_on_one_case_from_all_sides_leave_a_history_without_a_gap(house: House) -> None:
    case = house.open_case()
    acts: list[Callable[[], object]] = []
    for _ in range(4):
        acts += [
            lambda: house.engine.send_message(SendMessage(case, "dyrehold.besoeg", {}, house.anna)),
            lambda: house.engine.send_message(SendMessage(case, "dyrehold.frist", {}, house.anna)),
            lambda: house.engine.run_due(worker="w"),
            lambda: house.engine.case(house.anna, case),
        ]
    house.clock.set(house.clock.now() + timedelta(days=30))
    outcomes = _at_once(*acts)
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    database = Database(house.engine._database.url)
    with database.reading() as connection:
        history = tables.history
        count, last = connection.execute(
            select(func.count(), func.max(history.c.seq)).where(history.c.case_id == case)
        ).one()
    database.close()
    assert count == last


def test_events_are_dispatched_and_told_once_whoever_is_at_it(house: House) -> None:
    post = Post(house.engine.outgoing, house.clock)
    post.add("en")
    post.add("to")
    for number in range(120):  # two events each, so more than one batch
        house.open_case(navn=f"dyr {number}")

    def dispatch() -> None:
        while house.engine.outgoing.dispatch():
            pass

    assert _told(_at_once(*[dispatch] * 6)) == {"NoneType": 6}
    rows = post.rows(limit=1000)
    assert len({(row.event, row.receiver) for row in rows}) == len(rows) == 480

    def deliver() -> None:
        for receiver in house.engine.outgoing.due_receivers():
            while house.engine.outgoing.deliver_next(receiver, post):
                pass

    assert _told(_at_once(*[deliver] * 4)) == {"NoneType": 4}
    assert len(post.sent) == 480


def test_one_delivery_is_swept_or_sent_again_but_never_half(house: House) -> None:
    post = Post(house.engine.outgoing, house.clock)
    post.add("en")
    for number in range(20):
        house.open_case(navn=f"dyr {number}")
    post.work()
    house.clock.set(house.clock.now() + timedelta(days=100))

    def resend(delivery: str) -> Callable[[], object]:
        return lambda: house.engine.outgoing.resend(ResendDelivery(delivery, SYSTEM))

    outcomes = _at_once(*[resend(row.id) for row in post.rows(limit=30)], *[house.engine.outgoing.sweep] * 4)
    assert _told(outcomes).keys() <= {"NoneType", "NotFound"}
    with house.engine._database.reading() as connection:
        waiting = select(tables.deliveries.c.id).where(tables.deliveries.c.status == "waiting")
        queued = select(tables.jobs.c.id).where(tables.jobs.c.queue == "out")
        assert set(connection.execute(waiting).scalars()) == set(connection.execute(queued).scalars())


def test_a_sweep_passes_over_what_is_being_sent_again(house: House) -> None:
    """PostgreSQL would else wait for the one who sends again, and then delete what waits once more."""
    post = Post(house.engine.outgoing, house.clock)
    post.add("en")
    house.open_case()
    post.work()
    house.clock.set(house.clock.now() + timedelta(days=100))
    again, _ = (row.id for row in post.rows())
    database, now = house.engine._database, house.clock.now()
    if database.dialect == "sqlite":
        return  # one writer at a time
    with database.writing() as connection:
        line.send_again(connection, again, now)
        assert _at_once(lambda: database.write(lambda c: deliveries.sweep(c, now - timedelta(days=90), 10))) == [1]
    assert [(row.id, row.status) for row in post.rows()] == [(again, "waiting")]
