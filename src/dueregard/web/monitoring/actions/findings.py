"""How are findings kept, and how does a person answer them?

The one idea: a scan writes sentences with their released figures; a person answers each, with a reason that is kept.
"Look further" stays open, with a day and an owner, and can be answered again; the other two are the end of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.monitoring.states import FindingAnswer
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import Finding, Release


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is kept: which group it is about, the sentence, and the released figures behind it."""

    key: str
    text: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answers. To look further needs a day and a post; not to pursue needs a reason."""

    answer: FindingAnswer
    reason: str = ""
    review_on: date | None = None
    review_post_id: UUID | None = None
    plan_action: str = ""


def keep_findings(release_id: UUID, *, told: Sequence[Told], indicator_id: UUID | None, by: UUID) -> int:
    """Keep what was found, each once for a release; give how many are new. Those kept before stay as they are."""
    with transaction.atomic():
        release = Release.objects.select_for_update(of=("self",)).get(pk=release_id)
        known = set(Finding.objects.filter(release=release).values_list("key", flat=True))
        fresh = [one for one in told if one.key not in known]
        Finding.objects.bulk_create(
            Finding(
                council_id=release.council_id,
                release=release,
                indicator_id=indicator_id,
                key=one.key,
                rank=len(known) + place,
                text=one.text,
                figures=one.figures,
                found_by_id=by,
            )
            for place, one in enumerate(fresh, start=1)
        )
        if fresh:
            ledger.record(
                chain=f"council:{release.council_id}",
                kind="monitoring.findings_kept",
                by=f"person:{by}",
                subject=f"monitoring.release:{release.pk}",
                also=[f"monitoring.indicator:{indicator_id}"] if indicator_id else [],
                facts={"number": release.number, "findings": len(fresh), "keys": [one.key for one in fresh]},
            )
    return len(fresh)


def answer_finding(finding_id: UUID, *, said: Answer, by: UUID) -> None:
    """Keep a person's answer to a finding.

    Raises:  MoveNotAllowed where it is answered for good; UsedWrongly where the answer lacks what it needs.
    """
    if not said.reason.strip():
        raise UsedWrongly(_("Say why."))
    if said.answer is FindingAnswer.LOOK_FURTHER and (said.review_on is None or said.review_post_id is None):
        raise UsedWrongly(_("Say by when, and who looks further."))
    if said.answer is FindingAnswer.ACT and not said.plan_action:
        raise UsedWrongly(_("To act is to make an action in a plan."))
    is_looking = said.answer is FindingAnswer.LOOK_FURTHER
    with transaction.atomic():
        row = Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)
        if row.answer not in ("", FindingAnswer.LOOK_FURTHER):
            raise MoveNotAllowed(_("This finding is answered."))
        row.answer, row.reason = said.answer, said.reason.strip()
        row.answered_at, row.answered_by_id = timezone.now(), by
        row.review_on = said.review_on if is_looking else None
        row.review_post_id = said.review_post_id if is_looking else None
        row.plan_action = said.plan_action
        row.save()
        ledger.record(
            chain=f"council:{row.council_id}",
            kind="monitoring.finding_answered",
            by=f"person:{by}",
            subject=f"monitoring.finding:{row.pk}",
            also=_also(row),
            facts={
                "key": row.key,
                "answer": str(said.answer),
                "review_on": row.review_on.isoformat() if row.review_on else "",
                "review_post": str(row.review_post_id or ""),
            },
            personal={"reason": row.reason},
        )


def _also(row: Finding) -> list[str]:
    action = [f"plans.action:{row.plan_action}"] if row.plan_action else []
    return [f"monitoring.release:{row.release_id}", *action]
