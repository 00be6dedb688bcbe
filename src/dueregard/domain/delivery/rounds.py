"""When may a round be opened and closed, whom does it ask, and about what?

The one idea: a round asks *people*, each once, about all the actions they lead on the day. Who that is follows from the
leads as they stand: a post asks whoever holds it, all of them; a partner organisation asks its contact. A vacant post,
and words that were never matched with a post, ask nobody, and say so in words: what could not be asked is reported,
never dropped. Days are handed in. Source: docs/reference/words.md; DESIGN section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dueregard.terms.errors import MoveNotAllowed
from dueregard.terms.periods import financial_quarter, financial_year_of


class RoundState(StrEnum):
    """Where a round stands. `opening` lasts while its messages are written; it may be stopped and gone on with."""

    DRAFT = "draft"
    OPENING = "opening"
    OPEN = "open"
    CLOSED = "closed"


ROUND_MOVES: dict[RoundState, frozenset[RoundState]] = {
    RoundState.DRAFT: frozenset({RoundState.OPENING}),
    RoundState.OPENING: frozenset({RoundState.OPEN, RoundState.CLOSED}),
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN}),
}

ANSWERABLE = frozenset({RoundState.OPENING, RoundState.OPEN})
"""The states in which answers are taken: whoever got a message early need not wait for the last one to be written."""


def check_can_move_round(current: RoundState, *, to: RoundState) -> None:
    """Raise MoveNotAllowed, with words to show, unless a round may go from `current` to `to`.

    >>> check_can_move_round(RoundState.OPEN, to=RoundState.CLOSED)
    """
    if to not in ROUND_MOVES[current]:
        raise MoveNotAllowed(f"A round that is {current} cannot become {to}.")


@dataclass(frozen=True, slots=True)
class Period:
    """What time a round is about, and what it is called."""

    name: str
    start: date
    end: date


def proposed_period(on: date) -> Period:
    """Propose the financial quarter that a round opened on a day is about.

    In the last month of a quarter it is that quarter, before that the one that ended: people are asked at the end.

    >>> proposed_period(date(2027, 1, 12)).name, proposed_period(date(2026, 12, 3)).name
    ('October to December 2026', 'October to December 2026')
    >>> proposed_period(date(2027, 4, 1)).start
    datetime.date(2027, 1, 1)
    """
    year = financial_year_of(on)
    quarter = (on.month - 4) % 12 // 3 + 1
    start, end = financial_quarter(year, quarter)
    if on.month != end.month:
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        start, end = financial_quarter(year, quarter)
    return Period(f"{_MONTHS[start.month - 1]} to {_MONTHS[end.month - 1]} {end.year}", start, end)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who can be written to: who holds a post on the day, or speaks for a partner organisation."""

    id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class LeadingPost:
    """A post that leads an action: who holds it on the day; `partner`, whose contact is asked where nobody does."""

    id: str
    title: str
    holders: tuple[Holder, ...] = ()
    partner: LeadingPartner | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class LeadingPartner:
    """A partner organisation that leads an action, and its contact."""

    id: str
    name: str
    contact: Holder | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads an action: as printed, and what that is, once somebody has said so."""

    printed: str
    post: LeadingPost | None = None
    partner: LeadingPartner | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One person and the actions they are asked about; or, with `why`, that nobody could be asked about them."""

    key: str
    name: str
    action_ids: tuple[str, ...]
    person_id: str | None = None
    email: str = ""
    why: str = ""


def who_is_asked(leads: Iterable[tuple[str, Iterable[Lead]]]) -> tuple[Asked, ...]:
    """Say who is asked about which actions, by name; each person once, whatever they hold.

    Takes:   pairs of an action's id and its leads, in the order in which a person should read their actions.
    >>> ben = Holder("7", "Ben Okafor", "ben@example.org")
    >>> found = who_is_asked([("a1", [Lead("Housing", LeadingPost("3", "Housing Manager", (ben,)))]), ("a2", [])])
    >>> [(one.name, one.action_ids, one.why) for one in found]
    [('Ben Okafor', ('a1',), ''), ('No lead', ('a2',), 'No lead is named in the plan.')]
    """
    found: dict[str, Asked] = {}
    actions: dict[str, dict[str, None]] = {}
    for action_id, given in leads:
        each = tuple(given)
        asked = [one for lead in each for one in _of_lead(lead)] if each else [_NOBODY]
        for one in asked:
            found.setdefault(one.key, one)
            actions.setdefault(one.key, {})[action_id] = None
    whole = [
        Asked(one.key, one.name, tuple(actions[key]), one.person_id, one.email, one.why) for key, one in found.items()
    ]
    return tuple(sorted(whole, key=lambda one: (one.name.casefold(), one.key)))


_NOBODY = Asked("nobody", "No lead", (), why="No lead is named in the plan.")


def _of_lead(lead: Lead) -> Iterator[Asked]:
    if lead.post is not None:
        yield from _of_post(lead.post)
    elif lead.partner is not None:
        yield _of_partner(lead.partner)
    else:
        words = " ".join(lead.printed.split())
        why = "This is printed in the plan; nobody has said yet which post it is."
        yield Asked(f"name:{words.casefold()}"[:200], words[:300] or "No name", (), why=why)


def _of_post(post: LeadingPost) -> Iterator[Asked]:
    can_be_asked = [one for one in post.holders if one.email]
    if post.is_retired:
        yield Asked(f"post:{post.id}", post.title, (), why="This post is no longer used.")
    elif can_be_asked:
        yield from (Asked(f"person:{one.id}", one.name, (), one.id, one.email) for one in can_be_asked)
    elif post.partner is not None and post.partner.contact is not None:
        yield _of_partner(post.partner)
    elif post.holders:
        yield Asked(f"post:{post.id}", post.title, (), why="Whoever holds this post has no e-mail address.")
    else:
        yield Asked(f"post:{post.id}", post.title, (), why="This post is vacant.")


def _of_partner(partner: LeadingPartner) -> Asked:
    contact = partner.contact
    if contact is None or not contact.email:
        return Asked(f"partner:{partner.id}", partner.name, (), why="This partner organisation has no contact person.")
    return Asked(f"person:{contact.id}", contact.name, (), contact.id, contact.email)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
