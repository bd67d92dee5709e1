"""Signing in and out, and what keeps others from doing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.config import Config
from app.web import create_app
from engine.api import Engine
from engine.clock import VirtualClock
from tasks import passwords, sessions, throttle

from .conftest import PASSWORD, Person, SignIn, text_of

AtBrowser = Callable[[], Person]


def test_the_way_in_leads_to_the_tasks(at_browser: AtBrowser) -> None:
    person = at_browser()
    answer = person.get("/")
    assert (answer.status_code, answer.location) == (303, "/log-ind?til=%2F")
    answer = person.sign_in("anne")
    assert (answer.status_code, answer.location) == (303, "/opgaver")
    page = person.get("/opgaver")
    assert "Anne Holm" in page.text
    assert "Sagsbehandler · Nord" in text_of(page)


def test_the_cookie_is_out_of_reach(at_browser: AtBrowser) -> None:
    (cookie, *_) = at_browser().sign_in("anne").headers.getlist("Set-Cookie")
    assert cookie.startswith("sagsgang=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_stays_there(engine: Engine) -> None:
    app = create_app(Config("sqlite://", {}, secure_cookies=True), engine)
    person = Person(app.test_client())
    page = person.client.get("/log-ind", base_url="https://localhost")
    person.csrf = page.text.split('name="_csrf" value="')[1].split('"')[0]
    answer = person.client.post(
        "/log-ind",
        data={"_csrf": person.csrf, "brugernavn": "anne", "adgangskode": PASSWORD},
        base_url="https://localhost",
    )
    assert answer.status_code == 303
    (cookie, *_) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-sagsgang=")
    assert "Secure" in cookie


@pytest.mark.parametrize("username", ["anne", "ingen-kender-mig"])
def test_a_wrong_password_and_an_unknown_name_sound_the_same(at_browser: AtBrowser, username: str) -> None:
    answer = at_browser().sign_in(username, "helt forkert")
    assert answer.status_code == 401
    assert "Brugernavn eller adgangskode er forkert." in text_of(answer)
    assert "helt forkert" not in answer.text


def test_an_unknown_name_costs_the_same_hash() -> None:
    nobody, real = passwords._NOBODY, passwords.hash_password(PASSWORD)
    assert nobody.split("$")[1:4] == real.split("$")[1:4]
    assert not PasswordHasher().check_needs_rehash(nobody)
    assert not passwords.verify_password(None, PASSWORD)


def test_passwords_are_hashed_with_argon2_and_salted() -> None:
    first, second = passwords.hash_password(PASSWORD), passwords.hash_password(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.verify_password(first, PASSWORD)
    assert not passwords.verify_password(first, PASSWORD + " ")
    assert not passwords.verify_password("not a hash", PASSWORD)


@pytest.mark.parametrize("password", ["kort", "x" * (passwords.LONGEST + 1)])
def test_a_password_of_the_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="mellem 12 og 256 tegn"):
        passwords.hash_password(password)
    assert not passwords.verify_password(passwords._NOBODY, password)


def test_guessing_is_stopped_and_forgiven_after_a_while(at_browser: AtBrowser, clock: VirtualClock) -> None:
    person = at_browser()
    for _ in range(throttle.PER_PAIR):
        assert person.sign_in("anne", "forkert adgangskode").status_code == 401
    answer = person.sign_in("anne")
    assert answer.status_code == 429
    assert "Vent et kvarter" in text_of(answer)
    assert person.sign_in("bo").status_code == 303
    clock.set(clock.now() + throttle.WINDOW)
    assert at_browser().sign_in("anne").status_code == 303


def test_an_address_cannot_try_every_name(clock: VirtualClock) -> None:
    counted = throttle.Throttle()
    for number in range(throttle.PER_ADDRESS):
        counted.failed(f"user{number}", "10.0.0.1", clock.now())
    assert counted.refuses("somebody else", "10.0.0.1", clock.now())
    assert not counted.refuses("somebody else", "10.0.0.2", clock.now())


def test_the_throttle_forgets_the_oldest_first(clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_REMEMBERED", 10)
    counted = throttle.Throttle()
    for number in range(100):
        counted.failed("anne", f"10.0.0.{number}", clock.now())
    assert len(counted._failures) == 10
    assert ("anne", "10.0.0.99") in counted._failures


def test_signing_in_over_a_session_ends_it(sign_in: SignIn) -> None:
    person = sign_in("anne")
    before = person.client.get_cookie("sagsgang")
    assert before is not None
    # The sign-in page sends those who are signed in on, so a page left open in another tab stands in for it.
    person.csrf = "a" * 43
    person.client.set_cookie("sagsgang-forside", person.csrf, path="/log-ind")
    assert person.post("/log-ind", {"brugernavn": "bo", "adgangskode": PASSWORD}).status_code == 303
    after = person.client.get_cookie("sagsgang")
    assert after is not None
    assert after.value != before.value
    person.client.set_cookie("sagsgang", before.value)
    assert person.get("/opgaver").status_code == 303


def test_leaving_ends_the_session_itself(sign_in: SignIn) -> None:
    person = sign_in("anne")
    cookie = person.client.get_cookie("sagsgang")
    assert cookie is not None
    assert person.post("/log-ud").location == "/log-ind"
    assert person.client.get_cookie("sagsgang") is None
    person.client.set_cookie("sagsgang", cookie.value)
    assert person.get("/opgaver").status_code == 303


def test_an_idle_hour_ends_it(sign_in: SignIn, clock: VirtualClock) -> None:
    person = sign_in("anne")
    clock.set(clock.now() + sessions.IDLE)
    assert person.get("/opgaver").status_code == 303


def test_work_keeps_it_open_but_no_longer_than_a_day(sign_in: SignIn, clock: VirtualClock) -> None:
    person = sign_in("anne")
    end = clock.now() + sessions.LONGEST
    while clock.now() < end - timedelta(minutes=50):
        clock.set(clock.now() + timedelta(minutes=50))
        assert person.get("/opgaver").status_code == 200
    clock.set(end)
    assert person.get("/opgaver").status_code == 303


def test_the_list_that_refreshes_itself_does_not_keep_it_open(sign_in: SignIn, clock: VirtualClock) -> None:
    person = sign_in("anne")
    clock.set(clock.now() + sessions.IDLE / 2)
    assert person.post("/opgaver/liste", headers={"HX-Request": "true"}).status_code == 200
    clock.set(clock.now() + sessions.IDLE / 2)
    answer = person.post("/opgaver/liste", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/log-ind")


def test_a_token_with_a_later_end_is_another_token(sign_in: SignIn) -> None:
    person = sign_in("anne")
    cookie = person.client.get_cookie("sagsgang")
    assert cookie is not None
    token, _, end = cookie.value.rpartition(".")
    for forged in (f"{token}.{int(end) + 3600}", token, f"{token}.", f"{token}.x", f"{token}.99999999999", "æ.1"):
        person.client.set_cookie("sagsgang", forged)
        assert person.get("/opgaver").status_code == 303


@pytest.mark.parametrize("path", ["/opgaver", "/opgaver/abc_-1", "/sager", "/sager/abc"])
def test_sign_in_leads_back_to_our_own_pages(at_browser: AtBrowser, path: str) -> None:
    assert at_browser().sign_in("anne", til=path).location == path


@pytest.mark.parametrize(
    "path",
    [
        "https://ond.example/",
        "//ond.example",
        "/\\ond.example",
        "/opgaver//ond.example",
        "/opgaver/../log-ud",
        "/opgaver\n",
        "/opgaver?x=https://ond.example",
        "javascript:alert(1)",
        "/log-ud",
        "",
    ],
)
def test_sign_in_leads_nowhere_else(at_browser: AtBrowser, path: str) -> None:
    assert at_browser().sign_in("anne", til=path).location == "/opgaver"


def test_a_post_from_elsewhere_cannot_sign_anybody_in(at_browser: AtBrowser) -> None:
    person = at_browser()
    answer = person.client.post("/log-ind", data={"brugernavn": "anne", "adgangskode": PASSWORD})
    assert answer.status_code == 403
    person.get("/log-ind")
    person.csrf = "x" * 43
    assert person.post("/log-ind", {"brugernavn": "anne", "adgangskode": PASSWORD}).status_code == 403


def test_pages_are_about_nobody_without_a_session(app: Flask) -> None:
    client = app.test_client()
    reached = set()
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("tasks.") or rule.endpoint in sessions._OPEN_ENDPOINTS:
            continue
        reached.add(rule.endpoint)
        address = rule.rule.replace("<task>", "x").replace("<case>", "x").replace("<incident>", "x")
        if "GET" in (rule.methods or ()):
            assert client.get(address).status_code == 303
        if "POST" in (rule.methods or ()):
            assert client.post(address).status_code == 401
    assert "tasks.human_task.send" in reached
