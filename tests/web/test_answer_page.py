"""Somebody answers by the link that was sent to them, and signed in: what they see, send, keep, correct and hand on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dueregard.domain.plans.model import Action, Lead, Plan
from dueregard.web.delivery.models.rounds import Ask, Link, Request
from dueregard.web.ledger.models import Entry
from dueregard.web.mail.models import Message
from dueregard.web.organisation.models import Council, CouncilWord
from dueregard.web.plans.actions import saying
from dueregard.web.plans.models import Evidence, Update
from factories.answers import Asked, ask_about, form_of
from factories.plans import plan_of
from people import AMINA, BEN, CHIDI, EVE, Cast, make_cast

pytestmark = pytest.mark.django_db
PAGE = "/aldermere/answer/"
MINE = "/aldermere/my-answers/"
TICKED = re.compile(r"<input[^>]* checked")


@pytest.fixture
def cast(settings: Any, tmp_path: Any) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    made = make_cast()
    Council.objects.filter(pk=made.council.id).update(contact_email="equality@aldermere.example")
    return made


@pytest.fixture
def asked(cast: Cast) -> Asked:
    return ask_about(plan_of(cast).actions.filter(position=1), by=cast.people[AMINA].id, person=cast.people[BEN])


def three(cast: Cast, number: int = 3) -> Asked:
    """Ask Ben about several plain actions of his."""
    lead = Lead("Housing Options Manager")
    actions = tuple(Action(f"Improve service {n}", number_text=str(n), leads=(lead,)) for n in range(1, number + 1))
    plan = plan_of(cast, Plan(document="Services", actions=actions), title="Services")
    return ask_about(plan.actions.all(), by=cast.people[AMINA].id, person=cast.people[BEN])


def browser_of(asked: Asked) -> Client:
    browser = Client()
    browser.get(asked.path)
    return browser


def send(browser: Client, asked: Asked, *, at: str = PAGE, do: str = "", number: int = 0, **given: Any) -> Any:
    ask = asked.asks[number]
    page = browser.get(at).content.decode()
    return browser.post(at, {**form_of(ask, page, **given), "do": do or f"send:{ask.pk.hex}"})


def test_the_page_shows_what_was_said_last_and_chooses_nothing(cast: Cast, asked: Asked) -> None:
    page = browser_of(asked).get(PAGE).content.decode()

    assert "Adapt homes faster for disabled residents" in page
    assert "Two minutes are enough." in page
    assert "Hello Ben." in page
    assert not TICKED.search(page)
    assert " selected" not in page.replace('<option value="" selected>', "")
    assert "Last time: 33 weeks, 30 September 2026" in page
    assert "Last time: 40%" in page
    assert "is recorded as given by the link sent to Ben Carter" in page


def test_an_answer_is_recorded_as_given_by_the_link(asked: Asked) -> None:
    given = send(browser_of(asked), asked, status="on_track", text="Two firms now", percent="55", rag="green")

    update = Update.objects.get(round_name="Autumn 2026")
    action = asked.asks[0].action
    action.refresh_from_db()
    entry = Entry.objects.get(kind="plans.update_added")
    assert given.status_code == 302
    assert (update.by_link, update.person_id, update.author) == (asked.link, None, "Ben Carter")
    assert (action.status, action.rag, action.percent) == ("on_track", "green", 55)
    assert entry.by == f"link:{asked.link}"
    assert "Two firms now" not in str(entry.facts)
    ask = Ask.objects.get(pk=asked.asks[0].pk)
    assert (ask.update_id, ask.answered_by_link_id, ask.answered_by_id) == (update.pk, asked.link, None)


def test_a_figure_of_its_measure_comes_with_the_answer(asked: Asked) -> None:
    measure = asked.asks[0].action.measures.get()
    page = browser_of(asked).get(PAGE).content.decode()
    sent = form_of(asked.asks[0], page, status="at_risk", text="Slower")
    sent[f"{asked.asks[0].pk.hex}-measure:{measure.pk}"] = "31"

    browser_of(asked).post(PAGE, {**sent, "do": "send:all"})

    assert measure.values.get(on=timezone.localdate()).value == "31"


def test_nothing_has_changed_is_a_recorded_statement(asked: Asked) -> None:
    saying.say(
        asked.asks[0].action_id, text="Surveyors began", on=timezone.localdate() - timedelta(days=40),
        by="system", author="Ben", status="at_risk",
    )  # fmt: skip
    since = (timezone.localdate() - timedelta(days=40)).strftime("%-d %B %Y")

    send(browser_of(asked), asked, status="same")

    update = Update.objects.get(is_unchanged=True)
    assert update.text == f"Nothing has changed since {since}."
    assert (update.status, update.by_link) == ("at_risk", asked.link)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Choose how it is going"),
        ({"text": "Words alone"}, "Choose how it is going"),
        ({"status": "on_track"}, "Say what is new"),
        ({"status": "closed", "text": "Done with"}, "Select a valid choice"),
        ({"status": "same", "percent": "50"}, "choose how it is going now"),
        ({"status": "on_track", "text": "x", "percent": "101"}, "Write a whole percentage from 0 to 100"),
        ({"status": "on_track", "text": "x", "url": "http://plain.example"}, "begins with https://"),
    ],
)
def test_what_cannot_be_sent_is_asked_about_and_nothing_typed_is_lost(
    asked: Asked, given: dict[str, str], told: str
) -> None:
    before = Update.objects.count()

    page = send(browser_of(asked), asked, **given)

    assert page.status_code == 400
    assert told in page.content.decode()
    assert page.content.decode().count("<title>Error:") == 1
    assert Update.objects.count() == before
    assert Ask.objects.get(pk=asked.asks[0].pk).draft == given


def test_a_draft_is_kept_and_its_choice_starts_empty_again(asked: Asked) -> None:
    browser, ask = browser_of(asked), asked.asks[0]

    given = send(browser, asked, do=f"save:{ask.pk.hex}", status="at_risk", text="Half a sentence", percent="41")
    page = browser.get(PAGE).content.decode()

    assert given.status_code == 302
    assert "Half a sentence" in page
    assert 'value="41"' in page
    assert "You had chosen: At risk" in page
    assert not TICKED.search(page)
    assert not Entry.objects.filter(kind="plans.update_added").exists()


def test_sending_the_draft_empties_it(asked: Asked) -> None:
    browser = browser_of(asked)
    send(browser, asked, do="save:all", text="Half a sentence")

    send(browser, asked, status="on_track", text="A whole sentence")

    ask = Ask.objects.get(pk=asked.asks[0].pk)
    assert (ask.draft, ask.drafted_at) == ({}, None)


def test_all_that_are_filled_in_are_sent_and_the_others_stay_open(cast: Cast) -> None:
    asked = three(cast)
    browser = browser_of(asked)
    page = browser.get(PAGE).content.decode()
    sent = {
        **form_of(asked.asks[0], page, status="on_track", text="First"),
        **form_of(asked.asks[1], page),
        **form_of(asked.asks[2], page, status="same"),
    }

    browser.post(PAGE, {**sent, "do": "send:all"})

    answered = [Ask.objects.get(pk=one.pk).answered_at is not None for one in asked.asks]
    assert answered == [True, False, True]
    assert "1 action waits for your word, of 3." in browser.get(PAGE).content.decode()


def test_sending_one_keeps_what_was_typed_of_the_others(cast: Cast) -> None:
    asked = three(cast)
    browser = browser_of(asked)
    page = browser.get(PAGE).content.decode()
    sent = {
        **form_of(asked.asks[0], page, status="on_track", text="First"),
        **form_of(asked.asks[1], page, text="Half of the second"),
    }

    browser.post(PAGE, {**sent, "do": f"send:{asked.asks[0].pk.hex}"})

    assert "Half of the second" in browser.get(PAGE).content.decode()


def test_one_wrong_answer_does_not_hold_up_the_others(cast: Cast) -> None:
    asked = three(cast)
    browser = browser_of(asked)
    page = browser.get(PAGE).content.decode()
    sent = {
        **form_of(asked.asks[0], page, status="on_track", text="First"),
        **form_of(asked.asks[1], page, status="at_risk"),
    }

    given = browser.post(PAGE, {**sent, "do": "send:all"})

    assert given.status_code == 400
    assert "1 answer is recorded." in given.content.decode()
    assert Ask.objects.get(pk=asked.asks[0].pk).answered_at is not None
    assert Ask.objects.get(pk=asked.asks[1].pk).draft == {"status": "at_risk"}


def test_what_was_sent_is_shown_and_corrected_by_a_further_update(asked: Asked) -> None:
    browser = browser_of(asked)
    send(browser, asked, status="on_track", text="All is well")
    correct = f"{PAGE}{asked.asks[0].pk}/"

    assert "All is well" in browser.get(PAGE).content.decode()
    send(browser, asked, at=correct, status="at_risk", text="I was too hopeful")

    said = list(Update.objects.filter(round_name="Autumn 2026").order_by("position").values_list("text", flat=True))
    assert said == ["All is well", "I was too hopeful"]
    assert asked.asks[0].action.__class__.objects.get(pk=asked.asks[0].action_id).status == "at_risk"


def test_nothing_is_taken_once_the_round_is_closed(asked: Asked) -> None:
    browser = browser_of(asked)
    page = browser.get(PAGE).content.decode()
    asked.round.state = "closed"
    asked.round.save()

    given = browser.post(PAGE, {**form_of(asked.asks[0], page, status="same"), "do": "send:all"})

    assert given.status_code == 410
    assert not Update.objects.filter(round_name="Autumn 2026").exists()


def test_evidence_comes_with_the_answer_and_names_no_person(asked: Asked) -> None:
    file = SimpleUploadedFile("minutes.txt", b"What was said")

    send(browser_of(asked), asked, status="on_track", text="See", file=file, url="https://a.example/report")

    kept = Evidence.objects.filter(action=asked.asks[0].action)
    assert {one.name for one in kept} == {"minutes.txt", "https://a.example/report"}
    assert {(one.added_by_id, one.by_link) for one in kept} == {(None, asked.link)}


def test_a_file_of_the_wrong_kind_is_refused_beside_its_box(asked: Asked) -> None:
    file = SimpleUploadedFile("run.exe", b"MZ\x90\x00")

    page = send(browser_of(asked), asked, status="on_track", text="See", file=file)

    assert page.status_code == 400
    assert not Evidence.objects.filter(action=asked.asks[0].action).exists()
    assert Ask.objects.get(pk=asked.asks[0].pk).draft["text"] == "See"


def test_the_councils_own_words_stand_on_the_page(cast: Cast, asked: Asked) -> None:
    for kind, code, word in (("status", "at_risk", "Wobbling"), ("rag", "amber", "Ochre")):
        CouncilWord.objects.create(council_id=cast.council.id, kind=kind, code=code, word=word)

    page = browser_of(asked).get(PAGE).content.decode()
    update = cast.client(BEN).get(
        f"/aldermere/plans/{asked.asks[0].action.plan.slug}/actions/{asked.asks[0].action_id}/update/"
    )

    for shown in (page, update.content.decode()):
        assert "Wobbling" in shown
        assert "Ochre" in shown
        assert "Last time: Ochre" in shown


def test_nobody_elses_name_is_shown_by_link(cast: Cast, asked: Asked) -> None:
    saying.say(
        asked.asks[0].action_id, text="From the centre", on=timezone.localdate(), by=cast.people[AMINA].id,
        author="Amina Rahman",
    )  # fmt: skip

    by_link = browser_of(asked).get(PAGE).content.decode()
    signed_in = cast.client(BEN).get(MINE).content.decode()

    assert "From the centre" in by_link
    assert "Amina" not in by_link
    assert "Amina Rahman" in signed_in


def test_one_cannot_answer_what_somebody_else_is_asked(cast: Cast, asked: Asked) -> None:
    other = three(cast)
    Request.objects.filter(pk=other.request.pk).update(person=cast.people[CHIDI].id, key="post:vacant")
    browser = browser_of(asked)

    assert browser.get(f"{PAGE}{other.asks[0].pk}/").status_code == 404
    assert cast.client(BEN).get(f"{MINE}{other.asks[0].pk}/").status_code == 404
    assert cast.client(CHIDI).get(f"{MINE}{other.asks[0].pk}/").status_code == 200
    assert cast.client(EVE).get(f"{MINE}{other.asks[0].pk}/").status_code == 404


def test_signed_in_the_same_is_answered_as_a_person(cast: Cast, asked: Asked) -> None:
    ben = cast.client(BEN)

    given = send(ben, asked, at=MINE, status="on_track", text="Signed in")

    update = Update.objects.get(text="Signed in")
    assert given.status_code == 302
    assert (update.person_id, update.by_link) == (cast.people[BEN].id, None)
    assert Ask.objects.get(pk=asked.asks[0].pk).answered_by_id == cast.people[BEN].id


def test_signed_in_with_nothing_to_answer_the_page_says_so(cast: Cast) -> None:
    assert "Nothing is asked of you today" in cast.client(CHIDI).get(MINE).content.decode()


def hand_on(browser: Client, asked: Asked, email: str, name: str = "Cat Doyle") -> Any:
    return browser.post(
        f"{PAGE}somebody-else/", {"name": name, "email": email, "which": [str(one.pk) for one in asked.asks]}
    )


def test_somebody_else_gets_a_link_of_their_own(cast: Cast, asked: Asked) -> None:
    browser = browser_of(asked)

    given = hand_on(browser, asked, "cat@aldermere.example")

    request = Request.objects.get(name="Cat Doyle")
    link = Link.objects.get(request=request)
    message = Message.objects.get(key=f"delivery.request:{request.pk}:1")
    entry = Entry.objects.get(kind="delivery.handed_on")
    assert given.status_code == 302
    assert (link.is_delegate, link.named_by) == (True, f"link:{asked.link}")
    assert Ask.objects.get(pk=asked.asks[0].pk).handed_to_id == request.pk
    assert message.links == {"answer": f"delivery.link:{link.pk}"}
    assert "Ben Carter says that you know best" in message.body
    assert "Cat" not in str(entry.facts)
    assert "Cat Doyle was asked in your place." in browser.get(PAGE).content.decode()


def test_who_was_named_answers_by_their_own_link_and_names_nobody_in_turn(cast: Cast, asked: Asked) -> None:
    from dueregard.web.delivery.actions.links import address_of

    hand_on(browser_of(asked), asked, "cat@aldermere.example")
    link = Link.objects.get(is_delegate=True)
    browser = Client()
    browser.get(str(address_of(link.pk)))
    ask = Ask.objects.get(request=link.request)
    page = browser.get(PAGE).content.decode()

    browser.post(PAGE, {**form_of(ask, page, status="on_track", text="Cat knows"), "do": "send:all"})

    update = Update.objects.get(text="Cat knows")
    assert (update.author, update.by_link) == ("Cat Doyle", link.pk)
    assert "Name who should answer" not in page
    assert hand_on(browser, asked, "dan@aldermere.example").status_code == 200
    assert Link.objects.count() == 2


def test_a_person_of_the_council_is_asked_under_their_own_name(cast: Cast, asked: Asked) -> None:
    chidi = cast.people[CHIDI]

    hand_on(browser_of(asked), asked, chidi.email.upper())

    assert Request.objects.get(key=f"person:{chidi.id}").person_id == chidi.id
    assert "Adapt homes faster" in cast.client(CHIDI).get(MINE).content.decode()


@pytest.mark.parametrize("email", ["cat@elsewhere.example", "cat@aldermere.example.evil.example", "ben", ""])
def test_nobody_outside_the_council_is_named(cast: Cast, asked: Asked, email: str) -> None:
    given = hand_on(browser_of(asked), asked, email)

    assert given.status_code == 400
    assert Link.objects.count() == 1
    assert not Message.objects.exists()


def test_somebody_of_another_council_is_nobody_here(cast: Cast, asked: Asked) -> None:
    Council.objects.filter(pk=cast.council.id).update(contact_email="")

    assert hand_on(browser_of(asked), asked, cast.people[EVE].email).status_code == 400


def test_nobody_names_a_crowd(cast: Cast) -> None:
    asked = three(cast, 25)
    browser = browser_of(asked)

    given = [
        browser.post(
            f"{PAGE}somebody-else/?ask={one.pk}", {"name": "Cat", "email": f"cat{number}@aldermere.example"}
        ).status_code
        for number, one in enumerate(asked.asks)
    ]

    assert given == [302] * 20 + [400] * 5


def test_two_hundred_actions_cost_what_one_does(cast: Cast, django_assert_max_num_queries: Any) -> None:
    few, many = three(cast, 2), None
    browser = browser_of(few)
    with django_assert_max_num_queries(40) as counted:
        browser.get(PAGE)
    for_few = len(counted)
    Ask.objects.all().delete()
    Request.objects.all().delete()
    many = three(cast, 200)
    browser = browser_of(many)

    with django_assert_max_num_queries(for_few) as counted:
        page = browser.get(PAGE).content.decode()

    assert for_few <= 26
    assert page.count("Answer about this action") == 20
    assert 'aria-label="Page 10"' in page


def test_the_actions_page_leads_to_the_answer_until_it_is_given(cast: Cast, asked: Asked) -> None:
    ben, path = (
        cast.client(BEN),
        f"/aldermere/plans/{asked.asks[0].action.plan.slug}/actions/{asked.asks[0].action_id}/",
    )
    mine = f"{MINE}{asked.asks[0].pk}/"

    assert mine in ben.get(path).content.decode()
    assert mine not in cast.client(AMINA).get(path).content.decode()
    send(ben, asked, at=mine, status="same")

    assert mine not in ben.get(path).content.decode()
