"""How is a budget round made, filled with decisions and closed?

The one idea: a round only says which decisions are looked at together; a decision is in one round at most. A closed
round keeps its decisions and can be opened again.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.models.register import BudgetRound, Decision
from dueregard.web.ledger import actions as ledger

MOST_DECISIONS = 500


def make_budget_round(council_id: UUID, *, name: str, about: str, decisions: Collection[UUID], by: UUID) -> str:
    """Make a budget round and give its slug.

    Raises:  UsedWrongly without a name, or with decisions of another council or another round.
    """
    if not name.strip():
        raise UsedWrongly(_("Say what the round is called."))
    with transaction.atomic():
        slug = _free_slug(name, council_id)
        row = BudgetRound.objects.create(council_id=council_id, slug=slug, name=name.strip(), about=about.strip())
        _fill(row, decisions)
        _record(row, "made", by=by)
    return row.slug


def change_budget_round(round_id: UUID, *, name: str, about: str, decisions: Collection[UUID], by: UUID) -> None:
    """Change a round's name, words and decisions.

    Raises:  MoveNotAllowed for a closed round; UsedWrongly as `make_budget_round` does.
    """
    if not name.strip():
        raise UsedWrongly(_("Say what the round is called."))
    with transaction.atomic():
        row = BudgetRound.objects.select_for_update().get(pk=round_id)
        if row.closed_on:
            raise MoveNotAllowed(
                _("This round is closed, so it stays as it was."), mend=_("Open it again to change it.")
            )
        row.name, row.about = name.strip(), about.strip()
        row.save()
        _fill(row, decisions)
        _record(row, "changed", by=by)


def close_budget_round(round_id: UUID, *, is_closed: bool, by: UUID) -> None:
    """Close a round, or open it again. Doing so twice does nothing."""
    with transaction.atomic():
        row = BudgetRound.objects.select_for_update().get(pk=round_id)
        if bool(row.closed_on) == is_closed:
            return
        row.closed_on = timezone.localdate() if is_closed else None
        row.save(update_fields=["closed_on"])
        _record(row, "closed" if is_closed else "opened_again", by=by)


def _fill(row: BudgetRound, decisions: Collection[UUID]) -> None:
    wanted = set(decisions)
    if len(wanted) > MOST_DECISIONS:
        raise UsedWrongly(_("A round holds at most %(count)s decisions.") % {"count": MOST_DECISIONS})
    found = list(Decision.objects.select_for_update().filter(council=row.council_id, pk__in=wanted))
    if len(found) != len(wanted) or any(each.budget_round_id not in (None, row.pk) for each in found):
        raise UsedWrongly(_("Some of these decisions are in another round already."), mend=_("Choose again."))
    Decision.objects.filter(budget_round=row).exclude(pk__in=wanted).update(budget_round=None)
    Decision.objects.filter(pk__in=wanted).update(budget_round=row)


def _free_slug(name: str, council_id: UUID) -> str:
    base = slugify(name)[:70] or "round"
    taken = set(BudgetRound.objects.filter(council=council_id, slug__startswith=base).values_list("slug", flat=True))
    if base not in taken and base != "new":
        return base
    return next(f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken)


def _record(row: BudgetRound, what: str, *, by: UUID) -> None:
    decisions = list(row.decisions.values_list("pk", flat=True))
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.budget_round_{what}",
        by=f"person:{by}",
        subject=f"assessments.budget_round:{row.pk}",
        also=[f"assessments.decision:{pk}" for pk in decisions],
        facts={"name": row.name, "decisions": len(decisions)},
    )
