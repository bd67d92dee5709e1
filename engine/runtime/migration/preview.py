"""What moving every running instance of a diagram would do, said of each of them before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from engine import spiff
from engine.commands import Viewer
from engine.errors import InvalidInput, NotFound
from engine.runtime.definitions import Definitions, Deployment
from engine.runtime.facts import CaseFacts
from engine.runtime.migration import proposing
from engine.runtime.migration.planning import Plan, Standing, plan, standing_at
from engine.runtime.work import may_see
from engine.store import deployments, human_tasks, moves, pictured
from engine.store.database import Connection
from engine.views import Option
from engine.views.moving import Choice, InstanceVerdict, MovableLibrary, MovableProcess, MovePreview


def preview(
    connection: Connection,
    definitions: Definitions,
    viewer: Viewer,
    target: Deployment,
    process: str,
    *,
    mapping: Mapping[str, str],
    now: datetime,
) -> MovePreview:
    """Raises InvalidInput for a mapping that names what is not in the diagrams."""
    library = target.library.manifest
    drawn = target.process(process)
    counted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    asked: dict[str, Choice] = {}
    shown: list[InstanceVerdict] = []
    known = {*mapping}
    for standing in standings(connection, definitions, library.key, process, target):
        known -= ids_of(standing.old, process)
        found = plan(standing, target, mapping, now)
        counted[found.verdict] += 1
        if found.verdict == "cannot":
            reasons.update(found.reasons)
        for old in found.choices:
            first = asked.get(old) or _choice(standing, target, found, old)
            asked[old] = replace(first, instances=first.instances + 1)
        if may_see(viewer, standing.case.department):
            shown.append(_verdict(connection, standing, found, now))
    require_known(target, process, mapping, known if counted else set())
    return MovePreview(
        library=library.key,
        library_name=library.name,
        process=process,
        process_name=drawn.name,
        to_version=pictured.version_of(connection, target.id),
        total=counted.total(),
        clean=counted["clean"],
        needs_mapping=counted["needs_mapping"],
        cannot=counted["cannot"],
        choices=list(asked.values()),
        reasons=reasons.most_common(),
        instances=shown,
    )


def standings(
    connection: Connection, definitions: Definitions, library: str, process: str, target: Deployment
) -> Iterator[Standing]:
    """Every instance that is to be moved, by case number."""
    for instance, case in moves.running(connection, library, process, target.id):
        tasks = {
            task.wait: task for task in human_tasks.open_in(connection, case.id) if task.instance_id == instance.id
        }
        yield Standing(instance, case, definitions.get(connection, instance.deployment), tasks)


def movable(connection: Connection, newest: Deployment) -> MovableLibrary:
    """A library's diagrams that have running instances, with how many are on each version."""
    manifest = newest.library.manifest
    running = moves.running_by_process(connection, manifest.key)
    found = [
        MovableProcess(key, drawn.name, sorted(running[key].items(), reverse=True))
        for key, drawn in newest.library.processes.items()
        if key in running
    ]
    versions = [version.number for version in deployments.versions(connection, manifest.key)]
    return MovableLibrary(manifest.key, manifest.name, versions, sorted(found, key=lambda each: each.name.casefold()))


def target_of(connection: Connection, definitions: Definitions, library: str, process: str, version: int) -> Deployment:
    """The version to move to. Raises NotFound when there is none, or it has no such diagram."""
    deployment = deployments.of_version(connection, library, version)
    if deployment is None:
        raise NotFound(f"Version {version} af »{library}« findes ikke. Se bibliotekets liste over versioner.")
    found = definitions.get(connection, deployment)
    if process not in found.library.processes:
        raise NotFound(f"Diagrammet »{process}« findes ikke i version {version} af »{library}«.")
    return found


def ids_of(deployment: Deployment, process: str) -> frozenset[str]:
    """The ids that a mapping may name: of elements and of sequence flows."""
    return spiff.ids_of(deployment.compiled(process))


def require_known(target: Deployment, process: str, mapping: Mapping[str, str], unknown_old: set[str]) -> None:
    """Raises InvalidInput by old id for a mapping that cannot mean anything."""
    there = ids_of(target, process)
    problems = {old: f"»{old}« findes ikke i nogen af de versioner, der kører." for old in unknown_old}
    problems |= {
        old: f"»{new}« findes ikke i den nye tegning." for old, new in mapping.items() if new and new not in there
    }
    if problems:
        told = " ".join(problems[old] for old in sorted(problems))
        raise InvalidInput(f"Der kan ikke flyttes sådan: {told} Ret det, og se forhåndsvisningen igen.", problems)


def _verdict(connection: Connection, standing: Standing, found: Plan, now: datetime) -> InstanceVerdict:
    instance = standing.instance
    facts = CaseFacts(standing.case, standing.old.library, now)
    compiled = standing.old.compiled(instance.process)
    waits = spiff.open_waits(compiled, instance.state or {}, instance.variables, facts)
    return InstanceVerdict(
        instance=instance.id,
        case=standing.case.id,
        case_number=standing.case.number,
        from_version=pictured.version_of(connection, standing.old.id),
        standing_at=standing_at(standing, waits),
        verdict=found.verdict,
        reasons=found.reasons,
        deadlines=found.deadlines,
        remarks=found.remarks,
    )


def _choice(standing: Standing, target: Deployment, found: Plan, old: str) -> Choice:
    before, after = standing.process, target.process(standing.instance.process)
    element = before.elements.get(old)
    flows = [Option(flow, flow) for flow in found.offers.get(old, ())]
    return Choice(
        old=old,
        name=element.name if element else old,
        kind=element.kind if element else "sequenceFlow",
        proposed=found.choices[old] or "",
        may_close=element is not None and element.kind == "boundaryEvent",
        options=flows or proposing.options(before, after, old),
        instances=0,
    )
