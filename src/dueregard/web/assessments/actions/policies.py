"""How are policies kept: added, changed, retired, and noted where something changed around them?

The one idea: a policy is never deleted; what ends is retired and may come back. A change of law, figures or definition
is noted with its day on each policy it touches, by a person or by a task that found it, and moves it up the queue.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.model import Effect
from dueregard.domain.assessments.register import CHANGES, KINDS
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.register import record_many, record_row, write
from dueregard.web.assessments.actions.register_ranks import rank_policies
from dueregard.web.assessments.models.register import Policy, PolicyChange
from dueregard.web.assessments.models.writing import Finding


@dataclass(frozen=True, slots=True)
class PolicyFields:
    """What is said of a policy."""

    title: str
    kind: str
    about: str = ""
    directorate_id: UUID | None = None
    owner_id: UUID | None = None
    owner_words: str = ""
    review_on: date | None = None
    last_assessed_on: date | None = None
    risk: str = ""
    people: int | None = None
    source_key: str = ""


def add_policy(fields: PolicyFields, *, council_id: UUID, by: UUID) -> UUID:
    """Add a policy and give its id.

    Raises:  UsedWrongly without a title, for a kind that is none, a day of the last assessment that is to come, or a
             number that another has.
    """
    with transaction.atomic():
        _check(fields, council_id=council_id)
        row = Policy.objects.create(council_id=council_id, **asdict(fields))
        record_row(row, what="policy_added", by=by, changed={key: said for key, said in asdict(fields).items() if said})
        rank_policies([row.pk], on=timezone.localdate())
    return row.pk


def change_policy(policy_id: UUID, fields: PolicyFields, *, council_id: UUID, seen: int, by: UUID) -> None:
    """Change a policy.

    Raises:  RegisterChanged where it was saved since `seen`; UsedWrongly as `add_policy`; MoveNotAllowed once retired.
    """
    with transaction.atomic():
        row = Policy.objects.select_for_update(of=("self",)).get(pk=policy_id, council=council_id)
        if row.retired_on:
            raise MoveNotAllowed(_("This is retired. Bring it back to change it."))
        _check(fields, council_id=council_id, but=policy_id)
        if changed := write(row, asdict(fields), seen=seen):
            record_row(row, what="policy_changed", by=by, changed=changed)
            rank_policies([row.pk], on=timezone.localdate())


def retire_policy(policy_id: UUID, *, council_id: UUID, why: str, by: UUID) -> None:
    """Retire a policy today, with the reason. It leaves the queue; what was recorded about it stays.

    Raises:  UsedWrongly without a reason; MoveNotAllowed where it is retired.
    """
    if not why.strip():
        raise UsedWrongly(_("Say why it ends."))
    with transaction.atomic():
        row = Policy.objects.select_for_update(of=("self",)).get(pk=policy_id, council=council_id)
        if row.retired_on:
            raise MoveNotAllowed(_("It is retired already."))
        write(row, {"retired_on": timezone.localdate()}, seen=None)
        record_row(row, what="policy_retired", by=by, changed={"why": why.strip()})


def bring_back_policy(policy_id: UUID, *, council_id: UUID, by: UUID) -> None:
    """Bring a retired policy back into the queue.

    Raises:  MoveNotAllowed where it is not retired.
    """
    with transaction.atomic():
        row = Policy.objects.select_for_update(of=("self",)).get(pk=policy_id, council=council_id)
        if row.retired_on is None:
            raise MoveNotAllowed(_("It is not retired."))
        write(row, {"retired_on": None}, seen=None)
        record_row(row, what="policy_brought_back", by=by)
        rank_policies([row.pk], on=timezone.localdate())


def note_change(
    council_id: UUID,
    *,
    kind: str,
    text: str,
    on: date,
    by: UUID | None,
    policy_ids: Collection[UUID] | None = None,
    kinds: Collection[str] = (),
    characteristics: Collection[str] = (),
) -> int:
    """Note on policies that something changed around them; give on how many it is new.

    Takes:   `kind`, "law", "figures", "definition" or "other"; `on`, the day since which it holds; `by`, None for a
             task of ours. Which: `policy_ids`, or all that stand, narrowed by `kinds` of policy and by
             `characteristics` that an assessment of theirs found an effect on. Noting the same again does nothing.
    Raises:  UsedWrongly without words, or for a code that is none.
    """
    text = " ".join(text.split())[:300]
    if not text or kind not in CHANGES:
        raise UsedWrongly(_("Say what changed."))
    rows = Policy.objects.filter(council=council_id, retired_on__isnull=True)
    if policy_ids is not None:
        rows = rows.filter(pk__in=list(policy_ids))
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if characteristics:
        rows = rows.filter(pk__in=_touched_by(characteristics, council_id=council_id))
    with transaction.atomic():
        already = PolicyChange.objects.filter(policy__council=council_id, kind=kind, text=text, on=on)
        touched = list(rows.exclude(pk__in=already.values("policy")).order_by("pk"))
        PolicyChange.objects.bulk_create(
            [PolicyChange(policy=row, kind=kind, text=text, on=on, noted_by_id=by) for row in touched], batch_size=500
        )
        facts = {"change": kind, "on": on.isoformat()}
        record_many(touched, what="change_noted", council_id=council_id, by=by, facts=facts, personal={"text": text})
        rank_policies([row.pk for row in touched], on=timezone.localdate())
    return len(touched)


def _touched_by(codes: Collection[str], *, council_id: UUID) -> Any:
    """Give the ids of policies whose assessments found an effect, or could not tell, on groups of characteristics."""
    if unknown := [code for code in codes if not code.replace("_", "").replace("-", "").isalnum()]:
        raise UsedWrongly(_("“%(code)s” is not a characteristic.") % {"code": unknown[0]})
    found = Finding.objects.filter(assessment__council=council_id, assessment__policy__isnull=False)
    of_any = reduce(or_, (Q(group_key__regex=rf"(^|\+){code}(=|\+|$)") for code in codes))
    return found.filter(of_any).exclude(effect__in=["", str(Effect.NONE)]).values("assessment__policy")


def _check(fields: PolicyFields, *, council_id: UUID, but: UUID | None = None) -> None:
    if not fields.title.strip():
        raise UsedWrongly(_("Give it a title."))
    if fields.kind not in KINDS:
        raise UsedWrongly(_("Say what kind of thing it is."))
    if fields.last_assessed_on and fields.last_assessed_on > timezone.localdate():
        raise UsedWrongly(_("The day it was last assessed cannot be after today."))
    same = Policy.objects.filter(council=council_id, source_key=fields.source_key).exclude(pk=but)
    if fields.source_key and same.exists():
        raise UsedWrongly(_("Another policy has the number “%(number)s”.") % {"number": fields.source_key})
