"""Who may see what a board watches, make its packs, ask for it and answer it?

The one idea: a board's pages are for those who sit on it, the equalities officer and the auditor. Its clerk and the
officer keep its meetings, make its packs and record what was said; a draft is theirs (and the auditor's to read), the
issued pack is the board's. A question stands on the action, so all staff may read it; its board and the officer may
ask again, and it is answered by whoever holds the post it is with, or by those who may report on the action.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.web.ui.components import NotAllowed

READERS = frozenset({"equalities_officer", "auditor"})
KEEPERS = frozenset({"equalities_officer"})
LISTERS = READERS | {"board_member", "clerk", "action_owner", "directorate_lead"}


class Seated(Protocol):
    """Anything that knows its roles, boards and posts: a Visitor."""

    @property
    def roles(self) -> frozenset[str]:
        """Role codes."""
        ...

    @property
    def board_ids(self) -> frozenset[UUID]:
        """The boards the person sits on today."""
        ...

    @property
    def post_ids(self) -> frozenset[UUID]:
        """The posts the person holds."""
        ...


class Asked(Protocol):
    """Anything that knows which board asked, and whose it is to answer: a question's card."""

    @property
    def board_id(self) -> UUID:
        """The board that asked."""
        ...

    @property
    def answerer_ids(self) -> frozenset[UUID]:
        """The posts whose holders may answer."""
        ...


def _check(allowed: bool, reason: str) -> None:
    if not allowed:
        raise NotAllowed(reason)


def can_see_board(visitor: Seated, board_id: UUID) -> bool:
    """What a board watches, its meetings, and the packs issued to it."""
    return board_id in visitor.board_ids or not visitor.roles.isdisjoint(READERS)


def check_can_see_board(visitor: Seated, board_id: UUID) -> None:
    """Stop unless `can_see_board`."""
    reason = _("These pages are for those who sit on this board, equalities officers and auditors.")
    _check(can_see_board(visitor, board_id), reason)


def can_keep_meetings(visitor: Seated, board_id: UUID) -> bool:
    """Meetings and packs of a board: the officer for every board, a clerk for those they sit on."""
    is_clerk = "clerk" in visitor.roles and board_id in visitor.board_ids
    return is_clerk or not visitor.roles.isdisjoint(KEEPERS)


def check_can_keep_meetings(visitor: Seated, board_id: UUID) -> None:
    """Stop unless `can_keep_meetings`."""
    reason = _("Only equalities officers and this board’s own clerk can keep its meetings and packs.")
    _check(can_keep_meetings(visitor, board_id), reason)


def can_see_draft(visitor: Seated, board_id: UUID) -> bool:
    """A pack that is not issued yet: those who make it, and the auditor."""
    return can_keep_meetings(visitor, board_id) or "auditor" in visitor.roles


def check_can_see_draft(visitor: Seated, board_id: UUID) -> None:
    """Stop unless `can_see_draft`."""
    reason = _("This pack is still a draft. The board sees it once it is issued.")
    _check(can_see_draft(visitor, board_id), reason)


def can_ask(visitor: Seated, board_id: UUID) -> bool:
    """Ask, challenge or record what a board decided: its own people, and the officer."""
    return board_id in visitor.board_ids or not visitor.roles.isdisjoint(KEEPERS)


def check_can_ask(visitor: Seated, board_id: UUID) -> None:
    """Stop unless `can_ask`."""
    reason = _("Only those who sit on this board, and equalities officers, can ask for it.")
    _check(can_ask(visitor, board_id), reason)


def can_see_questions(visitor: Seated) -> bool:
    """The list of questions, each reader's part of it."""
    return not visitor.roles.isdisjoint(LISTERS)


def check_can_see_questions(visitor: Seated) -> None:
    """Stop unless `can_see_questions`."""
    reason = _("The list of questions is for boards, those who answer them, equalities officers and auditors.")
    _check(can_see_questions(visitor), reason)


def sees_every_question(visitor: Seated) -> bool:
    """Whether the list holds the questions of every board: for officers and auditors."""
    return not visitor.roles.isdisjoint(READERS)


def can_see_question(visitor: Seated) -> bool:
    """One question: it stands on its action, which all staff may read."""
    return bool(visitor.roles)


def check_can_see_question(visitor: Seated) -> None:
    """Stop unless `can_see_question`."""
    _check(can_see_question(visitor), _("These pages are for people who work with this council."))


def can_answer(visitor: Seated, question: Asked) -> bool:
    """Answer a question: the officer, and who holds the post it is with or a post that leads the action."""
    if not visitor.roles.isdisjoint(KEEPERS):
        return True
    return not visitor.post_ids.isdisjoint(question.answerer_ids)


def check_can_answer(visitor: Seated, question: Asked) -> None:
    """Stop unless `can_answer`."""
    reason = _("Only those it was put to, and equalities officers, can answer this question.")
    _check(can_answer(visitor, question), reason)


def can_assign(visitor: Seated, board_id: UUID) -> bool:
    """Say who answers and by when: those who keep the board's meetings."""
    return can_keep_meetings(visitor, board_id)


def check_can_assign(visitor: Seated, board_id: UUID) -> None:
    """Stop unless `can_assign`."""
    reason = _("Only equalities officers and this board’s own clerk can say who answers.")
    _check(can_assign(visitor, board_id), reason)
