"""The case file as people read it: under its headings, with codes and lists in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.model import Json
from engine.views import FactLine, Option
from tasks import formatting

Row: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ReadFact:
    """One fact. `rows` hold a list of several things, each as its labels and texts; then `text` is empty."""

    label: str
    text: str
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class FactGroup:
    """The facts under one heading; those that stand alone have none."""

    name: str
    facts: Sequence[ReadFact]


def grouped(facts: Sequence[FactLine]) -> list[FactGroup]:
    """The case file in its own order, but with what stands alone first."""
    groups: dict[str, list[ReadFact]] = {"": []}
    for fact in facts:
        read = _read(fact)
        # A list of its own grows with the years: it is folded under its own name.
        groups.setdefault(fact.group or (fact.label if read.rows else ""), []).append(read)
    return [FactGroup(name, lines) for name, lines in groups.items() if lines]


def in_words(value: Json, options: Sequence[Option]) -> str:
    """A value as people read it, a choice by its label."""
    labels = {option.value: option.label for option in options}
    match value:
        case str():
            return labels.get(value) or formatting.words(value)
        case list():
            return ", ".join(in_words(item, options) for item in value)
        case _:
            return formatting.words(value)


def _read(fact: FactLine) -> ReadFact:
    if isinstance(fact.value, list) and fact.item_labels:
        return ReadFact(fact.label, "", [_item(item, fact) for item in fact.value])
    return ReadFact(fact.label, in_words(fact.value, fact.options))


def _item(item: Json, fact: FactLine) -> Row:
    if not isinstance(item, Mapping):
        return [("", in_words(item, fact.options))]
    told = (
        (fact.item_labels.get(key, key), in_words(value, fact.item_options.get(key, ()))) for key, value in item.items()
    )
    return [(label, text) for label, text in told if text]
