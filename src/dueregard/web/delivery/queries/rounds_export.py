"""How does a round leave as a file: the rounds, its people, its report, the file for a mail merge?

The one idea: a file says what its page says. Only the mail-merge file holds links, and it is made by an action that
records it; no other file does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.delivery import rounds_report
from dueregard.domain.delivery.chasing import in_words
from dueregard.publish import pdf, word
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.delivery.queries.rounds_owners import OwnerRow, owner_rows, owners_of, sorted_by
from dueregard.web.delivery.queries.rounds_words import mail_words, owner_state_words
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans.queries.across import ActionLine

DOCUMENTS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


class Merging(Protocol):
    """A row of a mail-merge file."""

    @property
    def name(self) -> str:
        """Who."""
        ...

    @property
    def email(self) -> str:
        """Where."""
        ...

    @property
    def address(self) -> str:
        """The address of their page."""
        ...

    @property
    def actions(self) -> tuple[ActionLine, ...]:
        """What they are asked about."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """Everybody in a round, by what became of asking them."""

    everybody: tuple[OwnerRow, ...]
    answered: tuple[OwnerRow, ...]
    partly: tuple[OwnerRow, ...]
    waiting: tuple[OwnerRow, ...]
    not_reached: tuple[OwnerRow, ...]
    finding: str


def told(card: RoundCard, *, on: date) -> Told:
    """Give everybody in a round, by what became of asking them. Two queries, and one of mail for each 500 people."""
    rows = owner_rows(sorted_by(owners_of(card.id), "name", falling=False))
    reached = [row for row in rows if row.is_reached or row.answered]
    return Told(
        everybody=rows,
        answered=tuple(row for row in reached if row.state == "answered"),
        partly=tuple(row for row in reached if row.state == "partly"),
        waiting=tuple(row for row in reached if row.state == "waiting"),
        not_reached=tuple(row for row in rows if not row.is_reached and not row.answered),
        finding=rounds_report.finding(_figures(card, rows), due_on=card.due_on, on=on),
    )


def rounds_workbook(cards: Sequence[RoundCard], *, states: Mapping[str, str], visitor: Visitor) -> Workbook:
    """Give the rounds as a workbook."""
    columns = (
        SheetColumn(_("Round"), "name", width=40),
        SheetColumn(_("State"), "state", width=16),
        SheetColumn(_("About, from"), "period_start", Kind.DATE),
        SheetColumn(_("About, until"), "period_end", Kind.DATE),
        SheetColumn(_("Opens"), "opens_on", Kind.DATE),
        SheetColumn(_("Answers due"), "due_on", Kind.DATE),
        SheetColumn(_("People asked"), "asked", Kind.WHOLE),
        SheetColumn(_("People who answered all"), "answered", Kind.WHOLE),
        SheetColumn(_("Could not be asked"), "not_asked", Kind.WHOLE),
        SheetColumn(_("Actions"), "actions", Kind.WHOLE),
        SheetColumn(_("Actions answered"), "actions_answered", Kind.WHOLE),
    )
    rows = tuple(
        (
            card.name, states[card.state], card.period_start, card.period_end, card.opens_on, card.due_on,
            card.counts.asked, card.counts.answered, card.counts.not_asked, card.counts.actions,
            card.counts.actions_answered,
        )
        for card in cards
    )  # fmt: skip
    return _book(_("Rounds"), columns, rows, visitor=visitor)


def owners_workbook(card: RoundCard, owners: Sequence[OwnerRow], *, visitor: Visitor) -> Workbook:
    """Give the people of a round as a workbook."""
    columns = (
        SheetColumn(_("Who"), "name", width=36),
        SheetColumn(_("E-mail address"), "email", width=36),
        SheetColumn(_("State"), "state", width=20),
        SheetColumn(_("Asked on"), "asked_on", Kind.DATE),
        SheetColumn(_("Message"), "message", width=26),
        SheetColumn(_("Actions"), "asks", Kind.WHOLE),
        SheetColumn(_("Answered"), "answered", Kind.WHOLE),
        SheetColumn(_("Waited for"), "waiting", Kind.WHOLE),
        SheetColumn(_("Last reminder"), "chased_on", Kind.DATE),
        SheetColumn(_("Not reached because"), "not_reached", width=60),
    )
    states, mail = owner_state_words(), mail_words()
    rows = tuple(
        (
            row.name,
            row.email,
            states[row.state],
            timezone.localtime(row.asked_at).date() if row.asked_at else None,
            mail.get(row.mail_state, ""),
            row.asks,
            row.answered,
            0 if row.why else row.waiting,
            row.chased_on,
            row.not_reached_because,
        )
        for row in owners
    )
    notes = [(_("Round"), card.name), *((_("Chasing"), words) for words in in_words(card.rules))]
    return _book(f"{card.name}: {_('people asked')}", columns, rows, visitor=visitor, notes=notes)


def merge_workbook(card: RoundCard, merging: Sequence[Merging], *, visitor: Visitor) -> Workbook:
    """Give the file for a mail merge: one row a person, with the link of each."""
    columns = (
        SheetColumn(_("Name"), "name", width=36),
        SheetColumn(_("E-mail"), "email", width=36),
        SheetColumn(_("Link"), "link", width=80),
        SheetColumn(_("Number of actions"), "number", Kind.WHOLE),
        SheetColumn(_("Actions"), "actions", width=80),
        SheetColumn(_("Answer by"), "due_on", Kind.DATE),
        SheetColumn(_("Round"), "round", width=30),
    )
    rows = tuple(
        (
            one.name,
            one.email,
            one.address,
            len(one.actions),
            "; ".join(f"{each.number}. {each.title}" if each.number else each.title for each in one.actions),
            card.due_on,
            card.name,
        )
        for one in merging
    )
    careful = _("Whoever has a link can answer for that person. Delete this file when the messages have gone.")
    return _book(f"{card.name}: {_('mail merge')}", columns, rows, visitor=visitor, notes=[(_("Be careful"), careful)])


def report_file(card: RoundCard, what: Told, ending: str, *, visitor: Visitor) -> tuple[bytes, str]:
    """Write the report as Word or PDF: its bytes and its media type."""
    write, kind = DOCUMENTS[ending]
    document = rounds_report.report_document(
        rounds_report.Report(
            name=card.name,
            council=visitor.council.name,
            period=(card.period_start, card.period_end),
            opened_on=card.opens_on,
            due_on=card.due_on,
            figures=_figures(card, what.everybody),
            people=tuple(_person(row) for row in what.everybody),
            rules=in_words(card.rules),
        ),
        on=visitor.on,
    )
    return write(document), kind


def _figures(card: RoundCard, rows: Sequence[OwnerRow]) -> rounds_report.Figures:
    counts = card.counts
    return rounds_report.Figures(
        asked=counts.asked,
        answered=counts.answered,
        not_reached=sum(1 for row in rows if not row.is_reached and not row.answered),
        actions=counts.actions,
        actions_answered=counts.actions_answered,
    )


def _person(row: OwnerRow) -> rounds_report.Person:
    chased = ngettext("%(n)s action", "%(n)s actions", row.asks) % {"n": row.asks}
    return rounds_report.Person(
        name=row.name,
        actions=chased,
        answered=row.answered,
        waiting=0 if row.why else row.waiting,
        asked_on=timezone.localtime(row.asked_at).date() if row.asked_at else None,
        chased_on=row.chased_on,
        not_reached=row.not_reached_because if not row.answered else "",
    )


def _book(
    title: str,
    columns: tuple[SheetColumn, ...],
    rows: tuple[tuple[object, ...], ...],
    *,
    visitor: Visitor,
    notes: Sequence[tuple[str, str]] = (),
) -> Workbook:
    source = (_("Source"), _("Due Regard, rounds of %(council)s") % {"council": visitor.council.name})
    sheets = (Sheet(_("Round"), columns, rows),)  # type: ignore[arg-type]  # rows hold values of sheets
    return Workbook(title, visitor.council.name, sheets, on=visitor.on, notes=(source, *notes))
