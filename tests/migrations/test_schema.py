"""Migrations and tables say the same, on both databases."""

from __future__ import annotations

import pytest

from engine.store import schema
from engine.store.database import Database
from engine.store.schema import SchemaOutdated


def test_migrations_make_exactly_the_tables(database_url: str) -> None:
    database = Database(database_url)
    schema.upgrade(database)
    assert schema.differences(database) == []
    schema.upgrade(database)
    schema.require_current(database)
    database.close()


def test_an_empty_database_is_refused_with_what_to_do(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(SchemaOutdated, match="database upgrade"):
        schema.require_current(database)
    database.close()
