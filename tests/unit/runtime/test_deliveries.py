"""Events reach those who want them, at least once, in the face of everything a receiver can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, update

from engine.commands import OpenCase, ResendDelivery, Viewer
from engine.errors import NotAllowed, NotFound, WrongState
from engine.runtime import deliveries as line
from engine.store import history, receivers, tables
from engine.store.history import OutboxEvent
from engine.views import Answer, DeliveryFilter, OutgoingEvent
from tests.unit.runtime.conftest import House
from tests.unit.runtime.post import DELIVERED, DOWN, GONE, REFUSED, Post

OWNER = Viewer("pia", "Pia", frozenset({"procesejer"}), "boern")
ANSWERED = 4 / 5  # the least of a pause that chance leaves


@pytest.fixture
def post(house: House) -> Post:
    return Post(house.engine.outgoing, house.clock)


def _opened(house: House, times: int = 1) -> None:
    """Each case begins with two events: itself, and its first task."""
    for number in range(times):
        house.open_case(navn=f"dyr {number}")


def _undispatched(house: House) -> int:
    with house.engine._database.reading() as connection:
        query = select(func.count()).select_from(tables.outbox).where(tables.outbox.c.dispatched_at.is_(None))
        return connection.execute(query).scalar_one()


# ---- who hears of what


def test_with_nobody_listening_events_are_only_marked(house: House, post: Post) -> None:
    _opened(house)
    assert post.outgoing.dispatch() == 2
    assert post.outgoing.dispatch() == 0
    assert post.rows() == []
    assert _undispatched(house) == 0


def test_each_receiver_hears_of_its_types_and_its_department(house: House, post: Post) -> None:
    post.add("alt")
    post.add("opgaver", "task.created", "task.completed")
    post.add("teknik", department="teknik")
    _opened(house)
    house.engine.open_case(OpenCase("dyrehold", "teknik", {"dyr.navn": "Rex"}, replace(house.anna, department=None)))
    post.work()
    heard = sorted((row.receiver_name, row.type) for row in post.rows())
    assert heard == sorted(
        [
            *[("alt", "case.started"), ("alt", "task.created")] * 2,
            *[("opgaver", "task.created")] * 2,
            ("teknik", "case.started"),
            ("teknik", "task.created"),
        ]
    )


def test_a_new_receiver_hears_nothing_of_the_past(house: House, post: Post) -> None:
    _opened(house)
    house.clock.set(house.clock.now() + timedelta(seconds=1))
    post.add("x")
    post.work()
    assert post.sent == []


def test_a_cases_events_come_in_their_order(house: House, post: Post) -> None:
    post.add("x")
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    post.work()
    assert [event.type for _, event in post.sent] == [
        "case.started", "task.created", "task.completed", "task.created",
    ]  # fmt: skip
    assert {event.case for _, event in post.sent} == {case}


def test_what_a_diagram_writes_stays_unless_it_is_declared(house: House, post: Post) -> None:
    post.add("x")
    house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.complete("Kontroller", fundet="alt vel")
    post.work()
    assert "kontrol.foert" not in {event.type for _, event in post.sent}
    manifest = house.folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text + "udgaaende:\n  kontrol.foert: {antal: tal}\n", encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    house.complete("Kontroller", fundet="alt vel")
    post.work()
    (event,) = (event for _, event in post.sent if event.type == "kontrol.foert")
    assert event.data == {"sag": "2031-2", "afdeling": "boern", "proces": "dyrehold", "antal": 1}


# ---- what becomes of one


def test_what_is_delivered_is_done(house: House, post: Post) -> None:
    post.add("x")
    _opened(house)
    post.wait(days=1)
    assert [(row.status, row.attempts, row.answer, row.next_at) for row in post.rows()] == [
        ("delivered", 1, 204, None),
        ("delivered", 1, 204, None),
    ]
    assert post.next_due() is None


def test_one_that_is_refused_is_tried_again_alone(house: House, post: Post) -> None:
    post.add("x")
    post.answer = lambda event, _: REFUSED if event.type == "case.started" else DELIVERED
    _opened(house)
    post.work()
    assert {(row.type, row.status) for row in post.rows()} == {
        ("case.started", "waiting"),
        ("task.created", "delivered"),
    }
    assert post.receiver().paused_until is None
    post.answer = DELIVERED
    post.wait(seconds=13)
    assert post.statuses() == {"delivered"}


def test_a_refusal_is_given_up_after_five_days(house: House, post: Post) -> None:
    post.add("x", "case.started")
    post.answer = REFUSED
    _opened(house)
    post.wait(days=6)
    (row,) = post.rows()
    assert row.status == "failed"
    assert row.problem == f"Opgivet efter fem døgn. {REFUSED.problem}"
    assert 14 <= row.attempts <= 20
    assert post.next_due() is None
    assert len(set(post.ids())) == 1


def test_one_that_the_receiver_cannot_bear_does_not_keep_the_others_waiting(house: House, post: Post) -> None:
    post.add("x")
    _opened(house, 20)
    poison = set[str]()

    def break_on_one(event: OutgoingEvent, _: str) -> Answer:
        poison.add(event.id) if not poison else None
        return DOWN if event.id in poison else DELIVERED

    post.answer = break_on_one
    post.wait(minutes=1)
    assert [row.status for row in post.rows()].count("delivered") == 39


def test_a_fault_of_ours_is_seen_and_holds_up_nobody(house: House, post: Post) -> None:
    post.add("x")
    post.add("y")
    _opened(house)

    def fail_on_one(event: OutgoingEvent, url: str) -> Answer:
        if (event.type, url) == ("case.started", "https://x.dk/"):
            raise ValueError("Bella")
        return DELIVERED

    post.answer = fail_on_one
    post.work()
    (row,) = (row for row in post.rows() if row.status == "waiting")
    assert (row.receiver_name, row.type) == ("x", "case.started")
    assert "Programmet fejlede" in (row.problem or "")
    assert "Bella" not in (row.problem or "")


# ---- a receiver that is down


def test_down_for_a_day_then_each_is_delivered_once_in_order(house: House, post: Post) -> None:
    post.add("x")
    post.add("y")
    post.answer = lambda _, url: DOWN if url == "https://x.dk/" else DELIVERED
    for _ in range(24):
        _opened(house, 2)
        post.wait(hours=1)
    assert len(post.rows(receiver=post.receiver("y").id, status="delivered", limit=200)) == 96
    failures = post.receiver().failures
    assert 6 <= failures <= 10, "one probe at a time, further and further apart"
    post.answer, post.sent = DELIVERED, []
    post.wait(hours=13)
    assert post.statuses() == {"delivered"}
    assert len(post.ids()) == len(set(post.ids())) == 96
    told = [event.at for _, event in post.sent]
    # Those that were probes come after the rest.
    in_order = [a <= b for a, b in pairwise(told)]
    assert in_order.count(False) <= failures
    assert (post.receiver().failures, post.receiver().paused_until) == (0, None)


def test_a_thousand_waiting_cost_a_dead_receiver_no_more_attempts_than_one(house: House, post: Post) -> None:
    post.add("x")
    post.answer = DOWN
    case = house.open_case()
    with house.engine._database.writing() as connection:
        more = [OutboxEvent(1, "task.overdue", house.clock.now(), {}) for _ in range(1000)]
        history.add_events(connection, case, more)
    post.wait(days=6)
    assert 14 <= len(post.sent) <= 20
    assert post.statuses() == {"failed"}
    assert post.next_due() is None
    untried = next(row for row in post.rows(limit=5000) if row.attempts == 0)
    assert untried.problem == f"Opgivet efter fem døgn. {DOWN.problem}"


def test_what_happens_while_it_is_down_waits_with_the_rest(house: House, post: Post) -> None:
    post.add("x")
    post.answer = DOWN
    _opened(house)
    post.wait(minutes=30)
    tried = len(post.sent)
    _opened(house)
    post.work()
    assert len(post.sent) == tried
    assert {row.next_at for row in post.rows()} >= {post.receiver().paused_until}


def test_pauses_grow_and_differ() -> None:
    middle = [10, 60, 300, 1800, 7200, 18000, 36000, 43200, 43200]
    for failures, seconds in enumerate(middle, 1):
        drawn = {line.pause_after(failures).total_seconds() for _ in range(20)}
        assert all(0.8 * seconds <= each <= 1.2 * seconds for each in drawn)
        assert len(drawn) > 1


@pytest.mark.parametrize(
    ("wish", "least"),
    [
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(seconds=1), timedelta(seconds=10) * ANSWERED),
        (timedelta(days=400), timedelta(days=1)),
    ],
)
@pytest.mark.parametrize("kind", [DOWN, REFUSED])
def test_a_receiver_is_left_alone_as_long_as_it_asks_but_not_for_ever(
    house: House, post: Post, kind: Answer, wish: timedelta, least: timedelta
) -> None:
    post.add("x", "case.started")
    post.answer = replace(kind, retry_after=wish)
    _opened(house)
    post.work()
    due = post.next_due()
    assert due is not None
    assert least <= due - house.clock.now() <= least * 1.5 + timedelta(seconds=1)


def test_410_switches_a_receiver_off(house: House, post: Post) -> None:
    post.add("x")
    post.add("y")
    post.answer = lambda _, url: GONE if url == "https://x.dk/" else DELIVERED
    _opened(house)
    post.wait(days=1)
    off = post.receiver()
    assert off.disabled_at is not None
    assert off.disabled_reason == GONE.problem
    rows = post.rows(receiver=off.id)
    assert [(row.status, row.problem) for row in rows] == [("failed", GONE.problem)] * 2
    assert [event.type for _, event in post.sent].count("case.started") == 2, "it was asked once"
    _opened(house)
    post.wait(days=1)
    assert len(post.rows(receiver=off.id)) == 2


def test_a_worker_that_outlives_its_lease_writes_nothing(house: House, post: Post) -> None:
    """Its answer came too late: another has sent the event since, under the same id."""
    post.add("x", "case.started")
    _opened(house)
    post.outgoing.dispatch()
    database = house.engine._database
    (receiver,) = post.outgoing.due_receivers()
    late = database.write(lambda c: line._take(c, house.engine._definitions, receiver, house.clock.now(), "late"))
    assert late is not None
    assert not post.outgoing.deliver_next(receiver, post), "it is taken"
    with database.writing() as connection:
        connection.execute(update(tables.jobs).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))
    assert post.outgoing.deliver_next(receiver, post)
    database.write(lambda c: line._settle(c, late, DOWN, house.clock.now()))
    (row,) = post.rows()
    assert (row.status, row.attempts) == ("delivered", 1)
    assert post.receiver().failures == 0


def test_only_one_worker_asks_how_a_receiver_is_that_was_down(house: House, post: Post) -> None:
    post.add("x")
    post.answer = DOWN
    _opened(house, 3)
    post.work()
    house.clock.set(house.clock.now() + timedelta(seconds=15))
    (receiver,) = post.outgoing.due_receivers()
    database = house.engine._database
    take = lambda worker: database.write(  # noqa: E731 - two workers by one line
        lambda c: line._take(c, house.engine._definitions, receiver, house.clock.now(), worker)
    )
    assert take("one") is not None
    assert take("two") is None


# ---- by hand


def test_the_names_of_receivers(house: House, post: Post) -> None:
    post.add("x")
    with pytest.raises(WrongState, match="allerede en modtager ved navn »x«"):
        post.add("x")
    with pytest.raises(NotFound, match=r"af typen »task\.finished«"):
        post.add("y", "task.finished")
    for act in (post.outgoing.disable_receiver, post.outgoing.enable_receiver, post.outgoing.remove_receiver):
        with pytest.raises(NotFound, match="ingen modtager ved navn »z«"):
            act("z")


def test_switched_off_and_on_again(house: House, post: Post) -> None:
    post.add("x")
    post.answer = DOWN
    _opened(house)
    post.work()
    post.outgoing.disable_receiver("x")
    assert {(row.status, row.problem) for row in post.rows()} == {("failed", "Slået fra af driften.")}
    assert post.next_due() is None
    _opened(house)
    post.work()
    post.outgoing.enable_receiver("x")
    post.answer = DELIVERED
    _opened(house)
    post.work()
    assert sorted(row.status for row in post.rows()) == ["delivered", "delivered", "failed", "failed"]


def test_a_receiver_is_forgotten_with_its_deliveries(house: House, post: Post) -> None:
    post.add("x")
    post.add("y")
    _opened(house)
    post.outgoing.dispatch()
    post.outgoing.remove_receiver("x")
    post.work()
    assert [row.receiver_name for row in post.rows()] == ["y", "y"]
    assert [row.name for row in post.outgoing.receivers()] == ["y"]


def test_sent_again_is_the_same_event(house: House, post: Post) -> None:
    post.add("x", "case.started")
    _opened(house)
    post.work()
    (row,) = post.rows()
    house.clock.set(house.clock.now() + timedelta(days=30))
    post.outgoing.resend(ResendDelivery(row.id, OWNER))
    assert [(row.status, row.attempts) for row in post.rows()] == [("waiting", 0)]
    post.work()
    first, second = (event for _, event in post.sent)
    assert first == second
    assert post.statuses() == {"delivered"}


def test_a_failed_one_that_is_sent_again_has_five_new_days(house: House, post: Post) -> None:
    post.add("x", "case.started")
    post.answer = DOWN
    _opened(house)
    post.wait(days=6)
    (row,) = post.rows()
    post.outgoing.resend(ResendDelivery(row.id, OWNER))
    post.wait(days=4)
    assert post.statuses() == {"waiting"}
    post.answer = DELIVERED
    post.wait(days=1)
    assert post.statuses() == {"delivered"}


def test_sent_again_asks_a_receiver_that_is_down_at_once(house: House, post: Post) -> None:
    post.add("x")
    post.answer = DOWN
    _opened(house)
    post.wait(hours=3)
    post.answer, post.sent = DELIVERED, []
    row = post.rows()[0]
    post.outgoing.resend(ResendDelivery(row.id, OWNER))
    post.work()
    assert post.ids()[0] == row.event
    assert post.statuses() == {"delivered"}, "and the others follow"


def test_nothing_is_sent_again_to_one_that_is_switched_off(house: House, post: Post) -> None:
    post.add("x")
    _opened(house)
    post.work()
    post.outgoing.disable_receiver("x")
    with pytest.raises(WrongState, match="er slået fra"):
        post.outgoing.resend(ResendDelivery(post.rows()[0].id, OWNER))
    with pytest.raises(NotFound):
        post.outgoing.resend(ResendDelivery("findes-ikke", OWNER))


# ---- looked at, and swept


def test_deliveries_are_for_process_owners(house: House, post: Post) -> None:
    post.add("x", "case.started")
    _opened(house)
    post.work()
    (row,) = post.rows()
    with pytest.raises(NotAllowed):
        post.outgoing.deliveries(house.leo, DeliveryFilter())
    with pytest.raises(NotAllowed):
        post.outgoing.resend(ResendDelivery(row.id, house.anna))
    assert post.rows() == [row]


def test_pages_are_whole_newest_first_and_filtered(house: House, post: Post) -> None:
    post.add("x")
    post.add("y", "case.started")
    post.answer = lambda event, _: REFUSED if event.type == "task.created" else DELIVERED
    _opened(house, 7)
    post.work()
    seen, cursor = [], None
    while True:
        page = post.outgoing.deliveries(OWNER, DeliveryFilter(cursor=cursor, limit=4))
        seen += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    everything = [row.id for row in post.rows(limit=100)]
    assert seen == everything
    assert len(seen) == 21
    assert everything == sorted(everything, reverse=True)
    assert {row.receiver_name for row in post.rows(receiver=post.receiver("y").id)} == {"y"}
    assert {row.type for row in post.rows(status="waiting")} == {"task.created"}
    with pytest.raises(NotFound):
        post.outgoing.deliveries(OWNER, DeliveryFilter(cursor="x"))


def test_the_case_is_named_to_its_own_department_only(house: House, post: Post) -> None:
    post.add("x", "case.started")
    case = house.open_case()
    post.work()
    (mine,) = post.outgoing.deliveries(OWNER, DeliveryFilter()).rows
    assert (mine.case, mine.case_number) == (case, "2031-1")
    stranger = Viewer("tage", "Tage", frozenset({"procesejer"}), "teknik")
    (theirs,) = post.outgoing.deliveries(stranger, DeliveryFilter()).rows
    assert (theirs.case, theirs.case_number) == (None, None)


def test_what_is_long_over_is_swept_and_what_waits_is_not(house: House, post: Post) -> None:
    post.add("x", "case.started")
    _opened(house, 3)
    post.work()
    house.clock.set(house.clock.now() + timedelta(days=89))
    house.engine.sweep()
    assert len(post.rows()) == 3
    database = house.engine._database
    with database.writing() as connection:
        waiting = update(tables.deliveries).where(tables.deliveries.c.id == post.rows()[0].id)
        connection.execute(waiting.values(status="waiting"))
    house.clock.set(house.clock.now() + timedelta(days=2))
    house.engine.sweep()
    assert [row.status for row in post.rows()] == ["waiting"]


def test_a_secret_is_in_no_picture(house: House, post: Post) -> None:
    post.add("x")
    assert "secret of" not in repr(post.outgoing.receivers())
    with house.engine._database.reading() as connection:
        found = receivers.named(connection, "x")
    assert found is not None
    assert "secret of" not in repr(found), "nor in what a log could quote"
