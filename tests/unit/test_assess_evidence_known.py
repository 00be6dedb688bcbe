"""Two released tables laid beside each other: marks stay marks, shares are of what everybody sees, gaps are said."""

from __future__ import annotations

from datetime import date

from dueregard.analysis.released.dimensions import Category, Dimension, Kind
from dueregard.domain.assessments.evidence import Source, gap_of, known_of, row_of, rows_within, says_of, table_of
from dueregard.domain.assessments.model import group_of
from factories.released import dimension, released

DISABLED = Dimension(
    "disability",
    "Disability",
    (
        Category("disabled", "Disabled", Kind.GROUP, "Total"),
        Category("limited_a_lot", "Limited a lot", Kind.VALUE, "disabled"),
        Category("limited_a_little", "Limited a little", Kind.VALUE, "disabled"),
        Category("not_disabled", "Not disabled", Kind.VALUE, "Total"),
        Category("not_known", "Not known", Kind.NOT_KNOWN, "Total"),
        Category("Total", "All", Kind.TOTAL),
    ),
)
RESIDENTS = Source(
    released([DISABLED], [15_000, 6_000, 9_000, 85_000, 0, 100_000], on=date(2021, 3, 21)),
    "disability", "People who live here", "Census 2021", "All residents", date(2021, 3, 21),
)  # fmt: skip
USERS = Source(
    released([DISABLED], [340, None, None, 560, 100, 1_000], on=date(2026, 3, 31)),
    "disability", "Members", "Members, release 4", "Members of the library", date(2026, 3, 31),
)  # fmt: skip


def test_shares_are_worked_out_of_released_cells_only() -> None:
    known = known_of("disability", residents=RESIDENTS, users=USERS)

    row = row_of(known, "")

    assert row is not None
    assert (row.residents, row.residents_share, row.users, row.users_share) == ("15,000", "15.0%", "340", "34.0%")
    assert [(each.group, each.users, each.residents) for each in known.shares] == [(group_of("disability"), 34.0, 15.0)]
    assert known.stands_out == "Disabled: a far larger share of users than of residents"


def test_what_is_hidden_stays_hidden_everywhere() -> None:
    known = known_of("disability", residents=RESIDENTS, users=USERS)

    inner = rows_within(known, "disabled")

    assert [(each.users, each.users_share) for each in inner] == [("[c]", "[c]")] * 2
    assert known.marks == ("c",)
    kept = table_of(USERS, caption="Members")
    assert kept["rows"][1] == ["Limited a lot", "[c]", "[c]"]
    assert "[c] Hidden to protect people." in kept["notes"]
    assert all(isinstance(cell, str) for line in kept["rows"] for cell in line), "no figure that could be reckoned with"


def test_what_a_source_does_not_cover_is_said() -> None:
    assert gap_of(USERS) == "10.0% gave no answer. 2 figures are hidden to protect people."
    assert gap_of(RESIDENTS) == ""
    assert known_of("disability", residents=None, users=USERS).gaps[-1] == (
        "There are no official figures to hold these against."
    )


def test_what_it_says_is_a_sentence_of_figures() -> None:
    assert says_of(RESIDENTS) == "Disabled: 15,000 (15.0%); Not disabled: 85,000 (85.0%), of 100,000."


def test_groups_that_one_side_does_not_count_are_named() -> None:
    theirs = dimension("religion", ["christian", "muslim", "jewish"])
    ours = dimension("religion", ["christian", "other"])
    known = known_of(
        "religion_belief",
        residents=Source(released([theirs], [500, 300, 200, 1_000]), "religion", "People", "Census", "All"),
        users=Source(released([ours], [60, 40, 100]), "religion", "Users", "release 1", "Users"),
    )

    assert [(each.label, each.residents, each.users) for each in known.rows] == [
        ("christian", "500", "60"),
        ("muslim", "300", "[x]"),
        ("jewish", "200", "[x]"),
        ("other", "[x]", "40"),
    ]
    assert "Not counted by itself among users: muslim, jewish." in known.gaps


def test_a_group_in_the_councils_words_is_found_by_its_ages() -> None:
    ages = Dimension(
        "age",
        "Age",
        (
            Category("age_0_to_64", "Aged 0 to 64", parent="Total"),
            Category("age_65_and_over", "Aged 65 and over", parent="Total"),
            Category("Total", "All", Kind.TOTAL),
        ),
    )
    known = known_of("age", residents=Source(released([ages], [80, 20, 100]), "age", "", "", ""), users=None)

    for words in ("65+", "over 64", "Aged 65 and over", "age_65_and_over"):
        found = row_of(known, words)
        assert found is not None, words
        assert found.code == "age_65_and_over", words
    assert row_of(known, "12 to 17") is None
    assert row_of(known, "") is None, "age has no one group that is everybody who shares it"


def test_a_share_of_too_few_people_is_withheld() -> None:
    few = Source(released([dimension("sex", ["female", "male"])], [4, 4, 8]), "sex", "Users", "release 1", "Users")

    known = known_of("sex", residents=None, users=few)

    assert [each.users_share for each in known.rows] == ["[c]", "[c]"]


def test_trans_people_are_not_compared() -> None:
    """Official statistics in development, says their publisher: not for small groups."""
    over = dimension("gender_identity", ["trans_woman", "same"])
    both = [
        Source(released([over], counts), "gender_identity", "", "", "") for counts in ([1, 999, 1000], [30, 70, 100])
    ]

    assert known_of("gender_reassignment", residents=both[0], users=both[1]).shares == ()
