"""How do messages go, each once?

The one idea: a message is claimed before anything is handed over, and the claim is committed; just before the last
step the carrier is written to it. So whatever a dead worker leaves behind says how far it came: a claim without a
carrier did not go and waits again; one with a carrier may have gone, and is asked for where the carrier can be asked
(GOV.UK Notify, by reference), and otherwise left to a person. Nothing that may have gone is sent again by itself.
A turn is short and puts its successor at the end of the queue, so that long mailings leave room for other work.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.terms.errors import DueRegardError
from dueregard.web.accounts.queries import person_card
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.mail.actions import pace
from dueregard.web.mail.actions.letters import Answer, CannotTell, Letter, NotNow, Refused, Way
from dueregard.web.mail.actions.links import LinkEnded, filled
from dueregard.web.mail.actions.notify import Notify
from dueregard.web.mail.actions.nudging import KIND, due, is_due, nudge
from dueregard.web.mail.actions.recording import record_of
from dueregard.web.mail.actions.smtp import KeptHere, Smtp
from dueregard.web.mail.models import Message
from dueregard.web.mail.queries.messages import way

A_TURN = timedelta(seconds=60)
LEFT_BEHIND_AFTER = timedelta(minutes=10)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
"""After a refusal that is not for good. RFC 5321 asks for four to five days; a reminder is stale by then, so two."""
MOST_AN_HOUR, MOST_A_DAY = 3, 10
WAYS: dict[str, type[Way]] = {"smtp": Smtp, "notify": Notify, "outbox": KeptHere}
State = Message.State
_log = logging.getLogger("dueregard.mail")


class TakenAway(Exception):
    """Somebody else has settled what became of the message that is being sent."""


@job_kind(
    KIND, steps=(gettext_noop("Look after what was left behind"), gettext_noop("Send what waits")),
    heading=gettext_noop("Sending mail"),
)  # fmt: skip
def send_waiting(job: JobHandle) -> None:
    """Send what waits, one after the other, for at most a turn."""
    if way() not in WAYS or not pace.take(job.id):
        job.finish({"text": _("Nothing was sent: another does it, or sending rests.")})
        return
    carrier, sent, has_rest = WAYS[way()](), 0, False
    try:
        settle_left_behind(carrier)
        job.step(1)
        sent = _send_all(job, carrier)
    except NotNow as fault:
        has_rest = True
        _log.warning("Sending rests until %s: %s", pace.rest(fault.why).isoformat(timespec="minutes"), fault.why)
    finally:
        carrier.close()
        pace.let_go(job.id)
    job.finish({"text": ngettext("%(n)s message was sent", "%(n)s messages were sent", sent) % {"n": sent}})
    if not has_rest and is_due():
        nudge()


def _send_all(job: JobHandle, carrier: Way) -> int:
    end, sent, total = timezone.now() + A_TURN, 0, due().count()
    while timezone.now() < end:
        job.check_cancelled()
        if not is_due():
            if pace.let_go(job.id, if_so=lambda: not is_due()):
                break
            continue
        if not pace.wait(job.id):
            break
        message = _claim()
        if message is not None:
            sent += _send(message, carrier)
            job.progress(sent, max(sent, total))
    return sent


def settle_left_behind(carrier: Way, *, older_than: timedelta = LEFT_BEHIND_AFTER) -> int:
    """Settle what a dead worker had begun. Gives how many messages.

    Raises:  NotNow when the carrier must be asked and cannot be.
    """
    left = Message.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - older_than)
    found = list(left.order_by("claimed_at"))
    for message in found:
        with suppress(TakenAway):
            _settle(message, carrier)
    return len(found)


def _settle(message: Message, carrier: Way) -> None:
    """Find out what became of a message that was handed over, or was about to be."""
    if not message.sent_by:
        _wait_again(message)
        return
    answer, name = Answer.NOBODY_KNOWS, ""
    if message.sent_by == carrier.name:
        answer, name = carrier.ask(message.pk, since=message.claimed_at or message.made_at)
    if answer is Answer.HAS_IT:
        _end(message, State.SENT, provider_id=name)
    elif answer is Answer.NEVER_CAME:
        _wait_again(message)
    else:
        words = _("We stopped while it was being handed over. It may have been sent: ask the reader, or send it again.")
        _end(message, State.FAILED, why=words)


def _claim() -> Message | None:
    """Take the next message that may go. None when there is none, or another was quicker."""
    message = due().first()
    if message is None:
        return None
    free_at = _free_at(message.to)
    if free_at is not None:
        words = _("One address gets at most %(hour)s messages an hour and %(day)s a day.")
        why = words % {"hour": MOST_AN_HOUR, "day": MOST_A_DAY}
        Message.objects.filter(pk=message.pk, state=State.WAITING).update(not_before=free_at, why=why)
        return None
    now = timezone.now()
    claimed = Message.objects.filter(pk=message.pk, state=State.WAITING).update(state=State.SENDING, claimed_at=now)
    message.state, message.claimed_at = State.SENDING, now
    return message if claimed else None


def _free_at(address: str) -> datetime | None:
    """Say when an address may get its next message; None for now. Where nothing leaves, nobody is disturbed."""
    if way() == "outbox":
        return None
    now = timezone.now()
    sent = Message.objects.filter(to=address, sent_at__gt=now - timedelta(days=1)).order_by("-sent_at")
    times = [row.sent_at for row in sent[:MOST_A_DAY] if row.sent_at]
    ends = [times[MOST_A_DAY - 1] + timedelta(days=1)] if len(times) >= MOST_A_DAY else []
    if len(times) >= MOST_AN_HOUR:
        ends.append(times[MOST_AN_HOUR - 1] + timedelta(hours=1))
    return max((one for one in ends if one > now), default=None)


def _send(message: Message, carrier: Way) -> int:
    """Send a claimed message, and keep what became of it. Gives how many were sent: one or none.

    Raises:  NotNow when nothing can be sent at present; the message waits again.
    """
    try:
        letter = _letter(message)
        if letter is None:
            return 0
        if carrier.is_kept_here:
            with transaction.atomic():
                carrier.hand_over(letter, handing=lambda: None)
                _end(message, State.SENT, sent_by=carrier.name)
        else:
            name = carrier.hand_over(letter, handing=lambda: _note_handing(message, carrier.name))
            _end(message, State.SENT, provider_id=name)
        pace.carry_on()
    except Refused as fault:
        _try_later_or_fail(message, fault)
        pace.carry_on()
    except NotNow as fault:
        _wait_again(message, why=fault.why)
        raise
    except CannotTell as fault:
        if not fault.may_be_asked:
            _end(message, State.FAILED, why=_("%(why)s It may have been sent.") % {"why": fault.why})
            return 0
        raise NotNow(fault.why) from fault  # it stays claimed, and is asked for when it counts as left behind
    except TakenAway:
        _log.warning("Message %s was settled by another while it was being sent", message.pk)
        return 0
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001 - one message that trips us up must not keep all others from going
        _log.error("Message %s could not be sent: %s", message.pk, type(fault).__name__)
        words = _("A fault of ours kept it from going. Whoever runs the site finds it in the log.")
        _end(message, State.FAILED, why=words)
    return int(message.state == State.SENT)


def _letter(message: Message) -> Letter | None:
    """Make the letter as it is right now; None when it should not go, which is then written down."""
    if message.person_id is not None:
        person = person_card(message.person_id)
        if person is None or not person.is_active:
            _end(message, State.WITHDRAWN, why=_("The person no longer has an account."))
            return None
        if person.email != message.to:
            message.to = person.email
            Message.objects.filter(pk=message.pk).update(to=person.email)
    try:
        body = filled(message.body, message.links)
    except LinkEnded:
        _end(message, State.WITHDRAWN, why=_("The link in it was revoked, or has run out."))
        return None
    except DueRegardError as fault:
        _end(message, State.FAILED, why=str(fault))
        return None
    return Letter(id=message.pk, to=message.to, subject=message.subject, body=body)


def _note_handing(message: Message, name: str) -> None:
    """Commit that from here on the message may have gone.

    Raises:  TakenAway when it is no longer ours to send.
    """
    _mine(message, sent_by=name)
    message.sent_by = name


def _wait_again(message: Message, *, why: str = "") -> None:
    _mine(message, state=State.WAITING, claimed_at=None, sent_by="", why=why[:300])
    message.state = State.WAITING


def _try_later_or_fail(message: Message, fault: Refused) -> None:
    if fault.for_good or message.tries >= len(PAUSES):
        words = fault.why if fault.for_good else _("It was tried for two days. %(why)s") % {"why": fault.why}
        _end(message, State.FAILED, why=words, sent_by="")
        return
    later = timezone.now() + PAUSES[message.tries]
    tried = {"tries": message.tries + 1, "not_before": later, "why": fault.why[:300]}
    _mine(message, state=State.WAITING, claimed_at=None, sent_by="", **tried)
    message.state = State.WAITING


def _end(message: Message, state: str, *, why: str = "", **fields: str) -> None:
    """Write down how a claimed message ended, and record it. The text is kept only where it may be needed again.

    Raises:  TakenAway when it is no longer ours to end.
    """
    ended: dict[str, object] = {"state": state, "why": why[:300], **fields}
    if state != State.FAILED:
        ended["body"] = ""
    if state == State.SENT:
        ended["sent_at"] = timezone.now()
    with transaction.atomic():
        _mine(message, **ended)
        for name, value in ended.items():
            setattr(message, name, value)
        facts: dict[str, object] = {"way": message.sent_by} if message.sent_by else {}
        if state == State.FAILED:
            facts["may_have_gone"] = bool(message.sent_by)
        record_of(message, what=state, facts=facts)


def _mine(message: Message, **fields: object) -> None:
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_at=message.claimed_at)
    if not mine.update(**fields):
        raise TakenAway
