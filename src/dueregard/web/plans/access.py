"""Who may do what with plans?

The one idea: the equalities officer keeps the plan; a directorate lead keeps the actions of their own directorates; an
action owner reports on the actions their posts lead; everyone who works with the council reads; the auditor reads all,
drafts and documents too, and changes nothing. Somebody from another council never gets here:
`organisation.queries.visit` tells them nothing.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.states import PlanState
from dueregard.web.ui.components import NotAllowed

KEEPERS = frozenset({"equalities_officer"})
READERS_OF_DRAFTS = frozenset({"equalities_officer", "auditor"})


class Visiting(Protocol):
    """Anything that knows its roles, directorates and posts: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...

    @property
    def directorate_ids(self) -> frozenset[UUID]:
        """The directorates the person leads."""
        ...

    @property
    def post_ids(self) -> frozenset[UUID]:
        """The posts the person holds."""
        ...


class Followed(Protocol):
    """Anything that knows who leads it: an action's card."""

    @property
    def post_ids(self) -> frozenset[UUID]:
        """The posts that lead it."""
        ...

    @property
    def directorate_ids(self) -> frozenset[UUID]:
        """The directorates it belongs to, by its level or by its leads."""
        ...


def _check(allowed: bool, reason: str) -> None:
    if not allowed:
        raise NotAllowed(reason)


def can_see_plans(visitor: Visiting) -> bool:
    """Adopted plans and their actions: everyone who works with the council."""
    return bool(visitor.roles)


def check_can_see_plans(visitor: Visiting) -> None:
    """Stop unless `can_see_plans`."""
    _check(can_see_plans(visitor), _("These pages are for people who work with this council."))


def can_see_plan(visitor: Visiting, *, state: str) -> bool:
    """One plan: a draft is for those who keep plans and for the auditor."""
    if state == PlanState.DRAFT:
        return not visitor.roles.isdisjoint(READERS_OF_DRAFTS)
    return can_see_plans(visitor)


def check_can_see_plan(visitor: Visiting, *, state: str) -> None:
    """Stop unless `can_see_plan`."""
    _check(can_see_plan(visitor, state=state), _("This plan is still a draft. An equalities officer is working on it."))


def can_see_imports(visitor: Visiting) -> bool:
    """Documents handed in, their drafts and answers: for those who keep plans and for the auditor."""
    return not visitor.roles.isdisjoint(READERS_OF_DRAFTS)


def check_can_see_imports(visitor: Visiting) -> None:
    """Stop unless `can_see_imports`."""
    _check(can_see_imports(visitor), _("Documents being read are for equalities officers and auditors."))


def can_import(visitor: Visiting) -> bool:
    """Hand in a document, answer, match, throw away."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_import(visitor: Visiting) -> None:
    """Stop unless `can_import`."""
    _check(can_import(visitor), _("Only an equalities officer of this council can bring in a plan."))


def can_adopt(visitor: Visiting) -> bool:
    """Turn a reviewed document into a plan, and undo that."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_adopt(visitor: Visiting) -> None:
    """Stop unless `can_adopt`."""
    _check(can_adopt(visitor), _("Only an equalities officer of this council can adopt a plan."))


def can_publish(visitor: Visiting) -> bool:
    """Publish, withdraw and close a plan."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_publish(visitor: Visiting) -> None:
    """Stop unless `can_publish`."""
    _check(can_publish(visitor), _("Only an equalities officer of this council can publish, withdraw or close a plan."))


def can_edit_plan(visitor: Visiting) -> bool:
    """Change the plan itself, its levels, add and remove actions, edit many at once."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_edit_plan(visitor: Visiting) -> None:
    """Stop unless `can_edit_plan`."""
    _check(can_edit_plan(visitor), _("Only an equalities officer of this council can change the plan."))


def can_set_attention(visitor: Visiting) -> bool:
    """Say what counts as due soon and as stalled: who keeps the plan, and who keeps the council's settings."""
    return not visitor.roles.isdisjoint(KEEPERS | {"administrator"})


def check_can_set_attention(visitor: Visiting) -> None:
    """Stop unless `can_set_attention`."""
    _check(
        can_set_attention(visitor), _("Only administrators and equalities officers can change what needs attention.")
    )


def can_edit_action(visitor: Visiting, action: Followed) -> bool:
    """Change an action: the officer every one, a directorate lead those of their directorates."""
    if can_edit_plan(visitor):
        return True
    return "directorate_lead" in visitor.roles and not visitor.directorate_ids.isdisjoint(action.directorate_ids)


def check_can_edit_action(visitor: Visiting, action: Followed) -> None:
    """Stop unless `can_edit_action`."""
    reason = _("Only an equalities officer, or the lead of its directorate, can change this action.")
    _check(can_edit_action(visitor, action), reason)


def can_report_on_action(visitor: Visiting, action: Followed) -> bool:
    """Say how an action is going, and show evidence: those who may change it, and those whose post leads it."""
    if can_edit_action(visitor, action):
        return True
    return "action_owner" in visitor.roles and not visitor.post_ids.isdisjoint(action.post_ids)


def check_can_report_on_action(visitor: Visiting, action: Followed) -> None:
    """Stop unless `can_report_on_action`."""
    _check(can_report_on_action(visitor, action), _("Only those who lead this action can say how it is going."))


def can_complete_part(visitor: Visiting, action: Followed, *, post_id: UUID | None) -> bool:
    """Say that a part is complete: those who may report on its action, and whoever holds the post that owns it."""
    return can_report_on_action(visitor, action) or (post_id is not None and post_id in visitor.post_ids)


def check_can_complete_part(visitor: Visiting, action: Followed, *, post_id: UUID | None) -> None:
    """Stop unless `can_complete_part`."""
    reason = _("Only those who lead this action, or own this part, can say that it is complete.")
    _check(can_complete_part(visitor, action, post_id=post_id), reason)


def can_remove_evidence(visitor: Visiting, action: Followed, *, is_own: bool) -> bool:
    """Take evidence off an action: those who may change it, and whoever added it while they may report on it."""
    return can_edit_action(visitor, action) or (is_own and can_report_on_action(visitor, action))


def check_can_remove_evidence(visitor: Visiting, action: Followed, *, is_own: bool) -> None:
    """Stop unless `can_remove_evidence`."""
    reason = _("Only an equalities officer, the lead of its directorate, or whoever added it can remove this.")
    _check(can_remove_evidence(visitor, action, is_own=is_own), reason)


def can_have_feed(visitor: Visiting) -> bool:
    """Have a calendar of due dates: everyone who may read plans."""
    return can_see_plans(visitor)


def check_can_have_feed(visitor: Visiting) -> None:
    """Stop unless `can_have_feed`."""
    check_can_see_plans(visitor)


def can_carry_forward(visitor: Visiting) -> bool:
    """Make the next plan of a plan, and say which action comes from which."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_carry_forward(visitor: Visiting) -> None:
    """Stop unless `can_carry_forward`."""
    _check(can_carry_forward(visitor), _("Only an equalities officer of this council can make the next plan."))
