"""What happened to an action, as the ledger tells it?

The one idea: history is read from the ledger and from nowhere else. A line says what, when and who; entries of the plan
(adopted, published …) are the action's history too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.accounts.queries import PersonCard, people_cards
from dueregard.web.ledger.queries import EntryCard, describe
from dueregard.web.ledger.queries import history as entries
from dueregard.web.plans.queries.action import ActionPage
from dueregard.web.plans.queries.plans import PlanCard


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the ledger, told."""

    words: str
    at: datetime
    who: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class History:
    """What happened to an action, newest first."""

    events: tuple[Event, ...]

    @property
    def people(self) -> int:
        """How many different people did it."""
        return len({event.who for event in self.events})

    @property
    def since(self) -> datetime | None:
        """When it began."""
        return self.events[-1].at if self.events else None


def events(plan: PlanCard, seen: ActionPage) -> History:
    """Give what the ledger says about an action and its plan. Three queries."""
    chain, subject = f"council:{plan.council_id}", f"plans.action:{seen.id}"
    every = entries(chain=chain, subjects=[subject], itself=[f"plans.plan:{plan.id}"])
    found = [entry for entry in every if not _is_of_others(entry, subject)]
    people = people_cards([ident for entry in found if (ident := _person_of(entry))])
    return History(
        tuple(
            Event(
                words=describe(entry),
                at=entry.at,
                who=_who(entry, people),
                kind=entry.kind,
                number=entry.number,
            )
            for entry in found
        )
    )


def _is_of_others(entry: EntryCard, subject: str) -> bool:
    """Say whether an entry of the plan names actions, as a change of many does, and not this one."""
    named = [one for one in (entry.subject, *entry.also) if one.startswith("plans.action:")]
    return bool(named) and subject not in named


def _who(entry: EntryCard, people: Mapping[UUID, PersonCard]) -> str:
    """Say who it was; what came by a link is never said to be of somebody signed in."""
    if entry.by.startswith("link:"):
        name = entry.personal.get("after who") or entry.personal.get("named by")
        return _("By the link sent to %(name)s") % {"name": name} if name else _("By a link")
    ident = _person_of(entry)
    return people[ident].full_name if ident and ident in people else _("The system")


def _person_of(entry: EntryCard) -> UUID | None:
    kind, _colon, ident = entry.by.partition(":")
    return UUID(ident) if kind == "person" else None


def last_change(council_id: UUID, subject: str) -> Event | None:
    """Give the last entry about something, for "while you were writing, …". Three queries."""
    found = entries(chain=f"council:{council_id}", subjects=[subject], limit=1)
    if not found:
        return None
    entry = found[0]
    ident = _person_of(entry)
    people = people_cards([ident] if ident else [])
    return Event(words=describe(entry), at=entry.at, who=_who(entry, people), kind=entry.kind, number=entry.number)
