"""What did somebody change in a workbook of this plan?

The one idea: the plan as it is goes through the very same workbook and reader, and what was handed back is compared
with that, cell by cell: what was not touched never looks changed, whatever a reader makes of it. Rows are matched by
their number, else by their words. What is missing from the workbook is listed and left alone: leaving out removes
nothing. A cell that holds what a colleague has changed since the workbook was downloaded is told from one that somebody
edited: the ledger knows what stood there before.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _lazy

from dueregard.domain.plans import model as domain
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.sheets import plan_workbook, printed_columns
from dueregard.domain.plans.tree import path_of
from dueregard.domain.plans.wording import say_measure, say_update
from dueregard.publish.excel import write_xlsx
from dueregard.reading.limits import DEFAULT
from dueregard.reading.read import read_document
from dueregard.web.ledger.queries import EntryCard, history
from dueregard.web.organisation.queries.structure import boards, partners, posts
from dueregard.web.plans.models import Action
from dueregard.web.plans.queries.editing import Values, action_values
from dueregard.web.plans.queries.whole import PARTS, domain_action, domain_plan

_TEXTS = {
    "how": "how",
    "frequency": "frequency",
    "resources": "resources",
    "expected_outcome": "expected_outcome",
    "priority": "priority",
    "year_end_report": "year_end_report",
}
_READ_AS: dict[str, tuple[str, ...]] = {
    "commitments": ("commitment",),
    "action_text": ("action",),
    "leads": ("lead",),
    "timescale_text": ("timescale",),
    "start_date": ("start",),
    "due_date": ("due",),
    "completed_date": ("completed",),
    "update_text": ("progress", "update"),
    "outcome": ("expected_outcome", "outcome_text"),
    "year_end_report": ("year_end",),
}
"""What the reader calls the columns of our workbook, where it is not the field's own name."""
_CODED = frozenset({"status", "rag", "outcome", "percent"})
_DAYS = frozenset({"start_date", "due_date", "completed_date"})
_PARTED = re.compile(r"[;\n]")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_PRINTED = {column.column.key: column for column in printed_columns(with_authors=True)}


@dataclass(frozen=True, slots=True)
class Names:
    """The council's posts, partners, boards and the plan's strands by their folded names."""

    posts: Mapping[str, str] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    boards: Mapping[str, str] = field(default_factory=dict)
    strands: Mapping[str, str] = field(default_factory=dict)


WHY: dict[str, Any] = {
    "unknown_word": _lazy("This is no word that we know here."),
    "not_percent": _lazy("This is not a percentage."),
    "rewritten": _lazy("What was said before is never rewritten. Add new words below it."),
    "no_day": _lazy("This is no day that we can read."),
    "older": _lazy("A colleague changed this after the workbook was downloaded. The workbook holds what stood there."),
    "empty": _lazy("An action needs its words."),
}
"""Why a cell cannot be taken, by code."""
MOST_CELLS = 1_000_000
LIMITS = replace(
    DEFAULT,
    cells=MOST_CELLS,
    seconds=240,
    memory_bytes=2 * DEFAULT.memory_bytes,
    answer_bytes=DEFAULT.answer_bytes * 12,
)
"""A workbook of ours may be larger than a document of somebody else's: 10,000 actions have 250,000 cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that differs: what stands in the plan, what the workbook says, and why it cannot be taken, if so."""

    action_id: UUID
    row: int
    field: str
    before: Any
    after: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A workbook beside the plan: the cells that differ, new actions, and the names of those that it leaves out."""

    cells: tuple[Cell, ...]
    added: tuple[Values, ...]
    same: int
    left_out: tuple[str, ...]
    downloaded_on: date | None = None

    @property
    def changed(self) -> int:
        """How many actions hold a cell that differs."""
        return len({cell.action_id for cell in self.cells})


def compare(plan_id: UUID, draft: domain.Plan, *, council_id: UUID, on: date, labels: Mapping[str, str]) -> Compared:
    """Compare what was read from a workbook with the plan as it is. Some fifteen queries, and two for 400 actions."""
    rows = list(
        Action.objects.filter(plan_id=plan_id).order_by("position").select_related("level").prefetch_related(*PARTS)
    )
    contents = {row.pk: domain_action(row) for row in rows}
    today = _as_read(plan_id, contents, on=on)
    matched, new = _matched(contents, draft.actions)
    names = _names(council_id, labels)
    read = {name for column in draft.columns for name in column.fields}
    cells: list[Cell] = []
    for row in rows:
        if row.pk in matched:
            sides = Sides(ours=contents[row.pk], today=today[row.pk], theirs=matched[row.pk])
            for name, before, after, why in _differing(sides, action_values(row), names=names, read=read, on=on):
                cells.append(Cell(row.pk, row.position, name, before, after, why))
    downloaded = _downloaded_on(draft)
    cells = _marked_older(cells, council_id=council_id, since=downloaded)
    return Compared(
        cells=tuple(cells),
        added=tuple(_new_values(action, names=names) for action in new),
        same=len(matched) - len({cell.action_id for cell in cells}),
        left_out=tuple(_called(contents[row.pk]) for row in rows if row.pk not in matched),
        downloaded_on=downloaded,
    )


def _downloaded_on(draft: domain.Plan) -> date | None:
    """Give the day that the workbook's notes say it was downloaded on."""
    texts = [one.text for one in draft.unused]
    for label, said in pairwise(texts):
        if label == "As it stood on":
            try:
                return datetime.strptime(said, "%d %B %Y").date()  # noqa: DTZ007  # a day has no zone
            except ValueError:
                return None
    return None


def _marked_older(cells: Iterable[Cell], *, council_id: UUID, since: date | None) -> list[Cell]:
    """Mark the cells whose value is what a colleague changed away. Two queries for each 400 actions that differ."""
    found = list(cells)
    ids = list(dict.fromkeys(cell.action_id for cell in found))
    earlier: dict[tuple[UUID, str], list[Any]] = {}
    for start in range(0, len(ids), 400):
        part = {f"plans.action:{pk}": pk for pk in ids[start : start + 400]}
        for entry in history(chain=f"council:{council_id}", subjects=list(part), limit=5_000):
            if since is not None and entry.at.date() < since:
                continue
            for subject, name, value in _said_before(entry):
                if subject in part:
                    earlier.setdefault((part[subject], name), []).append(value)
    return [
        replace(cell, why="older")
        if not cell.why and any(_alike(cell.after, value) for value in earlier.get((cell.action_id, cell.field), ()))
        else cell
        for cell in found
    ]


def _said_before(entry: EntryCard) -> Iterator[tuple[str, str, Any]]:
    """Give (subject, field, value before) of a change of one action or of many."""
    if entry.kind == "plans.action_changed":
        before = entry.facts.get("before")
        for name, value in before.items() if isinstance(before, dict) else ():
            yield entry.subject, name, value
        for name, text in entry.personal.items():
            if name.startswith("before "):
                yield entry.subject, name.removeprefix("before "), text
    elif entry.kind == "plans.actions_changed":
        changes = entry.facts.get("changes")
        for subject, fields in changes.items() if isinstance(changes, dict) else ():
            for name, sides in fields.items() if isinstance(fields, dict) else ():
                yield subject, name, sides[0] if isinstance(sides, list) else None
        for name, text in entry.personal.items():
            if name.startswith("before ") and text:
                for subject, value in _by_subject(text).items():
                    yield subject, name.removeprefix("before "), value


def _by_subject(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _alike(value: Any, kept: Any) -> bool:
    """Say whether a value is one that the ledger kept, as itself or as text."""
    if value == kept:
        return True
    if isinstance(kept, str) and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) == kept
    return value in (None, "", []) and kept in (None, "", [])


def _as_read(plan_id: UUID, ours: Mapping[UUID, domain.Action], *, on: date) -> dict[UUID, domain.Action]:
    """Give the actions as they come back from today's download; as they are where the reader counts them otherwise."""
    workbook = write_xlsx(plan_workbook(domain_plan(plan_id), on=on, names="all"))
    found = read_plan(read_document(workbook, name="today.xlsx", limits=LIMITS), row_by_row=True).actions
    return dict(zip(ours, found, strict=True)) if len(found) == len(ours) else dict(ours)


def _matched(
    ours: Mapping[UUID, domain.Action], theirs: tuple[domain.Action, ...]
) -> tuple[dict[UUID, domain.Action], list[domain.Action]]:
    """Match by number where it names one action on either side, then by words."""
    found: dict[UUID, domain.Action] = {}
    left = list(theirs)
    for key_of in (_number, _words):
        mine = _unique({pk: key_of(one) for pk, one in ours.items() if pk not in found})
        counts = Counter(key_of(one) for one in left)
        rest: list[domain.Action] = []
        for one in left:
            key = key_of(one)
            if key and counts[key] == 1 and key in mine:
                found[mine[key]] = one
            else:
                rest.append(one)
        left = rest
    return found, left


def _unique(keys: Mapping[UUID, str]) -> dict[str, UUID]:
    counts = Counter(keys.values())
    return {key: pk for pk, key in keys.items() if key and counts[key] == 1}


def _number(action: domain.Action) -> str:
    return (action.number_text or (str(action.number) if action.number is not None else "")).strip().casefold()


def _words(action: domain.Action) -> str:
    return " ".join(action.action_text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Sides:
    """An action three times: as we keep it, as it comes back from today's download, and as it was handed back."""

    ours: domain.Action
    today: domain.Action
    theirs: domain.Action


def _differing(
    sides: Sides, current: Values, *, names: Names, read: set[str], on: date
) -> Iterator[tuple[str, Any, Any, str]]:
    """Give (field, before, after, why not) of what differs between today's download and what was handed back."""
    for key, column in _PRINTED.items():
        before, after = _cell(column.of(sides.today)), _cell(column.of(sides.theirs))
        if before == after or not _was_read(key, read):
            continue
        if key == "update_text":
            yield from _update(sides, on=on)
            continue
        taken = (
            _timescale(sides, current)
            if key == "timescale_text"
            else _TAKEN[key](sides.theirs, sides.ours, current, names)
        )
        for name, value in taken.items():
            if name in _DAYS and value is None and _is_still_printed(current.get(name), sides.theirs):
                continue
            why = _why_not(name, value, after, flags=sides.theirs.flags)
            if current.get(name) != value or why:
                yield name, current.get(name), after if why in ("unknown_word", "no_day") else value, why
    path = path_of(sides.theirs)
    if path and path_of(sides.today) != path:
        yield "path", list(path_of(sides.ours)), list(path), ""


def _is_still_printed(day: str | None, theirs: domain.Action) -> bool:
    """Say whether a day that a reader did not take (the other day is before it) stands in the workbook all the same."""
    return bool(day) and f"{date.fromisoformat(day or ''):%d/%m/%Y}" in (theirs.timescale_text or "")


def _why_not(name: str, value: Any, printed: str, *, flags: Iterable[str]) -> str:
    """Say by code why a value cannot be taken; "" where it can. A reader's guess is not what somebody wrote."""
    is_guessed = not {f"{name}_ambiguous", f"{name}_from_update"}.isdisjoint(flags)
    if name in _CODED and printed and (value is None or is_guessed):
        return "unknown_word"
    if name in _DAYS and printed and value is None:
        return "no_day"
    if name == "percent" and value is not None and not 0 <= value <= 100:
        return "not_percent"
    return "empty" if name == "text" and not str(value or "").strip() else ""


def _called(action: domain.Action) -> str:
    """Give the number and the first words of an action."""
    number = action.number_text or (str(action.number) if action.number is not None else "")
    return f"{number}. {action.action_text[:120]}" if number else action.action_text[:120]


def _timescale(sides: Sides, current: Values) -> Values:
    """Take the words of a timescale alone: a reader adds the dates of other columns to them."""

    def parts(text: str | None) -> list[str]:
        found = (part.strip() for part in _PARTED.split(text or ""))
        return [part for part in found if part and not _DAY.fullmatch(part)]

    today, theirs, ours = (
        parts(sides.today.timescale_text),
        parts(sides.theirs.timescale_text),
        current["timescale_text"],
    )
    if today == theirs:
        return {}
    foreign = [part for part in today if part not in parts(ours)]
    return {"timescale_text": "; ".join(part for part in theirs if part not in foreign) or None}


def _was_read(key: str, read: set[str]) -> bool:
    """Say whether the workbook had a column for a field: a column that was taken out empties nothing."""
    return not read or bool({key, *_READ_AS.get(key, ())} & read)


def _cell(value: Any) -> str:
    return "\n".join(
        " ".join(line.split()) for line in str("" if value is None else value).splitlines() if line.strip()
    )


def _update(sides: Sides, *, on: date) -> Iterator[tuple[str, Any, Any, str]]:
    """Take words that were added below an update as a new one; what was said before is never rewritten."""
    before, after = (_cell(say_update(one, with_author=True)) for one in (sides.today, sides.theirs))
    if before and not after.startswith(before):
        if after:
            yield "update", None, {"text": after, "on": on.isoformat()}, "rewritten"
        return
    words = after[len(before) :].strip()
    if words:
        yield "update", None, {"text": words, "on": on.isoformat()}, ""


def _strands(theirs: domain.Action, current: Values, names: Names) -> list[str]:
    """Give the codes of what was written: ours where it is one of ours by name, else as written."""
    codes = current.get("strands", [])
    return list(dict.fromkeys(one if one in codes else names.strands.get(_fold(one), one) for one in theirs.strands))


def _leads(theirs: domain.Action, current: Values, names: Names) -> list[dict[str, Any]]:
    before = {one["name"]: one for one in current.get("leads", [])}
    return [
        {
            "name": lead.name,
            "post": before[lead.name]["post"] if lead.name in before else names.posts.get(_fold(lead.name)),
            "partner": before[lead.name]["partner"]
            if lead.name in before
            else None
            if _fold(lead.name) in names.posts
            else names.partners.get(_fold(lead.name)),
            "timescale_text": lead.timescale_text,
        }
        for lead in theirs.leads
    ]


def _boards(theirs: domain.Action, current: Values, names: Names) -> list[dict[str, Any]]:
    before = {one["name"]: one["board"] for one in current.get("boards", [])}
    return [
        {"name": name, "board": before[name] if name in before else names.boards.get(_fold(name))}
        for name in theirs.monitored_by
    ]


def _action_text(theirs: domain.Action, ours: domain.Action) -> str:
    """Give the action's own words: lines that print its parts below it are the parts', and stay there."""
    printed = _cell(_PRINTED["action_text"].of(ours))
    own = _cell(ours.action_text)
    suffix = printed[len(own) :] if printed.startswith(own) else ""
    text = theirs.action_text
    return text.removesuffix(suffix).rstrip() if suffix else text


def _measure(theirs: domain.Action, ours: domain.Action) -> str | None:
    kept = {_cell(say_measure(measure)) for measure in ours.measures}
    lines = [line for line in (theirs.measure or "").splitlines() if _cell(line) not in kept]
    return "\n".join(lines) or None


_Taking = Callable[[domain.Action, domain.Action, Values, Names], Values]


def _text_taker(field_name: str, ours_name: str) -> _Taking:
    return lambda theirs, _ours, _current, _names: {field_name: getattr(theirs, ours_name)}


_TAKEN: dict[str, _Taking] = {
    **{key: _text_taker(name, key) for key, name in _TEXTS.items()},
    "action_text": lambda theirs, ours, _current, _names: {"text": _action_text(theirs, ours)},
    "commitments": lambda theirs, _ours, _current, _names: {"commitments": list(theirs.commitments)},
    "links": lambda theirs, _ours, _current, _names: {"links": list(theirs.links)},
    "partners": lambda theirs, _ours, _current, _names: {"partners": list(theirs.partners)},
    "strands": lambda theirs, _ours, current, names: {"strands": _strands(theirs, current, names)},
    "leads": lambda theirs, _ours, current, names: {"leads": _leads(theirs, current, names)},
    "monitored_by": lambda theirs, _ours, current, names: {"boards": _boards(theirs, current, names)},
    "start_date": lambda theirs, _ours, _current, _names: {"start_date": _iso(theirs.start_date)},
    "due_date": lambda theirs, _ours, _current, _names: {"due_date": _iso(theirs.due_date)},
    "completed_date": lambda theirs, _ours, _current, _names: {"completed_date": _iso(theirs.completed_date)},
    "measure": lambda theirs, ours, _current, _names: {"measure_text": _measure(theirs, ours)},
    "status": lambda theirs, _ours, _current, _names: {"status": theirs.status},
    "rag": lambda theirs, _ours, _current, _names: {"rag": theirs.rag},
    "percent": lambda theirs, _ours, _current, _names: {"percent": theirs.percent},
    "outcome": lambda theirs, _ours, _current, _names: {"outcome": theirs.outcome, "achieved": theirs.achieved},
}


def _new_values(action: domain.Action, *, names: Names) -> Values:
    """Give a new action's values, as the form of an action holds them."""
    empty: Values = {"leads": [], "boards": []}
    number = action.number_text or (str(action.number) if action.number is not None else None)
    found: Values = {"number_text": number, "title": action.action_title, "text": action.action_text}
    for key, take in _TAKEN.items():
        if key not in ("action_text", "measure"):
            found |= take(action, action, empty, names)
    found["measure_text"] = action.measure
    found["timescale_text"] = action.timescale_text
    found["path"] = list(path_of(action))
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _names(council_id: UUID, labels: Mapping[str, str]) -> Names:
    return Names(
        strands={_fold(words): code.removeprefix("code:") for code, words in labels.items()},
        posts={_fold(each.title): str(each.id) for each in posts(council_id)},
        partners={_fold(each.name): str(each.id) for each in partners(council_id)},
        boards={_fold(each.name): str(each.id) for each in boards(council_id)},
    )


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
