"""In what words are lawful bases, states and units told?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.records.purpose import bases
from dueregard.domain.monitoring.states import VersionState

ARTICLE_6: dict[str, Any] = {
    "c": _("The law obliges us to: a legal obligation"),
    "e": _("We need it for our public task"),
    "b": _("We need it for a contract with the person, such as their employment"),
    "a": _("Each person has consented"),
    "f": _("A legitimate interest outside our public task"),
}
"""Article 6 in plain words, the usual ones first; "d", somebody's life, is no reason to count anybody."""
ARTICLE_6_HINTS: dict[str, Any] = {
    "c": _("Article 6(1)(c) UK GDPR. Such as the public sector equality duty and its specific duties."),
    "e": _("Article 6(1)(e). The usual basis of a council for its services."),
    "b": _("Article 6(1)(b)."),
    "a": _("Article 6(1)(a). People must be able to say no, and to change their mind at any time."),
    "f": _("Article 6(1)(f). Not open to a public authority in the performance of its tasks."),
}
SPECIAL: dict[str, tuple[str, str]] = {
    "none": ("", ""),
    "g8": ("g", "8"),
    "j4": ("j", "4"),
    "b1": ("b", "1"),
    "h2": ("h", "2"),
    "a": ("a", ""),
}
"""A choice of the form → the point of Article 9(2), and the paragraph of Schedule 1 that goes with it."""
ARTICLE_9: dict[str, Any] = {
    "none": _("There is no special category data in it"),
    "g8": _("To watch over equality of opportunity or treatment"),
    "j4": _("Research or statistics, in the public interest"),
    "b1": _("Employment, social security and social protection law"),
    "h2": _("Health or social care"),
    "a": _("Each person has explicitly consented"),
}
ARTICLE_9_HINTS: dict[str, Any] = {
    "none": _("Then any column of ethnic group, religion, health, disability or sexual orientation is left out."),
    "g8": _(
        "Article 9(2)(g), with paragraph 8 of Schedule 1 to the Data Protection Act 2018. Not for decisions about a"
        " person; a person may ask you in writing to stop. It needs an appropriate policy document."
    ),
    "j4": _("Article 9(2)(j), with section 19 and paragraph 4 of Schedule 1."),
    "b1": _("Article 9(2)(b), with paragraph 1 of Schedule 1. It needs an appropriate policy document."),
    "h2": _("Article 9(2)(h), with paragraph 2 of Schedule 1."),
    "a": _("Article 9(2)(a)."),
}
ARTICLE_10: dict[str, Any] = {
    "none": _("No, it is not about offences"),
    "official_authority": _("Yes, and we hold it under official authority"),
    "schedule_1": _("Yes, and a condition in Schedule 1 allows it"),
}
ARTICLE_10_HINTS: dict[str, Any] = {
    "none": _("No convictions, allegations, fixed penalty notices or fines."),
    "official_authority": _("Article 10 UK GDPR: processing under the control of official authority."),
    "schedule_1": _("Article 10, with section 10(5) of the Data Protection Act 2018."),
}
UNITS: dict[str, Any] = {
    "people": _("One person"),
    "households": _("One household"),
    "events": _("One event, such as an application, a search or a notice"),
}
NOTHING_YET = "none"
STATES: dict[str, Any] = {
    NOTHING_YET: _("No file yet"),
    VersionState.UPLOADED: _("Waiting to be read"),
    VersionState.READING: _("Being read"),
    VersionState.FAILED: _("Could not be read"),
    VersionState.MAPPING: _("Waits for you"),
    VersionState.PREPARING: _("Being prepared"),
    VersionState.READY: _("Ready"),
    VersionState.DELETED: _("Deleted"),
}


def conditions() -> tuple[tuple[str, str], ...]:
    """Give the conditions of Schedule 1 that may be relied on for data on offences: paragraph and words."""
    return tuple(
        (each.code, now("Paragraph %(number)s: %(words)s") % {"number": each.code, "words": each.words})
        for each in bases("schedule_1")
    )


def special_choice(article_9: str, schedule_1: str) -> str:
    """Give the choice of the form that stands for a point of Article 9(2) and its paragraph.

    >>> special_choice("g", "8"), special_choice("", "10")
    ('g8', 'none')
    """
    pairs = {pair: choice for choice, pair in SPECIAL.items()}
    return pairs.get((article_9, schedule_1), pairs.get((article_9, ""), "none"))
