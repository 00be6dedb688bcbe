"""A released table goes into a file and comes back the same; a file that leaks or contradicts itself is told."""

from __future__ import annotations

import io
import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.files import (
    CarriesHidden,
    chains_of,
    groups_from_lookup,
    groups_path,
    read_groups,
    read_long,
    write_groups,
    write_long,
)
from dueregard.analysis.released.shape import from_json, hash_of, to_json
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.terms.errors import CannotBeRead, ExitCode, NothingOfTheKind, UsedWrongly

WARD = Dimension(
    "ward",
    "Ward",
    (
        Category("=W1", "One", parent="North"),
        Category("W2", "Two", parent="North"),
        Category("W3", "Three", parent="South"),
        Category("North", "North", Kind.GROUP, TOTAL),
        Category("South", "South", Kind.GROUP, TOTAL),
        Category(TOTAL, TOTAL, Kind.TOTAL),
    ),
)
SEX = Dimension.flat("sex", "Sex", ("F", "M"))
AGE = Dimension.flat("age", "Age", ("young", "old"))
STAFF = Population("staff-2026", "Staff", date(2026, 3, 31), "staff")


def table(*dimensions: Dimension, cells: tuple[Cell, ...], code: str = "t") -> ReleasedTable:
    return ReleasedTable(code, "Staff", dimensions, cells, STAFF, Audience.PUBLIC, Method.SUPPRESSION)


def numbered(*dimensions: Dimension) -> ReleasedTable:
    size = len(list(itertools.product(*(d.codes for d in dimensions))))
    return table(*dimensions, cells=tuple(Cell(n) if n % 3 else HIDDEN for n in range(size)))


def long_of(*tables: ReleasedTable) -> str:
    out = io.StringIO()
    write_long(tables, out)
    return out.getvalue()


def groups_of(*tables: ReleasedTable) -> str:
    out = io.StringIO()
    write_groups(tables, out)
    return out.getvalue()


def test_a_table_comes_back_with_its_groups_and_formulas_do_not_run() -> None:
    given = numbered(WARD, SEX)
    text = long_of(given)
    assert "'=W1,F,,suppressed" in text
    groups = read_groups(io.StringIO(groups_of(given)))

    (back,) = read_long(io.StringIO(text), groups=groups)

    assert back.cells == given.cells
    assert [(c.code, c.kind, c.parent) for c in back.dimensions[0].categories] == [
        (c.code, c.kind, c.parent) for c in WARD.categories
    ]


def test_linked_tables_share_a_file() -> None:
    first = table(WARD, SEX, cells=tuple(Cell(5) for _ in range(18)))
    second = table(SEX, AGE, cells=tuple(Cell(5) for _ in range(9)))
    text = long_of(first, second)
    assert text.splitlines()[0] == "ward,sex,age,count,state"
    assert text.splitlines()[1] == "'=W1,F,Total,5,released"
    assert len(text.splitlines()) == 1 + 18 + 9 - 3  # the sexes and the total stand in both

    back = read_long(io.StringIO(text))

    assert [[d.code for d in each.dimensions] for each in back] == [["ward", "sex"], ["sex", "age"]]
    assert back[1].cells == second.cells


def test_the_groups_file_beside_the_table_is_found(tmp_path: Path) -> None:
    given = numbered(WARD, SEX)
    path = tmp_path / "staff.csv"
    path.write_text(long_of(given))
    assert read_long(path)[0].dimensions[0].category("W2").parent == TOTAL  # nobody said otherwise
    groups_path(path).write_text(groups_of(given))
    assert read_long(path)[0].dimensions[0].category("W2").parent == "North"


def test_groups_from_the_records(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text("ward,area,sex\n=W1,North,F\nW2,North,M\nW3,South,F\n")
    path = tmp_path / "t.csv"
    path.write_text(long_of(numbered(WARD, SEX)))
    back = read_long(path, within=["ward<area"], lookup=records)
    assert [c.parent for c in back[0].dimensions[0].categories] == ["North", "North", "South", TOTAL, TOTAL, None]
    with pytest.raises(CannotBeRead, match="row 3"):
        groups_from_lookup(io.StringIO("ward,area\nW1,North\nW1,South\n"), ["ward<area"])
    with pytest.raises(UsedWrongly, match="no such column"):
        groups_from_lookup(io.StringIO("ward\nW1\n"), ["ward<area"])


@pytest.mark.parametrize("within", [["ward"], ["ward<"], ["a<b", "b<a"], ["a<b", "a<c"]])
def test_a_chain_that_cannot_be_is_refused(within: list[str]) -> None:
    with pytest.raises(UsedWrongly):
        chains_of(within)


def test_a_group_that_is_left_out_is_skipped() -> None:
    text = "ward,count,state\nW1,1,released\nW2,2,released\nTotal,3,released\n"
    (back,) = read_long(io.StringIO(text), groups={"ward": {"W1": "North", "North": TOTAL}})
    assert back.dimensions[0].category("W1").parent == TOTAL


def test_a_row_that_is_not_there_is_a_missing_cell() -> None:
    (back,) = read_long(io.StringIO("a,b,count,state\nx,y,1,released\nx,z,2,released\nw,y,3,released\n"))
    assert back.cell({"a": "w", "b": "z"}).state is State.MISSING


def test_a_hidden_cell_with_its_figure_is_a_leak() -> None:
    with pytest.raises(CarriesHidden) as caught:
        read_long(io.StringIO("a,count,state\nx,4,suppressed\n"), name="t.csv")
    assert caught.value.exit_code is ExitCode.PROTECTED_FIGURE_RECOVERED
    assert "4" not in caught.value.message


def test_every_faulty_row_is_told() -> None:
    text = "a,count,state\nx,four,released\ny,1,strange\nx,1\nz,1,released\nz,2,released\nq,,released\nr,NaN,released\n"
    with pytest.raises(CannotBeRead) as caught:
        read_long(io.StringIO(text), name="t.csv")
    assert all(f"row {row}:" in str(caught.value) for row in (2, 3, 4, 6, 7, 8))


@pytest.mark.parametrize("text", ["", "a,b\nx,y\n", "count,count\n1,1\n"])
def test_a_table_of_another_form(text: str) -> None:
    with pytest.raises(NothingOfTheKind):
        read_long(io.StringIO(text))


def test_marks_and_separators_are_understood() -> None:
    (back,) = read_long(io.StringIO('a,count\nx,[c]\ny,[x]\nz,"1,204"\nv,\nw,12.5\n'))
    assert back.cells == (
        HIDDEN,
        Cell(None, State.MISSING),
        Cell(1204),
        HIDDEN,
        Cell(Decimal("12.5")),
    )


def test_the_method_is_seen_from_the_states() -> None:
    assert read_long(io.StringIO("a,count,state\nx,5,rounded\n"))[0].method is Method.ROUNDING
    assert read_long(io.StringIO("a,count,state\nx,5,perturbed\n"))[0].method is Method.CELL_KEY


def test_two_tables_that_contradict_each_other_are_not_written() -> None:
    with pytest.raises(UsedWrongly, match="differently"):
        long_of(table(SEX, cells=(Cell(1), Cell(2), Cell(3))), table(SEX, cells=(Cell(1), Cell(2), Cell(4))))
    with pytest.raises(UsedWrongly, match="called so"):
        long_of(table(Dimension.flat("count", "", ()), cells=(Cell(1),)))


def test_json_without_loss_and_one_hash_for_one_table() -> None:
    given = ReleasedTable(
        "pay",
        "Pay",
        (WARD,),
        (Cell(Decimal("10.50")), HIDDEN, Cell(3), Cell(None, State.MISSING), Cell(None, State.NOT_APPLICABLE), Cell(0)),
        STAFF,
        Audience.INTERNAL,
        Method.ROUNDING,
        unit="pounds",
        policy="pay-1",
        origins=(Origin("Payroll", "The council", "2026", url="https://example.org"),),
        notes=("A note.",),
        rounding_base=5,
    )
    back = from_json(to_json(given))
    assert back == given
    assert hash_of(back) == hash_of(given)
    assert len(hash_of(given)) == 64
    with pytest.raises(CannotBeRead, match="does not know"):
        from_json({**to_json(given), "version": 99})
    with pytest.raises(CannotBeRead, match="hold together"):
        from_json({**to_json(given), "cells": [["suppressed", 4]]})
