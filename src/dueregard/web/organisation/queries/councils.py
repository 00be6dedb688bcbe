"""Reading councils: their cards, logo, own characteristics and own words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.terms.characteristics import PROTECTED, Characteristic
from dueregard.web.organisation.models import Council, CouncilCharacteristic, CouncilWord, Grant
from dueregard.web.organisation.queries.visiting import CouncilCard, council_card

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
CONTRAST_LEAST = 4.5


@dataclass(frozen=True, slots=True)
class Logo:
    """A council's logo."""

    data: bytes
    kind: str


def kind_of_picture(data: bytes) -> str | None:
    """Say what a picture is by its first bytes: PNG or JPEG, or None for anything else.

    >>> kind_of_picture(b"<svg/>") is None
    True
    """
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)


def contrast_on_white(colour: str) -> float:
    """Give the contrast ratio of a colour and white.

    Source:  WCAG 2.2, relative luminance and contrast ratio.
    >>> round(contrast_on_white("#767676"), 2), contrast_on_white("#ffffff")
    (4.54, 1.0)
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def all_councils() -> tuple[CouncilCard, ...]:
    """Give all councils of this installation, by name. One query."""
    return tuple(council_card(row) for row in Council.objects.defer("logo"))


def other_councils(council_id: UUID) -> tuple[CouncilCard, ...]:
    """Give the councils with which this one could share. One query."""
    return tuple(council_card(row) for row in Council.objects.defer("logo").exclude(pk=council_id))


def logo(slug: str) -> Logo | None:
    """Give a council's logo, or None. One query."""
    row = Council.objects.filter(slug=slug, logo__isnull=False).only("logo", "logo_type").first()
    return Logo(data=bytes(row.logo or b""), kind=row.logo_type) if row else None


def local_characteristics(council_id: UUID) -> tuple[Characteristic, ...]:
    """Give the council's own characteristics, in its order. One query."""
    rows = CouncilCharacteristic.objects.filter(council=council_id)
    return tuple(Characteristic(row.code, row.label, local=True) for row in rows)


def characteristics(council_id: UUID) -> tuple[Characteristic, ...]:
    """Give the nine of the Act and then the council's own, each code once. One query."""
    found = {each.code: each for each in (*PROTECTED, *local_characteristics(council_id))}
    return tuple(found.values())


def words(council_id: UUID, kind: str = "status") -> dict[str, str]:
    """Give the council's own words by code ("status", "rag" or "outcome"); what is not there has ours. One query."""
    rows = CouncilWord.objects.filter(council=council_id, kind=kind)
    return dict(rows.values_list("code", "word"))


def all_words(council_id: UUID) -> dict[str, dict[str, str]]:
    """Give the council's own words of every kind, by kind and code. One query."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in ("status", "rag", "outcome")}
    for kind, code, word in CouncilWord.objects.filter(council=council_id).values_list("kind", "code", "word"):
        found.setdefault(kind, {})[code] = word
    return found


@dataclass(frozen=True, slots=True)
class GrantCard:
    """A sharing as one of the two councils sees it. `state` is offered, shared or ended."""

    id: UUID
    kind: str
    name: str
    purpose: str
    other: str
    is_given: bool
    state: str


def grants(council_id: UUID) -> tuple[GrantCard, ...]:
    """Give what a council shares and what is shared with it, open ones first. Two queries."""
    rows = Grant.objects.select_related("post", "team", "board")
    given = rows.filter(giver=council_id)
    received = rows.filter(receiver=council_id)
    names = {each.id: each.name for each in all_councils()} if (found := [*given, *received]) else {}
    cards = tuple(_grant_card(row, council_id, names) for row in found)
    return tuple(sorted(cards, key=lambda card: (card.state == "ended", card.name)))


def _grant_card(row: Grant, council_id: UUID, names: dict[UUID, str]) -> GrantCard:
    is_given = row.giver_id == council_id
    kind = "post" if row.post_id else "team" if row.team_id else "board"
    return GrantCard(
        id=row.pk,
        kind={"post": _("Post"), "team": _("Service"), "board": _("Board")}[kind],
        name=str(row.post or row.team or row.board),
        purpose=row.purpose,
        other=names[row.receiver_id if is_given else row.giver_id],
        is_given=is_given,
        state="ended" if row.ended_at else "shared" if row.accepted_at else "offered",
    )
