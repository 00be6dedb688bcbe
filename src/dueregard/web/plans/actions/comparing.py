"""Comparing two plans by a job, keeping what people answer, and recording the lineage that follows.

The one idea: an answer is work in progress and stands outside the ledger; recording the lineage is the act, one entry,
by a person who has seen what will be recorded.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_kept import comparison_to_json
from dueregard.domain.plans.compare_words import summary_of
from dueregard.terms.errors import UsedWrongly
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.plans.actions.lineage import Said, say_lineage
from dueregard.web.plans.models import PairAnswer, Plan, PlanPair
from dueregard.web.plans.queries.comparing import Asked, Compared, version
from dueregard.web.plans.queries.plans import PlanCard, plan_card
from dueregard.web.plans.queries.whole import domain_plan

COMPARE = "plans.compare"
STEPS = (
    gettext_noop("Read both plans"),
    gettext_noop("Compare every action with every other"),
    gettext_noop("Keep what was found"),
)


def start_comparing(older: PlanCard, newer: PlanCard, *, url: str, by: UUID) -> UUID:
    """Start the job that compares two large plans, and give its id; one that is under way is not started twice."""
    with transaction.atomic():
        pair, _made = PlanPair.objects.select_for_update().get_or_create(older_id=older.id, newer_id=newer.id)
        if pair.job_id is not None and pair.job.state in ("waiting", "running"):
            return pair.job_id  # type: ignore[no-any-return]  # the id of a job
        pair.job_id = jobs.start(
            kind=COMPARE,
            council_id=newer.council_id,
            by=by,
            payload={"older": older.slug, "newer": newer.slug, "url": url},
            title=_("%(older)s and %(newer)s") % {"older": older.title, "newer": newer.title},
        )
        pair.save(update_fields=["job"])
    return pair.job_id  # type: ignore[no-any-return]  # the id of a job


@job_kind(COMPARE, steps=STEPS, heading=gettext_noop("Comparing the two plans"))
def compare_in_job(job: JobHandle) -> None:
    """Compare the two plans that the job names, and keep what was found with the version it is of."""
    assert job.council_id is not None
    older, newer = (plan_card(job.council_id, job.payload[name]) for name in ("older", "newer"))
    of = version(older, newer)
    old, new = domain_plan(older.id), domain_plan(newer.id)
    number = len(old.actions) + len(new.actions)
    job.step(1, ngettext("%(n)s action", "%(n)s actions", number) % {"n": number})
    found = compare_plans(old, new, progress=job.progress)
    job.step(2)
    PlanPair.objects.update_or_create(
        older_id=older.id, newer_id=newer.id, defaults={"found": comparison_to_json(found), "version": of}
    )
    job.step(3)
    job.finish({"url": job.payload["url"], "text": summary_of(found)})


def answer(older_id: UUID, newer_id: UUID, *, asked: Asked, is_same: bool, by: UUID) -> None:
    """Keep a person's answer to one question; a later one takes its place."""
    with transaction.atomic():
        pair, _made = PlanPair.objects.get_or_create(older_id=older_id, newer_id=newer_id)
        PairAnswer.objects.update_or_create(
            pair=pair,
            key=asked.key,
            defaults={
                "olds": [str(pk) for pk, _one in asked.olds],
                "news": [str(pk) for pk, _one in asked.news],
                "is_same": is_same,
                "given_by_id": by,
            },
        )


def record_lineage(older_id: UUID, newer_id: UUID, *, found: Compared, by: UUID) -> int:
    """Record what a comparison with its answers says, in place of what was said of these two plans before.

    Raises:  UsedWrongly where nothing is to be recorded.
    """
    said = [Said(older, newer, link.how) for older, newer, link in found.links()]
    if not said:
        raise UsedWrongly(_("No action of the one comes from the other, so there is nothing to record."))
    if not Plan.objects.filter(pk=newer_id).exists():
        raise UsedWrongly(_("The plan is gone."))
    return say_lineage(newer_id, older_plan_id=older_id, links=said, by=by)
