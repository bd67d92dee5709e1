"""Beside a process that runs, one that is not set to is a picture of others' work: it is not looked into, so say so."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import bpmn, children, described, flow_nodes, id_of, running
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding
from engine.errors import Finding

RULE = "picture-pool"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        runs = running(diagram.root)
        pools = {pool.get("processRef"): pool for pool in diagram.root.iter(bpmn("participant"))}
        for process in children(diagram.root, "process"):
            if process in runs or next(flow_nodes(process), None) is None:
                continue
            drawn = pools.get(id_of(process), process)
            message = (
                f"{described(drawn)} er et billede: den er ikke sat til at køre, så den bliver ikke udført, og det er "
                "ikke tjekket, om den kan gå i stå eller blive færdig. Skal den køre, så sæt »isExecutable« (kan "
                "udføres) på dens proces."
            )
            yield finding(diagram, drawn, RULE, message, "advice")
