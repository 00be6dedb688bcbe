"""What the words of an action give away: vague verbs, activities, names instead of actions, groups instead of owners.

The one idea: the words looked for are data (`terms/data/plan_wording.toml`); only the place where they count is decided
here. A vague verb counts at the head of an action or of a part of it, or after "will" and "to have", never in passing
("taking into consideration").
Source:  sources.toml#ehrc-outcomes-self-assessment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from dueregard.domain.plans.model import Action
from dueregard.terms.citations import read_data

_LABEL = r"(?:^|\n)\s*(?:\(?(?:[ivxl]+|[a-z]|\d+(?:\.\d+)*)[).]\s*|[•*–-]\s*)?"
_PURPOSE = re.compile(
    r"\b(?:so that|in order to|to ensure|to enable|to improve|to reduce|to increase|leading to)\b", re.I
)
_UNMEASURED = frozenset({"improve", "increase", "broaden", "reduce", "support", "strengthen", "enhance", "promote"})
_ANYWHERE = frozenset({"where possible", "as appropriate"})
_TITLE = re.compile(
    r"^(?:the\s+)?(?:[A-Z][\w&'’/-]*|and|of|for|the|in|&|–|-)(?:[\s,]+(?:[A-Z(][\w&'’()/-]*|and|of|for|the|in|&|–|-))*?\s*"
    r"(?:Strateg(?:y|ies)|Plans?|Programmes?|Polic(?:y|ies)|Frameworks?|Schemes?|Projects?|Charter|Services?|Forum|Networks?"
    r"|Survey|Initiative)\b(?P<rest>.*)$"
)
_REST = re.compile(
    r"^\s*(?:and\s+Action\s+Plan\s*)?(?:[-–(]?\s*\d{4}(?:\s?[-/–]\s?\d{2,4})?\)?)?\s*(?:for\b[^.]*|\([^)]*\)?)?\.?$",
    re.S,
)


@cache
def _words() -> Mapping[str, Any]:
    return read_data("plan_wording.toml")


@cache
def _vague() -> re.Pattern[str]:
    verbs = sorted((word for word in _words()["vague"] if word not in _ANYWHERE), key=len, reverse=True)
    anywhere = "|".join(sorted(_ANYWHERE))
    heads = "|".join(re.escape(verb) for verb in verbs)
    return re.compile(
        rf"(?:{_LABEL}(?:(?:we\s+)?will\s+|to\s+(?:have\s+)?)?|\b(?:we|council)\s+will\s+)(?P<head>{heads})(?:e?d|ing)?\b"
        rf"|\b(?P<anywhere>{anywhere})\b",
        re.I,
    )


def vague_words(text: str, *, measured: bool) -> tuple[str, str] | None:
    """Give the first vague wording and the question it leaves open, or None.

    Takes:   `measured`: the action has a figure; then "increase" and its like are not vague.

    >>> vague_words("Consider options for a staff network", measured=False)
    ('Consider', 'What will be decided, by whom and by when?')
    """
    for hit in _vague().finditer(text):
        said = hit["head"] or hit["anywhere"]
        if not (measured and said.lower() in _UNMEASURED):
            return said, _words()["vague"][said.lower()]
    return None


def activity_word(text: str) -> str | None:
    """Give the activity with which a text begins ("Review", "Train"), unless it goes on to say what for."""
    if _PURPOSE.search(text):
        return None
    words = "|".join(sorted(map(re.escape, _words()["activity"]["words"]), key=len, reverse=True))
    hit = re.match(rf"\s*(?:to\s+)?(?P<verb>{words})(?:ing|s|ed)?\b", text, re.I)
    return hit["verb"] if hit else None


def is_title(text: str) -> bool:
    """Whether a text only names something.

    >>> is_title("Refugee and Migrant Strategy 2015-2020"), is_title("Review the Housing Strategy")
    (True, False)
    """
    text = text.strip()
    if activity_word(text) or vague_words(text, measured=False) or len(text.split()) > 20:
        return False
    hit = _TITLE.match(text)
    return bool(hit and _REST.match(hit["rest"]))


def is_group(lead: str) -> bool:
    """Whether a lead is nobody in particular.

    >>> is_group("All Directors"), is_group("Director of Housing")
    (True, False)
    """
    said = " ".join(lead.lower().replace(".", "").split())
    return said in _words()["group"]["whole"] or said.startswith(tuple(_words()["group"]["openings"]))


def is_open_ended(timescale: str) -> bool:
    """Whether a timescale names no day at all ("Ongoing", "TBC").

    >>> is_open_ended("Ongoing"), is_open_ended("Ongoing to March 2027")
    (True, False)
    """
    said = re.sub(r"[^\w\s/-]", "", timescale.lower()).strip()
    return said in _words()["open_ended"]["words"]


@cache
def _assessment() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _words()["assessment"]["words"]), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.I)


def names_assessment(text: str) -> str | None:
    """Give the words with which a text names an equality impact assessment, or None.

    >>> names_assessment("Commence EQIA on the recycling service")
    'EQIA'
    """
    hit = _assessment().search(text)
    return hit[0] if hit else None


def groups_named(text: str) -> tuple[str, ...]:
    """Give the codes of the characteristics that a text seems to speak of, for a person to confirm.

    >>> groups_named("Engagement with disabled children")
    ('age', 'disability')
    """
    low = text.lower()
    return tuple(
        code
        for code, beginnings in _words()["groups"].items()
        if any(re.search(rf"\b{re.escape(beginning)}", low) for beginning in beginnings)
    )


def parts_without_date(action: Action) -> int:
    """Give how many things an action asks for under its one date: parts without a date, or sentences that order."""
    parts = [one for one in action.sub_actions if one.kind in {"sub_action", "paragraph", "milestone"}]
    if parts:
        return sum(1 for one in parts if one.due_date is None)
    sentences = re.split(r"(?<=[.;])\s+(?=[A-Z])|\n", action.action_text)
    return sum(1 for one in sentences if activity_word(one) or vague_words(one, measured=False))
