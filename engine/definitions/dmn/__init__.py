"""Decisions out of DMN files: read once, then decided here and nowhere else."""

from engine.definitions.dmn.model import Decision, DecisionModel, read_decisions, read_models

__all__ = ["Decision", "DecisionModel", "read_decisions", "read_models"]
