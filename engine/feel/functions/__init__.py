"""FEEL's built-in functions (DMN 1.5, 10.3.4), by subject, and the Danish calendar's."""

from engine.feel.functions import contexts, conversion, dates, lists, numeric, ranges, statistics, strings, workdays
from engine.feel.functions.registry import BUILTINS

__all__ = [
    "BUILTINS",
    "contexts",
    "conversion",
    "dates",
    "lists",
    "numeric",
    "ranges",
    "statistics",
    "strings",
    "workdays",
]
