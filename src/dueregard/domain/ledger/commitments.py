"""How can the chain vouch for a personal value without holding it?

The one idea: the chain holds HMAC-SHA-256 of the value under 32 random bytes (the salt), kept beside the value and
outside the chain. While both are there, anyone can check that the value is the one recorded. Once both are erased,
what is left in the chain says nothing of the value, not even to someone who guesses it, and the chain stays whole.

Refuses a salt of any other length: HMAC pads short keys, so two lengths could pose as one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from dueregard.domain.ledger.canonical import NotCanonical, canonical

SALT_BYTES = 32
_PERSONAL = b"dueregard.ledger.personal.v1\x00"


def new_salt() -> bytes:
    """Draw 32 bytes from the system's generator."""
    return secrets.token_bytes(SALT_BYTES)


def commit(value: str, *, name: str, salt: bytes) -> str:
    """Give the commitment for a personal value under its name.

    Raises:  NotCanonical if the salt is not 32 bytes, or the text is not in NFC.
    """
    if len(salt) != SALT_BYTES:
        raise NotCanonical("A salt is not 32 bytes long.")
    return hmac.new(salt, _PERSONAL + canonical({"name": name, "value": value}), hashlib.sha256).hexdigest()


def is_kept(commitment: str, *, name: str, value: str, salt: bytes) -> bool:
    """Say whether a value is the one that was committed to."""
    try:
        return hmac.compare_digest(commit(value, name=name, salt=salt), commitment)
    except NotCanonical:
        return False
