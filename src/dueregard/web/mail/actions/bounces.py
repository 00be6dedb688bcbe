"""How do we hear that a message did not arrive?

The one idea: three ways in, one ending. Notify is asked once a day; it may also tell us by itself; a mail server sends
a report to a mailbox, which is given to `read_bounces`. Each names a message of ours by its reference or Message-ID:
122 random bits that nobody can guess, so a made-up report is about nothing. The message becomes `bounced`, once, with
the reason in plain words.
Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.message import Message as Part
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.web.jobs.worker import daily
from dueregard.web.mail.actions.letters import NotNow
from dueregard.web.mail.actions.notify import statuses
from dueregard.web.mail.actions.recording import record_of
from dueregard.web.mail.models import Message
from dueregard.web.mail.queries.messages import way

State = Message.State
TEXTS_KEPT_FOR = timedelta(days=30)
LOOK_BACK = timedelta(days=4)
"""Notify gives up after three days, and keeps what became of a message for seven."""
FAILURES = ("permanent-failure", "temporary-failure", "technical-failure")
_OURS = re.compile(r"<mail-([0-9a-f]{32})@[^<>\s]{1,255}>")


@dataclass(frozen=True, slots=True)
class Report:
    """What one report says: which message of ours did not arrive, and why."""

    message_id: UUID
    why: str


def bounced(ident: UUID, *, why: str) -> bool:
    """Note that a message came back. False where it is not ours, did not go, or is noted already."""
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=ident, state=State.SENT).first()
        if message is None:
            return False
        message.state, message.why, message.delivered_at = State.BOUNCED, why[:300], None
        message.save(update_fields=["state", "why", "delivered_at"])
        record_of(message, what="bounced", facts={"way": message.sent_by})
    return True


def take_receipt(told: Mapping[str, Any]) -> bool:
    """Take what Notify tells of one message, as it lists it or as it calls us. Gives whether it changed anything."""
    try:
        ident = UUID(str(told.get("reference") or ""))
    except ValueError:
        return False
    status = str(told.get("status") or "")
    if status in FAILURES:
        return bounced(ident, why=_why(status))
    if status == "delivered":
        waiting = Message.objects.filter(pk=ident, state=State.SENT, delivered_at__isnull=True)
        return bool(waiting.update(delivered_at=timezone.now()))
    return False


@daily("mail.bounces")
def ask_notify() -> str:
    """Ask Notify what became of the messages of the last days. One request for 250 messages."""
    if way() != "notify":
        return _("Mail: nobody is to be asked what came back.")
    open_since = Message.objects.filter(state=State.SENT, sent_by="notify", delivered_at__isnull=True)
    if not open_since.filter(sent_at__gt=timezone.now() - LOOK_BACK).exists():
        return _("Mail: all that went has arrived or come back.")
    heard = 0
    try:
        for told in statuses((*FAILURES, "delivered"), since=timezone.now() - LOOK_BACK):
            heard += take_receipt(told)
    except NotNow as fault:
        return fault.why
    return ngettext("Mail: heard of %(n)s message.", "Mail: heard of %(n)s messages.", heard) % {"n": heard}


@daily("mail.texts")
def forget_texts() -> str:
    """Empty the texts of messages that failed 30 days ago: nobody will send them again."""
    old = Message.objects.filter(state=State.FAILED, made_at__lt=timezone.now() - TEXTS_KEPT_FOR).exclude(body="")
    emptied = old.update(body="", links={})
    return ngettext("Mail: emptied %(n)s old text.", "Mail: emptied %(n)s old texts.", emptied) % {"n": emptied}


def read_reports(data: bytes) -> tuple[int, int]:
    """Read reports of a mail system, one or a whole mailbox (mbox). Gives how many e-mails, and how many were new."""
    letters = tuple(_letters(data))
    noted = 0
    for letter in letters:
        noted += sum(bounced(report.message_id, why=report.why) for report in reports_in(letter))
    return len(letters), noted


def reports_in(data: bytes) -> tuple[Report, ...]:
    """Give what one e-mail reports of messages of ours that failed for good. Anything else reports nothing.

    A report that says "delayed" is not a failure; neither is an out-of-office answer.
    """
    letter = email.message_from_bytes(data, policy=email.policy.default)
    status = next((part for part in letter.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None or not isinstance(letter, EmailMessage):
        return ()
    ours = _message_id_in(letter)
    failed = [block for block in _blocks(status) if str(block.get("Action", "")).strip().lower() == "failed"]
    if ours is None or not failed:
        return ()
    return (Report(message_id=ours, why=_in_words(failed[0])),)


def _blocks(status: Part) -> list[Part]:
    payload = status.get_payload()
    return [block for block in payload if isinstance(block, Part)] if isinstance(payload, list) else []


def _message_id_in(letter: EmailMessage) -> UUID | None:
    """Find our Message-ID in what the report gives back of our message: the whole, or its headers."""
    for part in letter.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            text = str(inner.get("Message-ID", "")) if isinstance(inner, Part) else ""
        elif kind == "text/rfc822-headers":
            text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
            text = " ".join(re.findall(r"(?im)^message-id:\s*(\S+)", text))
        else:
            continue
        found = _OURS.search(text)
        if found:
            return UUID(found[1])
    return None


def _in_words(block: Part) -> str:
    """Say in plain words why, from the class of the status code and the mail system's own sentence."""
    code = str(block.get("Status", "")).strip()
    told = str(block.get("Diagnostic-Code", "")).partition(";")[2] or str(block.get("Diagnostic-Code", ""))
    told = " ".join("".join(one if one.isprintable() else " " for one in told).split())[:150]
    if code.startswith("5.1"):
        words = _("There is no such address.")
    elif code.startswith("5.2"):
        words = _("The mailbox is full, closed, or takes no more.")
    elif code.startswith("5.7"):
        words = _("Their mail system does not let our mail in.")
    else:
        words = _("Their mail system could not deliver it.")
    return f"{words} ({told})" if told else words


def _why(status: str) -> str:
    return {
        "permanent-failure": _("There is no such address."),
        "temporary-failure": _("Their mail system did not take it for three days: the mailbox may be full."),
        "technical-failure": _("GOV.UK Notify could not send it."),
    }[status]


def _letters(data: bytes) -> Iterator[bytes]:
    """Cut a mailbox into e-mails; a single e-mail is one."""
    if not data.startswith(b"From "):
        yield data
        return
    for letter in re.split(rb"(?m)^From [^\r\n]*\r?\n", data)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", letter)
