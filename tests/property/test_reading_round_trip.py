"""What a reader gives crosses to JSON and back, and to the asking process, without loss."""

from __future__ import annotations

import json
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.reading.answer import Gathering, to_lines
from dueregard.reading.blocks import Block, Blocks, Cell, Heading, Paragraph, Place, Row, Table, blocks_from_json
from dueregard.reading.cleaning import lines, one_line
from dueregard.reading.grid import Spanned, SpannedRow, lay_out
from dueregard.reading.limits import DEFAULT

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
NUMBER = st.none() | st.integers(1, 10**6)
PLACES = st.builds(Place, page=NUMBER, sheet=st.none() | TEXT, table=NUMBER, row=NUMBER, cell=NUMBER, paragraph=NUMBER)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 1, 1))
    | st.datetimes(datetime(1900, 1, 1))  # noqa: DTZ001 - sheets know no time zone
)
FILLS = st.none() | st.just("#00B050")
CELLS = st.builds(
    Cell,
    text=TEXT,
    place=PLACES,
    value=VALUES,
    fill=FILLS,
    bold=st.booleans(),
    columns=st.integers(1, 9),
    rows=st.integers(1, 9),
    repeats=st.none() | PLACES,
)
ROWS = st.builds(
    Row, cells=st.lists(CELLS, max_size=3).map(tuple), place=PLACES, header=st.booleans(), hidden=st.booleans()
)
BLOCKS: st.SearchStrategy[Block] = (
    st.builds(Heading, text=TEXT, level=st.integers(0, 6), place=PLACES, guessed=st.booleans())
    | st.builds(
        Paragraph,
        text=TEXT,
        place=PLACES,
        marker=st.none() | TEXT,
        depth=st.integers(0, 5),
        bold=st.booleans(),
        furniture=st.booleans(),
    )
    | st.builds(
        Table,
        rows=st.lists(ROWS, max_size=4).map(tuple),
        place=PLACES,
        caption=st.none() | TEXT,
        hidden=st.booleans(),
        hidden_columns=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    )
)
DOCUMENTS = st.builds(
    Blocks,
    format=st.sampled_from(["docx", "pdf", "xlsx"]),
    blocks=st.lists(BLOCKS, max_size=5).map(tuple),
    name=TEXT,
    sha256=TEXT,
    title=st.none() | TEXT,
    pages=NUMBER,
    warnings=st.lists(TEXT, max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_blocks_cross_json_without_loss(document: Blocks) -> None:
    assert blocks_from_json(json.loads(json.dumps(document.to_json()))) == document


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_blocks_cross_to_the_asking_process_without_loss(document: Blocks) -> None:
    gathering = Gathering()

    for line in to_lines(document):
        assert "\n" not in line
        gathering.take(json.loads(line))

    assert gathering.result() == document


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=4), min_size=1, max_size=6)
)
def test_spans_lay_out_as_a_full_grid(spans: list[list[tuple[int, int]]]) -> None:
    rows = [
        SpannedRow(tuple(Spanned(f"{at}.{nth}", columns=c, rows=r) for nth, (c, r) in enumerate(row)))
        for at, row in enumerate(spans)
    ]

    table = lay_out(rows, place=Place(table=1), limits=DEFAULT)

    assert table is not None
    assert len({len(row.cells) for row in table.rows}) == 1
    own = [cell.text for row in table.rows for cell in row.cells if cell.text and cell.repeats is None]
    assert own == [f"{at}.{nth}" for at, row in enumerate(spans) for nth in range(len(row))]
    texts = {cell.place: cell.text for row in table.rows for cell in row.cells}
    assert all(texts[c.repeats] == c.text for row in table.rows for c in row.cells if c.repeats is not None)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert lines(lines(text)) == lines(text)
    assert one_line(one_line(text)) == one_line(text)
    lines(text).encode()  # no half letters: the text can be stored and sent
