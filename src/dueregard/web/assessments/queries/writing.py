"""What do the pages need on which an assessment is listed, begun and written?

The one idea: a *desk* is all that a page of one assessment needs, read once: head, parts, the whole, the council's own
characteristics and questions, and the tasks reckoned from them. A list reads its page of rows and their findings, in a
number of queries that does not grow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.states import SEEN_BY_DECIDERS, AssessmentState, DecisionState
from dueregard.domain.assessments.tasks import Asked, Stage, task_list
from dueregard.terms.characteristics import Characteristic
from dueregard.terms.laws import Law, law_of
from dueregard.web.assessments.models.register import Decision, Policy
from dueregard.web.assessments.models.writing import Author, Finding, Questionnaire
from dueregard.web.assessments.queries.whole import (
    AssessmentCard,
    PartCard,
    assessment_card,
    head_of,
    heads,
    parts_of,
    whole_of,
)
from dueregard.web.assessments.queries.writing_words import labels_of
from dueregard.web.organisation.queries import Visitor
from dueregard.web.organisation.queries.councils import local_characteristics

MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of the council's own, with the version of the questionnaire it stands in."""

    code: str
    text: str
    hint: str
    after: str
    version: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a page of one assessment needs."""

    head: AssessmentCard
    parts: Mapping[str, PartCard]
    whole: Whole
    local: tuple[Characteristic, ...]
    labels: Mapping[str, str]
    own: tuple[OwnQuestion, ...]
    stages: tuple[Stage, ...]

    @property
    def law(self) -> Law:
        """The law that it answers."""
        return law_of(self.head.nation)

    @property
    def groups_offered(self) -> tuple[Characteristic, ...]:
        """The groups of the law, and then the council's own."""
        return (*self.law.groups, *self.local)

    @property
    def evidence_titles(self) -> dict[str, str]:
        """The titles of the evidence, by code."""
        return {each.code: each.title for each in self.whole.evidence}

    @property
    def questions(self) -> dict[str, str]:
        """The council's own questions, by code."""
        return {each.code: each.text for each in self.own}

    def keys_of(self, kind: str) -> tuple[str, ...]:
        """Give the keys of the parts of a kind, in their order."""
        return tuple(key for key in self.parts if key.startswith(f"{kind}:"))


def desk(council_id: UUID, assessment_id: UUID) -> Desk:
    """Read an assessment for a page. Five queries.

    Raises:  Http404 where the council has none such.
    """
    head = assessment_card(council_id, assessment_id)
    return desk_of(head)


def desk_of(head: AssessmentCard) -> Desk:
    """Read what belongs to a head. Three queries."""
    parts = parts_of(head.id)
    whole = whole_of(head, parts)
    local = own_characteristics(head.council_id, nation=head.nation)
    own = own_questions(head.questionnaire_id)
    asked = Asked(tuple(each.code for each in local), tuple((each.code, each.after) for each in own))
    return Desk(
        head=head,
        parts=parts,
        whole=whole,
        local=local,
        labels=labels_of(local, nation=head.nation),
        own=own,
        stages=task_list(whole, written=parts, asked=asked),
    )


def own_characteristics(council_id: UUID, *, nation: str) -> tuple[Characteristic, ...]:
    """Give what the council added to the groups of its nation's law. One query."""
    codes = law_of(nation).codes
    return tuple(each for each in local_characteristics(council_id) if each.code not in codes)


def own_questions(questionnaire_id: UUID | None) -> tuple[OwnQuestion, ...]:
    """Give the questions of a version of the council's questionnaire. One query, or none."""
    row = Questionnaire.objects.filter(pk=questionnaire_id).first() if questionnaire_id else None
    if row is None:
        return ()
    return tuple(
        OwnQuestion(
            str(one["code"]), str(one["text"]), str(one.get("hint") or ""), str(one.get("after") or ""), row.number
        )
        for one in row.questions
    )


def questionnaire_in_use(council_id: UUID) -> UUID | None:
    """Give the version of the council's questionnaire that new assessments answer. One query."""
    return Questionnaire.objects.filter(council=council_id, is_in_use=True).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Effects:
    """What an assessment says of its groups, counted: never a score."""

    worse: int = 0
    severe: int = 0
    better: int = 0
    none: int = 0
    not_known: int = 0
    people: int | None = None

    @property
    def answered(self) -> int:
        """How many groups have an answer."""
        return self.worse + self.better + self.none + self.not_known


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list of assessments."""

    head: AssessmentCard
    effects: Effects


@dataclass(frozen=True, slots=True)
class WantedAssessments:
    """What a list is narrowed to; "" is everything."""

    words: str = ""
    state: str = ""
    whose: str = ""
    depth: str = ""
    directorate: str = ""


def visible(visitor: Visitor) -> Any:
    """Give the rows that the visitor may read, as `access.reading.can_see` says. Two queries when they are read."""
    rows = heads(visitor.council.id)
    if visitor.has_role("equalities_officer", "auditor"):
        return rows
    me = visitor.by
    own = Q(author=me) | Q(checker=me) | Q(pk__in=Author.objects.filter(person=me).values("assessment"))
    seen = Q(state__in=[str(AssessmentState.DECIDED), str(AssessmentState.NOT_NEEDED)])
    boards = Q(state__in=[str(one) for one in SEEN_BY_DECIDERS], decision__body__in=list(visitor.board_ids))
    allowed = own | seen | boards
    if visitor.has_role("directorate_lead"):
        allowed |= Q(directorate__in=list(visitor.directorate_ids))
    return rows.filter(allowed)


def wanted(rows: Any, asked: WantedAssessments, *, visitor: Visitor) -> Any:
    """Narrow the rows. No query."""
    if asked.words:
        rows = rows.filter(
            Q(title__icontains=asked.words)
            | Q(number__icontains=asked.words)
            | Q(decision__title__icontains=asked.words)
            | Q(policy__title__icontains=asked.words)
        )
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.depth:
        rows = rows.filter(depth=asked.depth)
    if asked.directorate:
        rows = rows.filter(directorate=asked.directorate)
    if asked.whose == "mine":
        me = visitor.by
        rows = rows.filter(
            Q(author=me) | Q(checker=me) | Q(pk__in=Author.objects.filter(person=me).values("assessment"))
        )
    return rows


def sorted_by(rows: Any, order: str, *, falling: bool) -> Any:
    """Sort the rows. No query."""
    field = {"begun": "made_at", "changed": "changed_at", "decides": "decision__decides_on", "title": "title"}[order]
    sign = "-" if falling else ""
    return rows.order_by(f"{sign}{field}", f"{sign}number", "pk")


def list_rows(rows: Any) -> tuple[ListRow, ...]:
    """Give the lines of a page of rows. Three queries."""
    found = list(rows)
    effects = effects_of([row.pk for row in found])
    return tuple(ListRow(head_of(row), effects.get(row.pk, Effects())) for row in found)


def effects_of(assessment_ids: Iterable[UUID]) -> dict[UUID, Effects]:
    """Count what assessments say of their groups: what is left after mitigation where that was said. One query."""
    ids = list(assessment_ids)
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    people: dict[UUID, int] = {}
    asked = Finding.objects.filter(assessment__in=ids).values_list(
        "assessment", "mark_effect", "mark_severity", "mark_people"
    )
    for key, effect, severity, number in asked:
        is_worse = effect in {"worse", "both"}
        counted[key]["worse" if is_worse else effect] += 1
        counted[key]["severe"] += is_worse and severity == "severe"
        if is_worse and number is not None:
            people[key] = max(people.get(key, 0), number)
    return {
        key: Effects(
            found["worse"], found["severe"], found["better"], found["none"], found["not_known"], people.get(key)
        )
        for key, found in counted.items()
    }


@dataclass(frozen=True, slots=True)
class Offer:
    """Something an assessment can begin from: a decision or a policy."""

    id: UUID
    title: str
    directorate_id: UUID | None
    on: date | None = None


def decisions_to_assess(council_id: UUID, *, on: date) -> tuple[Offer, ...]:
    """Give decisions that are still to come, the nearest first, at most 200. One query."""
    rows = Decision.objects.filter(council=council_id, state=str(DecisionState.PLANNED)).filter(
        Q(decides_on__isnull=True) | Q(decides_on__gte=on)
    )
    return tuple(
        Offer(row.pk, row.title, row.directorate_id, row.decides_on)
        for row in rows.order_by("decides_on", "title")[:MOST_OFFERED]
    )


def decision_offered(council_id: UUID, decision_id: UUID | None) -> Offer | None:
    """Give one decision of a council, or None. One query, or none."""
    row = Decision.objects.filter(council=council_id, pk=decision_id).first() if decision_id else None
    return Offer(row.pk, row.title, row.directorate_id, row.decides_on) if row else None


def policy_offered(council_id: UUID, policy_id: UUID | None) -> Offer | None:
    """Give one policy of a council, or None. One query, or none."""
    row = Policy.objects.filter(council=council_id, pk=policy_id).first() if policy_id else None
    return Offer(row.pk, row.title, row.directorate_id) if row else None


def asked_groups(found: Desk) -> tuple[str, ...]:
    """Give the keys of the groups asked about: those of the law, the council's that were chosen, and those added."""
    main = [*found.law.codes, *found.whole.local]
    more = [key.partition(":")[2] for key in found.keys_of("impact")]
    return tuple(dict.fromkeys((*main, *more)))


def count_of_assessments(visitor: Visitor) -> int:
    """Say how many assessments the visitor may read. One query."""
    return int(visible(visitor).count())
