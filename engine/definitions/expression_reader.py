"""Every expression in a process with its place, and every variable that the diagram gives a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from engine import spiff
from engine.definitions import diagram as model
from engine.definitions.bpmn import (
    CAMUNDA,
    SAG,
    all_flow_nodes,
    bpmn,
    camunda,
    children,
    described,
    extensions,
    id_of,
    local,
    scopes,
)
from engine.definitions.diagram import Decided, Timer, Use, Wanted
from engine.definitions.expressions import Place, is_feel, read_formula, without_equals
from engine.definitions.timer_text import is_cron, looks_like_iso
from engine.definitions.wording import shown
from engine.definitions.xml import Element, line_of
from engine.errors import Finding

_COUNTS = frozenset({"loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances"})
_TIMES: dict[str, Literal["date", "duration", "cycle"]] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}


class ExpressionReader:
    """
    Reads one process. Afterwards `uses`, `timers`, `sets` (but for what is
    `decided`) and `inputs` (the mapped names by element id) are filled. Syntax
    errors go to `findings`.
    """

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings
        self.uses: list[Use] = []
        self.timers: list[Timer] = []
        self.sets: set[str] = set()
        self.decided: list[Decided] = []
        self.throws: set[str] = set()
        self.inputs: dict[str, frozenset[str]] = {}
        self._data_names: Mapping[str, str] = {}
        self._repeated: dict[Element, frozenset[str]] = {}

    def read(self, process: Element, elements: Mapping[str, model.Element]) -> None:
        self._data_names = spiff.data_names(process.getroottree().getroot())
        for scope in scopes(process):
            for flow in children(scope, "sequenceFlow"):
                self._condition(flow, self._local_names(scope))
        for node in all_flow_nodes(process):
            known = self._local_names(node)
            self._attributes(node, known)
            if id_of(node) in elements:
                self._sag(elements[id_of(node)], known)
            self._mappings(node, known)
            self._events(node, known)
            self._loop(node)
            self._data(node, known)
            for condition in children(node, "completionCondition"):
                place = self._place(condition, node, "slutbetingelsen i")
                self._use(condition.text, place, known, wanted="condition")

    def _condition(self, flow: Element, known: frozenset[str]) -> None:
        for condition in children(flow, "conditionExpression"):
            if (condition.text or "").strip() or is_feel(condition.get("language")):
                self._use(condition.text, self._place(condition, flow, "betingelsen på"), known, wanted="condition")

    def _attributes(self, node: Element, known: frozenset[str]) -> None:
        if due := camunda(node, "dueDate"):
            self._timer(due, "due", self._place(node, node, "fristen på"), known)
        assignee = camunda(node, "assignee")
        if assignee and assignee.startswith("="):
            self._use(assignee, self._place(node, node, "tildelingen på"), known)
        for name in ("korrelation", "sag"):
            if text := node.get(f"{{{SAG}}}{name}"):
                self._use(text, self._place(node, node, f"»sag:{name}« på"), known)
        result = camunda(node, "resultVariable")
        if result and local(node) == "businessRuleTask":
            mapping = camunda(node, "mapDecisionResult") or "resultList"
            self.decided.append(Decided(result, camunda(node, "decisionRef") or "", mapping))

    def _sag(self, element: model.Element, known: frozenset[str]) -> None:
        self.uses.extend(Use(write.expression, known) for write in element.writes)
        self.uses.extend(Use(event.expression, known) for event in element.events if event.expression is not None)
        self.uses.extend(Use(guard.condition, known, wanted="condition") for guard in element.guards)

    def _mappings(self, node: Element, known: frozenset[str]) -> None:
        inputs = set()
        for box in extensions(node, CAMUNDA, "inputOutput"):
            for row in box.iterchildren(f"{{{CAMUNDA}}}inputParameter"):
                inputs.add(row.get("name", ""))
                self._use(row.text, self._place(row, node, f"inputtet »{row.get('name')}« på"), known)
            for row in box.iterchildren(f"{{{CAMUNDA}}}outputParameter"):
                self.sets.add(row.get("name", ""))
                # What the service gave is known only when it runs, so only the syntax can be checked.
                place = self._place(row, node, f"outputtet »{row.get('name')}« på")
                read_formula(row.text or "", place, self._findings)
        self.inputs[id_of(node)] = frozenset(inputs - {""})
        if local(node) in {"endEvent", "intermediateThrowEvent"}:
            self.throws |= inputs
        for direction in ("in", "out"):
            for row in mapping_rows(node, direction):
                self._mapping(row, node, direction, known)

    def _mapping(self, row: Element, node: Element, direction: str, known: frozenset[str]) -> None:
        text = row.get("sourceExpression") or row.get("source")
        if direction == "out":
            self.sets.add(row.get("target", ""))
        if text:
            place = self._place(row, node, f"»{text[:60]}« i camunda:{direction} på")
            within = (node.get("calledElement") or "").strip() if direction == "out" else None
            self._use(text, place, known if direction == "in" else frozenset(), within)

    def _events(self, node: Element, known: frozenset[str]) -> None:
        for definition in children(node, "timerEventDefinition"):
            for tag, kind in _TIMES.items():
                for time in children(definition, tag):
                    self._timer(time.text, kind, self._place(time, node, "timeren på"), known)
        for definition in children(node, "conditionalEventDefinition"):
            for condition in children(definition, "condition"):
                if not (condition.text or "").strip():
                    continue  # an event that waits for nothing is refused as such
                place = self._place(condition, node, "betingelsen på")
                self._use(condition.text, place, known, wanted="condition")
        for definition in children(node, "errorEventDefinition", "escalationEventDefinition"):
            for name in ("errorCodeVariable", "errorMessageVariable", "escalationCodeVariable"):
                self.sets |= {camunda(definition, name) or ""}

    def _loop(self, node: Element) -> None:
        around = self._local_names(node.getparent())
        for loop in children(node, "multiInstanceLoopCharacteristics"):
            for tag in ("loopCardinality", "completionCondition"):
                for row in children(loop, tag):
                    inside = self._local_names(node) if tag == "completionCondition" else around
                    wanted: Wanted | None = "condition" if tag == "completionCondition" else None
                    place = self._place(row, node, f"{_LOOP_WORDS[tag]} i gentagelsen af")
                    self._use(row.text, place, inside, wanted=wanted)
            collection = camunda(loop, "collection")
            if collection:
                self._use(collection, self._place(loop, node, "samlingen i gentagelsen af"), around)
            for row in children(loop, "loopDataOutputRef"):
                self.sets.add((row.text or "").strip())
        for loop in children(node, "standardLoopCharacteristics"):
            for row in children(loop, "loopCondition"):
                place = self._place(row, node, "betingelsen i løkken på")
                self._use(row.text, place, self._local_names(node), wanted="condition")

    def _data(self, node: Element, known: frozenset[str]) -> None:
        """What the associations to data assign; a bare arrow assigns nothing."""
        for tag in ("dataInputAssociation", "dataOutputAssociation"):
            for copy in spiff.copies(node, tag, self._data_names):
                self.sets.add(copy.target)
                self._use(copy.expression, self._place(node, node, f"værdien for »{copy.target}« på"), known)

    def _local_names(self, node: Element | None) -> frozenset[str]:
        """What a node sees of the repetitions around it, each asked once: a scope may hold thousands of nodes."""
        if node is None:
            return frozenset()
        if node not in self._repeated:
            names = set(self._local_names(node.getparent()))
            for loop in children(node, "multiInstanceLoopCharacteristics"):
                names |= _COUNTS | _loop_names(loop)
            if next(children(node, "standardLoopCharacteristics"), None) is not None:
                names.add("loopCounter")
            self._repeated[node] = frozenset(names)
        return self._repeated[node]

    def _timer(
        self, text: str | None, kind: Literal["date", "duration", "cycle", "due"], place: Place, known: frozenset[str]
    ) -> None:
        if not (text or "").strip() and kind != "due":
            return  # a timer without a time is refused as such
        if is_cron(text or ""):
            remedy = "Skriv en gentagelse som R/P1D, eller FEEL."
            said = f"er skrevet som cron, der ikke læses her: »{shown(text or '')}«. {remedy}"
            self._findings.append(place.finding("expression-syntax", said))
            return
        self.timers.append(Timer((text or "").strip(), kind, place))
        if not looks_like_iso(without_equals(text or "")):
            self._use(text, place, known, wanted="time")

    def _use(
        self,
        text: str | None,
        place: Place,
        known: frozenset[str],
        within: str | None = None,
        wanted: Wanted | None = None,
    ) -> None:
        if not (text or "").strip():
            self._findings.append(place.finding("expression-syntax", "er tom. Skriv et udtryk i FEEL."))
            return
        formula = read_formula(text or "", place, self._findings)
        if formula is not None:
            self.uses.append(Use(formula, known, within, wanted))

    def _place(self, at: Element, node: Element, what: str) -> Place:
        return Place(self._file, line_of(at), id_of(node), f"{what} {described(node)}")


_LOOP_WORDS = {"loopCardinality": "antallet", "completionCondition": "slutbetingelsen"}


def mapping_rows(node: Element, direction: str) -> Iterator[Element]:
    """The `camunda:in` or `camunda:out` rows of a call activity."""
    return extensions(node, CAMUNDA, direction)


def _loop_names(loop: Element) -> set[str]:
    items = [*loop.iterchildren(bpmn("inputDataItem")), *loop.iterchildren(bpmn("outputDataItem"))]
    named = {item.get("name") or id_of(item) for item in items}
    return (named | {camunda(loop, "elementVariable") or ""}) - {""}
