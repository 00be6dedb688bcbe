"""A comparison in words: counts that add up, changes as a reader would tell them, documents that can be published."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.plans.compare import compare_plans
from dueregard.domain.plans.compare_changes import changes_between_actions
from dueregard.domain.plans.compare_sheets import comparison_document, comparison_workbook
from dueregard.domain.plans.compare_words import lists_of, notes_of, say_change, summary_of
from dueregard.domain.plans.model import Action, Lead, Plan, Unused
from dueregard.publish.checks import check_document
from dueregard.publish.sheet import check_workbook
from fixtures.plans.two_years import AFTER, BEFORE

BASE = Action(
    "Train staff",
    leads=(Lead("Head of People"),),
    due_date=date(2026, 3, 31),
    strands=("D", "R"),
    measure="90% trained",
)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (replace(BASE, leads=()), ["Lead gone: was “Head of People”"]),
        (replace(BASE, leads=(Lead("Curator"),)), ["Lead changed from “Head of People” to “Curator”"]),
        (replace(BASE, due_date=None), ["Due date gone: was “31 March 2026”"]),
        (
            replace(BASE, due_date=date(2026, 3, 30)),
            ["Due date brought forward by 1 day, from 31 March 2026 to 30 March 2026"],
        ),
        (
            replace(BASE, due_date=date(2027, 3, 31)),
            ["Due date moved by 365 days, from 31 March 2026 to 31 March 2027"],
        ),
        (
            replace(BASE, due_date=None, timescale_text="Ongoing"),
            ["Due date gone: was “31 March 2026”", "Timescale added: “Ongoing”"],
        ),
        (replace(BASE, strands=("R", "D")), []),
        (replace(BASE, strands=("R",)), ["Strands changed from “D, R” to “R”"]),
        (replace(BASE, measure="80% trained"), ["Measure: [-90%-] {+80%+} trained"]),
        (replace(BASE, monitored_by=("Fair Access Board",)), ["Monitored by added: “Fair Access Board”"]),
        (replace(BASE, action_text="  train STAFF. "), []),
        (replace(BASE, section="Housing"), []),
    ],
)  # fmt: skip
def test_changes_are_told_as_a_reader_would(new, said):
    assert [say_change(change) for change in changes_between_actions(BASE, new, numbers_kept=None)] == said


def test_wordings_of_time_without_a_day_are_compared():
    old, new = Action("Train staff", timescale_text="Ongoing"), Action("Train staff", timescale_text="As needed")

    (change,) = changes_between_actions(old, new, numbers_kept=None)

    assert say_change(change) == "Timescale changed from “Ongoing” to “As needed”"


def test_the_counts_of_the_sentence_add_up():
    compared = compare_plans(BEFORE, AFTER)

    told = summary_of(compared).split(": ", 1)[1].split(";")[0]

    assert sum(int(count) for count in re.findall(r"(?:^|, )(\d+) ", told)) == len(BEFORE.actions)


def test_each_older_action_is_in_one_list():
    lists = lists_of(compare_plans(BEFORE, AFTER))

    told = [at for each in lists for line in each.lines for at in line.old]

    assert sorted(told) == list(range(1, 13))
    assert [each.code for each in lists if each.is_finding] == ["said_ongoing", "without_a_word"]


def test_what_vanished_altogether_is_told_once_above_and_not_in_each_line():
    without = replace(AFTER, actions=tuple(replace(one, leads=()) for one in AFTER.actions))

    compared = compare_plans(BEFORE, without)

    assert notes_of(compared) == (
        "Lead: the newer document gives none for any action; 5 carried actions had one before.",
    )
    said = [words for each in lists_of(compared) for line in each.lines for words in line.says]
    assert not any(words.startswith("Lead gone") for words in said)


def test_numbers_given_afresh_are_noted():
    old = Plan(actions=(Action("Mend the lift", number=1), Action("Buy hoists", number=2)))
    new = Plan(actions=(Action("Mend the lift", number=2), Action("Buy hoists", number=1)))

    compared = compare_plans(old, new)

    assert notes_of(compared) == ("The newer document is numbered afresh: numbers were not used to match.",)
    assert summary_of(compared) == "2 actions before, 2 now: 2 carried as they were."


def test_what_was_last_said_and_what_is_near_help_the_reader():
    old = Plan(
        actions=(
            Action("Survey every tenant about harassment", number=1),
            Action("Survey every tenant about harassment at home", number=2, update_text="A firm was chosen."),
        )
    )
    new = replace(
        Plan(actions=(Action("Survey every tenant about harassment", number=1),)),
        unused=(Unused("The library opens on Sunday.", "introduction"),),
    )

    (line,) = next(each for each in lists_of(compare_plans(old, new)) if each.code == "without_a_word").lines

    assert line.says == (
        "Last said: “A firm was chosen.”",
        "Nearest in the newer plan: 1, “Survey every tenant about harassment”",
    )


def test_rivals_and_mentions_are_named():
    old = Plan(
        actions=(
            Action("Train every manager", section="Housing", number=4),
            Action("Train every manager", section="Parks", number=5),
            Action("Open a prayer room in the town hall", number=6),
        )
    )
    new = replace(
        Plan(actions=(Action("Train every manager", section="Museums", number=9),)),
        unused=(Unused("Nobody asked us to open a prayer room in the town hall.", "introduction"),),
    )

    said = {each.code: each.lines[0].says for each in lists_of(compare_plans(old, new))}

    assert any(words.startswith("About as much alike: ") for words in said["questions"])
    assert said["mentioned"][0] == "Mentioned: “Nobody asked us to open a prayer room in the town hall.”"


@pytest.mark.parametrize(("old", "new"), [(BEFORE, AFTER), (AFTER, BEFORE), (Plan(), AFTER), (BEFORE, Plan())])
def test_the_files_can_be_published(old, new):
    compared = compare_plans(old, new)

    check_workbook(comparison_workbook(compared))
    check_document(comparison_document(compared, on=date(2026, 4, 1)))
