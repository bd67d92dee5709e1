"""
Where events may be sent: the operator's list of hosts, and the addresses behind them.

A receiver's address is typed by somebody, and its name resolved by somebody
else. So the host must stand on the operator's list, and every address that it
resolves to must be public, or in a network that the list gives that very host.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

HTTPS = 443
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_LONGEST_URL = 2000
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits


class Refused(Exception):
    """An address that nothing may be sent to; the message says why, in Danish, and what to do."""


@dataclass(frozen=True)
class AllowedHost:
    """
    One entry of the operator's list.

    Without `networks` the host must be public; with them it must be in one of
    them, which is how a system inside the house is reached.
    """

    host: str
    port: int = HTTPS
    networks: tuple[Network, ...] = ()

    def permits(self, address: Address) -> bool:
        """Whether the host may stand at this address."""
        inner = _inner(address)
        if inner.is_multicast or inner.is_unspecified:
            return False
        if not self.networks:
            return _public(inner)
        return any(inner in network and _named(inner, network) for network in self.networks)


@dataclass(frozen=True)
class Target:
    """A receiver's address, taken apart: `path` begins with a slash and holds the query too."""

    allowed: AllowedHost
    path: str


def read_allowed(text: str) -> tuple[AllowedHost, ...]:
    """
    The list as the operator writes it: `host`, `host:port`, `host=network,network`, separated by spaces.

    Raises Refused for the first entry that is not one.
    """
    return tuple(_entry(number, entry) for number, entry in enumerate(text.split(), 1))


def target(url: str, allowed: Iterable[AllowedHost]) -> Target:
    """Take a receiver's address apart. Raises Refused when nothing may be sent there."""
    parts, port = _parts(url)
    host = (parts.hostname or "").lower()
    for entry in allowed:
        if (entry.host, entry.port) == (host, port):
            return Target(entry, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    named = host if port == HTTPS else f"{host}:{port}"
    raise Refused(
        f"Værten {named} står ikke på listen over værter, der må sendes til. "
        "Bed driften sætte den på SAGSGANG_WEBHOOK_HOSTS."
    )


def resolve(allowed: AllowedHost) -> Sequence[Address]:
    """
    A host's addresses, all of them permitted. Raises Refused when one is not, and OSError when there are none.

    Whoever connects must use these and ask no further time: the next answer may be another.
    """
    # The system bounds this itself, at about half a minute: within the lease of the job it is for.
    found = socket.getaddrinfo(allowed.host, allowed.port, type=socket.SOCK_STREAM)
    # A zone (`fe80::1%eth0`) names a link, and no address on one is ever permitted without being named.
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found))
    if not all(allowed.permits(address) for address in addresses):
        raise Refused(
            f"Værten {allowed.host} peger på en adresse, der ikke må sendes til: den er intern eller reserveret. "
            "Er det rigtigt, skal driften nævne dens netværk på SAGSGANG_WEBHOOK_HOSTS."
        )
    return addresses


def _entry(number: int, entry: str) -> AllowedHost:
    name, equals, networks = entry.partition("=")
    host, colon, port = name.partition(":")
    try:
        entry_port = int(port) if colon else HTTPS
        read = tuple(ipaddress.ip_network(network) for network in networks.split(",")) if equals else ()
    except ValueError:
        entry_port, read = 0, ()
    if not _HOST.fullmatch(host) or not 0 < entry_port < 65536:
        raise Refused(
            f"nr. {number} skal være en vært (modtager.dk), en vært med port (modtager.dk:8443) eller en vært med sit "
            "interne netværk (intern.kommune.dk=10.1.0.0/16). Flere adskilles af mellemrum."
        )
    return AllowedHost(host, entry_port, read)


def _parts(url: str) -> tuple[SplitResult, int]:
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused(
            f"Adressen skal være på højst {_LONGEST_URL} tegn, uden mellemrum, og kun af bogstaverne a-z, tal og tegn."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("Adressen kan ikke læses. Skriv den som https://modtager.dk/sti.") from None
    if parts.scheme != "https":
        raise Refused("Adressen skal begynde med https://, så ingen kan læse med.")
    if "@" in parts.netloc:
        raise Refused("Adressen må ikke have brugernavn eller adgangskode i sig. Modtageren kender os på signaturen.")
    if parts.fragment or not parts.hostname:
        raise Refused("Adressen skal være en vært og en sti, fx https://modtager.dk/sti, uden #.")
    return parts, HTTPS if port is None else port


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for; else itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _public(address: Address) -> bool:
    # A tunnel's address (6to4, Teredo) hides another one behind it.
    tunnel = isinstance(address, ipaddress.IPv6Address) and bool(address.sixtofour or address.teredo)
    site = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (tunnel or site or address.is_reserved)


def _named(address: Address, network: Network) -> bool:
    """Whether a network means an address in it: the machine itself and its link only when it is nothing else."""
    if address.is_loopback:
        return network.is_loopback
    if address.is_link_local:
        return network.is_link_local
    return True
