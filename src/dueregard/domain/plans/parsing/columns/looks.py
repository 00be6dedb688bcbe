"""What does a cell look like: a tick, a number, a date, a status word, a post?

The one idea: a column whose heading leaves doubt is known by what most of its cells look like. Each test is about one
cell and knows nothing of the column it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.leads import is_post
from dueregard.domain.plans.parsing.outcomes import read_outcome, read_status
from dueregard.domain.plans.parsing.words import flat


def looks_like_post(text: str) -> bool:
    """Say whether a cell names a post or a body."""
    return is_post(flat(text))


_TICKS = frozenset(
    [
        "✓",
        "✔",
        "✗",
        "✘",
        "x",
        "yes",
        "y",
        "ü",
        "√",
        "☑",
        "☒",
        "•",
        "●",
        "■",
        "✅",
        "ydy",
        "oes",
        "n",
        "no",
        "-",
        "–",
        "☐",
    ]
)


_NO_TICKS = frozenset(["n", "no", "-", "–", "☐", "✗", "✘"])


def is_tick(text: str) -> bool:
    """Say whether the cell is a tick, a cross or a yes/no, and nothing else."""
    return flat(text).lower() in _TICKS


def is_ticked(text: str) -> bool:
    """Say whether the cell ticks something (a cross "x" ticks; "no" and a dash do not)."""
    said = flat(text).lower()
    return said in _TICKS and said not in _NO_TICKS


def share(texts: Iterable[str], test: Callable[[str], bool]) -> float:
    """Give the share of texts that pass a test; 0 of none."""
    texts = list(texts)
    return sum(test(text) for text in texts) / len(texts) if texts else 0.0


def is_number(text: str) -> bool:
    """Say whether a cell is a number or a reference ("7", "1.2", "E3") and nothing else."""
    return bool(re.fullmatch(r"[A-Za-z]{0,4}[\s.\-/]?\d{1,4}(?:[.\-/]\d{1,3}){0,3}[a-z]?[.):]?", flat(text)))


def is_dated(text: str) -> bool:
    """Say whether a cell is mostly a wording of time."""
    said = flat(text)
    readings = [r for r in read_timescales(said) if r.timescale.kind != "unknown" or r.doubts]
    covered = sum(r.end - r.start for r in readings)
    return bool(readings) and len(said) < 90 and covered / len(said) > 0.4


def is_status_word(text: str) -> bool:
    """Say whether a cell is a status word or a colour."""
    said = read_status(text)
    return len(flat(text)) < 40 and (said.status is not None or said.rag is not None)


def is_outcome_word(text: str) -> bool:
    """Say whether a cell states what became of an action."""
    return read_outcome(text) is not None or is_status_word(text)
