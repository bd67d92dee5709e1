"""Files that are hostile by their size: written when they are asked for, each just below what is read at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.unit.definitions.samples import DEFINITIONS, STEPS, diagram

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML_BYTES = 1_999_000
JSON_BYTES = 490_000


def bpmn(inside: str) -> bytes:
    process = f'<bpmn:process id="hundetegn" name="Hundetegn" isExecutable="true">{inside}</bpmn:process>'
    return f"{XML}{DEFINITIONS}{process}</bpmn:definitions>".encode()


def nesting() -> bytes:
    return f"{XML}{'<a>' * (XML_BYTES // 3)}".encode()


def attribute() -> bytes:
    return bpmn(f'<bpmn:task id="A" name="{"a" * (XML_BYTES - 1000)}" />')


def text() -> bytes:
    return bpmn(f"<bpmn:documentation>{'a' * (XML_BYTES - 1000)}</bpmn:documentation>")


def attributes() -> bytes:
    return bpmn(f'<bpmn:task id="A" {_many("a", 150_000)} />')


def _many(name: str, count: int) -> str:
    return " ".join(f"{name}{number}='u'" for number in range(count))


def namespaces() -> bytes:
    return bpmn(f'<bpmn:task id="A" {_many("xmlns:a", 100_000)} />')


def comments() -> bytes:
    return (XML + "<!-- -->" * (XML_BYTES // 8)).encode()


def character_references() -> bytes:
    return bpmn(f'<bpmn:task id="A" name="{"&#65;" * 390_000}" />')


def edge() -> bytes:
    """In a library that is otherwise right, so that it is deployed, runs and is shown."""
    events = "".join(
        f'<bpmn:boundaryEvent id="B{n}" name="B" attachedToRef="Opgave_1" cancelActivity="false">'
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>P{n}D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        f'</bpmn:boundaryEvent><bpmn:sequenceFlow id="F{n}" sourceRef="B{n}" targetRef="Slut_2" />'
        for n in range(1, 1501)
    )
    return diagram(STEPS + events)


def chain(length: int = 10_000) -> bytes:
    tasks = "".join(f'<bpmn:task id="T{n}" />' for n in range(length))
    flows = "".join(f'<bpmn:sequenceFlow id="F{n}" sourceRef="T{n}" targetRef="T{n + 1}" />' for n in range(length - 1))
    return bpmn(tasks + flows)


def each_with_each(count: int = 90) -> bytes:
    tasks = "".join(f'<bpmn:task id="T{n}" />' for n in range(count))
    pairs = [(one, other) for one in range(count) for other in range(count)]
    flows = "".join(f'<bpmn:sequenceFlow id="F{a}_{b}" sourceRef="T{a}" targetRef="T{b}" />' for a, b in pairs)
    return bpmn(tasks + flows)


def forks(count: int = 40) -> bytes:
    """Each fork doubles the tokens."""
    gates = "".join(f'<bpmn:parallelGateway id="G{n}" />' for n in range(count))
    flows = "".join(
        f'<bpmn:sequenceFlow id="F{n}_{side}" sourceRef="G{n}" targetRef="G{n + 1}" />'
        for n in range(count)
        for side in ("a", "b")
    )
    start = '<bpmn:startEvent id="S" /><bpmn:sequenceFlow id="F_s" sourceRef="S" targetRef="G0" />'
    return bpmn(f'{start}{gates}<bpmn:endEvent id="G{count}" />{flows}')


def rules(count: int = 17_000) -> bytes:
    rows = "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>" * count
    return (
        f'{XML}<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="D" name="D" namespace="n">'
        '<decision id="gebyr" name="Gebyr"><decisionTable id="T" hitPolicy="FIRST"><input id="I">'
        "<inputExpression id='E'><text>sag.hund.navn</text></inputExpression></input><output id='O' name='o' />"
        f"{rows}</decisionTable></decision></definitions>"
    ).encode()


def brackets() -> bytes:
    return b'{"id":"vurder","components":' + b"[" * JSON_BYTES


def fields() -> bytes:
    return b'{"id":"vurder","components":[' + b"{}," * (JSON_BYTES // 3 - 20) + b"{}]}"


def escapes() -> bytes:
    return b'{"id":"vurder","components":[{"label":"' + rb"\u0041" * (JSON_BYTES // 6 - 20) + b'"}]}'


def keys() -> bytes:
    return ('{"type":"object","properties":{' + ",".join(f'"a{n}":{{}}' for n in range(35_000)) + "}}").encode()


def yaml_brackets() -> bytes:
    return b"a: " + b"[" * JSON_BYTES


def yaml_scalar() -> bytes:
    return b"noegle: " + b"a" * JSON_BYTES


def points_of_law() -> bytes:
    return b"id,kilde,krav\n" + b"".join(b"K-%d,a,b\n" % number for number in range(40_000))


# What the file is: the kind of file, and how it is written.
LARGE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "nesting": ("diagrams", nesting),
    "one attribute": ("diagrams", attribute),
    "one text": ("diagrams", text),
    "150,000 attributes": ("diagrams", attributes),
    "100,000 namespaces": ("diagrams", namespaces),
    "comments": ("diagrams", comments),
    "character references": ("diagrams", character_references),
    "10,000 tasks in a row": ("diagrams", chain),
    "1,500 events on one task": ("diagrams", edge),
    "90 tasks, each with each": ("diagrams", each_with_each),
    "40 forks in a row": ("diagrams", forks),
    "17,000 rules": ("decisions", rules),
    "brackets": ("forms", brackets),
    "160,000 fields": ("forms", fields),
    "escapes": ("forms", escapes),
    "35,000 keys": ("schemas", keys),
    "flow brackets": ("manifests", yaml_brackets),
    "one scalar": ("manifests", yaml_scalar),
    "40,000 points of the law": ("requirements", points_of_law),
}
