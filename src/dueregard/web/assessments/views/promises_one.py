"""One promise: what keeps it, how it is put in a plan, dropped, answered, and told to the body that decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.domain.assessments.promises import PromiseState
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import promises as access
from dueregard.web.assessments.actions import promises_dropping as dropping
from dueregard.web.assessments.actions import promises_keeping as keeping
from dueregard.web.assessments.forms.promises import (
    AnswerDropForm,
    DropForm,
    InPlanForm,
    KeptByForm,
    ReportedForm,
    place_choices,
    place_from,
)
from dueregard.web.assessments.queries import promises
from dueregard.web.assessments.queries.promises_asked import post_asked
from dueregard.web.assessments.queries.promises_words import LOOKS, groups_said, standing_words
from dueregard.web.assessments.queries.whole import AssessmentCard, assessment_card
from dueregard.web.assessments.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, characteristics, posts, visit
from dueregard.web.plans.queries.across import (
    WantedAcross,
    action_lines,
    in_reading_order,
    narrowed,
    open_actions,
)
from dueregard.web.plans.queries.keeping import levels_in_use, plans_in_use

MOST_ACTIONS = 30


@staff_page
@require_safe
def promise(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Show a promise, what keeps it, and what the reader can do."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    labels = {each.code: each.label for each in characteristics(visitor.council.id)}
    is_asked = card.state is PromiseState.DROP_ASKED
    return page(
        request,
        "promise",
        visitor,
        card=card,
        head=head,
        words=standing_words(),
        looks=LOOKS,
        groups=groups_said(card.groups, labels),
        can_keep=access.can_keep_promises(visitor, head),
        can_answer=is_asked and access.can_answer_drop(visitor, head, post_id=_post_id(card, visitor)),
        can_report=card.is_to_report and access.can_report_drops(visitor, head),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def in_plan(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Make an action of a promise, in a plan that is in use."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    access.check_can_keep_promises(visitor, head)
    plans = plans_in_use(visitor.council.id)
    chosen = promises.place_card(head.id)
    initial = {
        "place": _first_place(chosen),
        "text": card.text,
        "post": str(card.owner_id or ""),
        "owner": "" if card.owner_id else card.owner,
        "due_on": card.due_on,
    }
    offered = [(str(each.id), each.label) for each in posts(visitor.council.id, on=visitor.on)]
    places = place_choices(plans, levels_in_use(visitor.council.id))
    form = InPlanForm(sent(request), places=places, posts=offered, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        plan_id, level_id = place_from(given["place"])
        assert plan_id is not None  # the form offers plans only
        wanted = keeping.Wanted(
            plan_id,
            given["text"],
            given["due_on"],
            level_id=level_id,
            post_id=UUID(given["post"]) if given["post"] else None,
            owner=given["owner"],
        )
        keeping.put_in_plan(card.id, wanted=wanted, by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(form, act):
        messages.success(request, _("It is an action of the plan now."))
        return redirect(to(council_slug, "promise", card.id))
    public = [each.title for each in plans if each.is_public]
    return _turn(request, "promise_in_plan", visitor, card, form, head=head, public=public, has_plans=bool(plans))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def kept_by(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Say that an action which is in a plan already keeps a promise."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    access.check_can_keep_promises(visitor, head)
    looked_for = request.GET.get("words", "")[:200].strip()
    rows = narrowed(open_actions(visitor.council.id), WantedAcross(words=looked_for), on=visitor.on)
    lines = action_lines(in_reading_order(rows)[:MOST_ACTIONS]) if looked_for else ()
    options = [(str(one.id), f"{one.number} {one.title}, {one.plan_title}".strip()) for one in lines]
    form = KeptByForm(sent(request), actions=options)

    def act() -> None:
        keeping.keep_by(card.id, action_id=UUID(form.cleaned_data["action"]), by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(form, act):
        messages.success(request, _("The promise is kept by that action now."))
        return redirect(to(council_slug, "promise", card.id))
    shown = {"looked_for": looked_for, "options": options, "is_cut": len(lines) == MOST_ACTIONS}
    return _turn(request, "promise_kept_by", visitor, card, form, head=head, **shown)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Ask to drop a promise, and say why."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    access.check_can_keep_promises(visitor, head)
    form = DropForm(sent(request))

    def act() -> None:
        dropping.ask_to_drop(card.id, because=form.cleaned_data["because"], by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(form, act):
        messages.success(request, _("It is asked. Until there is an answer, it stays promised."))
        return redirect(to(council_slug, "promise", card.id))
    return _turn(request, "promise_drop", visitor, card, form, head=head)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Write down whether a promise may be dropped, in whose words."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    access.check_can_answer_drop(visitor, head, post_id=_post_id(card, visitor))
    form = AnswerDropForm(sent(request), initial={"name": card.dropping.asked_of if card.dropping else ""})

    def act() -> None:
        given = form.cleaned_data
        is_dropped = given["is_dropped"] == "yes"
        dropping.answer_drop(card.id, is_dropped=is_dropped, words=given["words"], name=given["name"], by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(form, act):
        messages.success(request, _("The answer is kept, and who asked is told."))
        return redirect(to(council_slug, "promise", card.id))
    return _turn(request, "promise_answer", visitor, card, form, head=head)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reported(request: HttpRequest, council_slug: str, promise_id: UUID) -> HttpResponse:
    """Record that the body which decided was told of a dropped promise."""
    visitor, card, head = _seen(request, council_slug, promise_id)
    access.check_can_report_drops(visitor, head)
    form = ReportedForm(sent(request))

    def act() -> None:
        given = form.cleaned_data
        dropping.report_drop(card.id, on=given["on"], where=given["where"], by=visitor.by)

    if request.method == "POST" and form.is_valid() and _is_done(form, act):
        messages.success(request, _("That they were told is recorded."))
        return redirect(to(council_slug, "promises_to_report"))
    return _turn(request, "promise_reported", visitor, card, form, head=head)


def _seen(
    request: HttpRequest, council_slug: str, promise_id: UUID
) -> tuple[Visitor, promises.PromiseCard, AssessmentCard]:
    visitor = visit(request, council_slug)
    card = promises.promise_card(visitor.council.id, promise_id, on=visitor.on)
    head = assessment_card(visitor.council.id, card.assessment_id)
    is_asked = _post_id(card, visitor) is not None
    is_open = (card.is_decided and not card.is_exempt) or is_asked
    access.check_can_see_promise(visitor, head, is_open=is_open)
    return visitor, card, head


def _post_id(card: promises.PromiseCard, visitor: Visitor) -> UUID | None:
    """Give the post that the decision left its matters to, where the visitor holds it."""
    if not visitor.post_ids or not card.delegated_to:
        return None
    found = post_asked(visitor.council.id, card.delegated_to)
    return found.id if found and found.id in visitor.post_ids else None


def _first_place(chosen: promises.PlaceCard | None) -> str:
    """Give the place that somebody chose for the assessment, else none: nothing is chosen for them here."""
    if chosen is None or chosen.plan_id is None:
        return ""
    return f"{chosen.plan_id}:{chosen.level_id}" if chosen.level_id else str(chosen.plan_id)


def _turn(
    request: HttpRequest, template: str, visitor: Visitor, card: promises.PromiseCard, form: Any, **shown: Any
) -> HttpResponse:
    return page(request, template, visitor, card=card, form=form, status=400 if form.errors else 200, **shown)


def _is_done(form: Any, act: Callable[[], Any]) -> bool:
    """Do it, or say in the form why it cannot be done."""
    try:
        act()
    except DueRegardError as fault:
        form.add_error(None, " ".join(filter(None, (fault.message, fault.mend))))
        return False
    return True
