"""What comes from other systems, and what leaves for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment, document

inbox = Table(
    "inbox",
    metadata,
    Column("source", KEY, primary_key=True),
    Column("id", KEY, primary_key=True),
    Column("type", KEY, nullable=False),
    Column("data", document(), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    Column("case_id", ID),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),  # the history line it stands beside
    Column("type", KEY, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", document(), nullable=False),
    Column("dispatched_at", Moment),  # when its deliveries were written
    Index(None, "dispatched_at", "at", "id"),
    Index(None, "case_id"),
)

# Who hears of events. The secret must be readable to sign with, so the database's copies are kept as safe as it.
receivers = Table(
    "receivers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", KEY, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("types", document(), nullable=False),  # event types; an empty list is all of them
    Column("department", KEY),  # events of that department's cases only; None is every one
    Column("secret", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("disabled_reason", Text),
    # A receiver that is down is asked again at this time, once, and not once for each event.
    Column("paused_until", Moment),
    Column("failures", Integer, nullable=False),  # in a row
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", ID, primary_key=True),
    Column("event_id", ID, ForeignKey("outbox.id"), nullable=False),
    Column("receiver_id", ID, ForeignKey("receivers.id"), nullable=False),
    Column("status", String(10), nullable=False),  # waiting, delivered, failed
    Column("created_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", Moment),
    Column("answer", Integer),  # the last answer's HTTP status
    Column("problem", Text),  # in Danish, for the page
    UniqueConstraint("event_id", "receiver_id"),
    Index(None, "receiver_id", "created_at", "id"),
    Index(None, "status", "created_at", "id"),
    Index(None, "created_at", "id"),
)
