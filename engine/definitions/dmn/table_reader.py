"""A decision table, read with every finding in it (DMN 1.5, 8.2)."""

from __future__ import annotations

from engine.definitions.dmn.reading import ANYTHING, NOTHING, Reading, WrittenTable
from engine.definitions.dmn.table import AGGREGATIONS, BY_VALUE, MANY_HITS, SINGLE_HIT, Input, Output, Rule, Table
from engine.definitions.dmn.words import hjemmel_of, inside, text_of
from engine.definitions.wording import listed, shown
from engine.definitions.xml import Element, line_of

MAX_RULES = 20_000
_NO_OUTPUT = Output("resultat", None, None)


def read_table(table: Element, reading: Reading, what: str) -> Table:
    """
    The table; what could not be read in it is replaced by null, with a finding. `what` names it in Danish.

    Only a table without findings is asked for gaps and overlaps: a cell that is not there would seem to be one.
    """
    before = len(reading.findings)
    found = _TableReader(table, reading, what).read()
    if len(reading.findings) == before:
        reading.tables.append(WrittenTable((table.get("id") or "")[:100], line_of(table), what, found))
    return found


class _TableReader:
    def __init__(self, table: Element, reading: Reading, what: str) -> None:
        self._element = table
        self._reading = reading
        self._what = what

    def read(self) -> Table:
        table = self._element
        policy, aggregation = self._policy()
        inputs = tuple(self._input(column, number) for number, column in enumerate(inside(table, "input"), 1))
        written = list(inside(table, "output"))
        if not written:
            self._find(table, "dmn-malformed", f"Tabellen i {self._what} har ingen outputkolonne.")
        if aggregation and len(written) > 1:
            self._find(table, "dmn-hit-policy", f"»{aggregation}« kan kun regnes over én outputkolonne.")
        outputs = tuple(self._output(output, number, len(written)) for number, output in enumerate(written, 1))
        self._refuse_twins(written, outputs)
        if policy in BY_VALUE and not any(output.values for output in outputs):
            message = f"»{policy}« ordner efter de tilladte værdier (outputValues), men ingen outputkolonne har nogen."
            self._find(table, "dmn-hit-policy", message)
        labels = (
            [column.label for column in inputs],
            [element.get("label") or output.name for element, output in zip(written, outputs, strict=True)],
        )
        return Table(policy, aggregation, inputs, outputs or (_NO_OUTPUT,), self._rules(inputs, labels))

    def _policy(self) -> tuple[str, str]:
        policy = self._element.get("hitPolicy") or "UNIQUE"
        aggregation = self._element.get("aggregation") or ""
        known = (*SINGLE_HIT, *MANY_HITS)
        if policy not in known:
            message = f"Reglen for træffere »{policy[:40]}« kan ikke bruges. Brug {listed(known)}."
            self._find(self._element, "dmn-hit-policy", message)
        if aggregation and (policy != "COLLECT" or aggregation not in AGGREGATIONS):
            message = f"»{aggregation[:40]}« kan ikke bruges her. Sammen med COLLECT bruges {listed(AGGREGATIONS)}."
            self._find(self._element, "dmn-hit-policy", message)
        return policy, aggregation

    def _input(self, column: Element, number: int) -> Input:
        asked = next(inside(column, "inputExpression"), None)
        label = column.get("label") or (text_of(asked).strip() if asked is not None else "") or f"kolonne {number}"
        what = f"Inputkolonne {number} (»{shown(label)}«)"
        if asked is None:
            self._find(column, "dmn-malformed", f"{what} mangler et udtryk.")
        expression = NOTHING if asked is None else self._reading.expression(asked, what)
        allowed = next(inside(column, "inputValues"), None)
        tests = (
            self._reading.tests(allowed, f"De tilladte værdier i {what}", expression) if allowed is not None else None
        )
        return Input(label, expression, tests)

    def _output(self, output: Element, number: int, count: int) -> Output:
        name = output.get("name") or (self._only_name() if count == 1 else "")
        if not name:
            self._find(output, "dmn-malformed", f"Outputkolonne {number} mangler et navn.")
        default = next(inside(output, "defaultOutputEntry"), None)
        values = next(inside(output, "outputValues"), None)
        return Output(
            name,
            None if default is None else self._reading.expression(default, f"Standardværdien i outputkolonne {number}"),
            None if values is None else self._reading.tests(values, f"De tilladte værdier i outputkolonne {number}"),
        )

    def _only_name(self) -> str:
        """A single output may go without a name; it is called what holds the table."""
        holder = self._element.getparent()
        return (holder.get("name") if holder is not None else None) or "resultat"

    def _refuse_twins(self, written: list[Element], outputs: tuple[Output, ...]) -> None:
        seen: set[str] = set()
        for element, output in zip(written, outputs, strict=True):
            if output.name and output.name in seen:
                message = f"Outputkolonnerne har to gange navnet »{shown(output.name)}«."
                self._find(element, "dmn-malformed", message)
            seen.add(output.name)

    def _rules(self, inputs: tuple[Input, ...], labels: tuple[list[str], list[str]]) -> tuple[Rule, ...]:
        rules = list(inside(self._element, "rule"))
        if len(rules) > MAX_RULES:
            message = f"Tabellen i {self._what} har {len(rules)} regler; højst {MAX_RULES} læses. Del den."
            self._find(self._element, "dmn-size", message)
            return ()
        headings = [heading.get("name") or "" for heading in inside(self._element, "annotation")]
        return tuple(self._rule(rule, number, inputs, labels, headings) for number, rule in enumerate(rules, 1))

    def _rule(
        self,
        rule: Element,
        number: int,
        inputs: tuple[Input, ...],
        labels: tuple[list[str], list[str]],
        headings: list[str],
    ) -> Rule:
        cells = (list(inside(rule, "inputEntry")), list(inside(rule, "outputEntry")))
        for found, wanted, word in zip(cells, labels, ("input", "output"), strict=True):
            if len(found) != len(wanted):
                message = f"Regel {number} har {len(found)} celler til {word}, men tabellen har {len(wanted)} kolonner."
                self._find(rule, "dmn-malformed", message)
        tests = [
            self._reading.tests(
                cell, f"Regel {number}, inputkolonne {column} (»{shown(asked.label)}«)", asked.expression
            )
            for column, (cell, asked) in enumerate(zip(cells[0], inputs, strict=False), 1)
        ]
        outputs = [
            self._reading.expression(
                cell, f"Regel {number}, outputkolonne {column} (»{shown(label)}«)", may_be_empty=True
            )
            for column, (cell, label) in enumerate(zip(cells[1], labels[1], strict=False), 1)
        ]
        tests += [ANYTHING] * (len(inputs) - len(tests))
        outputs += [NOTHING] * (max(1, len(labels[1])) - len(outputs))
        return Rule(
            number, rule.get("id") or "", tuple(tests), tuple(outputs), _annotations(rule, headings), hjemmel_of(rule)
        )

    def _find(self, element: Element, rule: str, message: str) -> None:
        self._reading.find(element, rule, message)


def _annotations(rule: Element, headings: list[str]) -> dict[str, str]:
    """The row's remarks by heading; its description, which modelers write in an unnamed column, stands under ""."""
    description = " ".join((part.text or "").strip() for part in inside(rule, "description")).strip()
    notes = {"": description} if description else {}
    for index, entry in enumerate(inside(rule, "annotationEntry")):
        text = text_of(entry).strip()
        if text:
            notes[headings[index] if index < len(headings) else f"{index + 1}"] = text
    return notes
