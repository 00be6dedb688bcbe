"""From what is a board's pack worked out on a day?

The one idea: everything is gathered here, in a fixed number of queries, as plain facts; `domain.delivery.packs` works
out the rest. Where an action stood at the last meeting comes from the pack that was issued for it, whose facts are
frozen; where none was issued, from updates dated by then. Facts are those of the day handed in, so a correction of an
old pack tells of its own day, as far as updates are dated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dueregard.domain.delivery.concerns import Concern, Said, Standing, find_concerns
from dueregard.domain.delivery.packs import ActionFacts, Basis, PackFacts, QuestionFacts, moved_on, status_on
from dueregard.domain.delivery.packs_kept import facts_from_json
from dueregard.domain.delivery.questions import QuestionKind
from dueregard.domain.plans import progress
from dueregard.domain.plans.states import PlanState
from dueregard.web.delivery.models.boards import Pack
from dueregard.web.delivery.models.rounds import Ask, Round
from dueregard.web.delivery.queries.meetings import MeetingCard, last_meeting, next_meeting
from dueregard.web.delivery.queries.questions import QuestionCard, questions_since
from dueregard.web.plans.queries.lineage import lines_of
from dueregard.web.plans.queries.lists import number_words, owner_words
from dueregard.web.plans.queries.watching import watched_by


@dataclass(frozen=True, slots=True)
class Asking:
    """Who says it: the council, its words for statuses, whose report it is, and what a person wrote."""

    council: str
    words: Mapping[str, str]
    report_of: str = ""
    narrative: str = ""
    version: int = 1
    what_changed: str = ""


@dataclass(frozen=True, slots=True)
class _Then:
    """The last meeting: when it was, from what is known where actions stood, and where that was (by action)."""

    on: date | None = None
    frozen: PackFacts | None = None

    @property
    def basis(self) -> Basis | None:
        if self.on is None:
            return None
        return Basis.PACK if self.frozen else Basis.UPDATES

    @property
    def told_on(self) -> date | None:
        """The day up to which the board was told: that of its last pack's figures, else of its last meeting."""
        return self.frozen.on if self.frozen else self.on


@dataclass(frozen=True, slots=True)
class _RoundThen:
    """The latest round, and who of it has not answered, by action."""

    name: str | None = None
    due_on: date | None = None
    not_answered: Mapping[UUID, str] | None = None


def pack_facts(meeting: MeetingCard, asking: Asking, *, on: date) -> PackFacts:
    """Gather the facts of a meeting's pack on a day. At most 23 queries, however many actions."""
    then = _then(meeting, on=on)
    asked = _latest_round(meeting, then, on=on)
    rows = tuple(_rows(meeting))
    before = {one.id: one.status for one in then.frozen.actions} if then.frozen else None
    lines = lines_of(watched_by(meeting.council_id, meeting.board_id), on=on, can_see=_is_no_draft) if rows else {}
    actions = tuple(_action(row, then=then, before=before, asked=asked, line=lines.get(row.pk), on=on) for row in rows)
    following = next_meeting(meeting.council_id, [meeting.board_id], on=date.fromordinal(meeting.on.toordinal() + 1))
    questions = questions_since(meeting.council_id, meeting.board_id, since=then.told_on, on=on)
    return PackFacts(
        council=asking.council,
        board=meeting.board_name,
        meeting_on=meeting.on,
        on=on,
        place=meeting.place,
        report_of=asking.report_of,
        last_meeting_on=then.on,
        basis=then.basis,
        next_meeting_on=following.on if following else None,
        round_name=asked.name,
        round_due_on=asked.due_on,
        actions=actions,
        gone=_gone(then, {one.id for one in actions}),
        questions=tuple(_question(card, then=then, on=on) for card in questions),
        narrative=asking.narrative,
        version=asking.version,
        what_changed=asking.what_changed,
        words=tuple(sorted((code, str(words)) for code, words in asking.words.items())),
    )


def _then(meeting: MeetingCard, *, on: date) -> _Then:
    last = last_meeting(meeting.council_id, meeting.board_id, before=meeting.on, seen_on=on)
    if last is None:
        return _Then()
    if last.issued is None:
        return _Then(on=last.on)
    return _Then(
        on=last.on, frozen=facts_from_json(Pack.objects.values_list("facts", flat=True).get(pk=last.issued.id))
    )


def _gone(then: _Then, here: set[str]) -> tuple[str, ...]:
    frozen = then.frozen.actions if then.frozen else ()
    return tuple(f"{one.label} ({one.plan})" for one in frozen if one.id not in here)


def _rows(meeting: MeetingCard) -> Iterable[Any]:
    rows = watched_by(meeting.council_id, meeting.board_id).select_related("plan")
    rows = rows.prefetch_related("leads__post", "leads__partner", "sub_actions", "updates")
    deferred = ("plan__left_over", "plan__key", "search_text", "sources", "original")
    return rows.defer(*deferred).order_by("plan__period_end", "plan__title", "plan_id", "position")


def _is_no_draft(plan: Any) -> bool:
    """Members read no drafts."""
    return bool(plan.state != PlanState.DRAFT)


def _action(
    row: Any,
    *,
    then: _Then,
    before: Mapping[str, str | None] | None,
    asked: _RoundThen,
    line: str | None,
    on: date,
) -> ActionFacts:
    dated = [one for one in row.updates.all() if one.date]
    told = [(one.date, one.status if one.status in progress.STATUS_ORDER else None) for one in dated]
    status = status_on(told, current=row.status, on=on)
    state = {"status": status, "outcome": row.outcome}
    by_then = [one for one in dated if one.date <= on]
    last = max(by_then, key=lambda one: (one.date, one.position), default=None)
    is_news = last is not None and (then.told_on is None or last.date > then.told_on)
    return ActionFacts(
        id=str(row.pk),
        number=number_words(row),
        title=row.title or row.text,
        plan=row.plan.title,
        owners=tuple(dict.fromkeys(owner_words(lead) for lead in row.leads.all())),
        status=status,
        outcome=row.outcome,
        due_date=row.due_date,
        days_late=progress.days_late(row.due_date, on=on, **state),
        status_before=_before(row, told, then=then, before=before),
        was_watched=_was_watched(row, then=then, before=before),
        moved_on=moved_on(told, status=status, on=on),
        said=last.text if last is not None and is_news else None,
        said_on=last.date if last is not None and is_news else None,
        last_update_on=last.date if last is not None else None,
        is_without_update=progress.is_without_update(last.date if last is not None else None, on=on, **state),
        not_answered=(asked.not_answered or {}).get(row.pk),
        stalled=_stalled(row, by_then, status=status, on=on),
        line=line,
    )


def _before(
    row: Any, told: list[tuple[date, str | None]], *, then: _Then, before: Mapping[str, str | None] | None
) -> str | None:
    if before is not None:
        return before.get(str(row.pk))
    return status_on(told, current=row.status, on=then.on) if then.on else None


def _was_watched(row: Any, *, then: _Then, before: Mapping[str, str | None] | None) -> bool:
    if before is not None:
        return str(row.pk) in before
    begun = [day for day in (row.plan.period_start, row.plan.adopted_at and row.plan.adopted_at.date()) if day]
    return then.on is None or not begun or min(begun) <= then.on


def _stalled(row: Any, updates: list[Any], *, status: str | None, on: date) -> str | None:
    said = tuple(
        Said(one.date, one.text, one.round_name or None, one.is_unchanged)
        for one in sorted(updates, key=lambda one: (one.date, one.position))
    )
    found = find_concerns(Standing(None, status, row.outcome, said), on=on)
    return next((one.reason for one in found if one.concern is Concern.STALLED), None)


def _latest_round(meeting: MeetingCard, then: _Then, *, on: date) -> _RoundThen:
    """Give the latest round and who has not answered; one that was over by the last meeting is no news. Two queries."""
    rows = Round.objects.filter(council_id=meeting.council_id, opened_at__isnull=False, opens_on__lte=on)
    row = rows.order_by("-opens_on").first()
    if row is None or (then.told_on is not None and row.due_on < then.told_on):
        return _RoundThen()
    answered: set[UUID] = set()
    asked: dict[UUID, list[str]] = {}
    asks = Ask.objects.filter(request__round=row).select_related("request", "handed_to")
    for ask in asks:
        if ask.answered_at is not None and ask.answered_at.date() <= on:
            answered.add(ask.action_id)
        who = ask.handed_to or ask.request
        name = f"{who.name} ({who.why})" if who.why else who.name
        asked.setdefault(ask.action_id, []).append(name)
    waiting = {action: ", ".join(dict.fromkeys(names)) for action, names in asked.items() if action not in answered}
    return _RoundThen(row.name, row.due_on, waiting)


def _question(card: QuestionCard, *, then: _Then, on: date) -> QuestionFacts:
    answers = [turn for turn in card.answers if turn.on <= on]
    last = answers[-1] if answers else None
    return QuestionFacts(
        id=str(card.id),
        kind=str(card.kind),
        text=card.text,
        asked_on=card.asked_on,
        asked_by=card.asked_name,
        about=card.about,
        state=str(card.state),
        is_new=_is_new(card, last.on if last else None, then),
        assigned=card.post or None,
        due_on=card.due_on,
        days_late=card.days_late,
        answer=last.text if last else None,
        answered_on=last.on if last else None,
        answered_by=last.name if last else None,
    )


def _is_new(card: QuestionCard, answered_on: date | None, then: _Then) -> bool:
    """Say whether the board has not been told yet: of its answer, or, of a decision, that it is recorded."""
    if then.told_on is None:
        return True
    at = card.asked_on if card.kind is QuestionKind.DECISION else answered_on
    if at is None or at < then.told_on:
        return False
    if at > then.told_on or then.frozen is None:
        return True
    told = {one.id for one in then.frozen.questions if one.is_new and (one.answer or one.kind == QuestionKind.DECISION)}
    return str(card.id) not in told
