"""A council (or other public body): its name, its look, its own characteristics and its own words.

The one idea: everything that belongs to somebody hangs from a council, and nothing is shared between two unless a
grant says so (see sharing). The logo is kept in the database, so that one backup holds everything.
"""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PETROL = "#0e4a55"
HEX_COLOUR = r"^#[0-9a-f]{6}$"


class Council(models.Model):
    """A public body that runs its equality duty here."""

    class Nation(models.TextChoices):
        """Where the body is: the specific duties differ by nation."""

        ENGLAND = "england", _("England")
        WALES = "wales", _("Wales")
        SCOTLAND = "scotland", _("Scotland")
        NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation, default=Nation.ENGLAND)
    contact_email = models.EmailField(_("e-mail address for the public"), blank=True)
    colour = models.CharField(_("colour"), max_length=7, default=PETROL, validators=[RegexValidator(HEX_COLOUR)])
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)
    logo_alt = models.CharField(_("what the logo shows"), max_length=200, blank=True)
    is_made_up = models.BooleanField(default=False)
    show_personal_names = models.BooleanField(_("show people's names on public pages"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(logo__isnull=True, logo_type="") | Q(logo__isnull=False, logo_type__gt=""),
                name="council_logo_has_type",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilCharacteristic(models.Model):
    """A local characteristic: council policy, not in the Act, and always labelled so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="characteristics")
    code = models.SlugField(max_length=60)
    label = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["council", "code"], name="characteristic_once_a_council"),
        ]

    def __str__(self) -> str:
        return self.label


class CouncilWord(models.Model):
    """What a council calls one of the statuses, colours or outcomes of DESIGN section 6."""

    class Kind(models.TextChoices):
        """Which list the code is from."""

        STATUS = "status"
        RAG = "rag"
        OUTCOME = "outcome"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=20)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "kind", "code"], name="word_once_a_council"),
        ]

    def __str__(self) -> str:
        return self.word
