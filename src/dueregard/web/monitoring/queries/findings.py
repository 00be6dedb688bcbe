"""Which findings are there, which wait for a person, and what was answered?

The one idea: a finding is a sentence with its released figures; it is shown to those whom the release was let out to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.states import FindingAnswer, ReleaseState
from dueregard.web.monitoring.models import Finding, Indicator

OPEN, LATE = "open", "late"
_IS_OPEN = Q(answer__in=("", FindingAnswer.LOOK_FURTHER))


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding as lists and its own page show it."""

    id: UUID
    text: str
    key: str
    rank: int
    release_number: int
    release_title: str
    is_withdrawn: bool
    is_public: bool
    indicator: str
    indicator_slug: str
    found_at: datetime
    found_by: str
    answer: str
    reason: str
    answered_at: datetime | None
    answered_by: str
    review_on: date | None
    review_post: str
    review_post_id: UUID | None
    plan_action: str
    figures: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, or for somebody who looks further."""
        return self.answer in ("", FindingAnswer.LOOK_FURTHER)

    @property
    def group(self) -> str:
        """Give the words for the group it is about: what stands before the first colon."""
        return str(self.figures.get("group") or self.text.partition(":")[0])


def findings_wanted(
    council_id: UUID, *, audiences: Sequence[Audience], answer: str = "", number: str = "", on: date | None = None
) -> QuerySet[Finding]:
    """Give the query for the findings that are asked for: open ones first, those to be looked at soonest first."""
    rows = Finding.objects.filter(council_id=council_id, release__audience__in=audiences)
    rows = rows.exclude(release__state=ReleaseState.WITHDRAWN)
    if answer == OPEN:
        rows = rows.filter(_IS_OPEN)
    elif answer == LATE:
        rows = rows.filter(answer=FindingAnswer.LOOK_FURTHER, review_on__lt=on)
    elif answer:
        rows = rows.filter(answer="" if answer == "none" else answer)
    if number.isdecimal():
        rows = rows.filter(release__number=int(number))
    return rows.order_by("-release__number", "rank", "pk")


def finding_rows(rows: QuerySet[Finding]) -> tuple[FindingCard, ...]:
    """Give findings as rows of a list. One query."""
    return tuple(_card(row) for row in rows.select_related(*_BESIDE))


def open_findings(
    council_id: UUID, *, audiences: Sequence[Audience], indicator_id: UUID | None = None, limit: int = 10
) -> tuple[FindingCard, ...]:
    """Give the findings that wait, the newest release first, at most `limit`. One query."""
    rows = findings_wanted(council_id, audiences=audiences, answer=OPEN)
    if indicator_id is not None:
        rows = findings_wanted(council_id, audiences=audiences).filter(indicator_id=indicator_id)
    return finding_rows(rows[:limit])


def finding_card(council_id: UUID, finding_id: UUID, *, audiences: Sequence[Audience]) -> FindingCard:
    """Give one finding of a council. One query.

    Raises:  Http404 for a finding of another council, or of figures that are not for the reader, as for none.
    """
    rows = Finding.objects.filter(council_id=council_id, pk=finding_id, release__audience__in=audiences)
    row = rows.select_related(*_BESIDE).first()
    if row is None:
        raise Http404
    return _card(row)


def indicator_of(council_id: UUID, slug: str) -> UUID | None:
    """Give the id of an indicator by its address, or None. One query."""
    return Indicator.objects.filter(council_id=council_id, slug=slug).values_list("pk", flat=True).first()


_BESIDE = ("release", "indicator", "found_by", "answered_by", "review_post")


def _card(row: Finding) -> FindingCard:
    return FindingCard(
        id=row.pk,
        text=row.text,
        key=row.key,
        rank=row.rank,
        release_number=row.release.number,
        release_title=row.release.title,
        is_withdrawn=row.release.state == ReleaseState.WITHDRAWN,
        is_public=row.release.audience == Audience.PUBLIC,
        indicator=row.indicator.name if row.indicator else "",
        indicator_slug=row.indicator.slug if row.indicator else "",
        found_at=row.found_at,
        found_by=row.found_by.full_name,
        answer=row.answer,
        reason=row.reason,
        answered_at=row.answered_at,
        answered_by=row.answered_by.full_name if row.answered_by else "",
        review_on=row.review_on,
        review_post=row.review_post.title if row.review_post else "",
        review_post_id=row.review_post_id,
        plan_action=row.plan_action,
        figures=row.figures,
    )
