"""Who may do what with datasets: the promise under which records are held, the files, and what their values mean?

The one idea: records are for the few who work with them. The analyst and the equalities officer keep them, the auditor
reads what was promised and decided, and nobody sees a row: not on any page, not the person who handed it in.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

KEEPERS = frozenset({"analyst", "equalities_officer"})
READERS = KEEPERS | {"auditor"}


class HasRoles(Protocol):
    """Anything that knows its roles: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...


def can_see_datasets(visitor: HasRoles) -> bool:
    """Look at datasets, their files, and what their columns and values were taken for."""
    return not visitor.roles.isdisjoint(READERS)


def check_can_see_datasets(visitor: HasRoles) -> None:
    """Stop unless `can_see_datasets`."""
    if not can_see_datasets(visitor):
        raise NotAllowed(_("Datasets are for analysts, equalities officers and auditors of this council."))


def can_keep_datasets(visitor: HasRoles) -> bool:
    """Register a dataset, hand in a file, say what values mean, delete."""
    return not visitor.roles.isdisjoint(KEEPERS)


def check_can_keep_datasets(visitor: HasRoles) -> None:
    """Stop unless `can_keep_datasets`."""
    if not can_keep_datasets(visitor):
        raise NotAllowed(_("Only an analyst or an equalities officer of this council can change datasets."))
