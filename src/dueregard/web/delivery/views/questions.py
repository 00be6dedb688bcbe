"""What boards ask: the list, one question with its answers, asking, answering, asking again, closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.domain.delivery.questions import QuestionKind, usual_due
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import boards as access
from dueregard.web.delivery.actions import questions as actions
from dueregard.web.delivery.forms.questions import (
    KIND_WORDS,
    OWNER,
    STATE_WORDS,
    WHOLE_PAPER,
    AgainForm,
    AnswerForm,
    CloseForm,
    PutForm,
    SaidForm,
    question_filters,
    question_orders,
)
from dueregard.web.delivery.queries import boards, meetings, questions
from dueregard.web.delivery.queries.boards_export import questions_workbook
from dueregard.web.delivery.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import BoardCard, Visitor, posts, visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


@staff_page
@require_safe
def question_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the questions that concern the reader."""
    visitor, listing = _listed(request, council_slug)
    rows = _rows(visitor, listing)
    found = rows.count()
    total = questions.questions_wanted(_whose(visitor), on=visitor.on).count()
    shown = questions.question_cards(rows[cut(listing, found=found)], on=visitor.on)
    return page(
        request,
        "questions",
        visitor,
        here=_here(visitor),
        listing=listing,
        rows=paginate(shown, listing, found=found, total=total),
        kinds=KIND_WORDS,
        states=STATE_WORDS,
        boards=[each for each in boards.own_boards(visitor, every=True) if access.can_ask(visitor, each.id)],
    )


@data_page
@require_safe
def questions_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, listing = _listed(request, council_slug)
    book = questions_workbook(questions.question_cards(_rows(visitor, listing), on=visitor.on), visitor=visitor)
    return table_response(request, book, ending, f"questions-{council_slug}")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, council_slug: str, question_id: UUID) -> HttpResponse:
    """Show a question with all that became of it, and take its answer."""
    visitor, card = _seen(request, council_slug, question_id)
    can_answer = access.can_answer(visitor, card) and card.may_become("answered")
    if request.method == "POST":
        access.check_can_answer(visitor, card)
    form = AnswerForm(sent(request) if can_answer else None)
    if request.method == "POST" and can_answer and form.is_valid():
        named: dict[str, Any] = {
            "name": _name(visitor),
            "on": visitor.on,
            "address": _address(visitor, card.id),
            "by": visitor.by,
        }
        if _is_done(request, form, lambda: actions.answer_question(card.id, **form.cleaned_data, **named)):
            messages.success(request, _("Your answer is kept. It comes back in the board’s next pack."))
            return redirect(to(council_slug, "question", card.id))
    return page(
        request,
        "question",
        visitor,
        may_list=access.can_see_questions(visitor),
        here=_here(visitor),
        status=400 if form.errors else 200,
        card=card,
        form=form,
        kinds=KIND_WORDS,
        states=STATE_WORDS,
        can_answer=can_answer,
        can_ask=access.can_ask(visitor, card.board_id),
        can_assign=access.can_assign(visitor, card.board_id),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, council_slug: str, board_slug: str) -> HttpResponse:
    """Ask as a member, or record what was said in a meeting."""
    visitor = visit(request, council_slug)
    board = boards.board_of(visitor, board_slug)
    access.check_can_ask(visitor, board.id)
    is_member = not access.can_keep_meetings(visitor, board.id)
    offered = boards.askable(visitor.council.id, board.id)
    meeting = _meeting(request, visitor, board)
    form = SaidForm(
        sent(request),
        actions=[(str(one.id), one.label) for one in offered],
        posts=[] if is_member else _post_choices(visitor),
        is_member=is_member,
        on=visitor.on,
        initial={
            "about": request.GET.get("action", ""),
            "asked_on": min(meeting.on, visitor.on) if meeting else visitor.on,
            "post": OWNER,
        },
    )
    if request.method == "POST" and form.is_valid():
        said = _asked(visitor, form.cleaned_data, offered, board=board, meeting=meeting, is_member=is_member)
        made: list[UUID] = []
        pattern = settings.SITE_URL.rstrip("/") + to(council_slug, "questions") + "{id}/"
        named: dict[str, Any] = {
            "council_id": visitor.council.id,
            "board_id": board.id,
            "address": pattern,
            "by": visitor.by,
        }
        if _is_done(request, form, lambda: made.append(actions.ask_question(said, **named))):
            messages.success(request, _("It is recorded on the action, and its owner is told."))
            return redirect(to(council_slug, "question", made[0]))
    return page(
        request,
        "ask",
        visitor,
        here=_here(visitor),
        status=400 if form.errors else 200,
        board=board,
        form=form,
        meeting=meeting,
        is_member=is_member,
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, council_slug: str, question_id: UUID) -> HttpResponse:
    """Ask again."""
    visitor, card = _seen(request, council_slug, question_id)
    access.check_can_ask(visitor, card.board_id)
    form = AgainForm(sent(request), on=visitor.on)

    def act() -> None:
        due = form.cleaned_data["due_on"] or _usual_due(visitor, card.board_id, visitor.on)
        actions.ask_again(
            card.id,
            text=form.cleaned_data["text"],
            due_on=due,
            name=_name(visitor),
            on=visitor.on,
            address=_address(visitor, card.id),
            by=visitor.by,
        )

    if request.method == "POST" and form.is_valid() and _is_done(request, form, act):
        messages.success(request, _("It is asked again, and its owner is told."))
        return redirect(to(council_slug, "question", card.id))
    return _turn_page(request, visitor, card, form, title=_("Ask again"), button=_("Ask again"))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, council_slug: str, question_id: UUID) -> HttpResponse:
    """Close a question."""
    visitor, card = _seen(request, council_slug, question_id)
    access.check_can_ask(visitor, card.board_id)
    form = CloseForm(sent(request))

    def act() -> None:
        text = form.cleaned_data["text"]
        actions.close_question(card.id, text=text, name=_name(visitor), on=visitor.on, by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(request, form, act):
        messages.success(request, _("The question is closed."))
        return redirect(to(council_slug, "question", card.id))
    return _turn_page(request, visitor, card, form, title=_("Close this question?"), button=_("Close it"))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, council_slug: str, question_id: UUID) -> HttpResponse:
    """Say who answers, and by when."""
    visitor, card = _seen(request, council_slug, question_id)
    access.check_can_assign(visitor, card.board_id)
    initial = {"post": str(card.post_id or ""), "due_on": card.due_on}
    form = PutForm(sent(request), posts=_post_choices(visitor), asked_on=card.asked_on, initial=initial)

    def act() -> None:
        post_id, due = form.cleaned_data["post"], form.cleaned_data["due_on"]
        actions.put_question(card.id, post_id=post_id, due_on=due, address=_address(visitor, card.id), by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(request, form, act):
        messages.success(request, _("Who answers is kept."))
        return redirect(to(council_slug, "question", card.id))
    return _turn_page(request, visitor, card, form, title=_("Who answers, and by when?"), button=_("Save"))


def _turn_page(
    request: HttpRequest, visitor: Visitor, card: questions.QuestionCard, form: Any, *, title: str, button: str
) -> HttpResponse:
    status = 400 if form.errors else 200
    said = {"title": title, "button": button}
    return page(request, "question_turn", visitor, here=_here(visitor), status=status, card=card, form=form, **said)


def _is_done(request: HttpRequest, form: Any, act: Any) -> bool:
    """Do it, or say in the form why it cannot be done."""
    try:
        act()
    except DueRegardError as fault:
        form.add_error(None, " ".join(filter(None, (fault.message, fault.mend))))
        return False
    return True


def _seen(request: HttpRequest, council_slug: str, question_id: UUID) -> tuple[Visitor, questions.QuestionCard]:
    visitor = visit(request, council_slug)
    access.check_can_see_question(visitor)
    return visitor, questions.question_card(visitor.council.id, question_id, on=visitor.on)


def _listed(request: HttpRequest, council_slug: str) -> tuple[Visitor, Listing]:
    visitor = visit(request, council_slug)
    access.check_can_see_questions(visitor)
    every = access.sees_every_question(visitor) or not visitor.board_ids
    offered = [(each.slug, each.name) for each in boards.own_boards(visitor, every=every)]
    path = to(council_slug, "questions")
    return visitor, read_listing(request, filters=question_filters(offered), orders=question_orders(), path=path)


def _rows(visitor: Visitor, listing: Listing) -> Any:
    asked = {name: listing.one(name) for name in ("state", "board", "kind", "words")}
    rows = questions.questions_wanted(_whose(visitor), on=visitor.on, **asked)
    return questions.sorted_questions(
        rows, listing.order.name if listing.order else "asked", falling=listing.is_falling
    )


def _whose(visitor: Visitor) -> questions.Whose:
    is_all = access.sees_every_question(visitor)
    return questions.Whose(visitor.council.id, visitor.board_ids, visitor.post_ids, is_all=is_all)


def _asked(
    visitor: Visitor,
    given: dict[str, Any],
    offered: tuple[boards.Askable, ...],
    *,
    board: BoardCard,
    meeting: meetings.MeetingCard | None,
    is_member: bool,
) -> actions.Asked:
    about = None if given["about"] == WHOLE_PAPER else next(one for one in offered if str(one.id) == given["about"])
    kind = QuestionKind(given["kind"])
    asked_on = given.get("asked_on") or visitor.on
    post = given.get("post", OWNER)
    due = given.get("due_on") or _usual_due(visitor, board.id, max(asked_on, visitor.on))
    return actions.Asked(
        kind=kind,
        text=given["text"],
        asked_on=asked_on,
        asked_name=given.get("asked_name") or _name(visitor),
        asked_by=visitor.by if is_member else None,
        action_id=about.id if about else None,
        about=about.label if about else "",
        meeting_id=meeting.id if meeting else None,
        post_id=UUID(post) if post and post != OWNER else None,
        is_put=post == OWNER,
        due_on=None if kind is QuestionKind.DECISION else due,
    )


def _usual_due(visitor: Visitor, board_id: UUID, asked_on: date) -> date:
    following = meetings.next_meeting(visitor.council.id, [board_id], on=asked_on + timedelta(days=1))
    return usual_due(asked_on, next_meeting_on=following.on if following else None)


def _meeting(request: HttpRequest, visitor: Visitor, board: BoardCard) -> meetings.MeetingCard | None:
    asked = request.GET.get("meeting", "")
    try:
        return meetings.meeting_card(visitor.council.id, UUID(asked), board_id=board.id) if asked else None
    except ValueError:
        return None


def _post_choices(visitor: Visitor) -> list[tuple[str, str]]:
    return [(str(post.id), post.label) for post in posts(visitor.council.id, on=visitor.on)]


def _here(visitor: Visitor) -> str:
    """Give the item of the menu that questions are under: their own for boards, else that of boards."""
    return "questions" if visitor.has_role("board_member", "clerk") else "boards"


def _name(visitor: Visitor) -> str:
    return visitor.person.full_name if visitor.person else ""


def _address(visitor: Visitor, question_id: UUID) -> str:
    return settings.SITE_URL.rstrip("/") + to(visitor.council.slug, "question", question_id)
