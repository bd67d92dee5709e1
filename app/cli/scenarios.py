"""`sagsgang test`: run owners' scenarios, and say what of the library they went through."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import wiring
from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, print_json
from app.simulation.authored import AuthoredError
from app.simulation.coverage import Coverage, coverage
from app.simulation.library import Library, find_library, read_library
from app.simulation.scenario_file import Scenario, read_scenario
from app.simulation.scenario_run import ScenarioResult, run_scenario
from engine.errors import InvalidDefinition
from engine.model import Json


@dataclass(frozen=True)
class _Report:
    """`failure` is a Danish sentence, None when the scenario held."""

    file: str
    name: str
    failure: str | None

    def as_json(self) -> dict[str, Json]:
        return {"file": self.file, "name": self.name, "passed": self.failure is None, "failure": self.failure}


def register(words: Words) -> None:
    parser = words.add_parser("test", help="kør procesejernes scenarier", allow_abbrev=False)
    parser.add_argument("paths", nargs="+", type=Path, metavar="STI", help="scenariefiler, eller mapper med dem")
    add_json(parser)
    parser.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    reports: list[_Report] = []
    results: dict[str, tuple[Library, list[ScenarioResult]]] = {}
    for file in _files(parsed.paths):
        report = _run_file(file, results)
        reports.append(report)
        if not parsed.json:
            print(f"{'ok  ' if report.failure is None else 'FEJL'} {report.name} ({report.file})")
            if report.failure:
                print(f"     {report.failure}")
    covered = {
        key: coverage(library, (result.history for result in found)) for key, (library, found) in results.items()
    }
    _finish(reports, covered, as_json=parsed.json)
    return FOUND if any(report.failure for report in reports) else DONE


def _run_file(file: Path, results: dict[str, tuple[Library, list[ScenarioResult]]]) -> _Report:
    try:
        scenario = read_scenario(file)
        library = _library_of(file, scenario)
        result = run_scenario(scenario, library, wiring.service_tasks())
    except AuthoredError as error:
        return _Report(str(file), file.stem, str(error))
    except InvalidDefinition as error:
        return _Report(str(file), scenario.name, f"{file}: processen kan ikke udrulles:\n{error}")
    results.setdefault(library.key, (library, []))[1].append(result)
    return _Report(str(file), scenario.name, result.failure)


def _library_of(file: Path, scenario: Scenario) -> Library:
    """The library whose `scenarios/` the file lies in, else the installed one it names."""
    above = file.resolve().parent.parent
    if (above / "manifest.yaml").is_file():
        library = read_library(above)
        if library.key == scenario.process:
            return library
    found = find_library(scenario.process, wiring.libraries())
    if found is None:
        raise AuthoredError(scenario.file, 1, f"Der er intet procesbibliotek »{scenario.process}«.")
    return found


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    """The scenarios in files and folders; of a library's folder those in its `scenarios/`."""
    for path in paths:
        folder = path / "scenarios" if (path / "manifest.yaml").is_file() else path
        files = sorted(folder.rglob("*.yaml")) if path.is_dir() else [path]
        if not files:
            raise WrongUse(f"Der er ingen scenarier (*.yaml) i »{path}«.")
        yield from files


def _finish(reports: Sequence[_Report], covered: dict[str, Coverage], *, as_json: bool) -> None:
    failed = sum(report.failure is not None for report in reports)
    if as_json:
        print_json(
            {
                "scenarios": [report.as_json() for report in reports],
                "passed": len(reports) - failed,
                "failed": failed,
                "coverage": {key: each.as_json() for key, each in covered.items()},
            }
        )
        return
    for key, each in covered.items():
        print(
            f"{key}: {len(each.visited)} af {len(each.elements)} elementer og "
            f"{len(each.requirements_visited)} af {len(each.requirements)} krav blev nået."
        )
    print(f"{len(reports)} scenarier, {failed} fejlede.", file=sys.stderr if failed else sys.stdout)
