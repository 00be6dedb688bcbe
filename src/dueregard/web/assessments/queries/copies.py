"""Which Word copies were given out, what came back, and how does it differ from what stands?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from dueregard.domain.assessments.copy import (
    Label,
    PartChange,
    ReadCopy,
    beside_parts,
    copy_document,
    differences,
    texts_of,
)
from dueregard.terms.shapes import from_json
from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.assessments.models.bringing import GivenCopy, Handed
from dueregard.web.assessments.queries.bringing import HandedCard, found_in, handed_cards
from dueregard.web.assessments.queries.whole import AssessmentCard, PartCard, parts_of
from dueregard.web.organisation.queries import Visitor


@dataclass(frozen=True, slots=True)
class CopyCard:
    """A copy that was given out."""

    number: int
    version: int
    given_at: datetime
    given_by: PersonCard


@dataclass(frozen=True, slots=True)
class Difference:
    """What came back in a copy: the parts it changed, with what was given out and what stands now.

    `beside` is what somebody wrote beside the tables.
    """

    label: Label
    given_at: datetime
    changes: tuple[PartChange, ...]
    given: Mapping[str, Mapping[str, Any]]
    now: Mapping[str, PartCard]
    beside: tuple[tuple[str, str], ...]
    places: tuple[int, ...]
    """The place of each change's part in the copy."""

    @property
    def counters(self) -> list[int]:
        """The counter of what stands now, for each change; 0 where there is nothing."""
        return [self.now[each.key].number if each.key in self.now else 0 for each in self.changes]


def copies_of(assessment_id: UUID) -> tuple[CopyCard, ...]:
    """Give the copies that were given out, the newest first. One query."""
    rows = GivenCopy.objects.filter(assessment=assessment_id).select_related("given_by").defer("parts")[:50]
    return tuple(CopyCard(row.number, row.version, row.given_at, card(row.given_by)) for row in rows)


def handed_back(assessment_id: UUID) -> tuple[HandedCard, ...]:
    """Give what was handed back of an assessment, the newest first. One query."""
    rows = Handed.objects.filter(assessment=assessment_id, kind=Handed.Kind.COPY)
    return handed_cards(rows.exclude(state=Handed.State.THROWN_AWAY)[:50])


def difference_of(visitor: Visitor, head: AssessmentCard, handed_id: UUID) -> Difference:
    """Lay a copy that came back beside what was given out and what stands. Three queries.

    Raises:  Http404 where it is not read, or no such copy was given out.
    """
    back, _faults = from_json(ReadCopy, dict(found_in(handed_id)), where="copy")
    row = GivenCopy.objects.filter(assessment=head.id, number=back.label.copy).first() if back else None
    if row is None:
        raise Http404
    given = {key: part["content"] for key, part in row.parts.items()}
    now = parts_of(head.id)
    document = copy_document(
        given,
        title=head.title,
        label=back.label,
        council=visitor.council.name,
        on=row.given_at.date(),
        nation=head.nation,
    )
    changes = differences(back, given=given, now={key: part.content for key, part in now.items()})
    order = list(back.parts)
    return Difference(
        back.label,
        row.given_at,
        changes,
        given,
        now,
        beside_parts(back, texts_of(document)),
        tuple(order.index(each.key) for each in changes),
    )
