"""Moving running instances to another version of their diagram."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "moves",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("library", sa.String(length=200), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("deployment", sa.String(length=40), nullable=False),
        sa.Column("mapping", DOCUMENT, nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["deployment"], ["deployments.id"], name="fk_moves_deployment"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
    )
    op.create_index("ix_moves_library_started_at", "moves", ["library", "started_at"])
    op.create_table(
        "moved_instances",
        sa.Column("move_id", sa.String(length=40), nullable=False),
        sa.Column("instance_id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instance_version", sa.Integer(), nullable=True),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.ForeignKeyConstraint(["move_id"], ["moves.id"], name="fk_moved_instances_move_id"),
        sa.ForeignKeyConstraint(["instance_id"], ["instances.id"], name="fk_moved_instances_instance_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_moved_instances_case_id"),
        sa.PrimaryKeyConstraint("move_id", "instance_id", name="pk_moved_instances"),
    )
    op.create_index("ix_moved_instances_move_id_status", "moved_instances", ["move_id", "status"])
    op.create_index("ix_moved_instances_case_id", "moved_instances", ["case_id"])
