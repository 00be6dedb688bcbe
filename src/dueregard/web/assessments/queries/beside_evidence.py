"""What is known of a group stands beside the question about it; how many remarks want an answer, beside the task list.

The one idea: the author reads figures, what people said and what is not known where they answer, and nowhere else has
to be looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dueregard.analysis.released.cells import MARKS, State
from dueregard.domain.assessments.evidence import Known, Row, Source, row_of, rows_within
from dueregard.domain.assessments.model import Assessment, Evidence, EvidenceKind, Group, group_of_key
from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.assessments.quality import is_stale
from dueregard.terms.characteristics import Characteristic
from dueregard.terms.errors import UsedWrongly
from dueregard.web.assessments.access.reading import can_see, can_write
from dueregard.web.assessments.queries import evidence as queries
from dueregard.web.assessments.queries.beside import Piece, register
from dueregard.web.assessments.queries.evidence_gaps import gaps_about
from dueregard.web.assessments.queries.remarks import open_remarks
from dueregard.web.assessments.queries.whole import assessment_card, parts_of, whole_of
from dueregard.web.assessments.queries.writing_words import group_words, labels_of
from dueregard.web.organisation.queries import Visitor, local_characteristics
from dueregard.web.ui.components.formats import day

_FROM_PEOPLE = frozenset({EvidenceKind.CONSULTATION, EvidenceKind.COMPLAINTS, EvidenceKind.EXPERIENCE})


def on_part(visitor: Visitor, about: UUID, part_key: str) -> Iterator[Piece]:
    """Give what is known of a group, beside the question about it. Eight queries; none for other parts."""
    if kind_of(part_key) != "impact":
        return
    try:
        group = group_of_key(part_key.partition(":")[2])
        head = assessment_card(visitor.council.id, about)
    except (UsedWrongly, Http404):
        return
    if not can_see(visitor, head):
        return
    whole = whole_of(head, parts_of(head.id))
    labels = labels_of(local_characteristics(head.council_id), nation=head.nation)
    chosen = queries.chosen_for(head)
    asked = [Characteristic(code, labels.get(code, code)) for code in group.characteristics]
    known = queries.known_about(head, asked, chosen=chosen)
    yield Piece(
        "assessments/evidence_panel.jinja",
        {
            "head": head,
            "blocks": [_block(each, dict(group.parts)[each.characteristic], labels) for each in known if each.rows],
            "is_crossing": group.is_crossing,
            "name": group_words(group, labels),
            "said": _said(whole, group),
            "evidence": _evidence(whole, group, visitor),
            "gaps": gaps_about(whole, group, labels),
            "chosen": chosen,
            "can_write": can_write(visitor, head),
        },
        "side",
    )


def on_assessment(visitor: Visitor, about: UUID, _part_key: str) -> Iterator[Piece]:
    """Give how many remarks want an answer, beside the list of tasks. Eight queries."""
    try:
        head = assessment_card(visitor.council.id, about)
    except Http404:
        return
    if can_see(visitor, head):
        found = open_remarks(head, parts_of(head.id), visitor.on)
        yield Piece("assessments/remarks_beside.jinja", {"head": head, "count": len(found)}, "side")


def _block(known: Known, part: str, labels: dict[str, str]) -> dict[str, Any]:
    """Give the figures of one characteristic: of the group alone where there is such a row, else of all its groups."""
    row = row_of(known, part)
    rows = tuple(each for each in known.rows if each.depth == 0)
    lines = tuple(_lines(known, row)) if row else ()
    shown = [each for _source, pair, _words, _note in lines for each in pair] if row else list(_shares_in(known, rows))
    return {
        "known": known,
        "label": labels.get(known.characteristic, known.characteristic),
        "row": row,
        "lines": lines,
        "rows": rows,
        "marks": tuple(sorted(mark[1] for mark in MARKS.values() if mark in shown)),
    }


def _lines(known: Known, row: Row) -> Iterator[tuple[Source, tuple[str, str], str, str]]:
    """Give residents, then users, each with the parts of the group that the source counts by themselves."""
    inner = rows_within(known, row.code)
    if known.residents:
        yield known.residents, (row.residents, row.residents_share), known.residents.who, known.residents.short
        for each in inner:
            if each.residents != MARKS[State.MISSING]:
                yield known.residents, (each.residents, each.residents_share), _of_whom(each), ""
    if known.users:
        on = known.users.on
        yield known.users, (row.users, row.users_share), known.users.who, day(on) if on else ""
        for each in inner:
            if each.users != MARKS[State.MISSING]:
                yield known.users, (each.users, each.users_share), _of_whom(each), ""


def _shares_in(known: Known, rows: tuple[Row, ...]) -> Iterator[str]:
    for each in rows:
        if known.residents:
            yield each.residents_share
        if known.users:
            yield each.users_share


def _of_whom(row: Row) -> str:
    return _("of whom: %(group)s") % {"group": row.label[:1].lower() + row.label[1:]}


def _said(whole: Assessment, group: Group) -> list[tuple[str, str]]:
    """Give what people said who share a characteristic: the words, and whose they are."""
    wanted = set(group.characteristics)
    return [
        (each.said, ", ".join(filter(None, (each.who, each.how))))
        for each in whole.engagement
        if each.said and (not each.characteristics or wanted & set(each.characteristics))
    ]


def _evidence(whole: Assessment, group: Group, visitor: Visitor) -> list[tuple[Evidence, bool, bool]]:
    """Give the evidence about a group or about everybody: with whether it is old, and whether people said it."""
    wanted = set(group.characteristics)
    return [
        (each, is_stale(each, on=visitor.on), each.kind in _FROM_PEOPLE)
        for each in whole.evidence
        if not each.groups or any(wanted & set(one.characteristics) for one in each.groups)
    ]


register("part", on_part)
register("assessment", on_assessment)
