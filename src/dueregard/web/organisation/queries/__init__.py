"""Reading an organisation, one topic a file: who is visiting, the structure, people, sharing, staff lists."""

from dueregard.web.accounts.queries import PersonCard
from dueregard.web.organisation.queries.visiting import (
    CouncilCard,
    Visitor,
    council_card,
    councils_of,
    public_visit,
    shell,
    visit,
)

__all__ = [
    "CouncilCard",
    "PersonCard",
    "Visitor",
    "council_card",
    "councils_of",
    "public_visit",
    "shell",
    "visit",
]
