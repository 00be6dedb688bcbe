"""Who may read a council's ledger, and who is asking?

The one idea: the ledger is the lowest app and knows neither councils nor people. The settings name who answers
(`COUNCIL_PAGES`), as Django's own settings name the model of a person; what comes back is used through the protocols
here. The auditor reads everything and writes nothing, so an auditor's check is shown and not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

READERS = frozenset({"auditor", "administrator", "equalities_officer"})

View = Callable[..., HttpResponseBase]


class Visitor(Protocol):
    """What the ledger's pages need to know of who is asking."""

    council: Any
    person: Any
    roles: frozenset[str]
    on: Any


def council_page(view: View) -> View:
    """Let only staff of the council in, as its other pages do."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Looked up when a page is asked for: the app that answers is loaded after this one.
        guarded: View = import_string(settings.COUNCIL_PAGES["gate"])(view)
        return guarded(request, *args, **kwargs)

    return gate


def council_data(view: View) -> View:
    """Let staff of the council and personal tokens read a file, as its other tables do."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        guarded: View = import_string(settings.COUNCIL_PAGES["data_gate"])(view)
        return guarded(request, *args, **kwargs)

    return gate


def visit(request: HttpRequest, slug: str) -> Visitor:
    """Say who is asking, and stop who may not read this council's ledger."""
    visitor: Visitor = import_string(settings.COUNCIL_PAGES["visit"])(request, slug)
    check_can_read_ledger(visitor)
    return visitor


def shell(visitor: Visitor) -> dict[str, Any]:
    """Give what the layout of a council's pages needs."""
    given: dict[str, Any] = import_string(settings.COUNCIL_PAGES["shell"])(visitor, here="ledger")
    return given


def names_of(marks: Iterable[str]) -> dict[str, str]:
    """Give the names of people whose marks ("person:<id>") are shown. Costs one query, or none."""
    ids = {}
    for mark in marks:
        scheme, _colon, rest = mark.partition(":")
        if scheme == "person" and (key := _uuid(rest)):
            ids[key] = mark
    cards = import_string(settings.COUNCIL_PAGES["people"])(ids) if ids else {}
    return {mark: cards[key].full_name or cards[key].email for key, mark in ids.items() if key in cards}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def can_read_ledger(visitor: Visitor) -> bool:
    """Say whether the visitor may read every entry of the council."""
    return not visitor.roles.isdisjoint(READERS)


def check_can_read_ledger(visitor: Visitor) -> None:
    """Stop who may not read the council's ledger.

    Raises:  NotAllowed with a reason to show.
    """
    if not can_read_ledger(visitor):
        raise NotAllowed(_("The ledger is for auditors, administrators and equalities officers of the council."))


def can_record_check(visitor: Visitor) -> bool:
    """Say whether a check that the visitor asks for is recorded."""
    return not visitor.roles.isdisjoint(READERS - {"auditor"})
