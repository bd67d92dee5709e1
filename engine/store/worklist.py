"""
Open human tasks as people ask for them, in pages and in numbers.

A statement is made once for each shape of question: making one anew costs more
than running it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.store.human_tasks import LINES
from engine.store.tables import cases, human_tasks
from engine.views import HumanTaskRow

_ESCAPE = "/"
_CONDITIONS: Mapping[str, Callable[[BindParameter[Any]], ColumnElement[bool]]] = {
    "department": lambda value: human_tasks.c.department == value,
    "role": lambda value: human_tasks.c.role == value,
    "assignee": lambda value: human_tasks.c.assignee == value,
    # Not IS NULL: SQLite would read every unclaimed task in the house off the index of assignees.
    "unclaimed": lambda _: func.coalesce(human_tasks.c.assignee, "") == "",
    # In the index; what has no deadline sorts at the end of time.
    "due_by": lambda value: human_tasks.c.due_sort <= value,
    "escalated_to": lambda value: human_tasks.c.escalated_to == value,
}


@dataclass(frozen=True)
class Which:
    """
    A condition over open human tasks; what is None or False asks nothing.

    It names at most one role, because an index gives one role's tasks in their
    order, but of several roles' only a heap to sort.
    """

    department: str | None = None
    role: str | None = None
    assignee: str | None = None
    unclaimed: bool = False
    due_by: datetime | None = None
    escalated_to: str | None = None

    def asked(self) -> dict[str, object]:
        """The conditions it makes, with what each compares with."""
        return {name: value for name, value in vars(self).items() if value is not None and value is not False}


Shape: TypeAlias = tuple[tuple[str, ...], ...]  # the names of each part's conditions


def which_open(
    department: str | None,
    *,
    roles: Iterable[str] | None = None,
    assignee: str | None = None,
    unclaimed: bool = False,
    due_by: datetime | None = None,
    escalated_to: Iterable[str] | None = None,
) -> list[Which]:
    """
    Which open human tasks, as conditions that no task meets two of: one for each role.

    None for department or roles means all of them; without any role there is none.
    """
    if escalated_to is not None:
        return [Which(department, escalated_to=role) for role in sorted(escalated_to)]
    if roles is not None:
        return [Which(department, role, assignee, unclaimed, due_by) for role in sorted(roles)]
    return [Which(department, None, assignee, unclaimed, due_by)]


def listed(
    connection: Connection,
    which: Sequence[Which],
    *,
    text: str,
    after: tuple[datetime, str] | None,
    limit: int,
    now: datetime,
) -> list[HumanTaskRow]:
    """
    Open tasks by deadline.

    `after` is the last row's (due_sort, id), so a page costs the same wherever it is.
    """
    if not which:
        return []
    shape, values = _taken_apart(which)
    values |= {"most": limit, "now": now}
    if text:
        values["sought"] = _escaped(text.casefold())
    if after:
        values["after_due"], values["after_id"] = after
    page = _page(shape, text=bool(text), after=after is not None)
    return [HumanTaskRow(*row) for row in connection.execute(page, values).all()]


def counts(connection: Connection, lists: Mapping[str, Sequence[Which]], limit: int) -> dict[str, int]:
    """How many open tasks each list holds, counted no further than `limit`: a badge must not cost a scan."""
    shape, values = _taken_apart([each for which in lists.values() for each in which])
    numbers = connection.execute(_numbers(shape), {**values, "most": limit}).one() if shape else ()
    rest = iter(numbers)
    return {name: min(limit, sum(next(rest) for _ in which)) for name, which in lists.items()}


def _taken_apart(which: Sequence[Which]) -> tuple[Shape, dict[str, object]]:
    """What the statement depends on, and the values it is run with."""
    parts = [each.asked() for each in which]
    values = {f"{name}_{index}": value for index, part in enumerate(parts) for name, value in part.items()}
    return tuple(tuple(part) for part in parts), values


@lru_cache(maxsize=256)
def _page(shape: Shape, *, text: bool, after: bool) -> Select[Any]:
    """Each part's first tasks are read off the index in its order, never sorted."""
    if len(shape) == 1:
        return _first(LINES, shape, 0, text=text, after=after)
    ids = select(human_tasks.c.id)
    if text:
        ids = ids.join(cases, cases.c.id == human_tasks.c.case_id)
    # SQLite takes no limit inside a union, but one inside a subquery.
    firsts = [_first(ids, shape, part, text=text, after=after).subquery() for part in range(len(shape))]
    return _in_order(LINES.where(human_tasks.c.id.in_(union_all(*(select(first.c.id) for first in firsts)))))


def _first(query: Select[Any], shape: Shape, part: int, *, text: bool, after: bool) -> Select[Any]:
    query = query.where(_meets(shape, part))
    if text:
        sought: BindParameter[str] = bindparam("sought")
        name = func.lower(human_tasks.c.name).contains(sought, escape=_ESCAPE)
        query = query.where(or_(cases.c.search.contains(sought, escape=_ESCAPE), name))
    if after:
        order = (human_tasks.c.due_sort, human_tasks.c.id)
        last = (bindparam("after_due", type_=order[0].type), bindparam("after_id", type_=order[1].type))
        query = query.where(tuple_(*order) > tuple_(*last))
    return _in_order(query)


def _in_order(query: Select[Any]) -> Select[Any]:
    # Written into the statement: PostgreSQL keeps no plan of one whose limit it does not know, and plans it each time.
    most = bindparam("most", type_=Integer, literal_execute=True)
    return query.order_by(human_tasks.c.due_sort, human_tasks.c.id).limit(most)


@lru_cache(maxsize=256)
def _numbers(shape: Shape) -> Select[*tuple[int, ...]]:
    """The number of each part's tasks, all in one reading."""
    return select(*(_number(shape, part) for part in range(len(shape))))


def _number(shape: Shape, part: int) -> ScalarSelect[int]:
    # In order although it only counts: without it PostgreSQL may look through the whole table.
    counted = _in_order(select(human_tasks.c.id).where(_meets(shape, part))).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def _meets(shape: Shape, part: int) -> ColumnElement[bool]:
    asked = (_CONDITIONS[name](bindparam(f"{name}_{part}")) for name in shape[part])
    return and_(human_tasks.c.status == "open", *asked)


def _escaped(text: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text
