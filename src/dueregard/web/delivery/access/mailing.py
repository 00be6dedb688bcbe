"""Who may see to whom mail went, and have a failed message sent again?

The one idea: the list holds names, addresses and subjects and nothing else, so that it can be read by those who must
be able to say who was asked: the equalities officer, the administrator and the auditor. The auditor changes nothing.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

SENDERS = frozenset({"equalities_officer", "administrator"})
READERS = SENDERS | {"auditor"}


class HasRoles(Protocol):
    """Anything that knows its roles: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...


def can_see_mail(visitor: HasRoles) -> bool:
    """Look at the list of messages."""
    return not visitor.roles.isdisjoint(READERS)


def check_can_see_mail(visitor: HasRoles) -> None:
    """Stop unless `can_see_mail`."""
    if not can_see_mail(visitor):
        raise NotAllowed(_("The list of mail is for equalities officers, administrators and auditors of this council."))


def can_send_mail_again(visitor: HasRoles) -> bool:
    """Say that a message that failed is to go once more."""
    return not visitor.roles.isdisjoint(SENDERS)


def check_can_send_mail_again(visitor: HasRoles) -> None:
    """Stop unless `can_send_mail_again`."""
    if not can_send_mail_again(visitor):
        raise NotAllowed(_("Only an equalities officer or an administrator of this council can send mail again."))
