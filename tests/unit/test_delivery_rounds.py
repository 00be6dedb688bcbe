"""Whom a round asks, which period it proposes, its moves, its mails and its report."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.domain.delivery.rounds import (
    Holder,
    Lead,
    LeadingPartner,
    LeadingPost,
    RoundState,
    check_can_move_round,
    proposed_period,
    who_is_asked,
)
from dueregard.domain.delivery.rounds_mail import (
    AboutAction,
    Unanswered,
    Waiting,
    digest_mail,
    escalation_mail,
    request_mail,
)
from dueregard.domain.delivery.rounds_report import Figures, Person, Report, finding, report_document
from dueregard.publish.pdf import write_pdf
from dueregard.publish.word import write_word
from dueregard.terms.errors import MoveNotAllowed

BEN = Holder("1", "Ben Okafor", "ben@aldermere.example")
CARA = Holder("2", "Cara Contact", "cara@carers.example")
HOUSING = LeadingPost("10", "Housing Manager", (BEN,))
DUE = date(2027, 1, 22)


def asked(*leads: Lead) -> list[tuple[str, str]]:
    return [(one.key, one.why) for one in who_is_asked([("a", leads)])]


def test_one_person_with_two_posts_is_asked_once_about_both() -> None:
    shared = LeadingPost("11", "Learning Lead", (CARA, BEN))

    found = who_is_asked([("a1", [Lead("x", HOUSING)]), ("a2", [Lead("y", shared)]), ("a3", [Lead("x", HOUSING)])])

    assert [(one.name, one.action_ids) for one in found] == [
        ("Ben Okafor", ("a1", "a2", "a3")),
        ("Cara Contact", ("a2",)),
    ]


@pytest.mark.parametrize(
    ("lead", "key", "why"),
    [
        (Lead("x", HOUSING), "person:1", ""),
        (Lead("x", LeadingPost("12", "Vacant")), "post:12", "This post is vacant."),
        (Lead("x", LeadingPost("12", "Old", (BEN,), is_retired=True)), "post:12", "This post is no longer used."),
        (
            Lead("x", LeadingPost("12", "Mute", (Holder("3", "M", ""),))),
            "post:12",
            "Whoever holds this post has no e-mail address.",
        ),
        (Lead("x", LeadingPost("12", "At a partner", (), LeadingPartner("20", "Carers", CARA))), "person:2", ""),
        (Lead("x", partner=LeadingPartner("20", "Carers", CARA)), "person:2", ""),
        (
            Lead("x", partner=LeadingPartner("20", "Carers")),
            "partner:20",
            "This partner organisation has no contact person.",
        ),
        (
            Lead("Head  of Ops"),
            "name:head of ops",
            "This is printed in the plan; nobody has said yet which post it is.",
        ),
    ],
)
def test_who_stands_behind_a_lead(lead: Lead, key: str, why: str) -> None:
    assert asked(lead) == [(key, why)]


def test_action_without_lead_is_not_lost() -> None:
    assert asked() == [("nobody", "No lead is named in the plan.")]


@pytest.mark.parametrize(
    ("on", "name", "start"),
    [
        (date(2026, 11, 22), "July to September 2026", date(2026, 7, 1)),
        (date(2026, 12, 1), "October to December 2026", date(2026, 10, 1)),
        (date(2027, 2, 28), "October to December 2026", date(2026, 10, 1)),
        (date(2027, 3, 1), "January to March 2027", date(2027, 1, 1)),
        (date(2027, 5, 5), "January to March 2027", date(2027, 1, 1)),
    ],
)
def test_proposed_period_is_the_quarter_people_can_report_on(on: date, name: str, start: date) -> None:
    period = proposed_period(on)

    assert (period.name, period.start) == (name, start)


def test_moves_of_a_round() -> None:
    allowed = {("draft", "opening"), ("opening", "open"), ("opening", "closed"), ("open", "closed"), ("closed", "open")}
    for current in RoundState:
        for to in RoundState:
            if (current, to) in allowed:
                check_can_move_round(current, to=to)
            else:
                with pytest.raises(MoveNotAllowed):
                    check_can_move_round(current, to=to)


def test_request_names_every_action_and_the_day_and_has_one_place_for_the_link() -> None:
    actions = [AboutAction("21", "Adapt homes faster", date(2027, 3, 31)), AboutAction("", "Train every manager")]

    mail = request_mail(
        council="Aldermere",
        round_name="Winter",
        words="",
        name="Ben Okafor",
        actions=actions,
        due_on=DUE,
        closes_on=None,
    )

    assert mail.subject == "2 actions: an update by Friday 22 January?"
    assert "- 21. Adapt homes faster (due 31 March 2027)\n- Train every manager\n" in mail.body
    assert "it is a proper answer" in mail.body
    assert mail.body.count("{{link:") == 1


def test_words_of_people_make_no_place_for_a_link() -> None:
    mail = request_mail(
        council="A {{link:answer}}",
        round_name="{{link:answer}}",
        words="Go to {{link:answer}}",
        name="{{link:answer}}",
        actions=[AboutAction("1", "{{link:answer}}")],
        due_on=DUE,
        closes_on=None,
    )

    assert mail.body.count("{{link:answer}}") == 1
    assert "{{" not in mail.subject


def test_long_list_of_actions_is_cut_and_counted() -> None:
    mail = request_mail(
        council="A",
        round_name="Winter",
        words="",
        name="Ben",
        actions=[AboutAction(str(n), f"Action {n}") for n in range(1, 31)],
        due_on=DUE,
        closes_on=date(2027, 2, 12),
    )

    assert "- 12. Action 12\n- and 18 more\n" in mail.body
    assert "Answers are taken until 12 February 2027." in mail.body


def test_digest_holds_every_round_with_a_link_each() -> None:
    waiting = [
        Waiting("Winter", DUE, (AboutAction("21", "Adapt homes"),), "answer1"),
        Waiting("Autumn, again", date(2027, 1, 5), (AboutAction("3", "Train"), AboutAction("4", "Hire")), "answer2"),
    ]

    mail = digest_mail(council="A", name="Ben", waiting=waiting, on=date(2027, 1, 19), is_last=True)

    assert mail.subject == "3 actions still without your answer"
    assert "Winter: your answer is due by 22 January 2027." in mail.body
    assert "Autumn, again: your answer was due by 5 January 2027." in mail.body
    assert "{{link:answer1}}" in mail.body
    assert "{{link:answer2}}" in mail.body
    assert "This is our last reminder." in mail.body


def test_escalation_holds_no_link_that_lets_somebody_answer() -> None:
    late = Unanswered("Ben Okafor", "Winter", DUE, (AboutAction("21", "Adapt homes"),))

    mail = escalation_mail(council="A", name="Faith", about="Housing", unanswered=[late] * 14)

    assert "Ben Okafor, asked in Winter, due 22 January 2027:" in mail.body
    assert "And 2 more people." in mail.body
    assert "{{" not in mail.body


def test_finding_names_those_not_reached() -> None:
    assert finding(Figures(0, 0, 2, 3, 0), due_on=DUE, on=DUE) == (
        "0 of 3 actions have an answer; nobody could be asked. 2 were not reached."
    )
    assert finding(Figures(0, 0, 0, 0, 0), due_on=DUE, on=DUE) == "Nobody is asked about anything in this round."


def test_report_is_written_as_word_and_pdf() -> None:
    people = (
        Person("Ben Okafor", "2 actions", 0, 2, date(2027, 1, 4), date(2027, 1, 19)),
        Person("Cara Contact", "1 action", 1, 0, date(2027, 1, 4)),
        Person("Payroll Manager", "1 action", 0, 0, not_reached="This post is vacant."),
    )
    period = (date(2026, 10, 1), date(2026, 12, 31))
    figures = Figures(2, 1, 1, 4, 1)
    report = Report("Winter", "Aldermere", period, date(2027, 1, 4), DUE, figures, people, ("We send 2 reminders.",))

    document = report_document(report, on=DUE)

    assert document.title == "Winter: who was asked, and who answered"
    assert write_word(document).startswith(b"PK")
    assert write_pdf(document).startswith(b"%PDF")
