"""`sagsgang user`: local accounts."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping

from app.cli.outcome import DONE, FOUND, Words, WrongUse, add_json, installation, print_json
from engine.views import Account
from tasks.passwords import hash_password


def register(words: Words) -> None:
    parser = words.add_parser("user", help="lokale brugere")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    add = actions.add_parser("add", help="opret en bruger; adgangskoden spørges der om")
    add.add_argument("username", metavar="BRUGERNAVN")
    add.add_argument("--name", required=True, help="personens navn")
    add.add_argument("--roles", required=True, help="rollenøgler adskilt af komma: sagsbehandler,leder")
    add.add_argument("--department", required=True, help="afdelingens nøgle; brugeren ser kun dens sager")
    add.add_argument("--password-stdin", action="store_true", help="læs adgangskoden fra standard input")
    add_json(add)
    add.set_defaults(run=run_add)
    listing = actions.add_parser("list", help="vis alle brugere")
    add_json(listing)
    listing.set_defaults(run=run_list)


def run_add(arguments: argparse.Namespace) -> int:
    roles = frozenset(filter(None, (role.strip() for role in arguments.roles.split(","))))
    if not roles:
        raise WrongUse("--roles skal nævne mindst én rolle.")
    username, name, department = (text.strip() for text in (arguments.username, arguments.name, arguments.department))
    if not (username and name and department):
        raise WrongUse("Brugernavn, --name og --department skal udfyldes.")
    try:
        password_hash = hash_password(_password(from_stdin=arguments.password_stdin))
    except ValueError as error:
        raise WrongUse(str(error)) from error
    with installation() as engine:
        _check_roles(roles, engine.role_names())
        if engine.account(username) is not None:
            print(f"Brugernavnet »{username}« er taget. Vælg et andet.", file=sys.stderr)
            return FOUND
        account = engine.add_account(
            username=username,
            name=name,
            roles=roles,
            department=department,
            password_hash=password_hash,
        )
    if arguments.json:
        print_json(_shown(account))
    else:
        print(f"Brugeren {account.username} er oprettet.")
    return DONE


def run_list(arguments: argparse.Namespace) -> int:
    with installation() as engine:
        accounts = engine.accounts()
    if arguments.json:
        print_json({"accounts": [_shown(account) for account in accounts]})
    else:
        for account in accounts:
            state = "" if account.active else " (lukket)"
            print(f"{account.username}: {account.name}, {account.department}, {_roles(account)}{state}")
    return DONE


def _check_roles(roles: frozenset[str], known: Mapping[str, str]) -> None:
    """A misspelt role would give an account that no task ever reaches. Before a process is in use, none is known."""
    unknown = sorted(roles - known.keys())
    if known and unknown:
        raise WrongUse(f"Ingen proces kender {', '.join(unknown)}. Rollerne er {', '.join(sorted(known))}.")


def _password(*, from_stdin: bool) -> str:
    """Never an argument: those are seen by everybody on the machine."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise WrongUse("Der er ingen at spørge om adgangskoden. Brug --password-stdin.")
    password = getpass.getpass("Adgangskode: ")
    if password != getpass.getpass("Gentag adgangskoden: "):
        raise WrongUse("De to adgangskoder er ikke ens.")
    return password


def _shown(account: Account) -> dict[str, object]:
    return {
        "username": account.username,
        "name": account.name,
        "department": account.department,
        "roles": sorted(account.roles),
        "active": account.active,
    }


def _roles(account: Account) -> str:
    return " og ".join(sorted(account.roles))
