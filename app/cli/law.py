"""`sagsgang law`: a point of the law and what carries it, and the matrix of duties and steps."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from app import wiring
from app.cli.outcome import DONE, FOUND, Words, add_json, print_json
from app.law import Matrix, Place, read_matrix
from engine.views import Requirement


def register(words: Words) -> None:
    parser = words.add_parser("law", help="lovens krav, og det, der bærer dem")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    show = actions.add_parser("show", help="ét krav, og alt, hvad der bærer det")
    show.add_argument("id", metavar="ID", help="kravets id i law/requirements.csv")
    coverage = actions.add_parser("coverage", help="krav, som intet bærer, og trin, som intet krav beder om")
    for action, run in ((show, run_show), (coverage, run_coverage)):
        action.add_argument("--library", type=Path, metavar="MAPPE", help="et procesbibliotek (alle installerede)")
        add_json(action)
        action.set_defaults(run=run)


def run_show(arguments: argparse.Namespace) -> int:
    for matrix in _matrices(arguments):
        requirement = matrix.requirements.get(arguments.id)
        if requirement is None:
            continue
        carriers = matrix.carriers(requirement.id)
        if arguments.json:
            print_json({**_shown(requirement), "carriers": [_carrier(place) for place in carriers]})
        else:
            print(f"{requirement.id}: {requirement.text} ({requirement.source})")
            for place in carriers or ():
                print(f"  {_line(place)}")
            if not carriers:
                print("  Intet bærer kravet.")
        return DONE
    print(f"Der er intet krav »{arguments.id}« i de procesbiblioteker, der er set på.", file=sys.stderr)
    return FOUND


def run_coverage(arguments: argparse.Namespace) -> int:
    matrices = _matrices(arguments)
    if arguments.json:
        print_json({"libraries": [_matrix(matrix) for matrix in matrices]})
        return DONE
    for matrix in matrices:
        uncarried, unasked = matrix.uncarried(), matrix.unasked()
        total = len(matrix.requirements)
        print(f"{matrix.process}: {total - len(uncarried)} af {total} krav bæres af mindst ét sted.")
        print(f"Krav, som intet bærer ({len(uncarried)}):")
        for requirement in uncarried:
            print(f"  {requirement.id}: {requirement.text}")
        print(f"Trin, som intet krav beder om ({len(unasked)}):")
        for place in unasked:
            print(f"  {_line(place)}")
    return DONE


def _matrices(arguments: argparse.Namespace) -> list[Matrix]:
    folders = [arguments.library] if arguments.library else wiring.libraries()
    return [read_matrix(folder) for folder in folders]


def _matrix(matrix: Matrix) -> dict[str, object]:
    return {
        "process": matrix.process,
        "requirements": [
            {**_shown(requirement), "carriers": [_carrier(place) for place in matrix.carriers(requirement.id)]}
            for requirement in matrix.requirements.values()
        ],
        "uncarried": [requirement.id for requirement in matrix.uncarried()],
        "unasked": [_carrier(place) for place in matrix.unasked()],
    }


def _shown(requirement: Requirement) -> dict[str, object]:
    return asdict(requirement)


def _carrier(place: Place) -> dict[str, object]:
    return {"file": place.file, "element": place.element, "name": place.name}


def _line(place: Place) -> str:
    return f"{place.file}: {place.name or place.element} ({place.element})"
