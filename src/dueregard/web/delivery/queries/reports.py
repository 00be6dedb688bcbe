"""Which year-end reports does a council have, where does each stand, and what may anybody read?

The one idea: a report that is frozen is read from its own facts and from nowhere else. What the public reads is the
version that is published; an older one stays readable and says so; one that was withdrawn says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from dueregard.domain.delivery.report import Narrative
from dueregard.domain.delivery.states import REPORT_MOVES, ReportState
from dueregard.domain.plans.public import without_names
from dueregard.web.accounts.queries import people_cards
from dueregard.web.delivery.access.year_end import DEFAULT_SIGNATORY
from dueregard.web.delivery.models.reports import Report, ReportRules
from dueregard.web.organisation.queries import CouncilCard
from dueregard.web.organisation.queries.names import names_of_people
from dueregard.web.ui.components import Gone

OUT = (ReportState.PUBLISHED, ReportState.REPLACED)


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A version of a report as lists and headings show it. Names are for staff pages only."""

    id: UUID
    plan_id: UUID
    plan_slug: str
    plan_title: str
    plan_state: str
    version: int
    state: ReportState
    changes: str
    sha256: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    sent_by: str
    sent_by_id: UUID | None
    sent_back_why: str
    signed_at: datetime | None
    signed_by: str
    signed_as: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    narrative_version: int

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written."""
        return self.state is ReportState.DRAFT

    @property
    def is_out(self) -> bool:
        """Whether anybody may read it."""
        return self.state in OUT

    def may_become(self, state: str) -> bool:
        """Say whether the table of moves leads from where the report is to `state`."""
        return ReportState(state) in REPORT_MOVES[self.state]


def reports_wanted(council_id: UUID, *, with_drafts: bool, state: str = "", words: str = "") -> QuerySet[Report]:
    """Give the query for a council's reports, without their facts."""
    rows = Report.objects.filter(plan__council_id=council_id).select_related("plan").defer("facts", "narrative")
    if not with_drafts:
        rows = rows.exclude(state=ReportState.DRAFT)
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(plan__title__icontains=words)
    return rows


def sorted_reports(rows: QuerySet[Report], order: str, *, falling: bool) -> QuerySet[Report]:
    """Sort reports: by made, or by plan."""
    sign = "-" if falling else ""
    return rows.order_by(f"{sign}{'plan__title' if order == 'plan' else 'made_at'}", "-version")


def report_cards(rows: Iterable[Report]) -> tuple[ReportCard, ...]:
    """Give reports as cards. Two queries."""
    held = tuple(rows)
    people = people_cards(
        [key for row in held for key in (row.made_by_id, row.sent_by_id, row.signed_by_id) if key is not None]
    )
    return tuple(_card(row, people) for row in held)


def reports_of_plan(plan_id: UUID, *, council_id: UUID) -> tuple[ReportCard, ...]:
    """Give the versions of a plan's report, the latest first. Two queries."""
    rows = reports_wanted(council_id, with_drafts=True).filter(plan_id=plan_id).order_by("-version")
    return report_cards(rows[:100])


def report_card(council_id: UUID, report_id: UUID) -> ReportCard:
    """Give one version. Two queries.

    Raises:  Http404 for one of another council, as for none.
    """
    found = report_cards(reports_wanted(council_id, with_drafts=True).filter(pk=report_id))
    if not found:
        raise Http404
    return found[0]


def narrative_of(report_id: UUID) -> Narrative:
    """Give what people wrote in a report. One query."""
    return narrative_from(Report.objects.values_list("narrative", flat=True).get(pk=report_id))


def narrative_from(kept: Mapping[str, Any]) -> Narrative:
    """Give what people wrote, from how it is kept. No query."""
    return Narrative(
        summary=kept.get("summary", ""),
        introduction=kept.get("introduction", ""),
        objectives=dict(kept.get("objectives", {})),
    )


def facts_of(report_id: UUID) -> Mapping[str, Any]:
    """Give what is frozen of a report; empty for a draft. One query."""
    facts: Mapping[str, Any] | None = Report.objects.values_list("facts", flat=True).get(pk=report_id)
    return facts or {}


def signatory_of(council_id: UUID) -> str:
    """Give the role that signs a council's reports. One query."""
    found = ReportRules.objects.filter(council_id=council_id).values_list("signatory", flat=True).first()
    return found or DEFAULT_SIGNATORY


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """A version that anybody may choose to read."""

    version: int
    published_at: datetime
    changes: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What anybody may read: the frozen facts of one version, and the others there are."""

    plan_slug: str
    plan_title: str
    version: int
    published_at: datetime
    facts: Mapping[str, Any]
    sha256: str
    is_latest: bool
    latest: int | None
    versions: tuple[PublicVersion, ...]


def public_report(council: CouncilCard, plan_slug: str, *, version: int | None = None) -> PublicReport:
    """Give the report of a plan as anybody may read it: the published version, or the one asked for. Five queries.

    Raises:  Gone, with the reason, for one that was withdrawn; Http404 for every other.
    """
    rows = list(
        Report.objects.filter(plan__council_id=council.id, plan__slug=plan_slug)
        .filter(Q(state__in=OUT) | Q(state=ReportState.WITHDRAWN, published_at__isnull=False))
        .select_related("plan")
        .defer("facts", "narrative")
        .order_by("-version")
    )
    out = [row for row in rows if row.state in OUT]
    latest = next((row for row in out if row.state == ReportState.PUBLISHED), None)
    row = next((one for one in rows if one.version == version), None) if version else latest or next(iter(rows), None)
    if row is None:
        raise Http404
    shows = council.show_personal_names if row.plan.names_shown is None else row.plan.names_shown
    hide = frozenset() if shows else names_of_people(council.id)

    def shown(text: str) -> str:
        return without_names(text, names="all" if shows else "posts", hide=hide)

    if row.state not in OUT:
        said = {"reason": shown(row.withdrawn_why)}
        reason = _("The council has withdrawn this report. Its reason: %(reason)s") % said
        raise Gone(reason, heading=_("This report was withdrawn"))
    return PublicReport(
        plan_slug=row.plan.slug,
        plan_title=row.plan.title,
        version=row.version,
        published_at=row.published_at,  # type: ignore[arg-type]  # the database holds that what is out was published
        facts=facts_of(row.pk),
        sha256=row.facts_sha256,
        is_latest=row.state == ReportState.PUBLISHED,
        latest=latest.version if latest else None,
        versions=tuple(
            PublicVersion(one.version, one.published_at, shown(one.changes), one.state == ReportState.PUBLISHED)  # type: ignore[arg-type]  # as above
            for one in out
        ),
    )


def has_public_report(plan_id: UUID) -> bool:
    """Say whether anybody may read a report of a plan. One query."""
    return Report.objects.filter(plan_id=plan_id, state=ReportState.PUBLISHED).exists()


def _card(row: Report, people: Mapping[UUID, Any]) -> ReportCard:
    def name(key: UUID | None) -> str:
        return people[key].full_name if key and key in people else ""

    return ReportCard(
        id=row.pk,
        plan_id=row.plan_id,
        plan_slug=row.plan.slug,
        plan_title=row.plan.title,
        plan_state=row.plan.state,
        version=row.version,
        state=ReportState(row.state),
        changes=row.changes,
        sha256=row.facts_sha256,
        made_at=row.made_at,
        made_by=name(row.made_by_id),
        sent_at=row.sent_at,
        sent_by=name(row.sent_by_id),
        sent_by_id=row.sent_by_id,
        sent_back_why=row.sent_back_why,
        signed_at=row.signed_at,
        signed_by=name(row.signed_by_id),
        signed_as=row.signed_as,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
        narrative_version=row.narrative_version,
    )
