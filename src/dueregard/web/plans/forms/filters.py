"""What a list of actions can be narrowed by and sorted by: the boxes of its filter bar, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from dueregard.domain.plans.progress import STATUS_ORDER
from dueregard.domain.plans.wording import OUTCOME_WORDS, RAG_WORDS
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
    ]
    if choices.has_rag:
        found.append(Filter("rag", _("Colour"), tuple(RAG_WORDS.items()), any_text=_("Any colour"), more=True))
    if choices.has_outcome:
        outcomes = tuple(OUTCOME_WORDS.items())
        found.append(Filter("outcome", _("At year end"), outcomes, any_text=_("Any outcome"), more=True))
    return tuple(found)


def wanted_from(listing: Listing) -> Wanted:
    """Give what an address asks for."""
    names = ("words", "characteristic", "status", "section", "owner", "board", "due", "rag", "outcome", "update")
    return Wanted(**{name: listing.one(name) for name in names})
