"""`sagsgang simulate`: one case on a virtual clock, from its opening to its end."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from app import wiring
from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, print_json
from app.simulation.authored import AuthoredError
from app.simulation.events import events_of
from app.simulation.library import Library, find_library
from app.simulation.scenario_file import read_scenario
from app.simulation.scenario_run import run_scenario
from app.simulation.simulator import Simulation, simulate
from engine.clock import local

_KINDS = {
    "case_opened": "sag åbnet",
    "instance_started": "forløb begyndt",
    "task_created": "opgave",
    "task_completed": "udført",
    "task_overdue": "frist overskredet",
    "timer_fired": "tid nået",
    "escalated": "eskaleret",
    "milestone": "milepæl",
    "payout": "udbetaling",
    "instance_ended": "forløb slut",
    "case_ended": "sag afsluttet",
}


def register(words: Words) -> None:
    parser = words.add_parser("simulate", help="kør en sag på et virtuelt ur", allow_abbrev=False)
    parser.add_argument("process", metavar="PROCES", help="et procesbiblioteks nøgle, eller dets mappe")
    parser.add_argument("--born", type=_day, metavar="DATO", help="fødselsdag for den, sagen handler om")
    parser.add_argument("--start", type=_day, metavar="DATO", help="den dag sagen åbnes")
    parser.add_argument("--until", type=_day, metavar="DATO", help="stop her, selv om sagen ikke er slut")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="samme tal giver samme forløb (1)")
    parser.add_argument("--scenario", type=Path, metavar="FIL", help="følg et scenarie i stedet for at trække lod")
    add_json(parser)
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    try:
        library = find_library(parsed.process, wiring.libraries())
        if library is None:
            raise WrongUse(f"Der er intet procesbibliotek »{parsed.process}«. Skriv en nøgle eller en mappe.")
        simulation = _scenario(library, parsed) if parsed.scenario else _draw(library, parsed)
    except AuthoredError as error:
        print(error, file=sys.stderr)
        return FOUND
    if parsed.json:
        print_json(simulation.as_json())
    else:
        _print(simulation)
    return FOUND if simulation.problems else DONE


def _draw(library: Library, parsed: argparse.Namespace) -> Simulation:
    days = {"born": parsed.born, "start": parsed.start, "until": parsed.until}
    try:
        return simulate(library, wiring.service_tasks(), seed=parsed.seed, **days)
    except OverflowError as error:
        raise WrongUse("Datoen ligger uden for de år, der kan regnes med.") from error


def _scenario(library: Library, parsed: argparse.Namespace) -> Simulation:
    scenario = read_scenario(parsed.scenario)
    result = run_scenario(scenario, library, wiring.service_tasks())
    problems = [result.failure] if result.failure else []
    events = events_of(result.history)
    ended = any(event.kind == "case_ended" for event in events)
    return Simulation(library.key, parsed.born, None, events, ended, problems)


def _print(simulation: Simulation) -> None:
    for event in simulation.events:
        what = event.name if event.kind == "milestone" else event.text
        print(f"{local(event.at):%Y-%m-%d %H:%M}  {_KINDS[event.kind]:<17} {event.process:<24} {what}")
    print("Sagen er afsluttet." if simulation.ended else "Sagen er stadig åben.")
    for problem in simulation.problems:
        print(f"Problem: {problem}", file=sys.stderr)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"»{text}« er ikke en dato som 2012-03-14") from error
