"""The past of a case: history lines, and what stuck and waits for a person."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment, document

history = Table(
    "history",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("instance_id", ID),
    Column("process", KEY, nullable=False),
    Column("element", KEY, nullable=False),
    Column("name", Text, nullable=False),
    Column("by", KEY, nullable=False),
    Column("data", document(), nullable=False),
    Index(None, "instance_id", "kind", "element"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id")),
    Column("job_id", ID),
    Column("instance_id", ID),
    Column("element", KEY, nullable=False),
    Column("message", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", KEY),
    Column("resolution", String(10)),  # retried, cancelled, or gone with what it was about
    Column("reason", Text),
    Index(None, "case_id", "resolved_at"),
    Index(None, "job_id"),
)
