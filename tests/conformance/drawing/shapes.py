"""What a random diagram may hold."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

VARIABLES = tuple(f"v{i}" for i in range(6))
# Drives the loop around everything.
AGAIN = "again"


@dataclass(frozen=True)
class Shape:
    """
    Each flag lets something in.

    `unsafe` lets several tokens run on one sequence flow, `chosen_handlers`
    event sub-processes stand in ad-hoc ones.
    """

    events: bool = False
    repeated: bool = False
    nested: bool = False
    throwing: bool = False
    unsafe: bool = False
    conditions: bool = False
    cycles: bool = False
    calls: bool = False
    tasks: bool = False
    signals: bool = False
    links: bool = False
    handlers: bool = False
    compensation: bool = False
    transactions: bool = False
    loops: bool = False
    ad_hoc: bool = False
    implicit: bool = False
    chosen_handlers: bool = False


_RARE = {"unsafe", "chosen_handlers"}
_EVERYTHING = Shape(**{field.name: True for field in fields(Shape) if field.name not in _RARE})

SHAPES = {
    "gateways": Shape(),
    "nested": Shape(nested=True, throwing=True),
    "repeated": Shape(repeated=True, nested=True),
    "events": Shape(events=True, nested=True),
    "events and repeated": Shape(events=True, repeated=True, nested=True, throwing=True),
    "conditions, cycles and calls": Shape(
        events=True, repeated=True, nested=True, throwing=True, conditions=True, cycles=True, calls=True, tasks=True
    ),
    "many tokens on a flow": Shape(events=True, repeated=True, unsafe=True),
    "signals": Shape(events=True, nested=True, signals=True, conditions=True),
    "links": Shape(events=True, nested=True, links=True),
    "event sub-processes": Shape(
        events=True, nested=True, throwing=True, handlers=True, conditions=True, cycles=True, signals=True
    ),
    "compensation": Shape(nested=True, repeated=True, compensation=True, handlers=True),
    "transactions": Shape(
        events=True, nested=True, repeated=True, throwing=True, compensation=True, transactions=True, handlers=True
    ),
    "loops and ad-hoc": Shape(events=True, repeated=True, nested=True, loops=True, ad_hoc=True),
    "implicit": Shape(nested=True, repeated=True, implicit=True, tasks=True, ad_hoc=True),
    "everything": _EVERYTHING,
    "event sub-processes in ad-hoc ones": Shape(
        events=True,
        nested=True,
        throwing=True,
        ad_hoc=True,
        handlers=True,
        chosen_handlers=True,
        signals=True,
        conditions=True,
        compensation=True,
    ),
    "everything, many tokens on a flow": replace(_EVERYTHING, unsafe=True, chosen_handlers=True),
}

# The shapes that seeds go through in turn: in this order for good, so that a seed's diagram stays what it was.
ROTATION = tuple(SHAPES)[:15]
