"""
The ratios of design § 11, measured in one run: `python -m benchmarks.run`.

Takes some minutes. `--timers` and `--tasks` set how many; `--only` runs one part.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import bare_step, childhood, decisions, rounds, timers, worklists
from benchmarks.timing import Comparison, Figure


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures the ratios of design § 11 in one run.")
    parser.add_argument("--timers", type=int, default=2000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parts: dict[str, Callable[[argparse.Namespace], Iterable[Comparison | Figure]]] = {
        "rounds": lambda _: rounds.compare(),
        "step": lambda _: bare_step.compare(),
        "timers": lambda asked: timers.measure(asked.timers),
        "worklist": lambda asked: worklists.compare(asked.tasks),
        "childhood": lambda _: childhood.measure(),
        "decisions": lambda _: decisions.compare(),
    }
    parser.add_argument("--only", choices=list(parts))
    asked = parser.parse_args()
    for name, part in parts.items():
        if asked.only in (None, name):
            for result in part(asked):
                print(result.line(), flush=True)


if __name__ == "__main__":
    main()
