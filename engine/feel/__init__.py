"""
FEEL (DMN 1.5): the one expression language of the program.

A text is read once into closures and evaluated under a budget. Authored text
can neither hang nor grow without limit nor reach outside the names it is
given; whatever goes wrong is a FeelError.
"""

from engine.feel import written_range  # noqa: F401 - registers a function that needs the parser
from engine.feel.checking import Remark
from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.expression import Expression, UnaryTests, parse, parse_unary_tests, scope
from engine.feel.functions import BUILTINS
from engine.feel.tokens import KEYWORDS
from engine.feel.values import FeelValue, from_json, to_json

FUNCTIONS = frozenset(BUILTINS)  # the names of the built-in functions

__all__ = [
    "FUNCTIONS",
    "KEYWORDS",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "FeelValue",
    "Remark",
    "UnaryTests",
    "from_json",
    "parse",
    "parse_unary_tests",
    "scope",
    "to_json",
]
