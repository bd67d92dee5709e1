"""The house of the runtime's tests, for tests of what goes wrong around it."""

from __future__ import annotations

from tests.unit.runtime.conftest import house

__all__ = ["house"]
