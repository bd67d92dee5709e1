"""Random ids. They stand in URLs, so they tell nothing and cannot be guessed."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """22 characters, 128 bits. Never a hyphen first: on the command line that would be an option."""
    while (found := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return found
