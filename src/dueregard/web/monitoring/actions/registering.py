"""How is a dataset registered, and what was promised about it changed?

The one idea: the promise is made before any record is taken in, and the database holds it whole. The ledger keeps what
is promised; free words, which could name a person, are kept apart in it so that they can be erased.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.models import Dataset
from dueregard.web.monitoring.queries.files import not_reached

RESERVED = frozenset({"new", "values", "search"})
FREE_WORDS = ("about", "purpose", "basis_note", "gender_identity_reason")


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised about records: everything that `models.Dataset` asks for."""

    name: str
    about: str
    purpose: str
    unit: str
    article_6: str
    article_9: str
    schedule_1: str
    article_10: str
    basis_note: str
    dpia_reference: str
    retention_until: date
    owner_post_id: UUID | None
    owner_person_id: UUID | None
    never_for_decisions: bool
    gender_identity_allowed: bool
    gender_identity_reason: str
    population_label: str
    population_within: str


def register_dataset(promise: Promise, *, council_id: UUID, by: UUID) -> str:
    """Register a dataset and give its address within the council. The caller has checked that the owner is ours."""
    with transaction.atomic():
        row = Dataset.objects.create(
            council_id=council_id,
            slug=_free_slug(promise.name, council_id=council_id),
            population_code=population_code(promise.population_label),
            created_by_id=by,
            **asdict(promise),
        )
        ledger.record(
            chain=f"council:{council_id}",
            kind="monitoring.dataset_registered",
            by=f"person:{by}",
            subject=f"monitoring.dataset:{row.pk}",
            facts=_facts(row),
            personal=_words(row),
        )
    return row.slug


def change_dataset(dataset_id: UUID, *, promise: Promise, by: UUID) -> bool:
    """Change what is promised; False where nothing is other than it was.

    Raises:  MoveNotAllowed where the dataset is deleted, or holds files that the new promise would not reach.
    """
    with transaction.atomic():
        row = Dataset.objects.select_for_update().get(pk=dataset_id)
        if row.deleted_at is not None:
            raise MoveNotAllowed(_("The records of this dataset are deleted, so what was promised stays as it was."))
        given = asdict(promise)
        changed = [name for name, value in given.items() if getattr(row, name) != value]
        if not changed:
            return False
        for name in changed:
            setattr(row, name, given[name])
        row.population_code = population_code(row.population_label)
        if held := not_reached(row, on=timezone.localdate()):
            raise MoveNotAllowed(
                _("Files that are ready hold more than this would allow: %(what)s") % {"what": held[0].message},
                mend=_("Delete those files first."),
            )
        row.save()
        ledger.record(
            chain=f"council:{row.council_id}",
            kind="monitoring.dataset_changed",
            by=f"person:{by}",
            subject=f"monitoring.dataset:{row.pk}",
            facts={**_facts(row), "fields": ", ".join(sorted(name.replace("_id", "") for name in changed))},
            personal=_words(row),
        )
    return True


def population_code(label: str) -> str:
    """Give the code of a population by its words: the same words, the same people.

    >>> population_code("Everybody we employ")
    'everybody-we-employ'
    """
    return slugify(label)[:80].strip("-") or "population"


def _facts(row: Dataset) -> dict[str, str | bool]:
    return {
        "name": row.name,
        "article_6": row.article_6,
        "article_9": row.article_9,
        "schedule_1": row.schedule_1,
        "article_10": row.article_10,
        "dpia_reference": row.dpia_reference,
        "retention_until": row.retention_until.isoformat(),
        "owner": f"post:{row.owner_post_id}" if row.owner_post_id else f"person:{row.owner_person_id}",
        "gender_identity_allowed": row.gender_identity_allowed,
        "population": row.population_code,
    }


def _words(row: Dataset) -> dict[str, str]:
    return {name: getattr(row, name) for name in FREE_WORDS if getattr(row, name)}


def _free_slug(name: str, *, council_id: UUID) -> str:
    base = slugify(name.replace("–", "-"))[:70].strip("-") or "dataset"
    taken = set(Dataset.objects.filter(council_id=council_id, slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
