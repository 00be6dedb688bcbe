"""Screening: a few questions, a proposal with its reason, what somebody decides, and the second person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.assessments.packs import questions_of_version, screening_questions
from dueregard.domain.assessments.parts import SCREENING
from dueregard.domain.assessments.screening import Depth, screen, settled_depth
from dueregard.terms.errors import DueRegardError
from dueregard.web.accounts.queries import person_card
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.access import writing as writing_access
from dueregard.web.assessments.actions import screening as acts
from dueregard.web.assessments.actions.parts import PartChanged
from dueregard.web.assessments.forms import screening as forms
from dueregard.web.assessments.forms.writing import CommentForm
from dueregard.web.assessments.queries import writing as queries
from dueregard.web.assessments.queries.comments import comments_on
from dueregard.web.assessments.queries.writing_words import depth_words
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit


@staff_page
def screening(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what screening came to; ask what is next: the questions, the decision, or the second person."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    part = found.parts.get(SCREENING)
    given = acts.answers_in(part.content) if part else {}
    proposal = _proposal(found)
    waits = _waits(found)
    decided_by = part.changed_by_id if part else None
    may_confirm = waits and writing_access.can_confirm_depth(visitor, found.head, decided_by=decided_by)
    nation = found.head.nation
    depth_form = forms.DepthForm(nation=nation, initial={"seen": part.number if part else 0})
    second_form = forms.SecondForm(initial={"seen": part.number if part else 0})
    if request.method == "POST" and request.POST.get("act") != "second":
        access.check_can_write(visitor, found.head)
        depth_form = forms.DepthForm(sent(request), nation=nation)
        if depth_form.is_valid() and _decide(request, depth_form, assessment_id, visitor):
            return redirect(to(council_slug, "screening", assessment_id))
    elif request.method == "POST":
        writing_access.check_can_confirm_depth(visitor, found.head, decided_by=decided_by)
        second_form = forms.SecondForm(sent(request))
        if second_form.is_valid() and _second(request, second_form, assessment_id, visitor):
            return redirect(to(council_slug, "assessment", assessment_id))
    has_errors = bool((depth_form.is_bound and depth_form.errors) or (second_form.is_bound and second_form.errors))
    return page(
        request,
        "screening",
        visitor,
        head=found.head,
        part=part,
        screening=found.whole.screening,
        asked=[
            (question.text, "; ".join(str(forms.ANSWERS.get(each, each)) for each in _listed(given.get(question.code))))
            for question in questions_of_version(found.whole.screening.version if found.whole.screening else 0)
            if given.get(question.code)
        ],
        proposal=proposal,
        settled=settled_depth(found.whole.screening) if found.whole.screening else None,
        waits=waits,
        decided_by=person_card(decided_by) if waits and decided_by else None,
        may_confirm=may_confirm,
        depths=depth_words(nation),
        depth_form=depth_form,
        depth_hints=forms.depth_hints(nation),
        second_form=second_form,
        can_write=access.can_write(visitor, found.head),
        comments=comments_on(assessment_id, part_key=SCREENING),
        comment_form=CommentForm(initial={"part": SCREENING}),
        can_comment=writing_access.can_comment(visitor, found.head),
        beside=said_beside(request, "part", visitor, about=assessment_id, part_key=SCREENING),
        status=400 if has_errors else 200,
    )


@staff_page
def questions(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Ask the questions of screening."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    access.check_can_write(visitor, found.head)
    part = found.parts.get(SCREENING)
    begun = {**(acts.answers_in(part.content) if part else {}), "seen": part.number if part else 0}
    form = forms.ScreeningForm(sent(request), nation=found.head.nation, initial=begun)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen") or 0
        try:
            acts.answer_screening(assessment_id, answers=form.answers(), seen=seen, by=visitor.by)
        except PartChanged:
            messages.error(request, _("Somebody else answered meanwhile. This is what stands there now."))
            return redirect(to(council_slug, "screening", assessment_id))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            return redirect(to(council_slug, "screening", assessment_id))
    has_errors = form.is_bound and bool(form.errors)
    return page(request, "screening_questions", visitor, head=found.head, form=form, status=400 if has_errors else 200)


def _decide(request: HttpRequest, form: forms.DepthForm, assessment_id: UUID, visitor: Visitor) -> bool:
    said = form.cleaned_data
    try:
        holds = acts.decide_depth(
            assessment_id, depth=Depth(said["depth"]), reason=said["reason"], seen=said.get("seen") or 0, by=visitor.by
        )
    except DueRegardError as fault:
        form.add_error(None, fault.message)
        return False
    messages.success(request, _("It is decided.") if holds else _("Kept. A second person is asked to confirm it."))
    return True


def _second(request: HttpRequest, form: forms.SecondForm, assessment_id: UUID, visitor: Visitor) -> bool:
    said, seen = form.cleaned_data, form.cleaned_data.get("seen") or 0
    try:
        if said["said"] == "yes":
            acts.confirm_depth(assessment_id, seen=seen, by=visitor.by)
        else:
            acts.question_depth(assessment_id, because=said["because"], seen=seen, by=visitor.by)
    except DueRegardError as fault:
        form.add_error(None, fault.message)
        return False
    messages.success(
        request, _("Confirmed.") if said["said"] == "yes" else _("Your reason is with those who write it.")
    )
    return True


def _proposal(found: queries.Desk) -> object:
    part = found.parts.get(SCREENING)
    if part is None or part.content.get("version") != screening_questions(found.head.nation)[0]:
        return None
    try:
        return screen(acts.answers_in(part.content), nation=found.head.nation)
    except DueRegardError:
        return None


def _waits(found: queries.Desk) -> bool:
    given = found.whole.screening
    return bool(given and given.depth and settled_depth(given) is None)


def _listed(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given or ()
