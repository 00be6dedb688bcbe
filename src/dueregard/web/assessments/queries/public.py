"""What is in the public register of assessments?

The one idea: everything here reads the public copies and, of the living assessment and its decision, only whether they
are exempt, and the day on which the body decided. So nothing that is being written can be reached, neither by an
address nor by a search, and what becomes exempt is gone at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.domain.assessments.states import DecisionState
from dueregard.publish.document import Document
from dueregard.terms.laws import law_of
from dueregard.web.assessments.models.public import PublicEntry, PublicFinding
from dueregard.web.assessments.queries.public_copies import labels_of
from dueregard.web.organisation.queries import local_characteristics

_WORSE_OR_BETTER = ("worse", "better", "both")
_HEAVY = ("content", "figures", "words")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of the register is narrowed to; "" for anything."""

    words: str = ""
    stage: str = ""
    group: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A line of the register. Where it is withheld, only the number and the reason are there."""

    id: UUID
    number: str
    title: str
    summary: str
    body: str
    option: str
    stage: str
    decided_on: date | None
    decides_on: date | None
    is_after_decision: bool
    version: int | None
    at: datetime
    withheld_why: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One published assessment: its line, its open form and figures, where the paper and the minute are."""

    row: PublicRow
    content: Mapping[str, Any]
    figures: Mapping[str, Any]
    paper_url: str
    minute_url: str


def entries(council_id: UUID) -> QuerySet[PublicEntry]:
    """Give the entries that the public may see, to be narrowed and cut. One query."""
    is_open = Q(assessment__is_exempt=False) & (Q(assessment__decision=None) | Q(assessment__decision__is_exempt=False))
    return (
        PublicEntry.objects.filter(Q(council=council_id) & (is_open | Q(is_chosen=True) | ~Q(withheld_why="")))
        .select_related("assessment__decision")
        .only(
            "number", "version_number", "title", "summary", "body", "option", "is_not_needed", "is_after_decision",
            "withheld_why", "at", "assessment__decision__state", "assessment__decision__decided_on",
            "assessment__decision__decides_on", "assessment__decision__paper_url", "assessment__decision__minute_url",
        )
    )  # fmt: skip


def wanted(council_id: UUID, asked: Wanted) -> QuerySet[PublicEntry]:
    """Give the entries that a reader asked for. One query."""
    found = entries(council_id)
    for word in asked.words.lower().split()[:10]:
        found = found.filter(words__contains=word)
    if asked.stage:
        found = found.filter(_STAGES[asked.stage])
    if asked.group:
        of_group = PublicFinding.objects.filter(characteristic=asked.group, effect__in=_WORSE_OR_BETTER)
        found = found.filter(pk__in=of_group.values("entry"))
    if asked.year.isdecimal():
        found = found.filter(_IS_DECIDED, assessment__decision__decided_on__year=int(asked.year))
    return found


_IS_DECIDED = Q(withheld_why="", is_not_needed=False, assessment__decision__state=str(DecisionState.DECIDED))
_STAGES = {
    "withheld": ~Q(withheld_why=""),
    "not_needed": Q(withheld_why="", is_not_needed=True),
    "decided": _IS_DECIDED,
    "called_off": Q(withheld_why="", is_not_needed=False, assessment__decision__state=str(DecisionState.CALLED_OFF)),
    "not_decided": Q(withheld_why="", is_not_needed=False, assessment__decision__state=str(DecisionState.PLANNED)),
    "standing": Q(withheld_why="", is_not_needed=False, assessment__decision=None),
}


def stage_words() -> dict[str, str]:
    """Give the stages by code, as the public reads them."""
    return {
        "decided": _("Decided"),
        "not_decided": _("Not decided yet"),
        "not_needed": _("No assessment was needed"),
        "standing": _("Of what the council does"),
        "called_off": _("Called off"),
        "withheld": _("Withheld"),
    }


def count_words() -> dict[str, str]:
    """Give the stages by code, as a sentence counts them: "12 decided"."""
    return {
        "decided": _("decided"),
        "not_decided": _("not decided yet"),
        "not_needed": _("where no assessment was needed"),
        "standing": _("of what the council does"),
        "called_off": _("called off"),
        "withheld": _("withheld"),
    }


def counts(council_id: UUID) -> dict[str, int]:
    """Count the entries by stage, those there are. One query."""
    found = (
        entries(council_id)
        .select_related(None)
        .only("pk")
        .aggregate(
            decided=Count("pk", filter=_STAGES["decided"]),
            not_decided=Count("pk", filter=_STAGES["not_decided"]),
            not_needed=Count("pk", filter=_STAGES["not_needed"]),
            standing=Count("pk", filter=_STAGES["standing"]),
            called_off=Count("pk", filter=_STAGES["called_off"]),
            withheld=Count("pk", filter=_STAGES["withheld"]),
        )
    )
    return {code: found[code] for code in stage_words() if found[code]}


def years(council_id: UUID) -> tuple[str, ...]:
    """Give the years in which something published was decided, the newest first. One query."""
    days = (
        entries(council_id).filter(_IS_DECIDED).select_related(None).only("pk").order_by()
        .dates("assessment__decision__decided_on", "year", order="DESC")
    )  # fmt: skip
    return tuple(str(day.year) for day in days)


def groups(council_id: UUID, *, nation: str) -> tuple[tuple[str, str], ...]:
    """Give the groups of the nation's law, and the council's own, that a list can be narrowed to. One query."""
    found = {each.code: each.label for each in (*law_of(nation).groups, *local_characteristics(council_id))}
    return tuple(found.items())


def rows_of(found: Iterable[PublicEntry]) -> tuple[PublicRow, ...]:
    """Turn entries into lines. No query."""
    return tuple(_row(entry) for entry in found)


def public_page(council_id: UUID, assessment_id: UUID) -> PublicPage:
    """Give one published or withheld assessment. One query.

    Raises:  Http404 for every other one.
    """
    entry = entries(council_id).defer(None).select_related("assessment__decision").filter(pk=assessment_id).first()
    if entry is None:
        raise Http404
    decision = entry.assessment.decision
    return PublicPage(
        row=_row(entry),
        content=entry.content,
        figures=entry.figures,
        paper_url=_safe(decision.paper_url) if decision else "",
        minute_url=_safe(decision.minute_url) if decision else "",
    )


def public_document(page: PublicPage, *, council_id: UUID, council: str) -> Document:
    """Give a published assessment as a document: the same bytes on any day. One query."""
    notes = [_("This version was made after the decision was taken.")] if page.row.is_after_decision else []
    return assessment_document(
        assessment_from_json(page.content),
        number=page.row.number,
        version=page.row.version,
        council=council,
        made_on=timezone.localtime(page.row.at).date(),
        figures=page.figures,
        labels=labels_of(council_id),
        notes=notes,
    )


def open_form(entry: PublicEntry) -> dict[str, Any]:
    """Give a published assessment as open data: what the register says of it, and the open form in full."""
    row = _row(entry)
    return {**register_facts(row), "assessment": entry.content}


def register_facts(row: PublicRow) -> dict[str, Any]:
    """Give what the register says of an assessment, as JSON values."""
    return {
        "number": row.number,
        "version": row.version,
        "stage": row.stage,
        "decided_on": row.decided_on.isoformat() if row.decided_on else None,
        "published_on": timezone.localtime(row.at).date().isoformat(),
        "withheld_because": row.withheld_why or None,
    }


def everything(council_id: UUID) -> Iterator[dict[str, Any]]:
    """Give all that is published, one after the other, without holding it in memory. One query."""
    found = entries(council_id).defer(None).select_related("assessment__decision").defer("words", "figures")
    for entry in found.iterator(chunk_size=200):
        yield open_form(entry) if not entry.withheld_why else register_facts(_row(entry))


def _row(entry: PublicEntry) -> PublicRow:
    decision = entry.assessment.decision
    stage = _stage(entry, decision)
    shows = stage != "withheld"
    return PublicRow(
        id=entry.pk,
        number=entry.number,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        option=entry.option,
        stage=stage,
        decided_on=decision.decided_on if stage == "decided" else None,
        decides_on=decision.decides_on if decision and shows else None,
        is_after_decision=entry.is_after_decision,
        version=entry.version_number,
        at=entry.at,
        withheld_why=entry.withheld_why,
    )


def _stage(entry: PublicEntry, decision: Any) -> str:
    if entry.withheld_why:
        return "withheld"
    if entry.is_not_needed:
        return "not_needed"
    if decision is None:
        return "standing"
    return {str(DecisionState.DECIDED): "decided", str(DecisionState.CALLED_OFF): "called_off"}.get(
        decision.state, "not_decided"
    )


def _safe(address: str) -> str:
    """Give an address that a public page may lead to; "" for any other."""
    return address if urlsplit(address).scheme in {"http", "https"} else ""
