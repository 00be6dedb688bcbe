"""How does a message get into the queue, out of it again, or in once more?

The one idea: whoever wants something sent says so once, by a key, in the transaction of what it is about. Asking again
with the same key changes nothing, so that work which is done twice after a crash sends once. The job that sends
(`mail.actions.posting`) is started when the transaction stands; should that be lost, the worker looks by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.mail.actions.links import check_links
from dueregard.web.mail.actions.nudging import nudge
from dueregard.web.mail.actions.recording import record_of
from dueregard.web.mail.models import Message

State = Message.State
LONGEST_SUBJECT = 200


def send(
    *,
    council_id: UUID,
    key: str,
    to: str,
    subject: str,
    body: str,
    by: UUID | str | None,
    person_id: UUID | None = None,
    links: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> UUID:
    """Queue a message, in the caller's transaction, and give its id. With a key that is known, give the one there is.

    Takes:   `key`, what the message is about and which one of its kind ("delivery.request:<id>"); `person_id`, where
             the reader has an account: they are then written to where they are to be reached when it goes; `links`,
             for each `{{link:<name>}}` in the body a reference like "delivery.link:<id>"; `by`, a person's id, or
             "system" and "link:<id>" as the ledger writes them.
    Raises:  UsedWrongly for a link that has no place in the body, or that nobody gives the address of.
    """
    given = dict(links or {})
    check_links(body, given)
    address = to.strip().lower()
    fault = _fault_of(address)
    message = Message(
        council_id=council_id,
        key=key,
        to=address[:254],
        person_id=person_id,
        subject=one_line(subject),
        body=body,
        links=given,
        asked_by=_asked_by(by),
        not_before=not_before,
        state=State.FAILED if fault and person_id is None else State.WAITING,
        why=fault if person_id is None else "",
    )
    with transaction.atomic():
        Message.objects.bulk_create([message], ignore_conflicts=True)
        kept: UUID = Message.objects.values_list("pk", flat=True).get(key=key)
        if kept == message.pk:
            transaction.on_commit(nudge)
    return kept


def withdraw(keys: Iterable[str], *, by: UUID | str | None) -> int:
    """Take messages back that have not begun to go. Gives how many. The caller records why."""
    waiting = Message.objects.filter(key__in=tuple(keys), state=State.WAITING)
    return waiting.update(state=State.WITHDRAWN, body="", why=_("It was taken back before it went."))


def send_again(message_id: UUID, *, by: UUID) -> None:
    """Queue a message once more that failed, because a person has looked and says so.

    Raises:  MoveNotAllowed when it has not failed, or when its text is no longer kept.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state != State.FAILED:
            raise MoveNotAllowed(_("This message has not failed, so there is nothing to send again."))
        if not message.body:
            raise MoveNotAllowed(_("The text of this message is no longer kept. Ask for it anew from where it came."))
        may_have_gone = bool(message.sent_by)
        message.state, message.tries, message.why, message.sent_by = State.WAITING, 0, "", ""
        message.not_before = message.claimed_at = None
        message.asked_by = _asked_by(by)
        message.save()
        record_of(message, what="sent_again", by=f"person:{by}", facts={"may_have_gone": may_have_gone})
        transaction.on_commit(nudge)


def one_line(text: str) -> str:
    """Give text as it may stand in a header: one line, without control characters, not endless.

    >>> one_line("Your actions\\r\\nBcc: everybody@example")
    'Your actions Bcc: everybody@example'
    """
    words = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _fault_of(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return _("This is not a whole e-mail address.")
    return _("The e-mail address is too long.") if len(address) > 254 else ""


def _asked_by(by: UUID | str | None) -> str:
    if isinstance(by, UUID):
        return f"person:{by}"
    return by or "system"
