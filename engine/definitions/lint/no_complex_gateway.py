"""A complex gateway has a rule of its own that no reader sees, and no two tools read alike."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.errors import Finding

RULE = "no-complex-gateway"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, node in nodes(bundle, "complexGateway"):
        message = (
            f"{described(node)} udføres ikke: hvad den gør, står ikke i tegningen. Tegn en inklusiv gateway, når "
            "flere veje kan tages, eller en eksklusiv, når kun én kan."
        )
        yield finding(diagram, node, RULE, message)
