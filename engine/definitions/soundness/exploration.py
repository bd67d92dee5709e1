"""
All the runs of a net, as far as they differ in what matters.

At each marking only the token furthest behind moves, by every way it can:
what the others do meanwhile is independent of it, so every marking without a
way on is still come to (a stubborn set of a free-choice net), and the number
of markings grows with the drawing and not with the orders its branches may be
worked in. And as every other token waits ahead, two that can come to the same
node are there together.

Two things are not independent of the rest and are tried at once as well: an
end that ends everything, and an inclusive join that others may still come to.

Of tokens on one place, so many stand for that many or more: taking one of them
leaves one less, or as many. What cannot come to an end then cannot in any run,
but not everything come to so is come to in a run (`is_run`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

from engine.definitions.soundness.net import Join, Move, Net

# The places with a token, in order, a place with two twice. Empty when everything has come to its end.
Marking: TypeAlias = tuple[int, ...]

MOST_ON_PLACE = 4
MOST_MEETINGS = 5  # kept of one node: the first ones are the shortest, but may be of different rounds of a loop
MOST_WORK = 400_000  # tokens looked at in one scope: half a second


@dataclass(slots=True)
class Budget:
    """What may still be looked at of a file."""

    left: int = MOST_WORK + MOST_WORK // 2


class Exploration:
    """
    The graph of markings. `steps` has by marking the moves out of it and where they lead.

    `whole` is False when something was not looked at; `piled` are markings with
    so many tokens on a place that they stand for more, so that an end may be
    come to only in them. Nothing is looked at after a marking where a parallel
    join waits in vain: `in_vain` has those by marking, each with the places
    where nothing can come any more. `meetings` has by node how several tokens came to it
    at once: the marking before, the move, and the marking after (-1, the
    beginning and the same when they begin so).
    """

    def __init__(self, net: Net, budget: Budget) -> None:
        self.net = net
        self.whole = net.whole
        self.markings: list[Marking] = []
        self.came: list[tuple[int, Move]] = []  # -1 before the beginning
        self.steps: list[list[tuple[Move, int]]] = []
        self.meetings: dict[str, list[tuple[int, Move, int]]] = {}
        self._number: dict[Marking, int] = {}
        self._unmoved: list[int] = []
        self.piled: list[int] = []
        self.in_vain: dict[int, list[tuple[Join, tuple[int, ...]]]] = {}
        self._budget = budget
        self._left = min(MOST_WORK, budget.left)
        for move in net.begins:
            self._reach(-1, move, tuple(sorted(move.gives)))
        self.run()

    def run(self) -> None:
        """Move on from every marking that was not moved on from, while the budget lasts."""
        while self._unmoved and self._left > 0:
            batch, self._unmoved = self._unmoved, []
            for number in batch:
                if self._left <= 0:
                    self._unmoved.append(number)
                else:
                    self._move_on(number, self._furthest_behind(self.markings[number]))
        self.whole &= not self._unmoved

    def unknown(self) -> list[int]:
        """The markings that were not moved on from for want of time."""
        return self._unmoved

    def is_end(self, number: int) -> bool:
        marking = self.markings[number]
        return not marking or marking == (self.net.spare,)

    def is_piled(self, number: int) -> bool:
        marking = self.markings[number]
        return len(set(marking)) < len(marking) and max(Counter(marking).values()) == MOST_ON_PLACE

    def is_run(self, moves: Iterable[tuple[Move, int]]) -> bool:
        """Whether moves from the beginning on can come one after the other to the markings after them, each counted."""
        if not self.piled:
            return True
        counted: Counter[int] = Counter()
        for move, number in moves:
            if any(counted[place] < count for place, count in Counter(move.takes).items()):
                return False
            counted = Counter() if move.ends else counted - Counter(move.takes) + Counter(move.gives)
            if _heaped(self._without_copies(tuple(sorted(counted.elements())))) != self.markings[number]:
                return False
        return True

    def widen(self, number: int) -> bool:
        """Move every token of a marking, not only the one furthest behind; False when that adds nothing."""
        known = {move for move, _ in self.steps[number]}
        marking = self.markings[number]
        more = [move for place in dict.fromkeys(marking) for move in self._at(marking, place) if move not in known]
        self._move_on(number, more)
        return bool(more)

    def _move_on(self, number: int, moves: list[Move]) -> None:
        marking = self.markings[number]
        cost = (1 + len(marking)) * (1 + len(moves))
        self._left -= cost
        self._budget.left -= cost
        for move in moves:
            for after in [()] if move.ends else _after(marking, move):
                self._reach(number, move, after)

    def _reach(self, source: int, move: Move, full: Marking) -> None:
        marking = _heaped(self._without_copies(full))
        number = self._number.get(marking)
        if number is None:
            number = len(self.markings)
            self._number[marking] = number
            self.markings.append(marking)
            self.came.append((source, move))
            self.steps.append([])
            waiting = self._waiting_in_vain(marking)
            if waiting:
                self.in_vain[number] = waiting
            else:
                self._unmoved.append(number)
            if self.is_piled(number):
                self.piled.append(number)
        if source >= 0:
            self.steps[source].append((move, number))
        self._note_meetings(source, move, number, full)

    def _without_copies(self, marking: Marking) -> Marking:
        """
        A second token on a place changes nothing when no join lies ahead of it: it does what the first can do.

        So a loop that sets something off in each round has an end of markings.
        """
        if len(set(marking)) == len(marking):
            return marking
        alone = self.net.alone
        return tuple(
            place for at, place in enumerate(marking) if not (at and place == marking[at - 1] and place in alone)
        )

    def _waiting_in_vain(self, marking: Marking) -> list[tuple[Join, tuple[int, ...]]]:
        """The parallel joins that a token lies before, and where one is missing that cannot come any more."""
        joins = {join.node: join for place in marking for join in [self.net.joins.get(place)] if join and join.before}
        if not joins:
            return []
        present, nodes = set(marking), {self.net.places[place].node for place in marking if place != self.net.spare}
        empty = [(join, [place for place in join.places if place not in present]) for join in joins.values()]
        never = [(join, tuple(p for p in places if join.before[p].isdisjoint(nodes))) for join, places in empty]
        return [(join, places) for join, places in never if places]

    def _note_meetings(self, source: int, move: Move, number: int, marking: Marking) -> None:
        places = self.net.places
        nodes = [places[place].node for place in marking if place != self.net.spare]
        if len(set(nodes)) == len(nodes):
            return
        for node, count in Counter(nodes).items():
            if count > 1 and node not in self.net.harmless:
                met = self.meetings.setdefault(node, [])
                if len(met) < MOST_MEETINGS:
                    met.append((source, move, number))

    # ---- what can happen

    def _furthest_behind(self, marking: Marking) -> list[Move]:
        chosen: list[Move] = []
        joins: set[str] = set()
        for place in dict.fromkeys(marking):
            join = self.net.joins.get(place)
            if (chosen and place not in self.net.urgent) or (join is not None and join.node in joins):
                continue
            if join is not None:
                joins.add(join.node)
            moves = self._at(marking, place)
            settled = self._is_settled(marking, join)
            if not chosen and settled:
                chosen += moves
            elif not settled or any(move.ends for move in moves):
                chosen += [move for move in moves if move not in chosen]
        return chosen

    def _at(self, marking: Marking, place: int) -> list[Move]:
        """What the token at a place can do, alone or with others."""
        if place == self.net.spare:
            return []
        join = self.net.joins.get(place)
        if join is not None:
            return list(self._joined(join, marking))
        return [move for move in self.net.moves[place] if len(move.takes) == 1 or self.net.spare in marking]

    def _joined(self, join: Join, marking: Marking) -> Iterator[Move]:
        present = set(marking)
        full = [place for place in join.places if place in present]
        if join.reach is None:
            if len(full) == len(join.places):
                yield from join.moves
        elif full and self._may_fire(join, full, marking):
            yield from (replace(move, takes=tuple(full)) for move in join.moves)

    def _may_fire(self, join: Join, full: list[int], marking: Marking) -> bool:
        """BPMN 2.0.2, 13.4.3: no token elsewhere can still come to an empty way in, but to none of the full."""
        reach = join.reach or {}
        for place in marking:
            ahead = reach.get(place)
            if ahead and not ahead.issubset(full) and ahead.isdisjoint(full):
                return False
        return True

    def _is_settled(self, marking: Marking, join: Join | None) -> bool:
        """Whether nothing that happens elsewhere can make a difference to what a token does."""
        return join is None or join.reach is None or not any(other in join.reach for other in marking)


def _after(marking: Marking, move: Move) -> Iterator[Marking]:
    left = list(marking)
    for place in move.takes:
        left.remove(place)
    many = [place for place in move.takes if marking.count(place) == MOST_ON_PLACE]
    for count in range(len(many) + 1):
        for still in combinations(many, count):
            yield tuple(sorted((*left, *still, *move.gives)))


def _heaped(marking: Marking) -> Marking:
    """No more tokens on a place than stand for any number."""
    if len(marking) - len(set(marking)) < MOST_ON_PLACE:
        return marking
    counted = Counter(marking)
    return tuple(place for place in counted for _ in range(min(counted[place], MOST_ON_PLACE)))
