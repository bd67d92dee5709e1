"""Local passwords: argon2id with the library's recommended cost."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Longer ones are refused before any work is spent on them.
LONGEST = 256
SHORTEST = 12


def hash_password(password: str) -> str:
    """
    What is stored for a password: argon2's own text with its salt and cost.

    Raises ValueError, in Danish, for one that is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"Adgangskoden skal være på mellem {SHORTEST} og {LONGEST} tegn.")
    return PasswordHasher().hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """
    Whether the password is the stored one.

    None stands for a user nobody knows. It costs the same time as a wrong
    password, so that nobody can find out who has an account.
    """
    if len(password) > LONGEST:
        return False
    try:
        PasswordHasher().verify(stored if stored is not None else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


# A hash of a random password that was thrown away, made with the default cost;
# a test fails when the library's defaults move away from it.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$uxuzOtprR12da5afKbREAQ$8kPGZ5WEWHossg8moQDRX0rFH6kwQNz/HaVJLLscipU"
