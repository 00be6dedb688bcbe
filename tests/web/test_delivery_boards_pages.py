"""A board's own pages: what it watches, its meetings, who may see them, and where its members begin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from dueregard.domain.plans.model import Plan
from dueregard.web.delivery.actions.meetings import add_meeting
from dueregard.web.delivery.models.boards import Meeting
from dueregard.web.ledger.models import Entry
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.models import Board
from dueregard.web.plans.models import Plan as PlanRow
from factories.boards import meeting_of, watched_action, watched_plan
from factories.organisation import make_person
from factories.plans import plan_of
from people import AMINA, BEN, CHIDI, EVE, FAITH, HANA, IMRAN, JOAN, KOFI, SINCE, Cast, make_cast, today

pytestmark = pytest.mark.django_db
TOLD = date(2026, 10, 7)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> PlanRow:
    return watched_plan(
        cast,
        watched_action(30, "Review offers", (TOLD, "off_track", "Both officers have left.")),
        watched_action(21, "Adapt homes", (TOLD, "on_track", "Begun."), due_date=today() - timedelta(days=4)),
        watched_action(5, "Not for this board", (TOLD, "on_track", "Begun."), monitored_by=("Another Board",)),
    )


def _base(cast: Cast) -> str:
    return f"/{cast.council.slug}/boards/{cast.board_slug}/"


@pytest.fixture
def other_board(cast: Cast) -> UUID:
    """Give another board, on which Otto sits."""
    board = organisation.add_board(council_id=cast.council.id, name="Health Board", by=cast.people[KOFI].id)
    otto = make_person("Otto Other")
    cast.people["otto"] = otto
    organisation.seat(
        council_id=cast.council.id, board_id=board, person_id=otto.id, office="member", since=SINCE,
        by=cast.people[KOFI].id,
    )  # fmt: skip
    return board


def test_board_sees_what_it_watches_across_plans(cast: Cast, plan: PlanRow) -> None:
    watched_plan(cast, watched_action(3, "From another plan", (TOLD, "complete", "Done.")), title="Second plan")
    draft = plan_of(cast, Plan(actions=(watched_action(9, "A draft’s action"),)), title="Draft")
    PlanRow.objects.filter(pk=draft.pk).update(state="draft", adopted_at=None, adopted_by=None)

    page = cast.client(HANA).get(f"{_base(cast)}watched/").content.decode()

    assert "1 of 3 actions are on track." in page
    assert "1 is late." in page
    for title in ("Review offers", "Adapt homes", "From another plan"):
        assert title in page
    assert "Not for this board" not in page
    assert "A draft’s action" not in page


def test_watched_list_narrows_sorts_and_leaves_as_a_file(cast: Cast, plan: PlanRow) -> None:
    browser = cast.client(HANA)

    late = browser.get(f"{_base(cast)}watched/?due=late&sort=title").content.decode()
    words = browser.get(f"{_base(cast)}watched/?words=offers").content.decode()
    nothing = browser.get(f"{_base(cast)}watched/?words=nothing+of+the+kind").content.decode()
    file = browser.get(f"{_base(cast)}watched.csv?status=off_track")

    assert "Adapt homes" in late
    assert "Review offers" not in late
    assert "Review offers" in words
    assert "No actions for" in nothing
    assert file.status_code == 200
    assert "Review offers" in file.content.decode()
    assert "Adapt homes" not in file.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize("name", ["watched", "meetings"])
def test_lists_leave_in_every_form(cast: Cast, plan: PlanRow, name: str, ending: str) -> None:
    meeting_of(cast, today())

    assert cast.client(AMINA).get(f"{_base(cast)}{name}.{ending}").status_code == 200


@pytest.mark.parametrize("path", ["watched/", "meetings/", "watched.csv", "meetings.csv"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 200) for who in (HANA, IMRAN, AMINA, JOAN)),
        *((who, 403) for who in (BEN, CHIDI, FAITH, KOFI)),
        (EVE, 404),
    ],
)  # fmt: skip
def test_pages_are_for_the_board_officers_and_auditors(
    cast: Cast, plan: PlanRow, path: str, who: str, status: int
) -> None:
    assert cast.client(who).get(_base(cast) + path).status_code == status


def test_member_of_one_board_does_not_see_anothers(cast: Cast, plan: PlanRow, other_board: UUID) -> None:
    browser = cast.client("otto")
    meeting = meeting_of(cast, today())

    for path in ("watched/", "meetings/", f"meetings/{meeting}/", "ask/"):
        assert browser.get(_base(cast) + path).status_code == 403, path
    assert browser.get(f"/{cast.council.slug}/boards/health-board/watched/").status_code == 200
    # what an adopted plan shows all staff, they see as before
    assert browser.get(f"/{cast.council.slug}/plans/{plan.slug}/").status_code == 200


def test_meeting_of_another_board_is_not_found(cast: Cast, other_board: UUID) -> None:
    theirs = meeting_of(cast, today(), board_id=other_board)

    assert cast.client(AMINA).get(f"{_base(cast)}meetings/{theirs}/").status_code == 404


def test_clerk_sets_moves_and_calls_off_a_meeting(cast: Cast) -> None:
    browser = cast.client(IMRAN)
    first, later = today() + timedelta(days=10), today() + timedelta(days=20)

    def sent(on: date) -> dict[str, Any]:
        return {"on-day": on.day, "on-month": on.month, "on-year": on.year, "place": "Room 1"}

    assert browser.post(f"{_base(cast)}meetings/add/", {}).status_code == 400
    assert browser.post(f"{_base(cast)}meetings/add/", sent(first)).status_code == 302
    again = browser.post(f"{_base(cast)}meetings/add/", sent(first))
    assert again.status_code == 400
    assert "This board meets on that day already." in again.content.decode()
    row = Meeting.objects.get()
    assert browser.post(f"{_base(cast)}meetings/{row.pk}/change/", sent(later)).status_code == 302
    row.refresh_from_db()
    assert (row.on, row.place) == (later, "Room 1")
    assert browser.post(f"{_base(cast)}meetings/{row.pk}/call-off/").status_code == 302
    assert "Called off" in browser.get(f"{_base(cast)}meetings/").content.decode()
    assert browser.post(f"{_base(cast)}meetings/{row.pk}/change/", sent(first)).status_code == 400
    assert browser.post(f"{_base(cast)}meetings/{row.pk}/call-off/", follow=True).status_code == 200
    kinds = list(Entry.objects.filter(kind__startswith="delivery.").order_by("number").values_list("kind", flat=True))
    assert kinds == ["delivery.meeting_added", "delivery.meeting_changed", "delivery.meeting_called_off"]
    # the day is free again
    assert browser.post(f"{_base(cast)}meetings/add/", sent(later)).status_code == 302


@pytest.mark.parametrize("who", [HANA, JOAN, BEN])
def test_only_officer_and_clerk_keep_meetings(cast: Cast, who: str) -> None:
    meeting = meeting_of(cast, today())
    browser = cast.client(who)

    for path in ("meetings/add/", f"meetings/{meeting}/change/"):
        assert browser.get(_base(cast) + path).status_code == 403
    for path in (f"meetings/{meeting}/call-off/", f"meetings/{meeting}/pack/"):
        assert browser.post(_base(cast) + path).status_code == 403


def test_member_begins_at_the_next_meeting(cast: Cast, plan: PlanRow) -> None:
    browser, base = cast.client(HANA), f"/{cast.council.slug}/"
    assert "No meeting is set" in browser.get(f"{base}next-meeting/").content.decode()
    meeting_of(cast, today() - timedelta(days=30))
    soon = meeting_of(cast, today() + timedelta(days=7))
    meeting_of(cast, today() + timedelta(days=90))

    first = browser.get("/", follow=True)

    assert first.redirect_chain[-1][0] == f"{_base(cast)}meetings/{soon}/"
    page = first.content.decode()
    for words in ("Next meeting", "Actions we watch", "Questions"):
        assert f">{words}</a>" in page
    assert ">Today</a>" not in page
    assert browser.get(f"{base}watched/").headers["Location"] == f"{_base(cast)}watched/"


def test_member_of_two_boards_chooses(cast: Cast, plan: PlanRow, other_board: UUID) -> None:
    organisation.seat(
        council_id=cast.council.id, board_id=other_board, person_id=cast.people[HANA].id, office="chair", since=SINCE,
        by=cast.people[KOFI].id,
    )  # fmt: skip

    page = cast.client(HANA).get(f"/{cast.council.slug}/watched/").content.decode()

    assert "Fair Access Board" in page
    assert "Health Board" in page


def test_board_page_leads_to_what_it_watches(cast: Cast) -> None:
    for who, is_there in ((HANA, True), (AMINA, True), (CHIDI, False)):
        page = cast.client(who).get(_base(cast)).content.decode()
        assert ("Actions it watches" in page) is is_there


def test_shared_board_has_meetings_for_each_council_apart(cast: Cast) -> None:
    """A board shared by two councils keeps each council's meetings by itself."""
    board = Board.objects.get(pk=cast.board_id)
    add_meeting(council_id=cast.other.id, board_id=board.pk, on=today(), by=cast.people[EVE].id)

    assert "No meeting is set" in cast.client(AMINA).get(f"{_base(cast)}meetings/").content.decode()
