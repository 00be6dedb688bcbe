"""Reminding people, and telling those above them, once a day.

The one idea: a reminder and the message that carries it are written in one transaction, and each is known by what it is
for; so the daily task may run twice, be killed, or run late, and nobody is written to twice. One person gets one digest
a day, of all that waits for them in the council's open rounds. Source of the days: `domain.delivery.chasing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from dueregard.domain.delivery.chasing import Chase, Step, is_too_soon
from dueregard.domain.delivery.rounds import RoundState
from dueregard.domain.delivery.rounds_mail import Unanswered, Waiting, digest_mail, escalation_mail
from dueregard.web.accounts.queries import PersonCard
from dueregard.web.delivery.actions.rounds import close_round, record
from dueregard.web.delivery.actions.rounds_opening import is_own_address, link_of
from dueregard.web.delivery.models.rounds import Reminder, Request, Round
from dueregard.web.delivery.queries.rounds import RoundCard, calendar_of, open_rounds, waiting_asks
from dueregard.web.delivery.queries.rounds_asking import about
from dueregard.web.delivery.queries.rounds_owners import waiting_actions
from dueregard.web.jobs.worker import daily
from dueregard.web.mail.actions.sending import send
from dueregard.web.organisation.queries import all_councils, belongings, boards, directorates, people_found
from dueregard.web.plans.queries.across import lines_of, places_of

EARLIEST = time(8)
BATCH = 25
NOW = "now"
"""The kind of a reminder that an officer sent by hand."""


@dataclass(frozen=True, slots=True)
class Chased:
    """What was done: how many people were reminded, how many above them told."""

    reminded: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class _Council:
    """What the work of a day needs to know of a council."""

    id: UUID
    slug: str
    name: str
    on: date


@daily("delivery.chase")
def chase_everywhere() -> str:
    """Close what has come to its last day, and chase in every council. Said in words, for the log of the worker."""
    on, reminded, told, closed = timezone.localdate(), 0, 0, 0
    for council in all_councils():
        closed += close_ended(council.id, on=on)
        done = chase_council(council.id, slug=council.slug, name=council.name, nation=council.nation, on=on)
        reminded, told = reminded + done.reminded, told + done.told
    return f"Reminded {reminded} people, told {told} above them, closed {closed} rounds."


def close_ended(council_id: UUID, *, on: date) -> int:
    """Close the rounds whose last day has passed; give how many."""
    ended = Round.objects.filter(council_id=council_id, state=RoundState.OPEN, closes_on__lt=on)
    ids = tuple(ended.values_list("pk", flat=True))
    for round_id in ids:
        close_round(round_id, by=None)
    return len(ids)


def chase_council(council_id: UUID, *, slug: str, name: str, nation: str, on: date) -> Chased:
    """Do what is to be done on a day in a council's open rounds. Doing it again does nothing."""
    rounds = {one.id: one for one in open_rounds(council_id) if one.state is RoundState.OPEN}
    if not rounds:
        return Chased()
    calendar = calendar_of(council_id, nation=nation, on=on)
    council = _Council(council_id, slug, name, on)
    due = {key: one.timetable(calendar).due_on_day(on) for key, one in rounds.items()}
    reminded = _remind(council, rounds, {key: _of(chases, Step.OWNER) for key, chases in due.items()})
    told = 0
    for step in (Step.LEAD, Step.BOARD):
        told += _escalate(council, rounds, {key: _of(chases, step) for key, chases in due.items()}, step=step)
    return Chased(reminded, told)


def chase_now(round_id: UUID, *, by: UUID) -> int:
    """Remind everybody who has not answered in a round, because an officer says so; at most once a day each."""
    row = Round.objects.select_related("council").defer("council__logo").get(pk=round_id)
    council = _Council(row.council_id, row.council.slug, row.council.name, timezone.localdate())
    rounds = {one.id: one for one in open_rounds(row.council_id)}
    if row.pk not in rounds:
        return 0
    chase = Chase(Step.OWNER, NOW, council.on, "")
    return _remind(council, rounds, {row.pk: chase}, by=by)


def _of(chases: Iterable[Chase], step: Step) -> Chase | None:
    return next((one for one in chases if one.step is step), None)


def _remind(
    council: _Council, rounds: Mapping[UUID, RoundCard], due: Mapping[UUID, Chase | None], *, by: UUID | None = None
) -> int:
    """Send one digest to each person for whom a reminder is due; give how many."""
    triggers = {request: chase for key, chase in due.items() if chase for request in _to_chase(key, chase)}
    if not triggers:
        return 0
    waiting = _waiting_people(council.id, rounds)
    people = _by_address(waiting)
    wanted = [address for address, requests in people.items() if any(one.pk in triggers for one in requests)]
    last = _last_reminded(council.id)
    sent = 0
    for batch in _batches(wanted):
        with transaction.atomic():
            reminded: list[Request] = []
            for address in batch:
                requests = people[address]
                newest = (
                    None
                    if by
                    else max((last[r.pk] for r in requests if r.pk in last), default=None, key=lambda x: x[0])
                )
                reminded += _one_digest(council, rounds, requests, triggers, newest=newest, by=by)
            if reminded:
                _record(rounds, reminded, "people_reminded", by=by)
                sent += len({_address(one) for one in reminded})
    return sent


def _one_digest(
    council: _Council,
    rounds: Mapping[UUID, RoundCard],
    requests: Sequence[Request],
    triggers: Mapping[UUID, Chase],
    *,
    newest: tuple[date, str] | None,
    by: UUID | None,
) -> list[Request]:
    """Write one person's digest; give the requests it reminds of. None where they were reminded a moment ago."""
    first = requests[0]
    chased = [one for one in requests if one.pk in triggers]
    rules = rounds[chased[0].round_id].rules
    who = f"person:{first.person_id}" if is_own_address(first) else f"request:{first.pk}"
    key = f"delivery.digest:{council.on.isoformat()}{f':{NOW}' if by else ''}:{who}:{council.id}"
    is_spared = newest is not None and is_too_soon(newest[0], on=council.on, rules=rules)
    covered_by = newest[1] if newest and is_spared else key
    is_new = [
        Reminder.objects.get_or_create(
            request=one, kind=triggers[one.pk].kind, on=triggers[one.pk].on, defaults={"message_key": covered_by}
        )[1]
        for one in chased
    ]
    if is_spared or not any(is_new):
        return []
    actions = waiting_actions([one.pk for one in requests])
    lines = lines_of({action for each in actions.values() for action in each})
    waiting, places = [], {}
    for number, one in enumerate(requests, start=1):
        if one.pk not in actions:
            continue
        place = f"answer{number}"
        card = rounds[one.round_id]
        waiting.append(Waiting(card.name, card.due_on, tuple(about(lines[a]) for a in actions[one.pk]), place))
        places[place] = f"delivery.link:{link_of(one, by=by or one.round.made_by_id)}"
    if not waiting:
        return []
    is_last = by is None and all(not _is_followed(rounds[one.round_id], triggers[one.pk]) for one in chased)
    mail = digest_mail(council=council.name, name=first.name, waiting=waiting, on=council.on, is_last=is_last)
    send(
        council_id=council.id,
        key=key,
        to=first.email,
        subject=mail.subject,
        body=mail.body,
        by=by or "system",
        person_id=first.person_id if is_own_address(first) else None,
        links=places,
        not_before=_earliest(council.on),
    )
    return chased


def _escalate(
    council: _Council, rounds: Mapping[UUID, RoundCard], due: Mapping[UUID, Chase | None], *, step: Step
) -> int:
    """Tell directorate leads, or boards' clerks and chairs, who has not answered; one message each. Give how many."""
    triggers = {request: chase for key, chase in due.items() if chase for request in _to_chase(key, chase)}
    if not triggers:
        return 0
    requests = tuple(Request.objects.filter(pk__in=triggers).select_related("round").order_by("name"))
    actions = waiting_actions(triggers)
    directorate_of, board_of = places_of({action for each in actions.values() for action in each})
    lines = lines_of({action for each in actions.values() for action in each})
    listeners = _leads(council) if step is Step.LEAD else _board_people(council)
    above = directorate_of if step is Step.LEAD else board_of
    told: dict[tuple[UUID, UUID], list[Unanswered]] = defaultdict(list)
    keys: dict[UUID, str] = {}
    for one in requests:
        card = rounds[one.round_id]
        for place in sorted({p for a in actions.get(one.pk, ()) for p in above[a]} & set(listeners), key=str):
            theirs = tuple(about(lines[a]) for a in actions[one.pk] if place in above[a])
            for person in listeners[place][1]:
                told[person.id, place].append(Unanswered(one.name, card.name, card.due_on, theirs))
                keys.setdefault(one.pk, _escalation_key(step, council, person.id, place))
    with transaction.atomic():
        for one in requests:
            chase = triggers[one.pk]
            Reminder.objects.get_or_create(
                request=one, kind=chase.kind, on=chase.on, defaults={"message_key": keys.get(one.pk, "")}
            )
        for (person_id, place), unanswered in told.items():
            about_place, people = listeners[place]
            person = next(each for each in people if each.id == person_id)
            mail = escalation_mail(
                council=council.name,
                name=person.full_name,
                about=about_place,
                unanswered=unanswered,
                address=settings.SITE_URL.rstrip("/") + reverse("pages:today", args=[council.slug]),
            )
            send(
                council_id=council.id,
                key=_escalation_key(step, council, person_id, place),
                to=person.email,
                subject=mail.subject,
                body=mail.body,
                by="system",
                person_id=person_id,
                not_before=_earliest(council.on),
            )
        _record(rounds, requests, f"{step}_told", by=None, people=len(told))
    return len(told)


def _to_chase(round_id: UUID, chase: Chase) -> tuple[UUID, ...]:
    """Give who has not answered, was asked before the day of the chase, and has not been chased so already."""
    rows = Request.objects.filter(
        round_id=round_id, why="", asked_at__isnull=False, pk__in=waiting_asks().values("request")
    )
    if chase.kind != NOW:
        rows = rows.filter(asked_at__date__lt=chase.on)
    done = Reminder.objects.filter(request__round=round_id, kind=chase.kind, on=chase.on).values("request")
    return tuple(rows.exclude(pk__in=done).exclude(email="").values_list("pk", flat=True))


def _waiting_people(council_id: UUID, rounds: Mapping[UUID, RoundCard]) -> tuple[Request, ...]:
    rows = Request.objects.filter(
        round_id__in=tuple(rounds), why="", asked_at__isnull=False, pk__in=waiting_asks().values("request")
    ).exclude(email="")
    return tuple(rows.select_related("round", "person").order_by("round__due_on", "round__name", "pk"))


def _by_address(requests: Iterable[Request]) -> dict[str, list[Request]]:
    found: dict[str, list[Request]] = defaultdict(list)
    for one in requests:
        found[_address(one)].append(one)
    return found


def _address(request: Request) -> str:
    return request.email.strip().lower()


def _last_reminded(council_id: UUID) -> dict[UUID, tuple[date, str]]:
    """Give when each was last reminded in this council, and by which message; by request."""
    owner = Reminder.objects.filter(request__round__council=council_id).exclude(kind__startswith="lead").exclude(
        kind__startswith="board"
    )  # fmt: skip
    newest = owner.values("request__email").annotate(last=Max("on"))
    days = {each["request__email"].strip().lower(): each["last"] for each in newest}
    found: dict[UUID, tuple[date, str]] = {}
    rows = owner.filter(on__in=set(days.values())).values_list("request__email", "on", "message_key")
    keys = {(email.strip().lower(), on): key for email, on, key in rows}
    people = Request.objects.filter(round__council=council_id, email__gt="").values_list("pk", "email")
    for request, email in people:
        address = email.strip().lower()
        if address in days:
            found[request] = (days[address], keys.get((address, days[address]), ""))
    return found


def _leads(council: _Council) -> dict[UUID, tuple[str, tuple[PersonCard, ...]]]:
    """Give each directorate's name and leads."""
    names = {one.id: one.name for one in directorates(council.id, with_retired=True)}
    people = belongings(council.id, people_found(council.id, on=council.on, role="directorate_lead"), on=council.on)
    found: dict[UUID, tuple[str, tuple[PersonCard, ...]]] = {}
    for one in people:
        for role in one.roles:
            if role.directorate_id in names and one.person.is_active:
                place = role.directorate_id
                found[place] = (names[place], (*found.get(place, ("", ()))[1], one.person))
    return found


def _board_people(council: _Council) -> dict[UUID, tuple[str, tuple[PersonCard, ...]]]:
    """Give each board's name, and its clerks and chairs."""
    found = {}
    for one in boards(council.id, on=council.on):
        people = {seat.person.id: seat.person for seat in one.members if seat.office in {"clerk", "chair"}}
        if people:
            found[one.id] = (one.name, tuple(people.values()))
    return found


def _escalation_key(step: Step, council: _Council, person_id: UUID, place: UUID) -> str:
    return f"delivery.{step}:{council.on.isoformat()}:{person_id}:{place}"


def _is_followed(card: RoundCard, chase: Chase) -> bool:
    """Say whether another reminder of the owner may come after this one."""
    kinds = [f"before_{n}" for n in sorted(set(card.rules.before), reverse=True)]
    kinds += [f"after_{n}" for n in sorted(set(card.rules.after))]
    return chase.kind not in kinds[-1:]


def _earliest(on: date) -> datetime | None:
    moment = timezone.make_aware(datetime.combine(on, EARLIEST))
    return moment if moment > timezone.now() else None


def _record(
    rounds: Mapping[UUID, RoundCard],
    requests: Sequence[Request],
    kind: str,
    *,
    by: UUID | None,
    people: int | None = None,
) -> None:
    """Record, for each round it is about, who was written to; one entry a round."""
    for round_id in dict.fromkeys(one.round_id for one in requests):
        theirs = [one for one in requests if one.round_id == round_id]
        record(
            theirs[0].round,
            kind,
            by=by,
            also=[f"delivery.request:{one.pk}" for one in theirs],
            people=len(theirs) if people is None else people,
        )


def _batches(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(addresses), BATCH):
        yield addresses[start : start + BATCH]
