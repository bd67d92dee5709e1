"""The page of what other systems are told, in every state it has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.commands import SYSTEM, OpenCase
from tests.unit.runtime.post import DELIVERED, DOWN, GONE, REFUSED, Post

from .conftest import DEPARTMENT, Served, SignIn
from .test_accessibility import see

pytestmark = pytest.mark.browser

_CHILD = {"barn.navn": "Freja Lund", "barn.foedselsdato": "2020-05-04"}


@pytest.fixture
def post(served: Served, password_hash: str) -> Post:
    served.engine.add_account(
        username="pia",
        name="Pia Ejer",
        roles=frozenset({"procesejer"}),
        department=DEPARTMENT,
        password_hash=password_hash,
    )
    return Post(served.engine.outgoing, served.clock)


def _open(served: Served, department: str = DEPARTMENT, times: int = 1) -> None:
    for _ in range(times):
        served.engine.open_case(OpenCase("hjemmetraening", department, _CHILD, SYSTEM))


def test_with_no_receivers_it_says_how_to_get_one(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    sign_in("pia")
    page.get_by_role("link", name="Leverancer").click()
    expect(page.get_by_text("Ingen systemer får besked endnu")).to_be_visible()
    see(page)


def test_receivers_and_deliveries_in_every_state(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    for name in ("Lønsystemet", "Statistik", "Det gamle fagsystem"):
        post.add(name)
    post.add("Kun udbetalinger", "payout.granted", department=DEPARTMENT)
    answers = {"Lønsystemet": DELIVERED, "Statistik": DOWN, "Det gamle fagsystem": GONE}
    post.answer = lambda _, url: answers[url.removeprefix("https://").removesuffix(".dk/")]
    _open(served)
    _open(served, "En anden afdeling")
    post.work()
    sign_in("pia")
    page.goto(f"{served.url}/leverancer")
    for text in ("I orden", "Svarer ikke", "Slået fra", "Leveret", "Venter", "Mislykket", "Anden afdeling"):
        expect(page.get_by_text(text, exact=True).first).to_be_visible()
    expect(page.get_by_text("Modtageren svarede 500.").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Freja")
    see(page)
    page.get_by_role("link", name="Mislykkede").click()
    expect(page.get_by_role("row", name="Mislykket").first).to_be_visible()
    expect(page.get_by_text("Leveret", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Lønsystemet").click()
    expect(page.get_by_role("heading", name="Sendt til Lønsystemet")).to_be_visible()
    expect(page.get_by_text("Intet er mislykket.")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Vis alle modtagere").click()
    expect(page.get_by_role("heading", name="Sendt", exact=True)).to_be_visible()


def test_sending_again_by_keyboard(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    post.add("Statistik", "case.started")
    post.answer = REFUSED
    _open(served)
    post.wait(days=6)
    sign_in("pia")
    page.goto(f"{served.url}/leverancer?vis=mislykkede")
    expect(page.get_by_text("Opgivet efter fem døgn.")).to_be_visible()
    page.get_by_role("button", name="Send igen Sag åbnet til Statistik").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("sat først i køen")
    see(page)
    post.answer = DELIVERED
    post.work()
    page.goto(f"{served.url}/leverancer?vis=leverede")
    expect(page.get_by_text("Svar 204.")).to_be_visible()
    assert len(set(post.ids())) == 1


def test_one_that_is_switched_off_is_not_sent_to(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    post.add("Statistik", "case.started")
    post.answer = GONE
    _open(served)
    post.work()
    sign_in("pia")
    page.goto(f"{served.url}/leverancer")
    page.get_by_role("button", name="Send igen").click()
    expect(page.locator("main")).to_contain_text("modtageren »Statistik« er slået fra")
    see(page)


def test_a_page_at_a_time(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    post.add("Lønsystemet", "case.started")
    for _ in range(51):
        _open(served)
        served.clock.set(served.clock.now() + timedelta(seconds=1))
    post.work()
    sign_in("pia")
    page.goto(f"{served.url}/leverancer?vis=leverede")
    rows = page.get_by_role("region", name="Liste over leverancer").get_by_role("row")
    expect(rows).to_have_count(51)  # with the heading
    page.get_by_role("link", name="Næste side").click()
    expect(rows).to_have_count(2)
    expect(page.get_by_role("link", name="Leverede")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Første side").click()
    expect(rows).to_have_count(51)


def test_nothing_is_lost_on_a_narrow_screen(page: Page, served: Served, sign_in: SignIn, post: Post) -> None:
    post.add("Lønsystemet")
    post.answer = DOWN
    _open(served)
    post.work()
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in("pia")
    page.goto(f"{served.url}/leverancer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_caseworker_is_told_whom_to_ask(page: Page, served: Served, sign_in: SignIn) -> None:
    sign_in("anne")
    expect(page.get_by_role("link", name="Leverancer")).to_have_count(0)
    answer = page.goto(f"{served.url}/leverancer")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("Kun en procesejer ser")
    page.goto(f"{served.url}/leverancer?side=x&modtager=findes-ikke&vis=x")
