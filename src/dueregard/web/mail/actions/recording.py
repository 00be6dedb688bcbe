"""How does what became of a message stand in the ledger?

The one idea: that somebody was written to, or could not be reached, is part of "who was asked"; so each is an entry,
found from the message and from what it is about (its key). The address is personal. Neither text nor link is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dueregard.web.ledger.actions import Personal, record
from dueregard.web.mail.models import Message

_SUBJECT = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)?:[\w.:/-]{1,120}\Z", re.ASCII)


def record_of(message: Message, *, what: str, facts: Mapping[str, Any], by: str = "system") -> None:
    """Record what became of a message, in the caller's transaction."""
    person = f"accounts.person:{message.person_id}" if message.person_id else ""
    others = [one for one in (message.key, person) if _SUBJECT.match(one)]
    record(
        chain=f"council:{message.council_id}",
        kind=f"mail.{what}",
        by=by,
        subject=f"mail.message:{message.pk}",
        facts={"key": message.key, **facts},
        personal={"to": Personal(message.to, about=person)},
        also=others,
    )
