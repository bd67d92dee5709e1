"""Transactions that are cancelled but not left, and cancels of no transaction."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.places import boundaries_of, is_repeated, trigger_of
from engine.spiff.xml import BPMN, Element, children, local_name


def refused_transaction(element: Element) -> Iterator[str]:
    """Why a transaction, or an event that cancels one, is not executed as drawn."""
    kind = local_name(element)
    if kind == "transaction":
        yield from _transaction(element)
    elif kind == "endEvent" and trigger_of(element) == "cancel" and _transaction_around(element) is None:
        yield (
            "Der er ingen transaktion at annullere her. Læg sluthændelsen i en transaktion, eller tegn en fejlslutning."
        )
    elif kind == "boundaryEvent" and trigger_of(element) == "cancel":
        yield from _boundary(element)


def _transaction(transaction: Element) -> Iterator[str]:
    method = transaction.get("method", "##Compensate")
    if method.lower() not in {"##compensate", "compensate"}:
        yield f"En transaktion annulleres altid ved kompensation; »{method}« udføres ikke. Slet method."
    if not _is_cancelled(transaction):
        return
    if not boundaries_of(transaction, "cancel"):
        yield (
            "Transaktionen kan annulleres, men intet tager over. Sæt en annulleringshændelse på kanten af den, "
            "og tegn en pil videre."
        )
    if is_repeated(transaction):
        yield (
            "En transaktion, der kan annulleres, kan ikke gentages. Læg en delproces uden om den, og gentag "
            "delprocessen."
        )


def _boundary(event: Element) -> Iterator[str]:
    scope = event.getparent()
    hosts = [] if scope is None else [e for e in children(scope) if e.get("id") == event.get("attachedToRef")]
    if not hosts or local_name(hosts[0]) != "transaction":
        yield "Kun en transaktion kan annulleres. Tegn en fejlhændelse, eller gør delprocessen til en transaktion."
    elif not _is_cancelled(hosts[0]):
        yield "Intet i transaktionen annullerer den. Tegn en annulleringsslutning i den, eller slet hændelsen."
    elif len(boundaries_of(hosts[0], "cancel")) > 1:
        yield "Transaktionen har to annulleringshændelser. Behold den ene."


def _is_cancelled(transaction: Element) -> bool:
    ends = transaction.iter(BPMN + "endEvent")
    return any(trigger_of(end) == "cancel" and _transaction_around(end) is transaction for end in ends)


def _transaction_around(element: Element) -> Element | None:
    around = element.getparent()
    while around is not None and local_name(around) != "transaction":
        around = around.getparent()
    return around
