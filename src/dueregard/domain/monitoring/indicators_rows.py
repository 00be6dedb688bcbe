"""What does one period of an indicator show? A row for each group, with its figures, its interval and what may be said.

The one idea: a reading is made from one released table, the figures it is held against, and the table of a year before,
all of them as everybody may see them. Nothing is worked out that a hidden cell would have to take part in: such a row
says that it is hidden, in the same words whatever the reason, and has no mark in the picture.
Sources: sources.toml#newcombe-1998, sources.toml#benjamini-hochberg-1995, sources.toml#manski-bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from dueregard.analysis.release.rates import Rate, percentage
from dueregard.analysis.released.cells import Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Origin, ReleasedTable
from dueregard.analysis.stats.families import benjamini_hochberg
from dueregard.analysis.stats.proportions import difference, proportion
from dueregard.analysis.stats.significance import compare as compare_shares
from dueregard.analysis.stats.values import Interval
from dueregard.domain.monitoring import comparison, outcomes
from dueregard.domain.monitoring.declaration import Declaration, bounds, declaration
from dueregard.domain.monitoring.figures import NOT_DECLARED, NOUGHT, Figure, Gap, declared, dimension_of, figure
from dueregard.domain.monitoring.figures import not_declared as not_declared_in
from dueregard.domain.monitoring.indicators import Against, Asks, Better, By, Definition
from dueregard.domain.monitoring.outcomes import Tally, tally
from dueregard.terms.classifications.catalogue import cautions as cautions_of
from dueregard.terms.errors import UsedWrongly

NOT_WHY = "This shows a difference. It does not show why."
ALPHA = 0.05
"""Below this, after the correction for the family, a difference is called more than chance. Source: as `comparison`."""
COULD_TURN = "People whose group is not known could turn the difference round."


class Said(StrEnum):
    """What may be said of a group."""

    HIGHER = "higher"
    LOWER = "lower"
    NOBODY = "nobody"
    CANNOT_TELL = "cannot_tell"
    TOO_FEW = "too_few"
    HIDDEN = "hidden"
    NOT_COMPARED = "not_compared"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Row:
    """One group: cells as released, its percentage, and how it stands.

    `count` is those with the outcome, or those in the group; `base` of how many. `limits` and `could_be` (what people
    who did not tell could make of it) are in percent; `beside` is what it is held against, in percent; `gap` in points;
    `within` are the groups it is part of.
    """

    category: Category
    depth: int
    count: Cell
    base: Cell
    percent: Rate
    said: Said = Said.NOT_COMPARED
    limits: Interval | None = None
    beside: float | None = None
    gap: float | None = None
    before: Rate | None = None
    could_be: Interval | None = None
    can_turn: bool = False
    within: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer, not one of the ways of giving none."""
        return self.category.kind in (Kind.VALUE, Kind.GROUP)

    @property
    def is_told_apart(self) -> bool:
        """Whether the test says that the difference is more than chance alone would make it."""
        return self.said in (Said.HIGHER, Said.LOWER)

    @property
    def value(self) -> float | None:
        """Give the percentage as it is drawn."""
        return float(self.percent.value) if self.percent.value is not None else None


@dataclass(frozen=True, slots=True)
class Reading:
    """One period by one thing. `rows` in the order of the classification; `all` is everyone; `declaration` may be None
    where the table has no total to say it by."""

    definition: Definition
    by: By
    rows: tuple[Row, ...]
    all: Row
    declaration: Declaration | None
    origins: tuple[Origin, ...]
    cautions: tuple[str, ...]
    unit: str

    @property
    def answers(self) -> tuple[Row, ...]:
        """Give the groups, those who gave no answer left out."""
        return tuple(row for row in self.rows if row.is_answer)

    @property
    def ranked(self) -> tuple[Row, ...]:
        """Give the groups, the worst off first, those without a figure last.

        Shares have no worst: the group that is most under-represented is first. The parts of a group stand in the table
        of all figures; here only where they are told apart and their group is not.
        """
        apart = {row.category.code for row in self.told_apart}
        shown = [row for row in self.answers if row.depth == 0 or row.category.code in apart]
        known = [row for row in shown if row.value is not None]
        rest = [row for row in shown if row.value is None]
        if self.definition.asks is Asks.SHARE and any(row.gap is not None for row in known):
            return (*sorted(known, key=lambda row: row.gap if row.gap is not None else 0.0), *rest)
        falling = self.definition.better is Better.LOWER
        return (*sorted(known, key=lambda row: row.value or 0.0, reverse=falling), *rest)

    @property
    def told_apart(self) -> tuple[Row, ...]:
        """Give the groups that can be told apart, the widest gap first.

        A group that is part of another which is told apart the same way is left to it: it is not counted twice.
        """
        sure = {row.category.code: row.said for row in self.answers if row.is_told_apart}
        own = [
            row
            for row in self.answers
            if row.is_told_apart and not any(sure.get(code) is row.said for code in row.within)
        ]
        return tuple(sorted(own, key=lambda row: abs(row.gap or 0.0), reverse=True))

    @property
    def worse(self) -> tuple[Row, ...]:
        """Give the groups that are told apart on the wrong side: for shares, those with less than their share."""
        bad = Said.HIGHER if self.definition.better is Better.LOWER else Said.LOWER
        return tuple(row for row in self.told_apart if row.said is bad)

    @property
    def has_hidden(self) -> bool:
        """Whether any figure is hidden."""
        cells = [cell for row in (*self.rows, self.all) for cell in (row.count, row.base)]
        return any(cell.state is State.SUPPRESSED for cell in cells) or any(
            row.percent.state is State.SUPPRESSED for row in self.rows
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """Give the marks that stand somewhere in the figures: c, x, z."""
        states = {cell.state for row in (*self.rows, self.all) for cell in (row.count, row.base)}
        states |= {each.state for row in (*self.rows, self.all) for each in (row.percent, row.before) if each}
        order = {State.SUPPRESSED: "c", State.MISSING: "x", State.NOT_APPLICABLE: "z"}
        return tuple(mark for state, mark in order.items() if state in states)


def read(
    table: ReleasedTable,
    *,
    definition: Definition,
    by: By,
    against: ReleasedTable | None = None,
    before: ReleasedTable | None = None,
    minimum_base: int = 10,
) -> Reading:
    """Read one period of an indicator.

    Takes:   `against`, the population's figures, for shares held against one; `before`, the table of a year ago, by the
             same thing; `minimum_base`, the fewest people for a percentage to be given.
    Raises:  UsedWrongly where the table is not by what is asked.
    """
    if definition.asks is Asks.OUTCOME:
        rows, everyone = _outcome_rows(table, definition, by, minimum_base)
        if definition.baseline.against is Against.LAST_YEAR:
            rows = _against_before(rows, table, before, definition, by, minimum_base)
        extra: tuple[str, ...] = ()
    else:
        held = before if definition.baseline.against is Against.LAST_YEAR else against
        rows, everyone, extra = _share_rows(table, by, held, minimum_base)
    rows = _with_before(rows, before, definition, by, minimum_base)
    if before is not None:
        everyone = replace(everyone, before=rate_at(before, definition, by, TOTAL, minimum_base=minimum_base))
    told = declaration(table, dimension=by.code) if TOTAL in dimension_of(table, by.code).codes else None
    origins = tuple(dict.fromkeys((*table.origins, *(against.origins if against is not None else ()))))
    said = (NOT_WHY, *_cautions(table, by, rows, before), *extra)
    return Reading(definition, by, rows, everyone, told, origins, tuple(dict.fromkeys(said)), table.unit)


def rate_at(table: ReleasedTable, definition: Definition, by: By, code: str, *, minimum_base: int) -> Rate:
    """Give one group's percentage in a table; "not collected" where the table has no such group."""
    found = next((each for each in table.dimensions if each.code == by.code), None)
    if found is None or code not in found.codes:
        return Rate(None, 0, State.MISSING)
    if definition.asks is Asks.OUTCOME:
        if not {definition.outcome} & {each.code for each in table.dimensions}:
            return Rate(None, 0, State.MISSING)
        at = tally(table, outcome=definition.outcome, of=definition.of, at={by.code: code})
        return _percent(at.count, at.base, table, minimum_base)
    if code == TOTAL or found.category(code).kind in NOT_DECLARED:
        return Rate(None, 0, State.NOT_APPLICABLE)
    return _percent(figure(table, {by.code: code}), declared(table, dimension=by.code), table, minimum_base)


def pair_at(table: ReleasedTable, definition: Definition, by: By, code: str) -> tuple[Figure, Figure]:
    """Give one group's count and base in a table: those with the outcome of all, or those in the group of declared.

    A total that the table does not have is missing, like any group that it does not have.
    """
    if code not in dimension_of(table, by.code).codes:
        return Figure(None, Gap.MISSING), Figure(None, Gap.MISSING)
    if definition.asks is Asks.OUTCOME:
        at = tally(table, outcome=definition.outcome, of=definition.of, at={by.code: code})
        return at.count, at.base
    return figure(table, {by.code: code}), declared(table, dimension=by.code)


def _outcome_rows(
    table: ReleasedTable, definition: Definition, by: By, minimum_base: int
) -> tuple[tuple[Row, ...], Row]:
    held = definition.baseline
    reference = held.reference if held.against is Against.GROUP else None
    found = outcomes.compare_outcomes(
        table,
        dimension=by.code,
        outcome=definition.outcome,
        of=definition.of,
        reference=reference,
        minimum_base=minimum_base,
    )
    rates = {rate.category.code: rate for rate in found.rates}
    over = dimension_of(table, by.code)
    rows = []
    for category in _in_order(over):
        own = tally(table, outcome=definition.outcome, of=definition.of, at={by.code: category.code})
        row = _row(category, over, own, table, minimum_base)
        if (rate := rates.get(category.code)) is not None and row.value is not None:
            beside = rate.other.share
            row = replace(
                row,
                said=Said(rate.standing.value),
                limits=_in_percent(rate.rate.limits) if rate.rate else None,
                beside=beside * 100 if beside is not None else None,
                gap=(rate.gap.value or 0.0) * 100 if rate.gap else None,
                can_turn=bool(rate.can_turn),
            )
        elif rate is not None:
            row = replace(row, said=Said.HIDDEN if row.percent.state is State.SUPPRESSED else Said.TOO_FEW)
        rows.append(row)
    everyone = _row(over.category(TOTAL), over, found.all, table, minimum_base)
    return tuple(rows), everyone


def _share_rows(
    table: ReleasedTable, by: By, against: ReleasedTable | None, minimum_base: int
) -> tuple[tuple[Row, ...], Row, tuple[str, ...]]:
    over, base = dimension_of(table, by.code), declared(table, dimension=by.code)
    groups: Mapping[str, comparison.Group] = {}
    said: tuple[str, ...] = ()
    if against is not None:
        beside = _beside(against, by)
        found = comparison.compare(
            table, against=against, dimension=by.code, against_dimension=beside, minimum_base=minimum_base
        )
        groups, said = {group.category.code: group for group in found.groups}, found.cautions
    missing = not_declared_in(table, dimension=by.code)
    unknown = NOUGHT
    for kind in (Kind.PREFER_NOT_TO_SAY, Kind.NOT_KNOWN, Kind.UNPLACED):
        unknown = unknown + missing.get(kind, NOUGHT)
    rows = []
    for category in _in_order(over):
        count = figure(table, {by.code: category.code})
        row = _row(category, over, Tally(count, base), table, minimum_base)
        if not row.is_answer:
            row = replace(row, percent=Rate(None, 0, State.NOT_APPLICABLE))
        elif row.value is not None:
            estimate = proportion(min(count.value or 0, base.value or 0), base.value)
            spread = bounds(count, base=base, unknown=unknown)
            row = replace(
                row,
                limits=_in_percent(estimate.limits) if estimate else None,
                could_be=_in_percent(spread) if spread and unknown.value else None,
            )
            row = _standing(row, groups.get(category.code))
        else:
            row = replace(row, said=Said.HIDDEN if row.percent.state is State.SUPPRESSED else Said.TOO_FEW)
        rows.append(row)
    total = Category(TOTAL, "All who told us", Kind.TOTAL)
    everyone = replace(
        _row(total, over, Tally(base, base), table, minimum_base), percent=Rate(None, 0, State.NOT_APPLICABLE)
    )
    return tuple(rows), everyone, said


def _standing(row: Row, group: comparison.Group | None) -> Row:
    if group is None or group.population_share is None or group.representation is None:
        return row
    words = {
        comparison.Verdict.OVER: Said.HIGHER,
        comparison.Verdict.UNDER: Said.LOWER,
        comparison.Verdict.NOBODY: Said.NOBODY,
        comparison.Verdict.TOO_FEW: Said.TOO_FEW,
        comparison.Verdict.CANNOT_TELL: Said.CANNOT_TELL,
    }
    beside = group.population_share * 100
    gap = group.representation.gap_points.value
    turn = row.could_be is not None and gap is not None and row.could_be.contains(beside)
    return replace(row, said=words.get(group.verdict, Said.NOT_COMPARED), beside=beside, gap=gap, can_turn=turn)


def _against_before(
    rows: tuple[Row, ...],
    table: ReleasedTable,
    before: ReleasedTable | None,
    definition: Definition,
    by: By,
    minimum_base: int,
) -> tuple[Row, ...]:
    """Hold each group against itself a year before; all the tests are one family."""
    drafts = [_draft_before(row, table, before, definition, by, minimum_base) for row in rows]
    judged = []
    for (row, _p), adjusted in zip(drafts, benjamini_hochberg([p for _row, p in drafts]), strict=True):
        is_sure = row.said is Said.CANNOT_TELL and adjusted is not None and adjusted < ALPHA and row.gap
        said = (Said.HIGHER if (row.gap or 0.0) > 0 else Said.LOWER) if is_sure else row.said
        judged.append(replace(row, said=said, can_turn=False))
    return tuple(judged)


def _draft_before(
    row: Row, table: ReleasedTable, before: ReleasedTable | None, definition: Definition, by: By, minimum_base: int
) -> tuple[Row, float | None]:
    """Give a row beside itself a year before, not judged yet, and the test's p-value."""
    row = replace(row, said=row.said if row.value is None else Said.NOT_COMPARED, beside=None, gap=None)
    code = row.category.code
    if before is None or not row.is_answer or row.value is None or code not in _codes(before, by):
        return row, None
    count, base = _pair(table, definition, by, code)
    count_then, base_then = _pair(before, definition, by, code)
    if count is None or base is None or count_then is None or not base_then:
        return row, None
    if base_then < minimum_base:
        return replace(row, said=Said.TOO_FEW), None
    gap, test = difference(count, base, count_then, base_then), compare_shares(count, base, count_then, base_then)
    beside = count_then / base_then * 100
    held = replace(row, said=Said.CANNOT_TELL, beside=beside, gap=(gap.value or 0.0) * 100 if gap else None)
    return held, test.p if test else None


def _pair(table: ReleasedTable, definition: Definition, by: By, code: str) -> tuple[int | None, int | None]:
    return Tally(*pair_at(table, definition, by, code)).pair


def _with_before(
    rows: tuple[Row, ...], before: ReleasedTable | None, definition: Definition, by: By, minimum_base: int
) -> tuple[Row, ...]:
    if before is None:
        return rows
    return tuple(
        replace(row, before=rate_at(before, definition, by, row.category.code, minimum_base=minimum_base))
        for row in rows
    )


def _row(category: Category, over: Dimension, own: Tally, table: ReleasedTable, minimum_base: int) -> Row:
    return Row(
        category,
        len(_within(over, category)),
        _cell(own.count),
        _cell(own.base),
        _percent(own.count, own.base, table, minimum_base),
        within=_within(over, category),
    )


def _percent(count: Figure, base: Figure, table: ReleasedTable, minimum_base: int) -> Rate:
    part = count if count.value is None or base.value is None else Figure(min(count.value, base.value))
    worth = State.ROUNDED if table.rounding_base else State.RELEASED
    return percentage(
        _cell(part, worth=worth),
        _cell(base, worth=worth),
        minimum_base=minimum_base,
        deviation=ceil(table.rounding_base or 0),
    )


def _cell(found: Figure, *, worth: State = State.RELEASED) -> Cell:
    if found.value is not None:
        return Cell(found.value, worth)
    states = {Gap.HIDDEN: State.SUPPRESSED, Gap.MISSING: State.MISSING, Gap.NOT_APPLICABLE: State.NOT_APPLICABLE}
    return Cell(None, states[found.gap or Gap.HIDDEN])


def _in_percent(limits: Interval) -> Interval:
    return limits.times(100)


def _in_order(over: Dimension) -> tuple[Category, ...]:
    """Give the categories in the order of the classification, groups before their parts, no answer last, no total."""
    found: list[Category] = []

    def walk(parent: str | None) -> None:
        for category in over.categories:
            if category.kind is not Kind.TOTAL and _parent(over, category) == parent:
                found.append(category)
                walk(category.code)

    walk(None)
    silent = [category for category in found if category.kind in NOT_DECLARED]
    return (*(category for category in found if category.kind not in NOT_DECLARED), *silent)


def _parent(over: Dimension, category: Category) -> str | None:
    """Give the group a category is part of, the total left out."""
    if category.parent is None or over.category(category.parent).kind is Kind.TOTAL:
        return None
    return category.parent


def _within(over: Dimension, category: Category) -> tuple[str, ...]:
    """Give the groups a category is part of, the nearest first, the total left out."""
    found: list[str] = []
    parent = _parent(over, category)
    while parent is not None:
        found.append(parent)
        parent = _parent(over, over.category(parent))
    return tuple(found)


def _codes(table: ReleasedTable, by: By) -> tuple[str, ...]:
    return next((each.codes for each in table.dimensions if each.code == by.code), ())


def _beside(against: ReleasedTable, by: By) -> str:
    """Give the dimension of the population's table: that of the same name, or the only one it has."""
    codes = [each.code for each in against.dimensions]
    if by.code in codes:
        return by.code
    if by.classification in codes:
        return str(by.classification)
    if len(codes) != 1:
        raise UsedWrongly("The two are not by the same thing.", where=by.label)
    return codes[0]


def _cautions(table: ReleasedTable, by: By, rows: tuple[Row, ...], before: ReleasedTable | None) -> tuple[str, ...]:
    said = list(table.notes)
    if by.classification is not None:
        said += cautions_of([by.classification])
    if any(row.is_told_apart and row.can_turn for row in rows):
        said.append(COULD_TURN)
    if before is not None and set(_codes(before, by)) != set(_codes(table, by)):
        said.append("The groups were others a year before, so not all can be followed.")
    return tuple(said)
