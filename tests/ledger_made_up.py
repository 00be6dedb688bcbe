"""Made-up ledgers for tests: whole ones, and the ways in which somebody may touch them.

Everything is drawn from a seed, so that a failure can be seen again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dueregard.domain.ledger import bundles, checkpoints
from dueregard.domain.ledger.commitments import commit
from dueregard.domain.ledger.entries import Entry, sealed, start_of, written_time
from dueregard.domain.ledger.keys import SigningKey, new_signing_key
from dueregard.domain.ledger.merkle import root
from dueregard.domain.ledger.verify import ERASED, Kept, Row

CHAIN = "council:made-up"
ORIGIN = "equality.example/ledger/council:made-up"
KEY = new_signing_key()
VERIFY_KEY = KEY.verify_key(origin=ORIGIN)
_START = datetime(2026, 4, 1, 9, tzinfo=UTC)
_WORDS = ("at risk", "ŷn glir", "Ffair", 'a "quoted" word', "line\nline", "£5", "😀", "\u2028", "", "0")


def made_up_rows(size: int, *, seed: int = 0, erasing: bool = False) -> tuple[Row, ...]:
    """Give a whole chain: facts of every kind, personal values in every third entry, and perhaps an erasure."""
    dice = random.Random(seed)
    rows: list[Row] = []
    for number in range(1, size + 1):
        kept = (_kept("name", dice), _kept("note", dice)) if number % 3 == 0 else ()
        facts = {"to": dice.choice(_WORDS), "counts": [dice.randrange(-9, 9), None, True], "nested": {"é": {}}}
        rows.append(_next(rows, kind="plans.action_changed", facts=facts, kept=kept))
    if erasing and size >= 3:
        rows.append(_next(rows, kind=ERASED, facts={"erased": [{"entry": 3, "name": "name"}]}, kept=()))
        rows[2] = replace(rows[2], kept=rows[2].kept[1:])
    return tuple(rows)


def resealed(rows: Sequence[Row], *, start: int = 1) -> tuple[Row, ...]:
    """Make numbers, links and hashes right again from `start` on: what a forger with the program does."""
    made = list(rows[: start - 1])
    for row in rows[start - 1 :]:
        before = made[-1].entry if made else None
        entry = replace(
            row.entry,
            number=before.number + 1 if before else 1,
            previous_hash=before.hash if before else start_of(row.entry.chain),
        )
        made.append(replace(row, entry=sealed(entry)))
    return tuple(made)


def checkpoint(rows: Sequence[Row], *, size: int | None = None, key: SigningKey = KEY, origin: str = ORIGIN) -> str:
    """Sign the first `size` rows."""
    covered = rows if size is None else rows[:size]
    leaves = [bytes.fromhex(row.entry.hash) for row in covered]
    return checkpoints.sign(origin=origin, size=len(covered), root=root(leaves), key=key)


def bundle(rows: Sequence[Row], *, notes: Sequence[str] = ()) -> bytes:
    """Write the rows as a bundle."""
    return b"".join(bundles.write(CHAIN, rows, checkpoints=notes))


def lines_of(data: bytes) -> list[bytes]:
    """Cut a bundle into lines as a file gives them: at line feeds alone."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _kept(name: str, dice: random.Random) -> Kept:
    return Kept(name, dice.choice(("Amina Rahman", "Ben O’Neill", "Siân", "")), dice.randbytes(32))


def _next(rows: Sequence[Row], *, kind: str, facts: dict, kept: tuple[Kept, ...]) -> Row:
    before = rows[-1].entry if rows else None
    number = before.number + 1 if before else 1
    entry = Entry(
        chain=CHAIN,
        number=number,
        previous_hash=before.hash if before else start_of(CHAIN),
        at=written_time(_START + timedelta(minutes=7 * number)),
        kind=kind,
        by=f"person:{number % 4}",
        subject=f"plans.action:{number % 5}",
        also=(f"plans.plan:{number % 2}",),
        facts=facts,
        commitments={one.name: commit(one.value, name=one.name, salt=one.salt) for one in kept},
    )
    return Row(sealed(entry), kept)
