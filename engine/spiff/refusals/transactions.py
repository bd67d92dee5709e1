"""Transactions that are cancelled but not left, and cancels of no transaction."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.drawn import Drawn, transaction_around, trigger_of
from engine.spiff.refusals.scopes import is_repeated
from engine.spiff.xml import Element, local_name


def refused_transaction(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why a transaction, or an event that cancels one, is not executed as drawn."""
    kind = local_name(element)
    if kind == "transaction":
        yield from _transaction(element, drawn)
    elif kind == "endEvent" and trigger_of(element) == "cancel" and transaction_around(element) is None:
        yield (
            "Der er ingen transaktion at annullere her. Læg sluthændelsen i en transaktion, eller tegn en fejlslutning."
        )
    elif kind == "boundaryEvent" and trigger_of(element) == "cancel":
        yield from _boundary(element, drawn)


def _transaction(transaction: Element, drawn: Drawn) -> Iterator[str]:
    method = transaction.get("method", "##Compensate")
    if method.lower() not in {"##compensate", "compensate"}:
        yield f"En transaktion annulleres altid ved kompensation; »{method}« udføres ikke. Slet method."
    if transaction not in drawn.cancelled:
        return
    if not drawn.boundaries_of(transaction, "cancel"):
        yield (
            "Transaktionen kan annulleres, men intet tager over. Sæt en annulleringshændelse på kanten af den, "
            "og tegn en pil videre."
        )
    if is_repeated(transaction):
        yield (
            "En transaktion, der kan annulleres, kan ikke gentages. Læg en delproces uden om den, og gentag "
            "delprocessen."
        )


def _boundary(event: Element, drawn: Drawn) -> Iterator[str]:
    host = drawn.node(event.getparent(), event.get("attachedToRef"))
    if host is None or local_name(host) != "transaction":
        yield "Kun en transaktion kan annulleres. Tegn en fejlhændelse, eller gør delprocessen til en transaktion."
    elif host not in drawn.cancelled:
        yield "Intet i transaktionen annullerer den. Tegn en annulleringsslutning i den, eller slet hændelsen."
    elif len(drawn.boundaries_of(host, "cancel")) > 1:
        yield "Transaktionen har to annulleringshændelser. Behold den ene."
