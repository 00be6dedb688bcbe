"""What do the wordings of a column mean, as far as that is known or was said before?

The one idea: what was remembered comes first, then what is listed; likeness is only ever offered. Counts are protected
before they are kept, so that nothing kept here tells how many people a wording stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from dueregard.analysis.records.profile import profile
from dueregard.analysis.records.raw import RawRecords
from dueregard.analysis.records.schema import Column, Treatment
from dueregard.terms.mappings.coverage import is_held_back
from dueregard.terms.mappings.placing import PlacedValue, Placement, State, place
from dueregard.web.monitoring.models import ValueMapping
from dueregard.web.monitoring.queries.files import FEWER, protected


def remembered(council_id: UUID, meaning: str) -> dict[str, str]:
    """Give what the council has said about wordings of a classification: wording → code. One query."""
    rows = ValueMapping.objects.filter(council_id=council_id, meaning=meaning)
    return dict(rows.values_list("value", "category"))


def placement(raw: RawRecords, column: Column, *, council_id: UUID) -> Placement | None:
    """Place the wordings of a column; None for a column that is not to be placed, or has too many wordings."""
    if column.treatment is not Treatment.PLACE_CODES or column.classification is None:
        return None
    seen = profile(raw, column.code)
    if not seen.wordings:
        return None
    blank = {"": seen.rows - seen.filled} if seen.rows > seen.filled else {}
    counts = {**seen.wordings, **blank}  # an empty value is an answer that is not known, and is counted as such
    known = remembered(council_id, column.classification)
    return place(counts, as_=column.classification, scheme=column.scheme, remembered=known)


def values_of(
    raw: RawRecords, columns: Iterable[Column], *, council_id: UUID, known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Give the wordings of every column that is to be placed, as the page keeps them.

    Takes:   `known`, what was found before: a column still placed in the same classification is not looked at anew.
    """
    found: dict[str, Any] = {}
    for column in columns:
        before = (known or {}).get(column.code)
        is_same = before and (before["classification"], before["scheme"]) == (column.classification, column.scheme)
        if is_same and column.treatment is Treatment.PLACE_CODES:
            found[column.code] = before
        elif (placed := placement(raw, column, council_id=council_id)) is not None:
            found[column.code] = values_json(placed)
    return found


def values_json(placed: Placement, *, with_rare: bool = False) -> dict[str, Any]:
    """Give a placement with protected counts, open wordings first.

    Takes:   `with_rare`, whether wordings that may be about one person are among them: only when somebody asked for it.
    """
    states: tuple[State, ...] = ("proposed", "unplaced", "placed")
    by_state = {state: sum(one.rows for one in placed.of(state)) for state in states}
    shown = [one for one in placed.values if with_rare or not is_held_back(one, threshold=FEWER)]
    ordered = sorted(shown, key=lambda one: states.index(one.state))
    return {
        "classification": placed.classification,
        "scheme": placed.scheme,
        **{state: protected(count) for state, count in by_state.items()},
        "with_rare": with_rare,
        "held_back": len(placed.values) - len(shown),
        "wordings": [_wording(one) for one in ordered],
    }


def codes_by_column(raw: RawRecords, columns: Iterable[Column], *, council_id: UUID) -> Mapping[str, Mapping[str, str]]:
    """Give where each wording of each column goes, for preparing the records."""
    found = {column.code: placement(raw, column, council_id=council_id) for column in columns}
    return {code: placed.codes() for code, placed in found.items() if placed is not None}


def _wording(one: PlacedValue) -> dict[str, Any]:
    return {
        "said": one.value[:300],
        "code": one.code,
        "how": one.how,
        "note": one.note,
        "offered": [[each.code, each.label] for each in one.candidates],
    }
