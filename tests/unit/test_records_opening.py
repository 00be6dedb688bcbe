"""Opening records: whatever the encoding, the mark and the untidiness, the same records with their true rows."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.faults import FaultKind
from dueregard.analysis.records.grid import from_grid
from dueregard.analysis.records.limits import RecordLimits
from dueregard.analysis.records.parquet_files import read_parquet
from dueregard.analysis.records.raw import ROW, RawRecords
from dueregard.terms.errors import CannotBeRead, NothingOfTheKind

PLAIN = "Post,Ward,Note\nCook,Harbour,“fine”\nClerk,Eastgate,£5\n"


def _texts(raw: RawRecords) -> list[tuple[object, ...]]:
    return pl.read_parquet(raw.path).drop(ROW).rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encoding_and_mark_make_no_difference(tmp_path: Path, encoding: str, mark: str) -> None:
    raw = read_csv(PLAIN.replace(",", mark).encode(encoding), to=tmp_path / "texts")

    assert raw.headings == ("Post", "Ward", "Note")
    assert _texts(raw) == [("Cook", "Harbour", "“fine”"), ("Clerk", "Eastgate", "£5")]


def test_guessed_encoding_is_said(tmp_path: Path) -> None:
    raw = read_csv("Pay,Post\n£5,Cook\n".encode("cp1252"), to=tmp_path / "texts")

    assert raw.remarks == ("The file does not say how its letters are kept; it was read as Windows-1252.",)


def test_first_line_may_name_the_mark(tmp_path: Path) -> None:
    raw = read_csv(b"sep=;\r\nPost;Pay, gross\r\nCook;1,5\r\n", to=tmp_path / "texts")

    assert (raw.headings, raw.heading_row, _texts(raw)) == (("Post", "Pay, gross"), 2, [("Cook", "1,5")])


def test_headings_below_title_and_notes_with_breaks_twins_and_gaps(tmp_path: Path) -> None:
    data = (
        "Staff in post (made up)\nAs at 31/03/2026\n\n"
        '"Ethnic\norigin",Sex,Sex,,Empty\nIrish,F,M,7,\nIndian,M,F,8,\nTotal,2,,,\nSource: HR,,,,\n'
    )

    raw = read_csv(data.encode(), to=tmp_path / "texts")

    assert raw.headings == ("Ethnic origin", "Sex", "Sex (2)", "Column D", "Empty")
    assert raw.codes == ("ethnic_origin", "sex", "sex_2", "column_d", "empty")
    assert raw.heading_row == 4
    assert _texts(raw) == [("Irish", "F", "M", "7", None), ("Indian", "M", "F", "8", None)]
    assert pl.read_parquet(raw.path)[ROW].to_list() == [5, 6]
    assert raw.remarks == (
        "The headings stand in row 4; what is above them was not read.",
        "Row 7 is a total; it was left out.",
        "Notes below the records were left out (1 rows).",
    )


def test_group_headings_tell_equal_headings_apart(tmp_path: Path) -> None:
    data = b",Self-defined,,Officer-defined,\nDay,Group,Sure,Group,Sure\n1,Asian,Y,Asian,N\n2,White,Y,White,N\n"

    raw = read_csv(data, to=tmp_path / "texts")

    assert raw.headings == (
        "Day", "Self-defined: Group", "Self-defined: Sure", "Officer-defined: Group", "Officer-defined: Sure",
    )  # fmt: skip


def test_row_with_more_values_is_left_out_and_short_row_is_filled(tmp_path: Path) -> None:
    raw = read_csv(b"a,b\nx,1\ny,2,SPILT\nz\n\nw,4,,\n", to=tmp_path / "texts")

    assert _texts(raw) == [("x", "1"), ("z", None), ("w", "4")]
    assert [(fault.kind, fault.row) for fault in raw.faults] == [(FaultKind.MORE_VALUES, 3)]
    assert "SPILT" not in repr(raw)


def test_repeated_headings_are_left_out(tmp_path: Path) -> None:
    raw = read_csv(b"a,b\nx,1\na,b\ny,2\n", to=tmp_path / "texts")

    assert raw.rows == 2
    assert raw.remarks == ("The headings come again 1 times; those rows were left out.",)


def test_quoted_line_ends_and_nul_signs(tmp_path: Path) -> None:
    raw = read_csv(b'a,b\n"x\r\ny",1\x00\n"z ""q""",2\n', to=tmp_path / "texts")

    assert _texts(raw) == [("x\r\ny", "1"), ('z "q"', "2")]


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", NothingOfTheKind, "empty"),
        (b" \n\n", NothingOfTheKind, "empty"),
        (b"a,b\n", NothingOfTheKind, "no records"),
        (b"1,2\n3,4\n5,6\n", NothingOfTheKind, "No row of headings"),
        (b'a,b\n1,"CANARY\n3,4\n', CannotBeRead, "never closed"),
        (b'a,b\n1,"CANARY"x\n', CannotBeRead, "followed by other letters"),
        (bytes(range(256)) * 40, CannotBeRead, "no text"),
        (b"a,b\n" + b"x" * 2_100_000, CannotBeRead, "letters in one line"),
    ],
)
def test_what_cannot_be_read_is_said_without_a_value(
    tmp_path: Path, data: bytes, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as refused:
        read_csv(data, to=tmp_path / "texts")

    assert "CANARY" not in str(refused.value)


def test_limits_hold(tmp_path: Path) -> None:
    with pytest.raises(CannotBeRead, match="3 columns; the most we read is 2"):
        read_csv(b"a,b,c\nx,y,z\n", to=tmp_path / "texts", limits=RecordLimits(columns=2))
    with pytest.raises(CannotBeRead, match="the most we read is 3"):
        read_csv(b"a,b\n" + b"x,y\n" * 40, to=tmp_path / "texts", limits=RecordLimits(rows=3))
    with pytest.raises(CannotBeRead, match="MB"):
        read_csv(b"a,b\nx,y\n", to=tmp_path / "texts", limits=RecordLimits(file_bytes=4))


def test_records_over_many_slices_keep_their_rows(tmp_path: Path) -> None:
    data = "n,t\n" + "".join(f"{n},x\n" for n in range(45_000)) + "Total,9\n"

    raw = read_csv(data.encode(), to=tmp_path / "texts")

    kept = pl.read_parquet(raw.path)
    assert raw.rows == kept.height == 45_000
    assert (kept["n"].cast(pl.Int64) + 2 == kept[ROW]).all()


def test_grid_of_typed_values(tmp_path: Path) -> None:
    rows = [["Post", "Start", "FTE", "On"], ["Cook", date(2026, 1, 31), 1.0, True], ["Clerk", None, 0.5, False]]

    raw = from_grid(rows, to=tmp_path / "texts")

    assert _texts(raw) == [("Cook", "2026-01-31", "1", "TRUE"), ("Clerk", None, "0.5", "FALSE")]


def test_parquet_of_types_and_what_is_not_read(tmp_path: Path) -> None:
    held = BytesIO()
    table = pa.table(
        {
            "Ward": pa.array(["A", None]).dictionary_encode(),
            "Day": pa.array([date(2026, 1, 31), None]),
            "Pay": pa.array([1.0, 2.0]),
            "Hours": pa.array([1.5, None]),
            "In": pa.array([True, False]),
            "List": pa.array([[1], [2]]),
            "Bytes": pa.array([b"x", b"y"]),
        }
    )
    pq.write_table(table, held)

    raw = read_parquet(BytesIO(held.getvalue()), to=tmp_path / "texts")

    assert raw.headings == ("Ward", "Day", "Pay", "Hours", "In")
    assert _texts(raw) == [("A", "2026-01-31", "1", "1.5", "true"), (None, None, "2", None, "false")]
    assert len(raw.remarks) == 2


def test_parquet_limits_and_damage(tmp_path: Path) -> None:
    held = BytesIO()
    pq.write_table(pa.table({"a": ["x"] * 100, "b": ["y"] * 100}), held, row_group_size=10)

    for limits, words in (
        (RecordLimits(columns=1), "columns"),
        (RecordLimits(rows=99), "records"),
        (RecordLimits(row_groups=9), "row groups"),
        (RecordLimits(unpacked_bytes=10), "unpacked"),
    ):
        with pytest.raises(CannotBeRead, match=words):
            read_parquet(BytesIO(held.getvalue()), to=tmp_path / "texts", limits=limits)
    with pytest.raises(CannotBeRead, match="damaged"):
        read_parquet(BytesIO(held.getvalue()[:-20]), to=tmp_path / "texts")
