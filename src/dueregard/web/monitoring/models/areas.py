"""Which area is the council's own? One row a council, written by a person who chose it: no area is ever guessed."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

OFFICIAL_CODE = r"^[EWSN]\d{8}$"


class AreaChoice(models.Model):
    """The area whose official figures a council shows as its own, by its nine-character code."""

    council = models.OneToOneField(
        "organisation.Council", on_delete=models.CASCADE, primary_key=True, related_name="area_choice"
    )
    area_code = models.CharField(max_length=9, validators=[RegexValidator(OFFICIAL_CODE)])
    chosen_at = models.DateTimeField(auto_now=True)
    chosen_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(area_code=""), name="area_choice_names_one")]

    def __str__(self) -> str:
        return self.area_code
