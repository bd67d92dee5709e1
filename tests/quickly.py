"""What every test of a page would otherwise spend most of its time on: trying a password, compiling the templates."""

from __future__ import annotations

from argon2 import PasswordHasher
from jinja2.bccache import Bucket, BytecodeCache


def stored_password(password: str) -> str:
    """As the program stores one, but at a cost that nobody feels: what it costs to try stands in it."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


class _Compiled(BytecodeCache):
    """The templates as the first application of this process compiled them."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


# For `app.jinja_env.bytecode_cache`.
TEMPLATES = _Compiled()
