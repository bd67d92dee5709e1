"""From one flow node's attributes and extension elements to an Element."""

from __future__ import annotations

from engine.definitions.bpmn import (
    SAG,
    camunda,
    children,
    described,
    extensions,
    id_of,
    local,
)
from engine.definitions.case_schema import PATH
from engine.definitions.diagram import Element, EventOut, FactWrite, Guard, LetterOut
from engine.definitions.expressions import Formula, Place, read_formula
from engine.definitions.wording import did_you_mean, listed, sentence
from engine.definitions.xml import Element as XmlElement
from engine.definitions.xml import line_of
from engine.errors import Finding

REGISTER = "sag.registrer"

_ROWS = {
    "skriv": ({"sti", "vaerdi"}, {"tilfoej"}),
    "haendelse": ({"type"}, {"data"}),
    "brev": ({"dokument", "titel", "modtager"}, set[str]()),
    "guard": ({"betingelse", "besked"}, set[str]()),
}
_ATTRIBUTES = {"hjemmel", "milepael", "korrelation", "sag"}


class ElementReader:
    """Reads the flow nodes of one file; what is wrong goes to `findings`."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings

    def read(self, node: XmlElement, lanes: tuple[str, ...], lane_role: str | None) -> Element:
        self._check_words(node)
        groups = camunda(node, "candidateGroups")
        return Element(
            id=id_of(node),
            name=" ".join((node.get("name") or "").split()) or id_of(node),
            kind=local(node),
            line=line_of(node),
            lanes=lanes,
            role=groups or lane_role,
            documentation=_documentation(node),
            form=camunda(node, "formRef"),
            candidate_groups=groups,
            assignee=camunda(node, "assignee"),
            due_date=camunda(node, "dueDate"),
            priority=self._priority(node),
            topic=_topic(node),
            decision=camunda(node, "decisionRef"),
            called=(node.get("calledElement") or "").strip() or None,
            hjemmel=tuple((node.get(f"{{{SAG}}}hjemmel") or "").split()),
            milestone=(node.get(f"{{{SAG}}}milepael") or "").strip() or None,
            writes=tuple(self._writes(node)),
            events=tuple(self._events(node)),
            letters=tuple(
                LetterOut(row.get("dokument", ""), row.get("titel", ""), row.get("modtager", ""))
                for row in extensions(node, SAG, "brev")
            ),
            guards=tuple(self._guards(node)),
        )

    def _writes(self, node: XmlElement) -> list[FactWrite]:
        found = []
        for row in extensions(node, SAG, "skriv"):
            path, append = row.get("sti", ""), row.get("tilfoej", "false")
            if not PATH.fullmatch(path):
                message = (
                    f"»sti« på {described(node)} skal være en sti i sagens oplysninger, fx barn.navn (uden »sag.«)."
                )
                self._find(row, node, "fact-path", message)
            if append not in {"true", "false"}:
                self._find(row, node, "sag-element", f"»tilfoej« på {described(node)} skal være true eller false.")
            formula = self._formula(row, node, "vaerdi", f"værdien for »{path}« på {described(node)}")
            if formula is not None:
                found.append(FactWrite(path, formula, append == "true"))
        return found

    def _events(self, node: XmlElement) -> list[EventOut]:
        found = []
        for row in extensions(node, SAG, "haendelse"):
            kind = row.get("type", "")
            formula = None
            if row.get("data"):
                formula = self._formula(row, node, "data", f"data for hændelsen »{kind}« på {described(node)}")
            found.append(EventOut(kind, formula))
        return found

    def _guards(self, node: XmlElement) -> list[Guard]:
        found = []
        for row in extensions(node, SAG, "guard"):
            formula = self._formula(row, node, "betingelse", f"vagtens betingelse på {described(node)}")
            if formula is not None:
                found.append(Guard(formula, row.get("besked", "")))
        return found

    def _formula(self, row: XmlElement, node: XmlElement, attribute: str, what: str) -> Formula | None:
        text = row.get(attribute)
        if not text:
            return None  # the missing attribute is already a finding
        return read_formula(text, Place(self._file, line_of(row), id_of(node), what), self._findings)

    def _priority(self, node: XmlElement) -> int:
        text = camunda(node, "priority")
        if text is None:
            return 50  # the middle, as in Camunda
        if not (text.isascii() and text.isdigit() and int(text[:4]) <= 100):
            self._find(node, node, "priority", f"Prioriteten på {described(node)} skal være et helt tal fra 0 til 100.")
            return 50
        return int(text)

    def _check_words(self, node: XmlElement) -> None:
        """A misspelt sag: word would otherwise be ignored, and with it what the author meant to happen."""
        prefix = f"{{{SAG}}}"
        for attribute in (str(key).removeprefix(prefix) for key in node.attrib if str(key).startswith(prefix)):
            if attribute not in _ATTRIBUTES:
                near = did_you_mean(attribute, _ATTRIBUTES)
                self._find(node, node, "sag-element", f"»sag:{attribute}« på {described(node)} kendes ikke.{near}")
        for box in children(node, "extensionElements"):
            for row in box:
                if str(row.tag).startswith(prefix):
                    self._check_row(row, node)

    def _check_row(self, row: XmlElement, node: XmlElement) -> None:
        if local(row) not in _ROWS:
            near = did_you_mean(local(row), _ROWS)
            self._find(row, node, "sag-element", f"»sag:{local(row)}« på {described(node)} kendes ikke.{near}")
            return
        needed, optional = _ROWS[local(row)]
        given = {str(key) for key in row.attrib}
        for name in sorted(needed):
            if not (row.get(name) or "").strip():
                self._find(row, node, "sag-element", f"»sag:{local(row)}« på {described(node)} mangler »{name}«.")
        for name in sorted(given - needed - optional):
            message = (
                f"»{name}« på »sag:{local(row)}« ({described(node)}) kendes ikke. Brug {listed(needed | optional)}."
            )
            self._find(row, node, "sag-element", message)

    def _find(self, at: XmlElement, node: XmlElement, rule: str, message: str) -> None:
        self._findings.append(Finding(self._file, line_of(at), id_of(node), rule, sentence(message)))


def _topic(node: XmlElement) -> str | None:
    topic = camunda(node, "topic")
    return REGISTER if topic is None and local(node) == "sendTask" else topic


def _documentation(node: XmlElement) -> str:
    return "\n\n".join((text.text or "").strip() for text in children(node, "documentation")).strip()
