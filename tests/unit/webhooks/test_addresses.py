"""Where nothing may be sent, and how the operator says where it may."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from webhooks import addresses
from webhooks.addresses import AllowedHost, Refused, read_allowed, target

ALLOWED = read_allowed("modtager.dk modtager.dk:8443 intern.kommune.dk=10.1.0.0/16,fd12:3456::/32")
PUBLIC = AllowedHost("modtager.dk")


def test_the_list_as_the_operator_writes_it() -> None:
    assert list(ALLOWED) == [
        AllowedHost("modtager.dk", 443),
        AllowedHost("modtager.dk", 8443),
        AllowedHost("intern.kommune.dk", 443, (ip_network("10.1.0.0/16"), ip_network("fd12:3456::/32"))),
    ]
    assert read_allowed("") == ()


@pytest.mark.parametrize(
    "entry",
    ["*", "*.dk", "https://modtager.dk", "modtager.dk/sti", "modtager.dk:0", "modtager.dk:70000", "modtager.dk:x",
     "modtager.dk=", "modtager.dk=10.1.0.1/16", "modtager.dk=intern", "=10.0.0.0/8", "Modtager.dk", "a@b", "-a.dk"],
)  # fmt: skip
def test_an_entry_that_is_none(entry: str) -> None:
    with pytest.raises(Refused, match=r"nr\. 2 skal være en vært"):
        read_allowed(f"modtager.dk {entry}")


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://modtager.dk", PUBLIC, "/"),
        ("https://MODTAGER.dk:443/a/b?c=d", PUBLIC, "/a/b?c=d"),
        ("https://modtager.dk:8443/?x", AllowedHost("modtager.dk", 8443), "/?x"),
    ],
)
def test_an_address_on_the_list(url: str, host: AllowedHost, path: str) -> None:
    assert target(url, ALLOWED) == addresses.Target(host, path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://modtager.dk/", "https://"),
        ("modtager.dk", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://anden.dk/", "anden.dk står ikke på listen"),
        ("https://modtager.dk:9000/", "modtager.dk:9000 står ikke på listen"),
        ("https://modtager.dk.ond.example/", "står ikke på listen"),
        ("https://127.0.0.1/", "står ikke på listen"),
        ("https://[::1]/", "står ikke på listen"),
        ("https://2130706433/", "står ikke på listen"),
        ("https://bruger:kode@modtager.dk/", "brugernavn eller adgangskode"),
        ("https://modtager.dk@ond.example/", "brugernavn eller adgangskode"),
        ("https://@modtager.dk/", "brugernavn eller adgangskode"),
        ("https://modtager.dk/#del", "uden #"),
        ("https:///sti", "en vært og en sti"),
        ("https://modtager.dk:x/", "kan ikke læses"),
        ("https://[modtager.dk/", "kan ikke læses"),
        ("https://modtager.dk/a b", "uden mellemrum"),
        ("https://modtager.dk/a\r\nX-Mere: 1", "uden mellemrum"),
        ("https://modtager.dk/a\tb", "uden mellemrum"),
        ("https://mødtager.dk/", "a-z"),
        ("https://modtager.dk/" + "a" * 2000, "højst 2000"),
    ],
)
def test_an_address_that_is_refused(url: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        target(url, ALLOWED)
    assert says in str(refused.value)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_the_public_net_is_permitted(address: str) -> None:
    assert PUBLIC.permits(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "::1", "0.0.0.1", "::", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1",
     "169.254.169.254", "fe80::1", "fc00::1", "fec0::1", "224.0.0.1", "239.1.1.1", "ff02::1", "255.255.255.255",
     "240.0.0.1", "192.0.2.1", "198.18.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
     "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:5db8:d70e::",
     "2001:0:53aa:64c:0:fbff:b000:d2b1", "2001:db8::1", "100::1"],
)  # fmt: skip
def test_everything_else_is_not(address: str) -> None:
    assert not PUBLIC.permits(ip_address(address))


def test_a_host_inside_the_house_is_permitted_in_its_own_network_only() -> None:
    inside = ALLOWED[2]
    assert inside.permits(ip_address("10.1.2.3"))
    assert inside.permits(ip_address("::ffff:10.1.2.3"))
    assert inside.permits(ip_address("fd12:3456::1"))
    for other in ("10.2.0.1", "127.0.0.1", "93.184.215.14", "fd12:3457::1"):
        assert not inside.permits(ip_address(other))


def test_the_machine_itself_must_be_meant() -> None:
    (wide,) = read_allowed("intern.dk=0.0.0.0/0,::/0")
    for never in ("127.0.0.1", "169.254.169.254", "::1", "fe80::1", "::", "224.0.0.1"):
        assert not wide.permits(ip_address(never))
    assert wide.permits(ip_address("10.0.0.1"))
    (loopback,) = read_allowed("localhost:8443=127.0.0.0/8")
    assert loopback.permits(ip_address("127.0.0.1"))


def test_one_forbidden_address_among_several_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (10, 1, 6, "", ("fe80::1%eth0", 443, 0, 2))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused, match="intern eller reserveret"):
        addresses.resolve(PUBLIC)
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: found[:1])
    assert addresses.resolve(PUBLIC) == [ip_address("93.184.215.14")]
