"""Is the chain whole, and if not, where and how was it touched?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of a chain's last entry, as kept outside the server."""

    number: int
    hash: str
