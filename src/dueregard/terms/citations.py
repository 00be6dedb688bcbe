"""Where a rule comes from: the list of sources that code and data cite by key.

The one idea: nothing is claimed that cannot be looked up. Each entry of `data/sources.toml` says what the source is,
who publishes it, where it stands, when we last saw it and how sure we are (V seen, K known, D worked out); a test fails
where a rule or a duty names a source that is not there. It refuses to guess: an unknown key is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `mark` is V (seen), K (from knowledge, check before relying on it) or D (worked out by us)."""

    key: str
    title: str
    publisher: str
    url: str
    seen: date
    mark: Literal["V", "K", "D"]

    def in_words(self) -> str:
        """Say it as a footnote would: title, publisher, and the day it was last seen."""
        return f"{self.title}; {self.publisher}, seen {self.seen.day} {self.seen:%B %Y}"


def read_data(name: str) -> dict[str, Any]:
    """Give a file of `terms/data` as values.

    >>> sorted(read_data("duties.toml"))
    ['duty']
    """
    return tomllib.loads((files("dueregard.terms") / "data" / name).read_text(encoding="utf-8"))


@cache
def sources() -> Mapping[str, Source]:
    """Give every source by its key."""
    return MappingProxyType({key: Source(key=key, **entry) for key, entry in read_data("sources.toml").items()})


def source(key: str) -> Source:
    """Give one source.

    Raises:  KeyError where the key is not in sources.toml: a citation that leads nowhere is our own fault.

    >>> source("si-2017-353-reg-4").publisher
    'legislation.gov.uk'
    """
    return sources()[key]
