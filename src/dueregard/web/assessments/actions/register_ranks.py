"""How does each policy keep its place in the queue?

The one idea: the place is worked out from what is known and kept in the row, so that the database can put twenty
thousand in order. Because age counts, it is worked out again each day; and at once for what somebody has changed.
It is no record of anything, so it is not in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils import timezone

from dueregard.domain.assessments.priority import priority_of
from dueregard.web.assessments.models.register import Policy
from dueregard.web.assessments.queries.register_standing import standings
from dueregard.web.jobs.worker import daily

_AT_ONCE = 5_000


def rank_policies(policy_ids: Collection[UUID] | None = None, *, on: date) -> int:
    """Work out the places of some policies, or of all that stand in every council; give how many moved.

    Four queries for each five thousand policies, and one for each place that some have moved to.
    """
    rows = Policy.objects.filter(retired_on__isnull=True).order_by("pk").only(
        "pk", "risk", "people", "last_assessed_on", "review_on", "decided_on", "rank"
    )  # fmt: skip
    keys = list(policy_ids if policy_ids is not None else rows.values_list("pk", flat=True))
    return sum(_rank(list(rows.filter(pk__in=keys[at : at + _AT_ONCE])), on) for at in range(0, len(keys), _AT_ONCE))


def _rank(rows: list[Policy], on: date) -> int:
    known = standings(rows, on=on)
    moved: dict[int, list[UUID]] = defaultdict(list)
    for row in rows:
        rank = priority_of(known[row.pk], on=on).rank
        if rank != row.rank:
            moved[rank].append(row.pk)
    for rank, keys in moved.items():  # few ranks, many policies: a case for each row would take minutes
        Policy.objects.filter(pk__in=keys).update(rank=rank)
    return sum(len(keys) for keys in moved.values())


@daily("assessments.rank_policies")
def rank_policies_today() -> str:
    """Work out every place anew, for the worker that does it once a day; say what it did."""
    moved = rank_policies(on=timezone.localdate())
    return f"{moved} policies have another place in the queue" if moved else ""
