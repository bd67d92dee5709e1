"""
What differs between two versions of a library, in a process owner's words.

Diagrams are compared by what they mean: every element with an id, everything
it says of itself, and where its arrows go. Where it lies on the drawing is told
apart from that. Other files are told by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.described_elements import DescribedElement, Said, described_elements
from engine.definitions.xml import Element, read_xml
from engine.errors import InvalidDefinition
from engine.views.studio import ElementChange, FileDifference, How, PropertyChange

_DIAGRAM = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"


def library_difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileDifference]:
    """What differs between two libraries' files: diagrams first, then the others, each by path."""
    paths = sorted({*before, *after}, key=lambda path: (not path.endswith(".bpmn"), path))
    found = (file_difference(path, before.get(path), after.get(path)) for path in paths)
    return [difference for difference in found if difference is not None]


def file_difference(path: str, before: bytes | None, after: bytes | None) -> FileDifference | None:
    """What differs in one file, None where it was or is not there; None when it is the same. Never raises."""
    if before == after:
        return None
    how: How = "added" if before is None else "removed" if after is None else "changed"
    if not path.endswith(".bpmn"):
        return FileDifference(path, path, how)
    try:
        was, now = _read(before, path), _read(after, path)
    except InvalidDefinition as error:
        problem = f"Filen kan ikke sammenlignes, før den er rettet. {error.findings[0].message}"
        return FileDifference(path, path, how, problem=problem)
    return FileDifference(
        file=path,
        name=_title(now) or _title(was) or path,
        how=how,
        elements=[] if was is None or now is None else list(_element_changes(was, now)),
        moved=was is not None and now is not None and _drawn(was) != _drawn(now),
    )


def _read(content: bytes | None, path: str) -> Element | None:
    return None if content is None else read_xml(content, path)


def _title(root: Element | None) -> str:
    """The name of a file's first process that has one."""
    processes = [] if root is None else root.iterchildren("{*}process")
    return next((name for process in processes if (name := process.get("name"))), "")


def _drawn(root: Element) -> list[tuple[str, list[tuple[str, str]]]]:
    """The drawing alone, told the same way however the file is written: places stand in attributes."""
    return [
        (str(part.tag), sorted((str(name), str(value)) for name, value in part.attrib.items()))
        for drawing in root.iterchildren(_DIAGRAM)
        for part in drawing.iter()
    ]


def _element_changes(was: Element, now: Element) -> Iterator[ElementChange]:
    """In the order of the newer file, and last what is gone from it."""
    before, after = described_elements(was), described_elements(now)
    for key, element in after.items():
        if key not in before:
            yield ElementChange(key, element.kind, element.name, "added", _changes({}, element.properties))
        elif changes := _compared(before[key], element):
            yield ElementChange(key, element.kind, element.name, "changed", changes)
    for key, element in before.items():
        if key not in after:
            yield ElementChange(key, element.kind, element.name, "removed")


def _compared(before: DescribedElement, after: DescribedElement) -> list[PropertyChange]:
    other_kind = [PropertyChange("art", before.kind, after.kind)] if before.tag != after.tag else []
    return other_kind + _changes(before.properties, after.properties)


def _changes(before: Mapping[str, Said], after: Mapping[str, Said]) -> list[PropertyChange]:
    nothing = Said("", "")
    words = [*after, *(word for word in before if word not in after)]
    pairs = [(word, before.get(word, nothing), after.get(word, nothing)) for word in words]
    return [PropertyChange(word, was.text, now.text) for word, was, now in pairs if was.meant != now.meant]
