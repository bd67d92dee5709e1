"""The home-training library, read once for the tests of what it says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from engine.clock import start_of_day
from engine.definitions.library import Library, read_folder, read_library
from engine.model import Json

HOME_TRAINING = Path(__file__).parents[3] / "processes" / "home_training"

Decide = Callable[..., Json]


@pytest.fixture(scope="session")
def folder() -> Path:
    return HOME_TRAINING


@pytest.fixture(scope="session")
def library() -> Library:
    return read_library(read_folder(HOME_TRAINING))


@pytest.fixture(scope="session")
def decide(library: Library) -> Decide:
    """A table's result over a case file, on a Danish day."""

    def result(table: str, sag: dict[str, Json], on: date = date(2016, 11, 1), **variables: Json) -> Json:
        return library.decisions[table].decide({"sag": sag, **variables}, now=start_of_day(on))[0]

    return result
