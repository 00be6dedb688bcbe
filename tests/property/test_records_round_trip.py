"""Any table of texts comes out of the raw file as it went in, and an identifier comes out nowhere."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.analysis.records.choices import Choices
from dueregard.analysis.records.csv_files import read_csv
from dueregard.analysis.records.prepare import prepare, read_notes
from dueregard.analysis.records.propose import propose_schema
from dueregard.analysis.records.raw import ROW
from dueregard.terms.errors import UsedWrongly

# Letters with no words of their own meaning at the end of a table ("Total"), and no NUL, which is taken out.
_AWKWARD = st.sampled_from(list("abcxyz ,;|\t\"'\r\n=-/0123456789£é—民"))
_CELLS = st.text(st.one_of(_AWKWARD, st.characters(categories=("L", "P", "S"))), max_size=12)
_TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=30)
)


@settings(max_examples=120, deadline=None)
@given(_TABLES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_texts_round_trip(table: list[list[str]], encoding: str) -> None:
    rows = [["x", *row] for row in table]  # a first value, so that no row is blank, a note or a total
    headings = ["first", *(f"heading {chr(97 + at)}" for at in range(len(table[0])))]
    held = StringIO(newline="")
    csv.writer(held, quoting=csv.QUOTE_ALL).writerows([headings, *rows, ["x"] * len(headings)])

    with tempfile.TemporaryDirectory() as folder:
        raw = read_csv(held.getvalue().encode(encoding), to=Path(folder) / "texts")
        kept = pl.read_parquet(raw.path).drop(ROW)

    assert raw.headings == tuple(headings)
    assert [[cell or "" for cell in row] for row in kept.rows()][:-1] == rows


_IDENTIFIERS = st.sampled_from(
    [
        ("Name", "Canary Q{}"),
        ("Employee no", "CANARY{}"),
        ("E-mail", "canary{}@x.example"),
        ("Anything", "canary{}@x.example"),
        ("Address line 1", "{} Canary Street"),
        ("NI number", "CANARY{}"),
        ("Reg", "Mr Canary Q{}"),
        ("Comments", "canary said {}"),
        ("Remark", "a long line about canary number {}"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(_IDENTIFIERS, st.integers(5, 60), _CELLS)
def test_identifier_is_nowhere(made: tuple[str, str], rows: int, other: str) -> None:
    heading, words = made
    held = StringIO(newline="")
    body = [[words.format(n), "G1" if n % 2 else "G2", other] for n in range(rows)]
    csv.writer(held).writerows([[heading, "Grade", "Other"], *body])

    with tempfile.TemporaryDirectory() as folder:
        raw = read_csv(held.getvalue().encode(), to=Path(folder) / "texts")
        schema = propose_schema(raw)
        try:
            prepared = prepare(raw, schema, Choices(), to=Path(folder) / "kept", on=date(2026, 3, 31))
        except UsedWrongly as refused:
            said = [str(refused), repr(raw), repr(schema)]
        else:
            frame = pl.read_parquet(prepared.path)
            said = [repr(raw), repr(schema), repr(prepared), str(read_notes(prepared.path)), frame.write_csv()]
            said += [fault.in_words() for fault in prepared.faults]

    assert not [text for text in said if "canary" in text.casefold()]
