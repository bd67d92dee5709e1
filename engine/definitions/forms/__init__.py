"""Forms as form-js writes them: read once, then parsed, checked and shown here and nowhere else."""

from engine.definitions.forms.cleaning import clean
from engine.definitions.forms.model import Component, Form
from engine.definitions.forms.post import parse_post
from engine.definitions.forms.reading import examine_form, read_form
from engine.definitions.forms.shown import fields
from engine.definitions.forms.visibility import with_values

__all__ = ["Component", "Form", "clean", "examine_form", "fields", "parse_post", "read_form", "with_values"]
