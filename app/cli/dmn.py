"""`sagsgang dmn`: make a file's decisions, for people who write them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, print_json, read_context, report_findings
from engine.clock import SystemClock
from engine.errors import ExpressionFailed
from engine.files import explain_decision, read_decision_models
from engine.model import Json


def register(words: Words) -> None:
    parser = words.add_parser("dmn", help="træf beslutningerne i en DMN-fil")
    parser.add_argument("file", metavar="FIL", type=Path)
    parser.add_argument("--input", type=Path, metavar="FIL", help="JSON-objekt med de navne, beslutningerne bruger")
    parser.add_argument("--decision", metavar="NAVN", help="kun den beslutning med dette id eller navn")
    parser.add_argument("--trace", action="store_true", help="vis også, hvad der afgjorde det")
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    models, findings = read_decision_models(_files(arguments.file))
    mine = [finding for finding in findings if finding.file == arguments.file.name]
    if mine:
        return report_findings(mine, as_json=arguments.json)
    names = read_context(arguments.input) if arguments.input else {}
    decisions = [each for model in models if model.file == arguments.file.name for each in model.decisions]
    chosen = [each for each in decisions if arguments.decision in (None, each.id, each.name)]
    if not chosen:
        known = ", ".join(f"»{each.name}«" for each in decisions) or "ingen"
        raise WrongUse(f"»{arguments.file}« har ikke den beslutning. Den har {known}.")
    results: list[dict[str, Json]] = []
    code = DONE
    for decision in chosen:
        try:
            value, trace = decision.decide(names, now=SystemClock().now())
        except ExpressionFailed as error:
            print(error, file=sys.stderr)
            code = FOUND
            continue
        told: dict[str, Json] = {"decision": decision.id, "name": decision.name, "value": value}
        told |= {"trace": trace, "explained": list(explain_decision(trace))} if arguments.trace else {}
        results.append(told)
    print_json({"decisions": results})
    return code


def _files(path: Path) -> dict[str, bytes]:
    """The file, and those beside it that it may import."""
    if not path.is_file():
        raise WrongUse(f"»{path}« er ikke en fil. Skriv stien til en .dmn-fil.")
    return {each.name: each.read_bytes() for each in sorted({path, *path.parent.glob("*.dmn")}) if each.is_file()}
