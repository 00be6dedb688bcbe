"""How are the ledger's entries kept?

The one idea: `Entry` is only ever added to. The code has no way to change one, and triggers in the database
(migrations/0002) refuse it to everybody else; `UNIQUE(chain, number)` and `UNIQUE(chain, previous_hash)` leave each
entry room for one successor, whatever the isolation level. Personal values stand apart in `PersonalValue`, where
value and salt may be blanked together, once, and nothing else may change.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Chain(models.Model):
    """A chain of entries and its head. Writers take turns on this row."""

    name = models.CharField(max_length=100, unique=True)
    head_number = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.name} at {self.head_number}"


class Entry(models.Model):
    """One thing that was done, by whom, about what."""

    chain = models.ForeignKey("ledger.Chain", on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    by = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    also = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        ordering: ClassVar = ["chain", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "number"], name="ledger_one_entry_per_number"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="ledger_one_successor_per_entry"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_numbers_from_one"),
            models.CheckConstraint(condition=~Q(hash=F("previous_hash")), name="ledger_entry_does_not_follow_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["chain", "kind", "number"]),
            models.Index(fields=["chain", "by", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class EntrySubject(models.Model):
    """Which entries are about what: an index over `subject` and `also`, which can be built again from them."""

    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, related_name="subjects")
    subject = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "entry"], name="ledger_subject_once_per_entry")
        ]

    def __str__(self) -> str:
        return self.subject


class PersonalValue(models.Model):
    """A name, an address or free text about a person, outside the chain so that it can be erased.

    `about` is whom it is about when that is not simply everything the entry is about.
    """

    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True, db_index=True)
    value = models.TextField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="ledger_personal_value_once_per_entry"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, salt__isnull=False, erased_at__isnull=True)
                | Q(value__isnull=True, salt__isnull=True, erased_at__isnull=False),
                name="ledger_personal_value_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.name
