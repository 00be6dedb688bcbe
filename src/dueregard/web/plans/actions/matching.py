"""Which of the council's posts, boards and partners are meant by the printed names?

The one idea: a match is a person's word, kept by printed name, so that one answer serves every row of the document.
Likeness proposes and never applies.
"""

from __future__ import annotations

from uuid import UUID

from dueregard.web.accounts.queries import PersonCard
from dueregard.web.plans.actions.rows import Targets
from dueregard.web.plans.models import Import, ImportMatch

NAME_LENGTH = 300


def targets_of(source: Import, *, by: PersonCard) -> Targets:
    """Give the posts, partners and boards of an import's matches."""
    posts: dict[str, UUID] = {}
    partners: dict[str, UUID] = {}
    boards: dict[str, UUID] = {}
    for match in ImportMatch.objects.filter(source=source):
        if match.post_id:
            posts[match.name] = match.post_id
        elif match.partner_id:
            partners[match.name] = match.partner_id
        elif match.board_id:
            boards[match.name] = match.board_id
    return Targets(posts=posts, partners=partners, boards=boards)
