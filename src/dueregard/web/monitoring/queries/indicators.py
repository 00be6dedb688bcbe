"""Which indicators does a council watch? Cards for lists and headings, and the list as it is narrowed.

The one idea: a card is what lists and headings need; the figures are read from released tables by `indicators_periods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.indicators import Definition, from_parts
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.models import Indicator, IndicatorReading

PUBLIC, NOT_PUBLIC = "public", "council"
WATCHED, RETIRED = "watched", "retired"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the list. "" is no filter; retired indicators come only when they are asked for."""

    words: str = ""
    characteristic: str = ""
    owner: str = ""
    shown: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator as lists and headings show it. `newest` is the label of its newest period, "" without any."""

    id: UUID
    council_id: UUID
    slug: str
    name: str
    question: str
    definition: Definition
    dataset: str
    dataset_slug: str
    dataset_id: UUID | None
    owner: str
    owner_post_id: UUID | None
    period: str
    is_public: bool
    target: Decimal | None
    plan_measure: str
    measured: str
    newest: str
    newest_end: date | None
    periods: int
    open_findings: int
    retired_at: datetime | None

    @property
    def is_retired(self) -> bool:
        """Whether it is no longer watched."""
        return self.retired_at is not None

    @property
    def is_official(self) -> bool:
        """Whether its figures are official ones, and not of a dataset of the council."""
        return bool(self.definition.area)

    @property
    def by_words(self) -> str:
        """Give what its figures are by, in words."""
        return ", ".join(each.label for each in self.definition.by)


def count_of(council_id: UUID) -> int:
    """Say how many indicators the council watches. One query."""
    return Indicator.objects.filter(council_id=council_id, retired_at__isnull=True).count()


def indicators_wanted(council_id: UUID, wanted: Wanted) -> QuerySet[Indicator]:
    """Give the query for the indicators that are asked for. One query itself where a characteristic is asked for."""
    rows = Indicator.objects.filter(council_id=council_id, retired_at__isnull=wanted.state != RETIRED)
    for word in wanted.words.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(question__icontains=word))
    if wanted.owner:
        rows = rows.filter(owner_post_id=wanted.owner)
    if wanted.shown:
        rows = rows.filter(is_public=wanted.shown == PUBLIC)
    if wanted.characteristic:
        pairs = Indicator.objects.filter(council_id=council_id).values_list("pk", "characteristics")
        rows = rows.filter(pk__in=[pk for pk, by in pairs if wanted.characteristic in _characteristics(by)])
    return rows


def _characteristics(by: list[dict[str, Any]]) -> set[str]:
    return {str(one.get("characteristic") or one["code"]) for one in by}


def sorted_by(rows: QuerySet[Indicator], order: str, *, falling: bool) -> QuerySet[Indicator]:
    """Sort a query of indicators: by name, or by the end of the newest period."""
    field = {"name": "name", "newest": "newest_end"}[order]
    rows = with_newest(rows)
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "name", "pk")


def with_newest(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Add the newest period, how many there are, and how many findings are open."""
    newest = IndicatorReading.objects.filter(indicator=OuterRef("pk"), release__state=ReleaseState.RELEASED)
    newest = newest.order_by("-period_end", "-made_at")
    return rows.annotate(
        newest=Subquery(newest.values("label")[:1]),
        newest_end=Subquery(newest.values("period_end")[:1]),
        period_count=Count("readings__release", distinct=True),
        open_count=Count("findings", filter=Q(findings__answer__in=("", "look_further")), distinct=True),
    )


def indicator_rows(rows: QuerySet[Indicator]) -> tuple[IndicatorCard, ...]:
    """Give indicators as rows of a list. One query."""
    return tuple(card_of(row) for row in rows.select_related("dataset", "owner_post"))


def indicator_card(council_id: UUID, slug: str) -> IndicatorCard:
    """Give one indicator of a council. One query.

    Raises:  Http404 for an indicator of another council, as for none.
    """
    rows = with_newest(Indicator.objects.filter(council_id=council_id, slug=slug))
    row = rows.select_related("dataset", "owner_post").first()
    if row is None:
        raise Http404
    return card_of(row)


def indicator_by_id(indicator_id: UUID) -> IndicatorCard:
    """Give an indicator by its id, for what follows an act on it. One query."""
    rows = with_newest(Indicator.objects.filter(pk=indicator_id))
    return card_of(rows.select_related("dataset", "owner_post").get())


def public_indicators(council_id: UUID) -> tuple[IndicatorCard, ...]:
    """Give the indicators that anybody may read: public, watched, with a period that was let out to all. One query."""
    out = Q(readings__release__state=ReleaseState.RELEASED, readings__release__audience=Audience.PUBLIC)
    rows = Indicator.objects.filter(council_id=council_id, is_public=True, retired_at__isnull=True)
    shown = rows.filter(Q(dataset__isnull=True) | Q(pk__in=rows.filter(out).values("pk")))
    return indicator_rows(sorted_by(shown, "name", falling=False))


def card_of(row: Any) -> IndicatorCard:
    """Give a row of `with_newest` as a card."""
    names = ("numerator", "denominator", "baseline", "characteristics", "unit", "direction")
    return IndicatorCard(
        id=row.pk,
        council_id=row.council_id,
        slug=row.slug,
        name=row.name,
        question=row.question,
        definition=from_parts({name: getattr(row, name) for name in names}),
        dataset=row.dataset.name if row.dataset else "",
        dataset_slug=row.dataset.slug if row.dataset else "",
        dataset_id=row.dataset_id,
        owner=row.owner_post.title if row.owner_post else "",
        owner_post_id=row.owner_post_id,
        period=row.period,
        is_public=row.is_public,
        target=row.target_percent,
        plan_measure=row.plan_measure,
        measured=row.measured,
        newest=row.newest or "",
        newest_end=row.newest_end,
        periods=row.period_count,
        open_findings=row.open_count,
        retired_at=row.retired_at,
    )
