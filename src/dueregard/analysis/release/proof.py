"""What shows that a release was safe? The proof: what was asked, by which policy, what the judge found, and hashes.

The one idea: anyone with the register can later hold a table against the hash it was released under, and see which
policy, which attacker and which earlier releases it was judged with. A proof holds no figure of a cell.
A hash of raw counts would let a reader try out the few that are hidden until one fits; it is therefore keyed with a
secret of the council, or left out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dueregard.analysis.released.shape import hash_of
from dueregard.analysis.released.table import ReleasedTable
from dueregard.analysis.tables.table import Table

VERSION = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of a release, as plain values for the register: see `to_json`.

    `protection` says cost, bound, gap and seconds; `judgements` one summary for each audience that was judged.
    """

    policy: str
    policy_version: str
    population: str
    audience: str
    method: str
    specification: Mapping[str, Any]
    hashes_in: tuple[str, ...]
    hashes_out: tuple[str, ...]
    hashes_before: tuple[str, ...]
    protection: Mapping[str, Any]
    judgements: tuple[Mapping[str, Any], ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Give the proof as plain values."""
        return {
            "version": VERSION,
            "policy": {"key": self.policy, "version": self.policy_version},
            "population": self.population,
            "audience": self.audience,
            "method": self.method,
            "specification": dict(self.specification),
            "hashes": {
                "in": list(self.hashes_in),
                "out": list(self.hashes_out),
                "before": list(self.hashes_before),
            },
            "protection": dict(self.protection),
            "judgements": [dict(one) for one in self.judgements],
            "seconds": round(self.seconds, 3),
        }


def keyed_hash(table: Table, *, secret: bytes) -> str:
    """Give the hash of a raw table under a secret: it tells nothing to who has not the secret."""
    names = "\x1f".join(f"{dimension.code}\x1e{code}" for dimension in table.dimensions for code in dimension.codes)
    return hmac.new(secret, names.encode() + b"\x1d" + table.counts.tobytes(), hashlib.sha256).hexdigest()


def hashes_of(tables: Sequence[ReleasedTable]) -> tuple[str, ...]:
    """Give the hash of each released table."""
    return tuple(map(hash_of, tables))
