"""Reading the ledger: entries and their words, and whether it is whole."""

from dueregard.web.ledger.queries.checking import CHECKED, bundle, hashes, last_check, rows, rows_about, verify_chain
from dueregard.web.ledger.queries.reading import (
    EntryCard,
    Wanted,
    chains,
    count_of,
    describe,
    entries,
    entry,
    head,
    history,
    kinds,
    name_of_kind,
    register_words,
)

__all__ = [
    "CHECKED",
    "EntryCard",
    "Wanted",
    "bundle",
    "chains",
    "count_of",
    "describe",
    "entries",
    "entry",
    "hashes",
    "head",
    "history",
    "kinds",
    "last_check",
    "name_of_kind",
    "register_words",
    "rows",
    "rows_about",
    "verify_chain",
]
