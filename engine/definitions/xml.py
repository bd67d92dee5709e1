"""
Reading XML that a stranger may have written.

Everything is decided before the parser sees the file (size, encoding, DOCTYPE)
or directly after (depth, number, lengths, ids). What passes is safe to walk and
to hand on; nothing in it was fetched, expanded or guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from typing import TypeAlias, cast
from urllib.parse import quote

from lxml import etree

from engine.errors import Finding, InvalidDefinition

MAX_BYTES = 2_000_000
MAX_ELEMENTS = 50_000
MAX_DEPTH = 60
MAX_ATTRIBUTES = 60
MAX_NAMESPACES = 20_000  # declarations in a file; the parser keeps each, and there is room for one on every element
MAX_LABEL = 500
MAX_TEXT = 20_000

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its element type no public name

# Of everything that is deployed.
ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_DECLARED_ENCODING = re.compile(r"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Every byte is a character in these, so nothing can be hidden from the checks by decoding wrongly.
_WESTERN = {"iso-8859-1": "latin-1", "latin1": "latin-1", "iso-8859-15": "iso-8859-15", "windows-1252": "cp1252"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE_UTF_16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def read_xml(content: bytes, file: str) -> Element:
    """
    The root of an XML file, without comments and processing instructions.

    Every `id` is unique and short ASCII. Raises InvalidDefinition: one finding
    for what stops the reading, or all that are wrong with what was read.
    """
    root = parse_xml(content, file)
    findings = [*size_findings(root, file), *_id_findings(root, file)]
    if findings:
        raise InvalidDefinition(sorted(findings))
    return root


def parse_xml(content: bytes, file: str, *, any_namespace: bool = False) -> Element:
    """
    The root of an XML file that may be wrong in every way but these: size, encoding, DOCTYPE, well-formedness.

    Nothing else is promised of it. Raises InvalidDefinition with one finding.
    With `any_namespace` one that is no URI is read as if it were; without, it is
    the finding `xml-namespace`, as who reads the file later takes it for an error.
    """
    return _safely_parsed(_decode(content, file), file, any_namespace=any_namespace)


def parse_western_xml(content: bytes, file: str) -> Element | None:
    """The root of a file in a Western European code page, if that is what it says; else None."""
    declared = _DECLARED_ENCODING.match(content[:400].decode("ascii", "replace"))
    if len(content) > MAX_BYTES or not declared or declared[1].lower() not in _WESTERN:
        return None
    return _safely_parsed(content.decode(_WESTERN[declared[1].lower()], "replace"), file, any_namespace=True)


def _safely_parsed(text: str, file: str, *, any_namespace: bool) -> Element:
    _refuse_doctype(text, file)
    declared = text.count("xmlns")
    if declared > MAX_NAMESPACES:
        message = f"Filen har {declared} navnerum (xmlns); højst {MAX_NAMESPACES} læses. Fjern dem, der ikke bruges."
        raise _refusal(file, 0, "xml-size", message)
    return _parse(text, file, any_namespace=any_namespace)


def as_utf8(content: bytes, file: str) -> bytes:
    """The same XML in UTF-8, for readers that know no other. Raises InvalidDefinition as `parse_xml` does."""
    encoding, _ = _encoding(content)
    if encoding == "utf-8":
        return content
    return etree.tostring(parse_xml(content, file), encoding="UTF-8", xml_declaration=True)


def _decode(content: bytes, file: str) -> str:
    """The file's text; a file says truthfully that it is UTF-8 or UTF-16, or is refused."""
    if len(content) > MAX_BYTES:
        raise _refusal(
            file, 0, "xml-size", f"Filen fylder {len(content)} byte; højst {MAX_BYTES} læses. Del den i flere filer."
        )
    encoding, body = _encoding(content)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        message = "Filen er ikke gyldig UTF-8 eller UTF-16. Gem den igen som UTF-8."
        raise _refusal(file, line, "xml-encoding", message) from error
    declared = _DECLARED_ENCODING.match(text)
    if declared and not _agrees(declared[1].lower(), encoding):
        message = (
            f"Filen siger, at den er skrevet som »{declared[1]}«. Kun UTF-8 og UTF-16 læses, og kun når det passer "
            "med indholdet. Gem den igen som UTF-8."
        )
        raise _refusal(file, 1, "xml-encoding", message)
    return text


def _encoding(content: bytes) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding, content[len(mark) :]
    for start, encoding in _BARE_UTF_16:
        if content.startswith(start):
            return encoding, content
    return "utf-8", content


def _agrees(declared: str, found: str) -> bool:
    return declared in ({"utf-8", "utf8", "us-ascii"} if found == "utf-8" else {"utf-16", found})


def _refuse_doctype(text: str, file: str) -> None:
    """A DOCTYPE can only stand before the root element, so only that much is read."""
    at = 0
    while True:
        at = _skip_space(text, at)
        if text.startswith("<?", at):
            end, closing = text.find("?>", at), 2
        elif text.startswith("<!--", at):
            end, closing = text.find("-->", at), 3
        else:
            break
        if end < 0:
            return  # not well formed; the parser says where
        at = end + closing
    if text.startswith("<!", at):
        message = "Filen har en DOCTYPE. Det læses ikke, fordi den kan hente eller folde andet indhold ud. Fjern den."
        raise _refusal(file, text.count("\n", 0, at) + 1, "doctype", message)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


# Well formed, but not a URI: some tools write a name with spaces or Danish letters as their own namespace.
_NAMESPACE = re.compile(r"""(\bxmlns(?::[\w.-]+)?\s*=\s*["'])([^"'<>]*)(["'])""")
_URI_SIGNS = "%/:=&?~#+!$,;@()*[]"


def _parse(text: str, file: str, *, any_namespace: bool) -> Element:
    # The text is already decoded, so the parser is told its encoding and cannot be talked out of it.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        line = error.lineno or 0 if isinstance(error, etree.XMLSyntaxError) else 0
        if {entry.type for entry in parser.error_log} == {etree.ErrorTypes.WAR_NS_URI}:
            if any_namespace:
                mended = _NAMESPACE.sub(lambda each: each[1] + quote(each[2], safe=_URI_SIGNS) + each[3], text)
                return _parse(mended, file, any_namespace=False)
            message = (
                "Filen har et navnerum (xmlns), som ikke er en gyldig adresse: det har mellemrum, danske bogstaver "
                f"eller andre tegn, der ikke må stå der. Ret det i linje {line}, og læg filen op igen."
            )
            raise _refusal(file, line, "xml-namespace", message) from error
        message = "Filen er ikke velformet XML. Åbn den i modelleringsværktøjet og gem den igen, eller ret linjen. " + (
            f"Den kan ikke læses længere end til linje {line}." if line else "Den har tegn, som XML ikke kan rumme."
        )
        raise _refusal(file, line, "malformed", message) from error


def size_findings(root: Element, file: str) -> Iterator[Finding]:
    """What of a file is larger than anybody draws."""
    for count, (element, depth) in enumerate(_walk(root), start=1):
        if count > MAX_ELEMENTS:
            message = f"Filen har flere end {MAX_ELEMENTS} elementer. Del den i flere filer."
            yield Finding(file, line_of(element), "", "xml-size", message)
            return
        if depth > MAX_DEPTH:
            message = (
                f"Elementer står mere end {MAX_DEPTH} niveauer inde i hinanden. Del diagrammet med kaldeaktiviteter."
            )
            yield Finding(file, line_of(element), _named(element), "xml-size", message)
            return
        yield from _length_findings(element, file)


def _length_findings(element: Element, file: str) -> Iterator[Finding]:
    where = (file, line_of(element), _named(element), "xml-size")
    if len(element.attrib) > MAX_ATTRIBUTES:
        yield Finding(*where, f"Elementet har flere end {MAX_ATTRIBUTES} attributter.")
        return  # to look at each of them takes time in the square of their number
    if len(element.get("name", "")) > MAX_LABEL:
        yield Finding(*where, f"Navnet er længere end {MAX_LABEL} tegn. Skriv forklaringen i dokumentationen.")
    longest = max((len(value) for value in (*element.attrib.values(), element.text or "")), default=0)
    if longest > MAX_TEXT:
        yield Finding(*where, f"En tekst er længere end {MAX_TEXT} tegn. Gør den kortere.")


def _id_findings(root: Element, file: str) -> Iterator[Finding]:
    """Ids that cannot be used. Other tools keep ids of their own in extension elements, which nothing here reads."""
    first: dict[str, int] = {}
    model = str(root.tag).rpartition("}")[0]
    for element in root.iter():
        name = element.get("id")
        if name is None or (not str(element.tag).startswith(model) and is_extension(element)):
            continue
        if not ID.fullmatch(name):
            message = (
                f"Id'et »{name[:60]}« kan ikke bruges: begynd med et bogstav a-z, og brug kun a-z, tal, "
                "punktum, bindestreg og understreg (højst 100 tegn)."
            )
            yield Finding(file, line_of(element), name[:100], "bad-id", message)
        elif name in first:
            message = f"Id'et »{name}« er også brugt i linje {first[name]}. Giv elementet sit eget id."
            yield Finding(file, line_of(element), name, "duplicate-id", message)
        first.setdefault(name, line_of(element))


def is_extension(element: Element) -> bool:
    """Whether an element stands in extension elements, where other tools keep what is theirs."""
    return any(str(holder.tag).endswith("}extensionElements") for holder in element.iterancestors())


def drop_foreign(root: Element, kept: Collection[str], emptied: Collection[str]) -> None:
    """
    Leave out what other tools keep in extension elements, which may be of any size.

    What is of the namespaces `kept` stays, and of those `emptied` that it was there.
    """
    for box in root.iter():
        if str(box.tag).endswith("}extensionElements"):
            for inner in list(box):
                namespace = str(inner.tag).rpartition("}")[0].lstrip("{")
                if namespace in emptied:
                    inner.text = None
                    inner[:] = []
                elif namespace not in kept:
                    box.remove(inner)


def _walk(root: Element) -> Iterator[tuple[Element, int]]:
    """Each element with its depth, the root at 1, without recursion."""
    open_elements = [(root, 1)]
    while open_elements:
        element, depth = open_elements.pop()
        yield element, depth
        open_elements.extend((inner, depth + 1) for inner in reversed(element))


def line_of(element: Element) -> int:
    """The line where an element's opening tag ends; 0 when unknown."""
    return cast("int | None", element.sourceline) or 0  # the stubs leave its type open


def _named(element: Element) -> str:
    return (element.get("id") or "")[:100]


def _refusal(file: str, line: int, rule: str, message: str) -> InvalidDefinition:
    return InvalidDefinition([Finding(file, line, "", rule, message)])
