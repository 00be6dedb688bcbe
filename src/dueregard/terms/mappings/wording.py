"""Which wordings are known to mean which category? All that are listed, made comparable.

The one idea: two wordings are the same when they are so after case, spaces, dashes, punctuation, "&" and a word said
twice running are made alike;
nothing else is taken away, so that "not disabled" never becomes "disabled". A wording that may be more than one
category is listed as ambiguous, with the reason; it is then never read as any of them.

Source:  the wordings stand in `data/classifications/*.toml` and `data/mappings/no_answer.toml`, with their sources.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dueregard.terms.citations import read_data
from dueregard.terms.classifications.catalogue import classification, entries


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Why a wording is asked about, and which categories it may be; `complete` where it can be no other."""

    why: str
    may_be: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The wordings of one classification. `labels` are its own words, `synonyms` others in use, `finer` where a value
    that is not found here is looked up next."""

    labels: Mapping[str, str]
    synonyms: Mapping[str, str]
    ambiguous: Mapping[str, Ambiguous]
    finer: str | None = None


def plain(text: str) -> str:
    """Make a wording comparable.

    >>> plain("White & Asian"), plain(" English/Welsh –  British "), plain("White: White Irish")
    ('white and asian', 'english welsh british', 'white irish')
    """
    letters = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    letters = re.sub(r"['’`]", "", letters).replace("+", " plus ")
    words = re.sub(r"[\W_]+", " ", letters).split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or word != words[at - 1])


def with_slashes(text: str) -> str:
    """Make a wording comparable, and keep its slashes: "Mixed/Other" gathers two groups, "Mixed - other" does not.

    >>> with_slashes("Mixed / Other")
    'mixed/other'
    """
    return "/".join(plain(part) for part in text.split("/"))


@cache
def lexicon(key: str) -> Lexicon:
    """Give the wordings of a classification.

    >>> lexicon("ethnic_group_19").synonyms["asian or asian british indian"]
    'indian'
    """
    entry: Mapping[str, Any] = next((one for one in entries() if one["key"] == key), {})
    found = classification(key)
    labels = {plain(words): category.code for category in found.categories for words in category_words(category)}
    ambiguous = _ambiguous(entry.get("ambiguous", ()))
    prefixes = {one["code"]: one.get("prefixes", ()) for one in entry["categories"]}
    synonyms: dict[str, str] = {}
    for one in entry["categories"]:
        code = one["code"]
        forms = [*one.get("also", ()), *prefixes[code]]
        forms += [
            f"{prefix} {ending}" for prefix in prefixes.get(one.get("parent"), ()) for ending in one.get("endings", ())
        ]
        for form in forms:
            if plain(form) not in labels and plain(form) not in ambiguous:
                synonyms.setdefault(plain(form), code)
    return Lexicon(labels, synonyms, ambiguous, entry.get("finer"))


def category_words(category: Any) -> tuple[str, ...]:
    """Give a category's own words: its label and its short name."""
    return tuple(words for words in (category.label, category.short) if words)


@cache
def no_answers() -> Lexicon:
    """Give the wordings of not having an answer, the same for all classifications."""
    data = read_data("mappings/no_answer.toml")
    synonyms = {plain(form): code for code, forms in data["words"].items() for form in forms}
    ambiguous = _ambiguous(data["ambiguous"])
    return Lexicon({}, synonyms, ambiguous)


def _ambiguous(listed: Any) -> dict[str, Ambiguous]:
    return {
        with_slashes(form): Ambiguous(one["why"], tuple(one["may_be"]), one.get("complete", False))
        for one in listed
        for form in one["words"]
    }
