"""How is a letter handed to a mail server, and kept here where there is none?

The one idea: the conversation is led step by step, so that it is known at each fault whether the letter can have gone.
Until DATA it cannot. After DATA, an answer settles it; silence does not.
Source: RFC 5321, sections 4.2 (replies), 4.5.4.1 (when to try again); RFC 3834 (automatic messages say so).
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from dueregard.web.mail.actions.letters import Answer, CannotTell, Letter, NotNow, Refused

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
BUSY = 421
"""The server ends the conversation: no message is to blame."""


def written(letter: Letter) -> EmailMessage:
    """Write a letter as an e-mail."""
    headers = {"Message-ID": letter.message_id, **AUTOMATIC}
    return EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)


class Smtp:
    """A mail server, by DUEREGARD_SMTP_URL. One conversation carries many letters."""

    name = "smtp"
    is_kept_here = False

    def __init__(self) -> None:
        self._backend: Any = None

    def hand_over(self, letter: Letter, *, handing: Callable[[], None]) -> str:
        """Hand a letter over."""
        server = self._server()
        mime: Any = written(letter).message()  # Django's own, which knows how lines end on the wire
        data: bytes = mime.as_bytes(linesep="\r\n")
        try:
            self._step(server.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]), is_ours=True)
            self._step(server.rcpt(letter.to))
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise NotNow(_("The mail server broke off the conversation.")) from fault
        try:
            handing()
        except BaseException:
            self.close()  # the conversation stands in the middle of this letter
            raise
        try:
            self._step(server.data(data))
        except smtplib.SMTPDataError as fault:
            self._step((fault.smtp_code, fault.smtp_error))
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise CannotTell(_("The mail server did not say whether it took the message.")) from fault
        return ""

    def ask(self, ident: UUID, *, since: datetime) -> tuple[Answer, str]:
        """Say that a mail server cannot be asked."""
        return Answer.NOBODY_KNOWS, ""

    def close(self) -> None:
        """Say goodbye."""
        if self._backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._backend.close()
            self._backend = None

    def _server(self) -> smtplib.SMTP:
        if self._backend is None:
            backend = get_connection(fail_silently=False)
            try:
                backend.open()
            except smtplib.SMTPAuthenticationError as fault:
                raise NotNow(_("The mail server does not accept our name and password.")) from fault
            except (OSError, smtplib.SMTPException) as fault:
                raise NotNow(_("The mail server cannot be reached.")) from fault
            self._backend = backend
        server: smtplib.SMTP = self._backend.connection
        return server

    def _step(self, reply: tuple[int, bytes | str], *, is_ours: bool = False) -> None:
        """Go on if the server says so; otherwise say what its answer means."""
        code, words = reply[0], _words(reply[1])
        if code < 400:
            return
        if code == BUSY:
            self.close()
            raise NotNow(_("The mail server is too busy at present."))
        with suppress(OSError, smtplib.SMTPException):
            self._backend.connection.rset()
        if is_ours:
            raise NotNow(_("The mail server does not take mail from our address (%(words)s).") % {"words": words})
        if code >= 500:
            raise Refused(_("The mail server refused it: %(words)s") % {"words": words}, for_good=True)
        raise Refused(_("The mail server could not take it yet: %(words)s") % {"words": words}, for_good=False)


class KeptHere:
    """The demo's outbox, or what stands in its place in development and tests: nothing leaves."""

    name = "outbox"
    is_kept_here = True

    def hand_over(self, letter: Letter, *, handing: Callable[[], None]) -> str:
        """Keep a letter."""
        written(letter).send()
        return ""

    def ask(self, ident: UUID, *, since: datetime) -> tuple[Answer, str]:
        """Say that it never came: what is kept here is kept together with the record of it, or not at all."""
        return Answer.NEVER_CAME, ""

    def close(self) -> None:
        """Nothing is open."""


def _words(reply: bytes | str) -> str:
    """Give a server's answer as one short line. It may name the address, and nothing else of ours."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:200]
