"""The papers of a decision: made, given out, sent; the council's templates for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.domain.assessments.paper_template import KINDS, MARKS, TemplateFaulty
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import signing as access
from dueregard.web.assessments.access.reading import can_see
from dueregard.web.assessments.actions import papers as actions
from dueregard.web.assessments.forms.papers import MakeForm, SentForm, TemplateForm
from dueregard.web.assessments.queries import deciding, papers_template
from dueregard.web.assessments.queries import papers as queries
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components.formats import day
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Show what lay before those who decide, who is known to have opened it; make papers."""
    visitor, card = _seen(request, council_slug, decision_id)
    can_keep = access.can_keep_papers(visitor, card.body_id)
    versions = queries.versions_signed_off(card.id)
    offered = [(str(one.id), _version_words(one)) for one in versions]
    # where there is one only, there is nothing to choose
    only = {"version": offered[0][0]} if len(offered) == 1 else {}
    form = MakeForm(sent(request), versions=offered, initial=only)
    if request.method == "POST":
        access.check_can_keep_papers(visitor, card.body_id)
        if form.is_valid() and _make(form, visitor, card):
            messages.success(request, _("The papers are made. They stay as they are."))
            return redirect(to(council_slug, "papers", card.id))
    return page(
        request,
        "papers",
        visitor,
        card=card,
        form=form,
        versions=versions,
        found=queries.papers_of(card.id),
        opened=queries.by_version(queries.opened(card.id)),
        noted=queries.by_version(queries.acknowledged(card.id)),
        can_keep=can_keep,
        can_keep_templates=access.can_keep_paper_templates(visitor),
        status=400 if form.errors else 200,
    )


@staff_page
@require_safe
def paper(request: HttpRequest, council_slug: str, paper_id: UUID) -> HttpResponse:
    """Give a paper as it went out. That a member of the body opened it is noted the first time."""
    visitor = visit(request, council_slug)
    found = queries.paper_card(visitor.council.id, paper_id)
    card = deciding.decision_taken(visitor.council.id, found.decision_id, on=visitor.on)
    access.check_can_see_papers(visitor, card.body_id, reads_one=_reads_one(visitor, card))
    body = queries.paper_bytes(found)
    if request.method == "GET" and card.body_id is not None and card.body_id in visitor.board_ids:
        actions.note_opening(found.version_id, by=visitor.by)
    return file_response(body, content_type=found.media_type, filename=found.name)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def papers_sent(request: HttpRequest, council_slug: str, decision_id: UUID) -> HttpResponse:
    """Say to whom papers went, and when."""
    visitor, card = _seen(request, council_slug, decision_id)
    access.check_can_keep_papers(visitor, card.body_id)
    found = queries.papers_of(card.id)
    form = SentForm(sent(request), papers=[(str(one.id), one.name) for one in found])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ids = [UUID(one) for one in given["papers"]]
            actions.note_sent(card.id, paper_ids=ids, to=given["to"], on=given["on"], today=visitor.on, by=visitor.by)
        except DueRegardError as fault:
            form.add_error("on" if given["on"] > visitor.on else None, str(fault))
        else:
            messages.success(request, _("Noted."))
            return redirect(to(council_slug, "papers", card.id))
    status = 400 if form.errors else 200
    return page(request, "papers_sent", visitor, card=card, form=form, found=found, status=status)


@staff_page
@require_safe
def paper_templates(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the council's Word templates for papers."""
    visitor = visit(request, council_slug)
    access.check_can_keep_paper_templates(visitor)
    kept = {one.kind: one for one in queries.templates_of(visitor.council.id)}
    return page(request, "paper_templates", visitor, kept=kept, kinds=KINDS, marks=MARKS)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper_template(request: HttpRequest, council_slug: str, kind: str) -> HttpResponse:
    """Take a template in, or say everything that is wrong with it."""
    visitor = visit(request, council_slug)
    access.check_can_keep_paper_templates(visitor)
    if kind not in KINDS:
        raise Http404
    form = TemplateForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _keep_template(form, visitor, kind):
        messages.success(request, _("Your template is in use. Look at the example before papers are made in it."))
        return redirect(to(council_slug, "paper_templates"))
    status = 400 if form.errors else 200
    return page(request, "paper_template", visitor, kind=kind, mark=KINDS[kind], marks=MARKS, form=form, status=status)


@staff_page
@require_safe
def paper_template_example(request: HttpRequest, council_slug: str, kind: str) -> HttpResponse:
    """Give a made-up paper in the template, or in ours where there is none."""
    visitor = visit(request, council_slug)
    access.check_can_keep_paper_templates(visitor)
    if kind not in KINDS:
        raise Http404
    body = papers_template.example(visitor.council, kind=kind, on=visitor.on)
    return file_response(body, content_type=queries.WORD, filename=f"example-{kind}.docx")


@staff_page
@require_POST
def drop_paper_template(request: HttpRequest, council_slug: str, kind: str) -> HttpResponse:
    """Take a template away."""
    visitor = visit(request, council_slug)
    access.check_can_keep_paper_templates(visitor)
    actions.drop_template(visitor.council.id, kind=kind, by=visitor.by)
    messages.success(request, _("Papers are made in our own form again."))
    return redirect(to(council_slug, "paper_templates"))


def _seen(request: HttpRequest, council_slug: str, decision_id: UUID) -> tuple[Visitor, deciding.DecisionTaken]:
    visitor = visit(request, council_slug)
    card = deciding.decision_taken(visitor.council.id, decision_id, on=visitor.on)
    access.check_can_see_papers(visitor, card.body_id, reads_one=_reads_one(visitor, card))
    return visitor, card


def _reads_one(visitor: Visitor, card: deciding.DecisionTaken) -> bool:
    return any(can_see(visitor, head) for head in card.assessments)


def _version_words(one: queries.VersionSignedOff) -> str:
    about = {"title": one.title, "number": one.number, "day": day(one.made_at)}
    return _("%(title)s, version %(number)s, signed off on %(day)s") % about


def _make(form: MakeForm, visitor: Visitor, card: deciding.DecisionTaken) -> bool:
    """Make papers; False, with words at the form, where they cannot be made."""
    council = visitor.council
    making = queries.Making(
        council.name, visitor.on, queries.template_bytes(council.id), appendix=form.cleaned_data["appendix"]
    )
    try:
        actions.make_papers(card.id, version_id=UUID(form.cleaned_data["version"]), making=making, by=visitor.by)
    except DueRegardError as fault:
        form.add_error("version", str(fault))
        return False
    return True


def _keep_template(form: TemplateForm, visitor: Visitor, kind: str) -> bool:
    """Keep a template; False, with every fault at the form, where it cannot be one."""
    file: Any = form.cleaned_data["file"]
    try:
        actions.keep_template(visitor.council.id, kind=kind, data=file.read(), name=file.name or "", by=visitor.by)
    except TemplateFaulty as faulty:
        for fault in faulty.faults:
            form.add_error("file", fault)
    except DueRegardError as fault:
        form.add_error("file", str(fault))
    return not form.errors
