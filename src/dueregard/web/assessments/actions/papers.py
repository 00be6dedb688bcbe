"""How are papers made for those who decide, and how is it kept what went out and who is known to have opened it?

The one idea: a paper is a file as it went out, made from a frozen version, kept with its hash; making it again gives
another paper and leaves the first. That somebody opened a version is written down the first time, where it is known.
What is not known is not written: nothing here ever says that somebody did not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.paper_template import KINDS, check_template
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.actions.register import record_row
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.models.signing import Opening, Paper, PaperTemplate
from dueregard.web.assessments.models.writing import Version
from dueregard.web.assessments.queries.papers import Making, make_files
from dueregard.web.ledger import actions as ledger


def make_papers(decision_id: UUID, *, version_id: UUID, making: Making, by: UUID) -> tuple[UUID, ...]:
    """Make the papers of a version for a decision, and give their ids: the paragraph, the appendix, and it as a PDF.

    Raises:  MoveNotAllowed for a version that was not signed off for those who decide.
    """
    with transaction.atomic():
        version = Version.objects.select_related("assessment").get(pk=version_id, assessment__decision=decision_id)
        if version.why != "for_deciders":
            raise MoveNotAllowed(_("Papers are made of a version that is signed off."))
        kept: list[Paper] = []
        try:
            for made in make_files(version, making):
                row = Paper(
                    decision_id=decision_id,
                    version=version,
                    kind=made.kind,
                    name=made.name[:300],
                    media_type=made.media_type,
                    size=len(made.data),
                    sha256=sha256(made.data).hexdigest(),
                    made_by_id=by,
                )
                row.file.save("paper", ContentFile(made.data), save=False)
                kept.append(row)
                row.save(force_insert=True)
                facts = {"kind": row.kind, "version": version.number, "sha256": row.sha256}
                record(version.assessment, "paper_made", by=by, facts={**facts, "paper": str(row.pk)})
        except BaseException:
            for row in kept:
                row.file.storage.delete(str(row.file.name))
            raise
    return tuple(row.pk for row in kept)


def note_sent(decision_id: UUID, *, paper_ids: Iterable[UUID], to: str, on: date, today: date, by: UUID) -> None:
    """Write down to whom papers went, and on which day. The moment of noting stands in the ledger.

    Raises:  UsedWrongly without words, without a paper, or for a day to come.
    """
    if not to.strip():
        raise UsedWrongly(_("Say to whom they went."))
    if on > today:
        raise UsedWrongly(_("This day is still to come."))
    with transaction.atomic():
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        rows = list(Paper.objects.filter(decision=decision, pk__in=tuple(paper_ids)).select_related("version"))
        if not rows:
            raise UsedWrongly(_("Choose at least one paper."))
        moment = timezone.make_aware(datetime.combine(on, time.min))
        for row in rows:
            row.sent_to, row.sent_at = " ".join(to.split())[:500], moment
            row.save(update_fields=["sent_to", "sent_at"])
        record_row(
            decision,
            what="papers_sent",
            by=by,
            changed={"to": to.strip(), "papers": ", ".join(row.name for row in rows), "day": on.isoformat()},
            also=sorted({f"assessments.assessment:{row.version.assessment_id}" for row in rows}),
        )


def note_opening(version_id: UUID, *, by: UUID) -> bool:
    """Write down that somebody who decides opened a version that is for them, the first time. Give whether it was."""
    if Opening.objects.filter(version=version_id, person=by).exists():
        return False
    with transaction.atomic():
        version = Version.objects.select_related("assessment").get(pk=version_id)
        if version.why != "for_deciders":
            return False
        _row, is_first = Opening.objects.get_or_create(version=version, person_id=by)
        if is_first:
            record(version.assessment, "version_opened", by=by, facts={"version": version.number})
    return is_first


def note_reading(assessment_id: UUID, *, number: int, by: UUID) -> bool:
    """Write down that somebody who decides read a version here as a page, the first time. Give whether it was."""
    version = Version.objects.filter(assessment=assessment_id, number=number).only("pk").first()
    return version is not None and note_opening(version.pk, by=by)


def keep_template(council_id: UUID, *, kind: str, data: bytes, name: str, by: UUID) -> UUID:
    """Keep the council's own Word template for a kind of paper, in place of the one there is.

    Raises:  TemplateFaulty with every fault; CannotBeRead for what is no Word document, or too large.
    """
    if kind not in KINDS:
        raise UsedWrongly(_("There is no such paper."))
    check_template(data, kind=kind, name=name)
    with transaction.atomic():
        before = PaperTemplate.objects.select_for_update().filter(council=council_id, kind=kind).first()
        old = (before.file.storage, before.file.name) if before else None
        row = before or PaperTemplate(council_id=council_id, kind=kind)
        row.file_name, row.sha256 = name[:300], sha256(data).hexdigest()
        row.added_at, row.added_by_id = timezone.now(), by
        row.file.save("template", ContentFile(data), save=False)
        row.save()
        _record_template(row, "paper_template_kept", by=by)
        if old and old[1]:
            storage, path = old
            transaction.on_commit(lambda: storage.delete(str(path)))
    return row.pk


def drop_template(council_id: UUID, *, kind: str, by: UUID) -> None:
    """Take a template away: papers are made in ours again."""
    with transaction.atomic():
        row = PaperTemplate.objects.select_for_update().filter(council=council_id, kind=kind).first()
        if row is None:
            return
        storage, path = row.file.storage, row.file.name or ""
        _record_template(row, "paper_template_dropped", by=by)
        row.delete()
        transaction.on_commit(lambda: storage.delete(str(path)))


def _record_template(row: PaperTemplate, what: str, *, by: UUID) -> None:
    ledger.record(
        chain=f"council:{row.council_id}",
        kind=f"assessments.{what}",
        by=f"person:{by}",
        subject=f"assessments.paper_template:{row.pk}",
        facts={"kind": row.kind, "sha256": row.sha256},
        personal={"name": row.file_name},
    )
