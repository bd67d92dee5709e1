"""What people write who know other languages, and what FEEL has instead."""

from __future__ import annotations

# Methods, as `liste.size()`.
METHODS = {
    "size": "count(…)",
    "length": "count(…)` for lister eller `string length(…)",
    "isEmpty": "count(…) = 0",
    "contains": "contains(tekst, del)` eller `list contains(liste, element)",
    "equals": "=",
    "equalsIgnoreCase": "lower case(a) = lower case(b)",
    "toLowerCase": "lower case(…)",
    "toUpperCase": "upper case(…)",
    "startsWith": "starts with(tekst, begyndelse)",
    "endsWith": "ends with(tekst, slutning)",
    "substring": "substring(tekst, plads, antal)",
    "matches": "matches(tekst, mønster)",
    "replace": "replace(tekst, mønster, nyt)",
    "split": "split(tekst, skilletegn)",
    "trim": 'replace(tekst, "^\\\\s+|\\\\s+$", "")',
    "indexOf": "index of(liste, element)",
    "toString": "string(…)",
    "get": "get value(kontekst, nøgle)` eller `liste[1]",
    "filter": "liste[betingelse]",
    "map": "for x in liste return …",
    "stream": "for x in liste return …",
}

# Constants.
WORDS = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "NULL": "null",
    "nil": "null",
    "undefined": "null",
}

# Words between two operands.
OPERATORS = {
    **dict.fromkeys(("AND", "And", "og", "OG", "Og"), "and"),
    **dict.fromkeys(("OR", "Or", "eller", "ELLER", "Eller"), "or"),
    **dict.fromkeys(("eq", "is", "er"), "="),
    **dict.fromkeys(("i", "IN", "In"), "in"),
    "ne": "!=",
    "gt": ">",
    "lt": "<",
    "ge": ">=",
    "le": "<=",
    "div": "/",
    "mod": "modulo(a, b)",
}
# Words before what does not hold.
NEGATIONS = frozenset({"not", "NOT", "Not", "ikke", "IKKE", "Ikke"})
# Two signs that stand together.
PAIRS = {"<>": "!=", "=>": ">=", "=<": "<="}
# XML's names for signs, written out where XML already did it.
ENTITIES = {"lt": "<", "gt": ">", "amp": "and", "quot": '"', "apos": '"'}
