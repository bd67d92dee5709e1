"""Cases and their instances. The case's row is the lock of everything in the case."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from engine.store.tables.base import ID, KEY, metadata
from engine.store.types import Moment, document

counters = Table(
    "counters",
    metadata,
    Column("name", KEY, primary_key=True),
    Column("value", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("process", KEY, nullable=False),
    Column("subject", Text, nullable=False),
    Column("search", Text, nullable=False),  # casefolded subject and number: SQLite folds ASCII only
    Column("department", KEY, nullable=False),
    Column("status", String(10), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("open_key", KEY, unique=True),
    Column("facts", document(), nullable=False),
    Column("facts_version", Integer, nullable=False),
    Column("history_seq", Integer, nullable=False),
    Index(None, "department", "opened_at", "id"),
)

fact_changes = Table(
    "fact_changes",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", KEY, nullable=False),
    Column("instance_id", ID),
    Column("element", KEY),
    Column("task_id", ID),
)

# Values lie apart from the history, so that erasing them leaves it whole.
fact_values = Table(
    "fact_values",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("before", document()),
    Column("after", document()),
)

# What a variable held before and after a person's correction; `seq` is the history line.
variable_corrections = Table(
    "variable_corrections",
    metadata,
    Column("case_id", ID, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("name", KEY, primary_key=True),
    Column("before", document()),
    Column("after", document()),
)

instances = Table(
    "instances",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("cases.id"), nullable=False),
    Column("parent_id", ID),
    Column("parent_wait", KEY),
    Column("parent_element", KEY),  # the call activity it was started from
    Column("process", KEY, nullable=False),
    Column("deployment", ID, ForeignKey("deployments.id"), nullable=False),
    Column("status", String(10), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("version", Integer, nullable=False),
    Column("state", document()),
    Column("variables", document(), nullable=False),
    Column("waits", document(), nullable=False),
    Index(None, "case_id", "status"),
    Index(None, "parent_id", "parent_wait"),
)
