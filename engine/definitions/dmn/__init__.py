"""Decisions out of DMN files: read once, then decided here and nowhere else."""

from engine.definitions.dmn.explaining import explained
from engine.definitions.dmn.model import Decision, DecisionModel, read_decisions, read_models
from engine.definitions.dmn.reading import WrittenTable
from engine.definitions.dmn.table import Rule
from engine.definitions.dmn.verification import Unproved, Verification

__all__ = [
    "Decision",
    "DecisionModel",
    "Rule",
    "Unproved",
    "Verification",
    "WrittenTable",
    "explained",
    "read_decisions",
    "read_models",
]
