"""What is put outside the server, so that a later rewriting shows?

The one idea: a checkpoint is three lines (whose log, how many entries, the tree hash over all of them) and a
signature. It says nothing of what the entries hold, so it may be published, mailed or kept by another council. The
form is that of Certificate Transparency's successors, so their witnesses can read it.

Refuses to read a size with leading noughts, a root that is not 32 bytes, or a note without a signature.

Source: https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from dueregard.domain.ledger.keys import SigningKey, VerifyKey
from dueregard.terms.errors import DueRegardError

_SIZE = re.compile(r"(0|[1-9][0-9]{0,15})\Z", re.ASCII)
_ORIGIN = re.compile(r"[^\s+\x00-\x1f]{1,300}\Z")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\Z")


class NotACheckpoint(DueRegardError):
    """What was handed in is no checkpoint, or nobody's."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree hash over the first `size` entries, as somebody signed it."""

    origin: str
    size: int
    root: bytes
    body: bytes = b""
    signatures: tuple[tuple[str, bytes], ...] = ()

    def is_signed_by(self, key: VerifyKey) -> bool:
        """Say whether the key signed it under its own origin."""
        return self.origin == key.origin and any(
            name == key.origin and signature[:4] == key.key_id and key.has_signed(self.body, signature=signature[4:])
            for name, signature in self.signatures
        )


def origin_of(chain: str, *, host: str) -> str:
    """Name a chain to the world.

    >>> origin_of("installation", host="equality.example")
    'equality.example/ledger/installation'
    """
    origin = f"{host}/ledger/{chain}"
    if not _ORIGIN.match(origin):
        raise NotACheckpoint("A checkpoint's origin holds a space or a plus sign, or is too long.", where=origin[:80])
    return origin


def chain_of(checkpoint: Checkpoint) -> str:
    """Give the chain that a checkpoint's origin names."""
    return checkpoint.origin.rpartition("/ledger/")[2]


def is_for(checkpoint: Checkpoint, *, chain: str) -> bool:
    """Say whether a checkpoint's origin names the chain."""
    return checkpoint.origin.endswith(f"/ledger/{chain}")


def sign(*, origin: str, size: int, root: bytes, key: SigningKey) -> str:
    """Write and sign a checkpoint."""
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    signed = key.verify_key(origin=origin).key_id + key.sign(body.encode())
    return f"{body}\n— {origin} {base64.b64encode(signed).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint. Whose signature it bears is for `is_signed_by` to say.

    Raises:  NotACheckpoint if the form is not kept to the letter.
    """
    body, gap, tail = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) < 3 or not tail.endswith("\n"):
        raise NotACheckpoint("A checkpoint has three lines, an empty one, and a signature.")
    origin, size, root = lines[:3]
    if not _ORIGIN.match(origin) or not _SIZE.match(size):
        raise NotACheckpoint("A checkpoint's first two lines are its origin and a number.")
    signatures = []
    for line in tail[:-1].split("\n"):
        found = _SIGNATURE.match(line)
        if found is None:
            raise NotACheckpoint("A signature line of a checkpoint cannot be read.")
        signatures.append((found[1], _bytes(found[2])))
    if any(len(signature) < 5 for _, signature in signatures) or len(_bytes(root)) != 32:
        raise NotACheckpoint("A hash or a signature of a checkpoint has the wrong length.")
    return Checkpoint(origin, int(size), _bytes(root), f"{body}\n".encode(), tuple(signatures))


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise NotACheckpoint("A hash or a signature of a checkpoint is not base64.") from fault
    if base64.b64encode(data).decode() != text:
        raise NotACheckpoint("A hash or a signature of a checkpoint is not written in the one way base64 has.")
    return data
