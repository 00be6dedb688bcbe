"""Making, changing, closing and reopening a round.

The one idea: a draft is shaped freely and asks nobody; opening it is a job (`rounds_opening`). What an open round still
lets a person change is its days and its chasing. Every change is one entry of the ledger; the officer's words to owners
are personal, because they are free text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.domain.delivery.chasing import Chasing, to_json
from dueregard.domain.delivery.rounds import RoundState, check_can_move_round
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.delivery.models.rounds import QuietDays, Round
from dueregard.web.ledger import actions as ledger

RESERVED = frozenset({"new", "quiet-days"})


@dataclass(frozen=True, slots=True)
class Days:
    """When a round opens, by when an answer is asked for, and until when late ones are taken."""

    opens_on: date
    due_on: date
    closes_on: date | None


def make_round(
    *, council_id: UUID, name: str, period: tuple[date, date], days: Days, rules: Chasing, words: str = "", by: UUID
) -> str:
    """Keep a new round as a draft, without actions yet, and give its address."""
    rules.check()
    with transaction.atomic():
        row = Round.objects.create(
            council_id=council_id,
            slug=_free_slug(name, council_id=council_id),
            name=name,
            period_start=period[0],
            period_end=period[1],
            words=words,
            opens_on=days.opens_on,
            due_on=days.due_on,
            closes_on=days.closes_on,
            chasing=to_json(rules),
            made_by_id=by,
        )
        record(row, "round_made", by=by)
    return row.slug


def change_round(
    round_id: UUID,
    *,
    by: UUID,
    name: str | None = None,
    period: tuple[date, date] | None = None,
    words: str | None = None,
) -> bool:
    """Change name, period or words of a draft; False where nothing is other than it was.

    Raises:  MoveNotAllowed where people were asked already: what they were asked stays.
    """
    with transaction.atomic():
        row = _draft(round_id)
        before = (row.name, row.period_start, row.period_end, row.words)
        row.name = name if name is not None else row.name
        row.period_start, row.period_end = period or (row.period_start, row.period_end)
        row.words = words if words is not None else row.words
        if before == (row.name, row.period_start, row.period_end, row.words):
            return False
        row.save(update_fields=["name", "period_start", "period_end", "words"])
        record(row, "round_changed", by=by)
    return True


def change_days(round_id: UUID, *, days: Days, rules: Chasing, by: UUID) -> bool:
    """Change the days and the chasing of a round that is not closed; False where nothing is other than it was.

    Once people are asked, the day of opening stays. Links end with the round, so a later last day keeps them good.
    """
    rules.check()
    with transaction.atomic():
        row = held(round_id)
        if row.state == RoundState.CLOSED:
            raise MoveNotAllowed(_("This round is closed. Reopen it to change its days."))
        before = (row.opens_on, row.due_on, row.closes_on, row.chasing)
        if row.state == RoundState.DRAFT:
            row.opens_on = days.opens_on
        row.due_on, row.closes_on, row.chasing = days.due_on, days.closes_on, to_json(rules)
        if before == (row.opens_on, row.due_on, row.closes_on, row.chasing):
            return False
        row.save(update_fields=["opens_on", "due_on", "closes_on", "chasing"])
        record(row, "round_days_changed", by=by, was_due_on=before[1].isoformat())
    return True


def choose_actions(round_id: UUID, *, action_ids: Iterable[UUID], by: UUID) -> int:
    """Let a draft be about these actions and no others; give how many. The caller gives actions of the council only."""
    wanted = tuple(dict.fromkeys(action_ids))
    with transaction.atomic():
        row = _draft(round_id)
        row.chosen.set(wanted)  # type: ignore[arg-type]  # ids are taken, too
        record(row, "round_actions_chosen", by=by, actions=len(wanted))
    return len(wanted)


def add_actions(round_id: UUID, *, action_ids: Iterable[UUID], by: UUID) -> int:
    """Let a draft be about these actions, too; give how many it is about."""
    with transaction.atomic():
        row = _draft(round_id)
        row.chosen.add(*action_ids)  # type: ignore[arg-type]  # ids are taken, too
        return _chosen(row, by=by)


def leave_out_actions(round_id: UUID, *, action_ids: Iterable[UUID], by: UUID) -> int:
    """Let a draft not be about these actions; give how many it is about."""
    with transaction.atomic():
        row = _draft(round_id)
        row.chosen.remove(*action_ids)  # type: ignore[arg-type]  # ids are taken, too
        return _chosen(row, by=by)


def throw_away(round_id: UUID, *, by: UUID) -> None:
    """Throw a draft away. Raises MoveNotAllowed where people were asked already."""
    with transaction.atomic():
        row = _draft(round_id)
        record(row, "round_thrown_away", by=by)
        row.delete()


def close_round(round_id: UUID, *, by: UUID | None) -> None:
    """Take no more answers. `by` None: its last day has passed. What is not answered stays unanswered, and is counted.

    Messages that wait are withdrawn as they would be sent: their link is no longer good.
    """
    with transaction.atomic():
        row = held(round_id)
        check_can_move_round(RoundState(row.state), to=RoundState.CLOSED)
        row.state, row.closed_at = RoundState.CLOSED, timezone.now()
        row.save(update_fields=["state", "closed_at"])
        record(row, "round_closed", by=by, **_standing(row))


def reopen_round(round_id: UUID, *, closes_on: date | None, by: UUID) -> None:
    """Take answers again, until a day; links that were not revoked are good again."""
    with transaction.atomic():
        row = held(round_id)
        check_can_move_round(RoundState(row.state), to=RoundState.OPEN)
        row.state, row.closed_at, row.closes_on = RoundState.OPEN, None, closes_on
        if closes_on is not None and closes_on < row.due_on:
            raise MoveNotAllowed(_("The last day must not be before the day by which answers are due."))
        row.save(update_fields=["state", "closed_at", "closes_on"])
        record(row, "round_reopened", by=by)


def add_quiet_days(*, council_id: UUID, name: str, first: date, last: date, by: UUID) -> None:
    """Keep days of the council's own on which no reminder goes out. Known ones stay as they are."""
    with transaction.atomic():
        row, is_new = QuietDays.objects.get_or_create(
            council_id=council_id, first=first, last=last, defaults={"name": name}
        )
        if is_new:
            _record_quiet(row, "quiet_days_added", by=by)


def remove_quiet_days(quiet_id: UUID, *, council_id: UUID, by: UUID) -> None:
    """Take quiet days away again; those that are gone already stay gone."""
    with transaction.atomic():
        row = QuietDays.objects.filter(pk=quiet_id, council_id=council_id).first()
        if row is not None:
            _record_quiet(row, "quiet_days_removed", by=by)
            row.delete()


def held(round_id: UUID) -> Round:
    """Give the row of a round, held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).get(pk=round_id)


def record(row: Round, kind: str, *, by: UUID | None, also: Sequence[str] = (), **facts: Any) -> None:
    """Record what happened to a round, in the caller's transaction. `by` None: the system itself."""
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"delivery.{kind}",
        by=f"person:{by}" if by else "system",
        subject=f"delivery.round:{row.pk}",
        also=also,
        facts={
            "name": row.name,
            "period_start": row.period_start.isoformat(),
            "period_end": row.period_end.isoformat(),
            "opens_on": row.opens_on.isoformat(),
            "due_on": row.due_on.isoformat(),
            "closes_on": row.closes_on.isoformat() if row.closes_on else "",
            "state": str(row.state),
            "chasing": row.chasing,
            **facts,
        },
        personal={"words": row.words} if row.words else None,
    )


def _draft(round_id: UUID) -> Round:
    row = held(round_id)
    if row.state != RoundState.DRAFT:
        raise MoveNotAllowed(_("People were asked in this round already, so this can no longer be changed."))
    return row


def _chosen(row: Round, *, by: UUID) -> int:
    number = row.chosen.count()
    record(row, "round_actions_chosen", by=by, actions=number)
    return number


def _standing(row: Round) -> dict[str, Any]:
    asked = row.requests.filter(why="")
    return {
        "people_asked": asked.count(),
        "people_not_asked": row.requests.exclude(why="").count(),
        "asks": asked.values("asks").exclude(asks=None).count(),
        "asks_answered": asked.filter(asks__answered_at__isnull=False).count(),
    }


def _record_quiet(row: QuietDays, kind: str, *, by: UUID) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"delivery.{kind}",
        by=f"person:{by}",
        subject=f"delivery.quiet_days:{row.pk}",
        facts={"name": row.name, "first": row.first.isoformat(), "last": row.last.isoformat()},
    )


def _free_slug(name: str, *, council_id: UUID) -> str:
    base = slugify(name.replace("–", "-"))[:70].strip("-") or "round"
    taken = set(Round.objects.filter(council_id=council_id, slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    return next(
        slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken
    )
