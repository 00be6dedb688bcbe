"""What a sheet of ours holds is what our readers find in it, whatever people write into a plan."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dueregard.publish.csv import write_csv
from dueregard.publish.excel import write_xlsx
from dueregard.publish.opendocument import write_ods
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook
from dueregard.reading.blocks import Cell, Table
from dueregard.reading.cleaning import lines
from dueregard.reading.read import read_document
from publish_made_up import HOSTILE

COLUMNS = (
    SheetColumn("No", "number", kind=Kind.WHOLE),
    SheetColumn("Action", "action_text"),
    SheetColumn("Lead", "leads"),
    SheetColumn("Due date", "due_date", kind=Kind.DATE),
    SheetColumn("Share", "share", kind=Kind.DECIMAL),
)
WRITERS = {"xlsx": write_xlsx, "ods": write_ods, "csv": write_csv}

NOT_SEEN = ("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")
WORDS = ("Train", "staff", "ŵ ŷ", "– •", "50%", "Q3 2026-27", "\n", "  ")
said = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=NOT_SEEN), min_size=1, max_size=60),
    st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join),
).filter(lambda text: bool(lines(text)))
row = st.tuples(
    st.integers(1, 9999),
    said,
    said,
    st.one_of(st.none(), st.dates(date(1900, 3, 1), date(2199, 12, 31))),
    st.one_of(st.none(), st.decimals(-10_000, 10_000, places=2)),
)


# A CSV cannot say whether an apostrophe before a sign is the writer's guard or the author's own.
AMBIGUOUS_IN_CSV = re.compile(r"'[=+\-@]")


def _check(form: str, rows: list[tuple[Value, ...]]) -> None:
    package = WRITERS[form](Workbook("Plan", "A council", (Sheet("Actions", COLUMNS, tuple(rows)),)))

    blocks = read_document(package, name=f"plan.{form}")

    table = next(block for block in blocks.blocks if isinstance(block, Table))
    header, *read = table.rows
    assert [cell.text for cell in header.cells] == [column.title for column in COLUMNS]
    for found, wrote in zip(read, rows, strict=True):
        for cell, value in zip(found.cells, wrote, strict=True):
            assert _read(cell, value) == _wrote(value, form=form)


def _read(cell: Cell, value: Value) -> object:
    """Give what the reader found, as the kind that was written."""
    if value is None or isinstance(value, str):
        return _spaced(cell.text)
    if isinstance(value, date):
        return str(cell.value or cell.text)[:10]
    return Decimal(cell.text.rstrip("%"))


def _wrote(value: Value, *, form: str) -> object:
    if value is None or isinstance(value, str):
        text = _spaced(lines(value or ""))
        return text[1:] if form == "csv" and AMBIGUOUS_IN_CSV.match(text) else text
    return value.isoformat() if isinstance(value, date) else value


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("form", list(WRITERS))
def test_every_hostile_text_is_read_again(form):
    _check(form, [(n, text, "Head of Housing", None, None) for n, text in enumerate(HOSTILE, start=1) if lines(text)])


@pytest.mark.parametrize("form", list(WRITERS))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, min_size=1, max_size=6))
@example(rows=[(1, "=1+1", "+44 20 7946 0000", date(2027, 3, 31), Decimal("-0.50"))])
def test_sheets_are_read_again(form, rows):
    _check(form, rows)


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("form", list(WRITERS))
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, min_size=1, max_size=12))
def test_sheets_are_read_again_at_length(form, rows):
    _check(form, rows)
