"""Brings an installation up to the program it runs with."""

from __future__ import annotations

import logging

from app import wiring
from engine.api import Engine
from engine.commands import SYSTEM
from engine.errors import WrongState

_log = logging.getLogger(__name__)


def deploy_installed(engine: Engine) -> None:
    """
    Put the installed process libraries to use.

    One that was put to use before is not put to use again: process owners may
    have deployed newer versions in the studio since. Nor does a new one take the
    place of theirs: a warning says so. Raises InvalidDefinition; the versions
    that run are then untouched.
    """
    for folder in wiring.libraries():
        try:
            deployed = engine.deploy(folder, by=SYSTEM.id, note="Installeret sammen med programmet", again=False)
        except WrongState as error:
            # A new program may bring new drawings; what somebody here has deployed since still goes before them.
            _log.warning("%s: %s", folder.name, error)
            continue
        if deployed.new:
            _log.info("deployed %s version %s", deployed.process, deployed.version)
