"""How do the register and the forward plan leave as files?

The one idea: what leaves can come back. The columns that `domain.assessments.register_rows` reads stand first, under
the headings that it reads; what is worked out (why it is in the queue, where regard stands) stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dueregard.domain.assessments.register import KINDS
from dueregard.domain.assessments.register_rows import Column, decision_columns, policy_columns
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Value, Workbook
from dueregard.web.assessments.queries.decisions import DecisionCard
from dueregard.web.assessments.queries.policies import PolicyCard
from dueregard.web.organisation.queries import Visitor, boards, directorates, posts

_KINDS = {
    "review_on": Kind.DATE,
    "last_assessed_on": Kind.DATE,
    "decides_on": Kind.DATE,
    "papers_on": Kind.DATE,
    "people": Kind.WHOLE,
    "amount": Kind.WHOLE,
}
_WIDE = {"title": 48, "about": 60, "owner": 30, "body": 30, "directorate": 28, "places": 30, "paper_url": 30}
_TEMPLATE_ROWS = 200


def policies_workbook(cards: Sequence[PolicyCard], *, visitor: Visitor) -> Workbook:
    """Give policies as a workbook, in the order given."""
    columns = (
        *_columns(policy_columns()),
        SheetColumn(_("Last assessment known"), "assessed_on", Kind.DATE),
        SheetColumn(_("Why look at it"), "reasons", width=80),
        SheetColumn(_("Retired on"), "retired_on", Kind.DATE),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            card.number or None, card.title, KINDS[card.kind], card.about or None, card.directorate or None,
            card.owner or None, card.review_on, card.said_assessed_on, card.risk or None, card.people,
            card.last_assessed_on, " ".join(card.reasons) or None, card.retired_on,
        )
        for card in cards
    )  # fmt: skip
    return _book(_("Policies"), columns, rows, visitor)


def decisions_workbook(cards: Sequence[DecisionCard], *, visitor: Visitor) -> Workbook:
    """Give decisions as a workbook, in the order given."""
    columns = (
        *_columns(decision_columns()),
        SheetColumn(_("Where it stands"), "state", width=16),
        SheetColumn(_("Taken on"), "decided_on", Kind.DATE),
        SheetColumn(_("Policy"), "policy", width=40),
        SheetColumn(_("Budget round"), "budget_round", width=30),
        SheetColumn(_("Regard to equality"), "regard", width=34),
        SheetColumn(_("Recorded elsewhere in"), "regard_where", width=40),
        SheetColumn(_("Noted here on"), "regard_noted_on", Kind.DATE),
        SheetColumn(_("Exempt because"), "exempt_why", width=30),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            card.number or None, card.title, card.about or None, card.body or None, card.decides_on, card.papers_on,
            card.directorate or None, card.amount, "; ".join(card.places) or None, card.delegated_to or None,
            card.paper_url or None, card.state_words, card.decided_on, card.policy or None, card.budget_round or None,
            card.regard_words, card.regard_where or None, card.regard_noted_on, card.exempt_why or None,
        )
        for card in cards
    )  # fmt: skip
    return _book(_("Forward plan"), columns, rows, visitor)


def empty_form(kind: str, *, visitor: Visitor) -> Workbook:
    """Give an empty form for a list of policies or a forward plan. Six queries, for what can be chosen in it."""
    council_id = visitor.council.id
    choices = {
        "directorate": tuple(each.name for each in directorates(council_id)),
        "owner": tuple(each.title for each in posts(council_id, on=visitor.on)),
        "body": tuple(each.name for each in boards(council_id, on=visitor.on)),
        "kind": tuple(KINDS.values()),
        "risk": ("low", "medium", "high"),
    }
    given = policy_columns() if kind == "policies" else decision_columns()
    name = _("Policies") if kind == "policies" else _("Forward plan")
    sheet = Sheet(name, _columns(given, choices=choices), blank_rows=_TEMPLATE_ROWS)
    return Workbook(name, visitor.council.name, (sheet,), on=visitor.on)


def _columns(given: Sequence[Column], *, choices: dict[str, tuple[str, ...]] | None = None) -> tuple[SheetColumn, ...]:
    strict = {"directorate", "kind", "risk"}
    return tuple(
        SheetColumn(
            each.heading,
            each.field,
            _KINDS.get(each.field, Kind.TEXT),
            width=_WIDE.get(each.field, 16),
            choices=(choices or {}).get(each.field, ()),
            choices_only=each.field in strict and bool((choices or {}).get(each.field)),
        )
        for each in given
    )


def _book(
    title: str, columns: tuple[SheetColumn, ...], rows: tuple[tuple[Value, ...], ...], visitor: Visitor
) -> Workbook:
    notes = ((_("Source"), _("Due Regard, register of %(council)s") % {"council": visitor.council.name}),)
    sheet = Sheet(title, columns, rows)
    return Workbook(title, visitor.council.name, (sheet,), on=visitor.on, notes=notes)
