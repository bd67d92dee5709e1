"""A service task must name a topic that an installed service task answers to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bundle import Bundle
from engine.definitions.element_reader import REGISTER
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "topic"


def check(bundle: Bundle) -> Iterator[Finding]:
    known = bundle.services | {REGISTER}
    for process in bundle.processes():
        for element in process.elements.values():
            if element.kind not in {"serviceTask", "sendTask"}:
                continue
            where = (process.file, element.line, element.id, RULE)
            if element.topic is None:
                message = (
                    f"Serviceopgaven »{element.name}« siger ikke, hvad den gør. Vælg »External« og skriv et emne; "
                    f"»{REGISTER}« gør kun det, der står i dens sag-elementer."
                )
                yield Finding(*where, message)
            elif element.topic not in known and bundle.whole:
                near = did_you_mean(element.topic, known)
                yield Finding(
                    *where, f"Opgaven »{element.name}« bruger emnet »{element.topic}«, som ikke er installeret.{near}"
                )
