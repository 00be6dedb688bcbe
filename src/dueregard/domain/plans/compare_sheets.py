"""A comparison of two plans as a workbook to sort and filter, and as a document to lay before a board.

The one idea: a row for each entry of the lists of `compare_words`, in their order; the document has a table for each
list. Marks of a changed wording are [-taken out-] and {+put in+}, so that they read aloud and survive a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dueregard.domain.plans.compare_model import Match, PlanComparison
from dueregard.domain.plans.compare_words import (
    HOW_WORDS,
    SURE_WORDS,
    ComparedLine,
    ComparedList,
    lists_of,
    notes_of,
    summary_of,
)
from dueregard.domain.plans.model import Plan
from dueregard.publish.document import NOTHING_SAID, Block, Column, Document, Heading, Note, Table, bullets, words
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook

_NOBODY = "Not said"
_COLUMNS = (
    SheetColumn("What became of it", "became", width=32),
    SheetColumn("No before", "old_number", width=10),
    SheetColumn("Action before", "old_action", width=50),
    SheetColumn("No now", "new_number", width=10),
    SheetColumn("Action now", "new_action", width=50),
    SheetColumn("What there is to say", "says", width=60),
    SheetColumn("Matched", "how", width=20),
    SheetColumn("How sure", "sure", width=14),
    SheetColumn("Likeness", "likeness", kind=Kind.PERCENT, width=10),
)
_MARKS = "In a wording, [-words-] were taken out and {+words+} were put in."
_HOW_MADE = "Actions were matched by number and by likeness of text. Uncertain matches are questions, not findings."


def comparison_workbook(comparison: PlanComparison, *, on: date | None = None) -> Workbook:
    """Give a comparison as a workbook of one sheet, a row for each entry, what matters most first."""
    rows = tuple(_row(each, line) for each in lists_of(comparison) for line in each.lines)
    said = (
        ("Before", _name(comparison.old)),
        ("Now", _name(comparison.new)),
        ("In short", summary_of(comparison)),
        *((f"Note {at}", note) for at, note in enumerate(notes_of(comparison), start=1)),
        ("How it was made", _HOW_MADE),
        ("Marks", _MARKS),
    )
    return Workbook(
        title="Two plans compared",
        author=comparison.new.organisation or comparison.old.organisation or _NOBODY,
        sheets=(Sheet("Comparison", _COLUMNS, rows),),
        on=on,
        notes=said,
    )


def comparison_document(comparison: PlanComparison, *, on: date) -> Document:
    """Give a comparison as a document: in short, then a table for each list."""
    return Document(
        title="Two plans compared",
        subtitle=f"{_name(comparison.old)}, and {_name(comparison.new)}",
        author=comparison.new.organisation or comparison.old.organisation or _NOBODY,
        on=on,
        blocks=tuple(_blocks(comparison)),
        about=(bullets(_HOW_MADE, _MARKS),),
    )


def _blocks(comparison: PlanComparison) -> Iterator[Block]:
    yield Heading(2, "In short")
    yield words(summary_of(comparison))
    yield from (Note(note) for note in notes_of(comparison))
    for each in lists_of(comparison):
        yield Heading(2, each.heading)
        yield _table(each)


def _table(each: ComparedList) -> Table:
    has_old, has_new = any(line.old for line in each.lines), any(line.new for line in each.lines)
    has_words = any(line.says for line in each.lines)
    columns = [
        *((Column("No before", width=1.4), Column("Action before", width=4)) if has_old else ()),
        *((Column("No now", width=1.4), Column("Action now", width=4)) if has_new else ()),
        *((Column("What there is to say", width=4),) if has_words else ()),
    ]
    rows = []
    for line in each.lines:
        cells = [
            *((line.old_names, line.old_text) if has_old else ()),
            *((line.new_names, line.new_text) if has_new else ()),
            *((".\n".join(line.says),) if has_words else ()),
        ]
        rows.append(tuple(cell or NOTHING_SAID for cell in cells))
    return Table(each.heading, tuple(columns), tuple(rows), caption_shown=False)


def _row(each: ComparedList, line: ComparedLine) -> tuple[Value, ...]:
    return (
        each.heading,
        line.old_names or None,
        line.old_text or None,
        line.new_names or None,
        line.new_text or None,
        "\n".join(line.says) or None,
        *_matched(line.match),
    )


def _matched(match: Match | None) -> tuple[Value, ...]:
    if match is None:
        return (None, None, None)
    return (HOW_WORDS[match.how], SURE_WORDS[match.sure], round(match.likeness * 100))


def _name(plan: Plan) -> str:
    return plan.document or (plan.plan_period.text if plan.plan_period else None) or "a plan without a title"
