"""Opening a round: everybody is asked once, also where it was killed half-way; who cannot be asked is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.accounts.actions import make_person
from dueregard.web.delivery.actions import rounds, rounds_opening
from dueregard.web.delivery.actions.rounds_opening import open_round
from dueregard.web.delivery.models.rounds import Ask, Link, Request, Round
from dueregard.web.delivery.queries.rounds import RoundCard, round_card
from dueregard.web.delivery.queries.rounds_asking import to_ask
from dueregard.web.jobs.actions import cancel, resume_stale, try_again
from dueregard.web.jobs.models import Job
from dueregard.web.jobs.worker import JobHandle
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.organisation import actions as organisation
from dueregard.web.plans.actions.rows import Targets
from factories.rounds import plan_led_by, round_of
from people import AMINA, BEN, CHIDI, GARETH, Cast, make_cast

LEADS = {
    "Adapt homes faster": ("Housing Options Manager",),
    "Train every manager": ("Housing Options Manager", "Learning Lead"),
    "Publish pay gaps": ("Payroll Manager",),
    "Meet the carers": ("Aldermere Carers",),
    "Open the libraries": ("Somebody from Libraries",),
    "A stray action": (),
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def targets(cast: Cast) -> Targets:
    """Two people share a post; one post is vacant; a partner has a contact."""
    council, by = cast.council.id, cast.people[AMINA].id
    learning = organisation.add_post(council_id=council, title="Learning Lead", by=by)
    payroll = organisation.add_post(council_id=council, title="Payroll Manager", by=by)
    for name in (CHIDI, GARETH):
        organisation.fill_post(
            council_id=council, post_id=learning, person_id=cast.people[name].id, since=timezone.localdate(), by=by
        )
    carer = make_person(email="cara@carers.example", full_name="Cara Contact", by=None)
    partner = organisation.add_partner(council_id=council, name="Carers of Aldermere", by=by, contact_id=carer.id)
    return Targets(
        posts={"Housing Options Manager": cast.post_id, "Learning Lead": learning, "Payroll Manager": payroll},
        partners={"Aldermere Carers": partner},
        boards={},
    )


@pytest.fixture
def card(cast: Cast, targets: Targets) -> RoundCard:
    plan_led_by(LEADS, council_id=cast.council.id, by=cast.people[AMINA].id, targets=targets)
    return round_of(cast.council.id, by=cast.people[AMINA].id)


@pytest.fixture
def opened(cast: Cast, card: RoundCard, django_capture_on_commit_callbacks: Any) -> RoundCard:
    with django_capture_on_commit_callbacks(execute=True):
        open_round(card.id, by=cast.people[AMINA].id)
    return round_card(cast.council.id, card.slug)


def asked_about() -> dict[str, list[str]]:
    rows = Ask.objects.order_by("action__position").values_list("request__name", "action__title", "action__text")
    found: dict[str, list[str]] = {}
    for name, title, text in rows:
        found.setdefault(name, []).append(title or text)
    return found


def test_each_owner_is_asked_once_about_all_their_actions(cast: Cast, opened: RoundCard) -> None:
    assert opened.state == "open"
    assert asked_about() == {
        cast.people[BEN].full_name: ["Adapt homes faster", "Train every manager"],
        cast.people[CHIDI].full_name: ["Train every manager"],
        cast.people[GARETH].full_name: ["Train every manager"],
        "Cara Contact": ["Meet the carers"],
        "Payroll Manager": ["Publish pay gaps"],
        "Somebody from Libraries": ["Open the libraries"],
        "No lead": ["A stray action"],
    }


def test_each_owner_gets_one_message_with_one_link(cast: Cast, opened: RoundCard) -> None:
    asked = Request.objects.filter(why="")
    messages = {message.key: message for message in Message.objects.filter(key__startswith="delivery.request:")}

    assert set(messages) == {f"delivery.request:{one.pk}:1" for one in asked}
    assert sorted(one.to for one in messages.values()) == sorted(one.email for one in asked)
    assert all(one.links.count() == 1 and one.times_asked == 1 for one in asked)
    ben = messages[f"delivery.request:{asked.get(person=cast.people[BEN].id).pk}:1"]
    assert ben.subject.startswith("2 actions: an update by ")


def test_who_cannot_be_asked_is_kept_with_the_reason(opened: RoundCard) -> None:
    reasons = dict(Request.objects.exclude(why="").values_list("name", "why"))

    assert reasons == {
        "Payroll Manager": "This post is vacant.",
        "Somebody from Libraries": "This is printed in the plan; nobody has said yet which post it is.",
        "No lead": "No lead is named in the plan.",
    }
    assert (opened.counts.asked, opened.counts.not_asked, opened.counts.actions) == (4, 3, 6)


def test_opening_that_was_killed_goes_on_and_asks_nobody_twice(
    cast: Cast, card: RoundCard, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """The worker dies after the second batch of one; another takes the job up when it was silent for a while."""
    monkeypatch.setattr(rounds_opening, "BATCH", 1)
    write, done = rounds_opening.RequestWriter.write, []

    def dies(self: Any, batch: Any) -> int:
        if len(done) == 2:
            done.append("dead")
            raise SystemExit
        done.append(batch[0].key)
        return write(self, batch)

    monkeypatch.setattr(rounds_opening.RequestWriter, "write", dies)
    with django_capture_on_commit_callbacks(execute=True):
        open_round(card.id, by=cast.people[AMINA].id)
    assert Request.objects.count() == 2
    assert round_card(cast.council.id, card.slug).state == "opening"

    Job.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(rounds_opening.RequestWriter, "write", write)
    with django_capture_on_commit_callbacks(execute=True):
        resume_stale()

    assert round_card(cast.council.id, card.slug).state == "open"
    keys = list(Request.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 7
    assert Message.objects.filter(key__startswith="delivery.request:").count() == 4
    assert Link.objects.count() == 4


def test_opening_that_was_stopped_can_be_gone_on_with(
    cast: Cast, card: RoundCard, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(rounds_opening, "BATCH", 1)
    amina, check = cast.people[AMINA].id, JobHandle.check_cancelled

    def stop(self: JobHandle) -> None:
        if Request.objects.count() == 3:
            cancel(job_id=self.id, by=amina)
        check(self)

    monkeypatch.setattr(JobHandle, "check_cancelled", stop)
    with django_capture_on_commit_callbacks(execute=True):
        job = open_round(card.id, by=amina)
    stopped = round_card(cast.council.id, card.slug)
    assert (stopped.state, stopped.is_stopped, Request.objects.count()) == ("opening", True, 3)

    monkeypatch.setattr(JobHandle, "check_cancelled", check)
    with django_capture_on_commit_callbacks(execute=True):
        try_again(job_id=job, by=amina)

    assert round_card(cast.council.id, card.slug).state == "open"
    assert Request.objects.count() == 7
    assert Message.objects.filter(key__startswith="delivery.request:").count() == 4


def test_open_round_is_not_opened_again(cast: Cast, opened: RoundCard) -> None:
    with pytest.raises(MoveNotAllowed):
        open_round(opened.id, by=cast.people[AMINA].id)


def test_round_without_actions_is_not_opened(cast: Cast) -> None:
    card = round_of(cast.council.id, by=cast.people[AMINA].id)

    with pytest.raises(MoveNotAllowed, match="at least one action"):
        open_round(card.id, by=cast.people[AMINA].id)


def test_nothing_but_days_changes_once_people_are_asked(cast: Cast, opened: RoundCard) -> None:
    for change in (
        lambda: rounds.change_round(opened.id, words="Other words", by=cast.people[AMINA].id),
        lambda: rounds.choose_actions(opened.id, action_ids=[], by=cast.people[AMINA].id),
        lambda: rounds.throw_away(opened.id, by=cast.people[AMINA].id),
    ):
        with pytest.raises(MoveNotAllowed):
            change()
    assert Round.objects.get().chosen.count() == 6


def test_ledger_tells_of_the_opening_without_names(opened: RoundCard) -> None:
    entries = Entry.objects.filter(kind__startswith="delivery.", subject=f"delivery.round:{opened.id}")
    kinds = list(entries.order_by("number").values_list("kind", flat=True))

    assert kinds == [
        "delivery.round_made",
        "delivery.round_actions_chosen",
        "delivery.round_opening",
        "delivery.people_asked",
        "delivery.round_opened",
    ]
    assert "Cara" not in "".join(str(entry.facts) for entry in entries)


def test_check_before_opening_asks_the_same_as_the_opening(cast: Cast, card: RoundCard) -> None:
    wanted = to_ask(card, on=timezone.localdate())

    assert [one.name for one in wanted.nobody] == ["No lead", "Payroll Manager", "Somebody from Libraries"]
    assert len(wanted.people) == 4


def test_council_of_another_is_never_asked_about(cast: Cast, opened: RoundCard) -> None:
    assert round_of(cast.other.id, by=cast.people[AMINA].id).counts.actions == 0
