"""
A small matcher for what google-re2 has not: back-references.

The tree becomes a program for a machine that tries one way and comes back to
the others, as Perl does. That may take exponentially many steps, so each is
charged to the evaluation's budget; nothing recurses on the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engine.feel.regex import charsets
from engine.feel.regex.charsets import Ranges
from engine.feel.regex.syntax import Back, Chars, Choice, End, Group, Part, PatternError, Repeat, Sequence, Start

_PROGRAM = 20_000
_UNSET = -1

Operation: TypeAlias = Literal["chars", "start", "end", "back", "save", "mark", "moved", "split", "jump", "done"]


@dataclass(slots=True)
class _Step:
    """`to` and `other` are places in the program; `number` is a register."""

    operation: Operation
    number: int = 0
    to: int = 0
    other: int = 0
    ranges: Ranges = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched; group 0 is all of it."""

    text: str
    registers: tuple[int, ...]

    def start(self) -> int:
        return self.registers[0]

    def end(self) -> int:
        return self.registers[1]

    def group(self, number: int) -> str | None:
        start, end = self.registers[2 * number : 2 * number + 2]
        return None if _UNSET in (start, end) else self.text[start:end]


@dataclass(slots=True)
class Machine:
    """A compiled pattern with so many groups. Raises PatternError when it is too large."""

    root: Part
    groups: int
    lines: bool
    folds: bool
    _program: list[_Step] = field(default_factory=list)
    _marks: int = 0

    def __post_init__(self) -> None:
        self._marks = 2 * self.groups + 2
        self._emit(self.root)
        self._step(_Step("done"))

    def matches(self, text: str, spend: Callable[[int], None]) -> Iterator[Match]:
        """The matches from left to right, none inside another. `spend` is told of the steps taken."""
        at = 0
        while at <= len(text):
            found = self._match_at(text, at, spend)
            if found is None:
                at += 1
            else:
                yield found
                at = found.end() + (found.end() == found.start())

    # The program

    def _step(self, step: _Step) -> int:
        if len(self._program) >= _PROGRAM:
            raise PatternError("mønstret er for stort")
        self._program.append(step)
        return len(self._program) - 1

    def _emit(self, part: Part) -> None:
        match part:
            case Chars(ranges):
                self._step(_Step("chars", ranges=ranges))
            case Start():
                self._step(_Step("start"))
            case End():
                self._step(_Step("end"))
            case Back(number):
                self._step(_Step("back", number))
            case Sequence(parts):
                for inner in parts:
                    self._emit(inner)
            case Choice(options):
                self._choice(options)
            case Group(inner, number):
                self._step(_Step("save", 2 * number))
                self._emit(inner)
                self._step(_Step("save", 2 * number + 1))
            case Repeat():
                self._repeat(part)

    def _choice(self, options: tuple[Part, ...]) -> None:
        leaps = []
        for option in options[:-1]:
            fork = self._step(_Step("split"))
            self._program[fork].to = fork + 1
            self._emit(option)
            leaps.append(self._step(_Step("jump")))
            self._program[fork].other = len(self._program)
        self._emit(options[-1])
        for leap in leaps:
            self._program[leap].to = len(self._program)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self._emit(repeat.part)
        if repeat.most is None:
            register = self._marks
            self._marks += 1
            fork = self._step(_Step("split"))
            self._step(_Step("mark", register))
            self._emit(repeat.part)
            # A round that ate nothing is the last: it would come again for ever.
            moved = self._step(_Step("moved", register))
            self._step(_Step("jump", to=fork))
            self._program[moved].to = len(self._program)
            self._fork(fork, lazy=repeat.lazy)
            return
        forks = []
        for _ in range(repeat.most - repeat.least):
            forks.append(self._step(_Step("split")))
            self._emit(repeat.part)
        for fork in forks:
            self._fork(fork, lazy=repeat.lazy)

    def _fork(self, fork: int, *, lazy: bool) -> None:
        inside, beyond = fork + 1, len(self._program)
        step = self._program[fork]
        step.to, step.other = (beyond, inside) if lazy else (inside, beyond)

    # Running it

    def _match_at(self, text: str, start: int, spend: Callable[[int], None]) -> Match | None:
        fresh = (start, *(_UNSET,) * (self._marks - 1))
        ways: list[tuple[int, int, tuple[int, ...]]] = [(0, start, fresh)]
        while ways:
            place, at, registers = ways.pop()
            while True:
                spend(1)
                step = self._program[place]
                place += 1
                match step.operation:
                    case "done":
                        return Match(text, (start, at, *registers[2 : 2 * self.groups + 2]))
                    case "split":
                        ways.append((step.other, at, registers))
                        place = step.to
                    case "jump":
                        place = step.to
                    case "moved":
                        place = place if registers[step.number] != at else step.to
                    case "save" | "mark":
                        registers = (*registers[: step.number], at, *registers[step.number + 1 :])
                    case _:
                        length = self._eaten(step, text, at, registers)
                        if length < 0:
                            break
                        at += length
        return None

    def _eaten(self, step: _Step, text: str, at: int, registers: tuple[int, ...]) -> int:
        """How many characters a step matches here; below zero when it does not."""
        match step.operation:
            case "chars":
                return 1 if at < len(text) and charsets.holds(step.ranges, ord(text[at])) else -1
            case "start":
                # The end of the last line begins no line of its own.
                begins = at == 0 or (self.lines and text[at - 1] == "\n" and at < len(text))
                return 0 if begins else -1
            case "end":
                return 0 if at == len(text) or (self.lines and text[at] == "\n") else -1
        first, last = registers[2 * step.number : 2 * step.number + 2]
        if _UNSET in (first, last):
            return 0
        before, here = text[first:last], text[at : at + last - first]
        if self.folds:
            before, here = "".join(map(charsets.folded, before)), "".join(map(charsets.folded, here))
        return last - first if before == here else -1
