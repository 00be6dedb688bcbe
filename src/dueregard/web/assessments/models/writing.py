"""What is kept of an assessment while it is written, and of each version that was made of it?

The one idea: one `Part` for each page that somebody writes (`domain.assessments.parts`), each with a counter of its
own, so that several authors never overwrite each other. A `Version` is the whole at a moment, as JSON, with its hash:
made when it is sent on, and never changed. A `Finding` is a line of an impact part kept beside it for searching and
for the map; the part is what holds.
"""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.domain.assessments.states import AssessmentState


class Numbering(models.Model):
    """The last number given in a council and year."""

    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("council", "year"), name="numbering_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Questionnaire(models.Model):
    """The council's own questions, beside those of the law: a version is never changed once it is in use.

    `questions` is a list of {"code", "text", "hint", "after"}; `after` is the kind of part it stands behind. `source`
    is the file's name that it was read from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="questionnaires")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    questions = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True, default="")
    is_in_use = models.BooleanField(default=False)
    was_in_use = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("council", "number"), name="questionnaire_number_once")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"


class Assessment(models.Model):
    """An equality impact assessment: its head. What it says is in its parts.

    `depth` is a code of `screening.Depth`, empty until screening is done. `made_version` is the number of the newest
    version. `published_version` is the number the public sees (none: unpublished), and `withheld_why` what the public
    is told where it is withheld. `decided_after` says that work began after the decision was taken. `figures_from`
    names the dataset whose released tables say who uses the service.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.PROTECT, related_name="assessments")
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    nation = models.CharField(max_length=20)
    decision = models.ForeignKey(
        "assessments.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    policy = models.ForeignKey(
        "assessments.Policy", null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    directorate = models.ForeignKey(
        "organisation.Directorate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    questionnaire = models.ForeignKey(
        "assessments.Questionnaire", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.CharField(max_length=20, blank=True, default="")
    figures_from = models.CharField(max_length=100, blank=True, default="")
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=15, choices=[(str(s), str(s)) for s in AssessmentState], default=str(AssessmentState.WRITING)
    )
    depth = models.CharField(max_length=6, blank=True, default="")
    made_version = models.PositiveIntegerField(default=0)
    is_brought_in = models.BooleanField(default=False)
    decided_after = models.BooleanField(default=False)
    is_exempt = models.BooleanField(default=False)
    withheld_why = models.CharField(max_length=500, blank=True, default="")
    published_version = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-made_at",)
        indexes = [
            models.Index(fields=("council", "state", "-made_at")),
            models.Index(fields=("council", "-published_at")),
        ]
        constraints = [models.UniqueConstraint(fields=("council", "number"), name="assessment_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Author(models.Model):
    """Somebody who writes an assessment together with its author."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("assessment", "person"), name="author_once")]

    def __str__(self) -> str:
        return f"author {self.person_id}"


class Part(models.Model):
    """One thing that is written on one page. `number` counts its changes: who saves says which one they saw.

    `figures` is what an evidence part shows, as it stood when it was taken in.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="parts")
    key = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    figures = models.JSONField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position", "key")
        constraints = [models.UniqueConstraint(fields=("assessment", "key"), name="part_once")]

    def __str__(self) -> str:
        return self.key


class Finding(models.Model):
    """What an impact part says of a group, for searching and for the map. Kept by `actions.parts` alone.

    `mark_*` is what counts when decisions are taken together: what is left after mitigation where somebody said so.
    `reason_print` is the fingerprint of a reason that is long enough to be noticed when another assessment repeats it.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="findings")
    group_key = models.CharField(max_length=190)
    effect = models.CharField(max_length=10, blank=True, default="")
    severity = models.CharField(max_length=10, blank=True, default="")
    effect_after = models.CharField(max_length=10, blank=True, default="")
    people = models.PositiveIntegerField(null=True, blank=True)
    mark_effect = models.CharField(max_length=10, blank=True, default="")
    mark_severity = models.CharField(max_length=10, blank=True, default="")
    mark_people = models.PositiveIntegerField(null=True, blank=True)
    reason_print = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("assessment", "group_key"), name="finding_once")]
        indexes = [models.Index(fields=("group_key", "effect")), models.Index(fields=("reason_print",))]

    def __str__(self) -> str:
        return self.group_key


class Comment(models.Model):
    """What somebody says about a part to those who write it. Not part of what goes to the deciders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="comments")
    part_key = models.CharField(max_length=200, blank=True, default="")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.text[:60]


class Version(models.Model):
    """The whole assessment at a moment, as JSON with its hash. Never changed.

    `content` is the open form (`assessment_to_json`); `figures` holds what its evidence showed, by part key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=30)
    content = models.JSONField()
    figures = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    is_after_decision = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("assessment", "number"), name="assessment_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class RemarkAnswer(models.Model):
    """What was answered to a remark of the quality check: changed, or not agreed because …"""

    class Kind(models.TextChoices):
        """The answers there are."""

        CHANGED = "changed"
        NOT_AGREED = "not_agreed"

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="remark_answers")
    key = models.CharField(max_length=300)
    remark = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind)
    because = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("assessment", "key"), name="remark_answered_once")]

    def __str__(self) -> str:
        return self.key
