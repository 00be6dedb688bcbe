"""What every edit page begins with, and how a form is shown, saved, or asked about again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.domain.plans.smart.rules import Remark
from dueregard.domain.plans.states import check_can_change_plan
from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.councils import local_characteristics
from dueregard.web.plans import access
from dueregard.web.plans.queries import action as one
from dueregard.web.plans.queries import history, lists
from dueregard.web.plans.queries.plans import PlanCard, plan_card
from dueregard.web.plans.views.page import page


@dataclass(frozen=True, slots=True)
class EditPage:
    """A page with one form: its heading and what is above it, where it leads, and what is said when it is done.

    `check` looks at what was typed, before anything is saved: its remarks are prompts and stop nobody.
    """

    heading: str
    back: tuple[str, str]
    caption: str = ""
    done: str = ""
    on: str = ""
    button: str = ""
    kind: str = "primary"
    template: str = "edit_form"
    subject: str = ""
    has_files: bool = False
    check: Callable[[dict[str, Any]], Sequence[Remark]] | None = None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AtAction:
    """Whoever asks, the plan and the action that a page is about, and the words for its codes."""

    visitor: Visitor
    plan: PlanCard
    seen: one.ActionPage
    labels: dict[str, str]
    local: tuple[str, ...]


def at_plan(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, PlanCard]:
    """Begin a page that changes a plan: who may, and whether it may be changed at all."""
    visitor = visit(request, council_slug)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    access.check_can_edit_plan(visitor)
    check_can_change_plan(plan.state)
    return visitor, plan


def at_action(
    request: HttpRequest,
    council_slug: str,
    plan_slug: str,
    action_id: UUID,
    *,
    check: Callable[[Visitor, one.ActionPage], None],
) -> AtAction:
    """Begin a page that changes an action: who may, and whether its plan may be changed at all."""
    visitor = visit(request, council_slug)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    local = local_characteristics(visitor.council.id)
    labels = lists.labels_of(plan.id, local={each.code: each.label for each in local})
    seen = one.action_page(plan.id, action_id, on=visitor.on, labels=labels)
    check(visitor, seen)
    check_can_change_plan(plan.state)
    return AtAction(visitor, plan, seen, labels, tuple(each.code for each in local))


def edit(
    request: HttpRequest,
    visitor: Visitor,
    *,
    form: Any,
    page_of: EditPage,
    save: Callable[[Any], Any],
    now: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show a form, or save it and go on; where a colleague changed the same, show both.

    Takes:   `save`, writes the form and gives the fields that changed (None: it always writes); `now`, reads the
             values as they are, for the form to be shown over after a collision.
    """
    checked: Sequence[Remark] | None = None
    if request.method == "POST" and page_of.check and "check" in request.POST:
        if form.is_valid():
            checked = page_of.check(form.given())
    elif request.method == "POST" and form.is_valid():
        try:
            changed = save(form)
        except ObjectDoesNotExist as fault:
            raise Http404 from fault
        except ChangedMeanwhile as collision:
            form.show_both(collision, now=now() if now else {})
        except DueRegardError as fault:
            form.add_error(None, " ".join(part for part in (fault.message, fault.mend) if part))
        else:
            if changed == ():
                messages.info(request, _("Nothing was changed."))
            elif page_of.done:
                messages.success(request, page_of.done)
            return redirect(page_of.on or page_of.back[0])
    who = history.last_change(visitor.council.id, page_of.subject) if getattr(form, "collided", ()) else None
    return page(
        request,
        page_of.template,
        visitor,
        form=form,
        view=page_of,
        who=who,
        checked=checked,
        status=400 if form.errors else 200,
        **{"remove_href": "", "seen": None, "measure": None, "proposed": (), **page_of.context},
    )
