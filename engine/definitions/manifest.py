"""The manifest of a process library: what the municipality calls things, and what comes in from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.definitions import outbound
from engine.definitions.case_schema import PATH
from engine.definitions.expressions import Formula, Place, read_formula
from engine.definitions.inbound import Demand, Inbound
from engine.definitions.json_schema import compile_schema, schema_problems
from engine.definitions.shape import shape_findings
from engine.definitions.timer_text import is_duration
from engine.definitions.wording import did_you_mean, listed
from engine.definitions.yaml import Document, read_yaml
from engine.errors import Finding, InvalidDefinition

_KEY = "^[a-z][a-z0-9_]{0,59}$"
_ROLE_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_NAME = {"type": "string", "minLength": 1, "maxLength": 200}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 500}
_FEEL = {"type": "string", "minLength": 1, "maxLength": 4000}
_SHAPE: Mapping[str, Any] = {
    "type": "object",
    "required": ["noegle", "navn", "hovedproces", "emne", "roller"],
    "additionalProperties": False,
    "properties": {
        "noegle": {"type": "string", "pattern": _KEY},
        "navn": _NAME,
        "hovedproces": _NAME,
        "emne": _FEEL,
        "roller": {"type": "object", "minProperties": 1, "maxProperties": 50, "additionalProperties": _NAME},
        "eksterne": {
            "type": "object",
            "maxProperties": 50,
            "additionalProperties": {
                "type": "object",
                "required": ["navn", "registreres_af"],
                "additionalProperties": False,
                "properties": {"navn": _NAME, "registreres_af": _NAME},
            },
        },
        "frister": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"paamind_foer": _NAME, "eskaler_efter": _NAME, "eskaler_til": _NAME},
        },
        "indgaaende": {
            "type": "object",
            "maxProperties": 100,
            "additionalProperties": {
                "type": "object",
                "required": ["handling", "skema"],
                "additionalProperties": False,
                "properties": {
                    "handling": {"enum": ["start_sag", "send_besked"]},
                    "afdeling": _FEEL,
                    "besked": _NAME,
                    "sag": _FEEL,
                    "korrelation": _FEEL,
                    "skema": {"type": "object"},
                    "fakta": {"type": "object", "maxProperties": 200, "additionalProperties": _FEEL},
                    "krav": {
                        "type": "array",
                        "maxItems": 50,
                        "items": {
                            "type": "object",
                            "required": ["betingelse", "besked"],
                            "additionalProperties": False,
                            "properties": {"betingelse": _FEEL, "besked": _TEXT},
                        },
                    },
                },
            },
        },
        "udgaaende": outbound.SHAPE,
    },
}
# What each kind of inbound message must say besides its schema.
_NEEDED = {"start_sag": ("afdeling",), "send_besked": ("besked", "sag")}


@dataclass(frozen=True)
class External:
    """Somebody without sign-in: the lane's Danish name, and the role that registers for them."""

    name: str
    registered_by: str


@dataclass(frozen=True)
class Deadlines:
    """What happens around an ordinary deadline: ISO 8601 durations, and the role it is escalated to. None: nothing."""

    remind_before: str | None = None
    escalate_after: str | None = None
    escalate_to: str | None = None


@dataclass(frozen=True)
class Manifest:
    key: str
    name: str
    main_process: str
    subject: Formula
    roles: Mapping[str, str]
    external: Mapping[str, External]
    deadlines: Deadlines
    inbound: Mapping[str, Inbound]
    outbound: Mapping[str, outbound.Fields]
    lines: Mapping[tuple[str | int, ...], int] = field(repr=False, compare=False)

    def lanes(self) -> dict[str, str]:
        """Role keys by the Danish name that their lanes carry."""
        outsiders = {external.name: key for key, external in self.external.items()}
        return outsiders | {name: key for key, name in self.roles.items()}


def read_manifest(content: bytes, file: str) -> Manifest:
    """The manifest. Raises InvalidDefinition with all findings."""
    document = read_yaml(content, file)
    findings = shape_findings(document.value, _SHAPE, file, "manifest", document.line)
    if findings or not isinstance(document.value, dict):
        raise InvalidDefinition(sorted(findings))
    reading = _Reading(document.value, document, file)
    manifest = reading.manifest()
    if manifest is None or reading.findings:
        raise InvalidDefinition(sorted(reading.findings))
    return manifest


class _Reading:
    """One manifest of the right shape on its way to a Manifest; collects findings."""

    def __init__(self, root: dict[str, Any], document: Document, file: str) -> None:
        self._root = root
        self._document = document
        self._file = file
        self.findings: list[Finding] = []

    def manifest(self) -> Manifest | None:
        root = self._root
        subject = self._formula(("emne",))
        self._check_role_keys()
        external = {
            key: External(row["navn"], self._role(("eksterne", key, "registreres_af")))
            for key, row in root.get("eksterne", {}).items()
        }
        deadlines = self._deadlines()
        inbound = {name: self._inbound(name, row) for name, row in root.get("indgaaende", {}).items()}
        declared = outbound.read_fields(
            root.get("udgaaende", {}), lambda path, message: self._find(("udgaaende", *path), message)
        )
        if subject is None:
            return None
        return Manifest(
            key=root["noegle"],
            name=root["navn"],
            main_process=root["hovedproces"],
            subject=subject,
            roles=root["roller"],
            external=external,
            deadlines=deadlines,
            inbound={name: row for name, row in inbound.items() if row is not None},
            outbound=declared,
            lines=self._document.lines,
        )

    def _check_role_keys(self) -> None:
        names: dict[str, str] = {}
        for group, key in [(g, key) for g in ("roller", "eksterne") for key in self._root.get(g, {})]:
            row = self._root[group][key]
            name = row if isinstance(row, str) else row["navn"]
            if not _ROLE_KEY.fullmatch(key):
                self._find((group, key), f"Rollens nøgle »{key[:60]}« skal være små bogstaver a-z, tal og understreg.")
            if name in names:
                self._find(
                    (group, key), f"Navnet »{name}« bruges også af rollen »{names[name]}«. Navne er baners navne."
                )
            names[name] = key
        for key in self._root.get("eksterne", {}):
            if key in self._root["roller"]:
                self._find(("eksterne", key), f"»{key}« står både under »roller« og »eksterne«. Vælg en af dem.")

    def _role(self, path: tuple[str, ...]) -> str:
        role: str = self._at(path)
        if role not in self._root["roller"]:
            roles = self._root["roller"]
            near = did_you_mean(role, roles) or f" Rollerne er {listed(roles)}."
            self._find(path, f"Rollen »{role}« findes ikke under »roller«.{near}")
        return role

    def _deadlines(self) -> Deadlines:
        rows = self._root.get("frister", {})
        for key in ("paamind_foer", "eskaler_efter"):
            if key in rows and not is_duration(rows[key]):
                self._find(("frister", key), f"»{rows[key]}« er ikke en varighed. Skriv fx P3D for tre dage.")
        if ("eskaler_efter" in rows) != ("eskaler_til" in rows):
            self._find(("frister",), "»eskaler_efter« og »eskaler_til« hører sammen. Skriv begge eller ingen.")
        to = self._role(("frister", "eskaler_til")) if "eskaler_til" in rows else None
        return Deadlines(rows.get("paamind_foer"), rows.get("eskaler_efter"), to)

    def _inbound(self, name: str, row: dict[str, Any]) -> Inbound | None:
        at = ("indgaaende", name)
        for needed in _NEEDED[row["handling"]]:
            if needed not in row:
                self._find(at, f"Beskeden »{name}« med handling »{row['handling']}« skal også have »{needed}«.")
        for where, message in (problems := schema_problems(row["skema"])):
            self._find((*at, "skema", *where), message)
        department = self._formula((*at, "afdeling")) if "afdeling" in row else None
        case = self._formula((*at, "sag")) if "sag" in row else None
        correlation = self._formula((*at, "korrelation")) if "korrelation" in row else None
        if "korrelation" in row and row["handling"] != "send_besked":
            self._find((*at, "korrelation"), "»korrelation« bruges kun, når handlingen er »send_besked«. Slet den.")
        facts = {path: self._formula((*at, "fakta", path)) for path in row.get("fakta", {})}
        demands = [
            (self._formula((*at, "krav", index, "betingelse"), "»betingelse« i et krav"), demand["besked"])
            for index, demand in enumerate(row.get("krav", []))
        ]
        for path in facts:
            if not PATH.fullmatch(path):
                self._find((*at, "fakta", path), f"»{path[:60]}« er ikke en sti i sagens oplysninger, fx barn.navn.")
        if problems:
            return None
        return Inbound(
            action=row["handling"],
            department=department,
            message=row.get("besked"),
            case=case,
            facts={path: formula for path, formula in facts.items() if formula is not None},
            demands=tuple(Demand(condition, message) for condition, message in demands if condition is not None),
            schema=row["skema"],
            line=self._document.line(*at),
            validator=compile_schema(row["skema"]),
            correlation=correlation,
        )

    def _formula(self, path: tuple[str | int, ...], what: str = "") -> Formula | None:
        element = ".".join(map(str, path))
        place = Place(self._file, self._document.line(*path), element, what or f"»{path[-1]}« i manifestet")
        return read_formula(self._at(path), place, self.findings)

    def _at(self, path: tuple[str | int, ...]) -> Any:
        node: Any = self._root
        for part in path:
            node = node[part]
        return node

    def _find(self, path: tuple[str | int, ...], message: str) -> None:
        element = ".".join(str(part) for part in path)[:100]
        self.findings.append(Finding(self._file, self._document.line(*path), element, "manifest", message))
