"""What would change if many actions were changed at once? The preview, and what it was made from.

The one idea: a wish ("this owner, this date") is worked out for every chosen action into the very changes that would be
written; the page shows these and nothing else, with a version of what stood there, so that what is applied is what was
seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dueregard.domain.plans.merging import version_of
from dueregard.web.plans.models import Action
from dueregard.web.plans.queries.editing import Values, action_values
from dueregard.web.plans.queries.editing_words import name_of, say
from dueregard.web.plans.queries.lists import number_words

MOST = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to change in every chosen action. None leaves it as it is."""

    owner: Mapping[str, Any] | None = None
    due_date: str | None = None
    status: str | None = None
    board_add: Mapping[str, Any] | None = None
    board_off: str | None = None
    characteristic_add: str | None = None
    characteristic_off: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one action: its name, what stands there and what would."""

    field: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Previewed:
    """One action of a preview with what would change in it; nothing where it is so already."""

    id: UUID
    number: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All the chosen actions, and the version of what was seen."""

    rows: tuple[Previewed, ...]
    values: Mapping[UUID, Values]
    seen: str

    @property
    def changed(self) -> tuple[Previewed, ...]:
        """Those in which something would change."""
        return tuple(row for row in self.rows if row.changes)


def wished(current: Values, wish: Wish) -> Values:
    """Give what a wish changes in an action's values.

    >>> now = {"due_date": None, "status": "on_track", "strands": ["race"], "leads": [], "boards": []}
    >>> wished(now, Wish(status="on_track", characteristic_add="age"))
    {'strands': ['race', 'age']}
    """
    found: Values = {}
    if wish.owner is not None:
        found["leads"] = [dict(wish.owner)]
    if wish.due_date is not None:
        found["due_date"] = wish.due_date
    if wish.status is not None:
        found["status"] = wish.status
    if wish.board_add or wish.board_off:
        off = wish.board_off
        kept = [one for one in current["boards"] if off is None or off not in (one["board"], one["name"])]
        added = wish.board_add
        is_new = added is not None and added["board"] not in [one["board"] for one in kept]
        found["boards"] = [*kept, dict(added)] if added is not None and is_new else kept
    if wish.characteristic_add or wish.characteristic_off:
        strands = [code for code in current["strands"] if code != wish.characteristic_off]
        extra = wish.characteristic_add
        found["strands"] = [*strands, extra] if extra and extra not in strands else strands
    return {name: value for name, value in found.items() if value != current[name]}


def preview(plan_id: UUID, ids: Iterable[UUID], wish: Wish, *, labels: Mapping[str, str]) -> Preview:
    """Work a wish out for the chosen actions of a plan, in its order. Five queries; ids of other plans are left out."""
    return previewed(chosen(plan_id, ids), lambda _row, current: wished(current, wish), labels=labels)


def chosen(plan_id: UUID, ids: Iterable[UUID]) -> Sequence[Action]:
    """Give the chosen actions of a plan, in its order, at most 500. Four queries."""
    rows = Action.objects.filter(plan_id=plan_id, pk__in=list(ids)[:MOST]).order_by("position")
    return list(rows.select_related("level").prefetch_related("strands", "leads", "boards"))


def previewed(rows: Iterable[Action], changes_of: Any, *, labels: Mapping[str, str]) -> Preview:
    """Make a preview of what a function of an action and its values would change. No query.

    Takes:   `changes_of(row, current)`, the changed values by field.
    """
    shown: list[Previewed] = []
    values: dict[UUID, Values] = {}
    before: dict[str, Any] = {}
    for row in rows:
        current = action_values(row)
        changes = changes_of(row, current)
        if changes:
            values[row.pk] = changes
            before[str(row.pk)] = [{name: current.get(name) for name in changes}, changes]
        shown.append(
            Previewed(
                id=row.pk,
                number=number_words(row),
                title=row.title or row.text,
                changes=tuple(
                    Change(
                        name,
                        name_of(name),
                        say(name, current.get(name), labels=labels),
                        say(name, value, labels=labels),
                    )
                    for name, value in changes.items()
                ),
            )
        )
    return Preview(tuple(shown), values, version_of(before))
