"""The council's own questions: versions, templates that were read, drafts, and putting one into use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import bringing as access
from dueregard.web.assessments.actions import bringing
from dueregard.web.assessments.actions import questionnaires as actions
from dueregard.web.assessments.forms.bringing import OneDocumentForm
from dueregard.web.assessments.forms.questionnaires import QuestionsForm, TemplateForm
from dueregard.web.assessments.queries import questionnaires as queries
from dueregard.web.assessments.queries.bringing import handed_card
from dueregard.web.assessments.queries.bringing_words import state_words
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaires(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the versions, and take a template."""
    visitor = visit(request, council_slug)
    access.check_can_see_questionnaires(visitor)
    form = OneDocumentForm(sent(request), request.FILES or None)
    if request.method == "POST":
        access.check_can_keep_questionnaires(visitor)
        if form.is_valid():
            file = form.cleaned_data["document"]
            made = bringing.hand_in(
                file.read(),
                name=file.name or "",
                kind=bringing.TEMPLATE,
                council_id=visitor.council.id,
                by=visitor.by,
                address=lambda handed_id: to(council_slug, "questionnaire_template", handed_id),
            )
            return redirect("organisation:job", council_slug, made.job_id)
    return page(
        request,
        "questionnaires",
        visitor,
        form=form,
        versions=queries.questionnaires_of(visitor.council.id),
        templates=queries.templates_waiting(visitor.council.id),
        states=state_words(),
        can_keep=access.can_keep_questionnaires(visitor),
        status=400 if form.errors else 200,
    )


@staff_page
@require_safe
def questionnaire(request: HttpRequest, council_slug: str, questionnaire_id: UUID) -> HttpResponse:
    """Show one version."""
    visitor = visit(request, council_slug)
    access.check_can_see_questionnaires(visitor)
    card = queries.questionnaire_card(visitor.council.id, questionnaire_id)
    return page(
        request,
        "questionnaire",
        visitor,
        card=card,
        can_keep=access.can_keep_questionnaires(visitor),
        say_part=queries.part_titles(visitor.council.nation),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Write a new version, from the one in use if there is one."""
    visitor = visit(request, council_slug)
    access.check_can_keep_questionnaires(visitor)
    before = queries.questionnaire_in_use(visitor.council.id)
    form = QuestionsForm(
        sent(request),
        nation=visitor.council.nation,
        questions=before.questions if before else (),
        initial={"name": before.name if before else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_questionnaire(
                visitor.council.id, name=form.cleaned_data["name"], questions=form.questions(), by=visitor.by
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The draft is kept. It is not in use yet."))
            return redirect(to(council_slug, "questionnaire", made))
    return page(request, "questionnaire_form", visitor, form=form, card=None, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, council_slug: str, questionnaire_id: UUID) -> HttpResponse:
    """Change a draft."""
    visitor = visit(request, council_slug)
    access.check_can_keep_questionnaires(visitor)
    card = queries.questionnaire_card(visitor.council.id, questionnaire_id)
    if not card.is_draft:
        messages.error(request, _("A version that was put into use never changes. Begin a new one from it."))
        return redirect(to(council_slug, "questionnaire", card.id))
    form = QuestionsForm(
        sent(request), nation=visitor.council.nation, questions=card.questions, initial={"name": card.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_questionnaire(
                card.id, name=form.cleaned_data["name"], questions=form.questions(), by=visitor.by
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The draft is kept."))
            return redirect(to(council_slug, "questionnaire", card.id))
    return page(request, "questionnaire_form", visitor, form=form, card=card, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def put_into_use(request: HttpRequest, council_slug: str, questionnaire_id: UUID) -> HttpResponse:
    """Ask, then put a draft into use."""
    visitor = visit(request, council_slug)
    access.check_can_keep_questionnaires(visitor)
    card = queries.questionnaire_card(visitor.council.id, questionnaire_id)
    if request.method != "POST":
        return page(request, "questionnaire_use", visitor, card=card)
    try:
        actions.put_into_use(card.id, by=visitor.by)
    except DueRegardError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Assessments that are begun from now on ask these questions."))
    return redirect(to(council_slug, "questionnaire", card.id))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, council_slug: str, handed_id: UUID) -> HttpResponse:
    """Show what was read from a template, and make a draft of the questions that a person chooses."""
    visitor = visit(request, council_slug)
    access.check_can_keep_questionnaires(visitor)
    card = handed_card(visitor.council.id, handed_id)
    if card.kind != bringing.TEMPLATE:
        raise Http404
    if card.state in {"reading", "failed"}:
        return page(request, "questionnaire_unread", visitor, card=card)
    if card.questionnaire_id:
        return redirect(to(council_slug, "questionnaire", card.questionnaire_id))
    read = queries.template_in(card.id)
    offered = [(str(at), one.text) for at, one in enumerate(read.questions) if not one.part]
    form = TemplateForm(sent(request), offered=offered, initial={"name": read.name})
    if request.method == "POST" and form.is_valid():
        chosen = [read.questions[int(at)] for at in form.cleaned_data["own"]]
        try:
            made = _made(chosen, form.cleaned_data["name"], card, visitor)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("A draft is made of them. Look at each before you put it into use."))
            return redirect(to(council_slug, "questionnaire", made))
    return page(
        request,
        "questionnaire_template",
        visitor,
        card=card,
        read=read,
        form=form,
        known=[one for one in read.questions if one.part],
        say_part=queries.part_titles(visitor.council.nation),
        status=400 if form.errors else 200,
    )


def _made(chosen: Sequence[Any], name: str, card: Any, visitor: Any) -> UUID:
    return actions.make_questionnaire(
        visitor.council.id,
        name=name,
        questions=[actions.OwnQuestion(one.text, one.hint, one.after) for one in chosen],
        source=card.file_name,
        handed_id=card.id,
        by=visitor.by,
    )
