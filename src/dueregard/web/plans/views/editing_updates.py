"""Saying how an action goes, signed in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans import access
from dueregard.web.plans.actions.saying import say
from dueregard.web.plans.forms.editing_update import UpdateForm
from dueregard.web.plans.queries import history
from dueregard.web.plans.queries.saying import agreement_words, asked_of, sayable, unchanged_words
from dueregard.web.plans.views.editing_page import AtAction, at_action
from dueregard.web.plans.views.page import page, person_id, sent, to


@staff_page
def add_update(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Say what is new about an action; where somebody else has spoken meanwhile, show both."""
    at = at_action(request, council_slug, plan_slug, action_id, check=access.check_can_report_on_action)
    own = {kind: words(at.visitor.council.id, kind) for kind in ("status", "rag")}
    asked = asked_of(sayable(action_id), words=own)
    form = UpdateForm(sent(request), asked=asked, on=at.visitor.on)
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, at)
        except ChangedMeanwhile as collision:
            form.show_both(
                mine=tuple(collision.mine),
                moved=tuple(collision.theirs),
                asked=asked_of(sayable(action_id), words=own),
            )
        except DueRegardError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Your update is saved."))
            return redirect(to(council_slug, "action", at.plan.slug, at.seen.id))
    return page(
        request,
        "edit_update",
        at.visitor,
        form=form,
        plan=at.plan,
        seen=at.seen,
        words=own["status"],
        who=history.last_change(at.visitor.council.id, f"plans.action:{action_id}") if form.collided else None,
        status=400 if form.errors else 200,
    )


def _save(form: UpdateForm, at: AtAction) -> None:
    if at.visitor.person is None:
        raise Http404
    last = sayable(at.seen.id).last
    text = form.cleaned_data["text"]
    if form.leaves_it:
        text = agreement_words(last)
    elif form.is_unchanged:
        text = text or unchanged_words(last)
    say(
        at.seen.id,
        text=text,
        on=form.cleaned_data["date"],
        by=person_id(at.visitor),
        author=at.visitor.person.full_name,
        is_unchanged=form.is_unchanged or form.leaves_it,
        seen=form.seen_versions(),
        **form.said(),
    )
