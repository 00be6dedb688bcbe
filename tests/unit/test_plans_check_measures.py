"""Figures in an action's words: which are proposed as measures, and which never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.domain.plans.measures import find_measures, measures_of, say_measure
from dueregard.domain.plans.model import Action, Measure, SubAction

FOUND = [
    # shares
    ("Give a pack of books to 95% of babies and toddlers in the area, including those with a disability",
     "Share of babies and toddlers in the area: 95 %"),
    ("95 % of babies receive a pack", "Share of babies who receive a pack: 95 %"),
    ("100% special schools engaged in the music programme",
     "Share of special schools engaged in the music programme: 100 %"),
    ("100 per cent of new managers complete the training", "Share of new managers who complete the training: 100 %"),
    ("Two thirds of managers complete training", "Share of managers who complete training: 2 in 3"),
    ("Half of all panel members are women", "Share of panel members who are women: 50 %"),
    ("Three quarters of tenants say repairs were easy to report",
     "Share of tenants who say repairs were easy to report: 75 %"),
    ("One in four posts at senior grades held by disabled people",
     "Share of posts at senior grades held by disabled people: 1 in 4"),
    ("9 out of 10 residents say they feel safe", "Share of residents who say they feel safe: 9 in 10"),
    ("Ensure 50% representation of women on panels", "Representation of women on panels: 50 %"),
    ("No more than 5% of cases go to appeal", "Share of cases that go to appeal: 5 %"),
    ("By 2025, 20% of our leadership team will be from ethnic minority backgrounds",
     "Share of leadership team who will be from ethnic minority backgrounds: 20 %"),
    ("At least 80 per cent of schools sign up to the charter", "Share of schools that sign up to the charter: 80 %"),
    ("Percentage of staff who have completed training (target 95%)",
     "Percentage of staff who have completed training: 95 %"),
    ("Answer 95% of requests for other formats within 5 working days", "Share of requests for other formats: 95 %"),
    # from … to
    ("Reduce the gap from 12 to 8 points", "Gap: from 12 to 8 points"),
    ("Raise disclosure of ethnicity from 40 per cent in 2014 to 55 per cent by 2017",
     "Disclosure of ethnicity: from 40 to 55 %"),
    ("increase satisfaction score from 3.2 to 4.5", "Satisfaction score: from 3.2 to 4.5"),
    ("Reduce the average wait from 21 to 14 days", "Average wait: from 21 to 14 days"),
    ("Increase the proportion of disabled staff from 4.2% (2021) to 7% by 2025",
     "Proportion of disabled staff: from 4.2 to 7 %"),
    # to a figure
    ("Increase disclosure rates to 80% by March 2027", "Disclosure rates: 80 %"),
    ("increase the number of mentors to 40", "Number of mentors: 40"),
    ("Cut waiting times to 10 days", "Waiting times: 10 days"),
    ("Reduce the gender pay gap to below 5%", "Gender pay gap: 5 %"),
    # by an amount
    ("Reduce complaints by a quarter", "Complaints: down by 25 %"),
    ("Increase the number of foster carers by 15", "Number of foster carers: up by 15 in number"),
    ("reduce reoffending by 5 percentage points", "Reoffending: down by 5 points"),
    ("Increase take-up of the fund by ten per cent", "Take-up of the fund: up by 10 %"),
    ("Cut the backlog by a third", "Backlog: down by 1 in 3"),
    ("Halve the number of pupils excluded", "Number of pupils excluded: down by 50 %"),
    ("Double the number of apprentices", "Number of apprentices: up by 100 %"),
    ("A 5% reduction in the pay gap", "Pay gap: down by 5 %"),
    ("Number of hate crimes reported increases by 15% year on year", "Number of hate crimes reported: up by 15 %"),
    # counts and bounds
    ("Hold at least 3 sessions a year with the staff network", "Sessions a year with the staff network: 3"),
    ("A minimum of two workshops for each team", "Workshops: 2"),
    ("Train 1,200 staff in equality law", "Staff in equality law: 1200"),
    ("Recruit fifteen apprentices from care", "Apprentices: 15"),
    ("Deliver 4 Pride events by 30 June 2026", "Pride events: 4"),
    ("Support 50+ people into work", "People into work: 50"),
    ("no more than 5 complaints a year", "Complaints a year: 5"),
    ("Respond to hate crime reports within 10 working days", "Hate crime reports: 10 working days"),
    ("Secure £25,000 for adaptations", "Adaptations: £25,000"),
    ("Allocate £50k to community groups", "Community groups: £50,000"),
    ("Deliver 4 x workshops", "Workshops: 4"),
    ("Secure £1.5m of funding", "Funding: £1,500,000"),
]  # fmt: skip

NOT_MEASURES = [
    "The 2021 Census shows that 14.5% of residents are from minority groups",
    "Increase the number of women in the top 5% of earners",
    "Ring or contact 020 8547 5000",
    "Raise take-up from 1 in 10 to 1 in 5",
    "Maintain disability confident level 3",
    "Gender balance 40:60",
    "Survey staff in 2015",
    "Refugee and Migrant Strategy 2015-2020",
    "Housing Strategy 2016-20",
    "Review the policy by 31 March 2016",
    "Finish by Q3 2015/16",
    "Deliver Phase 2 of the programme",
    "Implement the Welfare Reform Act 2012 and section 149",
    "Linked to Theme 2, Objective 5",
    "Action 26 above",
    "Assess the 5 year strategy for adult education",
    "Careers support to 16 to 19 year olds",
    "Support 16 to 24 year olds",
    "• Are aged 60 or over",
    "Residents aged from 18 to 25",
    "Clubs for children from 5 to 11 years",
    "Training when the participation age is raised to 18 in 2015",
    "Provide 24 hour cover",
    "Deliver one programme",
    "Meet ISO 27001 and WCAG 2.2",
    "Publish the 2015 report",
    "Groups of between 5% and 10% of staff",
    "Meet on 12 May",
    "Ring 020 7946 0018",
    "Read appendix 4, page 12",
    "",
]


@pytest.mark.parametrize(("text", "said"), FOUND)
def test_figure_is_proposed(text, said):
    assert [found.in_words() for found in find_measures(text)] == [said]


@pytest.mark.parametrize("text", NOT_MEASURES)
def test_figure_is_no_measure(text):
    assert find_measures(text) == ()


def test_direction_and_figures_are_text():
    (found,) = find_measures("Reduce the gap from 12.50 to 8 points")

    assert found.measure == Measure(name="Gap", unit="points", direction="down", baseline="12.50", target="8")
    assert found.said == "from 12.50 to 8 points"


def test_two_figures_in_one_text_stand_in_order():
    text = "Run 6 drop-in sessions. Train 40 volunteers."

    assert [found.in_words() for found in find_measures(text)] == ["Drop-in sessions: 6", "Volunteers: 40"]


def test_ceiling_is_better_when_lower():
    assert find_measures("Answer within 5 working days")[0].measure.direction == "down"
    assert find_measures("at least 5 visits")[0].measure.direction == "up"


def test_sub_actions_are_looked_at_through_the_whole_text():
    action = Action(
        action_text="Disclosure campaign\ni) reach 80% of staff",
        sub_actions=(SubAction(text="reach 80% of staff", kind="sub_action", label="i)"),),
        how="At least 2 briefings",
    )

    assert [found.in_words() for found in measures_of(action)] == ["Share of staff: 80 %", "Briefings: 2"]


def test_measure_without_target_is_said_so():
    assert say_measure(Measure(name="Take-up", unit="%")) == "Take-up: not set %"


@given(st.text(max_size=400))
def test_any_text_is_survived(text):
    for found in find_measures(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.measure.target is not None


def test_long_hostile_text_is_quick():
    assert len(find_measures("increase from 1 to 2 by " * 5000)) < 5000
