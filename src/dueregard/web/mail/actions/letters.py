"""What is handed over to a way of sending, and how can that end?

The one idea: there are four endings, and each says what may be done next. It was taken; it was refused, for good or for
now, and certainly did not go; sending as such does not work, so that no message is to blame; or nobody can tell, and
then nothing may be sent again by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go. `message_id` is the same at each attempt, so that a mail system can see a double."""

    id: UUID
    to: str
    subject: str
    body: str

    @property
    def message_id(self) -> str:
        """The Message-ID header, which bounces give back."""
        return message_id_of(self.id)


def message_id_of(ident: UUID) -> str:
    """Give the Message-ID that a message of ours always has."""
    return f"<mail-{ident.hex}@{settings.SITE_HOST or 'localhost'}>"


class Refused(Exception):
    """This message was not taken, and certainly did not go."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        self.why, self.for_good = why, for_good
        super().__init__(why)


class NotNow(Exception):
    """Nothing can be sent at present; this message certainly did not go."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class CannotTell(Exception):
    """This message may have gone or not."""

    def __init__(self, why: str, *, may_be_asked: bool = False) -> None:
        self.why, self.may_be_asked = why, may_be_asked
        super().__init__(why)


class Answer(Enum):
    """What a way says of a message that was handed to it earlier."""

    HAS_IT = "has it"
    NEVER_CAME = "never came"
    NOBODY_KNOWS = "nobody knows"


class Way(Protocol):
    """A way of sending: SMTP, GOV.UK Notify, or what is kept here instead."""

    name: str
    is_kept_here: bool

    def hand_over(self, letter: Letter, *, handing: Callable[[], None]) -> str:
        """Hand a letter over and give the carrier's name for it ("" for none).

        Takes:   `handing`, to be called at the last moment at which nothing has gone.
        Raises:  Refused, NotNow, CannotTell.
        """
        ...

    def ask(self, ident: UUID, *, since: datetime) -> tuple[Answer, str]:
        """Ask whether a letter that was handed over at `since` arrived, and for the carrier's name for it.

        Raises:  NotNow when it cannot be asked at present.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
