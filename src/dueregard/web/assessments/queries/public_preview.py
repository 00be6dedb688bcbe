"""What exactly would the public see of a version, and what should somebody look at before it is published?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.public import PIECES, HeldBack, held_back
from dueregard.domain.assessments.recognisable import recognisable
from dueregard.domain.assessments.shape import assessment_from_json, assessment_to_json
from dueregard.domain.assessments.states import SEEN_BY_DECIDERS, AssessmentState
from dueregard.publish.document import Document
from dueregard.web.assessments.models.public import PublicEntry
from dueregard.web.assessments.queries.document import VersionCard, version_row, versions_of
from dueregard.web.assessments.queries.public_copies import copy_of, labels_of
from dueregard.web.assessments.queries.whole import AssessmentCard, heads


@dataclass(frozen=True, slots=True)
class Preview:
    """A version as the public would see it. `version` None: there is none yet.

    `look` are words of it in which somebody could be recognised; `published` is the number that stands in the register.
    """

    versions: tuple[VersionCard, ...]
    version: VersionCard | None
    document: Document | None
    title: str
    summary: str
    held_back: tuple[HeldBack, ...]
    look: tuple[str, ...]
    names_left_out: bool
    published: int | None
    is_hidden: bool


def preview(head: AssessmentCard, *, number: int | None, council: str) -> Preview:
    """Give what the public would see of a version: the one that is asked for, else the newest. Nine queries.

    Raises:  Http404 where there is no such version.
    """
    versions = versions_of(head.id)
    if not versions and number is None:
        return Preview((), None, None, "", "", (), (), False, None, False)
    row = version_row(head.id, number or versions[0].number)
    copy = copy_of(row, council_id=head.council_id)
    document = assessment_document(
        copy.content,
        number=head.number,
        version=row.number,
        council=council,
        made_on=timezone.localdate(),
        figures=copy.figures,
        labels=labels_of(head.council_id),
    )
    return Preview(
        versions=versions,
        version=next(card for card in versions if card.number == row.number),
        document=document,
        title=copy.content.title,
        summary=copy.summary,
        held_back=held_back(copy.content, why=row.why, is_exempt=head.is_exempt),
        look=_look(copy.words),
        names_left_out=assessment_to_json(copy.content) != assessment_to_json(assessment_from_json(row.content)),
        published=head.published_version,
        is_hidden=_is_hidden(head.id, is_exempt=head.is_exempt),
    )


def waiting(council_id: UUID) -> Any:
    """Give the rows of what went to those who decide, or needed no assessment, and the public does not read: what was
    never published, or has a newer version since. What is withheld is not there. To be cut; three queries.
    """
    states = [*map(str, SEEN_BY_DECIDERS), str(AssessmentState.NOT_NEEDED)]
    is_newer = Q(published_version=None) | Q(made_version__gt=F("published_version"))
    return heads(council_id).filter(is_newer, state__in=states, withheld_why="", made_version__gt=0)


def _look(words: str) -> tuple[str, ...]:
    found = (each for text in words.split(PIECES) for each in recognisable(text))
    return tuple(dict.fromkeys(each.words for each in found))


def _is_hidden(assessment_id: UUID, *, is_exempt: bool) -> bool:
    """Say whether a published copy is kept from the public because it became exempt since."""
    if not is_exempt:
        return False
    return PublicEntry.objects.filter(pk=assessment_id, withheld_why="", is_chosen=False).exists()
