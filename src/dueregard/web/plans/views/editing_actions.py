"""Adding, changing, moving and removing actions, and saying how they go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries.councils import local_characteristics, words
from dueregard.web.plans import access
from dueregard.web.plans.actions import editing_actions, removing
from dueregard.web.plans.forms.editing_action import ActionForm
from dueregard.web.plans.forms.editing_move import MoveForm
from dueregard.web.plans.queries import advice
from dueregard.web.plans.queries import editing as now
from dueregard.web.plans.queries.editing_offers import offered
from dueregard.web.plans.views.editing import remove
from dueregard.web.plans.views.editing_page import AtAction, EditPage, at_action, at_plan, edit
from dueregard.web.plans.views.page import page, person_id, to


@staff_page
def new_action(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Add an action."""
    visitor, plan = at_plan(request, council_slug, plan_slug)
    values: dict[str, Any] = {
        **dict.fromkeys((*now.ACTION_FIELDS, "level")),
        **{name: [] for name in ("commitments", "links", "partners", "strands", "leads", "boards")},
    }
    choices = offered(plan.id, council_id=visitor.council.id)
    if request.GET.get("below") in dict(choices.levels):
        values["level"] = request.GET["below"]
    form = ActionForm(request.POST or None, values=values, offered=choices, words=_words(visitor.council.id))
    shown = EditPage(
        heading=_("Add an action"),
        caption=plan.title,
        back=(to(council_slug, "plan", plan.slug), _("Back to %(plan)s") % {"plan": plan.title}),
        done=_("The action is added."),
        button=_("Add this action"),
        template="edit_action",
        on=to(council_slug, "actions", plan.slug),
        check=lambda given: advice.check_action(plan.id, None, given),
        context={"plan": plan, "remarks": ()},
    )
    local = tuple(each.code for each in local_characteristics(visitor.council.id))
    return edit(
        request,
        visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_actions.add_action(plan.id, given=sent.given(), by=person_id(visitor), local=local),
    )


@staff_page
def edit_action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Change an action, with advice beside it."""
    at = at_action(request, council_slug, plan_slug, action_id, check=access.check_can_edit_action)
    values = now.action_values(now.action_row(at.plan.id, action_id))
    choices = offered(at.plan.id, council_id=at.visitor.council.id, used=values["strands"])
    form = ActionForm(request.POST or None, values=values, offered=choices, words=_words(at.visitor.council.id))
    shown = EditPage(
        heading=_("Change this action"),
        caption=_caption(at),
        back=_to_action(council_slug, at),
        done=_("Saved."),
        template="edit_action",
        subject=f"plans.action:{action_id}",
        check=lambda given: advice.check_action(at.plan.id, action_id, given),
        context={"plan": at.plan, "seen": at.seen, "remarks": advice.advice_on(at.plan.id, action_id)},
    )
    return edit(
        request,
        at.visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_actions.change_action(
            action_id, given=sent.given(), base=sent.base_versions(), by=person_id(at.visitor), local=at.local
        ),
        now=lambda: now.action_values(now.action_row(at.plan.id, action_id)),
    )


@staff_page
def move_action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Put an action at another place of its plan."""
    at = at_action(request, council_slug, plan_slug, action_id, check=_check_keeper)
    form = MoveForm(request.POST or None, most=at.plan.actions, initial={"place": at.seen.position})
    shown = EditPage(
        heading=_("Where does this action stand?"),
        caption=at.seen.title,
        back=_to_action(council_slug, at),
        done=_("Moved."),
        button=_("Move it there"),
    )
    return edit(
        request,
        at.visitor,
        form=form,
        page_of=shown,
        save=lambda sent: editing_actions.move_action(
            action_id, to=sent.cleaned_data["place"], by=person_id(at.visitor)
        ),
    )


@staff_page
def remove_action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """Ask, then remove an action."""
    at = at_action(request, council_slug, plan_slug, action_id, check=_check_keeper)
    if request.method != "POST":
        note = _("Its parts, updates, measures and evidence go with it. All of it can be put back for 30 days.")
        back = _to_action(council_slug, at)
        return page(request, "edit_remove", at.visitor, plan=at.plan, what=at.seen.title, back=back, note=note)
    return remove(
        request,
        at.visitor,
        plan=at.plan,
        what=at.seen.title,
        back=(to(council_slug, "actions", at.plan.slug), ""),
        act=lambda: removing.remove_action(action_id, by=person_id(at.visitor)),
    )


def _check_keeper(visitor: Any, _seen: Any) -> None:
    access.check_can_edit_plan(visitor)


def _words(council_id: UUID) -> dict[str, dict[str, str]]:
    return {kind: words(council_id, kind) for kind in ("status", "rag", "outcome")}


def _caption(at: AtAction) -> str:
    return _("Action %(number)s") % {"number": at.seen.number} if at.seen.number else at.seen.title


def _to_action(council_slug: str, at: AtAction) -> tuple[str, str]:
    return to(council_slug, "action", at.plan.slug, at.seen.id), _("Back to the action")
