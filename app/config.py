"""
Settings, from the environment.

Nothing here has a default that would be unsafe to forget: a database and the
secrets are named, or the program says what is missing and stops.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webhooks.addresses import AllowedHost, Refused, read_allowed

DATABASE_URL = "SAGSGANG_DATABASE_URL"
WEBHOOK_SECRETS = "SAGSGANG_WEBHOOK_SECRETS"
SECURE_COOKIES = "SAGSGANG_SECURE_COOKIES"
PROXY = "SAGSGANG_PROXY"
WEBHOOK_HOSTS = "SAGSGANG_WEBHOOK_HOSTS"
WEBHOOK_CA = "SAGSGANG_WEBHOOK_CA"

# Where `do.py run` keeps the settings of an installation on a person's own machine.
LOCAL_FILE = Path(__file__).resolve().parent.parent / "var" / "local.env"

_DATABASES = ("sqlite:///", "postgresql+psycopg://")
_YES_NO = {"yes": True, "no": False}
_SHORTEST_SECRET = 24  # bytes; the least that Standard Webhooks allows
_SECRET_PREFIX = "whsec_"  # noqa: S105 - how every such secret begins


class ConfigError(Exception):
    """Settings that are missing or wrong, all at once. Never holds a secret or a password."""


@dataclass(frozen=True)
class Config:
    """
    What an installation must know.

    `webhook_secrets` maps each source to its secrets (`whsec_…`): several while
    one is being replaced. `secure_cookies` is True wherever pages are served
    over https. `proxy` is the address of the reverse proxy in front: from it,
    and nobody else, `X-Forwarded-For` is believed. `webhook_hosts` are those
    that events may be sent to, and `webhook_ca` a file with the authorities
    that vouch for them besides the public ones.
    """

    database_url: str
    webhook_secrets: Mapping[str, tuple[str, ...]]
    secure_cookies: bool
    proxy: str | None = None
    webhook_hosts: tuple[AllowedHost, ...] = ()
    webhook_ca: Path | None = None


def load(environ: Mapping[str, str], local_file: Path = LOCAL_FILE) -> Config:
    """
    The settings in the environment; those of the local installation when it names no database.

    The two are never mixed, so a real installation cannot run on a developer's
    secrets. Raises ConfigError.
    """
    settings = environ if DATABASE_URL in environ or not local_file.exists() else _read(local_file)
    problems: list[str] = []
    config = Config(
        _database_url(settings, problems),
        _webhook_secrets(settings, problems),
        _secure_cookies(settings, problems),
        _proxy(settings, problems),
        _webhook_hosts(settings, problems),
        _webhook_ca(settings, problems),
    )
    if problems:
        raise ConfigError("Programmet kan ikke starte, for indstillingerne mangler noget:\n" + "\n".join(problems))
    return config


def _read(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _database_url(settings: Mapping[str, str], problems: list[str]) -> str:
    url = settings.get(DATABASE_URL, "").strip()
    if not url.startswith(_DATABASES):
        problems.append(
            f"- {DATABASE_URL} skal være databasens adresse: sqlite:////sti/til/filen.db eller "
            "postgresql+psycopg://bruger:adgangskode@vært/database. På egen maskine sætter python3 do.py run den."
        )
    return url


def _webhook_secrets(settings: Mapping[str, str], problems: list[str]) -> dict[str, tuple[str, ...]]:
    secrets: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(settings.get(WEBHOOK_SECRETS, "").split(), 1):
        source, _, secret = entry.partition("=")
        if not source or not _is_secret(secret):
            problems.append(
                f"- {WEBHOOK_SECRETS}, nr. {number}, skal være kilde={_SECRET_PREFIX}… med mindst "
                f"{_SHORTEST_SECRET} byte i base64. Flere adskilles af mellemrum."
            )
        secrets[source] = (*secrets.get(source, ()), secret)
    return secrets


def _is_secret(text: str) -> bool:
    if not text.startswith(_SECRET_PREFIX):
        return False
    try:
        return len(base64.b64decode(text.removeprefix(_SECRET_PREFIX), validate=True)) >= _SHORTEST_SECRET
    except binascii.Error:
        return False


def _secure_cookies(settings: Mapping[str, str], problems: list[str]) -> bool:
    text = settings.get(SECURE_COOKIES, "yes").strip().lower()
    if text not in _YES_NO:
        problems.append(f"- {SECURE_COOKIES} skal være yes eller no (no kun uden https på egen maskine).")
    return _YES_NO.get(text, True)


def _proxy(settings: Mapping[str, str], problems: list[str]) -> str | None:
    text = settings.get(PROXY, "").strip()
    if not text:
        return None
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        problems.append(f"- {PROXY} skal være proxyens IP-adresse, fx 127.0.0.1, eller ikke være sat.")
        return None


def _webhook_hosts(settings: Mapping[str, str], problems: list[str]) -> tuple[AllowedHost, ...]:
    try:
        return read_allowed(settings.get(WEBHOOK_HOSTS, ""))
    except Refused as error:
        problems.append(f"- {WEBHOOK_HOSTS}, {error}")
        return ()


def _webhook_ca(settings: Mapping[str, str], problems: list[str]) -> Path | None:
    text = settings.get(WEBHOOK_CA, "").strip()
    if not text:
        return None
    try:
        ssl.create_default_context(cafile=text)
    except OSError:  # also ssl.SSLError
        problems.append(f"- {WEBHOOK_CA} skal være en fil med certifikatudstedere i PEM, eller ikke være sat.")
    return Path(text)
