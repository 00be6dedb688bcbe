"""Who may propose and decide what became of an action, close the year, and who signs its report?

The one idea: the officer decides of every action, a directorate's lead of those of the directorate, and whoever leads
an action proposes. That nobody reported is the officer's alone to say. Whoever sent a report for sign-off does not sign
it: a report that its author signs has been read by one person.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.plans import access as plans
from dueregard.web.ui.components import NotAllowed

DEFAULT_SIGNATORY = "directorate_lead"
SIGNATORIES = ("directorate_lead", "administrator", "equalities_officer", "clerk")
WRITERS = frozenset({"equalities_officer"})
READERS_OF_DRAFTS = frozenset({"equalities_officer", "auditor"})


def _check(allowed: bool, reason: str) -> None:
    if not allowed:
        raise NotAllowed(reason)


def can_see_year_end(visitor: plans.Visiting) -> bool:
    """What was decided so far: everyone who works with the council."""
    return bool(visitor.roles)


def check_can_see_year_end(visitor: plans.Visiting) -> None:
    """Stop unless `can_see_year_end`."""
    _check(can_see_year_end(visitor), _("These pages are for people who work with this council."))


def can_decide(visitor: plans.Visiting, action: plans.Followed) -> bool:
    """Decide what became of an action: the officer of every one, a directorate lead of their own."""
    return plans.can_edit_action(visitor, action)


def check_can_decide(visitor: plans.Visiting, action: plans.Followed) -> None:
    """Stop unless `can_decide`."""
    reason = _("Only an equalities officer, or the lead of its directorate, can decide what became of this action.")
    _check(can_decide(visitor, action), reason)


def can_propose(visitor: plans.Visiting, action: plans.Followed) -> bool:
    """Propose what became of an action: those who may decide, and those whose post leads it."""
    return plans.can_report_on_action(visitor, action)


def check_can_propose(visitor: plans.Visiting, action: plans.Followed) -> None:
    """Stop unless `can_propose`."""
    _check(can_propose(visitor, action), _("Only those who lead this action can say what became of it."))


def can_say_not_reported(visitor: plans.Visiting) -> bool:
    """Say that nobody reported on an action."""
    return not visitor.roles.isdisjoint(WRITERS)


def can_decide_some(visitor: plans.Visiting) -> bool:
    """Decide of many at once: the officer, and directorate leads of their own."""
    return not visitor.roles.isdisjoint({"equalities_officer", "directorate_lead"})


def check_can_decide_some(visitor: plans.Visiting) -> None:
    """Stop unless `can_decide_some`."""
    reason = _("Only equalities officers and directorate leads can decide what became of actions.")
    _check(can_decide_some(visitor), reason)


def can_close_year(visitor: plans.Visiting) -> bool:
    """Close the plan, and make the next one."""
    return plans.can_publish(visitor)


def check_can_close_year(visitor: plans.Visiting) -> None:
    """Stop unless `can_close_year`."""
    plans.check_can_publish(visitor)


def can_see_reports(visitor: plans.Visiting) -> bool:
    """The list of reports: everyone who works with the council; drafts are for few."""
    return bool(visitor.roles)


def check_can_see_reports(visitor: plans.Visiting) -> None:
    """Stop unless `can_see_reports`."""
    _check(can_see_reports(visitor), _("These pages are for people who work with this council."))


def can_see_report(visitor: plans.Visiting, *, is_draft: bool, signatory: str) -> bool:
    """One report: while it is a draft, those who write it, the auditor, and whoever will sign it."""
    return can_see_reports(visitor) and (not is_draft or bool(visitor.roles & (READERS_OF_DRAFTS | {signatory})))


def check_can_see_report(visitor: plans.Visiting, *, is_draft: bool, signatory: str) -> None:
    """Stop unless `can_see_report`."""
    allowed = can_see_report(visitor, is_draft=is_draft, signatory=signatory)
    _check(allowed, _("This report is still a draft. An equalities officer is working on it."))


def can_write_report(visitor: plans.Visiting) -> bool:
    """Begin, write, send, publish, correct and withdraw a report."""
    return not visitor.roles.isdisjoint(WRITERS)


def check_can_write_report(visitor: plans.Visiting) -> None:
    """Stop unless `can_write_report`."""
    _check(can_write_report(visitor), _("Only an equalities officer of this council can write its reports."))


def can_sign_report(visitor: plans.Visiting, *, signatory: str, who: UUID | None, sent_by: UUID | None) -> bool:
    """Sign a report, or send it back: whoever holds the signing role, and did not send it."""
    return signatory in visitor.roles and who is not None and who != sent_by


def check_can_sign_report(visitor: plans.Visiting, *, signatory: str, who: UUID | None, sent_by: UUID | None) -> None:
    """Stop unless `can_sign_report`."""
    _check(signatory in visitor.roles, _("Somebody else signs this council’s reports."))
    _check(
        can_sign_report(visitor, signatory=signatory, who=who, sent_by=sent_by),
        _("You sent this report for sign-off, so somebody else signs it."),
    )


def can_keep_report_rules(visitor: plans.Visiting) -> bool:
    """Say which role signs."""
    return "administrator" in visitor.roles


def check_can_keep_report_rules(visitor: plans.Visiting) -> None:
    """Stop unless `can_keep_report_rules`."""
    _check(can_keep_report_rules(visitor), _("Only an administrator of this council says who signs its reports."))
