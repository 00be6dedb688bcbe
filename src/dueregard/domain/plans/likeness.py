"""How alike are two texts? Used to offer a person what may be the same; never to decide it.

The one idea: the same words in another order, with other endings and marks, are the same text to a reader. Likeness is
between 0 and 1; what it is compared with is the caller's choice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

_ALL_PAIRS_UP_TO = (
    400  # texts; beyond it only texts that begin alike are compared, so that time grows with their number
)
_SUFFIX = re.compile(r"\s*[-–(]\s*(?:new|ongoing(?:\s+project)?|continued|carried forward)\)?\s*$", re.I)


def plain_words(text: str) -> str:
    """Give a text in lower case without marks, numbers at its head and suffixes such as "- NEW".

    >>> plain_words("12. Staff Survey – NEW")
    'staff survey'
    """
    text = _SUFFIX.sub("", text)
    text = re.sub(r"^\s*\(?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[).]\s*", "", text, flags=re.I)
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def likeness(first: str, second: str) -> float:
    """Say how alike two texts are: 1 for the same words in any order, 0 for none in common.

    >>> likeness("Survey of staff", "Staff survey of")
    1.0
    """
    return fuzz.token_sort_ratio(plain_words(first), plain_words(second)) / 100


def alike_pairs(texts: Sequence[str], *, at_least: float = 0.9) -> Iterator[tuple[int, int]]:
    """Give the positions (from 0) of each text and of the first earlier one that it is like; a text at most once."""
    plain = [" ".join(sorted(plain_words(text).split())) for text in texts]
    near: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(plain):
        if not text:
            continue
        key = "" if len(texts) <= _ALL_PAIRS_UP_TO else " ".join(plain_words(texts[position]).split()[:3])
        for earlier in near[key]:
            if fuzz.ratio(plain[earlier], text, score_cutoff=at_least * 100):
                yield earlier, position
                break
        near[key].append(position)
