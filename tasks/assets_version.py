"""Addresses of built files that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import url_for


def asset_url(folder: Path) -> Callable[[str], str]:
    """
    A function from a built file's name to its address.

    The content's hash stands in the address. A folder that was not built gives
    addresses without one: the pages work without style and script.
    """

    @cache
    def version(name: str) -> str | None:
        file = folder / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else None

    def address(name: str) -> str:
        return url_for("tasks.static", filename=name, v=version(name))

    return address
