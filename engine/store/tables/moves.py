"""Moving running instances to another version of their diagram: the runs, and what became of each instance."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment, document

moves = Table(
    "moves",
    metadata,
    Column("id", ID, primary_key=True),
    Column("library", KEY, nullable=False),
    Column("process", KEY, nullable=False),  # the diagram's
    Column("deployment", ID, ForeignKey("deployments.id"), nullable=False),  # where to
    Column("mapping", document(), nullable=False),  # new ids of elements and flows by their old ones
    Column("stopped", Boolean, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("started_by", KEY, nullable=False),
    Index(None, "library", "started_at"),
)

moved_instances = Table(
    "moved_instances",
    metadata,
    Column("move_id", ID, ForeignKey("moves.id"), primary_key=True),
    Column("instance_id", ID, ForeignKey("instances.id"), primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("status", String(10), nullable=False),  # waiting, moved, kept, back (to be taken back), undone
    Column("reasons", document(), nullable=False),  # in Danish: why it was kept, or could not be taken back
    Column("at", Moment),
    # What undoing needs: the version the move left the instance in, and how it was before. None once it is past.
    Column("instance_version", Integer),
    Column("before", document()),
    Index(None, "move_id", "status"),
    Index(None, "case_id"),
)
