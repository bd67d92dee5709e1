"""`sagsgang deploy`: check a process library, then put it to use as one bundle."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import asdict
from pathlib import Path

from app.cli.outcome import DONE, Words, WrongUse, add_json, installation, print_json, report_findings
from engine.errors import InvalidDefinition


def register(words: Words) -> None:
    parser = words.add_parser("deploy", help="kontrollér et procesbibliotek, og tag det i brug")
    parser.add_argument("path", type=Path, metavar="STI", help="mappen med manifest.yaml")
    parser.add_argument("--by", default=None, help="hvem der tager det i brug (brugeren på maskinen)")
    parser.add_argument("--note", default="", help="hvorfor")
    parser.add_argument(
        "--approved-by",
        default=None,
        metavar="NAVN",
        help="en anden end den, der tager det i brug, som har godkendt, at et hårdt stop fjernes eller ændres",
    )
    parser.add_argument(
        "--replaces",
        type=int,
        default=None,
        metavar="N",
        help="nummeret på den kørende version, når en anden har udrullet den, og mappens filer skal træde i stedet",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if not arguments.path.is_dir():
        raise WrongUse(f"Der er ingen mappe »{arguments.path}«.")
    with installation() as engine:
        try:
            deployed = engine.deploy(
                arguments.path,
                by=arguments.by or getpass.getuser(),
                note=arguments.note,
                approved_by=arguments.approved_by,
                replaces=arguments.replaces,
            )
        except InvalidDefinition as error:
            return report_findings(error.findings, as_json=arguments.json)
    if arguments.json:
        print_json(asdict(deployed))
    elif deployed.new:
        print(f"{deployed.process} er taget i brug som version {deployed.version}.")
    else:
        print(f"{deployed.process} er uændret: version {deployed.version} kører allerede.")
    return DONE
