"""What is open: human tasks, subscriptions, and everything that is due."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment, document

human_tasks = Table(
    "human_tasks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("instance_id", ID, ForeignKey("instances.id"), nullable=False),
    Column("wait", KEY, nullable=False),
    Column("element", KEY, nullable=False),
    Column("name", Text, nullable=False),
    Column("department", KEY, nullable=False),
    Column("role", KEY, nullable=False),
    Column("on_behalf_of", Text),
    Column("assignee", KEY),
    Column("priority", Integer, nullable=False),
    Column("locals", document(), nullable=False),
    Column("status", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("due_sort", Moment, nullable=False),  # due_at, or the end of time: keeps the list's order in one index
    Column("overdue", Boolean, nullable=False),
    Column("escalated_to", KEY),
    Column("completed_at", Moment),
    Column("completed_by", KEY),
    UniqueConstraint("instance_id", "wait"),
    Index("ix_human_tasks_worklist", "department", "status", "role", "due_sort", "id"),
    Index("ix_human_tasks_assignee", "assignee", "status", "due_sort", "id"),
    Index("ix_human_tasks_escalated", "department", "status", "escalated_to", "due_sort", "id"),
    Index(None, "case_id", "status"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("instance_id", ID, ForeignKey("instances.id"), primary_key=True),
    Column("wait", KEY, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", KEY, nullable=False),
    Column("element", KEY, nullable=False),
    Index(None, "case_id", "kind", "name"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(20), nullable=False),
    # `case`, `out` or `move`: neither a slow receiver nor a thousand instances that are moved hold up a deadline.
    Column("queue", String(10), nullable=False, server_default="case"),
    Column("case_id", ID, ForeignKey("cases.id")),
    Column("instance_id", ID),
    Column("wait", KEY),
    Column("task_id", ID),
    Column("element", KEY),
    Column("payload", document(), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("status", String(10), nullable=False),  # ready, or stuck: an incident holds it
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_owner", KEY),
    Column("lease_until", Moment),
    Column("dedupe_key", KEY, nullable=False, unique=True),
    Index(None, "queue", "status", "due_at", "id"),
    Index(None, "instance_id", "wait"),
    Index(None, "task_id"),
    Index(None, "case_id"),
)
