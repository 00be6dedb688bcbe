"""The SMART check: what each rule finds, what it proposes, and that it never gives a verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.plans.check import Severity, by_rule, check_plan, most_useful
from dueregard.domain.plans.likeness import alike_pairs, likeness
from dueregard.domain.plans.model import Action, Lead, Level, Measure, Period, Plan, SubAction, Timescale
from dueregard.domain.plans.smart.promises import promised_assessments
from dueregard.domain.plans.smart.rules import rules
from dueregard.domain.plans.smart.wording import (
    groups_named,
    is_group,
    is_open_ended,
    is_title,
    names_assessment,
    vague_words,
)
from dueregard.terms.citations import sources
from dueregard.terms.errors import UsedWrongly

ON = date(2026, 11, 21)
YEAR = Period(text="2026-27", start=date(2026, 4, 1), end=date(2027, 3, 31))

SOUND = Action(
    action_text="Offer a mentor to disabled apprentices so that they finish",
    number=1,
    section="Housing",
    strands=("D",),
    leads=(Lead("Housing Manager"),),
    links=("Workforce report 2025",),
    due_date=date(2027, 2, 28),
    monitored_by=("Fair Access Board",),
    measures=(Measure(name="Apprentices who finish", unit="%", baseline="61", target="80"),),
)
"""An action of which the check has nothing to say. Each test takes one thing away."""


def _with(**changes):
    return replace(SOUND, **changes)


def _plan(*actions, **more):
    level = Level(path=("Halve the gap in completion",), kind="objective", success_measure="Gap in points")
    return Plan(**{"document": "Our plan", "plan_period": YEAR, "levels": (level,), "actions": actions, **more})


def _codes(*actions, on=ON, **more):
    return [one.rule for one in check_plan(_plan(*actions, **more), on=on)]


def _one(rule, *actions, on=ON, **more):
    (found,) = [one for one in check_plan(_plan(*actions, **more), on=on) if one.rule == rule]
    return found


def test_sound_action_gets_no_remark():
    assert _codes(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"leads": ()}, "owner_none"),
        ({"leads": (Lead("All Directors"),)}, "owner_group"),
        ({"measures": ()}, "measure_none"),
        ({"measures": (), "action_text": "Mentor 80% of disabled apprentices"}, "measure_in_text"),
        ({"measures": (Measure(name="Finish", baseline="61"),)}, "target_none"),
        ({"measures": (), "measure": "Apprentices finish"}, "target_none"),
        ({"measures": (Measure(name="Finish", target="80"),)}, "baseline_none"),
        ({"due_date": None}, "date_none"),
        ({"due_date": None, "timescale_text": "Ongoing"}, "date_ongoing"),
        ({"due_date": None, "timescales": (Timescale("Review Jan 2027", "review"),)}, "date_ongoing"),
        ({"due_date": date(2027, 6, 30)}, "date_after_plan"),
        ({"due_date": date(2026, 12, 31), "timescales": (Timescale("2026", "calendar_year", end=date(2026, 12, 31)),)},
         "date_year_only"),
        ({"due_date": date(2026, 10, 31), "timescale_text": "October", "flags": ("timescale_inferred",)},
         "date_worked_out"),
        ({"strands": ()}, "strand_none"),
        ({"links": (), "measures": (Measure(name="Finish", target="80"),)}, "evidence_none"),
        ({"action_text": "Consider mentors for disabled apprentices"}, "wording_vague"),
        ({"action_text": "Housing Strategy 2026-30", "measures": ()}, "wording_title"),
        ({"action_text": "Review the mentor scheme", "measures": ()}, "wording_activity"),
        ({"action_text": "Launch a scheme. Train the mentors."}, "several_in_one"),
        ({"monitored_by": ()}, "monitor_none"),
        ({"monitored_by": ("Housing manager",)}, "monitor_is_owner"),
    ],
)  # fmt: skip
def test_each_fault_is_found(changes, rule):
    assert rule in _codes(_with(**changes))


def test_recurring_action_needs_no_date():
    assert _codes(_with(due_date=None, frequency="each quarter")) == []


def test_figure_in_the_text_is_proposed_as_a_measure():
    found = _one("measure_in_text", _with(measures=(), action_text="Give a pack to 95 % of babies in the area"))

    assert found.proposed == "Share of babies in the area: 95 %, by 28 February 2027"
    assert found.measures == (Measure(name="Share of babies in the area", unit="%", direction="up", target="95"),)
    assert "95 % of babies" in found.text


def test_direction_without_figure_is_proposed_from_its_own_words():
    found = _one("measure_none", _with(measures=(), action_text="Increase the number of foster carers from minorities"))

    assert found.proposed == "Number of foster carers from minorities: from … now to …, by 28 February 2027"


def test_owner_is_proposed_from_the_actions_beside_it():
    found = _one("owner_none", _with(number=1, leads=()), _with(number=2, action_text="Offer mentors to care leavers"))

    assert found.proposed == "Housing Manager, who leads 1 of the actions beside it?"
    assert (found.action, found.number, found.field) == (1, "1", "leads")


def test_groups_are_proposed_from_the_words():
    found = _one("strand_none", _with(strands=(), action_text="Engage older people and refugees"))

    assert found.proposed == "Its words speak of: Age, Race. Are these the groups?"


def test_all_everywhere_is_one_remark_on_the_plan():
    texts = ("Offer a mentor", "Open a hub for women", "Adapt the bus", "Write to tenants")
    actions = [_with(number=n, action_text=text, strands=("ALL",)) for n, text in enumerate(texts, start=1)]

    found = _one("strand_all_everywhere", *actions)

    assert found.action is None
    assert found.text == "4 of 4 actions are for all groups."
    assert found.proposed == "Their own words name groups in: 2 (sex)."


def test_duplicates_are_told_once():
    actions = (
        _with(number=1),
        _with(number=2, action_text="Offer disabled apprentices a mentor, so that they finish."),
    )

    found = _one("duplicate", *actions)

    assert (found.action, found.text) == (2, "It reads almost like action 1.")


def test_closed_plan_without_reports():
    found = _one(
        "year_end_none", SOUND, _with(number=2, action_text="Open a hub", outcome="closed"), on=date(2027, 4, 1)
    )

    assert found.text == "The plan ended on 31 March 2027, and 1 of 2 actions have no report, update or outcome."


def test_running_plan_is_not_asked_for_year_end():
    assert "year_end_none" not in _codes(SOUND, on=date(2027, 3, 31))


def test_objective_is_to_be_measurable():
    vague = Level(path=("Be a fair employer",), kind="objective")
    by_text = Level(path=("Raise disclosure to 90%",), kind="objective")

    assert _codes(SOUND, levels=(vague,)) == ["objective_not_measurable"]
    assert _codes(SOUND, levels=(by_text,)) == []
    assert _codes(SOUND, levels=()) == ["objectives_none"]


def test_objective_with_measured_action_is_measurable():
    level = Level(path=("Be a fair employer",), kind="objective")

    assert _codes(_with(levels=("Be a fair employer",)), levels=(level,)) == []


def test_plan_without_period():
    assert "period_none" in _codes(SOUND, plan_period=None)


def test_empty_plan_gets_no_remark():
    assert check_plan(Plan(document="News"), on=ON) == ()


def test_unknown_nation_is_refused():
    with pytest.raises(UsedWrongly):
        check_plan(_plan(SOUND), on=ON, nation="X")


def test_assessments_are_found_with_their_dates():
    plan = _plan(
        _with(number=7, action_text="Commence EqIA on the recycling service", due_date=None),
        _with(
            number=8,
            action_text="Dementia strategy",
            sub_actions=(SubAction("undertaken an EQIA", "sub_action", "i)", due_date=date(2026, 12, 31)),),
        ),
        _with(number=9, action_text="Open a hub for women"),
    )

    promises = promised_assessments(plan)

    assert [(one.number, one.by) for one in promises] == [("7", None), ("8", date(2026, 12, 31))]
    assert _one("assessment_no_date", *plan.actions).number == "7"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Consider options", "Consider"),
        ("We will explore joint training", "explore"),
        ("i) To have explored how referrals differ", "explore"),
        ("Continue to fund the forum", "Continue to"),
        ("Improve access, where possible, to homes", "Improve"),
        ("Increase participation", "Increase"),
        ("Taking the policy into consideration, open a hub", None),
        ("Open a hub in support of carers", None),
        ("Publish the considered view of the board", None),
    ],
)
def test_vague_verbs_count_at_the_head_only(text, said):
    found = vague_words(text, measured=False)

    assert (found[0] if found else None) == said


def test_increase_with_a_figure_is_not_vague():
    assert vague_words("Increase participation to 40%", measured=True) is None


@pytest.mark.parametrize(
    ("lead", "group"),
    [
        ("All", True), ("All Heads of Service", True), ("Each department head", True), ("Various", True), ("TBC", True),
        ("Director of Housing", False), ("Head of All Saints Centre", False), ("Allison Street team", False),
    ],
)  # fmt: skip
def test_groups_are_no_owners(lead, group):
    assert is_group(lead) is group


def test_words_of_time_and_name():
    assert [is_open_ended(text) for text in ("Ongoing.", "on-going", "TBC", "March 2027")] == [True, True, True, False]
    assert [is_title(text) for text in ("Health Improvement Plan for older residents", "Open a hub")] == [True, False]
    assert [names_assessment(text) for text in ("An EIA is done", "Equality Analysis", "media", "their")] == [
        "EIA",
        "Equality Analysis",
        None,
        None,
    ]
    assert groups_named("Nothing in particular") == ()


def test_likeness_forgives_order_numbers_and_suffixes():
    assert likeness("3. Staff survey - NEW", "Survey, staff") == 1
    assert likeness("Open a hub", "Train mentors") < 0.5


def test_alike_pairs_in_long_plans_compare_texts_that_begin_alike():
    texts = [f"Action about subject number {n} in place {n * 7}" for n in range(500)] + ["Open a hub", "Open a hub."]

    assert (500, 501) in list(alike_pairs(texts))


def test_remarks_by_rule_name_runs_of_actions():
    actions = [
        _with(number=n, action_text=text, leads=() if n != 4 else SOUND.leads)
        for n, text in enumerate(("Open a hub", "Adapt the bus", "Offer mentors", "Write to tenants", "Plant trees"), 1)
    ]

    group = next(one for one in by_rule(check_plan(_plan(*actions), on=ON)) if one.rule.code == "owner_none")

    assert (group.count(), group.actions()) == (4, "1 to 3, 5")
    assert group.rule.severity is Severity.REPAIR


def test_most_useful_are_at_most_five_and_heaviest_first():
    bare = [Action(action_text=text) for text in ("Consider a hub", "Review it", "Reach 40% of carers")]

    useful = most_useful(check_plan(Plan(actions=tuple(bare)), on=ON))

    assert len(useful) == 5
    assert useful[0].rule.code == "measure_in_text"


def test_every_rule_is_whole_and_cited():
    for rule in rules().values():
        assert rule.source in sources(), f"{rule.code} cites {rule.source}, which is not in sources.toml"
        assert rule.says.endswith(".")
        assert rule.why.endswith(".")
        assert rule.repair.endswith((".", "?"))
        assert rule.field in {*Action.__dataclass_fields__, *Plan.__dataclass_fields__}


def test_no_rule_gives_a_verdict():
    said = " ".join(f"{rule.says} {rule.why} {rule.repair}" for rule in rules().values()).lower()

    assert not re.search(r"compliant|compliance|unlawful|breach", said)


def test_many_sound_actions_stay_without_remark():
    actions = tuple(
        _with(number=n, action_text=f"Offer place {n} a mentor for its {n} apprentices") for n in range(2000)
    )

    assert check_plan(_plan(*actions), on=ON) == ()
