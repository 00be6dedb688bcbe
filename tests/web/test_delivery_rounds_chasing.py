"""Chasing: one digest a person a day across rounds, the lead and the board once, nothing on quiet days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from dueregard.domain.delivery.chasing import Chasing
from dueregard.web.delivery.actions import rounds
from dueregard.web.delivery.actions.rounds_chasing import (
    Chased,
    chase_council,
    chase_everywhere,
    chase_now,
    close_ended,
)
from dueregard.web.delivery.models.rounds import Ask, Reminder, Request, Round
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.organisation import actions as organisation
from dueregard.web.plans.actions.rows import Targets
from factories.rounds import opened_round, plan_led_by
from people import AMINA, BEN, CHIDI, FAITH, HANA, IMRAN, Cast, make_cast

OPENED, DUE = date(2027, 1, 4), date(2027, 1, 22)  # a Monday, and a Friday
RULES = Chasing(before=(3,), after=(2,), lead_after=7, board_after=14)


@pytest.fixture
def cast(db: None) -> Cast:
    """Ben leads two actions, and shares a third with Chidi; the board watches all."""
    made = make_cast()
    council, by = made.council.id, made.people[AMINA].id
    shared = organisation.add_post(council_id=council, title="Learning Lead", by=by)
    for name in (BEN, CHIDI):
        organisation.fill_post(
            council_id=council, post_id=shared, person_id=made.people[name].id, since=timezone.localdate(), by=by
        )
    targets = Targets(
        posts={"Housing Options Manager": made.post_id, "Learning Lead": shared},
        partners={},
        boards={"Fair Access Board": made.board_id},
    )
    leads = {
        "Adapt homes": ("Housing Options Manager",),
        "Review offers": ("Housing Options Manager",),
        "Train every manager": ("Learning Lead",),
    }
    plan_led_by(leads, council_id=council, by=by, targets=targets, boards=("Fair Access Board",))
    return made


@pytest.fixture
def card(cast: Cast) -> RoundCard:
    return _opened(cast, "Winter")


def _opened(cast: Cast, name: str, *, due_on: date = DUE) -> RoundCard:
    """Open a round as if on 4 January 2027."""
    made = opened_round(
        cast.council.id, by=cast.people[AMINA].id, name=name, opens_on=OPENED, days_to_answer=(due_on - OPENED).days,
        rules=RULES,
    )  # fmt: skip
    Request.objects.filter(round=made.id).update(asked_at=timezone.make_aware(_noon(OPENED)))
    return made


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _chase(cast: Cast, on: date) -> Chased:
    council = cast.council
    return chase_council(council.id, slug=council.slug, name=council.name, nation=council.nation, on=on)


def _answer(cast: Cast, who: str, *titles: str) -> None:
    asks = Ask.objects.filter(request__person=cast.people[who].id)
    (asks.filter(action__text__in=titles) if titles else asks).update(answered_at=timezone.now())


def _to(*kinds: str) -> list[str]:
    rows = Message.objects.exclude(key__startswith="delivery.request:")
    return sorted(one.to for one in rows if one.key.startswith(tuple(f"delivery.{kind}:" for kind in kinds)))


def test_those_who_have_not_answered_get_one_digest_on_the_day(cast: Cast, card: RoundCard) -> None:
    assert _chase(cast, date(2027, 1, 18)) == Chased()

    assert _chase(cast, date(2027, 1, 19)) == Chased(reminded=2)

    assert _to("digest") == sorted(cast.people[one].email for one in (BEN, CHIDI))
    ben = Message.objects.get(key__startswith="delivery.digest:", to=cast.people[BEN].email)
    assert ben.subject == "3 actions to say something about by 22 January 2027"


def test_chasing_a_day_twice_writes_to_nobody_twice(cast: Cast, card: RoundCard) -> None:
    for day in (19, 19, 20, 21):
        _chase(cast, date(2027, 1, day))

    assert len(_to("digest")) == 2
    assert Reminder.objects.count() == 2
    assert Entry.objects.filter(kind="delivery.people_reminded").count() == 1


def test_who_answered_is_left_alone_and_one_answer_does_for_a_shared_post(cast: Cast, card: RoundCard) -> None:
    _answer(cast, BEN, "Train every manager")

    _chase(cast, date(2027, 1, 19))

    assert _to("digest") == [cast.people[BEN].email]
    digest = Message.objects.get(key__startswith="delivery.digest:")
    assert digest.subject.startswith("2 actions")
    assert "Train every manager" not in digest.body


def test_two_rounds_make_one_digest_with_a_link_each(cast: Cast, card: RoundCard) -> None:
    _opened(cast, "A second one")

    _chase(cast, date(2027, 1, 19))

    ben = Message.objects.get(key__startswith="delivery.digest:", to=cast.people[BEN].email)
    assert len(ben.links) == 2
    assert "Winter: your answer is due" in ben.body
    assert "A second one: your answer is due" in ben.body


def test_person_reminded_yesterday_of_another_round_is_left_alone(cast: Cast, card: RoundCard) -> None:
    """The second round's reminder falls a day later; yesterday's digest listed it already."""
    _opened(cast, "A second one", due_on=date(2027, 1, 23))

    _chase(cast, date(2027, 1, 19))
    _chase(cast, date(2027, 1, 20))
    _chase(cast, date(2027, 1, 21))

    assert len(_to("digest")) == 2
    assert len(set(Reminder.objects.values_list("message_key", flat=True))) == 2


def test_nothing_goes_out_on_a_quiet_day_and_then_once(cast: Cast, card: RoundCard) -> None:
    rounds.add_quiet_days(
        council_id=cast.council.id, name="Closed", first=date(2027, 1, 19), last=date(2027, 1, 20),
        by=cast.people[AMINA].id,
    )  # fmt: skip

    assert [_chase(cast, date(2027, 1, day)).reminded for day in (19, 20, 21, 22)] == [0, 0, 2, 0]


def test_lead_and_board_are_told_once_after_the_reminders(cast: Cast, card: RoundCard) -> None:
    _answer(cast, BEN)

    for number in range(40):
        _chase(cast, date(2027, 1, 12) + timedelta(days=number))

    assert _to("lead") == []  # Chidi's post is in no directorate, so there is no lead to tell
    assert _to("board") == []  # Ben answered about the action they share


def test_lead_of_the_directorate_and_clerk_hear_of_it(cast: Cast, card: RoundCard) -> None:
    for number in range(40):
        _chase(cast, date(2027, 1, 12) + timedelta(days=number))

    assert _to("lead") == [cast.people[FAITH].email]
    assert _to("board") == [cast.people[IMRAN].email]  # the clerk; Hana is a member only
    assert cast.people[HANA].email not in _to("lead", "board")
    told = Message.objects.get(key__startswith="delivery.lead:")
    assert told.subject == "Housing: 2 actions without an answer"
    assert told.links == {}
    assert len(_to("digest")) == 4  # two reminders each for Ben and Chidi, then no more


def test_worker_that_was_away_reminds_once(cast: Cast, card: RoundCard) -> None:
    assert _chase(cast, date(2027, 1, 27)).reminded == 2
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"after_2"}


def test_somebody_asked_after_the_day_of_a_reminder_is_not_reminded_of_it(cast: Cast, card: RoundCard) -> None:
    Request.objects.update(asked_at=timezone.make_aware(_noon(date(2027, 1, 19))))

    assert _chase(cast, date(2027, 1, 20)) == Chased()


def test_closed_round_chases_nobody(cast: Cast, card: RoundCard) -> None:
    rounds.close_round(card.id, by=cast.people[AMINA].id)

    assert _chase(cast, date(2027, 1, 19)) == Chased()


def test_round_closes_by_itself_after_its_last_day(cast: Cast, card: RoundCard) -> None:
    last = Round.objects.get().closes_on

    assert close_ended(cast.council.id, on=last) == 0
    assert close_ended(cast.council.id, on=last + timedelta(days=1)) == 1
    assert Round.objects.get().state == "closed"
    assert Entry.objects.get(kind="delivery.round_closed").by == "system"


def test_officer_reminds_by_hand_at_most_once_a_day(cast: Cast, card: RoundCard) -> None:
    amina = cast.people[AMINA].id

    assert [chase_now(card.id, by=amina) for _ in range(2)] == [2, 0]
    assert len(_to("digest")) == 2


def test_other_council_is_chased_apart(cast: Cast, card: RoundCard) -> None:
    other = cast.other

    done = chase_council(other.id, slug=other.slug, name=other.name, nation=other.nation, on=date(2027, 1, 19))

    assert done == Chased()
    assert chase_everywhere() == "Reminded 0 people, told 0 above them, closed 0 rounds."
