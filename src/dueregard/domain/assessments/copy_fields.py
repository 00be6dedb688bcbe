"""Which answers does each part hold, what are they asked with, and how is each written in words and taken back?

The one idea: an answer is shown in words and read from words by the same table, so that what comes back unchanged is
known to be unchanged. An empty answer is shown by a mark, because an empty cell says nothing.

Refuses: nothing. Words that are no answer of their kind give a fault to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dueregard.domain.assessments.model import (
    Duration,
    Effect,
    EvidenceKind,
    Likelihood,
    Option,
    Severity,
    group_of_key,
)
from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.assessments.reading_gathering import day_in, number_in
from dueregard.domain.assessments.screening import Depth
from dueregard.domain.assessments.sheets import say_group
from dueregard.domain.plans.parsing.words import clean, plain
from dueregard.publish.document import say_date
from dueregard.terms.laws import law_of, named

NOT_ANSWERED = "[not answered]"
TITLES: dict[str, str] = {
    "screening": "How closely we need to look",
    "proposal": "What is proposed, and why",
    "affected": "Who could be affected",
    "evidence": "Figures and other evidence",
    "engagement": "What people told us",
    "gap": "What we do not know",
    "local": "Groups we add",
    "impact": "What it could do to people",
    "regard": "The three aims",
    "help": "Help aimed at one group",
    "armed_forces": "Armed forces",
    "mitigation": "Ways to avoid or lessen harm",
    "conclusion": "What we recommend",
    "monitoring": "How we will watch it",
    "own": "The council’s own questions",
}
"""Kinds of parts in the order of the pages, with their titles."""
_WORDS: dict[type[StrEnum], dict[str, str]] = {
    Effect: {
        "worse": "worse", "better": "better", "both": "worse for some, better for some", "none": "no effect",
        "not_known": "not known yet",
    },
    Option: {
        "no_major_change": "no major change", "adjust": "adjust", "continue": "continue", "stop": "stop and rethink"
    },
}  # fmt: skip


class Kind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    DAY = "day"
    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One answer of a part: where it stands in the part's contents, its label, and what it is."""

    path: tuple[str, ...]
    label: str
    kind: Kind = Kind.TEXT
    choices: type[StrEnum] | None = None

    @property
    def name(self) -> str:
        """The path in one word, for forms."""
        return ".".join(self.path)


def titles_of(nation: str) -> dict[str, str]:
    """Give the titles of the kinds of parts, as the nation's law calls its aims.

    >>> titles_of("wales")["regard"], titles_of("northern_ireland")["regard"]
    ('The three aims', 'Equality of opportunity and good relations')
    """
    return {**TITLES, "regard": law_of(nation).aims_title}


def fields_of(key: str) -> tuple[Field, ...]:
    """Give the answers that a part of this kind holds.

    >>> [field.label for field in fields_of("mitigation:1")]
    ['What will be done', 'By whom', 'By when', 'How we will know']
    """
    return _FIELDS.get(kind_of(key), ())


def title_of(key: str, content: Mapping[str, Any]) -> str:
    """Say what a part is about.

    >>> title_of("impact:age=older people", {}), title_of("regard:age:advance", {})
    ('Age: older people', 'Age: equality of opportunity')
    """
    kind, _mark, code = key.partition(":")
    if kind == "impact":
        return say_group(group_of_key(code))
    if kind == "regard":
        characteristic, _mark, aim = code.partition(":")
        return f"{named(characteristic)}: {_AIMS.get(aim, aim)}"
    said = next((content[name] for name in ("title", "question", "who", "text") if content.get(name)), "")
    short = " ".join(str(said).split())
    short = short if len(short) <= 80 else short[:79].rsplit(" ", 1)[0] + " …"
    return short or TITLES.get(kind, kind)


def value_at(content: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Give the value that stands at a path; None where there is none."""
    found: Any = content
    for step in path:
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list | tuple) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def say_answer(field: Field, content: Mapping[str, Any]) -> str:
    """Give an answer in words; "" where there is none.

    >>> say_answer(fields_of("conclusion")[0], {"option": "stop"})
    'stop and rethink'
    """
    value = value_at(content, field.path)
    if value is None or value == "":
        return ""
    if field.kind is Kind.YES_NO:
        return "yes" if value else "no"
    if field.kind is Kind.DAY:
        return say_date(date.fromisoformat(str(value)))
    if field.kind is Kind.CHOICE and field.choices:
        return _say_choice(field.choices, str(value))
    return str(value)


def choices_in_words(field: Field) -> tuple[str, ...]:
    """Give the words among which an answer is chosen."""
    if field.kind is Kind.YES_NO:
        return ("yes", "no")
    return tuple(_say_choice(field.choices, each.value) for each in field.choices) if field.choices else ()


def read_answer(field: Field, words: str) -> tuple[Any, str]:
    """Give the value that words are, and a fault to show ("" where there is none).

    >>> read_answer(fields_of("mitigation:1")[2], "5 March 2027"), read_answer(fields_of("impact:age")[0], "worse")
    (('2027-03-05', ''), ('worse', ''))
    >>> read_answer(fields_of("mitigation:1")[2], "soon")[1]
    '“soon” is not a day. Write it as 5 March 2027.'
    """
    said = same(words)
    if not said:
        return None, ""
    if field.kind is Kind.DAY:
        day = day_in(said)
        return (day.isoformat(), "") if day else (None, f"“{said}” is not a day. Write it as 5 March 2027.")
    if field.kind is Kind.NUMBER:
        number = number_in(said)
        return (number, "") if number is not None else (None, f"“{said}” is not a whole number.")
    if field.kind is Kind.YES_NO:
        answer = {"yes": True, "no": False}.get(plain(said))
        return answer, "" if answer is not None else f"“{said}” is neither yes nor no."
    if field.kind is Kind.CHOICE and field.choices:
        for each in field.choices:
            if plain(said) in {plain(each.value), plain(_say_choice(field.choices, each.value))}:
                return each.value, ""
        return None, f"“{said}” is none of: {'; '.join(choices_in_words(field))}."
    return said, ""


def same(words: str | None) -> str:
    """Give words as they are compared: without what an editor changes by itself; the mark for "no answer" is none.

    >>> same(" A  line\\r\\n\\r\\nand more "), same(NOT_ANSWERED)
    ('A line\\nand more', '')
    """
    said = clean(re.sub(r"\r\n?", "\n", words or ""))
    return "" if plain(said) == plain(NOT_ANSWERED) else said


def put_at(content: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path, making what is above it where it is not there."""
    if len(path) == 1:
        content[path[0]] = value
        return
    if path[1].isdecimal():
        row = list(content.get(path[0]) or [None, None, None])
        row[int(path[1])] = value
        content[path[0]] = row
        return
    inner = dict(content.get(path[0]) or {})
    put_at(inner, path[1:], value)
    content[path[0]] = inner


def _say_choice(choices: type[StrEnum], value: str) -> str:
    return _WORDS.get(choices, {}).get(value, value.replace("_", " "))


def _weight(path: str, when: str) -> Iterator[Field]:
    yield Field((path, "severity"), f"How much it matters, {when}", Kind.CHOICE, Severity)
    yield Field((path, "likelihood"), f"How likely it is, {when}", Kind.CHOICE, Likelihood)
    yield Field((path, "duration"), f"How long it lasts, {when}", Kind.CHOICE, Duration)
    yield Field((path, "people"), f"How many people, {when}", Kind.NUMBER)


_AIMS = {"eliminate": "ending discrimination", "advance": "equality of opportunity", "foster": "good relations"}
_FIELDS: dict[str, tuple[Field, ...]] = {
    "proposal": (
        Field(("about",), "What is proposed, and why"),
        Field(("begun_on",), "Begun on", Kind.DAY),
        Field(("finished_on",), "Finished on", Kind.DAY),
        Field(("review_on",), "To be reviewed on", Kind.DAY),
    ),
    "affected": (
        Field(("who_is_affected",), "Who could be affected"),
        Field(("is_workforce",), "Are staff affected?", Kind.YES_NO),
        Field(("is_public_service",), "Is the public affected?", Kind.YES_NO),
    ),
    "screening": (
        Field(("depth",), "How far we go", Kind.CHOICE, Depth),
        Field(("reason",), "Why"),
    ),
    "evidence": (
        Field(("title",), "What it is"),
        Field(("kind",), "Kind of evidence", Kind.CHOICE, EvidenceKind),
        Field(("on",), "Of which day", Kind.DAY),
        Field(("base",), "Of whom or how many"),
        Field(("says",), "What it says"),
        Field(("gap",), "What it does not say"),
        Field(("link",), "Where it can be found"),
    ),
    "engagement": (
        Field(("who",), "Who was asked"),
        Field(("how",), "How"),
        Field(("begun",), "Begun on", Kind.DAY),
        Field(("ended",), "Ended on", Kind.DAY),
        Field(("answers",), "How many answered", Kind.NUMBER),
        Field(("said",), "What they said"),
    ),
    "gap": (
        Field(("text",), "What we do not know"),
        Field(("will_do",), "What we will do to find out"),
        Field(("owner",), "By whom"),
        Field(("due_date",), "By when", Kind.DAY),
        Field(("filled",), "What was found"),
    ),
    "impact": (
        Field(("effect",), "What it could do", Kind.CHOICE, Effect),
        Field(("reason",), "Why"),
        *_weight("before", "before mitigation"),
        Field(("none_found",), "Did we look for evidence and find none?", Kind.YES_NO),
        Field(("will_do",), "What we will do about that"),
        Field(("effect_after",), "What remains after mitigation", Kind.CHOICE, Effect),
        *_weight("after", "after mitigation"),
    ),
    "regard": (Field(("text",), "How this was considered"),),
    "help": (
        Field(("grounds",), "What the belief is based on"),
        Field(("why_proportionate",), "Why it is proportionate"),
    ),
    "armed_forces": (
        Field(("armed_forces", "0"), "Obligations and sacrifices"),
        Field(("armed_forces", "1"), "Removing disadvantage"),
        Field(("armed_forces", "2"), "Special provision"),
    ),
    "mitigation": (
        Field(("text",), "What will be done"),
        Field(("owner",), "By whom"),
        Field(("due_date",), "By when", Kind.DAY),
        Field(("measure",), "How we will know"),
    ),
    "conclusion": (
        Field(("option",), "What we recommend", Kind.CHOICE, Option),
        Field(("reason",), "Why"),
        Field(("is_unlawful_shown",), "Does the evidence show unlawful conduct?", Kind.YES_NO),
        Field(("aim",), "The aim of going on"),
        Field(("why_proportionate",), "Why this is a proportionate way to reach it"),
    ),
    "monitoring": (Field(("monitoring",), "How we will watch it"),),
    "own": (Field(("text",), "Answer"),),
}
