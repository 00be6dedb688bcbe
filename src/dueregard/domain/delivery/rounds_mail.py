"""What do we write to somebody who is asked, reminded, or told who has not answered?

The one idea: the words are made here and nowhere else, so that the preview an officer reads is the very mail that an
owner gets. Plain text; a place for an address is written `{{link:…}}` and filled at the moment of sending, so that no
address is kept. Words of people (titles, the officer's own lines) can never make such a place. Source: UI.md section 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dueregard.publish.document import say_date

ANSWER = "answer"
"""The name of the place for the address of a request's page."""
MOST_LISTED = 12
USUAL_WORDS = (
    "Please tell us how each action is going. If nothing has changed, choose that and send: it is a proper answer."
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A message: its subject, and its body with places for addresses."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class AboutAction:
    """An action as a message names it."""

    number: str
    title: str
    due_date: date | None = None

    def line(self) -> str:
        """Give it as one line of a list."""
        number = f"{self.number}. " if self.number else ""
        due = f" (due {say_date(self.due_date)})" if self.due_date else ""
        return f"- {number}{_one_line(self.title, 110)}{due}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A round in which somebody has not answered, in a digest: `place` is its link's name, `late` in days."""

    round_name: str
    due_on: date
    actions: tuple[AboutAction, ...]
    place: str = ANSWER


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who has not answered, as a directorate lead or a board is told of them."""

    name: str
    round_name: str
    due_on: date
    actions: tuple[AboutAction, ...]


def request_mail(
    *,
    council: str,
    round_name: str,
    words: str,
    name: str,
    actions: Sequence[AboutAction],
    due_on: date,
    closes_on: date | None,
    officer: str = "",
) -> Mail:
    """Write the message that asks one person about their actions.

    >>> mail = request_mail(council="Aldermere", round_name="Autumn", words="", name="Ben Okafor", due_on=date(2027, 1, 22),
    ...     actions=[AboutAction("21", "Adapt homes faster")], closes_on=None)
    >>> mail.subject
    'Action 21: two minutes by Friday 22 January?'
    """  # noqa: E501 - an example reads best on one line
    by = f"{_DAYS[due_on.weekday()]} {due_on.day} {_MONTHS[due_on.month - 1]}"
    only = actions[0] if len(actions) == 1 else None
    if only:
        subject = f"Action {only.number}: two minutes by {by}?" if only.number else f"Your action: two minutes by {by}?"
    else:
        subject = f"{len(actions)} actions: an update by {by}?"
    until = f" Answers are taken until {say_date(closes_on)}." if closes_on and closes_on > due_on else ""
    lines = [
        f"Dear {_one_line(name, 200)}",
        "",
        f"{_one_line(council, 200)} asks how your part of its equality plan is going: {_one_line(round_name, 120)}.",
        "",
        _safe(words.strip()) or USUAL_WORDS,
        "",
        "You are asked about:" if len(actions) > 1 else "You are asked about this action:",
        *_listed(actions),
        "",
        f"Answer by {by}, on one page, without signing in:",
        f"{{{{link:{ANSWER}}}}}",
        "",
        "The link is for you. If somebody else knows better, open it and name them: they get a link of their own."
        f"{until} Opening the link records nothing.",
        "",
        *_signed(council, officer),
    ]
    return Mail(_one_line(subject, 200), "\n".join(lines) + "\n")


def digest_mail(*, council: str, name: str, waiting: Sequence[Waiting], on: date, is_last: bool = False) -> Mail:
    """Write the one reminder of a day: all that a person has not answered, in every open round of the council.

    >>> one = Waiting("Autumn", date(2027, 1, 22), (AboutAction("21", "Adapt homes faster"),))
    >>> digest_mail(council="Aldermere", name="Ben", waiting=[one], on=date(2027, 1, 19)).subject
    '1 action to say something about by 22 January 2027'
    """
    count = sum(len(one.actions) for one in waiting)
    first = min(one.due_on for one in waiting)
    actions = "1 action" if count == 1 else f"{count} actions"
    subject = (
        f"{actions} to say something about by {say_date(first)}"
        if first >= on
        else f"{actions} still without your answer"
    )
    lines = [f"Dear {_one_line(name, 200)}", ""]
    for one in waiting:
        when = "is due" if one.due_on >= on else "was due"
        lines += [
            f"{_one_line(one.round_name, 120)}: your answer {when} by {say_date(one.due_on)}.",
            *_listed(one.actions),
            "",
            "Answer on one page, without signing in:",
            f"{{{{link:{one.place}}}}}",
            "",
        ]
    lines.append("If nothing has changed, choose that and send: it is a proper answer.")
    if is_last:
        lines.append("This is our last reminder.")
    return Mail(_one_line(subject, 200), "\n".join([*lines, "", *_signed(council, "")]) + "\n")


def escalation_mail(
    *, council: str, name: str, about: str, unanswered: Sequence[Unanswered], address: str = ""
) -> Mail:
    """Write to a directorate lead, or to a board's clerk or chair, who has not answered.

    Takes:   `about`, the directorate or board; `address`, the page that shows it, for people who sign in.
    >>> late = Unanswered("Ben", "Autumn", date(2027, 1, 22), (AboutAction("21", "Adapt homes faster"),))
    >>> escalation_mail(council="Aldermere", name="Faith", about="Housing", unanswered=[late]).subject
    'Housing: 1 action without an answer'
    """
    count = sum(len(one.actions) for one in unanswered)
    actions = "1 action" if count == 1 else f"{count} actions"
    lines = [
        f"Dear {_one_line(name, 200)}",
        "",
        f"{_one_line(about, 200)}: we asked how these actions are going, reminded, and have no answer.",
        "",
    ]
    for one in unanswered[:MOST_LISTED]:
        lines += [
            f"{_one_line(one.name, 200)}, asked in {_one_line(one.round_name, 120)}, due {say_date(one.due_on)}:",
            *_listed(one.actions),
            "",
        ]
    if len(unanswered) > MOST_LISTED:
        lines += [f"And {len(unanswered) - MOST_LISTED} more people.", ""]
    lines.append("Please ask them, or tell us who can answer. An answer of one line is enough.")
    if address:
        lines += ["", "Who was asked, and who answered:", address]
    return Mail(
        _one_line(f"{_one_line(about, 120)}: {actions} without an answer", 200),
        "\n".join([*lines, "", *_signed(council, "")]) + "\n",
    )


def _listed(actions: Sequence[AboutAction]) -> list[str]:
    shown = [one.line() for one in actions[:MOST_LISTED]]
    return [*shown, f"- and {len(actions) - MOST_LISTED} more"] if len(actions) > MOST_LISTED else shown


def _signed(council: str, officer: str) -> list[str]:
    return [*([_one_line(officer, 200)] if officer else []), _one_line(council, 200)]


def _safe(text: str) -> str:
    """Give people's words so that they make no place for an address."""
    return text.replace("{{", "{ {").replace("\r\n", "\n")


def _one_line(text: str, longest: int) -> str:
    line = _safe(" ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 2].rsplit(" ", 1)[0] + " …"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
