"""How is what a board says recorded, answered, asked again and closed?

The one idea: every turn is kept with who took it and when, and the question's state follows from the turns by the table
of moves (`domain.delivery.questions`). Whoever holds the post it is put to is told once for each turn, by an address
that needs signing in; who asked is told that there is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.delivery.questions import QuestionKind, QuestionState, check_can_move_question, first_state
from dueregard.publish.document import say_date
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts.queries import PersonCard, people_cards
from dueregard.web.delivery.models.boards import Question, QuestionTurn
from dueregard.web.delivery.queries.boards import askable_action
from dueregard.web.ledger import actions as ledger
from dueregard.web.mail.actions.sending import send
from dueregard.web.organisation.queries import post as post_of

Turn = QuestionTurn.Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board said, and to whom it is put.

    `asked_by` is the member who says it here, signed in; None where somebody records what was said in a meeting, by
    `asked_name`. `action_id` is None for the whole paper; `about` says in words what it is about, else the action's own
    number and title do. Without a `post_id` it is put to the post that leads the action, unless `is_put` is False.
    """

    kind: QuestionKind
    text: str
    asked_on: date
    asked_name: str
    asked_by: UUID | None = None
    action_id: UUID | None = None
    about: str = ""
    meeting_id: UUID | None = None
    post_id: UUID | None = None
    due_on: date | None = None
    is_put: bool = True


def ask_question(said: Asked, *, council_id: UUID, board_id: UUID, address: str, by: UUID) -> UUID:
    """Record what a board said, tell whoever it is put to, and give its id.

    Takes:   `address`, the whole address of a question's page, with `{id}` where its id goes.
    Raises:  UsedWrongly without words, or without who said it.
    """
    if not said.text.strip() or not said.asked_name.strip():
        raise UsedWrongly(_("Say what was said, and by whom."))
    action = askable_action(council_id, said.action_id) if said.action_id else None
    owner = action.post_id if action and said.is_put else None
    with transaction.atomic():
        row = Question.objects.create(
            council_id=council_id,
            board_id=board_id,
            meeting_id=said.meeting_id,
            action_id=said.action_id,
            about=(said.about or (action.label if action else ""))[:300],
            kind=str(said.kind),
            text=said.text.strip(),
            asked_on=said.asked_on,
            asked_by_id=said.asked_by,
            asked_name=said.asked_name.strip()[:200],
            state=str(first_state(said.kind)),
            post_id=said.post_id or owner,
            due_on=None if said.kind is QuestionKind.DECISION else said.due_on,
            recorded_by_id=by,
        )
        told = _tell_owners(row, address=address.format(id=row.pk), turn=0, by=by)
        _record(
            row,
            "question_asked",
            by=by,
            facts={
                "kind": row.kind,
                "asked_on": row.asked_on.isoformat(),
                "is_signed_in": said.asked_by is not None,
                "post": str(row.post_id or ""),
                "due_on": row.due_on.isoformat() if row.due_on else "",
                "told": told,
            },
            personal={"text": row.text, "asked_name": row.asked_name},
        )
    return row.pk


def answer_question(question_id: UUID, *, text: str, name: str, on: date, address: str, by: UUID) -> None:
    """Answer a question, and tell who asked it here. A second answer is added to the first.

    Raises:  MoveNotAllowed once it is closed; UsedWrongly without words.
    """
    with transaction.atomic():
        row = _moved(question_id, to=QuestionState.ANSWERED)
        turn = _take_turn(row, Turn.ANSWER, text=text, name=name, on=on, by=by)
        if row.asked_by_id is not None and row.asked_by_id != by:
            subject = _("An answer: %(about)s") % {"about": row.about or row.board.name}
            body = _("The question you asked on %(day)s has an answer.") % {"day": say_date(row.asked_on)}
            asker = people_cards([row.asked_by_id])
            _send(row, asker.values(), subject=subject, body=f"{body}\n\n{address}\n", turn=turn.position, by=by)
        _record(row, "question_answered", by=by, facts={"on": on.isoformat()}, personal={"text": turn.text})


def ask_again(
    question_id: UUID, *, text: str, name: str, on: date, address: str, by: UUID, due_on: date | None = None
) -> None:
    """Ask again where an answer does not satisfy the board, and tell whoever it is put to.

    Raises:  MoveNotAllowed while it waits for an answer, and for a decision; UsedWrongly without words.
    """
    with transaction.atomic():
        row = _moved(question_id, to=QuestionState.OPEN)
        if row.kind == QuestionKind.DECISION:
            raise MoveNotAllowed(_("A decision waits for no answer."), mend=_("Ask a question about the action."))
        turn = _take_turn(row, Turn.AGAIN, text=text, name=name, on=on, by=by)
        row.due_on = due_on
        row.save(update_fields=["due_on"])
        told = _tell_owners(row, address=address, turn=turn.position, by=by)
        facts = {"on": on.isoformat(), "due_on": due_on.isoformat() if due_on else "", "told": told}
        _record(row, "question_asked_again", by=by, facts=facts, personal={"text": turn.text, "asked_name": name})


def close_question(question_id: UUID, *, name: str, on: date, by: UUID, text: str = "") -> None:
    """Close a question: the board is satisfied, or no longer asks.

    Raises:  MoveNotAllowed where it is closed already.
    """
    with transaction.atomic():
        row = _moved(question_id, to=QuestionState.CLOSED)
        turn = _take_turn(row, Turn.CLOSED, text=text, name=name, on=on, by=by)
        personal = {"text": turn.text} if turn.text else {}
        _record(row, "question_closed", by=by, facts={"on": on.isoformat()}, personal=personal)


def put_question(question_id: UUID, *, post_id: UUID | None, due_on: date | None, address: str, by: UUID) -> None:
    """Say who answers, and by when; a new holder is told.

    Raises:  MoveNotAllowed unless it waits for an answer.
    """
    with transaction.atomic():
        row = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
        if row.state != QuestionState.OPEN:
            raise MoveNotAllowed(_("This question does not wait for an answer."))
        if (row.post_id, row.due_on) == (post_id, due_on):
            return
        is_new = row.post_id != post_id
        row.post_id, row.due_on = post_id, due_on
        row.save(update_fields=["post", "due_on"])
        told = _tell_owners(row, address=address, turn=row.turns.count(), by=by) if is_new else 0
        facts = {"post": str(post_id or ""), "due_on": due_on.isoformat() if due_on else "", "told": told}
        _record(row, "question_put", by=by, facts=facts)


def _moved(question_id: UUID, *, to: QuestionState) -> Question:
    row = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
    check_can_move_question(QuestionState(row.state), to=to)
    row.state = str(to)
    row.save(update_fields=["state"])
    return row


def _take_turn(row: Question, kind: Turn, *, text: str, name: str, on: date, by: UUID) -> QuestionTurn:
    if kind != Turn.CLOSED and not text.strip():
        raise UsedWrongly(_("Say it in words."))
    return QuestionTurn.objects.create(
        question=row,
        position=row.turns.count() + 1,
        kind=kind,
        text=text.strip(),
        on=on,
        name=name.strip()[:200],
        by_id=by,
    )


def _tell_owners(row: Question, *, address: str, turn: int, by: UUID) -> int:
    """Send those who hold the post one message, and give how many."""
    if row.post_id is None:
        return 0
    post = post_of(row.council_id, row.post_id, on=timezone.localdate())
    people = [each.person for each in post.holders if each.person.id != by] if post else []
    about = {"board": row.board.name, "about": row.about or _("the whole paper")}
    if row.kind == QuestionKind.DECISION:
        subject = _("%(board)s decided about %(about)s") % about
        end = _("It needs no answer. Sign in to read what was decided.")
    else:
        subject = _("%(board)s asks about %(about)s") % about
        end = _("Sign in to read it and to answer. Your answer stands on the action and in the board’s next pack.")
        if row.due_on:
            end = _("An answer is wanted by %(day)s.") % {"day": say_date(row.due_on)} + " " + end
    return _send(row, people, subject=subject, body=f"{subject}.\n\n{address}\n\n{end}\n", turn=turn, by=by)


def _send(row: Question, people: Iterable[PersonCard], *, subject: str, body: str, turn: int, by: UUID) -> int:
    """Queue one message for each; what was said is not in it, because mail is not a place for it."""
    number = 0
    for person in people:
        send(
            council_id=row.council_id,
            key=f"delivery.question:{row.pk}:{turn}:{person.id}",
            to=person.email,
            person_id=person.id,
            subject=subject,
            body=body,
            by=by,
        )
        number += 1
    return number


def _record(
    row: Question, what: str, *, by: UUID, facts: dict[str, Any], personal: dict[str, str] | None = None
) -> None:
    action = [f"plans.action:{row.action_id}"] if row.action_id else []
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"delivery.{what}",
        by=f"person:{by}",
        subject=f"delivery.question:{row.pk}",
        also=[*action, f"organisation.board:{row.board_id}"],
        facts={"board": row.board.name, **facts},
        personal=personal,
    )
