"""The database's schema, brought up to date by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.errors import EngineError
from engine.store.database import Database
from engine.store.tables import metadata


class SchemaOutdated(EngineError):
    """The database is of another release than the program."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to this release. Safe to call by several processes at once: they take turns."""
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727473)")
        command.upgrade(_config(connection), "head")


def require_current(database: Database) -> None:
    """Raises SchemaOutdated, with what to do, unless the schema is this release's."""
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    if found != wanted:
        raise SchemaOutdated(
            f"Databasen har skema {found or 'intet'}, men programmet kræver {wanted}. "
            "Kør »sagsgang database upgrade« og start igen."
        )


def differences(database: Database) -> list[object]:
    """What the migrations would still have to change to equal the tables; empty when they agree."""
    with database.reading() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))
