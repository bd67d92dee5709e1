"""`sagsgang incidents`: what stands still, why, and taking it up again or giving it up."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import asdict

from app.cli.outcome import DONE, Words, add_json, installation, print_json
from engine.clock import local
from engine.commands import SYSTEM, CancelIncident, RetryIncident, Viewer
from engine.views import IncidentRow

_MOMENT = "%d-%m-%Y %H:%M"
_STATUS = {
    "open": "i stå",
    "retried": "prøvet igen",
    "cancelled": "lukket med en begrundelse",
    "gone": "bortfaldet af sig selv",
}


def register(words: Words) -> None:
    parser = words.add_parser("incidents", help="hændelser, der er gået i stå")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    listing = actions.add_parser("list", help="vis dem alle, også dem uden en sag")
    add_json(listing)
    listing.set_defaults(run=run_list)
    show = actions.add_parser("show", help="vis en, også når den er løst; aldrig oplysningernes værdier")
    show.add_argument("id", metavar="ID")
    add_json(show)
    show.set_defaults(run=run_show)
    retry = actions.add_parser("retry", help="prøv en igen, når årsagen er rettet")
    retry.add_argument("id", metavar="ID")
    retry.set_defaults(run=run_retry)
    cancel = actions.add_parser("cancel", help="opgiv en besked udefra, en påmindelse eller en handling")
    cancel.add_argument("id", metavar="ID")
    cancel.add_argument("--reason", required=True, metavar="TEKST", help="hvorfor; står i sagens historik")
    cancel.set_defaults(run=run_cancel)


def run_list(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        rows = engine.incidents(SYSTEM)
    if arguments.json:
        print_json({"incidents": [asdict(row) for row in rows]})
        return DONE
    for row in rows:
        _print(row)
    if not rows:
        print("Intet er gået i stå.")
    return DONE


def run_show(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        view = engine.mending.incident(SYSTEM, arguments.id)
    # Neither the facts nor the message itself: a terminal keeps what it shows.
    told = {
        **asdict(view.row),
        "about": view.about,
        "status": view.status,
        "resolved_at": view.resolved_at,
        "resolved_by": view.resolved_by_name,
        "reason": view.reason,
        "outcome": view.outcome,
        "again": view.again,
    }
    if arguments.json:
        print_json({"incident": told})
        return DONE
    _print(view.row)
    print(f"    Status: {_STATUS[view.status]}")
    if view.resolved_at:
        print(f"    Løst {local(view.resolved_at):{_MOMENT}} af {view.resolved_by_name}")
    if view.reason:
        print(f"    Begrundelse: {view.reason}")
    if view.again:
        print(f"    Gik i stå igen: {view.again}")
    return DONE


def run_retry(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        engine.mending.retry(RetryIncident(arguments.id, _operator()))
    print("Den er sat i gang igen.")
    return DONE


def run_cancel(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        engine.mending.cancel(CancelIncident(arguments.id, arguments.reason, _operator()))
    print("Den er lukket.")
    return DONE


def _operator() -> Viewer:
    return Viewer(id=getpass.getuser(), name=getpass.getuser())


def _print(row: IncidentRow) -> None:
    place = f"sag {row.case_number}" if row.case else "uden sag"
    step = row.name or row.element or (f"{row.received.type} fra {row.received.source}" if row.received else "")
    turn = f"  {row.turn}. gang" if row.turn > 1 else ""
    print(f"{row.id}  {place}  siden {local(row.created_at):{_MOMENT}}  {step}{turn}")
    print(f"    {row.message}")
    print(f"    {row.action}")
