"""How is it asked to drop a promise, who answers, and when is the body that decided told?

The one idea: nobody drops a promise alone. Whoever asks says why; the answer is given in the name of whoever the
decision left it to, else of the body that decided, with their words; and a promise that was dropped stays on the list
of what the body is to be told until somebody records on which day it was. Whoever can answer is written to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.domain.assessments.promises import PromiseState, check_can_move_promise, who_is_asked
from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts.queries import PersonCard, people_cards
from dueregard.web.assessments.actions.parts import record
from dueregard.web.assessments.models.after import Promise
from dueregard.web.assessments.models.writing import Assessment, Version
from dueregard.web.assessments.queries.promises_asked import clerks_of, officers_of, who_can_answer
from dueregard.web.mail.actions.sending import send


def ask_to_drop(promise_id: UUID, *, because: str, by: UUID) -> None:
    """Ask to drop a promise, and write to whoever can answer.

    Raises:  UsedWrongly without a reason; MoveNotAllowed where it is asked already or dropped.
    """
    if not because.strip():
        raise UsedWrongly(_("Say why it should be dropped."))
    with transaction.atomic():
        promise = Promise.objects.select_for_update().get(pk=promise_id)
        ask_in(promise.assessment, promise=promise, because=because, by=by)


def ask_in(row: Assessment, *, promise: Promise, because: str, by: UUID, version: Version | None = None) -> None:
    """Ask to drop a promise, in the caller's transaction. With `version`, that version has left it out.

    Raises:  MoveNotAllowed where it is asked already or dropped.
    """
    check_can_move_promise(PromiseState(promise.state), to=PromiseState.DROP_ASKED)
    if version is not None:
        because = _("Version %(number)s no longer has it.") % {"number": version.number}
    decision = row.decision
    body = (decision.body.name if decision.body else decision.body_words) if decision else ""
    promise.state = PromiseState.DROP_ASKED
    promise.drop_because = because.strip()
    promise.drop_to = who_is_asked(delegated_to=decision.delegated_to if decision else "", body=body)[:200]
    promise.drop_asked_by_id, promise.drop_asked_at = None if version else by, timezone.now()
    promise.drop_answer = promise.drop_answer_by_words = ""
    promise.drop_answered_by, promise.drop_answered_at = None, None
    promise.save()
    facts = {"code": promise.code, "promise": str(promise.pk), "left_out": version is not None}
    personal = {"because": promise.drop_because, "text": promise.text, "to": promise.drop_to}
    record(row, "drop_asked", by=by, facts=facts, personal=personal, also=_also(promise))
    subject = _("Is a promise of assessment %(number)s dropped?") % {"number": row.number}
    _tell(row, promise, who_can_answer(row), what="asked", subject=subject, by=by)


def answer_drop(promise_id: UUID, *, is_dropped: bool, words: str, name: str, by: UUID) -> None:
    """Record the answer of whoever was asked, and write to who asked; once dropped, the body's clerks are told.

    Takes:   `words`, what was answered; `name`, whose answer it is.
    Raises:  UsedWrongly without words or name; MoveNotAllowed where nobody has asked.
    """
    if not words.strip() or not name.strip():
        raise UsedWrongly(_("Say what was answered, and by whom."))
    to = PromiseState.DROPPED if is_dropped else PromiseState.PROMISED
    with transaction.atomic():
        promise = Promise.objects.select_for_update().get(pk=promise_id)
        if promise.state != PromiseState.DROP_ASKED:
            check_can_move_promise(PromiseState(promise.state), to=PromiseState.DROPPED)
        check_can_move_promise(PromiseState(promise.state), to=to)
        row = promise.assessment
        promise.state = to
        promise.drop_answer, promise.drop_answer_by_words = words.strip(), name.strip()[:200]
        promise.drop_answered_by_id, promise.drop_answered_at = by, timezone.now()
        promise.save()
        facts = {"code": promise.code, "promise": str(promise.pk), "is_dropped": is_dropped}
        personal = {"words": promise.drop_answer, "name": promise.drop_answer_by_words, "text": promise.text}
        record(row, "drop_answered", by=by, facts=facts, personal=personal, also=_also(promise))
        _tell_answer(row, promise, is_dropped=is_dropped, by=by)


def report_drop(promise_id: UUID, *, on: date, where: str, by: UUID) -> None:
    """Record that the body which decided was told of a dropped promise: on which day, and in which paper or meeting.

    Raises:  UsedWrongly for a promise that is not dropped, and for a day before it was.
    """
    with transaction.atomic():
        promise = Promise.objects.select_for_update().get(pk=promise_id)
        if promise.state != PromiseState.DROPPED or promise.drop_answered_at is None:
            raise UsedWrongly(_("This promise is not dropped."))
        if on < timezone.localdate(promise.drop_answered_at):
            raise UsedWrongly(_("The day must be on or after the day it was dropped."))
        if on > timezone.localdate():
            raise UsedWrongly(_("Record it once they have been told: the day cannot be in the future."))
        promise.reported_on, promise.reported_in = on, where.strip()[:300]
        promise.save(update_fields=["reported_on", "reported_in"])
        facts = {"code": promise.code, "promise": str(promise.pk), "on": on.isoformat()}
        record(promise.assessment, "drop_reported", by=by, facts=facts, personal={"where": promise.reported_in})


def _tell_answer(row: Assessment, promise: Promise, *, is_dropped: bool, by: UUID) -> None:
    asker = people_cards([promise.drop_asked_by_id or row.author_id]).values()
    said = _("A promise of assessment %(number)s is dropped") if is_dropped else _("A promise of %(number)s stays")
    _tell(row, promise, asker, what="answered", subject=said % {"number": row.number}, by=by)
    if is_dropped:
        subject = _("To report: a promise of assessment %(number)s is dropped") % {"number": row.number}
        told = clerks_of(row) or officers_of(row.council_id)
        _tell(row, promise, told, what="to_report", subject=subject, by=by)


def _tell(
    row: Assessment, promise: Promise, people: Iterable[PersonCard], *, what: str, subject: str, by: UUID
) -> None:
    """Queue one message for each but who acts; what was said is not in it, because mail is not a place for it."""
    path = reverse("assessments:promise", args=[row.council.slug, promise.pk])
    when = timezone.now().isoformat(timespec="seconds")
    for person in people:
        if person.id == by:
            continue
        send(
            council_id=row.council_id,
            key=f"assessments.promise:{promise.pk}:{what}:{when}:{person.id}",
            to=person.email,
            person_id=person.id,
            subject=subject,
            body=f"{subject}.\n\n{settings.SITE_URL.rstrip('/')}{path}\n\n{_('Sign in to read it.')}\n",
            by=by,
        )


def _also(promise: Promise) -> tuple[str, ...]:
    return (f"plans.action:{promise.action_id}",) if promise.action_id else ()
