"""Sums, people and means leave together or not at all; what a reader gets is rounded and adds nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from amounts_made_up import amount_table
from disclosure_made_up import plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.release.amounts import release_amounts
from dueregard.analysis.release.gate import Release, release
from dueregard.analysis.release.protecting import Means
from dueregard.analysis.release.refused import Refused
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.shape import from_json, to_json
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.released.units import mean_unit, sum_unit
from dueregard.analysis.tables.amounts import AmountTable
from dueregard.analysis.tables.table import complete
from dueregard.terms.errors import UsedWrongly

STAFF = Population("staff", "Staff", date(2026, 3, 31))
TEAM = Dimension.flat("team", "Team", ("A", "B", "C", "D"))
POLICY = plain_policy(threshold=5, minimum_base_mean=5, dominance_k=90)
CANARY = 31_337_42
"""Pence: what nobody may see."""


def even(people: int, pence: int = 1_234_56) -> list[int]:
    return [pence] * people


def pay() -> AmountTable:
    return amount_table([TEAM], {(0,): [CANARY, *even(4, 10_00)], (1,): even(12), (2,): even(30), (3,): even(40)})


def let_out(table: AmountTable | None = None, **changed: object) -> Release:
    given = {"policy": POLICY, "population": STAFF, "audience": Audience.PUBLIC, "seconds": 30.0} | changed
    return release_amounts([table or pay()], **given)


def test_a_dominated_sum_is_hidden_with_another_and_both_means() -> None:
    people, sums, means = let_out().tables

    assert (people.code, sums.code, means.code) == ("pay-people", "pay-sum", "pay-mean")
    assert [cell.value for cell in people.cells] == [5, 12, 30, 40, 87]
    assert sums.cells[:2] == (HIDDEN, HIDDEN)
    # 30 × 1,234.56 = 37,036.80; 40 × = 49,382.40; in whole pounds
    assert [cell.value for cell in sums.cells[2:4]] == [Decimal(37_037), Decimal(49_382)]
    assert means.cells[:2] == (HIDDEN, HIDDEN)
    # 37,037 ÷ 30 is 1,234.57: above £1,000 means go to the nearest £100
    assert [cell.value for cell in means.cells[2:4]] == [Decimal(1_200), Decimal(1_200)]
    assert (sums.unit, means.unit) == (sum_unit("pay"), mean_unit("pay"))
    assert {cell.state for cell in sums.cells} == {State.ROUNDED, State.SUPPRESSED}
    assert "need not add up" in sums.notes[-1]


def test_pay_by_the_hour_goes_to_five_pence() -> None:
    table = amount_table([TEAM], {(place,): even(20, 17_51) for place in range(4)})

    means = let_out(table).tables[2]

    assert {cell.value for cell in means.cells} == {Decimal("17.50")}
    assert means.rounding_base == Decimal("0.05")


def test_a_hidden_count_hides_sum_and_mean() -> None:
    table = amount_table([TEAM], {(0,): even(3), (1,): even(12), (2,): even(30), (3,): even(40)})

    people, sums, means = let_out(table).tables

    for number, cell in enumerate(people.cells):
        if cell == HIDDEN:
            assert sums.cells[number] == means.cells[number] == HIDDEN
    assert people.cells[0] == HIDDEN


def test_nobody_and_nought() -> None:
    table = amount_table([TEAM], {(0,): [], (1,): even(12), (2,): even(30), (3,): even(40)})

    people, sums, means = let_out(table).tables

    assert (people.cells[0].value, sums.cells[0].value) == (0, Decimal(0))
    assert means.cells[0].state is State.NOT_APPLICABLE


def test_the_canary_is_nowhere() -> None:
    found = let_out(means=Means(secret=b"made up"))
    said = "".join(str(to_json(table)) for table in found.tables) + str(found.proof.to_json())

    for text in ("31337", "31,337", "31377", "3133742"):
        assert text not in said
    assert len(found.proof.hashes_in) == 2
    assert [from_json(to_json(table)) for table in found.tables] == list(found.tables)


def test_the_same_again_is_the_same() -> None:
    first = let_out().tables

    again = let_out(before=first).tables

    assert [table.cells for table in again] == [table.cells for table in first]


def test_another_table_of_the_same_sums_follows_safely() -> None:
    first = let_out().tables
    sex = Dimension.flat("sex", "Sex", ("F", "M"))
    halves = {(0,): [CANARY, *even(2, 10_00), *even(40)], (1,): [*even(2, 10_00), *even(42)]}

    second = let_out(replace(amount_table([sex], halves), code="by-sex"), before=first).tables

    assert attack([*first, *second]).nothing_recovered


def test_sums_that_changed_are_refused_without_a_figure() -> None:
    first = let_out().tables
    other = amount_table(
        [TEAM], {(0,): [CANARY, *even(4, 10_00)], (1,): even(12), (2,): even(30, 9_99), (3,): even(40)}
    )

    with pytest.raises(Refused) as refused:
        let_out(other, before=first)

    assert "contradict" in str(refused.value)
    assert "29" not in str(refused.value)


def test_those_without_an_amount_are_not_among_the_people() -> None:
    table = pay()
    counts = table.counts + np.array([20, 20, 20, 20, 80])
    table = replace(table, counts=counts)

    people = let_out(table).tables[0]

    assert people.population == Population("staff with pay", "Staff with pay", STAFF.on, "staff")


def test_a_few_without_an_amount_are_not_given_away() -> None:
    table = pay()
    by_team = release(
        [complete("rows", [TEAM], table.counts[:4] + np.array([0, 0, 2, 0]))],
        policy=POLICY, population=STAFF, audience=Audience.PUBLIC,
    ).tables  # fmt: skip

    with pytest.raises(Refused, match="difference between populations"):
        let_out(replace(table, counts=table.counts + np.array([0, 0, 2, 0, 2])), before=by_team)


@pytest.mark.parametrize("method", [Method.ROUNDING, Method.CELL_KEY])
def test_other_methods_are_refused_for_amounts(method: Method) -> None:
    with pytest.raises(UsedWrongly, match="hiding"):
        let_out(policy=replace(POLICY, method=method))


def test_counts_follow_a_release_of_amounts() -> None:
    first = let_out().tables

    found = release(
        [complete("rows", [TEAM], pay().counts[:4].copy())],
        policy=POLICY, population=STAFF, audience=Audience.PUBLIC, before=first,
    )  # fmt: skip

    assert [cell.value for cell in found.tables[0].cells] == [5, 12, 30, 40, 87]


def made(unit: str, figures: list[str | None], *, step: str | None = None) -> ReleasedTable:
    state = State.RELEASED if step is None else State.ROUNDED
    cells = tuple(
        HIDDEN if one is None else Cell(int(one) if unit == "people" else Decimal(one), state) for one in figures
    )
    return ReleasedTable(
        unit, "", (Dimension.flat("sex", "Sex", ("F", "M")),), cells, STAFF, Audience.PUBLIC, Method.SUPPRESSION,
        unit=unit, rounding_base=None if step is None else Decimal(step),
    )  # fmt: skip


def test_a_mean_beside_its_people_gives_a_hidden_sum_back() -> None:
    people = made("people", ["20", "30", "50"])
    sums = made(sum_unit("pay"), [None, None, "1000"], step="1")
    means = made(mean_unit("pay"), ["17.50", None, None], step="0.05")

    found = attack([people, sums, means], sum_widths={(("sex", "F"),): 200}, all_ranges=True)

    # 20 people at 17.475 to 17.525, give or take the rounding of a sum: 349 to 351
    (female,) = [one for one in found.ranges if one.at == (("sex", "F"),)]
    assert (round(female.low, 2), round(female.high or 0, 2)) == (349, 351)
    assert attack([people, sums, means], sum_widths={(("sex", "F"),): 201}).recovered


def test_a_sum_alone_in_its_line_is_found() -> None:
    sums = made(sum_unit("pay"), [None, "300", "1000"], step="1")

    found = attack([sums], sum_widths={(("sex", "F"),): 10_000})

    assert [(one.low, one.high) for one in found.recovered] == [(699, 701)]


def test_the_sum_of_nobody_is_nought() -> None:
    people = made("people", ["0", "30", "30"])
    sums = made(sum_unit("pay"), [None, None, "1000"], step="1")

    found = attack([people, sums])

    assert ((("sex", "F"),), 0, 0) in [(one.at, one.low, one.high) for one in found.recovered]
