"""What is known about one action?

The one idea: one page, one value: facts, parts, updates, measures, sources and who may act, gathered in a fixed number
of queries (ten).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404

from dueregard.domain.delivery.concerns import Finding, Standing, find_concerns
from dueregard.domain.delivery.concerns import Said as Told
from dueregard.domain.plans import model as domain
from dueregard.domain.plans import progress
from dueregard.domain.plans.parts import FollowsFromParts, differs, follows_from_parts
from dueregard.reading.blocks import Place
from dueregard.web.organisation.queries.structure import holders_of
from dueregard.web.plans.models import Action, ActionBoard, ActionLead, Level
from dueregard.web.plans.queries.concerns import rules_of
from dueregard.web.plans.queries.lists import characteristic_words, number_words, owner_words
from dueregard.web.plans.queries.measures import MeasureCard, measure_card
from dueregard.web.plans.queries.parts import our_status
from dueregard.web.plans.queries.saying import Said, said
from dueregard.web.plans.queries.whole import PARTS, domain_action
from dueregard.web.plans.queries.wording import field_words


@dataclass(frozen=True, slots=True)
class LeadCard:
    """Who leads: our name, the printed one, and what it was matched to."""

    name: str
    printed: str
    timescale_text: str | None
    post_id: UUID | None
    partner_id: UUID | None


@dataclass(frozen=True, slots=True)
class BoardCard:
    """Who watches: our name, the printed one, and the board's address where it is one of ours."""

    name: str
    printed: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class StepCard:
    """A sub-action or milestone, and how late it is on the day of the page."""

    text: str
    label: str | None
    kind: str
    due_date: date | None
    owner: str | None
    status: str | None
    days_late: int | None
    id: UUID
    post_id: UUID | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceCard:
    """Where a value stood in the document, and what stood there."""

    field: str
    label: str
    places: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """Something that shows what was done."""

    id: UUID
    name: str
    url: str | None
    media_type: str | None
    size: int | None
    added_at: datetime
    added_by: UUID | None


@dataclass(frozen=True, slots=True)
class ActionPage:
    """Everything one page says about an action."""

    id: UUID
    plan_id: UUID
    position: int
    number: str
    title: str
    content: domain.Action
    path: tuple[tuple[UUID, str], ...]
    groups: tuple[str, ...]
    leads: tuple[LeadCard, ...]
    boards: tuple[BoardCard, ...]
    steps: tuple[StepCard, ...]
    follows: FollowsFromParts | None
    measures: tuple[MeasureCard, ...]
    evidence: tuple[EvidenceCard, ...]
    sources: tuple[SourceCard, ...]
    days_late: int | None
    is_without_update: bool
    last_update_on: date | None
    said: tuple[Said, ...]
    post_ids: frozenset[UUID]
    directorate_ids: frozenset[UUID]
    previous_id: UUID | None
    next_id: UUID | None

    @property
    def is_inferred(self) -> frozenset[str]:
        """The fields whose value was worked out rather than read, by the flags of reading."""
        return frozenset(flag.removesuffix("_inferred") for flag in self.content.flags if flag.endswith("_inferred"))

    @property
    def differs(self) -> str | None:
        """Where the owner's word and what follows from the parts differ, in words."""
        if self.follows is None:
            return None
        return differs(self.content.status, self.follows, outcome=self.content.outcome)

    @property
    def answered(self) -> frozenset[str]:
        """The fields that a person said in the review."""
        return frozenset(flag.removeprefix("answered:") for flag in self.content.flags if flag.startswith("answered:"))


def action_page(plan_id: UUID, action_id: UUID, *, on: date, labels: Mapping[str, str]) -> ActionPage:
    """Give everything about one action of a plan. Ten queries.

    Raises:  Http404 for an action of another plan, as for none.
    """
    row = (
        Action.objects.filter(plan_id=plan_id, pk=action_id)
        .select_related("level__parent__parent__parent")  # a tree of levels is four storeys high at most
        .prefetch_related(
            *(part for part in PARTS if part not in {"leads", "boards"}),
            Prefetch("leads", ActionLead.objects.select_related("post", "partner")),
            Prefetch("boards", ActionBoard.objects.select_related("board")),
            "evidence",
        )
        .first()
    )
    if row is None:
        raise Http404
    content = domain_action(row)
    state = {"status": row.status, "outcome": row.outcome}
    levels = _levels(row)
    level_directorates = [one.directorate_id for one in levels if one.directorate_id]
    posts = [lead.post for lead in row.leads.all() if lead.post]
    before, after = _neighbours(row)
    return ActionPage(
        id=row.pk,
        plan_id=row.plan_id,
        position=row.position,
        number=number_words(row),
        title=row.title or row.text,
        content=content,
        path=tuple((one.pk, one.title) for one in levels),
        groups=tuple(dict.fromkeys(characteristic_words(s.characteristic, s.code, labels) for s in row.strands.all())),
        leads=tuple(
            LeadCard(owner_words(lead), lead.name, lead.timescale_text, lead.post_id, lead.partner_id)
            for lead in row.leads.all()
        ),
        boards=tuple(
            BoardCard(one.board.name if one.board else one.name, one.name, one.board.slug if one.board else None)
            for one in row.boards.all()
        ),
        steps=tuple(_step(part, on=on) for part in row.sub_actions.all()),
        follows=None
        if progress.is_finished(status=None, outcome=row.outcome)
        else follows_from_parts(content.sub_actions, on=on, due_date=row.due_date),
        measures=tuple(
            measure_card(measure, kept.pk) for measure, kept in zip(content.measures, row.measures.all(), strict=True)
        ),
        evidence=tuple(
            EvidenceCard(one.pk, one.name, one.url, one.media_type, one.size, one.added_at, one.added_by_id)
            for one in row.evidence.all()
        ),
        sources=tuple(source_cards(content.sources, row.original)),
        days_late=progress.days_late(row.due_date, on=on, **state),
        is_without_update=progress.is_without_update(row.last_update_on, on=on, **state),
        last_update_on=row.last_update_on,
        said=tuple(said(one) for one in reversed(row.updates.all())),
        post_ids=frozenset(post.pk for post in posts),
        directorate_ids=frozenset({*level_directorates, *(p.directorate_id for p in posts if p.directorate_id)}),
        previous_id=before,
        next_id=after,
    )


def source_cards(
    sources: Mapping[str, tuple[Place, ...]], original: Mapping[str, Iterable[str]]
) -> Iterable[SourceCard]:
    """Give where each field stood, in words, with what stood there. No query."""
    for field, places in sources.items():
        where = tuple(dict.fromkeys(place.in_words() for place in places))
        yield SourceCard(field, field_words(field), where, tuple(original.get(field, ())))


def _step(part, *, on: date) -> StepCard:  # type: ignore[no-untyped-def]  # a SubAction row
    return StepCard(
        text=part.text,
        label=part.label,
        kind=part.kind,
        due_date=part.due_date,
        owner=part.owner,
        status=our_status(part.status),
        days_late=progress.days_late(part.due_date, status=part.status, outcome=None, on=on),
        id=part.pk,
        post_id=part.post_id,
        completed_on=part.completed_on,
    )


def _levels(row: Action) -> tuple[Level, ...]:
    """Give the levels above an action, the widest first. No query where they were fetched with it."""
    found: list[Level] = []
    level = row.level
    while level is not None:
        found.insert(0, level)
        level = level.parent
    return tuple(found)


def _neighbours(row: Action) -> tuple[UUID | None, UUID | None]:
    """Give the actions before and after. One query."""
    near = dict(
        Action.objects.filter(plan_id=row.plan_id, position__in=(row.position - 1, row.position + 1)).values_list(
            "position", "pk"
        )
    )
    return near.get(row.position - 1), near.get(row.position + 1)


def concerns_on(seen: ActionPage, *, council_id: UUID, on: date) -> tuple[Finding, ...]:
    """Give every reason why an action needs attention on a day, as `concerns_of` does. One query."""
    said = tuple(
        Told(one.on, one.text, one.round_name or one.heading or None, one.is_unchanged) for one in seen.said if one.on
    )
    it = seen.content
    standing = Standing(it.due_date, it.status, it.outcome, said, it.sub_actions)
    return find_concerns(standing, on=on, rules=rules_of(council_id))


def holders(seen: ActionPage, *, council_id: UUID, on: date) -> dict[UUID, tuple[str, ...]]:
    """Give who holds each post that leads an action. One query, none where no post was matched."""
    return holders_of(council_id, seen.post_ids, on=on) if seen.post_ids else {}
