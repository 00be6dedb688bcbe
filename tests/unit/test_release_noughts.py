"""Where all of a group are in one category, it is told of each: then that is hidden, with noughts that give it away.

And the judge knows of each table what its readers are told: whether a hidden figure can be nought.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from disclosure_made_up import any_linked, plain_policy
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.disclosure.policies import policy
from dueregard.analysis.disclosure.primary import full_rows
from dueregard.analysis.disclosure.protect import protect
from dueregard.analysis.release.gate import release
from dueregard.analysis.release.refused import Refused
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import HIDDEN, Cell
from dueregard.analysis.released.dimensions import Dimension
from dueregard.analysis.released.noughts import HIDDEN_IF_TELLING, may_be_nought
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.analysis.tables.table import Table, complete

STAFF = Population("staff", "Staff", date(2026, 3, 31))
GROUPS, PLAIN = policy("special-category-public-groups"), policy("special-category-public")
TEAM = Dimension.flat("team", "Team", ("North", "South", "East", "West"))
CONDITION = Dimension.flat("condition", "Condition", ("Yes", "No"))
ALL_OF_NORTH = np.array([[30, 0], [20, 41], [33, 25], [24, 37]])


def counted(leaves: np.ndarray = ALL_OF_NORTH) -> Table:
    return complete("team-condition", (TEAM, CONDITION), leaves)


def let_out(rules, *, before=(), table: Table | None = None):
    return release(
        [table or counted()], policy=rules, population=STAFF, audience=Audience.PUBLIC, before=before, seconds=20.0
    )


def shown(table: ReleasedTable) -> dict[tuple[str, ...], Cell]:
    return dict(table.rows())


def test_usual_rules_show_a_full_group_and_the_rules_for_groups_hide_it_with_its_nought() -> None:
    usual, groups = (let_out(rules).tables[0] for rules in (PLAIN, GROUPS))

    assert (shown(usual)["North", "Yes"].value, shown(usual)["North", "No"].value) == (30, 0)
    assert (shown(groups)["North", "Yes"], shown(groups)["North", "No"]) == (HIDDEN, HIDDEN)
    assert shown(groups)["North", "Total"].value == 30
    assert (may_be_nought(usual), may_be_nought(groups)) == (False, True)
    assert HIDDEN_IF_TELLING in groups.notes  # readers are told


def test_nobody_can_tell_that_a_group_is_full() -> None:
    (table,) = let_out(GROUPS).tables

    found = attack([table], all_ranges=True)

    assert found.nothing_recovered
    ranges = {dict(one.at).get("condition"): one for one in found.ranges if dict(one.at).get("team") == "North"}
    assert ranges["Yes"].high - ranges["Yes"].low >= 3
    assert ranges["No"].low == 0
    assert ranges["No"].high >= 3


def test_nought_that_tells_nothing_of_a_group_is_shown() -> None:
    three = Dimension.flat("condition", "Condition", ("Yes", "No", "Not said"))
    table = complete("t", (TEAM, three), np.array([[30, 31, 0], [20, 41, 15], [33, 25, 16], [24, 37, 18]]))

    (out,) = let_out(GROUPS, table=table).tables

    assert shown(out)["North", "Not said"].value == 0


@pytest.mark.parametrize(("first", "then"), [(PLAIN, GROUPS), (GROUPS, PLAIN)])
def test_rules_that_treat_noughts_otherwise_are_not_mixed(first, then) -> None:
    before = let_out(first).tables

    with pytest.raises(Refused, match="treat noughts otherwise"):
        let_out(then, before=before)


def test_rules_for_groups_follow_one_another() -> None:
    before = let_out(GROUPS).tables

    again = let_out(GROUPS, before=before).tables[0]

    assert again.cells == before[0].cells


def hidden_pair(total: int, *notes: str) -> ReleasedTable:
    cells = (HIDDEN, HIDDEN, Cell(total))
    return ReleasedTable("t", "", (CONDITION,), cells, STAFF, Audience.PUBLIC, Method.SUPPRESSION, notes=notes)


def test_judge_takes_hidden_counts_for_one_or_more_unless_the_table_says_otherwise() -> None:
    assert len(attack([hidden_pair(2)]).recovered) == 2  # one and one
    assert attack([hidden_pair(2, HIDDEN_IF_TELLING)]).nothing_recovered  # or none and two


def test_what_one_table_says_of_noughts_is_not_taken_for_another() -> None:
    other = replace(hidden_pair(2), population=Population("others", "", date(2026, 3, 31)))

    found = attack([hidden_pair(2, HIDDEN_IF_TELLING), other])

    assert {one.population for one in found.recovered} == {"others"}


@pytest.mark.parametrize("block", range(4))
def test_judge_never_learns_that_a_group_is_full(block: int) -> None:
    rules = replace(plain_policy(threshold=5, width=1), revealing_zeros=True)
    for seed in range(block, 60, 4):
        tables = any_linked(np.random.default_rng([38, seed]))
        done = protect(tables, policy=rules, seconds=1, gap=0.9)
        seen = [
            ReleasedTable(
                one.table.code, "", one.table.dimensions, one.cells(), STAFF, Audience.PUBLIC, Method.SUPPRESSION,
                notes=(HIDDEN_IF_TELLING,),
            )
            for one in done.tables
        ]  # fmt: skip

        found = attack(seen, attacker=Attacker.A1, seconds=20, workers=1)

        beyond = {tuple(sorted(one.at)) for one in done.unprotectable}
        assert not {one.at for one in found.recovered} - beyond, seed
        assert not found.undecided, seed
        for one in done.tables:
            hidden = np.array([not state.has_value for state in one.states]).reshape(one.table.counts.shape)
            assert not (full_rows(one.table) & ~hidden).any(), seed
