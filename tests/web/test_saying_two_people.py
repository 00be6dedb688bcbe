"""Two people say something of one action at once: the second sees both, chooses, and loses nothing that was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.ledger.models import Entry
from dueregard.web.plans.actions import editing_actions
from dueregard.web.plans.actions.saying import say
from dueregard.web.plans.models import Action, Plan, Update
from dueregard.web.plans.queries.saying import sayable
from factories.plans import plan_of
from people import AMINA, BEN, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def action(cast: Cast) -> Action:
    found: Action = plan_of(cast).actions.get(position=1)
    return found


def path_of(action: Action) -> str:
    return f"/aldermere/plans/{action.plan.slug}/actions/{action.pk}/update/"


def opened(browser: Client, path: str) -> dict[str, str]:
    """Open the page and give its hidden boxes, with today's date."""
    page = browser.get(path).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    today = timezone.localdate()
    return {
        "seen": seen[1].replace("&quot;", '"'),
        "asked_about": "",
        "date-day": str(today.day),
        "date-month": str(today.month),
        "date-year": str(today.year),
    }


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1].replace("&quot;", '"') if found else ""


def speak(action: Action, cast: Cast, **given: Any) -> None:
    fields: dict[str, Any] = {"text": "First", "on": timezone.localdate(), "author": "Ben Carter", **given}
    say(action.pk, by=cast.people[BEN].id, **fields)


def test_the_second_sees_both_and_nothing_is_written(cast: Cast, action: Action) -> None:
    amina, ben = cast.client(AMINA), cast.client(BEN)
    hers, his = opened(amina, path_of(action)), opened(ben, path_of(action))
    assert ben.post(path_of(action), {**his, "status": "off_track", "text": "Ben was first"}).status_code == 302

    given = amina.post(path_of(action), {**hers, "status": "on_track", "text": "Amina came second", "percent": "60"})

    page = given.content.decode()
    action.refresh_from_db()
    assert given.status_code == 400
    assert "Ben Carter saved something while you were writing" in page
    assert "Ben was first" in page
    assert page.count("Amina came second") == 2
    assert 'value="60"' in page
    assert "Theirs: Off track" in page
    assert not re.search(r'<input[^>]*name="keep-[^>]* checked', page)
    assert action.status == "off_track"
    assert not Update.objects.filter(text="Amina came second").exists()


@pytest.mark.parametrize(
    ("keep", "status", "texts"),
    [
        ({"keep-status": "mine", "keep-update": "mine"}, "on_track", ["Ben was first", "Amina came second"]),
        ({"keep-status": "theirs", "keep-update": "mine"}, "off_track", ["Ben was first", "Amina came second"]),
        ({"keep-update": "theirs"}, "off_track", ["Ben was first", "I agree with what was said on {today}."]),
    ],
)
def test_the_second_chooses_field_by_field(
    cast: Cast, action: Action, keep: dict[str, str], status: str, texts: list[str]
) -> None:
    amina, ben = cast.client(AMINA), cast.client(BEN)
    hers, his = opened(amina, path_of(action)), opened(ben, path_of(action))
    ben.post(path_of(action), {**his, "status": "off_track", "text": "Ben was first"})
    said = {**hers, "status": "on_track", "text": "Amina came second"}
    page = amina.post(path_of(action), said).content.decode()
    again = {**said, "seen": hidden(page, "seen"), "asked_about": hidden(page, "asked_about")}

    assert amina.post(path_of(action), again).status_code == 400
    assert amina.post(path_of(action), {**again, **keep}).status_code == 302

    action.refresh_from_db()
    today = timezone.localdate().strftime("%-d %B %Y")
    newest = list(action.updates.order_by("-position").values_list("text", flat=True)[:2])
    assert action.status == status
    assert newest[::-1] == [text.format(today=today) for text in texts]


def test_nothing_has_changed_is_not_said_past_anothers_words(cast: Cast, action: Action) -> None:
    amina = cast.client(AMINA)
    hers = opened(amina, path_of(action))
    speak(action, cast, text="Much has changed", status="complete")

    given = amina.post(path_of(action), {**hers, "status": "same"})

    assert given.status_code == 400
    assert "Much has changed" in given.content.decode()
    assert not Update.objects.filter(is_unchanged=True).exists()


def test_a_status_changed_on_the_edit_page_is_seen_by_who_was_writing(cast: Cast, action: Action) -> None:
    versions = sayable(action.pk).versions
    editing_actions.change_action(
        action.pk, given={"status": "off_track"}, base={"status": versions["status"]}, by=cast.people[AMINA].id
    )

    with pytest.raises(ChangedMeanwhile) as collision:
        speak(action, cast, status="at_risk", seen=versions)

    assert (collision.value.theirs, collision.value.mine) == ({"status": "off_track"}, {"status": "at_risk"})


def test_what_was_said_is_not_overwritten_from_the_edit_page(cast: Cast, action: Action) -> None:
    versions = sayable(action.pk).versions
    speak(action, cast, status="complete")

    with pytest.raises(ChangedMeanwhile):
        editing_actions.change_action(
            action.pk, given={"status": "on_track"}, base={"status": versions["status"]}, by=cast.people[AMINA].id
        )


def test_two_figures_of_one_measure_collide(cast: Cast, action: Action) -> None:
    versions, measure = sayable(action.pk).versions, str(action.measures.get().pk)
    speak(action, cast, measure_values={measure: "31"})

    with pytest.raises(ChangedMeanwhile) as collision:
        speak(action, cast, measure_values={measure: "30"}, seen=versions)

    assert collision.value.mine[f"measure:{measure}"] == "30"


def test_the_same_said_twice_does_not_ask_which_status_holds(cast: Cast, action: Action) -> None:
    versions = sayable(action.pk).versions
    speak(action, cast, status="on_track")

    with pytest.raises(ChangedMeanwhile) as collision:
        speak(action, cast, text="Second", status="on_track", seen=versions)

    assert set(collision.value.mine) == {"update"}


def test_what_a_program_says_needs_no_page(cast: Cast, action: Action) -> None:
    speak(action, cast)
    speak(action, cast, text="Second")

    assert action.updates.count() == 4


@pytest.mark.parametrize(
    "given",
    [
        {"text": "  "},
        {"status": "splendid"},
        {"rag": "mauve"},
        {"percent": 101},
        {"measure_values": {"0b4348f4-bde7-40b1-9221-092a036ac41d": "12"}},
        {"is_unchanged": True, "status": "on_track"},
        {"is_unchanged": True, "percent": 5},
    ],
)
def test_what_cannot_be_said_is_refused_whole(cast: Cast, action: Action, given: dict[str, Any]) -> None:
    before = (Update.objects.count(), Entry.objects.count())

    with pytest.raises(UsedWrongly):
        speak(action, cast, **given)

    assert (Update.objects.count(), Entry.objects.count()) == before


def test_a_link_closes_nothing(cast: Cast, action: Action) -> None:
    ident = action.pk

    with pytest.raises(UsedWrongly):
        say(
            ident,
            text="Done",
            on=timezone.localdate(),
            status="closed",
            by=f"link:{ident}",
            by_link=ident,
            author="Ben",
        )


def test_nothing_is_said_of_a_closed_plan(cast: Cast, action: Action) -> None:
    Plan.objects.filter(pk=action.plan_id).update(state="closed")

    with pytest.raises(MoveNotAllowed):
        speak(action, cast)


def test_one_entry_tells_all_of_it_with_words_outside_the_chain(cast: Cast, action: Action) -> None:
    before = Entry.objects.count()

    speak(
        action, cast, status="complete", rag="green", percent=100, measure_values={str(action.measures.get().pk): "24"}
    )

    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert entry.facts["before"] == {"status": "at_risk", "rag": "amber", "percent": 40}
    assert (entry.facts["after"]["rag"], entry.facts["after"]["percent"]) == ("green", 100)
    assert "First" not in str(entry.facts)
    assert "Ben" not in str(entry.facts)


def test_the_action_says_how_each_word_came_in(cast: Cast, action: Action) -> None:
    ident = action.pk
    say(ident, text="Nothing.", on=timezone.localdate(), by=f"link:{ident}", by_link=ident, author="Ben Carter",
        is_unchanged=True, round_name="Autumn 2026")  # fmt: skip

    page = cast.client(AMINA).get(path_of(action).removesuffix("update/")).content.decode()

    assert "By the link sent to Ben Carter, Autumn 2026, nothing has changed" in page
