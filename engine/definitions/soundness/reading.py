"""What the graph of markings says: where tokens stand for ever, go round for ever, or meet without being gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.definitions.soundness.exploration import Exploration
from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.net import Join, Move, Net
from engine.definitions.soundness.trace import Trace, Way, trace, trace_of_pair, way_to

_MOST_WAYS = 20  # through one door, of which the first that a run can take is told
_MOST_DOORS = 20  # ways into what never ends that are told apart in one scope


@dataclass(frozen=True)
class Door:
    """
    The move after which no end can be reached any more; `move` is None when it never could.

    `way` leads through it to `target`. `sure` when it leads there each time it is taken.
    """

    move: Move | None
    way: Way
    sure: bool

    @property
    def target(self) -> int:
        return self.way[-1][1]


@dataclass(frozen=True)
class Standstill:
    """
    A join that never has what it waits for.

    `missing` are its places where nothing comes; `lost` the last choice on the
    way that could have brought something there and did not.
    """

    join: Join
    missing: tuple[int, ...]
    lost: Move | None
    door: Door
    trace: Trace


@dataclass(frozen=True)
class Circle:
    """Nodes that are gone through again and again with no way to an end."""

    nodes: tuple[str, ...]
    door: Door
    trace: Trace


@dataclass(frozen=True)
class Crowd:
    """A node that several tokens come to, so that it is done that many times."""

    node: str
    trace: Trace


def standing_and_circling(exploration: Exploration, doomed: Collection[int]) -> tuple[list[Standstill], list[Circle]]:
    """What never ends: of each join and each ring once, the surest."""
    stands: dict[str, Standstill] = {}
    circles: dict[str, Circle] = {}
    for door in _doors(exploration, doomed):
        rest = _to_nearest_dead(exploration, door.target)
        if rest is None:
            circle = _circle(exploration, door)
            if circle and (circle.nodes[0] not in circles or door.sure > circles[circle.nodes[0]].door.sure):
                circles[circle.nodes[0]] = circle
            continue
        for stand in _standing(exploration, door, rest):
            if stand.join.node not in stands or door.sure > stands[stand.join.node].door.sure:
                stands[stand.join.node] = stand
    return list(stands.values()), list(circles.values())


def crowds(exploration: Exploration) -> Iterator[Crowd]:
    """Where tokens first meet; what comes after that is done twice as well, and is not told again."""
    ahead = {node: closure([node], exploration.net.scope.after) for node in exploration.meetings}
    found: dict[str, Crowd] = {}
    for node, meetings in exploration.meetings.items():
        for source, move, number in meetings:
            told = trace_of_pair(exploration, [*way_to(exploration, source), (move, number)], node)
            if told is not None:
                found[node] = Crowd(node, told)
                break
    first: list[str] = []
    for node in found:
        behind = [other for other in found if node in ahead[other] and other not in ahead[node]]
        if not behind and not any(node in ahead[other] for other in first):
            first.append(node)
    yield from (found[node] for node in first)


def pile(exploration: Exploration) -> Crowd | None:
    """Where more and more tokens gather, the first such place."""
    for number in exploration.piled:
        marking = exploration.markings[number]
        place = max(marking, key=marking.count)
        return Crowd(exploration.net.places[place].node, trace(exploration, way_to(exploration, number), [place]))
    return None


def completes(exploration: Exploration) -> bool:
    """Whether some run comes, or may come, to its end without an error or the like."""
    ends = (move for steps in exploration.steps for move, target in steps if exploration.is_end(target))
    return not exploration.whole or any(not move.fails for move in ends)


def always_thrown(exploration: Exploration, throwing: Collection[str]) -> bool:
    """Whether no run completes without passing one of these nodes."""

    def otherwise(number: int) -> Iterable[int]:
        return (target for move, target in exploration.steps[number] if move.node not in throwing and not move.fails)

    begun = [number for number, (source, _) in enumerate(exploration.came) if source < 0]
    return exploration.whole and not any(exploration.is_end(number) for number in closure(begun, otherwise))


# ---- what cannot end


def settle(exploration: Exploration) -> set[int]:
    """
    The markings from which no end can be reached, when every token in them had its turn.

    Where one token goes round for ever the others were never moved; one of
    them may lead to what ends everything after all.
    """
    while True:
        doomed = _cannot_end(exploration)
        if not exploration.net.ends:
            return doomed
        widened = [number for number in doomed if exploration.steps[number] and exploration.widen(number)]
        if not widened:
            return doomed
        exploration.run()
        if not exploration.whole:
            return _cannot_end(exploration)


def _cannot_end(exploration: Exploration) -> set[int]:
    before: dict[int, list[int]] = defaultdict(list)
    for number, steps in enumerate(exploration.steps):
        for _, target in steps:
            before[target].append(number)
    every = range(len(exploration.markings))
    hopeful = [number for number in every if exploration.is_end(number)] + exploration.unknown()
    saved: set[int] = closure(hopeful, before.__getitem__)
    return set(every) - saved


def stuck_in(exploration: Exploration, doomed: Iterable[int]) -> set[str]:
    """The sub-processes that go round for ever where nothing around them ends it."""
    net, found = exploration.net, set[str]()
    for number in doomed:
        names = {net.places[place].node for place in net.stuck.intersection(exploration.markings[number])}
        if not names <= found and exploration.is_run(way_to(exploration, number)):
            found |= names
    return found


def _doors(exploration: Exploration, doomed: Collection[int]) -> Iterator[Door]:
    """
    Each kind of move that leads into the doomed, by its shortest way.

    What is doomed by a sub-process that goes round for ever is told inside that.
    """
    net, markings = exploration.net, exploration.markings
    for number, (source, move) in enumerate(exploration.came):
        if source < 0 and number in doomed and net.stuck.isdisjoint(markings[number]):
            yield Door(None, [(move, number)], sure=True)
    into: dict[tuple[object, ...], list[tuple[Move, int, int]]] = {}
    for number, steps in enumerate(exploration.steps):
        for move, target in steps if number not in doomed else ():
            if net.stuck.isdisjoint(markings[target]):
                # When an activity is done without the event on its edge, that is another thing than after it.
                unspent = bool(net.scope.boundary[move.node]) and net.spare in markings[number]
                into.setdefault((move.node, move.gives, move.passes, unspent), []).append((move, number, target))
    found = 0
    for same in into.values():
        bad = [step for step in same if step[2] in doomed]
        ways = ([*way_to(exploration, source), (move, target)] for move, source, target in bad[:_MOST_WAYS])
        way = next(filter(exploration.is_run, ways), None) if found < _MOST_DOORS else None
        if way is not None:
            found += 1
            move = way[-1][0]
            yield Door(move, way, _is_sure(move, always=len(bad) == len(same) and exploration.whole))


def _is_sure(move: Move, *, always: bool) -> bool:
    """
    Whether what lies behind a door is a fault whatever the data.

    What comes from outside comes when it will. A branch that is drawn is taken
    some day: when it leads here each time, it is the drawing that is wrong.
    When it does so only after certain other choices, their conditions may
    exclude each other, which nothing here can know.
    """
    return move.choice == "event" or (move.choice == "data" and always)


def _to_nearest_dead(exploration: Exploration, start: int) -> Way | None:
    """The shortest way on from a marking to one where nothing can happen; None when something always can."""
    stuck = exploration.net.stuck

    def is_dead(number: int) -> bool:
        return not exploration.steps[number] and stuck.isdisjoint(exploration.markings[number])

    number, way = _shortest(exploration, start, is_dead)
    return None if number < 0 else way


def _shortest(exploration: Exploration, start: int, is_goal: Callable[[int], bool]) -> tuple[int, Way]:
    """The nearest marking of a kind, and the way there; -1 when there is none."""
    came: dict[int, tuple[int, Move]] = {}
    row = [start]
    for number in row:
        if is_goal(number):
            return number, _walked(came, start, number)
        for move, target in exploration.steps[number]:
            if target not in came and target != start:
                came[target] = number, move
                row.append(target)
    return -1, []


def _walked(came: Mapping[int, tuple[int, Move]], start: int, end: int) -> Way:
    way: Way = []
    while end != start:
        source, move = came[end]
        way.append((move, end))
        end = source
    return way[::-1]


def _standing(exploration: Exploration, door: Door, rest: Way) -> Iterator[Standstill]:
    """The joins that stand in a dead marking, without those that stand only because of another."""
    net, way = exploration.net, [*door.way, *rest]
    marking = exploration.markings[way[-1][1]]
    in_vain = dict(exploration.in_vain.get(way[-1][1], []))
    joins = list(in_vain) or list(dict.fromkeys(net.joins[p] for p in marking if p in net.joins))
    # An inclusive join waits for tokens that stand elsewhere.
    joins = [join for join in joins if join.reach is None] or joins
    ahead = {join.node: closure([join.node], net.scope.after) - {join.node} for join in joins}
    for join in joins:
        behind = (other for other in joins if other is not join and join.node in ahead[other.node])
        if any(other.node not in ahead[join.node] or other.places < join.places for other in behind):
            continue
        tokens = [place for place in marking if place in join.places]
        missing = in_vain.get(join) or tuple(place for place in join.places if place not in marking)
        lost = _lost(net, way, join, missing)
        also = [*([] if door.move is None else [len(door.way) - 1]), *([] if lost is None else [lost])]
        told = trace(exploration, way, tokens, also)
        yield Standstill(join, missing, None if lost is None else way[lost][0], door, told)


def _lost(net: Net, way: Way, join: Join, missing: Sequence[int]) -> int | None:
    """The last step of a way that chose against all that leads to what a join misses."""
    sources = {net.source(place) for place in missing}

    def after(name: str) -> Iterable[str]:
        return net.scope.after(name) if name != join.node else ()

    for step in range(len(way) - 1, 0, -1):
        move = way[step][0]
        if move.choice == "none":
            continue
        could: set[str] = closure([move.node], after)
        can: set[str] = closure([net.places[place].node for place in move.gives if place != net.spare], after)
        could |= {event for name in could for event in net.scope.boundary[name]}
        can |= {event for name in can for event in net.scope.boundary[name]}
        if sources & could - can:
            return step
    return None


def _circle(exploration: Exploration, door: Door) -> Circle | None:
    """Once round, from where the ring is entered; None when only a sub-process goes round, inside."""
    stuck, markings = exploration.net.stuck, exploration.markings

    def after(number: int) -> list[int]:
        return [target for _, target in exploration.steps[number] if stuck.isdisjoint(markings[target])]

    ring = set(components([door.target], after)[-1])
    if not any(target in ring for number in ring for target in after(number)):
        return None
    first, into = _shortest(exploration, door.target, ring.__contains__)
    move, target = next(step for step in exploration.steps[first] if step[1] in ring)
    _, back = _shortest(exploration, target, first.__eq__)
    way = [*door.way, *into]
    round_ = range(len(way), len(way) + 1 + len(back))
    told = trace(exploration, [*way, (move, target), *back], [], round_)
    nodes = tuple(dict.fromkeys(step.node for step, _ in [(move, target), *back]))
    return Circle(nodes, door, told)
