from pathlib import Path

import pytest

from app.simulation.library import Library, read_library

FOLDER = Path(__file__).parent / "kolonihave"


@pytest.fixture
def allotment() -> Library:
    """A small library of files alone: an application, a ruling, and six inspections half a year apart."""
    return read_library(FOLDER)
