"""How is a letter handed to GOV.UK Notify, and how does Notify say what became of it?

The one idea: each letter carries our id as its `reference`. Whenever it is not certain that Notify took one, Notify is
asked for that reference before anything is sent again. The service has one template with the subject ((subject)) and
the text ((body)).
Source: https://docs.notifications.service.gov.uk/python.html (send an email; get the status; error codes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from dueregard.web.mail.actions.letters import Answer, CannotTell, Letter, NotNow, Refused

TIMEOUT_SECONDS = 20
CLOCKS_DIFFER = timedelta(minutes=2)
OF_THE_LETTER = ("email_address", "recipient", "team-only", "team only")
"""Words in Notify's refusals that are about who is written to, not about how the service is set up."""


class Notify:
    """GOV.UK Notify, by DUEREGARD_NOTIFY_KEY and DUEREGARD_NOTIFY_TEMPLATE."""

    name = "notify"
    is_kept_here = False

    def __init__(self) -> None:
        self._client = client()

    def hand_over(self, letter: Letter, *, handing: Callable[[], None]) -> str:
        """Hand a letter over and give Notify's id for it."""
        handing()
        return _post(self._client, letter.to, letter.subject, letter.body, reference=str(letter.id))

    def ask(self, ident: UUID, *, since: datetime) -> tuple[Answer, str]:
        """Ask Notify for the letters with our reference."""
        try:
            found = self._client.get_all_notifications(reference=str(ident))["notifications"]
        except (APIError, KeyError, TypeError) as fault:
            raise NotNow(_("GOV.UK Notify cannot be asked whether it has a message.")) from fault
        for one in found:
            made = parse_datetime(str(one.get("created_at") or ""))
            if made is None or made >= since - CLOCKS_DIFFER:
                return Answer.HAS_IT, str(one.get("id") or "")
        return Answer.NEVER_CAME, ""

    def close(self) -> None:
        """Let go of connections."""
        self._client.request_session.close()


def client() -> Any:
    """Give Notify's own client, set up from the settings. Any: it says nothing of its types."""
    kind: Any = NotificationsAPIClient
    return kind(settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=TIMEOUT_SECONDS)


def statuses(which: Sequence[str], *, since: datetime) -> Iterator[dict[str, Any]]:
    """Give Notify's e-mails in these statuses, newest first, made at `since` or after. One request for 250.

    Raises:  NotNow when it cannot be asked.
    """
    asked, older_than = client(), None
    try:
        while True:
            page = asked.get_all_notifications(status=list(which), template_type="email", older_than=older_than)
            for one in page["notifications"]:
                made = parse_datetime(str(one.get("created_at") or ""))
                if made is not None and made < since:
                    return
                yield one
            if not page["notifications"]:
                return
            older_than = str(page["notifications"][-1]["id"])
    except (APIError, KeyError, TypeError) as fault:
        raise NotNow(_("GOV.UK Notify cannot be asked what became of messages.")) from fault
    finally:
        asked.request_session.close()


class NotifyBackend(BaseEmailBackend):
    """Sends mail of other rooms (sign-in codes, invitations) by Notify, where no mail server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each message to each of its readers; a fault is an OSError, as with a mail server."""
        asked = client()
        try:
            for message in email_messages:
                for to in message.recipients():
                    _post(asked, to, str(message.subject), str(message.body))
        except (Refused, NotNow, CannotTell) as fault:
            if not self.fail_silently:
                raise ConnectionError(fault.why) from fault
        finally:
            asked.request_session.close()
        return len(email_messages)


def _post(asked: Any, to: str, subject: str, body: str, *, reference: str | None = None) -> str:
    try:
        answer = asked.send_email_notification(
            email_address=to,
            template_id=settings.NOTIFY_TEMPLATE,
            personalisation={"subject": subject, "body": body},
            reference=reference,
        )
    except HTTPError as fault:
        raise _meaning(fault) from fault
    except (APIError, ValueError) as fault:
        raise CannotTell(_("GOV.UK Notify gave an answer that cannot be read."), may_be_asked=True) from fault
    return str((answer or {}).get("id") or "")[:100]


def _meaning(fault: HTTPError) -> Refused | NotNow | CannotTell:
    words = _words(fault)
    if fault.response is None or fault.status_code >= 500:
        return CannotTell(_("GOV.UK Notify did not say whether it took the message."), may_be_asked=True)
    if fault.status_code == 429:
        return NotNow(_("GOV.UK Notify takes no more messages at present: %(words)s") % {"words": words})
    if fault.status_code == 400 and any(one in words.lower() for one in OF_THE_LETTER):
        return Refused(_("GOV.UK Notify refused it: %(words)s") % {"words": words}, for_good=True)
    return NotNow(_("GOV.UK Notify is not set up rightly: %(words)s") % {"words": words})


def _words(fault: HTTPError) -> str:
    told = fault.message
    if isinstance(told, list):
        told = "; ".join(str(one.get("message") or "") if isinstance(one, dict) else str(one) for one in told)
    return " ".join(str(told).split())[:200]
