"""How does evidence come into an assessment: figures as they stood, and what people wrote down by hand?

The one idea: using figures copies them, in words, into a part of their own, so that the assessment shows for ever what
its author saw. Figures that were let out for the inside of the council only are pointed at and not copied, because what
stands in an assessment is published with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.evidence import Source, gap_of, says_of, table_of
from dueregard.domain.assessments.model import Evidence, EvidenceKind, Group
from dueregard.domain.assessments.parts import free_code, part_key
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.shapes import as_json
from dueregard.web.assessments.actions.parts import record, save_part, writing
from dueregard.web.assessments.models.writing import Assessment, Part

MOST_EVIDENCE = 100


def choose_figures(assessment_id: UUID, *, area: str, dataset: str, by: UUID) -> None:
    """Choose of which area the official figures are, and which dataset says who uses the service."""
    with writing(assessment_id) as row:
        if (row.area, row.figures_from) == (area, dataset):
            return
        Assessment.objects.filter(pk=row.pk).update(area=area, figures_from=dataset)
        record(row, "figures_chosen", by=by, facts={"area": area, "dataset": dataset})


def use_figures(
    assessment_id: UUID,
    *,
    source: Source,
    kind: EvidenceKind,
    characteristic: str,
    title: str,
    by: UUID,
    link: str = "",
    release: int = 0,
) -> str:
    """Keep figures as a piece of evidence, as they stand today, and give its code.

    The same source on the same characteristic is kept once; using it again gives the code that it has.
    """
    said = "" if source.is_inside else says_of(source)
    closed = _("Its figures are for the inside of the council. They are not copied, because this is published.")
    evidence = Evidence(
        code="",
        kind=kind,
        title=title,
        on=source.on,
        base=source.base,
        says=said or None,
        gap=closed if source.is_inside else gap_of(source) or None,
        groups=(Group(((characteristic, ""),)),),
        link=link or None,
    )
    figures = {**table_of(source, caption=title), **({"release": str(release)} if release else {})}
    if source.is_inside:
        figures |= {"columns": [], "rows": [], "notes": [closed]}
    return add_evidence(assessment_id, evidence=evidence, by=by, figures=[figures])


def add_evidence(assessment_id: UUID, *, evidence: Evidence, by: UUID, figures: Any = None) -> str:
    """Add a piece of evidence and give its code; where one of this title and day is there, give that one's.

    Raises:  UsedWrongly where there are too many; MoveNotAllowed unless the assessment is being written.
    """
    with writing(assessment_id) as row:
        there = {part.key: part.content for part in Part.objects.filter(assessment=row, key__startswith="evidence:")}
        for content in there.values():
            if figures and _is_same(content, evidence):
                return str(content["code"])
        if len(there) >= MOST_EVIDENCE:
            raise UsedWrongly(_("An assessment points at no more than %(count)s pieces.") % {"count": MOST_EVIDENCE})
        code = free_code("evidence", there)
        content = {**as_json(evidence), "code": code}
        save_part(row.pk, key=part_key("evidence", code), content=content, seen=0, by=by, figures=figures)
    return code


def change_evidence(assessment_id: UUID, *, evidence: Evidence, seen: int, by: UUID) -> int:
    """Write a piece of evidence anew and give its counter; figures that it was taken in with stay as they stood.

    Raises:  PartChanged where somebody else has written it since.
    """
    key = part_key("evidence", evidence.code)
    return save_part(assessment_id, key=key, content=as_json(evidence), seen=seen, by=by)


def _is_same(content: Mapping[str, Any], evidence: Evidence) -> bool:
    return content.get("title") == evidence.title and content.get("on") == as_json(evidence)["on"]
