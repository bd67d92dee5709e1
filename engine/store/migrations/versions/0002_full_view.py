"""Deliveries to other systems, drafts of process owners, corrections, and what the case's diagram is drawn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    _new_tables()
    # Columns are added and renamed in place: SQLite's other way, a new table for the old, breaks what points at it.
    op.add_column("deployments", _text("approved_by", 200, nullable=True))
    op.add_column("instances", _text("parent_element", 200, nullable=True))
    op.add_column("incidents", _text("instance_id", 40, nullable=True))
    op.add_column("incidents", _text("resolution", 10, nullable=True))
    op.add_column("incidents", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("jobs", sa.Column("queue", sa.String(length=10), nullable=False, server_default="case"))
    op.execute("ALTER TABLE outbox RENAME COLUMN delivered_at TO dispatched_at")
    op.drop_index("ix_jobs_status_due_at_id", "jobs")
    op.create_index("ix_jobs_queue_status_due_at_id", "jobs", ["queue", "status", "due_at", "id"])
    op.drop_index("ix_outbox_delivered_at_at_id", "outbox")
    op.create_index("ix_outbox_dispatched_at_at_id", "outbox", ["dispatched_at", "at", "id"])
    op.create_index("ix_history_instance_id_kind_element", "history", ["instance_id", "kind", "element"])


def _new_tables() -> None:
    op.create_table(
        "drafts",
        _text("process", 200),
        _text("path", 300),
        _text("owner", 200),
        _text("base_hash", 64),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _moment("saved_at", nullable=False),
        sa.PrimaryKeyConstraint("process", "path", "owner", name="pk_drafts"),
    )
    op.create_table(
        "variable_corrections",
        _text("case_id", 40),
        sa.Column("seq", sa.Integer(), nullable=False),
        _text("name", 200),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.Column("after", DOCUMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_variable_corrections_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", "name", name="pk_variable_corrections"),
    )
    op.create_table(
        "receivers",
        _text("id", 40),
        _text("name", 200),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", DOCUMENT, nullable=False),
        _text("department", 200, nullable=True),
        sa.Column("secret", sa.Text(), nullable=False),
        _moment("created_at", nullable=False),
        _moment("disabled_at"),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        _moment("paused_until"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receivers"),
        sa.UniqueConstraint("name", name="uq_receivers_name"),
    )
    op.create_table(
        "deliveries",
        _text("id", 40),
        _text("event_id", 40),
        _text("receiver_id", 40),
        _text("status", 10),
        _moment("created_at", nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("attempted_at"),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["outbox.id"], name="fk_deliveries_event_id"),
        sa.ForeignKeyConstraint(["receiver_id"], ["receivers.id"], name="fk_deliveries_receiver_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("event_id", "receiver_id", name="uq_deliveries_event_id_receiver_id"),
    )
    op.create_index("ix_deliveries_receiver_id_created_at_id", "deliveries", ["receiver_id", "created_at", "id"])
    op.create_index("ix_deliveries_status_created_at_id", "deliveries", ["status", "created_at", "id"])
    op.create_index("ix_deliveries_created_at_id", "deliveries", ["created_at", "id"])
