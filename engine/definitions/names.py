"""Which variables a process can have, from everything in the library that may set one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Process

ALWAYS = frozenset({"sag", "sagen"})
SAGEN = frozenset({"nummer", "aabnet", "afdeling"})


def known_names(bundle: Bundle) -> dict[str, frozenset[str]]:
    """
    The names that an expression in each process may use, by process id.

    Calls pass names down and up, so this grows until nothing is added.
    """
    known = {process.id: ALWAYS | _own(bundle, process) for process in bundle.processes()}
    grown = True
    while grown:
        before = {name: len(names) for name, names in known.items()}
        for process in bundle.processes():
            _pass_on(process, known)
        grown = any(len(known[name]) > size for name, size in before.items())
    return known


def opaque_names(bundle: Bundle, known: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Of the known names those that something else than the process's own forms and decisions may give a value."""
    found = {process.id: process.mapped | _from_outside(bundle, process) for process in bundle.processes()}
    for process in bundle.processes():
        for call in process.calls:
            if call.process in found:
                found[call.process] |= call.inputs | (known[process.id] if call.all_in else frozenset())
                found[process.id] |= known[call.process] if call.all_out else frozenset()
    return found


def form_names(bundle: Bundle, forms: Iterable[str]) -> frozenset[str]:
    """The variables that forms set; their `sag.` keys are facts and no variables."""
    keys = [key for name in forms if (form := bundle.form(name)) for key in form.by_key()]
    return frozenset(key.split(".")[0] for key in keys if not key.startswith("sag."))


def _own(bundle: Bundle, process: Process) -> frozenset[str]:
    forms = form_names(bundle, (element.form for element in process.elements.values() if element.form))
    return process.sets | forms | _from_outside(bundle, process)


def _from_outside(bundle: Bundle, process: Process) -> frozenset[str]:
    """The variables that errors, escalations and messages may bring."""
    thrown = frozenset(name for other in bundle.processes() for name in other.throws)
    return thrown | _carried(bundle, process)


def _carried(bundle: Bundle, process: Process) -> frozenset[str]:
    """The variables that the messages a process receives may bring."""
    names: set[str] = set()
    for sender in bundle.processes():
        for message, variables in sender.sends.items():
            if message in process.receives:
                names |= variables
    for inbound in bundle.manifest.inbound.values() if bundle.manifest else ():
        properties = inbound.schema.get("properties")
        if inbound.message in process.receives and isinstance(properties, dict):
            names |= properties.keys()
    return frozenset(names)


def _pass_on(process: Process, known: dict[str, frozenset[str]]) -> None:
    for call in process.calls:
        if call.process not in known:
            continue
        known[call.process] |= call.inputs | (known[process.id] if call.all_in else frozenset())
        if call.all_out:
            known[process.id] |= known[call.process]
