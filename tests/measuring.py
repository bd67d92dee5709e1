"""
Which lines the tests run, measured where it tells something.

Measuring makes Python about 2.6 times slower. What the first cases of a drill
did not reach its hundreds of others do not either, so a test marked
`unmeasured(after=n)` is measured in its first n cases, and the others run at
full speed, together with the processes they start. So do a browser's tests,
which ask for pages that have tests of their own, and every test on PostgreSQL:
it runs the lines that it ran on SQLite.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import coverage
import pytest

_cases: Counter[str] = Counter()


@contextmanager
def measured(item: pytest.Item) -> Iterator[None]:
    """Around one test: stop measuring when it is to run at full speed."""
    measuring = coverage.Coverage.current()
    if measuring is None or not _at_full_speed(item):
        yield
        return
    # How the processes that a test starts are told to measure themselves.
    told = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_")}
    measuring.stop()
    try:
        yield
    finally:
        measuring.start()
        os.environ.update(told)


def _at_full_speed(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or item.get_closest_marker("postgres"):
        return True
    marker = item.get_closest_marker("unmeasured")
    if marker is None:
        return False
    test = item.nodeid.partition("[")[0]
    _cases[test] += 1
    return _cases[test] > int(marker.kwargs["after"])
