"""What the register shows elsewhere: a decision's clock beside its assessment, and what waits on the Today page.

The one idea: who keeps the register is told of decisions of the next four weeks without regard recorded, one by one,
and of policies as one line; a directorate lead of their own directorates only.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.web.assessments.access.reading import can_keep_register
from dueregard.web.assessments.models.register import Decision
from dueregard.web.assessments.queries.beside import Piece, register
from dueregard.web.assessments.queries.decisions import decision_cards, waiting_for_regard
from dueregard.web.assessments.queries.policies import counts_of
from dueregard.web.assessments.queries.waiting import Waiting, register_waiting
from dueregard.web.organisation.queries import Visitor

MOST_DECISIONS = 5


def clock_beside(visitor: Visitor, about: UUID, _part_key: str) -> Iterator[Piece]:
    """Give the clock of the decision that an assessment is about. Two queries."""
    rows = Decision.objects.filter(council=visitor.council.id, assessments=about)
    for card in decision_cards(rows, nation=visitor.council.nation, on=visitor.on):
        yield Piece("assessments/register_clock.jinja", {"card": card}, place="side")


def waiting_in_register(visitor: Visitor) -> Iterator[Waiting]:
    """Give decisions that come without regard recorded, and policies whose review is due. At most four queries."""
    if not can_keep_register(visitor):
        return
    own = None if visitor.has_role("equalities_officer") else visitor.directorate_ids
    nation = visitor.council.nation
    rows = waiting_for_regard(visitor.council.id, nation=nation, on=visitor.on, directorate_ids=own)
    rows = rows.order_by("decides_on", "title")
    cards = decision_cards(rows[: MOST_DECISIONS + 1], nation=nation, on=visitor.on)
    for card in cards[:MOST_DECISIONS]:
        what = _("“%(title)s” is to be decided, and regard to equality is not recorded")
        yield Waiting(
            what % {"title": card.title},
            "decision",
            (card.id,),
            note=", ".join(words for words in (card.body, card.regard_words) if words),
            due_on=card.decides_on,
        )
    if len(cards) > MOST_DECISIONS:
        yield Waiting(_("More decisions come without regard recorded"), "decisions", query="?when=soon&regard=none")
    due = counts_of(visitor.council.id, on=visitor.on, directorate_ids=own)["review"]
    if due:
        words = ngettext("%(number)s policy is due for review", "%(number)s policies are due for review", due)
        yield Waiting(words % {"number": due}, "policies", query="?why=review", note=_("The queue says which first."))


register("assessment", clock_beside)
register_waiting(waiting_in_register)
