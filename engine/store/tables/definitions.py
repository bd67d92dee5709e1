"""What is deployed: content-hashed files, immutable; a deployment names its files."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment

files = Table(
    "files",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

deployments = Table(
    "deployments",
    metadata,
    Column("id", ID, primary_key=True),
    Column("process", KEY, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("deployed_at", Moment, nullable=False),
    Column("deployed_by", KEY, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("approved_by", KEY),  # the second person, where a hard stop was dropped or changed
    UniqueConstraint("process", "version"),
)

deployment_files = Table(
    "deployment_files",
    metadata,
    Column("deployment", ID, ForeignKey("deployments.id"), primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("hash", String(64), ForeignKey("files.hash"), nullable=False),
)

# What a process owner has changed and not yet deployed. `base_hash` is the file
# that was changed, so that a colleague's deployment in between is seen.
drafts = Table(
    "drafts",
    metadata,
    Column("process", KEY, primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("owner", KEY, primary_key=True),
    Column("base_hash", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("saved_at", Moment, nullable=False),
)
