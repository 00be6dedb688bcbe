"""The clock of a decision reads days and moves none."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.assessments.clock import Clock, Elsewhere, Known, Regard, Work, clock_of, is_after_decision
from dueregard.domain.assessments.packs import pack_of
from dueregard.domain.assessments.states import AssessmentState, DecisionState

ON = date(2027, 2, 1)
DAY = date(2027, 2, 9)


def clock(known: Known, *, nation: str = "england", on: date = ON) -> Clock:
    return clock_of(known, pack=pack_of(nation), on=on)


def planned(*works: Work, elsewhere: Elsewhere | None = None, day: date | None = DAY) -> Known:
    return Known(DecisionState.PLANNED, day, works=works, elsewhere=elsewhere)


def taken(*works: Work, elsewhere: Elsewhere | None = None) -> Known:
    return Known(DecisionState.DECIDED, DAY, decided_on=DAY, works=works, elsewhere=elsewhere)


COMING = "No regard is recorded, and the decision is planned for 9 February 2027, "
WRITING = Work(AssessmentState.WRITING)


def recorded(on: date) -> Work:
    return Work(AssessmentState.SIGNED_OFF, on)


@pytest.mark.parametrize(
    ("known", "regard", "is_warning", "asks_where"),
    [
        (planned(), Regard.NONE, True, True),
        (planned(Work(AssessmentState.GIVEN_UP)), Regard.NONE, True, True),
        (planned(WRITING), Regard.UNDER_WAY, True, False),
        (planned(recorded(ON)), Regard.BEFORE, False, False),
        (planned(Work(AssessmentState.NOT_NEEDED, ON)), Regard.BEFORE, False, False),
        (planned(Work(AssessmentState.WRITING, ON)), Regard.BEFORE, False, False),  # opened again; the first stands
        (planned(elsewhere=Elsewhere("Report 4", ON)), Regard.ELSEWHERE, False, False),
        (taken(), Regard.NONE, True, True),
        (taken(recorded(DAY)), Regard.BEFORE, False, False),  # at the time of the decision
        (taken(recorded(date(2027, 2, 10))), Regard.AFTER, True, True),
        (taken(elsewhere=Elsewhere("File", date(2027, 2, 10))), Regard.AFTER, True, False),
        (taken(recorded(date(2027, 2, 10)), recorded(date(2027, 2, 1))), Regard.BEFORE, False, False),
        (taken(WRITING), Regard.UNDER_WAY, True, False),
    ],
)
def test_clock_where_regard_stands(known: Known, regard: Regard, is_warning: bool, asks_where: bool) -> None:
    found = clock(known)

    assert (found.regard, found.is_warning, found.asks_where) == (regard, is_warning, asks_where)


@pytest.mark.parametrize(
    ("day", "on", "finding", "is_soon"),
    [
        (DAY, date(2027, 1, 11), f"{COMING}in 29 days.", False),
        (DAY, date(2027, 1, 12), f"{COMING}in 28 days.", True),
        (DAY, date(2027, 2, 8), f"{COMING}tomorrow.", True),
        (DAY, DAY, f"{COMING}today.", True),
        (DAY, date(2027, 2, 10), "No regard is recorded. The decision was planned for 9 February 2027; "
         "nobody has said whether it was taken.", True),
        (None, ON, "No regard is recorded, and no day is set for the decision.", False),
    ],
)  # fmt: skip
def test_clock_says_how_long_there_is(day: date | None, on: date, finding: str, is_soon: bool) -> None:
    found = clock(planned(day=day), on=on)

    assert (found.finding, found.is_soon) == (finding, is_soon)


@pytest.mark.parametrize(("nation", "is_warning"), [("england", False), ("wales", True), ("scotland", True)])
def test_clock_a_note_is_enough_only_where_no_assessment_is_asked(nation: str, is_warning: bool) -> None:
    found = clock(planned(elsewhere=Elsewhere("Report 4", ON)), nation=nation)

    assert found.is_warning is is_warning
    assert pack_of(nation).asks in found.notes
    assert "Recorded elsewhere: Report 4 (noted here on 1 February 2027)." in found.notes


def test_clock_stops_when_called_off() -> None:
    found = clock(Known(DecisionState.CALLED_OFF, DAY))

    assert (found.finding, found.is_warning, found.asks_where) == ("The decision was called off.", False, False)


def test_clock_never_says_that_regard_was_enough() -> None:
    said = " ".join(
        words
        for known in (planned(recorded(ON)), taken(recorded(ON)), planned(elsewhere=Elsewhere("Report", ON)))
        for words in (clock(known).finding, *clock(known).notes)
    )

    assert not {"compliant", "complies", "satisfied", "enough", "passed"} & set(said.lower().split())


@pytest.mark.parametrize(
    ("made", "decided", "is_after"),
    [(DAY, DAY, False), (date(2027, 2, 10), DAY, True), (DAY, None, False)],
)
def test_clock_what_is_after_the_decision(made: date, decided: date | None, is_after: bool) -> None:
    assert is_after_decision(made, decided_on=decided) is is_after
