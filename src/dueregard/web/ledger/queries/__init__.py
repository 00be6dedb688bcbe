"""Reading the ledger: entries and their words, and whether it is whole."""

from dueregard.web.ledger.queries.checking import CHECKED, hashes, last_check, rows, verify_chain
from dueregard.web.ledger.queries.reading import (
    EntryCard,
    chains,
    describe,
    entries,
    entry,
    head,
    history,
    kinds,
    register_words,
)

__all__ = [
    "CHECKED",
    "EntryCard",
    "chains",
    "describe",
    "entries",
    "entry",
    "hashes",
    "head",
    "history",
    "kinds",
    "last_check",
    "register_words",
    "rows",
    "verify_chain",
]
