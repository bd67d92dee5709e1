"""`sagsgang migrate`: preview and move a diagram's running instances to a version of it, stop, go on, take back."""

from __future__ import annotations

import argparse
import getpass
import os
import socket
import sys
import threading
from dataclasses import asdict
from datetime import datetime

from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, installation, print_json
from app.worker import told_to_stop
from engine.api import Engine
from engine.clock import last_day, local
from engine.commands import ResumeMove, StartMove, StopMove, UndoMove, Viewer
from engine.views.moving import Deadline, InstanceVerdict, MovePreview, MoveRow, MoveView

_DAY = "%d-%m-%Y"
_MOMENT = f"{_DAY} %H:%M"
_VERDICTS = {"clean": "flyttes rent", "needs_mapping": "mangler et svar", "cannot": "kan ikke flyttes"}
_STATES = {"moving": "i gang", "stopped": "standset", "taking_back": "føres tilbage", "done": "færdig"}
_BATCH = 20  # cases between two lines of progress


def register(words: Words) -> None:
    parser = words.add_parser("migrate", help="flyt kørende forløb til en anden version af deres diagram")
    parser.add_argument("process", metavar="PROCES", nargs="?", help="diagrammets id")
    parser.add_argument("--to", type=int, metavar="VERSION", help="bibliotekets version, der skal flyttes til")
    parser.add_argument("--library", metavar="NØGLE", help="biblioteket, når flere har et diagram med det id")
    parser.add_argument("--dry-run", action="store_true", help="vis, hvad der ville ske, og gør intet")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="GAMMEL=NY",
        help="hvad der er trådt i stedet for et element; »GAMMEL=« lader en hændelse lukke; kan skrives flere gange",
    )
    parser.add_argument("--accept", action="store_true", help="brug også de svar, forhåndsvisningen foreslår")
    parser.add_argument("--list", action="store_true", help="vis flytningerne i PROCES' bibliotek")
    run = parser.add_mutually_exclusive_group()
    run.add_argument("--status", metavar="FLYTNING", help="vis, hvor langt en flytning er")
    run.add_argument("--stop", metavar="FLYTNING", help="flyt ikke flere; det flyttede bliver")
    run.add_argument("--resume", metavar="FLYTNING", help="gå videre med en, der er standset eller afbrudt")
    run.add_argument("--undo", metavar="FLYTNING", help="før dem tilbage, der ikke er gået videre siden")
    add_json(parser)
    parser.set_defaults(run=run_word)


def run_word(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        if arguments.status:
            return _report(engine, arguments.status, as_json=arguments.json)
        if arguments.stop:
            engine.moving.stop(StopMove(arguments.stop, _operator()))
            return _report(engine, arguments.stop, as_json=arguments.json)
        if arguments.resume:
            engine.moving.resume(ResumeMove(arguments.resume, _operator()))
            return _work(engine, arguments.resume, as_json=arguments.json)
        if arguments.undo:
            engine.moving.undo(UndoMove(arguments.undo, _operator()))
            return _work(engine, arguments.undo, as_json=arguments.json)
        if not arguments.process:
            raise WrongUse("Skriv, hvilket diagram det gælder: sagsgang migrate PROCES --to VERSION --dry-run.")
        library = arguments.library or engine.moving.library_of(arguments.process)
        if arguments.list:
            return _list(engine, library, as_json=arguments.json)
        return _preview_or_move(engine, library, arguments)


def _preview_or_move(engine: Engine, library: str, arguments: argparse.Namespace) -> int:
    if arguments.to is None:
        raise WrongUse("Skriv, hvilken version der skal flyttes til: --to VERSION.")
    mapping = dict(map(_pair, arguments.map))
    if arguments.dry_run:
        seen = engine.moving.preview(_operator(), library, arguments.process, arguments.to, mapping)
        if arguments.json:
            print_json(asdict(seen))
        else:
            _print_preview(seen)
        return DONE if seen.clean == seen.total else FOUND
    command = StartMove(library, arguments.process, arguments.to, mapping, _operator(), arguments.accept)
    return _work(engine, engine.moving.start(command), as_json=arguments.json)


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not old.strip() or not equals:
        raise WrongUse(f"»{text}« er ikke et svar. Skriv det gamle id, lighedstegn og det nye: --map Gammel=Ny.")
    return old.strip(), new.strip()


# ---- moving


def _work(engine: Engine, move: str, *, as_json: bool) -> int:
    """Move until nothing waits; a worker may move beside. Asked to stop, it finishes the case in hand first."""
    stop = threading.Event()
    worker = f"migrate-{socket.gethostname()}-{os.getpid()}"
    with told_to_stop(stop.set):
        while not stop.is_set() and engine.moving.work(limit=_BATCH, worker=worker, stopping=stop.is_set):
            row = engine.moving.run(_operator(), move).row
            print(_progress(row), file=sys.stderr)
    if stop.is_set():
        engine.moving.stop(StopMove(move, _operator()))
        print(f"Standset. Gå videre med »sagsgang migrate --resume {move}«.", file=sys.stderr)
    return _report(engine, move, as_json=as_json)


def _progress(row: MoveRow) -> str:
    settled = row.total - row.waiting - row.back
    return f"{settled} af {row.total}: {row.moved} flyttet, {row.kept} blev, {row.undone} ført tilbage"


def _report(engine: Engine, move: str, *, as_json: bool) -> int:
    view = engine.moving.run(_operator(), move)
    if as_json:
        print_json(asdict(view))
    else:
        _print_run(view)
    return FOUND if view.row.kept or view.row.waiting or view.row.back else DONE


def _list(engine: Engine, library: str, *, as_json: bool) -> int:
    rows = engine.moving.runs(_operator(), library)
    if as_json:
        print_json({"moves": [asdict(row) for row in rows]})
        return DONE
    for row in rows:
        started = f"{local(row.started_at):{_MOMENT}} af {row.started_by_name}"
        print(f"{row.id}  {row.process} til version {row.to_version}  {started}  {_STATES[row.state]}")
        print(f"    {_progress(row)}")
    if not rows:
        print("Ingen forløb er flyttet.")
    return DONE


def _operator() -> Viewer:
    return Viewer(id=getpass.getuser(), name=getpass.getuser())


# ---- for people


def _print_run(view: MoveView) -> None:
    row = view.row
    print(f"Flytning {row.id} af {row.process_name} til version {row.to_version}: {_STATES[row.state]}")
    print(_progress(row))
    for one in view.instances:
        for reason in one.reasons:
            print(f"  sag {one.case_number}: {reason}")


def _print_preview(seen: MovePreview) -> None:
    print(f"{seen.process_name} til version {seen.to_version}: {seen.total} forløb kører på en anden version.")
    print(f"  {seen.clean} flyttes rent, {seen.needs_mapping} mangler et svar, {seen.cannot} kan ikke flyttes.")
    for choice in seen.choices:
        proposed = f"foreslået: --map {choice.old}={choice.proposed}" if choice.proposed else "intet foreslået"
        print(f"  »{choice.name}« ({choice.old}) findes ikke i den nye tegning, {choice.instances} forløb; {proposed}")
    for reason, count in seen.reasons:
        print(f"  {count} forløb: {reason}")
    for one in seen.instances:
        _print_instance(one)


def _print_instance(one: InstanceVerdict) -> None:
    places = ", ".join(f"»{name}«" for name in one.standing_at) or "ingen steder"
    print(f"sag {one.case_number}  fra version {one.from_version}  {_VERDICTS[one.verdict]}  står ved {places}")
    for deadline in one.deadlines:
        print(f"    {_deadline(deadline)}")
    for remark in one.remarks:
        print(f"    {remark}")


def _deadline(one: Deadline) -> str:
    before = _when(one, one.before) if one.before else "ingen"
    after = _when(one, one.after) if one.after else "lukkes"
    told = before if before == after else f"{before} -> {after}"
    return f"»{one.name}«: {told}" + (f"  {one.remark}" if one.remark else "")


def _when(deadline: Deadline, moment: datetime) -> str:
    """A timer's moment; of a task the last day on which it is in time."""
    return f"{last_day(moment):{_DAY}}" if deadline.kind == "task" else f"{local(moment):{_MOMENT}}"
