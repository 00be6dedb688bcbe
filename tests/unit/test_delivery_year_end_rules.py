"""An outcome is one of five, and each asks for what makes it believable."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.delivery.states import REPORT_MOVES, ReportState, check_can_move_report
from dueregard.domain.delivery.year_end import (
    Asking,
    Given,
    NotDecided,
    check_given,
    code_of,
    count_outcomes,
    proposal_for,
    say_asked,
    say_in_plan,
    say_outcome,
    tidied,
)
from dueregard.domain.plans.model import Action, Progress
from dueregard.domain.plans.states import Outcome
from dueregard.terms.errors import MoveNotAllowed

ASKED = Asking((date(2027, 3, 1), date(2027, 3, 15)))


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (Given(), ["outcome"]),
        (Given("finished"), ["outcome"]),
        (Given("closed"), ["achieved", "words"]),
        (Given("closed", achieved="achieved"), ["words"]),
        (Given("closed", achieved="fully", words="x"), ["achieved"]),
        (Given("closed", achieved="not", words="Nobody came."), []),
        (Given("ongoing"), []),
        (Given("developed"), ["becomes"]),
        (Given("developed", becomes=("a",) * 21), ["becomes"]),
        (Given("developed", becomes=("a" * 301,)), ["becomes"]),
        (Given("developed", becomes=("Survey",)), []),
        (Given("dropped"), ["words"]),
        (Given("dropped", words="x" * 5_001), ["words"]),
        (Given("dropped", words="The grant ended."), []),
    ],
)
def test_what_each_outcome_asks_for(given: Given, fields: list[str]) -> None:
    found: list[str] = []

    try:
        check_given(given)
    except NotDecided as fault:
        found = [field for field, _words in fault.faults]

    assert found == fields


@pytest.mark.parametrize(
    ("asking", "may", "said"),
    [
        (ASKED, False, "Only an equalities officer"),
        (Asking(), True, "never been asked"),
        (Asking((date(2027, 3, 1),), date(2027, 3, 1)), True, "have answered"),
        (Asking((date(2027, 3, 1),), date(2027, 3, 9)), True, "have answered"),
    ],
)
def test_not_reported_is_refused(asking: Asking, may: bool, said: str) -> None:
    with pytest.raises(NotDecided, match=said):
        check_given(Given("not_reported"), asking=asking, may_say_not_reported=may)


def test_not_reported_holds_where_nobody_answered_since() -> None:
    check_given(Given("not_reported"), asking=ASKED, may_say_not_reported=True)
    check_given(Given("not_reported"), asking=Asking(ASKED.asked_on, date(2027, 3, 10)), may_say_not_reported=True)

    assert Asking(ASKED.asked_on, date(2027, 3, 10)).unanswered == (date(2027, 3, 15),)


@pytest.mark.parametrize("outcome", [str(one) for one in Outcome if one != "developed"])
def test_only_developed_ones_name_new_actions(outcome: str) -> None:
    assert tidied(Given(outcome, becomes=("New",), texts={"New": "More"})).becomes == ()


def test_names_of_new_actions_are_tidied_and_said_once() -> None:
    given = tidied(Given("developed", becomes=(" Ask  tenants ", "Ask tenants", " "), texts={"Ask  tenants": " All. "}))

    assert given.becomes == ("Ask tenants",)
    assert given.texts == {"Ask tenants": "All."}


@pytest.mark.parametrize("status", [None, "not_started", "on_track", "at_risk", "off_track", "closed"])
def test_nothing_is_proposed_for_what_is_not_complete(status: str | None) -> None:
    assert proposal_for(Action("Train", status=status, progress=(Progress("Done."),))) is None


def test_nothing_is_proposed_without_words_that_show_it() -> None:
    assert proposal_for(Action("Train", status="complete", progress=(Progress("  "),))) is None
    assert proposal_for(Action("Train", status="complete", update_text="All trained.")) == Given(
        "closed", achieved="achieved", words="All trained."
    )


def test_outcomes_are_counted_by_how_far_they_got() -> None:
    counts = count_outcomes(
        [("closed", "achieved", 3), ("closed", "not", 1), ("closed", None, 2), ("dropped", None, 1), (None, None, 4)]
    )

    assert (counts.total, counts.all_closed, counts.blank, counts.decided) == (11, 6, 4, 7)
    assert code_of("closed", "partly") == "partly"


def test_words_of_the_council_come_first() -> None:
    assert say_outcome("dropped", None, words={"dropped": "Stopped"}) == "Stopped"
    assert say_outcome(None, None) == "Not decided yet"
    assert say_asked([]) == "Nobody answered."
    assert say_in_plan(Given("ongoing")) is None
    assert say_in_plan(Given("dropped", words="No money."), asked_on=[date(2027, 3, 1)]) == "No money."


def test_a_report_moves_only_as_the_table_says() -> None:
    allowed = {(a, b) for a, targets in REPORT_MOVES.items() for b in targets}

    for current in ReportState:
        for target in ReportState:
            if (current, target) in allowed:
                check_can_move_report(current, to=target)
            else:
                with pytest.raises(MoveNotAllowed):
                    check_can_move_report(current, to=target)
