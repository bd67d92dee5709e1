"""One decision element, read with every finding in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from engine.definitions.decision_table import AGGREGATIONS, MANY_HITS, SINGLE_HIT, Input, Rule, Table
from engine.definitions.dmn_words import hjemmel_of, inside, is_dmn, local, text_of
from engine.definitions.wording import listed, shown
from engine.definitions.xml import Element, line_of
from engine.errors import Finding
from engine.feel import Expression, FeelSyntaxError, UnaryTests, parse, parse_unary_tests

T = TypeVar("T", Expression, UnaryTests)
Content: TypeAlias = Table | Expression

MAX_RULES = 20_000
_ANYTHING = parse_unary_tests("-")
_NOTHING = parse("null")
_OTHER_LOGIC = frozenset(
    {"context", "invocation", "list", "relation", "functionDefinition", "conditional", "for", "every", "some", "filter"}
)


@dataclass(frozen=True)
class Written:
    """A decision as it stands in the file; `names` are what others see its result under, `requires` are ids."""

    id: str
    name: str
    line: int
    names: tuple[str, ...]
    hjemmel: tuple[str, ...]
    requires: tuple[str, ...]
    content: Content

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.content.inputs) if isinstance(self.content, Table) else ()

    @property
    def free_names(self) -> frozenset[str]:
        if isinstance(self.content, Expression):
            return self.content.free_names
        return frozenset[str]().union(*(part.free_names for part in self.content.expressions()))


def read_decision(element: Element, file: str, known: frozenset[str], findings: list[Finding]) -> Written:
    """The decision; what could not be read in it is replaced by null, with a finding."""
    return _Reader(element, file, known, findings).read()


class _Reader:
    def __init__(self, element: Element, file: str, known: frozenset[str], findings: list[Finding]) -> None:
        self._decision = element
        self._file = file
        self._known = known
        self._findings = findings
        self._id = element.get("id") or ""
        self._name = element.get("name") or self._id

    def read(self) -> Written:
        if not self._id:
            self._find(self._decision, "dmn-malformed", f"Beslutningen »{self._name}« mangler et id.")
        variables = [variable.get("name") or "" for variable in inside(self._decision, "variable")]
        content = self._content()
        rules = content.rules if isinstance(content, Table) else ()
        tables = inside(self._decision, "decisionTable")
        hjemmel = [*hjemmel_of(self._decision), *(name for table in tables for name in hjemmel_of(table))]
        hjemmel += [name for rule in rules for name in rule.hjemmel]
        return Written(
            id=self._id,
            name=self._name,
            line=line_of(self._decision),
            names=tuple(dict.fromkeys(name for name in (self._name, *variables) if name)),
            hjemmel=tuple(dict.fromkeys(hjemmel)),
            requires=tuple(dict.fromkeys(self._requires())),
            content=content,
        )

    def _requires(self) -> list[str]:
        found = []
        for requirement in inside(self._decision, "informationRequirement"):
            for required in inside(requirement, "requiredDecision"):
                href = required.get("href") or ""
                if href.startswith("#"):
                    found.append(href[1:])
                else:
                    self._find(
                        required, "dmn-requirement", f"Kravet »{href[:60]}« peger ikke på en beslutning i filen."
                    )
        for requirement in inside(self._decision, "knowledgeRequirement"):
            self._find(requirement, "dmn-unsupported", "En forretningsvidensmodel kan ikke bruges her.")
        return found

    def _content(self) -> Content:
        for part in self._decision:
            if not is_dmn(part):
                continue
            if local(part) == "decisionTable":
                return self._table(part)
            if local(part) == "literalExpression":
                return self._expression(part, part, f"Udtrykket i beslutningen »{self._name}«")
            if local(part) in _OTHER_LOGIC:
                message = (
                    f"Beslutningen »{self._name}« er af slagsen »{local(part)}«. Brug en tabel eller et FEEL-udtryk."
                )
                self._find(part, "dmn-unsupported", message)
                return _NOTHING
        message = f"Beslutningen »{self._name}« er tom. Giv den en beslutningstabel eller et udtryk."
        self._find(self._decision, "dmn-malformed", message)
        return _NOTHING

    # The table

    def _table(self, table: Element) -> Table:
        policy, aggregation = self._policy(table)
        columns = list(inside(table, "input"))
        outputs = list(inside(table, "output"))
        rules = list(inside(table, "rule"))
        if not outputs:
            self._find(table, "dmn-malformed", f"Tabellen i »{self._name}« har ingen outputkolonne.")
        if aggregation and len(outputs) > 1:
            self._find(table, "dmn-hit-policy", f"»{aggregation}« kan kun regnes over én outputkolonne.")
        if len(rules) > MAX_RULES:
            message = f"Tabellen i »{self._name}« har {len(rules)} regler; højst {MAX_RULES} læses. Del den."
            self._find(table, "dmn-size", message)
            rules = []
        headings = [heading.get("name") or "" for heading in inside(table, "annotation")]
        inputs = tuple(self._input(column, number) for number, column in enumerate(columns, 1))
        names = self._output_names(outputs)
        labels = (
            [column.label for column in inputs],
            [_label(output, name) for output, name in zip(outputs, names, strict=True)],
        )
        return Table(
            hit_policy=policy,
            aggregation=aggregation,
            inputs=inputs,
            outputs=names,
            rules=tuple(self._rule(rule, number, labels, headings) for number, rule in enumerate(rules, 1)),
            defaults=self._defaults(outputs),
        )

    def _policy(self, table: Element) -> tuple[str, str]:
        policy = table.get("hitPolicy") or "UNIQUE"
        aggregation = table.get("aggregation") or ""
        if policy not in (*SINGLE_HIT, *MANY_HITS):
            message = f"Reglen for træffere »{policy[:40]}« kan ikke bruges. Brug {listed((*SINGLE_HIT, *MANY_HITS))}."
            self._find(table, "dmn-hit-policy", message)
        if aggregation and (policy != "COLLECT" or aggregation not in AGGREGATIONS):
            message = f"»{aggregation[:40]}« kan ikke bruges her. Sammen med COLLECT bruges {listed(AGGREGATIONS)}."
            self._find(table, "dmn-hit-policy", message)
        return policy, aggregation

    def _input(self, column: Element, number: int) -> Input:
        asked = next(inside(column, "inputExpression"), None)
        label = column.get("label") or (text_of(asked).strip() if asked is not None else "") or f"kolonne {number}"
        what = f"Inputkolonne {number} (»{shown(label)}«)"
        if asked is None:
            self._find(column, "dmn-malformed", f"{what} mangler et udtryk.")
        expression = _NOTHING if asked is None else self._expression(asked, asked, what)
        allowed = next(inside(column, "inputValues"), None)
        tests = self._tests(allowed, f"De tilladte værdier i {what}") if allowed is not None else None
        return Input(label, expression, tests)

    def _output_names(self, outputs: list[Element]) -> tuple[str, ...]:
        names: list[str] = []
        for number, output in enumerate(outputs, 1):
            name = output.get("name") or (self._name if len(outputs) == 1 else "")
            if not name:
                self._find(output, "dmn-malformed", f"Outputkolonne {number} mangler et navn.")
            elif name in names:
                self._find(output, "dmn-malformed", f"Outputkolonnerne har to gange navnet »{shown(name)}«.")
            names.append(name)
        return tuple(names)

    def _defaults(self, outputs: list[Element]) -> tuple[Expression, ...] | None:
        entries = [next(inside(output, "defaultOutputEntry"), None) for output in outputs]
        if all(entry is None for entry in entries):
            return None
        return tuple(
            _NOTHING if entry is None else self._expression(entry, entry, f"Standardværdien i outputkolonne {number}")
            for number, entry in enumerate(entries, 1)
        )

    def _rule(self, rule: Element, number: int, labels: tuple[list[str], list[str]], headings: list[str]) -> Rule:
        cells = (list(inside(rule, "inputEntry")), list(inside(rule, "outputEntry")))
        for found, wanted, word in zip(cells, labels, ("input", "output"), strict=True):
            if len(found) != len(wanted):
                message = f"Regel {number} har {len(found)} celler til {word}, men tabellen har {len(wanted)} kolonner."
                self._find(rule, "dmn-malformed", message)
        tests = [
            self._tests(cell, f"Regel {number}, inputkolonne {column} (»{shown(label)}«)")
            for column, (cell, label) in enumerate(zip(cells[0], labels[0], strict=False), 1)
        ]
        outputs = [
            self._expression(cell, cell, f"Regel {number}, outputkolonne {column} (»{shown(label)}«)", empty=_NOTHING)
            for column, (cell, label) in enumerate(zip(cells[1], labels[1], strict=False), 1)
        ]
        return Rule(
            number, rule.get("id") or "", tuple(tests), tuple(outputs), _annotations(rule, headings), hjemmel_of(rule)
        )

    # Texts in FEEL

    def _tests(self, cell: Element, what: str) -> UnaryTests:
        return self._parsed(cell, what, parse_unary_tests, _ANYTHING)

    def _expression(self, holder: Element, at: Element, what: str, empty: Expression | None = None) -> Expression:
        if empty is None and not text_of(holder).strip():
            self._find(at, "dmn-cell", f"{what} er tom. Skriv et udtryk i FEEL.")
        return self._parsed(holder, what, parse, _NOTHING)

    def _parsed(self, holder: Element, what: str, read: Callable[[str, frozenset[str]], T], empty: T) -> T:
        language = holder.get("expressionLanguage") or ""
        if language and "feel" not in language.lower():
            self._find(holder, "dmn-language", f"{what} er skrevet i »{language[:60]}«. Kun FEEL læses.")
            return empty
        text = text_of(holder)
        if not text.strip():
            return empty
        try:
            return read(text, self._known)
        except FeelSyntaxError as error:
            message = (
                f"{what} kan ikke læses: »{shown(text)}«, linje {error.line}, tegn {error.column}: {error.finding}"
            )
            self._find(holder, "dmn-cell", message)
            return empty

    def _find(self, element: Element, rule: str, message: str) -> None:
        name = element.get("id") or self._id
        self._findings.append(Finding(self._file, line_of(element), name, rule, message))


def _label(output: Element, name: str) -> str:
    return output.get("label") or name


def _annotations(rule: Element, headings: list[str]) -> dict[str, str]:
    """The row's remarks by heading; its description, which modelers write in an unnamed column, stands under ""."""
    description = " ".join((part.text or "").strip() for part in inside(rule, "description")).strip()
    notes = {"": description} if description else {}
    for index, entry in enumerate(inside(rule, "annotationEntry")):
        text = text_of(entry).strip()
        if text:
            notes[headings[index] if index < len(headings) else f"{index + 1}"] = text
    return notes
