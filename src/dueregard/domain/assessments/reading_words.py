"""Which field, column, characteristic, effect or option do a council's own words name?

The one idea: what councils call things is data (`terms/data/assessments/reading.toml`); this room compares words and
decides nothing else. A phrase of one word has to be the whole label; a longer one may stand anywhere in a short label;
the longest phrase that fits wins. What fits nothing gives None and stays as it was written.

Source:  council-assessment-forms.
Refuses: to take a sentence for a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from dueregard.domain.assessments.model import Effect, EvidenceKind, Group, Option
from dueregard.domain.plans.parsing.words import clean, plain
from dueregard.terms.citations import read_data

_FILE = "assessments/reading.toml"
_LONGEST_LABEL = 16
_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|step|stage|question|q)\s*)?(?:\(?\d{1,2}(?:\.\d{1,2})*[a-z]?[.):]?|[a-z][.)])\s+",
    re.IGNORECASE,
)
_SMALL = frozenset({"the", "of", "this", "your", "our", "a", "an", "is", "please", "and", "on", "for", "eg"})
_BRACKETS = re.compile(r"\s*[([][^)\]]*[)\]]\s*$")
_SPLIT_GROUP = re.compile(r"\s*(?:[-–—:,]\s+|\(|/)\s*")
_NOT_IN_A_CODE = re.compile(r"[^\w \-’']+")

_CATEGORIES: ContextVar[bool] = ContextVar("categories", default=False)
"""Whether a document of Northern Ireland is being read. Words are compared in many places that know of no nation."""


@cache
def _table(name: str) -> dict[str, frozenset[str]]:
    return {
        code: frozenset(plain(phrase) or phrase for phrase in phrases)
        for code, phrases in read_data(_FILE)[name].items()
    }


@cache
def _marks(name: str) -> frozenset[str]:
    return frozenset(mark.casefold() for mark in read_data(_FILE)["mark"][name])


def bare(text: str) -> str:
    """Give a label without its numbering and marks, for comparing.

    >>> bare("2.1 Who will be affected?"), bare("Title:")
    ('who will be affected', 'title')
    """
    return plain(_NUMBERING.sub("", clean(text), count=1))


@cache
def label_of(text: str, *, table: str = "label", among: tuple[str, ...] = ()) -> str | None:
    """Give the field (or, of table "column", the column) that a label names.

    Takes:   `among`, the only codes there are to choose from, in order: the columns of one kind of table.

    >>> label_of("3. Who will be affected by this decision?"), label_of("Title"), label_of("Lunch")
    ('who_is_affected', 'title', None)
    """
    said = bare(text)
    words = said.split()
    if not words or len(words) > _LONGEST_LABEL:
        return None
    core = " ".join(word for word in words if word not in _SMALL)
    best: tuple[int, str] | None = None
    known = _table(table)
    for code, phrases in ((code, known[code]) for code in among or known):
        for phrase in phrases:
            length = phrase.count(" ") + 1
            if said == phrase or core == phrase:
                return code
            if length > 1 and f" {phrase} " in f" {said} " and (best is None or length > best[0]):
                best = (length, code)
    if best is None or (best[0] == 2 and len(words) > 10):
        return None
    return best[1]


def group_named(text: str) -> Group | None:
    """Give the group that a row or a heading names: a characteristic, or people within one.

    >>> group_named("Age"), group_named("Disability (learning disability)")
    (Group(parts=(('age', ''),)), Group(parts=(('disability', 'learning disability'),)))
    >>> group_named("Older people").parts, group_named("The weather") is None
    ((('age', 'older people'),), True)
    """
    return _named(text, has_categories=_CATEGORIES.get())


@cache
def _named(text: str, *, has_categories: bool) -> Group | None:
    line = clean(text).split("\n", 1)[0]
    whole = _exact(line, has_categories=has_categories)
    if whole is not None:
        return whole
    found = _BRACKETS.sub("", line)
    if found != line and (outer := _exact(found, has_categories=has_categories)) is not None:
        inner = line[len(found) :].strip(" ()[]")
        return _within(outer, inner) if 0 < len(inner.split()) <= 6 and not _is_example(inner) else outer
    parts = _SPLIT_GROUP.split(line, maxsplit=1)
    if len(parts) == 2 and effects_named(parts[1]) is not None:
        return None  # "Sex: neutral" says something of a group; it names none
    if (
        len(parts) == 2
        and (outer := _exact(parts[0], has_categories=has_categories)) is not None
        and len(parts[1].split()) <= 6
    ):
        return outer if _exact(parts[1], has_categories=has_categories) is not None else _within(outer, parts[1])
    return None


def groups_named(text: str) -> tuple[Group, ...]:
    """Give every group that a short list names ("Age, disability and race").

    >>> [group.characteristics for group in groups_named("Age, disability and race")]
    [('age',), ('disability',), ('race',)]
    """
    if (whole := _exact(text, has_categories=_CATEGORIES.get())) is not None:
        return (whole,)
    parts = (_exact(part, has_categories=_CATEGORIES.get()) for part in re.split(r"[,;/&\n•]|\band\b", clean(text)))
    found = tuple(dict.fromkeys(group for group in parts if group is not None))
    if len(found) > 1:
        return found
    alone = group_named(text)
    return (alone,) if alone is not None else found


@contextmanager
def categories_named() -> Iterator[None]:
    """Take names that only section 75 gives ("Dependants") for groups, too, while one document is read."""
    token = _CATEGORIES.set(True)
    try:
        yield
    finally:
        _CATEGORIES.reset(token)


@cache
def _exact(text: str, *, has_categories: bool) -> Group | None:
    said = bare(text)
    for code, phrases in _table("category").items() if has_categories else ():
        if said in phrases:
            return Group(((code, ""),))
    for code, phrases in _table("characteristic").items():
        if said in phrases or said == code:
            return Group(((code, ""),))
    for key, phrases in _table("group").items():
        if said in phrases:
            characteristic, _, part = key.partition("=")
            return Group(((characteristic, part),))
    return None


def _within(outer: Group, part: str) -> Group:
    """Give people within a characteristic; the words become a code that is fit for an address."""
    code = " ".join(_NOT_IN_A_CODE.sub(" ", part).split()).lower()[:60]
    return Group(((outer.parts[0][0], code),)) if code else outer


def _is_example(text: str) -> bool:
    return plain(text).startswith(("eg ", "e g", "including", "such as", "or ", "and ", "all "))


def effect_in(text: str) -> tuple[Effect | None, str]:
    """Give the effect that words begin with, and what stands after it.

    An effect that is only denied on one side ("no negative impact") is no answer: nothing is improved.
    >>> effect_in("Neutral – nobody is treated differently.")
    (<Effect.NONE: 'none'>, 'nobody is treated differently.')
    >>> effect_in("Negative"), effect_in("No negative impact")
    ((<Effect.WORSE: 'worse'>, ''), (None, 'No negative impact'))
    """
    given = clean(text)
    head, rest = _split_answer(given)
    said = plain(head)
    for code, phrases in _table("effect").items():
        if said in phrases:
            return Effect(code), rest
    return None, given


def _split_answer(text: str) -> tuple[str, str]:
    """Part an answer from what explains it: "Neutral – because …", "Negative (older people)", a first line alone."""
    found = re.match(r"([^\n.:;,(–—-]{1,60}?)\s*(?:\n|[.:;,–—]\s*|\s-\s|\s*(?=\())(.+)$", text, re.DOTALL)
    if found:
        return found.group(1), found.group(2).strip()
    return text.rstrip(" ."), ""


def effects_named(text: str) -> Effect | None:
    """Give the effect that a short cell names anywhere ("Low negative"), else None."""
    return effect_in(text)[0]


def option_of(text: str) -> Option | None:
    """Give the option that words begin with.

    >>> option_of("Option 2: adjust the policy"), option_of("We will see")
    (<Option.ADJUST: 'adjust'>, None)
    """
    said = bare(text) or plain(text)
    whole = plain(text)
    best: tuple[int, str] | None = None
    for code, phrases in _table("option").items():
        for phrase in phrases:
            fits = any(f"{each} ".startswith(f"{phrase} ") for each in (said, whole))
            if fits and (best is None or len(phrase) > best[0]):
                best = (len(phrase), code)
    return Option(best[1]) if best else None


def word_of(text: str, table: str) -> str | None:
    """Give the code of severity, likelihood or duration that a short answer is.

    >>> word_of("High", "severity"), word_of("Perhaps", "severity")
    ('severe', None)
    """
    said = plain(text)
    return next((code for code, phrases in _table(table).items() if said in phrases), None)


def kind_of_evidence(text: str) -> EvidenceKind | None:
    """Give the kind of evidence that its words speak of, else None.

    >>> kind_of_evidence("Census 2021"), kind_of_evidence("A letter")
    (<EvidenceKind.CENSUS: 'census'>, None)
    """
    said = f" {plain(text)} "
    for code, phrases in _table("evidence_kind").items():
        if any(f" {phrase} " in said for phrase in phrases):
            return EvidenceKind(code)
    return None


def is_ticked(text: str) -> bool:
    """Say whether a cell holds a tick and nothing else.

    >>> is_ticked("X"), is_ticked("☐"), is_ticked("Yes"), is_ticked("Longer trips")
    (True, False, True, False)
    """
    return text.strip().casefold() in _marks("ticked")


def is_unticked(text: str) -> bool:
    """Say whether a cell is empty or crossed out."""
    return text.strip().rstrip(".").casefold() in _marks("unticked")


def says_nothing_to_do(text: str) -> bool:
    """Say whether words only say that nothing is to be done ("None required")."""
    return text.strip().rstrip(".").casefold() in _marks("nothing_to_do")


def speaks_of_assessment(text: str) -> bool:
    """Say whether words name an equality impact assessment.

    >>> speaks_of_assessment("Equality Impact Assessment: libraries"), speaks_of_assessment("Being")
    (True, False)
    """
    said = f" {plain(text)} "
    return any(f" {phrase} " in said for phrase in _table("words")["assessment"])


def is_its_name(text: str) -> bool:
    """Say whether words are only what such a document is called ("Equality Impact Assessment").

    >>> is_its_name("Equality Impact Assessment"), is_its_name("Equality impact assessment: parking")
    (True, False)
    """
    return plain(text) in _table("words")["assessment"]
