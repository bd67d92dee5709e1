"""What can go wrong, by who has to act on it.

Messages are written for the person who reads them, in Danish: what was
attempted, what was found, what to do. They never hold a CPR number or the
value of a variable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


class EngineError(Exception):
    """Root of everything the engine raises on purpose."""


class Rejected(EngineError):
    """The command does not fit the state. Nothing changed."""


class NotFound(Rejected):
    """No such thing, or not for this viewer: the two are never told apart."""


class WrongState(Rejected):
    """The thing exists, but is past the point where the command makes sense."""


class StaleVersion(Rejected):
    """Somebody else was first."""


class NotAllowed(Rejected):
    """The viewer may see it but lacks the role for the command."""


class FactsConflict(StaleVersion):
    """
    Facts changed between showing a form and sending it.

    `paths` maps each contested path to (value now in the case file, value sent).
    """

    def __init__(self, message: str, paths: Mapping[str, tuple[object, object]]) -> None:
        super().__init__(message)
        self.paths = dict(paths)


class InvalidInput(Rejected):
    """
    A form was filled in wrongly.

    `fields` maps each field's key to its message in Danish.
    """

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message)
        self.fields = dict(fields)


@dataclass(frozen=True)
class Violation:
    """One hard stop that a write of facts ran into."""

    stop: str
    message: str
    requirements: tuple[str, ...]


class CaseStuck(Rejected):
    """
    The command was right, but the diagram could not go on from it.

    Nothing changed; an incident tells whoever can mend it.
    """


class HardStopped(Rejected):
    """The write is unlawful; the law's points stand in `violations`."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(" ".join(v.message for v in violations))
        self.violations = tuple(violations)


@dataclass(frozen=True, order=True)
class Finding:
    """
    One thing wrong with an authored file.

    `line` counts from 1; 0 when the finding is about the whole file. `severity`
    is `error` when it stops deployment, `advice` when it does not. `path` are the
    ids of elements and flows, in order, that lead to what is wrong.
    """

    file: str
    line: int
    element: str
    rule: str
    message: str
    severity: Literal["error", "advice"] = "error"
    path: tuple[str, ...] = ()


class InvalidDefinition(EngineError):
    """An authored file cannot be deployed. All findings at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(f"{f.file}:{f.line}: {f.element}: {f.message}" for f in findings))
        self.findings = tuple(findings)


class Transient(EngineError):
    """Worth another try: a lock conflict, a lost connection."""


class ExpressionFailed(EngineError):
    """A FEEL expression or a decision could not be evaluated. The runtime makes it an incident."""


class EngineBug(EngineError):
    """An invariant broke. Caught only at the edge of the process."""


class BpmnError(Exception):
    """
    A modelled outcome, thrown by a service task to the diagram.

    Deliberately outside EngineError: catching one must never catch the other.
    """

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
