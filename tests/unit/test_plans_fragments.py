"""The piece of the document around a value: header, neighbours, the cell marked; merged cells once."""

from __future__ import annotations

import pytest

from dueregard.domain.plans.fragments import Fragments
from dueregard.reading.blocks import Blocks, Cell, Paragraph, Place, Row, Table


def _row(number: int, *texts: str, header: bool = False) -> Row:
    cells = tuple(Cell(text, Place(page=1, table=1, row=number, cell=c)) for c, text in enumerate(texts, start=1))
    return Row(cells, Place(page=1, table=1, row=number), header=header)


MERGED = Row(
    (
        Cell("Finance", Place(table=1, row=3, cell=1), columns=2),
        Cell("Finance", Place(table=1, row=3, cell=2), repeats=Place(table=1, row=3, cell=1)),
    ),
    Place(page=1, table=1, row=3),
)
BLOCKS = Blocks(
    format="docx",
    blocks=(
        Paragraph("Before", Place(paragraph=1)),
        Paragraph("Between", Place(paragraph=2)),
        Table(
            (_row(1, "No", "By when", header=True), _row(2, "1", "Q3"), MERGED, _row(4, "2", "")),
            Place(page=1, table=1),
        ),
        Paragraph("After", Place(paragraph=3)),
    ),
)


@pytest.fixture(scope="module")
def fragments() -> Fragments:
    return Fragments(BLOCKS)


def test_words_are_found_by_place_with_or_without_its_page(fragments: Fragments) -> None:
    places = [Place(page=1, table=1, row=2, cell=2), Place(table=1, row=2, cell=1), Place(table=9)]

    assert fragments.words(places) == ("Q3", "1")


def test_a_cell_is_shown_in_its_row_under_its_header(fragments: Fragments) -> None:
    shown = fragments.around(Place(page=1, table=1, row=2, cell=2))

    assert shown is not None
    assert (shown.header, shown.column, shown.above, shown.below) == (("No", "By when"), "By when", False, True)
    assert [[(cell.text, cell.is_marked) for cell in row.cells] for row in shown.rows] == [
        [("1", False), ("Q3", True)],
        [("Finance", False)],
    ]
    assert [row.is_other for row in shown.rows] == [False, True]


def test_merged_cells_stand_once_and_wide(fragments: Fragments) -> None:
    shown = fragments.around(Place(table=1, row=3, cell=2))

    assert shown is not None
    (cell,) = next(row for row in shown.rows if not row.is_other).cells
    assert (cell.columns, cell.is_marked) == (2, True)


@pytest.mark.parametrize(("shift", "numbers"), [(0, [3, 4]), (-1, [2, 3, 4]), (5, [4]), (-9, [2, 3, 4])])
def test_looking_further_never_loses_the_row_itself(fragments: Fragments, shift: int, numbers: list[int]) -> None:
    shown = fragments.around(Place(table=1, row=4, cell=1), shift=shift)

    assert shown is not None
    assert [row.number for row in shown.rows] == numbers


def test_text_outside_tables_is_shown_with_its_neighbours(fragments: Fragments) -> None:
    shown = fragments.around(Place(paragraph=2))

    assert shown is not None
    assert [row.cells[0].text for row in shown.rows] == ["Before", "Between", "After"]
    assert not shown.is_table


@pytest.mark.parametrize("place", [Place(), Place(table=7, row=1), Place(table=1, row=99), Place(paragraph=99)])
def test_a_place_that_is_not_there_shows_nothing(fragments: Fragments, place: Place) -> None:
    assert fragments.around(place) is None
