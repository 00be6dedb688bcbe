"""How is the forward plan kept: decisions added, changed, called off, and regard noted that is recorded elsewhere?

The one idea: nothing is dated back. That regard is recorded elsewhere is noted with the moment of noting, whatever day
the other record bears; saying it anew moves that moment, and the ledger keeps the first. A decision that was taken
keeps its day and its body: the minute is room of its own (`actions.deciding`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.states import DecisionState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.register import RegisterChanged, record_row, write
from dueregard.web.assessments.actions.register_ranks import rank_policies
from dueregard.web.assessments.models.register import Decision, Policy

_BESIDE_REGARD = ("title", "decides_on", "regard_where")
"""What is shown to whoever notes regard where the decision was saved meanwhile, whichever field it was."""


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """What is said of a decision before it is taken. `amount` is whole pounds, above nought a saving."""

    title: str
    number: str = ""
    about: str = ""
    policy_id: UUID | None = None
    budget_round_id: UUID | None = None
    directorate_id: UUID | None = None
    body_id: UUID | None = None
    body_words: str = ""
    decides_on: date | None = None
    papers_on: date | None = None
    amount: int | None = None
    places: tuple[str, ...] = ()
    delegated_to: str = ""
    is_exempt: bool = False
    exempt_why: str = ""


def add_decision(fields: DecisionFields, *, council_id: UUID, by: UUID) -> UUID:
    """Put a decision on the forward plan and give its id.

    Raises:  UsedWrongly without a title, for papers after the decision, or exempt without a reason.
    """
    with transaction.atomic():
        _check(fields, council_id=council_id)
        row = Decision.objects.create(council_id=council_id, **_values(fields))
        record_row(
            row, what="decision_added", by=by, changed={key: said for key, said in _values(fields).items() if said}
        )
        _rank(row.policy_id)
    return row.pk


def change_decision(decision_id: UUID, fields: DecisionFields, *, council_id: UUID, seen: int, by: UUID) -> None:
    """Change a decision that is planned.

    Raises:  RegisterChanged where it was saved since `seen`; UsedWrongly as `add_decision`; MoveNotAllowed once it was
             taken or called off.
    """
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, council=council_id)
        _check_planned(row)
        _check(fields, council_id=council_id)
        before = row.policy_id
        if changed := write(row, _values(fields), seen=seen):
            record_row(row, what="decision_changed", by=by, changed=changed)
            _rank(before, row.policy_id)


def call_off_decision(decision_id: UUID, *, council_id: UUID, why: str, by: UUID) -> None:
    """Call a planned decision off, with the reason.

    Raises:  UsedWrongly without a reason; MoveNotAllowed unless it is planned.
    """
    if not why.strip():
        raise UsedWrongly(_("Say why it is called off."))
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, council=council_id)
        _check_planned(row)
        write(row, {"state": str(DecisionState.CALLED_OFF)}, seen=None)
        record_row(row, what="decision_called_off", by=by, changed={"why": why.strip()})
        _rank(row.policy_id)


def plan_decision_again(decision_id: UUID, *, council_id: UUID, by: UUID) -> None:
    """Put a decision that was called off back on the forward plan.

    Raises:  MoveNotAllowed unless it is called off.
    """
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, council=council_id)
        if row.state != DecisionState.CALLED_OFF:
            raise MoveNotAllowed(_("It is not called off."))
        write(row, {"state": str(DecisionState.PLANNED)}, seen=None)
        record_row(row, what="decision_planned_again", by=by)
        _rank(row.policy_id)


def note_regard(decision_id: UUID, *, council_id: UUID, where: str, seen: int, by: UUID) -> None:
    """Note where regard is recorded, if not here. The moment of noting is now, and is shown beside it.

    Raises:  UsedWrongly without words; RegisterChanged where the decision was saved since `seen`; MoveNotAllowed once
             it is called off.
    """
    where = " ".join(where.split())
    if not where:
        raise UsedWrongly(_("Say where it is recorded."))
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, council=council_id)
        if row.state == DecisionState.CALLED_OFF:
            raise MoveNotAllowed(_("The decision was called off."))
        if row.regard_where == where:
            return
        if row.version != seen:
            raise RegisterChanged({name: getattr(row, name) for name in _BESIDE_REGARD}, row.version)
        values = {"regard_where": where[:500], "regard_by_id": by, "regard_noted_at": timezone.now()}
        write(row, values, seen=None)
        record_row(row, what="regard_noted", by=by, changed={"regard_where": where})


def _check_planned(row: Decision) -> None:
    if row.state == DecisionState.DECIDED:
        raise MoveNotAllowed(_("The decision was taken, so what was planned stays as it was."))
    if row.state == DecisionState.CALLED_OFF:
        raise MoveNotAllowed(_("The decision was called off. Plan it again to change it."))


def _values(fields: DecisionFields) -> dict[str, object]:
    return {**asdict(fields), "places": list(fields.places)}


def _check(fields: DecisionFields, *, council_id: UUID) -> None:
    if not fields.title.strip():
        raise UsedWrongly(_("Give it a title."))
    if fields.papers_on and fields.decides_on and fields.papers_on > fields.decides_on:
        raise UsedWrongly(_("The papers cannot go out after the decision."))
    if fields.is_exempt and not fields.exempt_why.strip():
        raise UsedWrongly(_("Say under which paragraph the papers are exempt."))
    if fields.policy_id and not Policy.objects.filter(pk=fields.policy_id, council=council_id).exists():
        raise UsedWrongly(_("There is no such policy."))


def _rank(*policy_ids: UUID | None) -> None:
    rank_policies([each for each in policy_ids if each], on=timezone.localdate())
