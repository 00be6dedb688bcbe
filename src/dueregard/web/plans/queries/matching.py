"""Which of our posts, partners and boards is each printed name likest to?

The one idea: every name of the draft stands once, with how often it is used; likeness of 85 in 100 and more puts a
proposal first in the list and never chooses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.plans.likeness import likeness
from dueregard.domain.plans.model import Plan
from dueregard.web.organisation.queries.structure import boards, partners, posts
from dueregard.web.plans.models import ImportMatch

LIKE = 0.85
NAME_LENGTH = 300

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NameToMatch:
    """A printed name: what it leads or watches, how often, what it was said to be, and what it may be."""

    kind: str
    name: str
    used: int
    chosen: str
    proposed: tuple[Option, ...]
    groups: tuple[tuple[str, tuple[Option, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Ours:
    """What the council has: (value, words) pairs."""

    leads: tuple[Option, ...]
    boards: tuple[Option, ...]


def names_to_match(import_id: UUID, plan: Plan, *, council_id: UUID) -> tuple[NameToMatch, ...]:
    """Give every printed name of leads and boards, those not matched yet first. Six queries."""
    ours = _Ours(
        leads=(
            *((f"post:{each.id}", each.title) for each in posts(council_id)),
            *((f"partner:{each.id}", each.name) for each in partners(council_id)),
        ),
        boards=tuple((f"board:{each.id}", each.name) for each in boards(council_id)),
    )
    chosen = {(match.kind, match.name): _value(match) for match in ImportMatch.objects.filter(source_id=import_id)}
    leads = Counter(lead.name[:NAME_LENGTH] for action in plan.actions for lead in action.leads)
    watching = Counter(name[:NAME_LENGTH] for action in plan.actions for name in action.monitored_by)
    names = [
        *(_name("lead", name, used, chosen.get(("lead", name), ""), ours.leads) for name, used in leads.items()),
        *(_name("board", name, used, chosen.get(("board", name), ""), ours.boards) for name, used in watching.items()),
    ]
    return tuple(sorted(names, key=lambda one: (bool(one.chosen), one.kind != "lead")))


def new_names(names: Iterable[NameToMatch]) -> dict[str, tuple[str, ...]]:
    """Give the names that adopting will make anew, by kind of thing: new_post, new_partner, new_board."""
    found: dict[str, list[str]] = {}
    for one in names:
        if one.chosen.startswith("new_"):
            found.setdefault(one.chosen, []).append(one.name)
    return {kind: tuple(made) for kind, made in found.items()}


def _name(kind: str, name: str, used: int, chosen: str, ours: Sequence[Option]) -> NameToMatch:
    ranked = sorted(((likeness(name, words), value, words) for value, words in ours), reverse=True)
    likely = tuple((value, words) for score, value, words in ranked if score >= LIKE)[:3]
    others = tuple(option for option in ours if option not in likely)
    new = (
        (("new_post", _("Make a new post")), ("new_partner", _("Make a new partner organisation")))
        if kind == "lead"
        else (("new_board", _("Make a new board")),)
    )
    groups = (
        (_("Likely"), likely),
        (_("None of ours"), (*new, ("as_printed", _("Keep as printed")))),
        (_("All posts and partners") if kind == "lead" else _("All boards"), others),
    )
    return NameToMatch(kind, name, used, chosen, likely, tuple(g for g in groups if g[1]))


def _value(match: ImportMatch) -> str:
    target = match.post_id or match.partner_id or match.board_id
    return f"{match.choice}:{target}" if target else match.choice
