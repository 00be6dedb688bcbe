"""Going through a draft: the whole, a question, many at once, names, levels, an action, a value, what was not used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dueregard.domain.plans.plan_answers import target_of
from dueregard.domain.plans.review import Answer, Asked
from dueregard.domain.plans.states import ImportState
from dueregard.terms.errors import UsedWrongly
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import reviewing
from dueregard.web.plans.forms.review import AnswerForm, CorrectForm, LevelsForm, MatchForm
from dueregard.web.plans.queries import findings, imports, reviews
from dueregard.web.plans.queries.lists import labels_from
from dueregard.web.plans.queries.matching import names_to_match
from dueregard.web.plans.queries.wording import FIELD_WORDS, field_words
from dueregard.web.plans.views.page import page, person_id, sent, to

NAMES_A_PAGE = 30


def _begin(request: HttpRequest, council_slug: str, import_id: UUID) -> tuple[Visitor, imports.Review, dict[str, str]]:
    """Let in who may see the review, and who may change it where something is sent."""
    visitor = visit(request, council_slug)
    (access.check_can_import if request.method == "POST" else access.check_can_see_imports)(visitor)
    review = imports.review_of(visitor.council.id, import_id)
    return visitor, review, labels_from(review.draft.key)


@staff_page
@require_safe
def overview(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Show what was found, what is open and where to go on."""
    visitor = visit(request, council_slug)
    access.check_can_see_imports(visitor)
    card = imports.import_card(visitor.council.id, import_id)
    if card.state in (ImportState.READING, ImportState.FAILED):
        return page(request, "import_unread", visitor, card=card, can_import=access.can_import(visitor))
    if card.workbook_of:
        return redirect(to(council_slug, "sheet_compare", card.workbook_of, card.id))
    review = imports.review_of(visitor.council.id, import_id)
    return page(
        request,
        "import",
        visitor,
        card=card,
        review=review,
        found=_found(visitor, review),
        can_import=access.can_import(visitor),
    )


@staff_page
def question(request: HttpRequest, council_slug: str, import_id: UUID, number: int) -> HttpResponse:
    """Ask one question, with the document beside it."""
    visitor, review, labels = _begin(request, council_slug, import_id)
    asked = next((one for one in review.asked if one.number == number), None)
    if asked is None:
        raise Http404
    view = reviews.question_view(review, asked, labels=labels, shift=_shift(request))
    form = AnswerForm(
        sent(request),
        field=target_of(asked.question)[1],
        choices=asked.question.choices,
        plan=review.draft,
        labels=labels,
        before=view.before,
        question=view.legend,
        is_for_all=target_of(asked.question)[0] is None and asked.question.field in FIELD_WORDS,
    )
    if request.method == "POST":
        if "later" in request.POST:
            return _keep(request, council_slug, review, asked, None, is_later=True, visitor=visitor)
        if form.is_valid():
            try:
                return _keep(request, council_slug, review, asked, form.answer_value(), visitor=visitor)
            except UsedWrongly as fault:
                form.add_error("choice", fault.message)
    return page(
        request,
        "question",
        visitor,
        card=review.card,
        review=review,
        asked=asked,
        found=_found(visitor, review),
        view=view,
        form=form,
        can_import=access.can_import(visitor),
    )


def _keep(
    request: HttpRequest,
    council_slug: str,
    review: imports.Review,
    asked: Asked,
    value: Any,
    *,
    visitor: Visitor,
    is_later: bool = False,
) -> HttpResponse:
    action, field = target_of(asked.question)
    answer = Answer(field, value, action=action, is_later=is_later)
    reviewing.save_answers(review.card.id, [answer], by=person_id(visitor))
    number = findings.next_open(review, after=asked.number)
    if number is None:
        messages.success(request, _("Every question has an answer."))
        return redirect(to(council_slug, "import", review.card.id))
    return redirect(to(council_slug, "question", review.card.id, number))


@staff_page
def together(request: HttpRequest, council_slug: str, import_id: UUID, place: int) -> HttpResponse:
    """Answer several questions of one kind in one go, after seeing which."""
    visitor, review, labels = _begin(request, council_slug, import_id)
    if not 1 <= place <= len(review.groups):
        return redirect(to(council_slug, "import", import_id))
    group = review.groups[place - 1]
    view = reviews.group_view(review, group, labels=labels)
    form = AnswerForm(
        sent(request),
        field=group.field,
        choices=group.choices,
        plan=review.draft,
        labels=labels,
        question=view.legend,
    )
    if request.method == "POST" and form.is_valid():
        value = form.answer_value()
        try:
            answers = [Answer(group.field, value, action=action) for action in group.actions]
            reviewing.save_answers(review.card.id, answers, by=person_id(visitor))
            done = ngettext("%(n)s question is answered.", "%(n)s questions are answered.", len(answers))
            messages.success(request, done % {"n": len(answers)})
            return redirect(to(council_slug, "import", import_id))
        except UsedWrongly as fault:
            form.add_error("choice", fault.message)
    return page(
        request,
        "together",
        visitor,
        card=review.card,
        group=group,
        view=view,
        form=form,
        can_import=access.can_import(visitor),
    )


@staff_page
def matches(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Say which of our posts, partners and boards the printed names are."""
    visitor, review, _labels = _begin(request, council_slug, import_id)
    names = names_to_match(import_id, review.plan, council_id=visitor.council.id)
    shown = names[:NAMES_A_PAGE] if not request.GET.get("all") else names
    form = MatchForm(sent(request), names=shown)
    if request.method == "POST" and form.is_valid():
        found = form.matches()
        named = {(match.kind, match.name) for match in found}
        rest = [name for name in names if (name.kind, name.name) not in named]
        wish = request.POST.get("do", "")
        if wish == "likely":
            found += MatchForm.likely(rest)
        elif wish in ("new", "printed"):
            found += MatchForm.rest(rest, is_new=wish == "new")
        else:
            for name in form.left_empty():
                reviewing.forget_match(import_id, kind=name.kind, name=name.name, by=person_id(visitor))
        reviewing.save_matches(import_id, found, by=person_id(visitor))
        done = ngettext("%(n)s name is decided.", "%(n)s names are decided.", len(found))
        messages.success(request, done % {"n": len(found)})
        open_ones = any(not n.chosen for n in names_to_match(import_id, review.plan, council_id=visitor.council.id))
        return redirect(to(council_slug, "matches" if open_ones else "import", import_id))
    return page(
        request,
        "matches",
        visitor,
        card=review.card,
        names=names,
        shown=tuple(zip(shown, form, strict=True)),
        form=form,
        can_import=access.can_import(visitor),
    )


@staff_page
def levels(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Rename and merge the sections and levels above actions."""
    visitor, review, _labels = _begin(request, council_slug, import_id)
    rows = reviews.level_rows(review)
    form = LevelsForm(sent(request), paths=[row.path for row in rows], now=[row.name for row in rows])
    if request.method == "POST" and form.is_valid():
        reviewing.save_answers(import_id, [form.answer()], by=person_id(visitor))
        messages.success(request, _("The sections have their new names."))
        return redirect(to(council_slug, "import", import_id))
    shown = tuple(zip(rows, form, strict=True))
    return page(
        request, "levels", visitor, card=review.card, rows=shown, form=form, can_import=access.can_import(visitor)
    )


@staff_page
@require_safe
def draft_actions(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """List the actions of the draft as they are with the answers."""
    visitor, review, labels = _begin(request, council_slug, import_id)
    rows = reviews.draft_rows(review, labels=labels)
    first, page_number = _page_of(request, len(rows))
    return page(
        request,
        "draft_actions",
        visitor,
        card=review.card,
        rows=rows[first : first + 100],
        total=len(rows),
        page_number=page_number,
        pages=-(-len(rows) // 100),
    )


@staff_page
def draft_action(request: HttpRequest, council_slug: str, import_id: UUID, number: int) -> HttpResponse:
    """Show every value of an action with what the document says, and take out or join what is none."""
    visitor, review, labels = _begin(request, council_slug, import_id)
    if not 1 <= number <= len(review.draft.actions):
        raise Http404
    if request.method == "POST":
        verdict = {
            "aside": Answer("kept", False, action=number),
            "join": Answer("joined", True, action=number),
        }.get(request.POST.get("do", ""))
        if verdict is None:
            for field in ("kept", "joined"):
                reviewing.forget_answer(import_id, action=number, field=field, by=person_id(visitor))
        else:
            reviewing.save_answers(import_id, [verdict], by=person_id(visitor))
        return redirect(to(council_slug, "draft_action", import_id, number))
    view = reviews.draft_action_view(review, number, labels=labels)
    return page(request, "draft_action", visitor, card=review.card, view=view, can_import=access.can_import(visitor))


@staff_page
def correct(request: HttpRequest, council_slug: str, import_id: UUID, number: int, field: str) -> HttpResponse:
    """Put one value right, with the document beside it."""
    visitor, review, labels = _begin(request, council_slug, import_id)
    if not 1 <= number <= len(review.draft.actions) or field not in FIELD_WORDS or field == "progress":
        raise Http404
    view = reviews.value_view(review, number, field, labels=labels, shift=_shift(request))
    form = CorrectForm(
        sent(request), field=field, plan=review.draft, labels=labels, before=view.now, label=field_words(field)
    )
    if request.method == "POST":
        if "undo" in request.POST:
            reviewing.forget_answer(import_id, action=number, field=field, by=person_id(visitor))
            return redirect(to(council_slug, "draft_action", import_id, number))
        if form.is_valid():
            try:
                answer = Answer(field, form.answer_value(), action=number)
                reviewing.save_answers(import_id, [answer], by=person_id(visitor))
                return redirect(to(council_slug, "draft_action", import_id, number))
            except UsedWrongly as fault:
                form.add_error("value", fault.message)
    return page(
        request, "correct", visitor, card=review.card, view=view, form=form, can_import=access.can_import(visitor)
    )


@staff_page
@require_safe
def unused(request: HttpRequest, council_slug: str, import_id: UUID) -> HttpResponse:
    """Show the words of the document that went into no field, and why."""
    visitor, review, _labels = _begin(request, council_slug, import_id)
    return page(request, "unused", visitor, card=review.card, review=review, groups=reviews.unused_groups(review))


def _found(visitor: Visitor, review: imports.Review) -> findings.Findings:
    names = names_to_match(review.card.id, review.plan, council_id=visitor.council.id)
    return findings.findings(review, names=names)


def _shift(request: HttpRequest) -> int:
    """Read how far to look up or down in the document."""
    asked = request.GET.get("look", "0")
    return int(asked) if asked.removeprefix("-").isdecimal() and len(asked) < 5 else 0


def _page_of(request: HttpRequest, total: int) -> tuple[int, int]:
    asked = request.GET.get("page", "1")
    last = max(1, -(-total // 100))
    number = min(int(asked), last) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    return (number - 1) * 100, number
