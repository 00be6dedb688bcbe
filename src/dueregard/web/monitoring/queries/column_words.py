"""In what words are roles and treatments of columns told?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.records.schema import Column, Role, Treatment
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.classifications.catalogue import classification, classifications

ROLES: dict[str, Any] = {
    Role.CHARACTERISTIC: _("A characteristic"),
    Role.AGE: _("Age"),
    Role.PLACE: _("A place"),
    Role.POSTCODE: _("A postcode"),
    Role.DATE: _("A date"),
    Role.AMOUNT: _("A number"),
    Role.YES_NO: _("Yes or no"),
    Role.OUTCOME: _("An outcome"),
    Role.CATEGORY: _("A few different wordings"),
    Role.FREE_TEXT: _("Free text"),
    Role.IDENTIFIER: _("Something that names a person"),
    Role.EMPTY: _("Nothing: it is empty"),
}
TREATMENTS: dict[str, Any] = {
    Treatment.PLACE_CODES: _("Its categories"),
    Treatment.AGE_BANDS: _("The age group only"),
    Treatment.OUTWARD_CODE: _("The first half only"),
    Treatment.YEAR: _("The year only"),
    Treatment.QUARTER: _("The quarter only"),
    Treatment.MONTH: _("The month only"),
    Treatment.DAY: _("The day"),
    Treatment.NUMBER: _("The number"),
    Treatment.YES_OR_NO: _("Yes or no"),
    Treatment.WORDS: _("Its wordings, as they are"),
    Treatment.LEAVE_OUT: _("Nothing: it is left out"),
}


def what_it_is(column: Column) -> str:
    """Say what a column was taken for.

    >>> what_it_is(Column("sex", "Sex", Role.CHARACTERISTIC, Treatment.PLACE_CODES, "", classification="sex"))
    'Sex (Census 2021)'
    """
    if column.classification:
        return classification(column.classification).title
    return str(ROLES[column.role])


def classification_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give every classification for a choice, by the characteristic it speaks to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, each in classifications().items():
        known = CHARACTERISTICS.get(each.characteristic or "")
        groups.setdefault(known.label if known else now("Others"), []).append((key, each.title))
    return tuple((label, tuple(listed)) for label, listed in groups.items())


def categories(key: str) -> tuple[tuple[str, str], ...]:
    """Give the categories of a classification that a wording can be placed in: code and words."""
    return tuple((category.code, category.label) for category in classification(key).answers)


def category_name(key: str, code: str) -> str:
    """Give the words of one category."""
    return classification(key).category(code).label
