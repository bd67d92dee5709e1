"""
One instance of a case on its diagram: what is done, where it stands, what it called.

What is done is read off an index that holds this instance's own lines; what is
open is little, whatever the case's age. So a picture costs the same in a case's
last year as in its first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.commands import Viewer
from engine.definitions.diagram import Process
from engine.definitions.drawing import Drawing, DrawnNode, drawing_of
from engine.errors import NotFound
from engine.runtime.definitions import Definitions
from engine.runtime.pictures import case_of
from engine.runtime.work import CaseWork
from engine.store import human_tasks, instances, jobs, pictured, subscriptions
from engine.store.database import Connection, Row
from engine.store.instances import InstanceRecord
from engine.views.diagram import DiagramStep, DiagramView, InstanceLink, StepState, StepWait

_MOST_URGENT: tuple[StepState, ...] = ("stuck", "overdue", "current")


def view(
    connection: Connection, definitions: Definitions, viewer: Viewer, case: str, instance: str | None, *, now: datetime
) -> DiagramView:
    """An instance, the case's first when none is named. Raises NotFound outside the viewer's department."""
    work = CaseWork(connection, definitions, case_of(connection, viewer, case), now, viewer)
    outermost = _outermost(work)
    shown = _shown(work, instance or outermost[0].id)
    trail = _trail(work, shown)
    top = trail[0].id if trail else shown.id
    drawing = _drawing(work, shown)
    children, loose = _children(work, shown)
    return DiagramView(
        case=work.case.id,
        case_number=work.case.number,
        instance=_link(work, shown),
        version=pictured.version_of(connection, shown.deployment),
        newest_version=pictured.version_of(connection, work.newest().id),
        trail=trail,
        steps=_Steps(work, shown, drawing, children).all(),
        loose=[_link(work, row) for row in loose],
        others=[_link(work, row) for row in reversed(outermost) if row.id != top],
    )


def source(
    connection: Connection, definitions: Definitions, viewer: Viewer, case: str, instance: str | None, *, now: datetime
) -> bytes:
    """The diagram that the instance runs on, as UTF-8 XML with this process drawn first."""
    work = CaseWork(connection, definitions, case_of(connection, viewer, case), now, viewer)
    return _drawing(work, _shown(work, instance or _outermost(work)[0].id)).source


def _outermost(work: CaseWork) -> list[Row[Any]]:
    """The instances that nobody called, in their order; the main process's first, whatever began at that moment."""
    main = work.newest().library.manifest.main_process
    rows = pictured.outermost(work.connection, work.case.id)
    return sorted(rows, key=lambda row: (row.started_at, row.process != main))


def _shown(work: CaseWork, instance: str) -> InstanceRecord:
    found = instances.get(work.connection, instance)
    if found is None or found.case_id != work.case.id:
        raise NotFound("Forløbet findes ikke i sagen. Åbn sagen, og vælg forløbet der.")
    return found


def _process(work: CaseWork, instance: InstanceRecord | Row[Any]) -> Process:
    return work.definitions.get(work.connection, instance.deployment).process(instance.process)


def _drawing(work: CaseWork, instance: InstanceRecord) -> Drawing:
    return drawing_of(_process(work, instance))


def _link(work: CaseWork, instance: InstanceRecord | Row[Any]) -> InstanceLink:
    name = _process(work, instance).name
    return InstanceLink(instance.id, name, instance.status, instance.started_at, instance.ended_at)


def _trail(work: CaseWork, instance: InstanceRecord) -> list[InstanceLink]:
    above: list[InstanceLink] = []
    while instance.parent_id:
        instance = work.instance(instance.parent_id)
        above.insert(0, _link(work, instance))
    return above


def _children(work: CaseWork, parent: InstanceRecord) -> tuple[dict[str, list[Row[Any]]], list[Row[Any]]]:
    """What an instance called, by call activity, and what nobody can say the call activity of."""
    calls = defaultdict(list)
    for call in _process(work, parent).calls:
        calls[call.process].append(call.element)
    by_element: dict[str, list[Row[Any]]] = defaultdict(list)
    loose = []
    for child in pictured.children(work.connection, parent.id):
        # Rows from before the column name no element; one call of that process leaves no doubt.
        candidates = [child.parent_element] if child.parent_element else calls[child.process]
        if len(candidates) == 1:
            by_element[candidates[0]].append(child)
        else:
            loose.append(child)
    return by_element, loose


class _Steps:
    """How each element of one instance stands."""

    def __init__(
        self,
        work: CaseWork,
        instance: InstanceRecord,
        drawing: Drawing,
        children: Mapping[str, list[Row[Any]]],
    ) -> None:
        self._work = work
        self._instance = instance
        self._drawing = drawing
        self._children = children
        self._elements = _process(work, instance).elements
        self._done = {row.element: row for row in pictured.done_in(work.connection, instance.id)}
        self._open = _OpenWork(work)
        self._waits = self._open.waits[instance.id]
        self._stuck = self._open.stuck[instance.id]
        self._last = self._last_elements()
        self._inside = self._inside_scopes()

    def all(self) -> list[DiagramStep]:
        return [self._step(node) for node in self._drawing.nodes]

    def _step(self, node: DrawnNode) -> DiagramStep:
        element, done = self._elements[node.id], self._done.get(node.id)
        children = self._children.get(node.id, [])
        waits = list(self._waits[node.id])
        waits += [StepWait("child") for child in children if child.status == "open"]
        return DiagramStep(
            element=element.id,
            name=element.name,
            kind=element.kind,
            depth=node.depth,
            state=self._state(node, waits),
            done=done.times if done else 0,
            done_at=done.last if done else None,
            inside=self._inside.get(node.id),
            waits=waits,
            stuck=self._stuck[node.id],
            children=[_link(self._work, child) for child in children],
        )

    def _state(self, node: DrawnNode, waits: Iterable[StepWait]) -> StepState:
        own = _urgency(waits, stuck=bool(self._stuck[node.id]))
        urgent = _more_urgent(own, self._inside.get(node.id))
        if urgent == "current" and node.listens:
            return "listening"
        return urgent or self._last.get(node.id) or ("done" if node.id in self._done else "ahead")

    def _inside_scopes(self) -> dict[str, StepState | None]:
        """The most urgent thing in each call's open instance and, from the inside out, in each sub-process."""
        inside: dict[str, StepState | None] = {}
        for element, children in self._children.items():
            for child in children:
                inside[element] = _more_urgent(inside.get(element), self._open.urgency_in.get(child.id))
        for node in sorted(self._drawing.nodes, key=lambda node: -node.depth):
            if node.within is None:
                continue
            own = _urgency(self._waits[node.id], stuck=bool(self._stuck[node.id]))
            if own == "current" and node.listens:
                continue  # what may happen meanwhile is no work under way
            found = _more_urgent(own, inside.get(node.id))
            inside[node.within] = _more_urgent(inside.get(node.within), found)
        return inside

    def _last_elements(self) -> dict[str, StepState]:
        """Where an instance that is over came to its end, or was stopped."""
        instance, ended_at = self._instance, self._instance.ended_at
        if ended_at is None:
            return {}
        if instance.status == "cancelled":
            dropped = pictured.cancelled_in(self._work.connection, instance.id, ended_at)
            for element, children in self._children.items():
                if any(child.status == "cancelled" and child.ended_at == ended_at for child in children):
                    dropped.add(element)
            return dict.fromkeys(dropped, "stopped")
        # An instance that was moved has done what its diagram may know no more.
        done = [(row, self._elements[row.element]) for row in self._done.values() if row.element in self._elements]
        ends = (row for row, element in done if element.kind == "endEvent")
        outside = {node.id for node in self._drawing.nodes if node.within is None}
        return {row.element: "ended" for row in ends if row.element in outside and row.last == ended_at}


class _OpenWork:
    """
    All that a case waits for and is stuck at, by instance and element.

    `urgency_in` is the most urgent of it in each open instance and what that called.
    """

    def __init__(self, work: CaseWork) -> None:
        self.waits: dict[str, dict[str, list[StepWait]]] = defaultdict(lambda: defaultdict(list))
        self.stuck: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._read_waits(work)
        for row in pictured.stuck_in(work.connection, work.case.id):
            self.stuck[row.instance_id][row.element].append(row.message)
        self.urgency_in = self._urgency_by_instance(work)

    def _read_waits(self, work: CaseWork) -> None:
        now, case = work.now, work.case.id
        for task in human_tasks.open_in(work.connection, case):
            overdue = task.overdue or (task.due_at is not None and task.due_at <= now)
            wait = StepWait("task", task.due_at, overdue, task.id, task.role)
            self.waits[task.instance_id][task.element].append(wait)
        for row in jobs.timers_in(work.connection, case):
            self.waits[row.instance_id][row.element].append(StepWait("timer", row.due_at, row.due_at <= now))
        for row in subscriptions.open_in(work.connection, case):
            self.waits[row.instance_id][row.element].append(StepWait(row.kind))

    def _urgency_by_instance(self, work: CaseWork) -> dict[str, StepState | None]:
        found: dict[str, StepState | None] = {}
        parents = pictured.open_parents(work.connection, work.case.id)
        for instance in parents:
            waits = [wait for at_element in self.waits[instance].values() for wait in at_element]
            own = _more_urgent("current", _urgency(waits, stuck=bool(self.stuck[instance])))
            above: str | None = instance
            while above in parents:
                found[above] = _more_urgent(found.get(above), own)
                above = parents[above]
        return found


def _urgency(waits: Iterable[StepWait], *, stuck: bool) -> StepState | None:
    if stuck:
        return "stuck"
    overdue = [wait.overdue for wait in waits]
    return "overdue" if any(overdue) else "current" if overdue else None


def _more_urgent(one: StepState | None, other: StepState | None) -> StepState | None:
    return next((state for state in _MOST_URGENT if state in (one, other)), None)
