"""What is wrong in a drawing that stands alone, and what is only not said in it yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.definitions import lint
from engine.definitions.bpmn import CAMUNDA, SAG, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram_reader import read_diagram, unreadable
from engine.definitions.lint import picture_pool
from engine.definitions.other_engines import ENGINES
from engine.definitions.sketch.finishing import finished
from engine.definitions.sketch.finishing.choreography import between_arrows
from engine.definitions.sketch.gathering import gathered
from engine.definitions.sketch.mending import mend
from engine.definitions.sketch.purpose import not_a_process
from engine.definitions.sketch.shared_ids import do_steps_share
from engine.definitions.xml import (
    Element,
    drop_foreign,
    line_of,
    parse_western_xml,
    parse_xml,
    size_findings,
)
from engine.errors import Finding, InvalidDefinition

# Rules that ask where tokens go: only the finished drawing says it all, as nothing in it is left out.
_BY_TOKENS = frozenset(
    {
        "deadlock",
        "end-event",
        "endless-loop",
        "fake-join",
        "lack-of-synchronisation",
        "soundness-unproven",
        "unreachable",
    }
)

# A call is simply done when it is finished, and both ends of it are in the file.
_DRAWN_SO = frozenset({"called-process"})

_NEVER_RUNS = frozenset({"single-event-definition", "unsupported"})

# Who does the work, and what a condition reads, is never drawn wrongly, only not said.
_LEFT_OPEN = frozenset({"expression-call", "fact-path", "task-role", "unknown-name"})


@dataclass(frozen=True)
class Sketch:
    """
    A drawing that stands alone, and its findings, worst first.

    `root` is the drawing as it was read, and `finished` the one that is judged;
    when every choice in it asks (`asked`) it runs. Both are None when the file
    cannot be read, was never meant to run, or has two steps with one id.
    """

    file: str
    findings: tuple[Finding, ...]
    root: Element | None = field(default=None, repr=False)
    finished: Element | None = field(default=None, repr=False)

    @property
    def sound(self) -> bool:
        """Whether it runs: nothing in it is a mistake."""
        return self.finished is not None and not any(finding.severity == "error" for finding in self.findings)

    @property
    def pictures(self) -> tuple[Finding, ...]:
        """What says of a part of the drawing that it is a picture, which is neither judged nor run."""
        return tuple(finding for finding in self.findings if finding.rule == picture_pool.RULE)


def read_sketch(content: bytes, file: str, services: frozenset[str] = frozenset()) -> Sketch:
    """The drawing in a file; it never raises on bad content."""
    try:
        root, remarks = _read(content, file)
    except InvalidDefinition as error:
        return Sketch(file, error.findings)
    drop_foreign(root, kept={CAMUNDA, SAG}, emptied=ENGINES)
    problems = list(size_findings(root, file))
    if not problems:
        problems = [problem for problem in (unreadable(root, file) or not_a_process(root, file),) if problem]
    if problems:
        return Sketch(file, tuple(sorted(problems)))
    is_clear = not do_steps_share(root)
    mended = mend(root, file)
    if not is_clear:
        return Sketch(file, tuple(gathered(_worst_first([*remarks, *mended]), root)))
    complete = finished(root)
    lines = {id_of(element): line_of(element) for element in root.iter() if id_of(element)}
    drawn = _findings(root, file, services, without=_BY_TOKENS)
    no_work = {id_of(element) for element in between_arrows(root)}
    found = _judged(drawn, _findings(complete, file, services), lines, no_work)
    return Sketch(file, tuple(gathered(_worst_first([*remarks, *mended, *found]), root)), root, complete)


def _read(content: bytes, file: str) -> tuple[Element, list[Finding]]:
    root = parse_western_xml(content, file)
    if root is None:
        try:
            return parse_xml(content, file), []
        except InvalidDefinition as error:
            if error.findings[0].rule != "xml-namespace":
                raise
            told = [replace(finding, severity="advice") for finding in error.findings]
            return parse_xml(content, file, any_namespace=True), told
    message = "Filen er ikke skrevet i UTF-8. Den kan læses her, men gem den som UTF-8, før den udrulles."
    return root, [Finding(file, 1, "", "xml-encoding", message, "advice")]


def _findings(root: Element, file: str, services: frozenset[str], *, without: Collection[str] = ()) -> list[Finding]:
    diagram, findings = read_diagram(root, etree.tostring(root, encoding="UTF-8"), file, {})
    bundle = Bundle(whole=False, services=services, diagrams=[diagram])
    return [*findings, *lint.check(bundle, without=without)]


def _judged(
    drawn: Iterable[Finding], complete: Iterable[Finding], lines: Mapping[str, int], no_work: Collection[str]
) -> Iterator[Finding]:
    """
    What a finished drawing still has wrong is a mistake; the rest was only not said yet.

    `no_work` is what the finished one has as work, and no process does.
    What only the finished drawing has that no engine could run is one as well: it could not be finished.
    """
    remaining = {_key(each) for each in complete if each.severity == "error" and each.rule not in _LEFT_OPEN}
    told = set()
    for finding in drawn:
        told.add(_key(finding))
        is_wrong = _key(finding) in remaining or finding.rule in _DRAWN_SO
        is_wrong |= finding.rule == "unsupported" and finding.element in no_work
        yield finding if is_wrong else replace(finding, severity="advice")
    for finding in complete:
        unsaid = finding.rule in _NEVER_RUNS and _key(finding) not in told
        if finding.rule in _BY_TOKENS or unsaid:
            yield replace(finding, line=lines.get(finding.element, finding.line))


def _key(finding: Finding) -> tuple[str, str, str]:
    """The finding without the Danish word for its element's kind, which finishing may change."""
    reason = finding.message.partition(": ")[2] if finding.rule == "unsupported" else ""
    return finding.rule, finding.element, reason


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(set(findings), key=lambda finding: (finding.severity != "error", finding))
