"""What do boards ask, with whom is each question, and what became of it?

The one idea: a question's card holds all its turns, so that a list, the action's page and the next pack tell the same.
"Late" is worked out on the day of the page. What is listed is what concerns the reader: their boards' questions and
those with their posts; officers and auditors see all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from dueregard.domain.delivery.questions import QUESTION_MOVES, QuestionKind, QuestionState, days_late
from dueregard.web.delivery.models.boards import Question, QuestionTurn

LATE = "late"


@dataclass(frozen=True, slots=True)
class TurnCard:
    """What happened to a question: an answer, asked again, closed."""

    kind: str
    text: str
    on: date
    name: str


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as lists and its own page show it."""

    id: UUID
    council_id: UUID
    board_id: UUID
    board_slug: str
    board_name: str
    meeting_id: UUID | None
    action_id: UUID | None
    plan_slug: str
    about: str
    kind: QuestionKind
    text: str
    asked_on: date
    asked_by_id: UUID | None
    asked_name: str
    recorded_by: str
    state: QuestionState
    post_id: UUID | None
    post: str
    due_on: date | None
    days_late: int | None
    days_open: int | None
    turns: tuple[TurnCard, ...]
    answerer_ids: frozenset[UUID]

    @property
    def subject(self) -> str:
        """What it is about, as a heading; "" for the whole paper."""
        return self.about[:1].upper() + self.about[1:]

    @property
    def is_late(self) -> bool:
        """Whether its answer should be there by now."""
        return self.days_late is not None

    @property
    def answers(self) -> tuple[TurnCard, ...]:
        """Its answers, in order."""
        return tuple(turn for turn in self.turns if turn.kind == QuestionTurn.Kind.ANSWER)

    @property
    def last_answer(self) -> TurnCard | None:
        """Its newest answer."""
        return self.answers[-1] if self.answers else None

    @property
    def is_recorded_for_another(self) -> bool:
        """Whether somebody wrote down what another said in a meeting."""
        return self.asked_by_id is None

    def may_become(self, state: str) -> bool:
        """Say whether the table of moves leads from where it stands to `state`."""
        return QuestionState(state) in QUESTION_MOVES[self.state]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose questions are listed: of these boards, and with these posts; everybody's where `is_all`."""

    council_id: UUID
    board_ids: Collection[UUID] = ()
    post_ids: Collection[UUID] = ()
    is_all: bool = False


def questions_wanted(
    whose: Whose, *, state: str = "", board: str = "", kind: str = "", words: str = "", on: date
) -> QuerySet[Question]:
    """Give the query for the questions that are asked for."""
    rows = Question.objects.filter(council_id=whose.council_id)
    if not whose.is_all:
        rows = rows.filter(
            Q(board_id__in=tuple(whose.board_ids))
            | Q(post_id__in=tuple(whose.post_ids))
            | Q(pk__in=Question.objects.filter(action__leads__post_id__in=tuple(whose.post_ids)).values("pk"))
        )
    if state == LATE:
        rows = rows.filter(state=QuestionState.OPEN, due_on__lt=on)
    elif state:
        rows = rows.filter(state=state)
    if board:
        rows = rows.filter(board__slug=board)
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split()[:12]:
        rows = rows.filter(Q(text__icontains=word) | Q(about__icontains=word) | Q(turns__text__icontains=word))
    return rows.distinct() if words else rows


def sorted_questions(rows: QuerySet[Question], order: str, *, falling: bool) -> QuerySet[Question]:
    """Sort a query of questions: by the day asked or the day an answer is due, undated last."""
    field = {"asked": "asked_on", "due": "due_on"}[order]
    by = F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True)
    return rows.order_by(by, "-recorded_at", "pk")


def question_cards(rows: QuerySet[Question], *, on: date) -> tuple[QuestionCard, ...]:
    """Give questions as cards. Three queries, however many."""
    found = rows.select_related("board", "post", "action__plan", "recorded_by").prefetch_related(
        "turns", "action__leads"
    )
    deferred = ("action__plan__left_over", "action__plan__key", "action__sources", "action__original")
    return tuple(_card(row, on=on) for row in found.defer(*deferred))


def question_card(council_id: UUID, question_id: UUID, *, on: date) -> QuestionCard:
    """Give one question of a council. Three queries.

    Raises:  Http404 for one of another council, as for none.
    """
    found = next(iter(question_cards(Question.objects.filter(council_id=council_id, pk=question_id), on=on)), None)
    if found is None:
        raise Http404
    return found


def questions_on(council_id: UUID, action_id: UUID, *, on: date) -> tuple[QuestionCard, ...]:
    """Give what boards said about an action, those that wait first, then the newest. Three queries."""
    rows = Question.objects.filter(council_id=council_id, action_id=action_id)
    cards = question_cards(rows.order_by("-asked_on", "-recorded_at"), on=on)
    return tuple(sorted(cards, key=lambda card: card.state is not QuestionState.OPEN))


def questions_of_meeting(meeting_id: UUID, *, on: date) -> tuple[QuestionCard, ...]:
    """Give what was recorded as said at a meeting. Three queries."""
    return question_cards(Question.objects.filter(meeting_id=meeting_id).order_by("recorded_at"), on=on)


def questions_since(council_id: UUID, board_id: UUID, *, since: date | None, on: date) -> tuple[QuestionCard, ...]:
    """Give a board's questions that are open, or that anything happened to since a day. Three queries."""
    rows = Question.objects.filter(council_id=council_id, board_id=board_id, asked_on__lte=on)
    if since is not None:
        turned = QuestionTurn.objects.filter(on__gte=since).values("question")
        rows = rows.filter(Q(state=QuestionState.OPEN) | Q(asked_on__gte=since) | Q(pk__in=turned))
    return question_cards(rows.order_by("asked_on", "recorded_at"), on=on)


def waiting_for(council_id: UUID, post_ids: Collection[UUID], *, on: date, limit: int = 50) -> tuple[QuestionCard, ...]:
    """Give the open questions that are with any of these posts, the first due first. At most three queries."""
    if not post_ids:
        return ()
    rows = Question.objects.filter(council_id=council_id, state=QuestionState.OPEN, post_id__in=tuple(post_ids))
    return question_cards(sorted_questions(rows, "due", falling=False)[:limit], on=on)


def nobody_asked(council_id: UUID) -> int:
    """Count the open questions that are with nobody. One query."""
    return Question.objects.filter(council_id=council_id, state=QuestionState.OPEN, post__isnull=True).count()


def _card(row: Question, *, on: date) -> QuestionCard:
    # An action that was removed leaves its id behind; the row that was looked for with the question is then None.
    action = row.action
    leads = frozenset(lead.post_id for lead in action.leads.all() if lead.post_id) if action else frozenset()
    is_open = row.state == QuestionState.OPEN
    return QuestionCard(
        id=row.pk,
        council_id=row.council_id,
        board_id=row.board_id,
        board_slug=row.board.slug,
        board_name=row.board.name,
        meeting_id=row.meeting_id,
        action_id=action.pk if action else None,
        plan_slug=action.plan.slug if action else "",
        about=row.about,
        kind=QuestionKind(row.kind),
        text=row.text,
        asked_on=row.asked_on,
        asked_by_id=row.asked_by_id,
        asked_name=row.asked_name,
        recorded_by=row.recorded_by.full_name,
        state=QuestionState(row.state),
        post_id=row.post_id,
        post=row.post.title if row.post else "",
        due_on=row.due_on,
        days_late=days_late(row.due_on, state=row.state, on=on),
        days_open=(on - row.asked_on).days if is_open else None,
        turns=tuple(TurnCard(turn.kind, turn.text, turn.on, turn.name) for turn in row.turns.all()),
        answerer_ids=leads | (frozenset({row.post_id}) if row.post_id else frozenset()),
    )
