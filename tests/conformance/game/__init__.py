"""
An independent BPMN token game, straight from the XML; it shares nothing with the engine.

Written from BPMN 2.0.2, chapters 10 and 13; where those leave something open,
as Camunda 7 has it.
"""

from tests.conformance.game.core import NoWayOn
from tests.conformance.game.game import Game, Option, Thrown

__all__ = ["Game", "NoWayOn", "Option", "Thrown"]
