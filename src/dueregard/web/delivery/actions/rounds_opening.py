"""Opening a round: a job that writes a request and a message for everybody who is asked.

The one idea: each person's request, asks, link and message are written together or not at all, and a request is known
by its key; so the job may be stopped, killed and run again, and everybody is asked once. It writes in small batches,
so that others can work meanwhile. Nothing is sent here: messages are queued, and `mail` sends them at its own pace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dueregard.domain.delivery.rounds import Asked, RoundState, check_can_move_round
from dueregard.domain.delivery.rounds_mail import ANSWER, Mail
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.accounts.queries import person_card
from dueregard.web.delivery.actions.links import make_link
from dueregard.web.delivery.actions.rounds import held, record
from dueregard.web.delivery.models.rounds import Ask, Request, Round
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.delivery.queries.rounds_asking import ToAsk, mail_to, to_ask
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.mail.actions.sending import send

KIND = "delivery.open_round"
BATCH = 25
EARLIEST = time(8)
"""No message goes out before eight in the morning of the day a round opens."""


def open_round(round_id: UUID, *, by: UUID) -> UUID:
    """Begin to open a round: a job asks everybody. Gives the job's id.

    Raises:  MoveNotAllowed where it is open or closed, is being opened, or is about no action.
    """
    with transaction.atomic():
        row = held(round_id)
        if row.state == RoundState.OPENING and row.job is not None and row.job.state in {"waiting", "running"}:
            raise MoveNotAllowed(_("This round is being opened already."))
        if not row.chosen.exists():
            raise MoveNotAllowed(_("Choose at least one action first."))
        if row.state != RoundState.OPENING:
            check_can_move_round(RoundState(row.state), to=RoundState.OPENING)
            row.opens_on = max(row.opens_on, timezone.localdate())
            if row.due_on < row.opens_on:
                raise MoveNotAllowed(_("The day by which answers are due has passed. Change the days first."))
        row.state = RoundState.OPENING
        row.job_id = jobs.start(
            kind=KIND, council_id=row.council_id, by=by, payload={"round": str(row.pk)}, title=row.name
        )
        row.save(update_fields=["state", "opens_on", "job"])
        record(row, "round_opening", by=by, actions=row.chosen.count())
    return row.job_id


@job_kind(
    KIND,
    steps=(gettext_noop("Find whom to ask"), gettext_noop("Write to everybody"), gettext_noop("Open the round")),
    heading=gettext_noop("Opening the round"),
)
def open_round_job(job: JobHandle) -> None:
    """Ask everybody who has not been asked, then open the round."""
    row = Round.objects.select_related("council").get(pk=job.payload["round"])
    by = job.by or row.made_by_id
    card = round_card(row.council_id, row.slug)
    if card.state is not RoundState.OPENING:
        _finish(job, row)
        return
    wanted = to_ask(card, on=timezone.localdate())
    people = (*wanted.people, *wanted.nobody)
    job.step(1, found=_("%(people)s to ask, %(nobody)s cannot be asked")
             % {"people": len(wanted.people), "nobody": len(wanted.nobody)})  # fmt: skip
    writer = RequestWriter(card, wanted, council=row.council.name, by=by)
    done = 0
    for batch in _batches(people):
        job.check_cancelled()
        writer.write(batch)
        done += len(batch)
        job.progress(done, len(people))
    job.step(2, found=_("%(number)s messages queued") % {"number": len(wanted.people)})
    _say_open(row.pk, people=len(wanted.people), nobody=len(wanted.nobody), by=by)
    _finish(job, row)


def _say_open(round_id: UUID, *, people: int, nobody: int, by: UUID) -> None:
    with transaction.atomic():
        row = held(round_id)
        if row.state == RoundState.OPENING:
            row.state, row.opened_at = RoundState.OPEN, timezone.now()
            row.save(update_fields=["state", "opened_at"])
            record(row, "round_opened", by=by, people=people, not_asked=nobody)


class RequestWriter:
    """Writes requests of one round, each with its asks, link and message; what is there already stays as it is."""

    def __init__(self, card: RoundCard, wanted: ToAsk, *, council: str, by: UUID) -> None:
        officer = person_card(by)
        self._card, self._wanted, self._council, self._by = card, wanted, council, by
        self._officer = officer.full_name if officer else ""

    def write(self, batch: Sequence[Asked]) -> int:
        """Write the requests of a batch in one transaction; give how many were new.

        Raises:  MoveNotAllowed where the round was closed meanwhile.
        """
        with transaction.atomic():
            row = held(self._card.id)
            if row.state != RoundState.OPENING:
                raise MoveNotAllowed(_("The round was closed while it was being opened."))
            known = set(row.requests.filter(key__in=[one.key for one in batch]).values_list("key", flat=True))
            new = [one for one in batch if one.key not in known]
            written = [self._request(one) for one in new]
            if written:
                record(
                    row,
                    "people_asked",
                    by=self._by,
                    also=[f"delivery.request:{one.pk}" for one in written],
                    asked=sum(1 for one in written if not one.why),
                    not_asked=sum(1 for one in written if one.why),
                    asks=sum(len(one.action_ids) for one in new),
                )
        return len(new)

    def _request(self, asked: Asked) -> Request:
        request = Request.objects.create(
            round_id=self._card.id,
            key=asked.key,
            person_id=asked.person_id,
            name=asked.name[:300],
            email=asked.email,
            why=asked.why[:200],
        )
        Ask.objects.bulk_create(Ask(request=request, action_id=one) for one in asked.action_ids)
        if not asked.why:
            mail = mail_to(
                self._card,
                name=asked.name,
                actions=self._wanted.about(asked),
                council=self._council,
                officer=self._officer,
            )
            send_request(
                request, mail=mail, council_id=self._card.council_id, opens_on=self._card.opens_on, by=self._by
            )
        return request


def send_request(request: Request, *, mail: Mail, council_id: UUID, opens_on: date, by: UUID) -> None:
    """Queue the next message that asks somebody, with a link, in the caller's transaction."""
    request.times_asked += 1
    request.asked_at = timezone.now()
    request.save(update_fields=["times_asked", "asked_at"])
    link = link_of(request, by=by)
    send(
        council_id=council_id,
        key=message_key(request.pk, request.times_asked),
        to=request.email,
        subject=mail.subject,
        body=mail.body,
        by=by,
        person_id=request.person_id if is_own_address(request) else None,
        links={ANSWER: f"delivery.link:{link}"},
        not_before=earliest(opens_on),
    )


def message_key(request_id: UUID, number: int) -> str:
    """Give the key of the message that asked somebody for the n-th time."""
    return f"delivery.request:{request_id}:{number}"


def link_of(request: Request, *, by: UUID) -> UUID:
    """Give the link that this person has, or make one: a second message leads to the same page."""
    good = request.links.filter(
        revoked_at__isnull=True, is_delegate=False, email=request.email, expires_at__gt=timezone.now()
    )
    found: UUID | None = good.order_by("-made_at").values_list("pk", flat=True).first()
    return found or make_link(request.pk, name=request.name, email=request.email, is_delegate=False, by=by)


def is_own_address(request: Request) -> bool:
    """Say whether somebody is written to at the address they sign in with."""
    return request.person is not None and request.person.email == request.email


def earliest(opens_on: date) -> datetime | None:
    """Give the moment before which a round's messages wait; None where its day has come."""
    if opens_on <= timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(opens_on, EARLIEST))


def _batches(people: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(people), BATCH):
        yield people[start : start + BATCH]


def _finish(job: JobHandle, row: Any) -> None:
    address = reverse("delivery:round", args=[row.council.slug, row.slug])
    job.finish({"url": address, "text": _("The round is open.")})
