"""Brings an installation up to the program it runs with."""

from __future__ import annotations

import logging

from app import wiring
from engine.api import Engine

_log = logging.getLogger(__name__)


def deploy_installed(engine: Engine) -> None:
    """
    Put the installed process libraries to use.

    One that was put to use before is not put to use again: process owners may
    have deployed newer versions in the studio since. Raises InvalidDefinition;
    the versions that run are then untouched.
    """
    for folder in wiring.libraries():
        deployed = engine.deploy(folder, by="system", note="Installeret sammen med programmet", again=False)
        if deployed.new:
            _log.info("deployed %s version %s", deployed.process, deployed.version)
