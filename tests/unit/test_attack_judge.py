"""What the judge knows: linked tables, earlier releases, people within others, other days, percentages, roundings."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from dueregard.analysis.attack.facts import Fact, percentage
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.attack.judgement import Contradiction
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Category, Dimension, Kind
from dueregard.analysis.released.table import Audience, Method, Population, ReleasedTable
from dueregard.terms.errors import UsedWrongly

SEX = Dimension.flat("sex", "Sex", ("F", "M"))
AGE = Dimension.flat("age", "Age", ("young", "old"))
STAFF = Population("staff", "Staff")
MISSING = Cell(None, State.MISSING)


def made(
    dimensions: tuple[Dimension, ...],
    figures: Mapping[tuple[str, ...], int | Decimal | None],
    *,
    population: Population = STAFF,
    audience: Audience = Audience.PUBLIC,
    state: State = State.RELEASED,
    method: Method = Method.SUPPRESSION,
    unit: str = "people",
) -> ReleasedTable:
    """Make a table of the figures given; None is hidden, and what is left out is missing."""
    cells = tuple(
        MISSING if codes not in figures else HIDDEN if figures[codes] is None else Cell(figures[codes], state)
        for codes in itertools.product(*(dimension.codes for dimension in dimensions))
    )
    exemption = "It is official." if method is Method.EXEMPT else ""
    return ReleasedTable("t", "", dimensions, cells, population, audience, method, unit=unit, exemption=exemption)


def cells_of(judgement) -> dict[str, float]:
    return {" ".join(category for _, category in one.at): one.low for one in judgement.recovered}


def test_one_hidden_cell_in_a_line_is_a_subtraction() -> None:
    found = attack([made((SEX,), {("F",): None, ("M",): 90, (TOTAL,): 97})])
    assert cells_of(found) == {"F": 7}
    assert (found.recovered[0].how, found.recovered[0].attacker) == ("subtraction", Attacker.A1)
    assert found.recovered[0].in_words() == "sex F"
    assert not found.nothing_recovered


def test_two_hidden_cells_are_a_range() -> None:
    found = attack([made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})], all_ranges=True)
    assert found.nothing_recovered
    assert [(one.low, one.high) for one in found.ranges] == [(1, 96), (1, 96)]


def test_who_knows_that_noughts_are_shown_knows_more() -> None:
    table = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 2})
    assert attack([table], attacker=Attacker.A0).nothing_recovered
    assert attack([table], zeros_published=False).nothing_recovered
    assert cells_of(attack([table])) == {"F": 1, "M": 1}


def test_who_can_tell_small_ones_knows_more_still() -> None:
    table = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 11})
    small = {(("sex", "F"),)}
    assert attack([table], threshold=10, distinguishable=small).nothing_recovered
    found = attack([table], attacker=Attacker.A2, threshold=10, distinguishable=small)
    assert cells_of(found) == {"F": 1, "M": 10}
    assert [one.primary for one in found.recovered] == [True, False]
    unsure = attack([table], attacker=Attacker.A2, threshold=10, distinguishable=small, secondary=())
    assert unsure.nothing_recovered


def test_a_range_that_is_too_narrow() -> None:
    table = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 4})
    assert attack([table], width=2).nothing_recovered
    narrow = attack([table], width=3)
    assert {one.how for one in narrow.recovered} == {"subtraction"}
    assert attack([table], width=3, wide=()).nothing_recovered


def test_no_total_and_no_bound() -> None:
    found = attack([made((SEX,), {("F",): None, ("M",): None, (TOTAL,): None})], all_ranges=True)
    assert found.nothing_recovered
    assert [one.high for one in found.ranges] == [None, None, None]


def test_linked_tables_share_their_margins() -> None:
    by_sex = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 50})
    crossed = made((SEX, AGE), {("F", "young"): 4, ("F", "old"): 8, ("M", "young"): None, ("M", "old"): None})
    found = attack([by_sex, crossed])
    assert cells_of(found) == {"F": 12, "M": 38}


def test_a_table_without_a_total_adds_up_to_everybody() -> None:
    wards = Dimension.flat("ward", "Ward", ("W1", "W2"), total=False)
    areas = Dimension.flat("ward", "Ward", ("North", "South"), total=False)
    found = attack(
        [
            made((wards,), {("W1",): 12, ("W2",): 20}),
            made((areas,), {("North",): 25, ("South",): None}),
        ]
    )
    assert cells_of(found) == {"South": 7}


def test_groups_named_in_one_table_hold_in_another() -> None:
    tree = Dimension(
        "eth",
        "",
        (
            Category("Indian", "", parent="Asian"),
            Category("Chinese", "", parent="Asian"),
            Category("Asian", "", Kind.GROUP),
        ),
    )
    parts = Dimension.flat("eth", "", ("Indian", "Chinese"), total=False)
    groups = Dimension.flat("eth", "", ("Asian",), total=False)
    found = attack(
        [
            made((tree,), {("Indian",): 30, ("Chinese",): 40, ("Asian",): 70}),
            made((parts, AGE), {("Indian", "old"): 11, ("Chinese", "old"): None}),
            made((groups, AGE), {("Asian", "old"): 15}),
        ]
    )
    assert cells_of(found) == {"old Chinese": 4}


def test_an_earlier_release_gives_a_cell_away() -> None:
    now = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})
    before = made((SEX,), {("F",): 7, ("M",): None, (TOTAL,): None})
    assert cells_of(attack([now, before])) == {"F": 7, "M": 90, "": 97}


def test_what_is_exempt_is_no_part_of_it() -> None:
    now = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})
    official = made((SEX,), {("F",): 7}, method=Method.EXEMPT)
    assert attack([now, official]).nothing_recovered


def test_amounts_are_not_the_same_cells_as_people() -> None:
    now = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})
    pay = made((SEX,), {("F",): 7, ("M",): 90, (TOTAL,): 97}, unit="pounds")
    assert attack([now, pay]).nothing_recovered


def test_only_what_is_hidden_from_the_audience_counts() -> None:
    inside = made((SEX,), {("F",): 7, ("M",): 90, (TOTAL,): 97}, audience=Audience.INTERNAL)
    outside = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})
    assert len(attack([inside, outside]).recovered) == 2
    assert attack([inside, outside], audience=Audience.INTERNAL).nothing_recovered


def test_people_within_others() -> None:
    everyone = Population("residents", "Residents")
    town = Population("town", "The town", within="residents")
    found = attack(
        [
            made((SEX,), {("F",): 100, ("M",): 80, (TOTAL,): 180}, population=everyone),
            made((SEX,), {("F",): 96, ("M",): 60, (TOTAL,): 156}, population=town),
        ],
        threshold=10,
    )
    assert [(one.population, one.in_words(), one.low) for one in found.recovered] == [
        ("residents less town", "sex F", 4)
    ]
    assert found.recovered[0].how == "difference between populations"


def test_people_within_others_bound_each_other() -> None:
    everyone = Population("residents", "Residents")
    town = Population("town", "The town", within="residents")
    found = attack(
        [
            made((SEX,), {("F",): 0, ("M",): 80, (TOTAL,): 80}, population=everyone),
            made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 60}, population=town),
        ],
        attacker=Attacker.A0,
    )
    assert cells_of(found) == {"F": 0, "M": 60}


def test_a_difference_that_may_be_small_but_is_not_known_is_safe() -> None:
    everyone = Population("residents", "Residents")
    town = Population("town", "The town", within="residents")
    found = attack(
        [
            made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 180}, population=everyone),
            made((SEX,), {("F",): 96, ("M",): 60, (TOTAL,): 156}, population=town),
        ],
        threshold=10,
    )
    assert found.nothing_recovered


def test_the_one_who_left() -> None:
    disabled = Dimension.flat("disabled", "", ("yes", "no"))
    then = Population("staff-2025", "", date(2025, 3, 31), "staff")
    now = Population("staff-2026", "", date(2026, 3, 31), "staff")
    found = attack(
        [
            made((disabled,), {("yes",): 11, ("no",): 203, (TOTAL,): 214}, population=then),
            made((disabled,), {("yes",): 10, ("no",): 203, (TOTAL,): 213}, population=now),
        ],
        threshold=10,
    )
    assert [(one.in_words(), one.low, one.how) for one in found.recovered] == [
        ("disabled yes", 1, "difference between two days")
    ]


def test_many_who_came_and_left_tell_nothing() -> None:
    then = Population("staff-2025", "", date(2025, 3, 31), "staff")
    now = Population("staff-2026", "", date(2026, 3, 31), "staff")
    tables = [
        made((SEX,), {("F",): 110, ("M",): 104, (TOTAL,): 214}, population=then),
        made((SEX,), {("F",): 109, ("M",): 79, (TOTAL,): 188}, population=now),
    ]
    assert attack(tables, threshold=10).nothing_recovered
    assert attack(tables).nothing_recovered


def test_a_percentage_of_a_hidden_base() -> None:
    """33.3 % of fewer than ten people: three, six or nine; 14.3 % of 7, 14 …: with a base below ten, one of seven."""
    table = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): None})
    third = percentage({"sex": "F"}, over={}, percent=33.3, decimals=1)
    assert attack([table], facts=third).nothing_recovered
    bounded = made((SEX, AGE), {("F", TOTAL): None, ("M", TOTAL): None, (TOTAL, TOTAL): None, (TOTAL, "old"): 7})
    seventh = percentage({"sex": "F"}, over={"age": "old"}, percent=14.3, decimals=1)
    assert cells_of(attack([bounded], facts=seventh)) == {"F": 1}
    with pytest.raises(UsedWrongly):
        attack([table], facts=percentage({"sex": "X"}, over={}, percent=1, decimals=0))


def test_only_whole_people_fit_a_percentage() -> None:
    """F is 37.5 % of a base of 1 to 9 people: only 3 of 8 will do, though many fractions would."""
    table = made((SEX, AGE), {("F", TOTAL): None, ("M", TOTAL): None, (TOTAL, TOTAL): None})
    found = attack(
        [table],
        attacker=Attacker.A2,
        threshold=10,
        distinguishable={(("sex", "F"),), (("sex", "M"),), ()},
        facts=percentage({"sex": "F"}, over={}, percent=37.5, decimals=1),
    )
    assert cells_of(found) == {"F": 3, "M": 5, "": 8}


def test_branching_where_only_one_whole_answer_fits() -> None:
    """6 a + 10 b + 15 c = 62 has one answer in counts of one or more, 2, 2 and 2, and many in fractions."""
    three = Dimension.flat("eth", "", ("a", "b", "c"))
    table = made((three,), dict.fromkeys((code,) for code in three.codes))
    terms = tuple(((("eth", code),), times) for code, times in (("a", 6.0), ("b", 10.0), ("c", 15.0)))
    found = attack([table], facts=[Fact(terms, low=62, high=62)])
    assert cells_of(found) == {"a": 2, "b": 2, "c": 2, "": 6}
    assert {one.how for one in found.recovered} == {"all relations together"}
    with pytest.raises(Contradiction):  # 60 is out of reach of any whole counts
        attack([table], facts=[Fact(terms, low=60, high=60)])


def test_amounts_need_not_be_whole() -> None:
    half = Decimal("97.50")
    hidden = {("F",): None, ("M",): None, (TOTAL,): half}
    assert attack([made((SEX,), hidden, unit="pounds")]).nothing_recovered
    found = attack([made((SEX,), {**hidden, ("M",): Decimal(90)}, unit="pounds")])
    assert cells_of(found) == {"F": 7.5}


def test_a_range_too_narrow_is_found_by_asking() -> None:
    """Each of the four can be 1, 2 or 3: with a width of 3 asked for, that is too narrow."""
    table = made(
        (SEX, AGE),
        {
            **dict.fromkeys(itertools.product(("F", "M"), ("young", "old"))),
            ("F", TOTAL): 4,
            ("M", TOTAL): 40,
            (TOTAL, "young"): 22,
            (TOTAL, "old"): 22,
            (TOTAL, TOTAL): 44,
        },
    )
    assert attack([table], width=2).nothing_recovered
    assert len(attack([table], width=3).recovered) == 4


def test_facts_that_cannot_hold_together() -> None:
    table = made((SEX,), {("F",): None, ("M",): None, (TOTAL,): None})
    women, men = (("sex", "F"),), (("sex", "M"),)
    facts = [
        Fact(((women, 1.0), (men, -1.0)), low=1),
        Fact(((women, 1.0), (men, -2.0)), high=-1),
        Fact(((women, 1.0), (men, 1.0)), high=2.9),
    ]
    with pytest.raises(Contradiction):
        attack([table], facts=facts, attacker=Attacker.A0)


def test_rounded_figures_that_do_not_add_up_tell_something() -> None:
    figures = {("F",): 0, ("M",): 0, (TOTAL,): 10}
    table = made((SEX,), figures, state=State.ROUNDED, method=Method.ROUNDING)
    safe = made((SEX,), {("F",): 5, ("M",): 5, (TOTAL,): 10}, state=State.ROUNDED, method=Method.ROUNDING)
    assert attack([safe], deviation=4).nothing_recovered
    with pytest.raises(Contradiction):
        attack([table], deviation=2)
    # nearest multiples of 5: each is within 2 of the truth, so 0 + 0 shown as 5 can only be 2 + 1, 1 + 2 or 2 + 2
    near = made((SEX,), {("F",): 0, ("M",): 0, (TOTAL,): 5}, state=State.ROUNDED, method=Method.ROUNDING)
    assert attack([near], deviation=2).nothing_recovered
    edge = made((SEX,), {("F",): 0, ("M",): 0, (TOTAL,): 6}, state=State.ROUNDED, method=Method.ROUNDING)
    assert cells_of(attack([edge], deviation=2)) == {"F": 2, "M": 2, "": 4}


def test_perturbed_figures_bind_nothing_unless_their_deviation_is_said() -> None:
    table = made((SEX,), {("F",): 3, ("M",): 9, (TOTAL,): 15}, state=State.PERTURBED, method=Method.CELL_KEY)
    assert attack([table]).nothing_recovered
    assert attack([table], deviation=2).nothing_recovered
    assert cells_of(attack([table], deviation=1)) == {"F": 4, "M": 10, "": 14}


def test_figures_that_contradict_each_other() -> None:
    one = made((SEX,), {("F",): 7, ("M",): 90, (TOTAL,): 97})
    other = made((SEX,), {("F",): 8, ("M",): 90, (TOTAL,): 98})
    with pytest.raises(Contradiction, match="contradict"):
        attack([one, other])
    with pytest.raises(Contradiction, match="cannot all be true"):
        attack([made((SEX,), {("F",): None, ("M",): 98, (TOTAL,): 97})])


def test_out_of_time_is_undecided_not_safe() -> None:
    three = Dimension.flat("eth", "", ("a", "b", "c"))
    figures = dict.fromkeys(itertools.product(three.codes, AGE.codes))
    figures.update({("a", TOTAL): 30, ("b", TOTAL): 40, ("c", TOTAL): 50, (TOTAL, TOTAL): 120})
    table = made((three, AGE), figures)
    assert attack([table]).nothing_recovered
    late = attack([table], seconds=0.0)
    assert len(late.undecided) == 8
    assert not late.nothing_recovered
    stopped = attack([table], cancelled=lambda: True)
    assert stopped.undecided
    assert stopped.summary()["undecided"] == 8


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    attack([made((SEX,), {("F",): None, ("M",): None, (TOTAL,): 97})], progress=lambda *at: told.append(at))
    assert told == [(0, 1), (1, 1)]


def test_nothing_published_and_nothing_hidden() -> None:
    assert attack([]).nothing_recovered
    assert attack([made((SEX,), {("F",): 10, ("M",): 20, (TOTAL,): 30})]).hidden == 0
