"""Who said what of an assessment on its way to those who decide, and what lay before them?

The one idea: each step of the chain is a row with who, when and why, about one version. A paper is a file exactly as it
went out, with its hash. That somebody opened it is kept where it is known; that nobody is known to have opened it says
nothing of whether they read it.
"""

from __future__ import annotations

import uuid

from django.db import models


class Step(models.Model):
    """One step of the sign-off chain: sent on, agreed, returned, put before the deciders, acknowledged.

    `stage` and `said` are codes of `domain.assessments.sign_off`. `is_alone`: they agreed to their own because nobody
    else could; the page says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="steps")
    version = models.ForeignKey(
        "assessments.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField(max_length=20)
    said = models.CharField(max_length=20)
    because = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=200, blank=True, default="")
    is_alone = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.stage} {self.said}"


class PaperTemplate(models.Model):
    """The council's own Word template for the paragraph or the appendix of a committee report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey("organisation.Council", on_delete=models.CASCADE, related_name="paper_templates")
    kind = models.CharField(max_length=12)
    file = models.FileField(upload_to="assessments/templates/", max_length=200)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("council", "kind"), name="paper_template_once")]

    def __str__(self) -> str:
        return self.file_name


class Paper(models.Model):
    """A file that was made for those who decide, as it went out: the paragraph, the appendix in full."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("assessments.Decision", on_delete=models.CASCADE, related_name="papers")
    version = models.ForeignKey("assessments.Version", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100)
    file = models.FileField(upload_to="assessments/papers/", max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("made_at", "name")

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """That a signed-in person opened a version or a paper, the first time."""

    version = models.ForeignKey("assessments.Version", on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("version", "person"), name="opened_once")]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Taken(models.Model):
    """That a decision was taken: what came of it as a code, and the day on which somebody wrote it down here.

    The day of the decision itself, its words, paper and minute are the decision's own fields. `recorded_at` is never
    changed; each correction is an entry of the ledger.
    """

    class Outcome(models.TextChoices):
        """What those who decide can do with what was proposed."""

        AS_PROPOSED = "as_proposed"
        WITH_CHANGES = "with_changes"
        REFUSED = "refused"

    decision = models.OneToOneField("assessments.Decision", on_delete=models.CASCADE, related_name="taken")
    outcome = models.CharField(max_length=12, choices=Outcome)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.outcome
