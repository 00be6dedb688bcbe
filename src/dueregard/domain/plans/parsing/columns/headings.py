"""What does each column of a table hold, going by its heading?

The one idea: a heading is compared with the words of `headings.toml`; a heading may hold two fields ("Lead &
timescales"). What a heading leaves open is settled by the cells (`contents`). A row is a row of headings when most of
its cells are headings, one of them is so exactly, and one can hold the action or what it serves.

Sources: headings.toml, which names its own. It refuses to take a sentence for a heading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.strands import characteristics_of
from dueregard.domain.plans.parsing.words import clean, flat, plain

LEVELS = ("directorate", "service", "role", "theme", "priority", "objective")
"""Kinds of level above actions, outermost first where a table has several."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as printed, and the fields that its cells hold (two if combined, none if unknown).

    `doubt` says why a person should look ("outcome", "measure", "unknown" …); `label` is the period or characteristic
    that the heading itself names ("Q1", "age"), for columns that repeat over time or tick characteristics.
    """

    heading: str
    fields: tuple[str, ...] = ()
    doubt: str | None = None
    label: str | None = None


@cache
def _vocabulary() -> tuple[dict[str, str], tuple[str, ...]]:
    """Give (words → field) and the fields in order of precedence."""
    source = resources.files(__package__).joinpath("headings.toml").read_text(encoding="utf-8")
    words: dict[str, str] = {}
    order: list[str] = []

    def take(name: str, section: dict[str, object]) -> None:
        for key, value in section.items():
            if isinstance(value, dict):
                take(f"{name}.{key}", value)
            elif isinstance(value, list):
                order.append(name)
                for word in value:
                    words.setdefault(_key(str(word)), name)

    for name, section in tomllib.loads(source).items():
        take(name, section)
    return words, tuple(order)


@cache
def _longest_word() -> int:
    return max(len(word.split()) for word in _vocabulary()[0])


def _key(text: str) -> str:
    return plain(text.replace("%", " percent ").replace("#", " number "))


_JOINED = re.compile(r"\s*(?:&|/|\+|,|;|\n|\band\b|\ba\b|\bac\b|\bwith\b|:|–|-)\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def fields_of(heading: str) -> tuple[str, ...]:
    """Give the fields that a heading names, none if it is no heading we know.

    >>> fields_of("Lead Responsibility & Timescales"), fields_of("Action owner"), fields_of("Erbyn pryd")
    (('lead', 'timescale'), ('lead',), ('due',))
    >>> fields_of("Provide a range of material in digital format"), fields_of("Outcome/PI")
    ((), ('outcome_or_expected', 'measure'))
    """
    text = clean(heading)
    if not text or len(text) > 160:
        return ()
    words = _vocabulary()[0]
    for form in (text, re.sub(r"\([^()]*\)", " ", text), re.sub(r"^[\d.)(\s]+", "", text)):
        found = words.get(_key(form))
        if found:
            return (found,)
    without = re.sub(r"\([^()]*\)?", " ", text)
    parts = [words.get(_key(part)) for part in _JOINED.split(without) if _key(part)]
    if len(parts) > 1 and all(parts):
        return _kept([part for part in parts if part])
    hits = _phrases_in(_key(without if _key(without) else text))
    if not hits:
        return ()
    covered = sum(len(words_.split()) for words_, _ in hits)
    total = len(_key(without).split()) or 1
    if covered / total < 0.34 or total > 14:
        return ()
    return _chosen(without, hits)


def _phrases_in(key: str) -> list[tuple[str, str]]:
    """Find the known words in a heading, longest first from the left, as (words, field)."""
    vocabulary, tokens = _vocabulary()[0], key.split()
    hits, at = [], 0
    while at < len(tokens):
        for length in range(min(_longest_word(), len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + length])
            field = vocabulary.get(phrase)
            # words such as "from" and "what" head a column only when they stand alone
            if field and (length > 1 or phrase not in _WEAK):
                hits.append((phrase, field))
                at += length
                break
        else:
            at += 1
    return hits


_WEAK = frozenset(
    {"from", "start", "begin", "what", "who", "how", "when", "why", "no", "id", "time", "due", "by", "period", "year"}
    | {
        "group",
        "groups",
        "need",
        "issue",
        "area",
        "function",
        "position",
        "state",
        "source",
        "support",
        "board",
        "code",
    }
    | {"line", "row", "done", "stage", "finish", "completion", "team", "subject", "context", "detail", "ground", "maes"}
    | {"cam", "sut", "pwy", "beth", "pryd", "nod", "erbyn", "dull", "project", "committee", "pc", "topic", "category"}
)


def _chosen(heading: str, hits: list[tuple[str, str]]) -> tuple[str, ...]:
    fields = list(dict.fromkeys(field for _, field in hits))
    if len(fields) == 1:
        return tuple(fields)
    order = _vocabulary()[1]
    parts = [part for part in _JOINED.split(heading) if part.strip()]
    named = []
    for part in parts:
        whole = _vocabulary()[0].get(_key(part))
        of_part = {whole} if whole else {field for _, field in _phrases_in(_key(part))}
        if of_part:
            named.append(min(of_part, key=order.index))
    kept = _kept(named)
    return kept if len(kept) >= 2 else (min(fields, key=order.index),)


def _kept(named: list[str]) -> tuple[str, ...]:
    """Keep of several fields those that a combined column can hold: a lead's service is no level, a link's plan no
    action.
    """
    fields = list(dict.fromkeys(named))
    if {"lead", "partners"} & set(fields):
        fields = [field for field in fields if not field.startswith("level.") and field != "action"]
    if "links" in fields:
        return ("links",)
    return tuple(fields[:2])


def period_of(heading: str) -> str | None:
    """Give the period that a heading names ("Q1 update", "2022/23", "Year 2"), or None.

    >>> period_of("Q1 update"), period_of("Progress 2022-23"), period_of("Action")
    ('Q1', '2022-23', None)
    """
    text = flat(heading)
    if not text or len(text) > 60:
        return None
    readings = [r for r in read_timescales(text) if r.timescale.kind in _PERIOD_KINDS]
    if len(readings) != 1:
        return None
    rest = (text[: readings[0].start] + " " + text[readings[0].end :]).strip(" :-–()")
    if rest and not set(fields_of(rest)) & {"progress", "status", "rag", "year_end", "percent", "timescale", "target"}:
        return None
    return readings[0].timescale.text


_PERIOD_KINDS = (
    "financial_quarter",
    "financial_year",
    "month",
    "calendar_year",
    "relative",
    "range",
    "by_end_of_month",
)


def read_headings(texts: Sequence[str]) -> tuple[Column, ...] | None:
    """Give the columns that a row of headings names, or None if the row is not one.

    >>> [c.fields for c in read_headings(("No", "What we will do", "Who", "By when"))]
    [('number',), ('action',), ('lead',), ('due',)]
    >>> read_headings(("1", "Train all staff", "HR Manager", "2015")) is None
    True
    """
    filled = [(i, text) for i, text in enumerate(texts) if flat(text)]
    distinct = {flat(text) for _, text in filled}
    if len(distinct) < 2 or any(len(text) > 160 for text in distinct):
        return None
    if not any(field.split(".")[0] in _MAIN for text in distinct for field in fields_of(text)):
        return None
    columns = tuple(_column(text) for text in texts)
    known = [columns[i] for i, _ in filled if columns[i].fields or columns[i].label]
    fields = {field for column in known for field in column.fields} | {column.label for column in known if column.label}
    if len(fields) < 2 or not any(field.split(".")[0] in _MAIN for field in fields if field):
        return None
    exact = sum(_key(text) in _vocabulary()[0] for text in distinct)
    if len(known) / len(filled) < (0.5 if exact >= 2 else 0.6) or not exact:
        return None
    if any(_is_sentence(text) for text in distinct) and len(known) / len(filled) < 0.7:
        return None
    return columns


_MAIN = frozenset(
    {"action", "level", "commitment", "measure_or_action", "how", "description", "target", "priority_or_level"}
)
"""What every row of headings has one of: a column that can hold the action or what it serves."""


def _is_sentence(text: str) -> bool:
    said = flat(text)
    return said.endswith(".") and len(said.split()) > 6


@lru_cache(maxsize=4096)
def _column(heading: str) -> Column:
    text = flat(heading)
    if not text:
        return Column("")
    fields = fields_of(text)
    label = period_of(text) if len(text) <= 60 else None
    if label:
        return Column(
            text, tuple(f for f in fields if f in ("progress", "status", "rag", "percent", "year_end")), None, label
        )
    if not fields:
        codes = characteristics_of(text)
        if len(codes) == 1 and len(text.split()) <= 6:
            return Column(text, (), None, f"strand:{text}")
    return Column(text, fields)
