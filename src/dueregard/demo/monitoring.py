"""What Aldermere does with figures: its datasets, what it let out, what it watches, and what it answered.

The one idea: these are values only (monitoring.toml), about the made-up records of `demo.records`; the web half builds
them through the same actions that people's forms use, so that every figure on a page went through the gate.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dueregard.demo.records import YEARS, housing_help, penalty_notices, staff

ANALYST, OFFICER = "Chidi Okafor", "Amina Rahman"
"""Who prepares figures, and who lets them out."""
_MAKERS: Mapping[str, Callable[[int], bytes]] = {
    "staff": staff,
    "housing": housing_help,
    "notices": penalty_notices,
}


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One year's file of a dataset: a day (`start` and `end` the same) or a period."""

    name: str
    start: date
    end: date
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class DemoDataset:
    """A dataset: `promise` in the words of `registering.Promise`, its owner's post, and (column, wording, category)."""

    code: str
    promise: Mapping[str, str]
    owner: str
    wordings: tuple[tuple[str, str, str], ...]
    files: tuple[DemoFile, ...]


@dataclass(frozen=True, slots=True)
class DemoRelease:
    """What is counted of a file, by which policy, and what became of it; `outcome` is a column and its answer."""

    code: str
    dataset: str
    year: int
    title: str
    by: tuple[str, ...]
    policy: str
    state: str
    outcome: tuple[str, str] | None = None
    note: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DemoIndicator:
    """What is watched, held against what, and the releases that give its periods, by their codes."""

    code: str
    dataset: str
    name: str
    question: str
    asks: str
    by: tuple[str, ...]
    against: str
    unit: str
    better: str
    owner: str
    public: bool
    releases: tuple[str, ...]
    outcome: str = ""
    words: str = ""
    reference: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """What was answered to a finding of a release. To act names an action; to look further, a post and days."""

    release: str
    answer: str
    reason: str
    section: str = ""
    action: str = ""
    lead: str = ""
    due: str = ""
    post: str = ""
    in_days: int = 0


def datasets(on: date) -> tuple[DemoDataset, ...]:
    """Give the datasets, with the files that there are on a day.

    >>> [[len(each.files) for each in datasets(on)] for on in (date(2026, 11, 21), date(2026, 1, 1))]
    [[2, 2, 2], [1, 1, 1]]
    """
    return tuple(_dataset(code, words, on) for code, words in _words()["datasets"].items())


def releases() -> tuple[DemoRelease, ...]:
    """Give the releases in the order in which they were prepared."""
    return tuple(DemoRelease(**_tuples(words)) for words in _words()["releases"])


def indicators() -> tuple[DemoIndicator, ...]:
    """Give the indicators."""
    return tuple(DemoIndicator(**_tuples(words)) for words in _words()["indicators"])


def answers() -> tuple[DemoAnswer, ...]:
    """Give the answers, in the order of the findings that they answer."""
    return tuple(DemoAnswer(**words) for words in _words()["answers"])


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("dueregard.demo") / "monitoring.toml").read_text(encoding="utf-8"))


def _tuples(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}


def _dataset(code: str, words: Mapping[str, Any], on: date) -> DemoDataset:
    promise = {
        "name": words["name"],
        "about": words["about"],
        "purpose": words["purpose"],
        "unit": words["unit"],
        "article_6": words["article_6"],
        "article_9": words["article_9"],
        "schedule_1": words["schedule_1"],
        "article_10": words.get("article_10", ""),
        "basis_note": words["basis_note"],
        "dpia_reference": words["dpia"],
        "population_label": words["population"],
    }
    made = tuple(_file(code, words["file"], year) for year in YEARS)
    wordings = tuple((column, said, category) for column, said, category in words["wordings"])
    return DemoDataset(code, promise, words["owner"], wordings, tuple(one for one in made if one.end <= on))


def _file(code: str, name: str, year: int) -> DemoFile:
    end = date(year, 3, 31)
    start = end if code == "staff" else date(year - 1, 4, 1)
    return DemoFile(name.format(year=year), start, end, lambda: _MAKERS[code](year))
