"""What one hash stands for the first n entries, whatever n?

The one idea: the tree hash of Certificate Transparency. A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖
right), so that no leaf can pose as a node; the data of a leaf are the 32 bytes of an entry's hash. Because the tree
of n entries is part of the tree of m > n, a witness elsewhere can be shown that nothing it once saw was changed.

Source: RFC 6962 section 2.1, https://www.rfc-editor.org/rfc/rfc6962
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


class Growing:
    """A tree that grows at the right. Keeps one hash for each full subtree: twenty for a million leaves."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Add a leaf."""
        subtree = hashlib.sha256(b"\x00" + data).digest()
        filled = self.size
        while filled & 1:
            subtree = hashlib.sha256(b"\x01" + self._full.pop() + subtree).digest()
            filled >>= 1
        self._full.append(subtree)
        self.size += 1

    def root(self) -> bytes:
        """Give the hash of the tree as it stands. An empty tree has the hash of nothing."""
        if not self._full:
            return hashlib.sha256(b"").digest()
        root = self._full[-1]
        for left in reversed(self._full[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the tree hash of the leaves, in order.

    >>> root([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
