"""What does a report say today? Worked out from the plan, what was decided, and what people wrote.

The one idea: the plan goes through `public_plan` before anything is worked out, and what people wrote through the same
rule, so that a report cannot hold a name that the council does not show: not in its draft, not once it is frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.domain.delivery.report import Correction, Extra, Narrative, YearReport, report_of
from dueregard.domain.delivery.states import ReportState
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.public import Names, public_plan, without_names
from dueregard.web.delivery.models.reports import Report
from dueregard.web.delivery.models.year_end import OutcomeDecision
from dueregard.web.delivery.queries.reports import narrative_from
from dueregard.web.delivery.queries.year_end_given import given_of
from dueregard.web.organisation.queries import CouncilCard
from dueregard.web.organisation.queries.councils import local_characteristics, words
from dueregard.web.organisation.queries.names import names_of_people
from dueregard.web.organisation.queries.structure import directorates
from dueregard.web.plans.queries import lists
from dueregard.web.plans.queries.whole import domain_plan
from dueregard.web.plans.queries.year_end import directorates_of_actions


def work_out(report_id: UUID, *, council: CouncilCard, on: date) -> YearReport:
    """Work a report out as it stands today. A fixed number of queries, however large the plan."""
    row = Report.objects.select_related("plan").get(pk=report_id)
    shows = council.show_personal_names if row.plan.names_shown is None else row.plan.names_shown
    names: Names = "all" if shows else "posts"
    hide = frozenset() if shows else names_of_people(council.id)

    def shown(text: str) -> str:
        return without_names(text, names=names, hide=hide)

    content, extras = _with_decisions(row.plan_id, shown)
    written = narrative_from(row.narrative)
    local = {each.code: each.label for each in local_characteristics(council.id)}
    return report_of(
        public_plan(content, names=names, hide=hide),
        council=council.name,
        on=on,
        version=row.version,
        narrative=Narrative(
            summary=shown(written.summary),
            introduction=shown(written.introduction),
            objectives={shown(name): shown(text) for name, text in written.objectives.items()},
        ),
        extras=_with_directorates(row.plan_id, extras, council_id=council.id),
        labels=lists.labels_of(row.plan_id, local=local),
        outcome_words=words(council.id, "outcome"),
        corrections=tuple(_corrections(row, on=on, shown=shown)),
        shows_names=shows,
    )


def _with_decisions(plan_id: UUID, shown: Any) -> tuple[Plan, dict[int, Extra]]:
    """Give the plan as it is once the year is closed with what is decided so far, and what the plan does not hold."""
    content = domain_plan(plan_id)
    actions, extras = list(content.actions), {}
    rows = OutcomeDecision.objects.filter(year_end__plan_id=plan_id, state=OutcomeDecision.State.DECIDED)
    for row in rows.select_related("action").prefetch_related("becomes"):
        place, given = row.action.position, given_of(row)
        actions[place - 1] = replace(
            actions[place - 1],
            outcome=row.outcome,
            achieved=row.achieved,
            outcome_text=None,
            year_end_report=given.words or None,
        )
        extras[place] = Extra(
            words=shown(given.words),
            becomes=tuple(shown(name) for name in given.becomes),
            asked_on=tuple(date.fromisoformat(day) for day in row.asked_on),
        )
    return replace(content, actions=tuple(actions)), extras


def _with_directorates(plan_id: UUID, extras: Mapping[int, Extra], *, council_id: UUID) -> dict[int, Extra]:
    names = {each.id: each.name for each in directorates(council_id, with_retired=True)}
    found = directorates_of_actions(plan_id, names=names)
    return {place: replace(extras.get(place, Extra()), directorates=named) for place, named in found.items()}


def _corrections(row: Report, *, on: date, shown: Any) -> Any:
    """Give what each version corrected, up to this one."""
    before = Report.objects.filter(plan_id=row.plan_id, version__lt=row.version).exclude(state=ReportState.DRAFT)
    for one in before.exclude(changes="").order_by("version").defer("facts"):
        day = timezone.localdate(one.published_at or one.sent_at or one.made_at)
        yield Correction(one.version, day.isoformat(), shown(one.changes))
    if row.changes:
        yield Correction(row.version, on.isoformat(), shown(row.changes))
