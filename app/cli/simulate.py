"""`sagsgang simulate`: one case, or one drawing that stands alone, on a virtual clock to its end."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from app import wiring
from app.cli.asking import Asked
from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, print_json, report_findings
from app.simulation.authored import AuthoredError
from app.simulation.chance import Seeded
from app.simulation.drawing import Drawn, play_drawing, read_drawing
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
    "choice": "valg",
    "message": "besked",
    "signal": "signal",
    "condition": "betingelse",
    "error": "fejl",
    "instance_ended": "forløb slut",
    "case_ended": "sag afsluttet",
}


def register(words: Words) -> None:
    parser = words.add_parser("simulate", help="kør en sag på et virtuelt ur", allow_abbrev=False)
    parser.add_argument("process", metavar="PROCES", help="et procesbiblioteks nøgle eller mappe, eller en .bpmn-fil")
    parser.add_argument("--born", type=_day, metavar="DATO", help="fødselsdag for den, sagen handler om")
    parser.add_argument("--start", type=_day, metavar="DATO", help="den dag sagen åbnes")
    parser.add_argument("--until", type=_day, metavar="DATO", help="stop her, selv om sagen ikke er slut")
    parser.add_argument("--seed", type=int, metavar="N", help="samme tal giver samme forløb (1)")
    parser.add_argument("--scenario", type=Path, metavar="FIL", help="følg et scenarie i stedet for at trække lod")
    add_json(parser)
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    if parsed.process.endswith(".bpmn"):
        return _run_drawing(parsed)
    try:
        library = find_library(parsed.process, wiring.libraries())
        if library is None:
            raise WrongUse(f"Der er intet procesbibliotek »{parsed.process}«. Skriv en nøgle eller en mappe.")
        simulation = _scenario(library, parsed) if parsed.scenario else _draw(library, parsed)
    except AuthoredError as error:
        print(error, file=sys.stderr)
        return FOUND
    return _report(simulation, "Sagen", as_json=parsed.json)


def _run_drawing(parsed: argparse.Namespace) -> int:
    """A drawing is not a program yet: what it leaves open is asked on a terminal, and otherwise drawn by lot."""
    path = Path(parsed.process)
    if not path.is_file():
        raise WrongUse(f"Der er ingen fil »{path}«.")
    for given, option in ((parsed.born, "--born"), (parsed.scenario, "--scenario"), (parsed.until, "--until")):
        if given is not None:
            raise WrongUse(f"{option} hører til et procesbibliotek og kan ikke bruges på en tegning, der står alene.")
    drawing = read_drawing(path)
    if not drawing.sound:
        print("Tegningen kan ikke køre. Ret det, der er fejl, og prøv igen.", file=sys.stderr)
        return report_findings(drawing.findings, as_json=parsed.json)
    for finding in drawing.pictures:
        print(f"Bemærk: {finding.message}", file=sys.stderr)
    asks = parsed.seed is None and not parsed.json and sys.stdin.isatty() and sys.stdout.isatty()
    seed = None if asks else parsed.seed or 1
    chooser = Asked() if seed is None else Drawn(Seeded(seed))
    simulation = play_drawing(drawing, chooser, seed=seed, start=parsed.start)
    return _report(simulation, "Tegningen", as_json=parsed.json)


def _report(simulation: Simulation, what: str, *, as_json: bool) -> int:
    if as_json:
        print_json(simulation.as_json())
    else:
        _print(simulation, what)
    return FOUND if simulation.problems else DONE


def _draw(library: Library, parsed: argparse.Namespace) -> Simulation:
    days = {"born": parsed.born, "start": parsed.start, "until": parsed.until}
    try:
        return simulate(library, wiring.service_tasks(), seed=parsed.seed or 1, **days)
    except OverflowError as error:
        raise WrongUse("Datoen ligger uden for de år, der kan regnes med.") from error


def _scenario(library: Library, parsed: argparse.Namespace) -> Simulation:
    scenario = read_scenario(parsed.scenario)
    result = run_scenario(scenario, library, wiring.service_tasks())
    problems = [result.failure] if result.failure else []
    events = events_of(result.history)
    ended = any(event.kind == "case_ended" for event in events)
    return Simulation(library.key, parsed.born, None, events, ended, problems)


def _print(simulation: Simulation, what: str) -> None:
    for event in simulation.events:
        said = event.name if event.kind == "milestone" else event.text
        print(f"{local(event.at):%Y-%m-%d %H:%M}  {_KINDS[event.kind]:<17} {event.process[:24]:<24} {said}")
    print(f"{what} er afsluttet." if simulation.ended else f"{what} er stadig åben.")
    for problem in simulation.problems:
        print(f"Problem: {problem}", file=sys.stderr)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"»{text}« er ikke en dato som 2012-03-14") from error
