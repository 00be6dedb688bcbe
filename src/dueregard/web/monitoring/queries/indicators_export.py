"""How do indicators leave as files? The same cells as the page, with the same marks, and a sheet of notes.

The one idea: a figure and its mark stand in two columns, so that a spreadsheet can add up the one and nobody takes the
other for a nought: where a figure is hidden, its cell is empty and the mark beside it says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from dueregard.analysis.release.rates import Rate
from dueregard.analysis.released.cells import MARKS, Cell
from dueregard.domain.monitoring.indicators_rows import Row
from dueregard.domain.monitoring.indicators_wording import could_be
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook
from dueregard.web.monitoring.queries.findings import FindingCard
from dueregard.web.monitoring.queries.indicators import IndicatorCard
from dueregard.web.monitoring.queries.indicators_page import Shown
from dueregard.web.monitoring.queries.indicators_wording import ANSWERED, STANDING
from dueregard.web.organisation.queries import Visitor


def list_workbook(cards: Sequence[IndicatorCard], *, visitor: Visitor) -> Workbook:
    """Give the list of indicators as a workbook."""
    columns = (
        SheetColumn(_("Indicator"), "name", width=40),
        SheetColumn(_("Question"), "question", width=60),
        SheetColumn(_("By"), "by", width=30),
        SheetColumn(_("Dataset"), "dataset", width=30),
        SheetColumn(_("Owner"), "owner", width=30),
        SheetColumn(_("Newest period"), "newest", width=20),
        SheetColumn(_("Periods"), "periods", Kind.WHOLE),
        SheetColumn(_("Findings without an end"), "open_findings", Kind.WHOLE),
        SheetColumn(_("Shown to"), "shown", width=16),
    )
    rows = tuple(
        (
            card.name, card.question, card.by_words, card.dataset or _("Official figures"), card.owner, card.newest,
            card.periods, card.open_findings, _("Everybody") if card.is_public else _("The council"),
        )
        for card in cards
    )  # fmt: skip
    notes = ((_("Source"), _("Due Regard, indicators of %(council)s") % {"council": visitor.council.name}),)
    sheets = (Sheet(_("Indicators"), columns, rows),)
    return Workbook(_("Indicators"), visitor.council.name, sheets, on=visitor.on, notes=notes)


def figures_workbook(shown: Shown, *, visitor: Visitor) -> Workbook:
    """Give an indicator's figures as a workbook: the period's rows, all periods, who told us, and notes."""
    sheets = [Sheet(_("Figures"), *_figures(shown))]
    if shown.trend:
        sheets.append(Sheet(_("Over time"), *_over_time(shown)))
    sheets.append(Sheet(_("Who told us"), *_told(shown)))
    title = f"{shown.card.name}, {shown.period.label}"
    return Workbook(title, visitor.council.name, tuple(sheets), on=visitor.on, notes=_notes(shown))


def findings_workbook(cards: Sequence[FindingCard], *, visitor: Visitor) -> Workbook:
    """Give the list of findings as a workbook."""
    columns = (
        SheetColumn(_("Group"), "group", width=40),
        SheetColumn(_("Finding"), "finding", width=90),
        SheetColumn(_("Release"), "release", Kind.WHOLE),
        SheetColumn(_("Answer"), "answer", width=24),
        SheetColumn(_("Why"), "reason", width=60),
        SheetColumn(_("To be looked at by"), "review_on", Kind.DATE),
        SheetColumn(_("Who looks further"), "review_post", width=30),
    )
    rows = tuple(
        (
            card.group, card.text, card.release_number, str(ANSWERED[card.answer]), card.reason, card.review_on,
            card.review_post,
        )
        for card in cards
    )  # fmt: skip
    notes = (
        (_("Source"), _("Due Regard, findings of %(council)s") % {"council": visitor.council.name}),
        (_("Be careful"), _("A finding shows a difference. It does not show why.")),
    )
    sheets = (Sheet(_("Findings"), columns, rows),)
    return Workbook(_("Findings"), visitor.council.name, sheets, on=visitor.on, notes=notes)


def _figures(shown: Shown) -> tuple[tuple[SheetColumn, ...], tuple[tuple[Value, ...], ...]]:
    count_words = shown.card.definition.of_label or _("In the group")
    columns = [
        SheetColumn(shown.by.label, "group", width=44),
        SheetColumn(_("Code"), "code"),
        *_pair(shown.card.definition.unit.capitalize() if shown.is_outcome else _("All who told us"), "base"),
        *_pair(count_words, "count"),
        *_pair("%", "percent", Kind.DECIMAL),
        SheetColumn(_("95% interval from, %"), "low", Kind.DECIMAL),
        SheetColumn(_("95% interval to, %"), "high", Kind.DECIMAL),
        SheetColumn(_("Held against, %"), "beside", Kind.DECIMAL),
        SheetColumn(_("Difference, percentage points"), "gap", Kind.DECIMAL),
        SheetColumn(_("What may be said"), "said", width=30),
        SheetColumn(_("Could be, if all or none who did not tell were in it, %"), "could_be"),
    ]
    if shown.before_label:
        columns += _pair(f"{shown.before_label}, %", "before", Kind.DECIMAL)
    rows = [_row(shown, row) for row in (*shown.reading.rows, shown.reading.all)]
    return tuple(columns), tuple(rows)


def _row(shown: Shown, row: Row) -> tuple[Value, ...]:
    cells: list[Value] = [row.category.label, row.category.code, *_cell(row.base), *_cell(row.count)]
    cells += _rate(row.percent)
    cells += [
        _tenth(row.limits.low if row.limits else None),
        _tenth(row.limits.high if row.limits else None),
        _tenth(row.beside),
        _tenth(row.gap),
        str(STANDING[row.said]) if row.is_answer else "",
        could_be(row),
    ]
    if shown.before_label:
        cells += _rate(row.before) if row.before else (None, "")
    return tuple(cells)


def _over_time(shown: Shown) -> tuple[tuple[SheetColumn, ...], tuple[tuple[Value, ...], ...]]:
    columns = [SheetColumn(shown.by.label, "group", width=44)]
    for place, label in enumerate(shown.trend_labels, start=1):
        columns += _pair(f"{label}, %", f"period_{place}", Kind.DECIMAL)
    rows = tuple(
        (line.category.label, *(value for rate in line.rates for value in _rate(rate))) for line in shown.trend
    )
    return tuple(columns), rows


def _told(shown: Shown) -> tuple[tuple[SheetColumn, ...], tuple[tuple[Value, ...], ...]]:
    columns = (
        SheetColumn(_("Period"), "period", width=30),
        *_pair(_("Asked"), "asked"),
        *_pair(_("Told us"), "declared"),
        *_pair(_("Preferred not to say"), "prefer_not_to_say"),
        *_pair(_("Not known"), "not_known"),
    )
    rows = []
    for label, told in shown.told:
        figures = (told.asked, told.declared, told.prefer_not_to_say, told.not_known)
        rows.append((label, *(v for each in figures for v in (each.value, "" if each.value is not None else "[c]"))))
    return columns, tuple(rows)


def _notes(shown: Shown) -> tuple[tuple[str, str], ...]:
    marks = _("[c] hidden to protect people; [x] not collected then; [z] does not apply; 0 a true nought")
    notes = [(_("Finding"), shown.finding), *shown.about, (_("Marks"), marks)]
    notes += [(_("Be careful"), each) for each in shown.cautions]
    notes += [(_("Attribution"), origin.attribution) for origin in shown.reading.origins if origin.attribution]
    return tuple(notes)


def _pair(title: str, key: str, kind: Kind = Kind.WHOLE) -> tuple[SheetColumn, SheetColumn]:
    mark = SheetColumn(_("%(title)s: mark") % {"title": title}, f"{key}_mark", width=10)
    return SheetColumn(title, key, kind), mark


def _cell(cell: Cell) -> tuple[Value, Value]:
    if cell.value is None:
        return None, MARKS[cell.state]
    return int(cell.value), ""


def _rate(rate: Rate) -> tuple[Value, Value]:
    return rate.value, "" if rate.value is not None else MARKS[rate.state]


def _tenth(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.1f}")
