"""What a list of actions can be narrowed by and sorted by: the boxes of its filter bar, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from dueregard.domain.delivery.concerns import Concern
from dueregard.domain.plans.progress import STATUS_ORDER
from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS
from dueregard.web.plans.queries.concerns import Counted
from dueregard.web.plans.queries.lists import NOBODY, Choices, Wanted
from dueregard.web.ui.components import Filter, Listing, Order, status_words


def orders() -> tuple[Order, ...]:
    """Give the ways to sort a plan's list; the first is the usual one."""
    return (
        Order("due", _("due date")),
        Order("number", _("number")),
        Order("status", _("status")),
        Order("update", _("last update"), falling=True),
        Order("title", _("title")),
    )


def concern_words() -> tuple[tuple[str, str], ...]:
    """Give the reasons for attention with their words, the most pressing first."""
    words = {
        Concern.LATE: _("It, or a part of it, is late"),
        Concern.STALLED: _("Stalled: the same was said round after round"),
        Concern.NOT_UPDATED: _("Not updated this quarter"),
        Concern.DUE_SOON: _("It, or a part of it, is due soon"),
    }
    return tuple((str(concern), words[concern]) for concern in Concern)


def concerns_in_words(counted: Iterable[Counted]) -> tuple[dict[str, str | int], ...]:
    """Give counts of concerns as lines with the list that shows them."""
    said = {
        Concern.LATE: ngettext_lazy("%(n)s is late, or a part of it is", "%(n)s are late, or a part of them is", "n"),
        Concern.STALLED: ngettext_lazy("%(n)s has stalled", "%(n)s have stalled", "n"),
        Concern.NOT_UPDATED: ngettext_lazy(
            "%(n)s has no update this quarter", "%(n)s have no update this quarter", "n"
        ),
        Concern.DUE_SOON: ngettext_lazy(
            "%(n)s is due soon, or a part of it", "%(n)s are due soon, or a part of them", "n"
        ),
    }
    return tuple(
        {"code": str(one.concern), "number": one.number, "words": str(said[one.concern] % {"n": one.number})}
        for one in counted
    )


def filters_for(choices: Choices, *, words: Mapping[str, str]) -> tuple[Filter, ...]:
    """Give the filters of a plan's list, with what this plan holds as choices."""
    statuses = [(code, status_words(code, words=words)) for code in STATUS_ORDER]
    due = (
        ("late", _("Late")),
        ("this_quarter", _("This quarter")),
        ("next_quarter", _("Next quarter")),
        ("later", _("Later")),
        ("no_date", _("No date")),
        ("finished", _("Finished")),
    )
    nobody = _("Nobody: none is named, or the post is empty")
    updated = (("this_quarter", _("Updated this quarter")), ("none", _("No update this quarter")))
    found = [
        Filter("words", _("Words in the action or its updates")),
        Filter("characteristic", _("Characteristic"), choices.characteristics, any_text=_("Any characteristic")),
        Filter("status", _("Status"), (("attention", _("Needs attention")), *statuses), any_text=_("Any status")),
        Filter("section", _("Section"), choices.sections, any_text=_("Any section")),
        Filter("owner", _("Owner"), ((NOBODY, nobody), *choices.owners), any_text=_("Anyone"), more=True),
        Filter("board", _("Board"), ((NOBODY, _("No board named")), *choices.boards), any_text=_("Any"), more=True),
        Filter("due", _("Due"), due, any_text=_("Any time"), more=True),
        Filter("update", _("Updates"), updated, any_text=_("Any"), more=True),
        Filter("attention", _("Needs attention because"), concern_words(), any_text=_("Any reason or none"), more=True),
    ]
    if choices.has_rag:
        found.append(Filter("rag", _("Colour"), tuple(RAG_WORDS.items()), any_text=_("Any colour"), more=True))
    if choices.has_outcome:
        outcomes = tuple(OUTCOME_WORDS.items())
        found.append(Filter("outcome", _("At year end"), outcomes, any_text=_("Any outcome"), more=True))
    return tuple(found)


def wanted_from(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    names = (
        "words",
        "characteristic",
        "status",
        "section",
        "owner",
        "board",
        "due",
        "rag",
        "outcome",
        "update",
        "attention",
    )
    return Wanted(**{name: listing.one(name) for name in names})
