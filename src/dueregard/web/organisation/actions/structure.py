"""Changing how a council is made up: directorates, teams, posts and holders, boards and seats, partners.

The one idea: nothing is deleted. A thing is retired from a day on and may be reopened; a holding ends with its last
day. One that never held for a whole day is taken back instead, and only the ledger knows of it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.terms.errors import UsedWrongly
from dueregard.web.organisation.actions.recording import about, entry
from dueregard.web.organisation.models import Board, BoardMember, Directorate, Partner, Post, PostHolding, Team

_RETIRABLE: dict[str, Any] = {
    "directorate": Directorate,
    "team": Team,
    "post": Post,
    "board": Board,
    "partner": Partner,
}


def tidy(name: str) -> str:
    """Give a name without needless spaces.

    >>> tidy("  Head of   Leisure ")
    'Head of Leisure'
    """
    return " ".join(name.split())


def _refuse_twice(found: Any, words: str) -> None:
    if found.exists():
        raise UsedWrongly(words)


def add_directorate(*, council_id: UUID, name: str, by: UUID) -> UUID:
    """Add a directorate.

    Raises:  UsedWrongly when there is one of this name.
    """
    with transaction.atomic():
        _refuse_twice(
            Directorate.objects.filter(council=council_id, name__iexact=tidy(name)),
            _("There is already a directorate with this name."),
        )
        row = Directorate.objects.create(council_id=council_id, name=tidy(name))
        entry(council_id, "directorate_added", by=by, subject=f"directorate:{row.pk}", facts={"name": row.name})
    return row.pk


def rename_directorate(*, council_id: UUID, directorate_id: UUID, name: str, by: UUID) -> None:
    """Rename a directorate."""
    with transaction.atomic():
        row = Directorate.objects.select_for_update().get(pk=directorate_id, council=council_id)
        others = Directorate.objects.filter(council=council_id, name__iexact=tidy(name)).exclude(pk=row.pk)
        _refuse_twice(others, _("There is already a directorate with this name."))
        _rename(row, council_id=council_id, kind="directorate", name=name, by=by)


def add_team(*, council_id: UUID, directorate_id: UUID, name: str, by: UUID) -> UUID:
    """Add a team or service to a directorate of the council."""
    with transaction.atomic():
        directorate = Directorate.objects.get(pk=directorate_id, council=council_id)
        _refuse_twice(
            Team.objects.filter(directorate=directorate, name__iexact=tidy(name)),
            _("This directorate already has a team with this name."),
        )
        row = Team.objects.create(directorate=directorate, name=tidy(name))
        facts = {"name": row.name, "directorate": directorate.name}
        entry(council_id, "team_added", by=by, subject=f"team:{row.pk}", facts=facts)
    return row.pk


def rename_team(*, council_id: UUID, team_id: UUID, name: str, by: UUID) -> None:
    """Rename a team."""
    with transaction.atomic():
        row = Team.objects.select_for_update().get(pk=team_id, directorate__council=council_id)
        others = Team.objects.filter(directorate=row.directorate_id, name__iexact=tidy(name)).exclude(pk=row.pk)
        _refuse_twice(others, _("This directorate already has a team with this name."))
        _rename(row, council_id=council_id, kind="team", name=name, by=by)


def _rename(row: Any, *, council_id: UUID, kind: str, name: str, by: UUID) -> None:
    before = row.name
    if before == tidy(name):
        return
    row.name = tidy(name)
    row.save(update_fields=["name"])
    facts = {"before": before, "name": row.name}
    entry(council_id, f"{kind}_renamed", by=by, subject=f"{kind}:{row.pk}", facts=facts)


def add_partner(*, council_id: UUID, name: str, by: UUID, contact_id: UUID | None = None) -> UUID:
    """Add a partner organisation, with the person there whom we may write to."""
    with transaction.atomic():
        _refuse_twice(
            Partner.objects.filter(council=council_id, name__iexact=tidy(name)),
            _("There is already a partner with this name."),
        )
        row = Partner.objects.create(council_id=council_id, name=tidy(name), contact_id=contact_id)
        also = [about(contact_id)] if contact_id else []
        entry(council_id, "partner_added", by=by, subject=f"partner:{row.pk}", facts={"name": row.name}, also=also)
    return row.pk


def change_partner(*, council_id: UUID, partner_id: UUID, name: str, contact_id: UUID | None, by: UUID) -> None:
    """Change a partner's name or contact."""
    with transaction.atomic():
        row = Partner.objects.select_for_update().get(pk=partner_id, council=council_id)
        others = Partner.objects.filter(council=council_id, name__iexact=tidy(name)).exclude(pk=row.pk)
        _refuse_twice(others, _("There is already a partner with this name."))
        if (row.name, row.contact_id) == (tidy(name), contact_id):
            return
        row.name, row.contact_id = tidy(name), contact_id
        row.save(update_fields=["name", "contact"])
        also = [about(contact_id)] if contact_id else []
        entry(council_id, "partner_changed", by=by, subject=f"partner:{row.pk}", facts={"name": row.name}, also=also)


def add_post(
    *,
    council_id: UUID,
    title: str,
    by: UUID,
    directorate_id: UUID | None = None,
    team_id: UUID | None = None,
    partner_id: UUID | None = None,
) -> UUID:
    """Add a post that can own actions, in the council or at a partner organisation.

    Raises:  UsedWrongly when there is one of this title.
    """
    with transaction.atomic():
        place = _place(council_id, directorate_id=directorate_id, team_id=team_id, partner_id=partner_id)
        same = Post.objects.filter(council=council_id, title__iexact=tidy(title), partner=place["partner"])
        _refuse_twice(same, _("There is already a post with this title."))
        row = Post.objects.create(council_id=council_id, title=tidy(title), **place)
        entry(council_id, "post_added", by=by, subject=f"post:{row.pk}", facts=_post_facts(row))
    return row.pk


def change_post(
    *,
    council_id: UUID,
    post_id: UUID,
    title: str,
    by: UUID,
    directorate_id: UUID | None = None,
    team_id: UUID | None = None,
    partner_id: UUID | None = None,
) -> None:
    """Change a post's title or place."""
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).get(pk=post_id, council=council_id)
        place = _place(council_id, directorate_id=directorate_id, team_id=team_id, partner_id=partner_id)
        same = Post.objects.filter(council=council_id, title__iexact=tidy(title), partner=place["partner"])
        _refuse_twice(same.exclude(pk=row.pk), _("There is already a post with this title."))
        before = _post_facts(row)
        row.title = tidy(title)
        for name, value in place.items():
            setattr(row, name, value)
        if _post_facts(row) == before:
            return
        row.save()
        facts = {**_post_facts(row), "before": before["title"]}
        entry(council_id, "post_changed", by=by, subject=f"post:{row.pk}", facts=facts)


def _place(
    council_id: UUID, *, directorate_id: UUID | None, team_id: UUID | None, partner_id: UUID | None
) -> dict[str, Any]:
    team = Team.objects.get(pk=team_id, directorate__council=council_id) if team_id else None
    wanted = team.directorate_id if team else directorate_id
    return {
        "team": team,
        "directorate": Directorate.objects.get(pk=wanted, council=council_id) if wanted else None,
        "partner": Partner.objects.get(pk=partner_id, council=council_id) if partner_id else None,
    }


def _post_facts(row: Post) -> dict[str, Any]:
    return {
        "title": row.title,
        "directorate": str(row.directorate_id) if row.directorate_id else None,
        "team": str(row.team_id) if row.team_id else None,
        "partner": str(row.partner_id) if row.partner_id else None,
    }


def retire(*, council_id: UUID, kind: str, thing_id: UUID, on: date, by: UUID) -> None:
    """Retire a directorate, team, post, board or partner from a day on. Doing so twice changes nothing."""
    _set_retired(council_id, kind, thing_id, on=on, by=by)


def reopen(*, council_id: UUID, kind: str, thing_id: UUID, by: UUID) -> None:
    """Bring back what was retired."""
    _set_retired(council_id, kind, thing_id, on=None, by=by)


def _set_retired(council_id: UUID, kind: str, thing_id: UUID, *, on: date | None, by: UUID) -> None:
    owner = {"directorate__council": council_id} if kind == "team" else {"council": council_id}
    with transaction.atomic():
        row = _RETIRABLE[kind].objects.select_for_update(of=("self",)).get(pk=thing_id, **owner)
        if (row.retired_on is None) == (on is None):
            return
        row.retired_on = on
        row.save(update_fields=["retired_on"])
        what = "retired" if on else "reopened"
        facts = {"name": str(row), "on": on.isoformat() if on else None}
        entry(council_id, f"{kind}_{what}", by=by, subject=f"{kind}:{row.pk}", facts=facts)


def fill_post(*, council_id: UUID, post_id: UUID, person_id: UUID, since: date, by: UUID | None) -> None:
    """Say that a person holds a post from a day on. Somebody who holds it already goes on holding it."""
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).get(pk=post_id, council=council_id)
        if PostHolding.objects.filter(post=post, person=person_id, until__isnull=True).exists():
            return
        PostHolding.objects.create(post=post, person_id=person_id, since=since)
        facts = {"title": post.title, "since": since.isoformat()}
        entry(council_id, "post_filled", by=by, subject=f"post:{post.pk}", facts=facts, also=[about(person_id)])


def vacate_post(*, council_id: UUID, holding_id: UUID, last_day: date, by: UUID | None) -> None:
    """Say that a person stops holding a post after a day. What never held for a whole day is taken back."""
    with transaction.atomic():
        row = (
            PostHolding.objects.select_for_update(of=("self",))
            .select_related("post")
            .get(pk=holding_id, post__council=council_id)
        )
        end_holding(row, last_day=last_day)
        facts = {"title": row.post.title, "last_day": last_day.isoformat()}
        subject = f"post:{row.post_id}"
        entry(council_id, "post_vacated", by=by, subject=subject, facts=facts, also=[about(row.person_id)])


def end_holding(row: Any, *, last_day: date) -> None:
    """End a holding, seat or membership with its last day, or take it back if it begins later."""
    if row.since > last_day:
        row.delete()
        return
    row.until = last_day
    row.save(update_fields=["until"])


def day_before(day: date) -> date:
    """Give the last day of what ends now: yesterday, because a last day still counts.

    >>> day_before(date(2027, 1, 1))
    datetime.date(2026, 12, 31)
    """
    return day - timedelta(days=1)


def add_board(*, council_id: UUID, name: str, by: UUID, purpose: str = "") -> UUID:
    """Add a board. Its address follows from its name and never changes."""
    with transaction.atomic():
        _refuse_twice(
            Board.objects.filter(council=council_id, name__iexact=tidy(name)),
            _("There is already a board with this name."),
        )
        row = Board.objects.create(
            council_id=council_id, name=tidy(name), slug=_free_slug(council_id, name), purpose=purpose.strip()
        )
        entry(council_id, "board_added", by=by, subject=f"board:{row.pk}", facts={"name": row.name})
    return row.pk


def _free_slug(council_id: UUID, name: str) -> str:
    base = slugify(name)[:70] or "board"
    taken = set(Board.objects.filter(council=council_id, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)


def change_board(*, council_id: UUID, board_id: UUID, name: str, purpose: str, by: UUID) -> None:
    """Change a board's name or what it does."""
    with transaction.atomic():
        row = Board.objects.select_for_update().get(pk=board_id, council=council_id)
        others = Board.objects.filter(council=council_id, name__iexact=tidy(name)).exclude(pk=row.pk)
        _refuse_twice(others, _("There is already a board with this name."))
        if (row.name, row.purpose) == (tidy(name), purpose.strip()):
            return
        row.name, row.purpose = tidy(name), purpose.strip()
        row.save(update_fields=["name", "purpose"])
        facts = {"name": row.name, "purpose": row.purpose}
        entry(council_id, "board_changed", by=by, subject=f"board:{row.pk}", facts=facts)


def seat(*, council_id: UUID, board_id: UUID, person_id: UUID, office: str, since: date, by: UUID | None) -> None:
    """Say that a person sits on a board, as member, chair or clerk. Who does so already goes on."""
    with transaction.atomic():
        board = Board.objects.select_for_update().get(pk=board_id, council=council_id)
        if BoardMember.objects.filter(board=board, person=person_id, office=office, until__isnull=True).exists():
            return
        BoardMember.objects.create(board=board, person_id=person_id, office=office, since=since)
        facts = {"board": board.name, "office": office, "since": since.isoformat()}
        entry(council_id, "board_seated", by=by, subject=f"board:{board.pk}", facts=facts, also=[about(person_id)])


def unseat(*, council_id: UUID, seat_id: UUID, last_day: date, by: UUID | None) -> None:
    """Say that a person leaves a board after a day."""
    with transaction.atomic():
        row = (
            BoardMember.objects.select_for_update(of=("self",))
            .select_related("board")
            .get(pk=seat_id, board__council=council_id)
        )
        end_holding(row, last_day=last_day)
        facts = {"board": row.board.name, "office": row.office, "last_day": last_day.isoformat()}
        subject = f"board:{row.board_id}"
        entry(council_id, "board_unseated", by=by, subject=subject, facts=facts, also=[about(row.person_id)])
