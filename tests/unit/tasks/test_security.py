"""What every page carries, and what a post must carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import tasks

from .conftest import SignIn

TEMPLATES = sorted((Path(tasks.__file__).parent / "templates").glob("*.html"))


@pytest.mark.parametrize("path", ["/log-ind", "/opgaver", "/sager", "/findes-ikke", "/opgaver/findes-ikke", "/sundhed"])
def test_everything_carries_the_strict_policy(sign_in: SignIn, path: str) -> None:
    answer = sign_in("anne").client.get(path)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_more_than_the_policy_allows(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|javascript:|hx-vals=.?js:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=| type=\"application/json\")|<style", text)
    assert not re.search(r"\|\s*safe", text.replace('icon-svg alert-icon") | safe', ""))


def test_every_post_needs_the_sessions_own_token(sign_in: SignIn, app: Flask) -> None:
    anne, bo = sign_in("anne"), sign_in("bo")
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    checked = 0
    for rule in posts:
        if not rule.endpoint.startswith("tasks.") or rule.endpoint == "tasks.sign_in.submit":
            continue
        address = re.sub(r"<[^>]+>", "x", rule.rule)
        for token in ("", bo.csrf, anne.csrf[:-1]):
            assert anne.client.post(address, data={"_csrf": token}).status_code == 403
        checked += 1
    assert checked >= 8


def test_a_post_may_not_be_huge(sign_in: SignIn) -> None:
    anne = sign_in("anne")
    assert anne.post("/opgaver", {"tekst": "x" * (1024 * 1024)}).status_code == 413


def test_built_files_may_be_kept_by_their_version(app: Flask, tmp_path: Path) -> None:
    client = app.test_client()
    static = Path(tasks.__file__).parent / "static"
    if not (static / "app.css").is_file():
        pytest.skip("the front end is not built")
    page = client.get("/log-ind").text
    address = re.search(r'href="(/statisk/app\.css\?v=[0-9a-f]{12})"', page)
    assert address is not None
    with client.get(address[1]) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    with client.get("/statisk/app.css") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/statisk/../__init__.py").status_code == 404
