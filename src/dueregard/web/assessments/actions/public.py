"""How does an assessment come into the public register, and how is it withheld?

The one idea: publishing makes a copy of one version without names of people, and the public reads the copy alone. What
is held back (a draft, about staff alone, exempt, the council's own figures) is only published where a person chose each
by name. Withholding takes the copy away and leaves a reason.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.public import HeldBack, PublicCopy, held_back
from dueregard.domain.assessments.shape import assessment_to_json
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.public import PublicEntry, PublicFinding
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.public_copies import copy_of, is_exempt


def publish_assessment(
    assessment_id: UUID, *, number: int, by: UUID, although: Collection[HeldBack | str] = ()
) -> None:
    """Publish a version of an assessment, or publish another one in its place.

    Takes:   `although`, what holds it back and was chosen all the same.
    Raises:  UsedWrongly where there is no such version, or something holds it back that nobody chose.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        version = Version.objects.filter(assessment=row, number=number).first()
        if version is None:
            raise UsedWrongly(_("There is no such version."), mend=_("Choose one of its versions."))
        copy = copy_of(version, council_id=row.council_id)
        found = held_back(copy.content, why=version.why, is_exempt=is_exempt(row))
        chosen = frozenset(str(each) for each in although)
        if missing := [each for each in found if str(each) not in chosen]:
            raise UsedWrongly(
                _("This is held back, and nobody chose to publish it all the same: %(reasons)s.")
                % {"reasons": ", ".join(str(each) for each in missing)},
                mend=_("Choose each reason by name, or leave it unpublished."),
            )
        _keep(row, version, copy, is_chosen=HeldBack.EXEMPT in found)
        facts = {"version": version.number, "although": sorted(map(str, found))}
        record(row, "published", by=by, facts=facts)


def withhold_assessment(assessment_id: UUID, *, why: str, by: UUID) -> None:
    """Withhold an assessment: the register says that it is, and why, and nothing else of it.

    Raises:  UsedWrongly without a reason.
    """
    said = " ".join(why.split())[:500]
    if not said:
        raise UsedWrongly(_("Say why it is withheld."))
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment_id)
        was = row.published_version
        PublicEntry.objects.filter(assessment=row).delete()
        PublicEntry.objects.create(
            assessment=row, council_id=row.council_id, number=row.number, withheld_why=said, at=timezone.now()
        )
        _keep_head(row, version=None, why=said)
        record(row, "withheld", by=by, facts={"was": was}, personal={"why": said})


def _keep(row: Assessment, version: Version, copy: PublicCopy, *, is_chosen: bool) -> None:
    content = copy.content
    PublicEntry.objects.filter(assessment=row).delete()
    entry = PublicEntry.objects.create(
        assessment=row,
        council_id=row.council_id,
        number=row.number,
        version=version,
        version_number=version.number,
        title=content.title[:300],
        summary=copy.summary,
        body=(content.body or "")[:200],
        option=str(content.conclusion.option or ""),
        content=assessment_to_json(content),
        figures=dict(copy.figures),
        words=f"{row.number} {copy.words} {copy.summary}".lower(),
        is_not_needed=copy.is_not_needed,
        is_after_decision=version.is_after_decision,
        is_chosen=is_chosen,
        at=timezone.now(),
    )
    PublicFinding.objects.bulk_create(
        PublicFinding(entry=entry, characteristic=code[:80], effect=effect) for code, effect in copy.findings
    )
    _keep_head(row, version=version.number, why="")


def _keep_head(row: Assessment, *, version: int | None, why: str) -> None:
    row.published_version, row.withheld_why = version, why
    row.published_at = timezone.now() if version else None
    row.save(update_fields=["published_version", "published_at", "withheld_why", "changed_at"])
