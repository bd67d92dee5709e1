"""Messages between cases: each is a job of the case it is for, so that nobody holds two cases at once."""

from __future__ import annotations

from engine.model import Json
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork
from engine.store.jobs import Job


def deliver(work: CaseWork, job: Job) -> None:
    """Give a message from another case to this one; if nobody here wants it, it is gone, as within a case."""
    if work.case.status != "open":
        return
    payload = job.payload["payload"]
    name = str(job.payload["name"])
    told: dict[str, Json] = {"besked": name, "fra": job.payload["from"]}
    work.record("message_received", None, name=name, data=told)
    run = Run(work)
    run.deliver(name, payload if isinstance(payload, dict) else {}, job.payload["key"])
    run.settle()
