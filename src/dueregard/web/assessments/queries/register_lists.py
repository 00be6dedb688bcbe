"""What would a list that was handed in change in the register?

The one idea: a row is held against what stands there by its number, else by its title; only what the file says and what
differs is a change, and an empty cell says nothing. The fingerprint is of exactly what was shown, so that nobody takes
in something else than they saw.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.assessments.models.register import Decision, Policy, RegisterList
from dueregard.web.organisation.queries import boards, directorates, posts
from dueregard.web.ui.components.formats import day

_DAYS = frozenset({"review_on", "last_assessed_on", "decides_on", "papers_on"})

MOST_LETTERS = 120
"""So much of a text is shown of what a row would change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would do: `kind` is added, changed, same or not_taken; `details` say it in words."""

    row: int
    kind: str
    title: str
    details: tuple[str, ...]
    target_id: UUID | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would change, and a fingerprint of exactly this. `not_listed` stand here and not in the list."""

    id: UUID
    kind: str
    state: str
    file_name: str
    remarks: tuple[str, ...]
    changes: tuple[Change, ...]
    not_listed: int
    fingerprint: str

    def of(self, kind: str) -> tuple[Change, ...]:
        """Give the changes of one kind."""
        return tuple(each for each in self.changes if each.kind == kind)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows of each kind."""
        return {"added": 0, "changed": 0, "same": 0, "not_taken": 0, **Counter(each.kind for each in self.changes)}


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list that waits to be looked at."""

    id: UUID
    file_name: str
    who: str
    on: date


def names_of_directorates(council_id: UUID) -> dict[str, str]:
    """Give the directorates by their name in small letters. Two queries."""
    return {each.name.casefold(): each.name for each in directorates(council_id)}


def preview(list_id: UUID, council_id: UUID, *, on: date) -> Preview | None:
    """Say what a list would change today, or None for one of another council. At most nine queries."""
    kept = RegisterList.objects.filter(pk=list_id, council=council_id).first()
    if kept is None:
        return None
    rows = kept.rows if kept.state == RegisterList.State.PREVIEW else []
    is_policies = kept.kind == RegisterList.Kind.POLICIES
    model: Any = Policy if is_policies else Decision
    there: list[Any] = list(model.objects.filter(council=council_id).order_by("made_at"))
    places = _Places(council_id, on=on) if rows else None
    by_key = {row.source_key: row for row in there if row.source_key}
    titles = Counter(row.title.casefold() for row in there)
    by_title = {row.title.casefold(): row for row in there if titles[row.title.casefold()] == 1}
    taken: set[UUID] = set()
    changes = []
    for each in rows:
        assert places is not None
        values = _policy_values(each["values"], places) if is_policies else _decision_values(each["values"], places)
        target = by_key.get(values.get("source_key", "")) or _same_title(values, by_title)
        if target is not None and target.pk in taken:
            target = None
        if target is not None:
            taken.add(target.pk)
        changes.append(_change(each["row"], values, target, places))
    seen = json.dumps([[each.row, each.kind, each.details] for each in changes])
    return Preview(
        id=kept.pk,
        kind=kept.kind,
        state=kept.state,
        file_name=kept.file_name,
        remarks=tuple(kept.remarks),
        changes=tuple(changes),
        not_listed=len(there) - len(taken),
        fingerprint=hashlib.sha256(seen.encode()).hexdigest(),
    )


def lists_waiting(council_id: UUID, *, kind: str) -> tuple[ListCard, ...]:
    """Give the lists that nobody has taken in or thrown away yet. One query."""
    rows = RegisterList.objects.filter(council=council_id, kind=kind, state=RegisterList.State.PREVIEW)
    return tuple(
        ListCard(row.pk, row.file_name, row.made_by.full_name, row.made_at.date())
        for row in rows.select_related("made_by").defer("rows")[:10]
    )


class _Places:
    """The council's directorates, posts and boards, by name and by id. Six queries."""

    def __init__(self, council_id: UUID, *, on: date) -> None:
        found, owners, bodies = directorates(council_id), posts(council_id, on=on), boards(council_id, on=on)
        self.directorates = {each.name: each.id for each in found}
        self.owners = {each.title.casefold(): each.id for each in owners}
        self.bodies = {each.name.casefold(): each.id for each in bodies}
        self.names: dict[UUID, str] = {each.id: each.name for each in (*found, *bodies)}
        self.names |= {each.id: each.title for each in owners}


def _policy_values(given: Mapping[str, Any], places: _Places) -> dict[str, Any]:
    values = _common(given, places)
    if owner := values.pop("owner", ""):
        found = places.owners.get(owner.casefold())
        values |= {"owner_id": found, "owner_words": "" if found else owner}
    return values


def _decision_values(given: Mapping[str, Any], places: _Places) -> dict[str, Any]:
    values = _common(given, places)
    if body := values.pop("body", ""):
        found = places.bodies.get(body.casefold())
        values |= {"body_id": found, "body_words": "" if found else body}
    if values.get("source_key"):
        number = values["source_key"]
        values["number"] = "" if "@" in number or len(number) > 40 else number
    if values.pop("is_called_off", False):
        values["state"] = "called_off"
    return values


def _common(given: Mapping[str, Any], places: _Places) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS else value for name, value in given.items()
    }
    if name := values.pop("directorate", ""):
        values["directorate_id"] = places.directorates.get(name)
    return values


def _same_title(values: Mapping[str, Any], by_title: Mapping[str, Any]) -> Any:
    """Give what stands here under the same title, where it has no other number of its own."""
    found = by_title.get(str(values.get("title", "")).casefold())
    return found if found is not None and (not found.source_key or not values.get("source_key")) else None


def _change(row: int, values: dict[str, Any], target: Any, places: _Places) -> Change:
    if target is None:
        words = field_words()
        told = [(name, value) for name, value in values.items() if _is_told(name, value)]
        details = [f"{words[name]}: {_said(value, places)}" for name, value in told]
        kind = "not_taken" if values.get("state") == "called_off" else "added"
        if kind == "not_taken":
            details = [_("It is cancelled in the file, and does not stand here.")]
        return Change(row, kind, values["title"], tuple(details), None, values)
    if why := _why_not(target):
        return Change(row, "not_taken", target.title, (why,), target.pk, {})
    differs = {name: value for name, value in values.items() if getattr(target, name) != value}
    if "number" in differs and not differs["number"]:
        del differs["number"]
    details = [
        _("%(what)s: %(before)s → %(now)s")
        % {
            "what": field_words()[name],
            "before": _said(getattr(target, name), places) or _("nothing"),
            "now": _said(value, places) or _("nothing"),
        }
        for name, value in differs.items()
    ]
    return Change(row, "changed" if differs else "same", target.title, tuple(details), target.pk, differs)


def _why_not(target: Any) -> str:
    """Say why a row is left alone, "" where it is not."""
    if getattr(target, "retired_on", None):
        return _("It is retired. Bring it back first.")
    if getattr(target, "state", "") == "decided":
        return _("The decision was taken, so what was planned stays as it was.")
    return ""


def _is_told(name: str, value: Any) -> bool:
    return name not in {"title", "number"} and value not in ("", None, [])


def _said(value: Any, places: _Places) -> str:
    if isinstance(value, UUID):
        return places.names.get(value, "")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return ", ".join(value)
    if value is None or isinstance(value, int):
        return "" if value is None else f"{value:,}"
    said = str(value)
    return said if len(said) <= MOST_LETTERS else f"{said[: MOST_LETTERS - 1].rstrip()}…"


def field_words() -> Mapping[str, str]:
    """Say what the fields are called on pages."""
    return {
        "source_key": _("Number"),
        "number": _("Number on the plan"),
        "title": _("Title"),
        "kind": _("Kind"),
        "about": _("About"),
        "directorate_id": _("Directorate"),
        "owner_id": _("Owner"),
        "owner_words": _("Owner"),
        "review_on": _("Review date"),
        "last_assessed_on": _("Last assessed"),
        "risk": _("Risk to people"),
        "people": _("People affected"),
        "body_id": _("Decided by"),
        "body_words": _("Decided by"),
        "decides_on": _("Decision date"),
        "papers_on": _("Papers out on"),
        "amount": _("Saving in pounds"),
        "places": _("Places"),
        "delegated_to": _("Delegated to"),
        "paper_url": _("Address of the paper"),
        "policy_id": _("Policy"),
        "budget_round_id": _("Budget round"),
        "is_exempt": _("Exempt"),
        "exempt_why": _("Why it is exempt"),
        "state": _("Where it stands"),
        "regard_where": _("Where regard is recorded"),
    }
