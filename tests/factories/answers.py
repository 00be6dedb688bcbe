"""People who are asked about their actions in a round that is open, and the links that were sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils import timezone

from dueregard.web.delivery.actions.links import address_of, make_link
from dueregard.web.delivery.models.rounds import Ask, Link, Request, Round


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its asks in the order of the plan, its link, and the path of the link's address."""

    round: Round
    request: Request
    asks: tuple[Ask, ...]
    link: UUID
    path: str

    @property
    def link_row(self) -> Link:
        """The link as it is now."""
        return Link.objects.get(pk=self.link)


def round_of(council_id: UUID, *, by: UUID, name: str = "Autumn 2026", state: str = "open") -> Round:
    """Make a round that takes answers."""
    today = timezone.localdate()
    return Round.objects.create(
        council_id=council_id,
        slug=f"round-{Round.objects.count() + 1}",
        name=name,
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        words="Two minutes are enough.",
        opens_on=today - timedelta(days=3),
        due_on=today + timedelta(days=14),
        state=state,
        made_by_id=by,
    )


def ask_about(
    actions: Any, *, by: UUID, person: Any, round_: Round | None = None, council_id: UUID | None = None
) -> Asked:
    """Ask a person about actions, with a link to them."""
    rows = tuple(actions)
    round_ = round_ or round_of(council_id or rows[0].plan.council_id, by=by)
    request = Request.objects.create(
        round=round_,
        key=f"person:{person.id}",
        person_id=person.id,
        name=person.full_name,
        email=person.email,
        asked_at=timezone.now(),
        times_asked=1,
    )
    asks = tuple(Ask.objects.create(request=request, action=row) for row in rows)
    link = make_link(request.pk, name=person.full_name, email=person.email, is_delegate=False, by=by)
    address = address_of(link)
    return Asked(round_, request, asks, link, urlsplit(address).path if address else "")


def form_of(ask: Ask, page: str, **given: Any) -> dict[str, Any]:
    """Give what a browser sends of one action's part of a page: its hidden boxes, and what is filled in."""
    import re

    prefix = ask.pk.hex
    sent: dict[str, Any] = {}
    for name in ("seen", "asked_about"):
        found = re.search(rf'name="{prefix}-{name}" (?:value="([^"]*)")?', page)
        sent[f"{prefix}-{name}"] = (found.group(1) or "").replace("&quot;", '"') if found else ""
    return {**sent, **{f"{prefix}-{name.replace('__', '-')}": value for name, value in given.items()}}


def answers_for(council_id: UUID, *, by: UUID, action_id: UUID, clash: str = "") -> dict[str, Any]:
    """Ask the person who makes a town about an action, in a round of its own; give what fills the addresses."""
    round_ = round_of(council_id, by=by, name=f"Answers{clash}")
    request = Request.objects.create(
        round=round_, key="name:town", person_id=by, name="Whoever made the town", email="town@town.example"
    )
    return {"ask_id": Ask.objects.create(request=request, action_id=action_id).pk}
