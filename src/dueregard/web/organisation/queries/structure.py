"""Reading how a council is made up: directorates and teams, posts and holders, boards and seats, partners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.organisation.models import Board, BoardMember, Directorate, Partner, PostHolding, Team
from dueregard.web.organisation.queries.visiting import boards_usable, open_on, posts_usable


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team or service."""

    id: UUID
    name: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class DirectorateCard:
    """A directorate and its teams."""

    id: UUID
    name: str
    is_retired: bool
    teams: tuple[TeamCard, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a post or a seat, and since when. `office` is for seats."""

    id: UUID
    person: PersonCard
    since: date
    until: date | None
    office: str = ""


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post, where it is, and who holds it today. `council` names its council where it is shared by another."""

    id: UUID
    title: str
    directorate_id: UUID | None
    directorate: str
    team_id: UUID | None
    team: str
    partner_id: UUID | None
    partner: str
    council: str
    is_retired: bool
    holders: tuple[Holding, ...]

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it today."""
        return not self.holders

    @property
    def label(self) -> str:
        """Its title, and where it is if that is outside the council."""
        outside = self.partner or self.council
        return f"{self.title} ({outside})" if outside else self.title


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A board and who sits on it today."""

    id: UUID
    slug: str
    name: str
    purpose: str
    council: str
    is_retired: bool
    members: tuple[Holding, ...]

    @property
    def clerks(self) -> tuple[Holding, ...]:
        """Who clerks it."""
        return tuple(each for each in self.members if each.office == "clerk")


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """A partner organisation."""

    id: UUID
    name: str
    contact: PersonCard | None
    is_retired: bool


def directorates(council_id: UUID, *, with_retired: bool = False) -> tuple[DirectorateCard, ...]:
    """Give the directorates with their teams. Two queries."""
    teams: dict[UUID, list[TeamCard]] = defaultdict(list)
    for row in Team.objects.filter(directorate__council=council_id):
        if with_retired or row.retired_on is None:
            teams[row.directorate_id].append(TeamCard(row.pk, row.name, row.retired_on is not None))
    rows = Directorate.objects.filter(council=council_id)
    return tuple(
        DirectorateCard(row.pk, row.name, row.retired_on is not None, tuple(teams[row.pk]))
        for row in rows
        if with_retired or row.retired_on is None
    )


def posts(council_id: UUID, *, on: date | None = None, with_retired: bool = False) -> tuple[PostCard, ...]:
    """Give the posts that may own the council's actions, shared ones too, with who holds them. Two queries."""
    rows = posts_usable(council_id).select_related("directorate", "team", "partner", "council").defer("council__logo")
    if not with_retired:
        rows = rows.filter(retired_on__isnull=True)
    return _post_cards(rows, council_id, on=on)


def post(council_id: UUID, post_id: UUID, *, on: date | None = None) -> PostCard | None:
    """Give one post that the council may use, or None. Two queries."""
    rows = posts_usable(council_id).filter(pk=post_id).select_related("directorate", "team", "partner", "council")
    return next(iter(_post_cards(rows.defer("council__logo"), council_id, on=on)), None)


def holders_of(council_id: UUID, post_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[str, ...]]:
    """Give the names of those who hold some posts that the council may use; () for a post nobody holds. One query."""
    posts_held = posts_usable(council_id).filter(pk__in=post_ids, retired_on__isnull=True)
    rows = PostHolding.objects.filter(open_on(on), post__in=posts_held.values("pk"))
    found: dict[UUID, tuple[str, ...]] = dict.fromkeys(post_ids, ())
    for post_id, name in rows.order_by("since").values_list("post_id", "person__full_name"):
        found[post_id] += (name,)
    return found


def vacant_posts(council_id: UUID, *, on: date | None = None) -> tuple[PostCard, ...]:
    """Give the council's posts that nobody holds. Two queries."""
    return tuple(each for each in posts(council_id, on=on) if each.is_vacant)


def _post_cards(rows: Any, council_id: UUID, *, on: date | None) -> tuple[PostCard, ...]:
    found = tuple(rows)
    holdings = PostHolding.objects.filter(open_on(on or timezone.localdate()), post__in=[row.pk for row in found])
    holders = _by_key(holdings.select_related("person"), "post_id")
    return tuple(
        PostCard(
            id=row.pk,
            title=row.title,
            directorate_id=row.directorate_id,
            directorate=row.directorate.name if row.directorate else "",
            team_id=row.team_id,
            team=row.team.name if row.team else "",
            partner_id=row.partner_id,
            partner=row.partner.name if row.partner else "",
            council="" if row.council_id == council_id else row.council.name,
            is_retired=row.retired_on is not None,
            holders=holders[row.pk],
        )
        for row in found
    )


def _by_key(rows: Iterable[Any], key: str) -> dict[UUID, tuple[Holding, ...]]:
    found: dict[UUID, tuple[Holding, ...]] = defaultdict(tuple)
    for row in rows:
        holding = Holding(row.pk, card(row.person), row.since, row.until, office=getattr(row, "office", ""))
        found[getattr(row, key)] += (holding,)
    return found


def boards(council_id: UUID, *, on: date | None = None, with_retired: bool = False) -> tuple[BoardCard, ...]:
    """Give the boards that may watch the council's actions, shared ones too, with their members. Two queries."""
    rows = boards_usable(council_id).select_related("council").defer("council__logo")
    if not with_retired:
        rows = rows.filter(retired_on__isnull=True)
    return _board_cards(rows, council_id, on=on)


def board(council_id: UUID, slug: str, *, on: date | None = None) -> BoardCard | None:
    """Give one board by its address, or None. Two queries."""
    rows = boards_usable(council_id).filter(slug=slug).select_related("council").defer("council__logo")
    return next(iter(_board_cards(rows, council_id, on=on)), None)


def _board_cards(rows: Any, council_id: UUID, *, on: date | None) -> tuple[BoardCard, ...]:
    found: tuple[Board, ...] = tuple(rows)
    seats = BoardMember.objects.filter(open_on(on or timezone.localdate()), board__in=[row.pk for row in found])
    members = _by_key(seats.select_related("person").order_by("person__full_name"), "board_id")
    return tuple(
        BoardCard(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            purpose=row.purpose,
            council="" if row.council_id == council_id else row.council.name,
            is_retired=row.retired_on is not None,
            members=members[row.pk],
        )
        for row in found
    )


def partners(council_id: UUID, *, with_retired: bool = False) -> tuple[PartnerCard, ...]:
    """Give the partner organisations. One query."""
    return tuple(
        PartnerCard(row.pk, row.name, card(row.contact) if row.contact else None, row.retired_on is not None)
        for row in Partner.objects.filter(council=council_id).select_related("contact")
        if with_retired or row.retired_on is None
    )
