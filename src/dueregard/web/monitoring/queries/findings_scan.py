"""Who is worst off in the tables of a release? The scan of `domain.monitoring.scan`, over what was let out.

The one idea: nothing is kept by looking. What is asked stands in the address; keeping findings is an act of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dueregard.analysis.released.dimensions import TOTAL, Kind
from dueregard.analysis.released.table import Audience, ReleasedTable
from dueregard.domain.monitoring import wording
from dueregard.domain.monitoring.indicators import Better
from dueregard.domain.monitoring.scan import MOST_CROSSED, Found, Question, Scan, scan
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.models import Release
from dueregard.web.monitoring.queries.indicators import IndicatorCard
from dueregard.web.monitoring.queries.indicators_periods import label_of, tables_of, when_of


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A release to look through: its tables, and what may be asked of them."""

    id: UUID
    number: int
    title: str
    period: str
    unit: str
    audience: str
    tables: tuple[ReleasedTable, ...]

    @property
    def outcomes(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Give the answers that can be counted, by the thing they are answers to."""
        found: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
        for table in self.tables:
            if len(table.dimensions) < 2:
                continue
            for dimension in table.dimensions:
                if TOTAL in dimension.codes:
                    answers = [c for c in dimension.categories if c.kind in (Kind.VALUE, Kind.GROUP)]
                    pairs = tuple((f"{dimension.code}={c.code}", c.label) for c in answers)
                    found.setdefault(dimension.code, (dimension.label, pairs))
        return tuple(found.values())

    def by_outcome(self, outcome: str) -> tuple[ReleasedTable, ...]:
        """Give the tables to look through: over the outcome and one to three characteristics, with totals."""
        return tuple(
            table
            for table in self.tables
            if outcome in {each.code for each in table.dimensions}
            and 2 <= len(table.dimensions) <= MOST_CROSSED + 1
            and all(TOTAL in each.codes for each in table.dimensions)
        )

    def without_sums(self, outcome: str) -> tuple[str, ...]:
        """Give the titles of tables over the outcome that lack sums over all of something: none is looked through."""
        return tuple(
            table.title
            for table in self.tables
            if outcome in {each.code for each in table.dimensions}
            and not all(TOTAL in each.codes for each in table.dimensions)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as it is shown and may be kept."""

    key: str
    group: str
    text: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a scan found, in sentences."""

    summary: str
    worse: tuple[Line, ...]
    better: tuple[Line, ...]
    cannot_say: tuple[str, ...]
    tests: int


def released(council_id: UUID, *, audiences: Sequence[Audience]) -> tuple[tuple[int, str, str], ...]:
    """Give the releases that can be looked through: number, title and period, the newest first. One query."""
    rows = Release.objects.filter(council_id=council_id, state=ReleaseState.RELEASED, audience__in=audiences)
    rows = rows.select_related("version").order_by("-released_at")[:100]
    return tuple(
        (row.number, row.title, _period(row)) for row in rows if any(len(each["dimensions"]) > 1 for each in row.tables)
    )


def looked_at(council_id: UUID, number: int, *, audiences: Sequence[Audience]) -> LookedAt:
    """Give a release to look through. One query.

    Raises:  Http404 for one that is not out, not for the reader, or of another council, as for none.
    """
    rows = Release.objects.filter(
        council_id=council_id, number=number, state=ReleaseState.RELEASED, audience__in=audiences
    )
    row = rows.select_related("version__dataset").first()
    if row is None:
        raise Http404
    unit = row.version.dataset.unit
    return LookedAt(row.pk, row.number, row.title, _period(row), unit, row.audience, tables_of(row))


def look(at: LookedAt, question: Question) -> Looked:
    """Look through a release's tables. No query.

    Raises:  UsedWrongly where no table runs over what is asked.
    """
    found = scan(at.by_outcome(question.outcome), question=question)
    return Looked(
        summary=wording.summary(found),
        worse=tuple(_line(one, found) for one in found.worse),
        better=tuple(_line(one, found) for one in found.better[:5]),
        cannot_say=(
            *wording.cannot_say(found),
            *(
                _("“%(table)s” is not looked through: it has no sums over everyone to hold a group against.")
                % {"table": title}
                for title in at.without_sums(question.outcome)
            ),
        ),
        tests=found.tests,
    )


def initial_of(card: IndicatorCard) -> dict[str, str]:
    """Give what an indicator asks as a scan asks it, for the form to begin with."""
    made = card.definition
    better = made.better.value if made.better in (Better.HIGHER, Better.LOWER) else ""
    return {"counted": f"{made.outcome}={made.of}", "words": made.words, "unit": made.unit, "better": better}


def _line(one: Found, found: Scan) -> Line:
    count, base = one.tally.pair
    other, other_base = one.other.pair
    return Line(
        key=f"{found.question.outcome}={found.question.of}: {one.key}"[:300],
        group=wording.of_group(one),
        text=wording.finding(one, question=found.question),
        figures={
            "group": wording.of_group(one),
            "count": count,
            "base": base,
            "other_count": other,
            "other_base": other_base,
            "touched": round(one.touched),
            "adjusted_p": None if one.adjusted is None else float(f"{one.adjusted:.2g}"),
            "adds": one.adds,
            "can_turn": one.can_turn,
            "words": found.question.words,
            "unit": found.question.unit,
            "characteristics": [dimension for dimension, _category in one.place],
            "cannot_say": list(wording.cannot_say(found)),
        },
    )


def _period(row: Release) -> str:
    when = when_of(row.version)
    return label_of(*when) if when else ""
