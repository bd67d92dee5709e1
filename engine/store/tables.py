"""
The tables. Alembic's migrations make them; a test holds the two equal.

Ids are random text, because they stand in URLs. `seq` columns count within one
case and are given out under the case row's lock, so a history has no gap.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.types import Moment, document

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(40)
KEY = String(200)

# ---- definitions: content-hashed files, immutable; a deployment names its files

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

# ---- cases: the row is the lock of everything in the case

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

# ---- what is open

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
    # `case` or `out`: a receiver that answers slowly must not hold up a deadline.
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

# ---- in, out, past

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
    Index(None, "created_at", "id"),
)

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

# ---- people

accounts = Table(
    "accounts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("username", KEY, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", document(), nullable=False),
    Column("department", KEY, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ID, ForeignKey("accounts.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "account_id"),
)
