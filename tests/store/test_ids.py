"""Ids can be written wherever people and programs write them."""

from __future__ import annotations

import re
from itertools import chain, repeat

import pytest

from engine.store import ids


def test_an_id_is_never_taken_for_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = chain(["-dF0Hry6cN22xbKuOsNazA", "--F0Hry6cN22xbKuOsNazA"], repeat("dF0Hry6cN22xbKuOsNazA-"))
    monkeypatch.setattr("secrets.token_urlsafe", lambda _size: next(drawn))
    assert ids.new_id() == "dF0Hry6cN22xbKuOsNazA-"


def test_an_id_stands_in_an_address_as_it_is() -> None:
    assert all(re.fullmatch(r"[\w][\w-]{21}", ids.new_id(), re.ASCII) for _ in range(1000))
