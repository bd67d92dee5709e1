"""A diagram compiled once for each version of its file, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.errors import Finding, InvalidDefinition
from engine.spiff.parsing import DiagramParser
from engine.spiff.process import ProcessSpec
from engine.spiff.refusals import unsupported
from engine.spiff.xml import line_of


@dataclass(frozen=True, eq=False)
class CompiledProcess:
    """One process, ready for `advance`. What is in it is the kernel's business; it is never changed."""

    id: str
    spec: ProcessSpec
    inside: Mapping[str, ProcessSpec]

    @cached_property
    def correlates(self) -> bool:
        """Whether any of its messages has a key."""
        specs = (self.spec, *self.inside.values())
        return any(node.correlation is not None for spec in specs for node in spec.task_specs.values())


@lru_cache(maxsize=512)
def compile_process(content: bytes, process_id: str) -> CompiledProcess:
    """
    Compile a process of a diagram.

    The content has passed the hardened reading and the checks before. Raises
    InvalidDefinition, with file "", when the kernel cannot execute it.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise _invalid("", error.lineno or 0, f"Filen kan ikke læses som XML: {error.msg}") from error
    findings = [Finding("", line, element, "ikke-understoettet", text) for element, line, text in unsupported(root)]
    if findings:
        raise InvalidDefinition(findings)
    parser = DiagramParser()
    try:
        parser.add_bpmn_xml(root)
        if parser.get_process_parser(process_id) is None:
            raise _invalid(process_id, 0, f"Filen har ingen proces med id »{process_id}«.")
        spec = parser.process(process_id)
        return CompiledProcess(process_id, spec, parser.all_inside(spec))
    except ValidationException as error:
        raise _invalid(error.id, _line(root, error.id), f"Elementet kan ikke læses: {error}") from error


def _invalid(element: str, line: int, message: str) -> InvalidDefinition:
    return InvalidDefinition([Finding("", line, element, "ikke-laesbar", message)])


def _line(root: etree._Element, element: str) -> int:
    return next((line_of(e) for e in root.iter() if e.get("id") == element), 0)
