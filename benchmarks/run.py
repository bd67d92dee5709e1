"""
The ratios of design § 11, measured in one run: `python -m benchmarks.run`.

Takes some minutes. `--timers` and `--tasks` set how many; `--only` runs one part.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import bare_step, childhood, rounds, timers, worklists
from benchmarks.timing import Comparison, Figure


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Måler forhold på én maskine i ét løb.")
    parser.add_argument("--timers", type=int, default=2000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parts: dict[str, Callable[[argparse.Namespace], Iterable[Comparison | Figure]]] = {
        "runder": lambda _: rounds.compare(),
        "skridt": lambda _: bare_step.compare(),
        "timere": lambda asked: timers.measure(asked.timers),
        "liste": lambda asked: worklists.compare(asked.tasks),
        "barndom": lambda _: childhood.measure(),
    }
    parser.add_argument("--only", choices=list(parts))
    asked = parser.parse_args()
    for name, part in parts.items():
        if asked.only in (None, name):
            for result in part(asked):
                print(result.line(), flush=True)


if __name__ == "__main__":
    main()
