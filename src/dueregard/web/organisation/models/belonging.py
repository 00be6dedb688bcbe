"""Who belongs to a council, as what, and who has been asked to.

The one idea: a role is held in one council, perhaps only for one directorate, between two days. What a person may do
is read from here on every page and kept nowhere else, so that ending a membership works at once.
An invitation is kept as a hash; its link works once and for two days.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a council (DESIGN section 6)."""

    ADMINISTRATOR = "administrator", _("Administrator")
    EQUALITIES_OFFICER = "equalities_officer", _("Equalities officer")
    DIRECTORATE_LEAD = "directorate_lead", _("Directorate lead")
    ACTION_OWNER = "action_owner", _("Action owner")
    ASSESSMENT_AUTHOR = "assessment_author", _("Assessment author")
    ANALYST = "analyst", _("Analyst")
    BOARD_MEMBER = "board_member", _("Board member")
    CLERK = "clerk", _("Clerk")
    AUDITOR = "auditor", _("Auditor")


class Membership(models.Model):
    """That a person has a role in a council."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    directorate = models.ForeignKey(
        "organisation.Directorate", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(role="directorate_lead", directorate__isnull=False)
                | (~Q(role="directorate_lead") & Q(directorate__isnull=True)),
                name="membership_lead_has_directorate",
            ),
            models.UniqueConstraint(
                fields=["council", "person", "role"],
                condition=Q(until__isnull=True, directorate__isnull=True),
                name="membership_open_once",
            ),
            models.UniqueConstraint(
                fields=["council", "person", "role", "directorate"],
                condition=Q(until__isnull=True, directorate__isnull=False),
                name="membership_open_once_a_directorate",
            ),
        ]
        indexes = [models.Index(fields=["person", "council"])]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Invitation(models.Model):
    """That somebody has been asked to join a council, and as what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("full name"), max_length=200)
    roles = models.JSONField(default=list)
    directorate = models.ForeignKey("organisation.Directorate", on_delete=models.CASCADE, null=True, blank=True)
    post = models.ForeignKey("organisation.Post", on_delete=models.CASCADE, null=True, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="invitations_sent")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["council", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
