"""Who can answer that a promise is dropped, and who is told?

The one idea: the decision names whom it left its matters to, in words; where these are a post of the council, its
holders are asked. Else it is the body that decided, by its clerk; where the body is no board here, the equalities
officers, who then write down whose answer it was.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.web.accounts.queries import PersonCard, card
from dueregard.web.organisation.queries import PostCard, boards, people_found, posts


def who_can_answer(row: Any) -> tuple[PersonCard, ...]:
    """Give whom to write to about an assessment's promise. At most five queries."""
    post = post_asked(row.council_id, row.decision.delegated_to if row.decision else "")
    holders = tuple(each.person for each in post.holders) if post else ()
    return holders or clerks_of(row) or officers_of(row.council_id)


def post_asked(council_id: UUID, delegated_to: str) -> PostCard | None:
    """Give the post that a decision names, where its words are those of a post. Two queries."""
    wanted = " ".join(delegated_to.split()).casefold()
    if not wanted:
        return None
    found = posts(council_id, on=timezone.localdate())
    return next((each for each in found if wanted in {each.title.casefold(), each.label.casefold()}), None)


def clerks_of(row: Any) -> tuple[PersonCard, ...]:
    """Give who clerks for the body that decides, where it is a board. Two queries."""
    if row.decision is None or row.decision.body_id is None:
        return ()
    board = next((each for each in boards(row.council_id) if each.id == row.decision.body_id), None)
    return tuple(each.person for each in board.clerks) if board else ()


def officers_of(council_id: UUID) -> tuple[PersonCard, ...]:
    """Give the council's equalities officers. One query."""
    found = people_found(council_id, on=timezone.localdate(), role="equalities_officer")
    return tuple(card(each) for each in found[:50])
