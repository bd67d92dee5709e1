"""
The tables. Alembic's migrations make them; a test holds the two equal.

Ids are random text, because they stand in URLs. `seq` columns count within one
case and are given out under the case row's lock, so a history has no gap.
"""

from engine.store.tables.base import metadata
from engine.store.tables.cases import cases, counters, fact_changes, fact_values, instances, variable_corrections
from engine.store.tables.definitions import deployment_files, deployments, drafts, files
from engine.store.tables.exchange import deliveries, inbox, outbox, receivers
from engine.store.tables.moves import moved_instances, moves
from engine.store.tables.past import history, incidents
from engine.store.tables.people import accounts, sessions
from engine.store.tables.waits import human_tasks, jobs, subscriptions

__all__ = [
    "accounts",
    "cases",
    "counters",
    "deliveries",
    "deployment_files",
    "deployments",
    "drafts",
    "fact_changes",
    "fact_values",
    "files",
    "history",
    "human_tasks",
    "inbox",
    "incidents",
    "instances",
    "jobs",
    "metadata",
    "moved_instances",
    "moves",
    "outbox",
    "receivers",
    "sessions",
    "subscriptions",
    "variable_corrections",
]
