"""Sign-off: where an assessment stands, who checks it, and each act by a page that asks first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.domain.assessments.sign_off import Act, Line, Stage, acts_for, line_of, say_who
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import signing as access
from dueregard.web.assessments.actions import sign_off as actions
from dueregard.web.assessments.forms.signing import CheckerForm, SayForm
from dueregard.web.assessments.queries import sign_off as queries
from dueregard.web.assessments.queries.sign_off_words import ask, button, done, heading, states_said
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.queries.words_signing import say_step
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, visit


@staff_page
@require_safe
def sign_off(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show where an assessment stands, what stops it, and what the reader can do."""
    visitor, head = _seen(request, council_slug, assessment_id)
    where = queries.where_it_stands(visitor, head)
    return page(request, "sign_off", visitor, **_shown(visitor, where))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose_checker(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Choose who checks it."""
    visitor, head = _seen(request, council_slug, assessment_id)
    access.check_can_choose_checker(visitor, head)
    offered = queries.checkers(head, on=visitor.on)
    form = CheckerForm(sent(request), offered=offered, initial=_chosen(head, offered))
    if request.method == "POST" and form.is_valid() and _choose(form, visitor, head):
        messages.success(request, _("Kept. They are written to when the assessment is sent."))
        return redirect(to(council_slug, "sign_off", head.id))
    return page(request, "sign_off_checker", visitor, head=head, form=form, status=400 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, council_slug: str, assessment_id: UUID, act: str) -> HttpResponse:
    """Ask, then do one act of the chain."""
    visitor, head = _seen(request, council_slug, assessment_id)
    line = _line(head, act)
    access.check_has_relation(queries.relations_of(visitor, head), who=line.who, words=say_who(line))
    where = queries.where_it_stands(visitor, head)
    form = SayForm(sent(request), line=line, initial={"seen": where.seen})
    if request.method == "POST" and form.is_valid():
        here = to(council_slug, "sign_off", head.id)
        saying = actions.Saying(
            line.act,
            seen=form.cleaned_data["seen"],
            address=settings.SITE_URL.rstrip("/") + here,
            reason=form.cleaned_data["reason"],
            who=form.cleaned_data.get("who", ""),
        )
        try:
            actions.say(head.id, saying=saying, standing=where.standing, on=visitor.on, by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, done(line))
            return redirect(here)
    shown: dict[str, Any] = {
        "why_not": queries.cannot_be_given_up(head) if line.act is Act.GIVE_UP else "",
        "line": line,
        "form": form,
        "heading": heading(line),
        "ask": ask(line, head),
        "button": button(line),
    }
    status = 400 if form.errors else 200
    return page(request, "sign_off_say", visitor, status=status, **shown, **_shown(visitor, where))


def _seen(request: HttpRequest, council_slug: str, assessment_id: UUID) -> tuple[Visitor, AssessmentCard]:
    visitor = visit(request, council_slug)
    head = assessment_card(visitor.council.id, assessment_id)
    access.check_can_see_sign_off(visitor, head)
    return visitor, head


def _line(head: AssessmentCard, act: str) -> Line:
    """Give the line of the table for an address, where the assessment stands so that it may be done at all."""
    known = {each.value.replace("_", "-"): each for each in Act if each is not Act.DECIDE}
    line = line_of(known[act], state=head.state) if act in known else None
    if line is None:
        raise Http404
    return line


def _shown(visitor: Visitor, where: queries.Where) -> dict[str, Any]:
    head = where.head
    is_decided = head.decision_id is not None and queries.is_decided(head.decision_id)
    acts = [act for act in acts_for(where.standing, state=head.state) if act is not Act.NOTE or is_decided]
    lines = [line for act in acts if (line := line_of(act, state=head.state)) is not None and act is not Act.DECIDE]
    # what leads on comes first, what leads nowhere next, what leads back last
    lines.sort(key=lambda line: (line.needs_reason, line.to is None))
    giving_up = next((line for line in lines if line.act is Act.GIVE_UP), None)
    if giving_up is not None:
        lines.remove(giving_up)
    return {
        "head": head,
        "where": where,
        "places": states_said(where),
        "lines": [(line, heading(line)) for line in lines],
        "giving_up": heading(giving_up) if giving_up is not None and not queries.cannot_be_given_up(head) else "",
        "can_decide": Act.DECIDE in acts and not is_decided,
        "is_to_come": head.decides_on is not None and head.decides_on > visitor.on,
        "can_choose": access.can_choose_checker(visitor, head),
        "say_step": say_step,
        "stages": Stage,
        "acts": Act,
    }


def _chosen(head: AssessmentCard, offered: tuple[tuple[str, str], ...]) -> dict[str, str]:
    if head.checker is None:
        return {}
    if str(head.checker.id) in dict(offered):
        return {"person": str(head.checker.id)}
    return {"person": "other", "email": head.checker.email}


def _choose(form: CheckerForm, visitor: Visitor, head: AssessmentCard) -> bool:
    """Keep who was chosen; False, with words at the form, where it cannot be."""
    given = form.cleaned_data
    named = given["person"]
    if named == "other":
        found = queries.person_named(visitor.council.id, given["email"], on=visitor.on)
        if found is None:
            form.add_error("email", _("Nobody of the council has this address"))
            return False
        named = str(found.id)
    try:
        actions.choose_checker(head.id, person_id=UUID(named), on=visitor.on, by=visitor.by)
    except DueRegardError as fault:
        form.add_error("email" if given["person"] == "other" else "person", str(fault))
        return False
    return True
