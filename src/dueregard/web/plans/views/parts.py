"""Completing a part of an action with one button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries.councils import words
from dueregard.web.plans import access
from dueregard.web.plans.actions import parts
from dueregard.web.plans.queries import editing as now
from dueregard.web.plans.views.editing_page import at_action
from dueregard.web.plans.views.page import page, person_id, to


@staff_page
def complete_part(
    request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID, part_id: UUID
) -> HttpResponse:
    """Ask whether a part is complete; with the button, record that it is, today."""
    post_id = now.part_post(action_id, part_id)
    at = at_action(
        request,
        council_slug,
        plan_slug,
        action_id,
        check=lambda visitor, seen: access.check_can_complete_part(visitor, seen, post_id=post_id),
    )
    row = now.part_row(action_id, part_id)
    back = (to(council_slug, "action", at.plan.slug, action_id), _("Back to the action"))
    if request.method != "POST":
        return page(
            request, "part_complete", at.visitor, plan=at.plan, seen=at.seen, part=row, back=back,
            words=words(at.visitor.council.id),
        )  # fmt: skip
    if parts.complete_part(part_id, on=at.visitor.on, by=person_id(at.visitor)):
        messages.success(request, _("Recorded: this part is complete."))
    return redirect(back[0])
