"""All decisions together: the worked example of four proposals, and what must not be averaged away."""

from __future__ import annotations

from dueregard.domain.assessments.cumulative import Assessed, Mark, difference, mark_of, say_together, together
from dueregard.domain.assessments.model import Effect, Impact, Severity, Weight, group_of

DISABLED, OLDER, WOMEN = group_of("disability"), group_of(("age", "65+")), group_of(("sex", "female"))


def _impact(group, effect, severity=None, people=None) -> Impact:
    return Impact(group, effect, before=Weight(severity, people=people))


def _four() -> list[Assessed]:
    """P1 −2, P2 −1, P3 +1, P4 −3 on disabled people: net −5 would hide that P4 is severe."""
    return [
        Assessed("P1", "Day centre hours", (_impact(DISABLED, Effect.WORSE, Severity.MODERATE, 120),)),
        Assessed("P2", "Parking permits", (_impact(DISABLED, Effect.WORSE, Severity.SMALL, 900),)),
        Assessed("P3", "Hearing loops", (_impact(DISABLED, Effect.BETTER, Severity.SMALL, 60),)),
        Assessed("P4", "Transport", (_impact(DISABLED, Effect.WORSE, Severity.SEVERE, 40),), places=("North",)),
    ]


def test_worked_example_points_disabled_people_out_for_two_reasons():
    (line,) = together(_four()).lines

    assert (line.worse, line.better, line.severe) == (3, 1, 1)
    assert line.is_pointed_out
    assert (line.most_people, line.people_at_most, line.is_people_partial) == (900, 1060, False)
    assert list(line.marks) == ["P1", "P2", "P3", "P4"]


def test_leaving_out_the_severe_one_changes_the_finding():
    whole, without = together(_four()), together(_four(), leave_out={"P4"})

    assert without.pointed_out == ()
    assert [(before.worse, after.worse if after else None) for before, after in difference(whole, without)] == [(3, 2)]
    assert say_together(whole) == (
        "4 decisions assessed. 1 group carries 3 or more that make things worse. For 1 group at least one is severe."
    )
    assert say_together(without) == (
        "3 decisions assessed. No group carries 3 or more that make things worse, and none is severe."
    )


def test_what_is_not_assessed_and_not_known_is_no_nought():
    found = together(
        [
            Assessed("A", "Assessed", (_impact(OLDER, Effect.NOT_KNOWN), _impact(WOMEN, None))),
            Assessed("B", "Not assessed"),
        ],
        groups=[DISABLED],
    )

    by_group = {line.group: line for line in found.lines}
    assert found.not_assessed == ("B",)
    assert (by_group[OLDER].not_known, by_group[WOMEN].not_answered) == (1, 1)
    assert by_group[DISABLED].marks == {}
    assert say_together(found).endswith("2 effects not known yet. 1 decision not assessed.")


def test_places_keep_what_bears_on_them():
    assert {one.code for one in together(_four(), place="South").decisions} == {"P1", "P2", "P3"}
    assert {one.code for one in together(_four(), place="North").decisions} == {"P1", "P2", "P3", "P4"}


def test_one_decision_said_twice_keeps_the_worst_and_both():
    twice = [_impact(DISABLED, Effect.WORSE, Severity.SEVERE), _impact(DISABLED, Effect.BETTER, Severity.SMALL, 5)]

    assert mark_of(twice) == Mark(Effect.BOTH, Severity.SEVERE, 5)
    assert mark_of(twice).is_severe


def test_after_mitigation_counts_where_it_was_said():
    softened = Impact(
        DISABLED,
        Effect.WORSE,
        before=Weight(Severity.SEVERE, people=40),
        after=Weight(Severity.SMALL, people=10),
        effect_after=Effect.WORSE,
    )

    assert mark_of([softened]) == Mark(Effect.WORSE, Severity.SMALL, 10)


def test_numbers_that_some_did_not_give_are_said():
    found = together(
        [
            Assessed("A", "A", (_impact(OLDER, Effect.WORSE, people=0),)),
            Assessed("B", "B", (_impact(OLDER, Effect.WORSE),)),
        ]
    )

    (line,) = found.lines
    assert (line.most_people, line.people_at_most, line.is_people_partial) == (0, 0, True)


def test_a_crossing_is_the_same_group_whichever_was_named_first():
    one, other = group_of("disability", "age"), group_of("age", "disability")
    found = together(
        [
            Assessed("A", "First", (_impact(one, Effect.WORSE, Severity.SMALL, 10),)),
            Assessed("B", "Second", (_impact(other, Effect.WORSE, Severity.SEVERE, 5),)),
            Assessed("C", "Third", (_impact(one, Effect.WORSE, Severity.SMALL, 2),)),
        ],
        groups=[other],
    )

    (line,) = found.lines
    assert (line.worse, line.severe, line.people_at_most) == (3, 1, 17)
    assert line.is_pointed_out
