"""The tables of an organisation, one topic a file: councils, structure, belonging, sharing, staff lists."""

from dueregard.web.organisation.models.belonging import Invitation, Membership, Role
from dueregard.web.organisation.models.councils import Council, CouncilCharacteristic, CouncilWord
from dueregard.web.organisation.models.sharing import Grant
from dueregard.web.organisation.models.stafflists import StaffList
from dueregard.web.organisation.models.structure import (
    Board,
    BoardMember,
    Directorate,
    Partner,
    Post,
    PostHolding,
    Team,
)

__all__ = [
    "Board",
    "BoardMember",
    "Council",
    "CouncilCharacteristic",
    "CouncilWord",
    "Directorate",
    "Grant",
    "Invitation",
    "Membership",
    "Partner",
    "Post",
    "PostHolding",
    "Role",
    "StaffList",
    "Team",
]
