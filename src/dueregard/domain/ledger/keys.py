"""With what is a checkpoint signed, and how is the key written down?

The one idea: Ed25519. The signing key lives in a PEM file that the server can read and backups leave out; the verify
key is a line of text in the form of signed notes, `<origin>+<key id>+<base64>`, given to whoever keeps checkpoints.

Source: https://c2sp.org/signed-note; RFC 8032
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dueregard.terms.errors import DueRegardError

_ED25519 = b"\x01"


class NotAKey(DueRegardError):
    """What was handed in is no Ed25519 key."""


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half, for one origin."""

    origin: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """Give the four bytes by which a signature names its key."""
        return hashlib.sha256(self.origin.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.origin}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    def has_signed(self, message: bytes, *, signature: bytes) -> bool:
        """Say whether the signature is this key's over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half. Never shown, never in an error."""

    _key: Ed25519PrivateKey

    def __repr__(self) -> str:
        return "SigningKey(…)"

    def sign(self, message: bytes) -> bytes:
        """Give the signature over a message: 64 bytes."""
        return self._key.sign(message)

    def verify_key(self, *, origin: str) -> VerifyKey:
        """Give the public half under an origin's name."""
        raw = self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return VerifyKey(origin, raw)

    def as_pem(self) -> bytes:
        """Give the key as a PEM file, to be kept by one reader only."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def new_signing_key() -> SigningKey:
    """Draw a new key from the system's generator."""
    return SigningKey(Ed25519PrivateKey.generate())


def read_signing_key(pem: bytes) -> SigningKey:
    """Read a PEM file as `openssl genpkey -algorithm ed25519` or `as_pem` writes it.

    Raises:  NotAKey; the message holds nothing of the file.
    """
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as fault:
        raise NotAKey("The ledger's key file is not a PEM file without a password.") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey("The ledger's key is not an Ed25519 key.", mend="Make one with `dueregard ledger key`.")
    return SigningKey(key)


def read_verify_key(text: str) -> VerifyKey:
    """Read the line that `str(VerifyKey)` writes.

    Raises:  NotAKey if it is anything else, or its key id is not its own.
    """
    origin, _, rest = text.strip().partition("+")
    _key_id, _, encoded = rest.partition("+")
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise NotAKey("The verify key is not written as <origin>+<key id>+<base64>.") from fault
    key = VerifyKey(origin, data[1:])
    if data[:1] != _ED25519 or len(key.raw) != 32 or str(key) != text.strip():
        raise NotAKey("The verify key is not written as <origin>+<key id>+<base64>.")
    return key
