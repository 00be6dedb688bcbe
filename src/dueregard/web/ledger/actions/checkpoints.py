"""How do the heads of the chains leave the server, and what does a check leave behind?

The one idea: before a checkpoint is signed, the chain is walked and held against the checkpoints already in that place.
A ledger must never sign two histories, so where they disagree nothing is signed and the words say why.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dueregard.domain.ledger import bundles
from dueregard.domain.ledger.checkpoints import origin_of, sign
from dueregard.domain.ledger.keys import SigningKey, new_signing_key, read_signing_key
from dueregard.domain.ledger.merkle import root
from dueregard.domain.ledger.verify import Outside, Verdict
from dueregard.terms.errors import DueRegardError, UsedWrongly
from dueregard.web.ledger.actions.recording import record
from dueregard.web.ledger.queries import CHECKED, chains, hashes, rows, verify_chain

LONGEST_TOLD = 20


class NotSigned(DueRegardError):
    """No checkpoint was signed, because the chain does not agree with what was signed before."""


def make_key(*, to: Path) -> str:
    """Make a signing key in a file that only its owner can read; give its public half for the installation's chain.

    Raises:  UsedWrongly if there is a file already: a key that is overwritten can vouch for nothing any more.
    """
    key = new_signing_key()
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise UsedWrongly("There is a file of that name already.", where=str(to)) from fault
    with os.fdopen(handle, "wb") as file:
        file.write(key.as_pem())
    return str(key.verify_key(origin=origin_of("installation", host=settings.SITE_HOST)))


def write_checkpoints(*, to: Path, chain: str | None = None) -> tuple[Path, ...]:
    """Sign the head of every chain, or of one, and write each to a file in the folder `to`.

    Takes:   a folder that the server can add to but not change: another machine, write-once storage, a mailbox.
    Gives:   the files written. A chain without entries has none.
    Raises:  NotSigned if a chain is not whole or not the one that was signed before.
    """
    key = signing_key()
    to.mkdir(parents=True, exist_ok=True)
    names = [chain] if chain else list(chains())
    written = [_write_checkpoint(name, key=key, to=to) for name in names]
    return tuple(path for path in written if path is not None)


def write_bundle(*, chain: str, to: Path, has_personal: bool = True, checkpoints: Sequence[str] = ()) -> None:
    """Write a chain as a bundle that `tools/verify_ledger.py` can check, readable by its owner only."""
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for line in bundles.write(chain, rows(chain=chain), checkpoints=checkpoints, has_personal=has_personal):
            file.write(line)
        file.flush()
        os.fsync(file.fileno())


def record_check(*, chain: str, by: str) -> Verdict:
    """Walk a chain and record what was found, in its own ledger."""
    verdict = verify_chain(chain=chain)
    with transaction.atomic():
        record(
            chain=chain,
            kind=CHECKED,
            by=by,
            subject=f"ledger.chain:{chain}",
            facts={
                "entries": verdict.entries,
                "head": verdict.head.hash,
                "is_whole": verdict.is_whole,
                "findings": [finding.words for finding in verdict.findings[:LONGEST_TOLD]],
            },
        )
    return verdict


def signing_key() -> SigningKey:
    """Read the key that signs.

    Raises:  UsedWrongly if no key is set.
    """
    path = settings.LEDGER_KEY_FILE
    if not path or not Path(path).is_file():
        mend = "Make one with `dueregard ledger key FILE` and name it in DUEREGARD_LEDGER_KEY_FILE."
        raise UsedWrongly("There is no key to sign checkpoints with.", mend=mend)
    return read_signing_key(Path(path).read_bytes())


def signed_head(chain: str, *, key: SigningKey, using: str = "default") -> str | None:
    """Sign the head of a chain as it stands; nothing for a chain without entries."""
    leaves = [bytes.fromhex(one) for one in hashes(chain=chain, using=using)]
    if not leaves:
        return None
    return sign(origin=origin_of(chain, host=settings.SITE_HOST), size=len(leaves), root=root(leaves), key=key)


def _write_checkpoint(chain: str, *, key: SigningKey, to: Path) -> Path | None:
    stem = chain.replace(":", "-")
    before = tuple(path.read_text(encoding="utf-8") for path in sorted(to.glob(f"{stem}-*.txt")))
    origin = origin_of(chain, host=settings.SITE_HOST)
    verdict = verify_chain(chain=chain, outside=Outside(checkpoints=before, key=key.verify_key(origin=origin)))
    if not verdict.is_whole:
        raise NotSigned(verdict.findings[0].words, where=chain, mend="Nothing was signed. Look into it first.")
    text = signed_head(chain, key=key)
    if text is None:
        return None
    path = to / f"{stem}-{text.split(chr(10))[1]:0>12}.txt"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    return path
