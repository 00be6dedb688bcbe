"""Which categories does a column have, and what raw tables does a specification ask for?

The one idea: everything is counted over whole columns, in one reading, and only then brought together: wordings that
few rows have into "other wordings", what is not asked about into "everyone else". So a category means the same in
every release of a file. What comes out is raw: it goes to the gate and nowhere else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dueregard.analysis.engines.counting import count
from dueregard.analysis.engines.datasets import open_dataset
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.records.schema import Treatment
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.regroup import regroup, without_total
from dueregard.analysis.tables.specs import CountSpec
from dueregard.analysis.tables.table import Table
from dueregard.domain.monitoring.counting import as_words, broad, dimension_of_classification, spec
from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.queries.files import FEWER, ReadyFile
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification

NOT_COUNTED_BY = frozenset({Treatment.NUMBER, Treatment.DAY, Treatment.LEAVE_OUT})
MOST_COLUMNS = 4
MOST_CATEGORIES = 300
MOST_CELLS = 20_000
_SILENT = frozenset(Kind) - {Kind.VALUE, Kind.GROUP, Kind.TOTAL}


def countable(file: ReadyFile) -> tuple[PreparedColumn, ...]:
    """Give the columns that can be counted by."""
    return tuple(column for column in file.columns if column.treatment not in NOT_COUNTED_BY)


def column_of(file: ReadyFile, code: str) -> PreparedColumn:
    """Give one column.

    Raises:  UsedWrongly where it cannot be counted by.
    """
    for column in countable(file):
        if column.code == code:
            return column
    raise UsedWrongly(_("This column cannot be counted by."), where=code)


def council_secret(council_id: object) -> bytes:
    """Give the council's secret: for hashes of what was counted, and for rounding."""
    said = f"dueregard releases of {council_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()


def offered_values(file: ReadyFile, code: str) -> tuple[tuple[str, str], ...]:
    """Give the categories of a column that can be looked at: code and words; no wording that fewer than ten rows have.

    For a classification the list is its own; otherwise the file is read, and nothing but the names comes out.
    """
    column = column_of(file, code)
    if column.classification is not None:
        over = dimension_of_classification(column.classification)
        return tuple((c.code, c.label) for c in over.categories if c.kind in (Kind.VALUE, Kind.GROUP))
    if column.treatment is Treatment.YES_OR_NO:
        return (("true", _("Yes")), ("false", _("No")))
    (table,) = _read(file, [spec(code, [column])])
    (dimension,) = table.dimensions
    return tuple(
        (category.code, category.label)
        for category, rows in zip(dimension.categories, table.counts, strict=True)
        if category.kind is Kind.VALUE and rows >= FEWER
    )[:MOST_CATEGORIES]


@dataclass(frozen=True, slots=True)
class Counted:
    """Raw tables as counted, to be brought together one way or another. Never shown; its `repr` is silent."""

    file: ReadyFile
    tables: Mapping[tuple[str, ...], Table]
    secret: bytes

    def __repr__(self) -> str:
        return "Counted(…)"


def read_counts(
    file: ReadyFile, wanted: Specification, *, secret: bytes, cancelled: Callable[[], bool] | None = None
) -> Counted:
    """Count what a specification asks for, in one reading.

    Raises:  UsedWrongly where a column cannot be counted so, or has far too many categories; Stopped.
    """
    kinds = wanted.kinds
    beside = [pick.column for pick in (wanted.outcome, wanted.rows) if pick is not None]
    specs = [spec(" by ".join(several), [column_of(file, code) for code in (*several, *beside)]) for several in kinds]
    return Counted(file, dict(zip(kinds, _read(file, specs, cancelled=cancelled), strict=True)), secret)


def brought_together(counted: Counted, wanted: Specification) -> tuple[Table, ...]:
    """Give the raw tables of a specification, from what was counted for it or for one that asked for more.

    With `within`, what would say how much something comes to over all of that column is left out (`left_out`), and
    every crossing with it has no total of it.
    Raises:  UsedWrongly where a table would be out of all size.
    """
    left_out = wanted.left_out
    tables = tuple(_one(counted, several, wanted) for several in wanted.kinds if several not in left_out)
    if any(table.counts.size > MOST_CELLS for table in tables):
        raise UsedWrongly(
            _("A table would have more than %(most)s figures.") % {"most": f"{MOST_CELLS:,}"},
            mend=_("Cross fewer columns, or columns with fewer categories."),
        )
    return tables


def heading_of(file: ReadyFile, several: Sequence[str]) -> str:
    """Say what a table runs over: "Sex", "Sex by grade"."""
    return by_words([as_words(column_of(file, code).heading) for code in several])


def by_words(words: Sequence[str]) -> str:
    """Say headings together.

    >>> by_words(["Sex", "Grade", "HR area"])
    'Sex by grade by HR area'
    """
    first, *rest = words
    return _(" by ").join([first, *(word[:1].lower() + word[1:] if word[1:2].islower() else word for word in rest)])


def possible_crossings(by: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Give the ways to cross columns: by twos and threes."""
    return tuple(several for size in (2, 3) for several in combinations(by, size))


def _read(
    file: ReadyFile, specs: Sequence[CountSpec], *, cancelled: Callable[[], bool] | None = None
) -> tuple[Table, ...]:
    with open_dataset(file.path, engine=settings.COUNTING_ENGINE) as dataset:
        found = count(dataset, specs, cancelled=cancelled)
    for table in found:
        for dimension in table.dimensions:
            if len(dimension.leaves) > MOST_CATEGORIES:
                raise UsedWrongly(
                    _("This column has too many different values to be counted by."),
                    where=dimension.label,
                    mend=_("Leave it out, or have it mapped to something coarser."),
                )
    return tuple(table for table in found if not isinstance(table, AmountTable))


def _one(counted: Counted, several: tuple[str, ...], wanted: Specification) -> Table:
    table = counted.tables[several]
    for code in several:
        table = _named(table, column_of(counted.file, code))
        table = _without_rare(table, counted, code)
        if len(several) > 1 or code in wanted.coarse:
            table = broad(table, dimension=code)
        for merged in wanted.merged:
            if merged.column == code:
                table = _with_sum(table, merged)
    for pick, rest in ((wanted.outcome, _("Another outcome")), (wanted.rows, _("Everyone else"))):
        if pick is not None:
            table = _named(table, column_of(counted.file, pick.column))
            table = picked(table, pick, rest=rest, keep_silent=pick is wanted.outcome)
    if len(several) > 1 and wanted.within in several:
        table = without_total(table, dimension=wanted.within)
    return Table(table.code, table.dimensions, table.counts, title=heading_of(counted.file, several))


def _named(table: Table, column: PreparedColumn) -> Table:
    """Give a dimension the column's heading, and yes and no their words."""
    words = {"true": _("Yes"), "false": _("No")} if column.treatment is Treatment.YES_OR_NO else {}
    if column.treatment in _MONTHS:
        over = next(one for one in table.dimensions if one.code == column.code)
        words = {c.code: period_words(c.code, months=_MONTHS[column.treatment]) for c in over.categories}
    dimensions = tuple(
        Dimension(
            one.code,
            as_words(column.heading),
            tuple(
                Category(c.code, _("All") if c.kind is Kind.TOTAL else words.get(c.code, c.label), c.kind, c.parent)
                for c in one.categories
            ),
        )
        if one.code == column.code
        else one
        for one in table.dimensions
    )
    return Table(table.code, dimensions, table.counts, title=table.title)


_MONTHS = {Treatment.MONTH: 1, Treatment.QUARTER: 3, Treatment.YEAR: 12}


def period_words(code: str, *, months: int) -> str:
    """Say a period by its first day and its length; what is no day stays as it is.

    >>> period_words("2025-04-01", months=3), period_words("2025-04-01", months=1), period_words("Total", months=1)
    ('April to June 2025', 'April 2025', 'Total')
    """
    try:
        first = date.fromisoformat(code)
    except ValueError:
        return code
    if months == 12 and first.month == 1:
        return str(first.year)
    last = date(first.year + (first.month + months - 2) // 12, (first.month + months - 2) % 12 + 1, 1)
    if months == 1:
        return date_format(first, "F Y")
    start = date_format(first, "F" if first.year == last.year else "F Y")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "F Y")}


def _without_rare(table: Table, counted: Counted, code: str) -> Table:
    """Bring wordings together that fewer than ten rows have: a rare wording may itself say who is meant."""
    column = column_of(counted.file, code)
    if column.treatment is not Treatment.WORDS:
        return table
    alone = by_itself(counted.tables[(code,)])
    (old,), rows = alone.dimensions, alone.counts
    rare = [
        category.code
        for category, n in zip(old.categories, rows, strict=True)
        if category.kind is Kind.VALUE and n < FEWER
    ]
    if not rare:
        return table
    mark = hmac.new(counted.secret, "\x1f".join([code, *sorted(rare)]).encode(), hashlib.sha256).hexdigest()[:8]
    over = next(one for one in table.dimensions if one.code == code)
    other = Category(f"other-{mark}", _("Other wordings, each on fewer than 10 rows"), parent=TOTAL)
    kept = tuple(category for category in over.categories if category.code not in rare)
    values = tuple(category for category in kept if category.kind is Kind.VALUE)
    into = Dimension(over.code, over.label, (*values, other, *(c for c in kept if c.kind is not Kind.VALUE)))
    members = {leaf: other.code if leaf in rare else leaf for leaf in over.leaves}
    return regroup(table, dimension=code, into=into, members=members)


def by_itself(table: Table) -> Table:
    """Give the first dimension of a table by itself: everybody, whatever stands beside it."""
    rows = table.counts
    for over in reversed(table.dimensions[1:]):
        rows = np.asarray(rows.take(over.codes.index(TOTAL), axis=-1))
    return Table(table.code, table.dimensions[:1], np.array(rows))


def _with_sum(table: Table, merged: Pick) -> Table:
    """Put categories under a sum of their own, so that something can be said of them together."""
    over = next(one for one in table.dimensions if one.code == merged.column)
    inside = [code for code in merged.values if code in over.leaves]
    if len(inside) < 2:
        return table
    code = f"sum-{_short(merged)}"
    group = Category(code, _("Smaller groups together"), Kind.GROUP, TOTAL)
    under = tuple(Category(c.code, c.label, c.kind, code) for c in over.categories if c.code in inside)
    values = tuple(c for c in over.categories if c.code not in inside and c.kind in (Kind.VALUE, Kind.GROUP))
    rest = tuple(c for c in over.categories if c.code not in inside and c.kind not in (Kind.VALUE, Kind.GROUP))
    into = Dimension(over.code, over.label, (*values, group, *under, *rest))
    return regroup(table, dimension=over.code, into=into, members={leaf: leaf for leaf in over.leaves})


def picked(table: Table, pick: Pick, *, rest: str, keep_silent: bool) -> Table:
    """Give a table in which one dimension is what was picked, beside the rest.

    Takes:   `rest`, the words for everything else; `keep_silent`, whether those who gave no answer stay by themselves.
    """
    over = next(one for one in table.dimensions if one.code == pick.column)
    home = {leaf: _home(over, leaf, pick.values) for leaf in over.leaves}
    wanted = [code for code in pick.values if code in set(home.values())]
    if not wanted:
        raise UsedWrongly(_("Nothing of what was chosen is in the records."), where=over.label)
    together = f"any-{_short(pick)}" if len(wanted) > 1 else TOTAL
    chosen = tuple(Category(code, over.category(code).label, parent=together) for code in wanted)
    label = _(" or ").join(category.label for category in chosen)
    group = (Category(together, label, Kind.GROUP, TOTAL),) if len(wanted) > 1 else ()
    silent = tuple(
        Category(c.code, c.label, c.kind, TOTAL)
        for c in map(over.category, over.leaves)
        if keep_silent and c.kind in _SILENT and home[c.code] is None
    )
    others = Category(f"rest-{_short(pick)}", rest, parent=TOTAL)
    total = Category(TOTAL, _("All"), Kind.TOTAL)
    quiet = {category.code for category in silent}
    members = {leaf: at or (leaf if leaf in quiet else others.code) for leaf, at in home.items()}
    kept = (others,) if others.code in members.values() else ()
    into = Dimension(over.code, over.label, (*group, *chosen, *kept, *silent, total))
    return regroup(table, dimension=over.code, into=into, members=members)


def _home(over: Dimension, leaf: str, wanted: Sequence[str]) -> str | None:
    at: str | None = leaf
    while at is not None:
        if at in wanted:
            return at
        at = over.category(at).parent
    return None


def _short(pick: Pick) -> str:
    return hashlib.sha256("\x1f".join([pick.column, *sorted(pick.values)]).encode()).hexdigest()[:8]
