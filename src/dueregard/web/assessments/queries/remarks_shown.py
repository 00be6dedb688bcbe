"""Where is the part that a remark is about, and which answers are left whose remark no longer holds?

The one idea: a remark leads to the page on which it can be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.assessments.quality import Remark
from dueregard.web.assessments.queries.remarks import Answer, AskedRemark, answers_of
from dueregard.web.assessments.queries.writing_words import labels_of, short_name
from dueregard.web.organisation.queries import local_characteristics

_PARTS = {
    "about": "proposal",
    "who_is_affected": "affected",
    "dates": "proposal",
    "review": "monitoring",
    "option": "conclusion",
}
_WITHOUT_PAGE = frozenset({"impact", "regard", "engagement"})
"""What is about several parts at once: it leads to the list of tasks."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of an assessment: its words, the name of its address, and what the address takes beside the id."""

    words: str
    name: str
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """Remarks on one part."""

    place: Place
    remarks: tuple[AskedRemark, ...]


def place_of(council_id: UUID, remark: Remark, *, nation: str) -> Place:
    """Give the page where a remark can be mended. One query."""
    return _place(remark, labels_of(local_characteristics(council_id), nation=nation))


def remark_groups(council_id: UUID, asked: Iterable[AskedRemark], *, nation: str) -> tuple[RemarkGroup, ...]:
    """Give remarks by the page where they can be mended, in the order of the first of each. One query."""
    labels = labels_of(local_characteristics(council_id), nation=nation)
    found: dict[Place, list[AskedRemark]] = {}
    for each in asked:
        found.setdefault(_place(each.remark, labels), []).append(each)
    return tuple(RemarkGroup(place, tuple(items)) for place, items in found.items())


def settled_of(assessment_id: UUID, asked: Sequence[AskedRemark]) -> tuple[Answer, ...]:
    """Give the answers to remarks that no longer hold. One query."""
    holding = {each.remark.key for each in asked}
    return tuple(answer for key, answer in answers_of(assessment_id).items() if key not in holding)


def _place(remark: Remark, labels: dict[str, str]) -> Place:
    key = _PARTS.get(remark.about, remark.about)
    kind, code = kind_of(key), key.partition(":")[2]
    if kind == "evidence":
        words = short_name("evidence", labels)
        return Place(words, "evidence_one", (code,)) if code else Place(words, "evidence")
    if kind in _WITHOUT_PAGE and (not code or (kind == "regard" and ":" not in code)):
        return Place(short_name(kind, labels), "assessment")
    if not kind.isidentifier():
        return Place(_("The whole assessment"), "assessment")
    return Place(short_name(key, labels), "part", (key,))
