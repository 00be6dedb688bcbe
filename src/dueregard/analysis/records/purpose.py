"""Why may these records be held, on what basis, until when, and who answers for them?

The one idea: no record is taken in before this value is whole. Its faults are told together, so that one journey mends
them; whether a basis is the right one in law is for the council's data protection officer: here only is checked that
one is named, that it goes with the kind of data, and that the records end. The undertaking is part of the value:
records held for equality monitoring are never used for a decision about a person.
Sources: sources.toml#uk-gdpr-art-6, #uk-gdpr-art-9, #uk-gdpr-art-10, #dpa-2018-sch-1-para-8 (in lawful_bases.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dueregard.analysis.records.schema import Schema

UNDERTAKING = "Records held for equality monitoring are never used for a decision about a person."
"""What the council undertakes. It is what paragraph 8 of Schedule 1 asks for (paragraph 8(3)): without it the condition
does not hold. Source: sources.toml#dpa-2018-sch-1-para-8."""


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """One basis: its point or paragraph, plain words, and the key of its source."""

    code: str
    words: str
    source: str


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("dueregard.analysis.records") / "lawful_bases.toml").read_text(encoding="utf-8"))


@cache
def bases(of: str) -> tuple[LawfulBasis, ...]:
    """Give the bases of "article_6", "article_9" or "article_10", or the conditions of "schedule_1".

    >>> [basis.code for basis in bases("article_6")]
    ['a', 'b', 'c', 'd', 'e', 'f']
    """
    return tuple(LawfulBasis(code, each["words"], each["source"]) for code, each in _data()[of].items())


def longest_years() -> int:
    """Give for how many years at most records may be kept, unless a council's policy sets fewer."""
    years: int = _data()["retention"]["longest_years"]
    return years


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is recorded before records are taken in.

    Takes:   `purpose` in the council's words; `article_6`, `article_9`, `article_10` as codes of `bases`; `schedule_1`,
             the paragraph relied on; `dpia_reference`, where the impact assessment is; `retention_until`, the last day
             the records are kept; `owner`, who answers for them; `undertakes`, that UNDERTAKING was agreed to;
             `gender_identity_reason`, why it is taken in row by row, where it is.
    """

    purpose: str
    article_6: str
    dpia_reference: str
    retention_until: date
    owner: str
    undertakes: bool
    article_9: str | None = None
    article_10: str | None = None
    schedule_1: str | None = None
    gender_identity_reason: str | None = None


@dataclass(frozen=True, slots=True)
class PurposeFault:
    """What is missing or cannot be, by the field it stands in."""

    field: str
    message: str


def faults(purpose: Purpose, schema: Schema, *, on: date, most_years: int | None = None) -> tuple[PurposeFault, ...]:
    """Give everything that stands in the way of taking in records of this schema, none when nothing does.

    Takes:   `on`, the day it is asked; `most_years`, the council's own longest retention where it is shorter.
    """
    found: list[PurposeFault] = []

    def add(field: str, message: str) -> None:
        found.append(PurposeFault(field, message))

    for field, message in _ASKED.items():
        if not getattr(purpose, field).strip():
            add(field, message)
    if purpose.article_6 and not _is_known("article_6", purpose.article_6):
        add("article_6", "Choose one of the lawful bases of Article 6.")
    _check_special(purpose, schema, add)
    _check_offences(purpose, schema, add)
    _check_retention(purpose, add, on=on, most_years=most_years)
    if not purpose.undertakes:
        add("undertakes", f"Agree to this: {UNDERTAKING}")
    if not (purpose.gender_identity_reason or "").strip() and _takes_gender_identity(schema):
        add(
            "gender_identity_reason",
            "Give the reason for taking in gender identity row by row, or leave the column out.",
        )
    return tuple(found)


_ASKED = {
    "purpose": "Say what the records are for.",
    "article_6": "Choose the lawful basis (Article 6 of UK GDPR).",
    "dpia_reference": "Say where the data protection impact assessment is.",
    "owner": "Say who answers for these records.",
}


def _is_known(of: str, code: str | None) -> bool:
    return any(basis.code == code for basis in bases(of))


def _check_special(purpose: Purpose, schema: Schema, add: Any) -> None:
    categories = schema.special_categories
    if purpose.article_9 is not None and not _is_known("article_9", purpose.article_9):
        add("article_9", "Choose one of the points of Article 9(2).")
        return
    if not categories:
        return
    if purpose.article_9 is None:
        add("article_9", f"Choose a point of Article 9(2): the records hold {_listed(categories)}.")
        return
    fitting = [code for code, each in _data()["schedule_1"].items() if purpose.article_9 in each["for_article_9"]]
    if fitting and purpose.schedule_1 not in fitting:
        add("schedule_1", "Choose the condition of Schedule 1 to the Data Protection Act 2018 that goes with it.")
    elif purpose.schedule_1 == "8":
        outside = [each for each in categories if each not in _data()["paragraph_8"]["categories"]]
        if outside:
            add("schedule_1", f"Paragraph 8 does not reach {_listed(outside)}. Leave the column out or choose another.")


def _check_offences(purpose: Purpose, schema: Schema, add: Any) -> None:
    if purpose.article_10 is not None and not _is_known("article_10", purpose.article_10):
        add("article_10", "Choose one of the two ways of Article 10.")
    elif schema.has_offence_data and purpose.article_10 is None:
        add("article_10", "Choose a basis under Article 10: the records tell of offences or proceedings.")
    elif (
        schema.has_offence_data
        and purpose.article_10 == "schedule_1"
        and not _is_known("schedule_1", purpose.schedule_1)
    ):
        add("schedule_1", "Choose the condition of Schedule 1 to the Data Protection Act 2018 that you rely on.")


def _check_retention(purpose: Purpose, add: Any, *, on: date, most_years: int | None) -> None:
    years = min(most_years or longest_years(), longest_years())
    if purpose.retention_until <= on:
        add("retention_until", "Choose a day in the future until which the records are kept.")
    elif purpose.retention_until > _years_after(on, years):
        add("retention_until", f"Choose a day within {years} years: records are not kept for longer than that.")


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def _takes_gender_identity(schema: Schema) -> bool:
    return any(c.characteristic == "gender_reassignment" and not c.is_left_out for c in schema.columns)


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
