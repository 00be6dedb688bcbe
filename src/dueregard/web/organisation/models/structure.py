"""How a council is made up: directorates, teams, posts and who holds them, boards and who sits on them, partners.

The one idea: work belongs to a *post*, not to a person, so that it stays where it is when somebody leaves. Holdings
have a beginning and perhaps an end (the last day counts); a post with no open holding is vacant. Nothing is deleted:
posts, boards and the rest are retired from a day on.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Directorate(models.Model):
    """The largest part of a council."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="directorates")
    name = models.CharField(_("name"), max_length=200)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["council", "name"], name="directorate_once_a_council")]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A service or team within a directorate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    directorate = models.ForeignKey("organisation.Directorate", on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["directorate", "name"], name="team_once_a_directorate")]

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """Another organisation that may own actions of the council's plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    contact = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="partners"
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["council", "name"], name="partner_once_a_council")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A job that can own actions, in a directorate or team of the council or at a partner organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="posts")
    title = models.CharField(_("title"), max_length=200)
    directorate = models.ForeignKey(
        "organisation.Directorate", on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    team = models.ForeignKey("organisation.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    partner = models.ForeignKey(
        "organisation.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"], condition=Q(partner__isnull=True), name="post_once_a_council"
            ),
            models.UniqueConstraint(
                fields=["partner", "title"], condition=Q(partner__isnull=False), name="post_once_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | Q(directorate__isnull=True, team__isnull=True),
                name="post_inside_or_at_partner",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(directorate__isnull=False), name="post_team_needs_directorate"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostHolding(models.Model):
    """That a person holds a post, from a day, until a day (which still counts) or for now without end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey("organisation.Post", on_delete=models.CASCADE, related_name="holdings")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holding_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(until__isnull=True), name="holding_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"


class Board(models.Model):
    """A board, committee or group that monitors actions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="boards")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it does"), blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="board_once_a_council"),
            models.UniqueConstraint(fields=["council", "slug"], name="board_address_once_a_council"),
        ]

    def __str__(self) -> str:
        return self.name


class BoardMember(models.Model):
    """That a person sits on a board, and as what."""

    class Office(models.TextChoices):
        """What somebody is on a board."""

        MEMBER = "member", _("Member")
        CHAIR = "chair", _("Chair")
        CLERK = "clerk", _("Clerk")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey("organisation.Board", on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="seats")
    office = models.CharField(max_length=10, choices=Office, default=Office.MEMBER)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["board", "person", "office"], condition=Q(until__isnull=True), name="seat_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.person_id}"
