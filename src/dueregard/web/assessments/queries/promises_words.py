"""How are promises and reviews said on pages, in files and in the ledger?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dueregard.domain.assessments.model import group_of_key
from dueregard.domain.assessments.promises import Standing
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.queries.promises import TO_REPORT


def standing_words() -> dict[str, str]:
    """Give the words of each standing, the most pressing first, and of what is to be reported."""
    return {
        Standing.DROP_ASKED: _("Asked to be dropped"),
        Standing.WITHOUT_ACTION: _("Without an action"),
        Standing.LATE: _("Late"),
        Standing.ENDED_OTHERWISE: _("Action ended, not completed"),
        Standing.UNDER_WAY: _("Under way"),
        Standing.KEPT: _("Kept"),
        Standing.DROPPED: _("Dropped"),
        TO_REPORT: _("Dropped, to be reported"),
    }


LOOKS = {
    Standing.DROP_ASKED: "review",
    Standing.WITHOUT_ACTION: "no_update",
    Standing.LATE: "off_track",
    Standing.ENDED_OTHERWISE: "at_risk",
    Standing.UNDER_WAY: "on_track",
    Standing.KEPT: "complete",
    Standing.DROPPED: "dropped",
}
"""Which shape stands for a standing; the words are ours."""


def groups_said(keys: Iterable[str], labels: dict[str, str]) -> str:
    """Say groups by their keys: "Disability; Age (65 and over)".

    >>> groups_said(["disability+sex=female"], {"disability": "Disability", "sex": "Sex"})
    'Disability and Sex (female)'
    """
    said = []
    for key in keys:
        try:
            parts = group_of_key(key).parts
        except UsedWrongly:
            continue
        named = [labels.get(code, code) + (f" ({part})" if part else "") for code, part in parts]
        said.append(_(" and ").join(named))
    return "; ".join(said)
