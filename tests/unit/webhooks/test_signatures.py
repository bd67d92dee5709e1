"""Standard Webhooks signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import SystemClock, local
from webhooks.signatures import is_signed, sign

SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()
OTHER = "whsec_" + base64.b64encode(b"another secret, just as long").decode()


def now() -> datetime:
    return SystemClock().now()


def test_a_signature_is_what_the_specification_says() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    headers = sign(SECRET, "msg_1", at, b'{"a": 1}')
    assert headers["webhook-id"] == "msg_1"
    assert headers["webhook-timestamp"] == "1767323045"
    signed = b'msg_1.1767323045.{"a": 1}'
    expected = base64.b64encode(hmac.digest(b"a secret of at least 24 bytes", signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_local_time_signs_the_same_moment() -> None:
    at = now()
    assert sign(SECRET, "m", at, b"{}") == sign(SECRET, "m", local(at), b"{}")


@given(body=st.text(max_size=200).map(str.encode), message=st.text("abc-_.0123", min_size=1, max_size=40))
def test_what_was_signed_is_accepted_and_nothing_else(body: bytes, message: str) -> None:
    headers = sign(SECRET, message, now(), body)
    assert is_signed(SECRET, headers, body)
    assert not is_signed(OTHER, headers, body)
    assert not is_signed(SECRET, headers, body + b" ")
    assert not is_signed(SECRET, {**headers, "webhook-id": message + "x"}, body)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_future_message_is_refused(minutes: int) -> None:
    headers = sign(SECRET, "m", now() + timedelta(minutes=minutes), b"{}")
    assert not is_signed(SECRET, headers, b"{}")


def test_one_of_several_signatures_is_enough() -> None:
    headers = sign(SECRET, "m", now(), b"{}")
    both = sign(OTHER, "m", now(), b"{}")["webhook-signature"] + " " + headers["webhook-signature"]
    assert is_signed(SECRET, {**headers, "webhook-signature": "v2,x " + both}, b"{}")


@given(
    signature=st.text(max_size=60),
    stamp=st.text(max_size=20) | st.sampled_from(["nan", "inf", "-1e400", "1e30"]),
    body=st.binary(),
)
def test_nothing_a_stranger_sends_is_more_than_refused(signature: str, stamp: str, body: bytes) -> None:
    for value in (signature, "v1", "v1,", "v1,æ", "v1,====", ",", "v1,AAAA v1"):
        headers = {"webhook-id": "m", "webhook-timestamp": stamp, "webhook-signature": value}
        assert not is_signed(SECRET, headers, body)
        assert not is_signed(SECRET, {**sign(SECRET, "m", now(), b"{}"), "webhook-signature": value}, b"{}")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_æøå", "ikke base64!"])
def test_an_unusable_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sign(secret, "m", now(), b"")
