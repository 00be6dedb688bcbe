"""Who may prepare figures, let them out, and read them?

The one idea: who prepares and who releases are both people who work with the records, and where the council asks for
two, they are not the same one. Figures for the inside are for whoever works here; figures for those who need to know
are for the few, and each look gives its reason.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.analysis.released.table import Audience
from dueregard.web.monitoring.access.datasets import KEEPERS, READERS, HasRoles
from dueregard.web.ui.components import NotAllowed


def can_see_releases(visitor: HasRoles) -> bool:
    """Look at the register of releases."""
    return not visitor.roles.isdisjoint(READERS)


def check_can_see_releases(visitor: HasRoles) -> None:
    """Stop unless `can_see_releases`."""
    if not can_see_releases(visitor):
        raise NotAllowed(_("The register of releases is for analysts, equalities officers and auditors."))


def can_prepare_releases(visitor: HasRoles) -> bool:
    """Count, have it protected and judged, and send it for a decision; decide on somebody else's."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_prepare_releases(visitor: HasRoles) -> None:
    """Stop unless `can_prepare_releases`."""
    if not can_prepare_releases(visitor):
        raise NotAllowed(_("Only an analyst or an equalities officer of this council can prepare figures."))


def can_decide_release(visitor: HasRoles, *, who: UUID | None, author: UUID, needs_two: bool) -> bool:
    """Release, or send back: a second person, where the council asks for two."""
    return can_prepare_releases(visitor) and (not needs_two or who != author)


def check_can_decide_release(visitor: HasRoles, *, who: UUID | None, author: UUID, needs_two: bool) -> None:
    """Stop unless `can_decide_release`."""
    check_can_prepare_releases(visitor)
    if not can_decide_release(visitor, who=who, author=author, needs_two=needs_two):
        raise NotAllowed(_("You prepared this release, so somebody else decides whether it goes out."))


def can_read_release(visitor: HasRoles, audience: Audience, *, is_out: bool) -> bool:
    """Read the tables of a release: its audience once it is out, those who work on it before."""
    if can_prepare_releases(visitor):
        return True
    if audience is Audience.ANALYST:
        return False
    return can_see_releases(visitor) or (is_out and bool(visitor.roles))


def check_can_read_release(visitor: HasRoles, audience: Audience, *, is_out: bool) -> None:
    """Stop unless `can_read_release`."""
    if not can_read_release(visitor, audience, is_out=is_out):
        raise NotAllowed(_("These figures are not for everybody. Ask an analyst or an equalities officer."))


def can_keep_release_rules(visitor: HasRoles) -> bool:
    """Say whether a release needs two people."""
    return not visitor.roles.isdisjoint({"administrator", "equalities_officer"})


def check_can_keep_release_rules(visitor: HasRoles) -> None:
    """Stop unless `can_keep_release_rules`."""
    if not can_keep_release_rules(visitor):
        raise NotAllowed(_("Only an administrator or an equalities officer can change the rules for releases."))
