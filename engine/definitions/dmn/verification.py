"""
Whether a decision table answers every input, and each with one voice.

The inputs that a table can tell apart are finitely many (see `domains`). Each
rule passes a set of them in each column, so a gap or an overlap is a
combination of values, which is shown as the example. What cannot be looked
through within the bound is said to be unproved, never assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeAlias

from engine import feel
from engine.definitions.dmn.domains import representatives
from engine.definitions.dmn.table import Rule, Table
from engine.feel import FeelError, FeelValue, UnaryTests
from engine.feel.environment import INPUT, Env
from engine.feel.values import equal

BOUND = 200_000  # combinations, or cells asked about a value, looked at for one question about one table
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # written values do not look at the clock
_TEXT = feel.parse("string(v)")

Mask: TypeAlias = int  # a set of a column's representatives, by their number


class Unproved(Exception):
    """The bound was reached, or a column does more than compare its input with written values."""


@dataclass(frozen=True)
class Column:
    """A column's question and the values that stand for all its inputs."""

    label: str
    values: tuple[FeelValue, ...]


class Verification:
    """One table, looked through. Every question raises Unproved when it cannot be answered."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._looked = 0

    def gap(self) -> str | None:
        """An input that no rule answers, in words; None when there is none."""
        self._looked = 0
        found = self._uncovered(range(len(self._table.rules)), self._everything)
        return None if found is None else self._told(found)

    def overlaps(self) -> Iterator[tuple[Rule, Rule, str]]:
        """Rules that pass one and the same input, with that input in words."""
        self._looked = 0
        masks = self._masks
        rules = self._table.rules
        for later in range(len(rules)):
            for earlier in range(later):
                self._look(1)
                both = [one & other for one, other in zip(masks[earlier], masks[later], strict=True)]
                if all(both):
                    yield rules[earlier], rules[later], self._told([_lowest(mask) for mask in both])

    def dead_rules(self) -> Iterator[tuple[Rule, bool]]:
        """Rules that are never used, and whether that is because those above answer everything they would."""
        self._looked = 0
        first = self._table.hit_policy == "FIRST"
        for index, rule in enumerate(self._table.rules):
            if not all(self._masks[index]):
                yield rule, False
            elif first and self._uncovered(range(index), self._masks[index]) is None:
                yield rule, True

    def dead_outputs(self) -> Iterator[tuple[str, str]]:
        """Allowed output values that no rule gives, with the output's name; none where one is calculated."""
        for number, output in enumerate(self._table.outputs):
            entries = [rule.outputs[number] for rule in self._table.rules]
            entries += [output.default] if output.default else []
            allowed = output.values.compared_with(self._env) if output.values else None
            if not allowed or any(entry.free_names for entry in entries):
                continue
            given = [entry.within(self._env) for entry in entries]
            for value in allowed:
                if not any(equal(value, other, self._env.budget) is True for other in given):
                    yield output.name, _written(value)

    # ---- the table as sets

    @cached_property
    def _env(self) -> Env:
        return feel.scope({}, _ANY_DAY)

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        """The questions; two columns that ask the same are one, or they would seem to answer differently."""
        found = []
        for numbers in self._questions:
            cells = [rule.tests[number] for rule in self._table.rules for number in numbers]
            inputs = self._table.inputs
            allowed = next((inputs[number].allowed for number in numbers if inputs[number].allowed), None)
            try:
                values = representatives(cells, allowed, self._env)
            except FeelError as error:
                raise Unproved from error
            if values is None:
                raise Unproved
            found.append(Column(inputs[numbers[0]].label, tuple(values)))
        return tuple(found)

    @cached_property
    def _questions(self) -> tuple[tuple[int, ...], ...]:
        by_text: dict[str, list[int]] = {}
        for number, column in enumerate(self._table.inputs):
            by_text.setdefault(" ".join(column.expression.text.split()), []).append(number)
        return tuple(map(tuple, by_text.values()))

    @cached_property
    def _everything(self) -> list[Mask]:
        return [(1 << len(column.values)) - 1 for column in self._columns]

    @cached_property
    def _masks(self) -> list[list[Mask]]:
        """For each rule and column the values that pass. Equal cells are asked once."""
        known: dict[tuple[int, str], Mask] = {}
        masks: list[list[Mask]] = []
        for rule in self._table.rules:
            row: list[Mask] = []
            for position, numbers in enumerate(self._questions):
                mask = self._everything[position]
                for number in numbers:
                    cell = rule.tests[number]
                    key = (position, cell.text)
                    if key not in known:
                        self._look(len(self._columns[position].values))
                        known[key] = self._mask(cell, self._columns[position])
                    mask &= known[key]
                row.append(mask)
            masks.append(row)
        return masks

    def _mask(self, cell: UnaryTests, column: Column) -> Mask:
        # Each cell on a budget of its own: a large table is no expression that runs away.
        env = feel.scope({}, _ANY_DAY)
        passing = [cell.passes(value, env.inner({INPUT: value})) for value in column.values]
        return sum(1 << number for number, passes in enumerate(passing) if passes)

    # ---- looking for what no rule passes

    def _uncovered(self, rules: range, within: Sequence[Mask]) -> list[int] | None:
        """
        A combination within a box that none of the rules passes, as a value's number for each column.

        Each rule in turn is cut out of the box. What is left falls into one box
        for each column that the rule narrows, and goes on to the next rule.
        """
        boxes = [(rules.start, tuple(within))]
        while boxes:
            index, box = boxes.pop()
            while index < rules.stop and not all(
                one & other for one, other in zip(box, self._masks[index], strict=True)
            ):
                index += 1
                self._look(1)
            self._look(1)
            if index == rules.stop:
                return [_lowest(mask) for mask in box]
            boxes += [(index + 1, rest) for rest in reversed(list(_cut_out(box, self._masks[index])))]
        return None

    def _look(self, count: int) -> None:
        self._looked += count
        if self._looked > BOUND:
            raise Unproved

    def _told(self, numbers: list[int]) -> str:
        pairs = zip(self._columns, numbers, strict=True)
        return ", ".join(f"{column.label} = {_written(column.values[number])}" for column, number in pairs)


def _lowest(mask: Mask) -> int:
    return (mask & -mask).bit_length() - 1


def _cut_out(box: tuple[Mask, ...], rule: Sequence[Mask]) -> Iterator[tuple[Mask, ...]]:
    """The boxes, none of which meets another, that are left of a box without what a rule passes."""
    for column, mask in enumerate(rule):
        outside = box[column] & ~mask
        if outside:
            inside = tuple(one & other for one, other in zip(box[:column], rule[:column], strict=True))
            yield (*inside, outside, *box[column + 1 :])


def _written(value: FeelValue) -> str:
    return f'"{value}"' if isinstance(value, str) else str(_TEXT.evaluate({"v": value}, now=_ANY_DAY))
