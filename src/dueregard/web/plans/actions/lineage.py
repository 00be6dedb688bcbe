"""How is it recorded that an action of one plan is, or became, an action of another?

The one idea: links between two plans are said all at once and replace what was said of the same two plans before, in
one ledger entry; nobody can say that an action became one of another council, or one of the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import actions as ledger
from dueregard.web.plans.models import Action, Lineage, Plan

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Said:
    """That an older action is, or became, a newer one."""

    older: UUID
    newer: UUID
    how: Outcome = Outcome.ONGOING


def say_lineage(newer_plan_id: UUID, *, older_plan_id: UUID, links: Iterable[Said], by: UUID) -> int:
    """Record which actions of an older plan are, or became, which of a newer one; give how many links there are now.

    What was said of these two plans before and is not said again goes; the ledger keeps that it stood there.
    Raises:  UsedWrongly where the plans are one plan or of two councils, or a link names an action of another plan.
    """
    said = {(one.older, one.newer): Outcome(one.how) for one in links}
    with transaction.atomic():
        plans = {row.pk: row for row in Plan.objects.select_for_update().filter(pk__in=(older_plan_id, newer_plan_id))}
        older, newer = plans[older_plan_id], plans[newer_plan_id]
        if older.pk == newer.pk or older.council_id != newer.council_id:
            raise UsedWrongly(_("An action can only come from another plan of the same council."))
        _check_places(older, newer, said)
        there = {
            (row.older_id, row.newer_id): row for row in Lineage.objects.filter(older__plan=older, newer__plan=newer)
        }
        gone = [row for key, row in there.items() if said.get(key) != row.how]
        new = {key: how for key, how in said.items() if key not in there or there[key].how != how}
        Lineage.objects.filter(pk__in=[row.pk for row in gone]).delete()
        keep_links(new, by=by)
        if gone or new:
            ledger.record(
                chain=f"council:{newer.council_id}",
                kind="plans.lineage_said",
                by=f"person:{by}",
                subject=f"plans.plan:{newer.pk}",
                also=[f"plans.plan:{older.pk}"],
                facts={
                    "links": len(said),
                    "said": [[str(one), str(other), str(how)] for (one, other), how in new.items()],
                    "taken_back": [[str(row.older_id), str(row.newer_id), row.how] for row in gone],
                },
            )
    return len(said)


def keep_links(links: dict[tuple[UUID, UUID], Outcome], *, by: UUID) -> None:
    """Make the rows of links in the caller's transaction; the caller records them."""
    Lineage.objects.bulk_create(
        (Lineage(older_id=older, newer_id=newer, how=how, said_by_id=by) for (older, newer), how in links.items()),
        batch_size=_BATCH,
    )


def _check_places(older: Plan, newer: Plan, said: Iterable[tuple[UUID, UUID]]) -> None:
    olds = set(Action.objects.filter(plan=older).values_list("pk", flat=True))
    news = set(Action.objects.filter(plan=newer).values_list("pk", flat=True))
    for one, other in said:
        if one not in olds or other not in news:
            raise UsedWrongly(_("A link names an action that is not in these plans."))
