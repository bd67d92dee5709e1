"""
Named points where a test may kill the process, to show that nothing is lost.

The points are part of the code that they test, so that a new one is drilled on
the day it appears. `SAGSGANG_CRASH_AT=name` kills the process with SIGKILL the
first time it comes to that point, `name:3` the third time. Without the variable
a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

NAMES = (
    "case_locked",  # the case row is locked, nothing read
    "kernel_advanced",  # the step is known, nothing written
    "facts_written",  # the case file is changed in the transaction
    "step_saved",  # state and rows are written, history is not
    "history_written",  # everything is written
    "before_commit",  # last moment before COMMIT
    "after_commit",  # the database has it, the caller does not know
    "jobs_claimed",  # leases are committed, no work is done
    "job_done",  # a job's work is committed
    "message_stored",  # an inbound message is in the inbox and committed
    "events_dispatched",  # deliveries are committed, nothing is sent
    "event_sent",  # a receiver has the event, nobody here knows
    "instance_moved",  # an instance's rows are on another version, not committed
    "deployment_stored",  # files and rows are written, not committed
)

_armed = ""
_left = 0


def arm(at: str) -> None:
    """Let the process die at a point: `name` the next time it is reached, `name:3` the third time, empty never."""
    global _armed, _left  # noqa: PLW0603 - one point of the process is armed
    _armed, _, times = at.partition(":")
    _left = int(times or 1)


def reached(name: str) -> None:
    """Die here if a test asked for it."""
    global _left  # noqa: PLW0603 - counts the passes of the one armed point
    if name == _armed:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


arm(os.environ.get("SAGSGANG_CRASH_AT", ""))
