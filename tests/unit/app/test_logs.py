"""Logs tell where it went wrong and never about whom."""

from __future__ import annotations

import logging
import sys

from app.logs import ValuelessFormatter
from engine.errors import Transient

NAME = "Alma Winther"


def _formatted(error: Exception) -> str:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "500 on %s", ("GET",), sys.exc_info())
    return ValuelessFormatter().format(record)


def test_a_strange_exceptions_text_is_left_out() -> None:
    text = _formatted(ValueError(f"could not read {NAME}"))
    assert NAME not in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


def test_the_engines_own_messages_are_kept() -> None:
    assert "Databasen svarede ikke" in _formatted(Transient("Databasen svarede ikke"))


def test_the_whole_chain_is_written_without_values() -> None:
    def fail() -> None:
        try:
            {}[NAME]
        except KeyError as error:
            raise Transient("prøv igen") from error

    try:
        fail()
    except Transient:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "x", (), sys.exc_info())
    text = ValuelessFormatter().format(record)
    assert "builtins.KeyError" in text
    assert "prøv igen" in text
    # The frame's source line names the variable, not its value.
    assert "Alma" not in text
