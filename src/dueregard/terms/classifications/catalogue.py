"""Which classifications are there? All of them, by key and by the characteristic they speak to.

The one idea: they are data, one file per subject in `data/classifications`, each with its source; a new version is a
new entry beside the old one, never a change to it. It refuses a key that is not there, and names those like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from rapidfuzz import process

from dueregard.terms.citations import read_data
from dueregard.terms.classifications.model import Category, Classification
from dueregard.terms.errors import UsedWrongly

_FOLDER = "classifications"
_WORDS_ONLY = frozenset({"also", "prefixes", "endings"})
"""What an entry holds besides the category itself: the wordings that are read by `mappings.wording`."""


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """Give the entries of the data files as they are, file by file in the order of their names."""
    folder = files("dueregard.terms") / "data" / _FOLDER
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(entry for name in names for entry in read_data(f"{_FOLDER}/{name}")["classification"])


@cache
def classifications() -> Mapping[str, Classification]:
    """Give every classification by its key."""
    return MappingProxyType({entry["key"]: _made(entry) for entry in entries()})


def _made(entry: Mapping[str, Any]) -> Classification:
    categories = tuple(
        Category(**{name: value for name, value in one.items() if name not in _WORDS_ONLY})
        for one in entry["categories"]
    )
    lists = {name: tuple(entry.get(name, ())) for name in ("cautions", "headings")}
    rest = {
        name: value
        for name, value in entry.items()
        if name not in {"categories", "finer", "ambiguous", "official_scheme", *lists}
    }
    everything: dict[str, Any] = {"characteristic": None, **rest, **lists, "categories": categories}
    return Classification(**everything)


def classification(key: str) -> Classification:
    """Give one classification.

    Raises:  UsedWrongly where there is none of that key.

    >>> classification("sex").title
    'Sex (Census 2021)'
    """
    try:
        return classifications()[key]
    except KeyError:
        near = [found for found, _, _ in process.extract(key, list(classifications()), limit=3)]
        raise UsedWrongly(
            f"There is no classification “{key}”.", mend=f"The nearest are {', '.join(near)}; --list gives them all."
        ) from None


def speaks_to(characteristic: str) -> tuple[Classification, ...]:
    """Give the classifications that speak to a characteristic, the most direct first.

    >>> [c.key for c in speaks_to("sex")]
    ['sex']
    """
    found = [one for one in classifications().values() if one.characteristic == characteristic]
    return tuple(sorted(found, key=lambda one: one.near))


def cautions(keys: Iterable[str]) -> tuple[str, ...]:
    """Give the sentences to show where figures by these classifications are compared, each once.

    >>> any("Equality Act" in sentence for sentence in cautions(["sex"]))
    True
    """
    return tuple(dict.fromkeys(sentence for key in keys for sentence in classification(key).cautions))


def check_use(keys: Iterable[str], *, wards: bool = False) -> None:
    """Refuse a table that the publisher of a classification says must not be made.

    Takes:   the classifications that one table runs over, and whether it also runs over wards.
    Raises:  UsedWrongly, for instance for gender identity by ward or by another characteristic.
    """
    listed = tuple(classification(key) for key in keys)
    for one in listed:
        if wards and not one.wards:
            raise UsedWrongly(f"{one.title} is not given for wards.", mend="Use the whole council area or larger.")
        if len(listed) > 1 and not one.crossings:
            raise UsedWrongly(f"{one.title} is not crossed with anything else.", mend="Show it by itself.")
