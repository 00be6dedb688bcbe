"""Councils and people for tests: made up and small."""

from __future__ import annotations

from django.utils.text import slugify

from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts.queries import PersonCard
from dueregard.web.organisation import actions
from dueregard.web.organisation.queries import CouncilCard

PASSWORD = "three-green-otters"


def make_council(name: str = "Aldermere Borough Council", *, slug: str = "", nation: str = "england") -> CouncilCard:
    """Make a council."""
    address = slug or slugify(name.split()[0])
    return actions.make_council(name=name, slug=address, nation=nation, by=None, is_made_up=True)


def make_person(full_name: str = "Amina Rahman", *, email: str = "", password: str | None = None) -> PersonCard:
    """Make somebody with an address made from the name."""
    address = email or f"{slugify(full_name).replace('-', '.')}@aldermere.example"
    return accounts.make_person(email=address, full_name=full_name, by=None, password=password)
