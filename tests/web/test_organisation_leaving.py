"""What happens when somebody leaves, when roles change, and when two councils share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts.queries import person_card
from dueregard.web.ledger.models import Entry
from dueregard.web.organisation import actions, queries
from factories.organisation import PASSWORD
from people import AMINA, BEN, EVE, HANA, JOAN, KOFI, SINCE, Cast, make_cast, today


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _leave(cast: Cast, name: str) -> actions.Leaving:
    return actions.end_membership(
        council_id=cast.council.id, person_id=cast.people[name].id, on=today(), by=cast.people[KOFI].id
    )


def test_leaver_loses_everything_at_once(cast: Cast) -> None:
    ben = cast.client(BEN)
    _card, token = accounts.make_token(name="Excel", days=30, by=cast.people[BEN].id)
    assert ben.get("/aldermere/posts/").status_code == 200

    left = _leave(cast, BEN)

    assert left.vacant_posts == ((cast.post_id, "Housing Options Manager"),)
    assert not left.is_still_elsewhere
    assert ben.get("/aldermere/posts/").status_code == 302
    spreadsheet = ben.get("/aldermere/people.csv", headers={"Authorization": f"Bearer {token}"})
    assert spreadsheet.status_code == 401
    assert person_card(cast.people[BEN].id).is_active is False
    assert [each.title for each in queries.vacant_posts(cast.council.id)] == ["Housing Options Manager"]


def test_leaver_cannot_sign_in_again(cast: Cast, client: object) -> None:
    accounts.set_password(person_id=cast.people[BEN].id, password=PASSWORD, by=None)
    _leave(cast, BEN)

    response = client.post("/account/login/", {"login": cast.people[BEN].email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert response.status_code in {200, 302}


def test_leaver_with_another_council_stays_there(cast: Cast) -> None:
    actions.add_role(
        council_id=cast.other.id, person_id=cast.people[BEN].id, role="analyst", since=SINCE, by=cast.people[EVE].id
    )

    left = _leave(cast, BEN)

    browser = cast.client(BEN)
    assert left.is_still_elsewhere
    assert browser.get("/aldermere/posts/").status_code == 404
    assert browser.get("/not-aldermere/posts/").status_code == 200


def test_leaving_by_the_page_lists_what_is_left(cast: Cast) -> None:
    kofi = cast.client(KOFI)
    page = f"/aldermere/people/{cast.people[BEN].id}/leave/"

    unticked = kofi.post(page)
    ticked = kofi.post(page, {"sure": "on"}, follow=True)

    assert unticked.status_code == 400
    assert "Tick the box" in unticked.content.decode()
    assert ticked.redirect_chain == [("/aldermere/posts/vacant/", 302)]
    assert "Housing Options Manager" in ticked.content.decode()


def test_leaver_comes_back_with_one_role(cast: Cast) -> None:
    _leave(cast, BEN)

    cast.client(KOFI).post(f"/aldermere/people/{cast.people[BEN].id}/back/", {"role": "auditor"})

    found = queries.belonging(cast.council.id, cast.people[BEN].id, on=today())
    assert [each.code for each in found.roles] == ["auditor"]
    assert found.posts == ()
    assert cast.client(BEN).get("/aldermere/posts/").status_code == 200


def test_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(MoveNotAllowed, match="without an administrator"):
        _leave(cast, KOFI)

    assert cast.client(KOFI).get("/aldermere/people/").status_code == 200


def test_roles_form_keeps_an_administrator(cast: Cast) -> None:
    page = f"/aldermere/people/{cast.people[KOFI].id}/roles/"

    response = cast.client(KOFI).post(page, {"roles": ["auditor"]})

    assert response.status_code == 400
    assert "without an administrator" in response.content.decode()
    assert cast.client(KOFI).get("/aldermere/people/invite/").status_code == 200


def test_ended_role_holds_no_longer(cast: Cast) -> None:
    joan = cast.client(JOAN)
    assert joan.get("/aldermere/people/").status_code == 200

    actions.set_roles(
        council_id=cast.council.id,
        person_id=cast.people[JOAN].id,
        roles=["analyst"],
        directorate_id=None,
        on=today(),
        by=cast.people[KOFI].id,
    )

    assert joan.get("/aldermere/people/").status_code == 403


def test_role_with_a_last_day_ends_by_itself(cast: Cast) -> None:
    yesterday = today() - timedelta(days=1)
    actions.set_roles(
        council_id=cast.council.id,
        person_id=cast.people[HANA].id,
        roles=[],
        directorate_id=None,
        on=today(),
        by=cast.people[KOFI].id,
    )
    seat = queries.board(cast.council.id, cast.board_slug).members[0]
    actions.unseat(council_id=cast.council.id, seat_id=seat.id, last_day=yesterday, by=cast.people[KOFI].id)

    assert cast.client(HANA).get("/aldermere/boards/").status_code == 404


def test_lead_needs_a_directorate(cast: Cast) -> None:
    with pytest.raises(UsedWrongly, match="Choose which"):
        actions.add_role(
            council_id=cast.council.id,
            person_id=cast.people[JOAN].id,
            role="directorate_lead",
            since=SINCE,
            by=cast.people[KOFI].id,
        )


def _offer(cast: Cast, kind: str, thing: object) -> object:
    return actions.offer_grant(
        council_id=cast.council.id,
        receiver_slug=cast.other.slug,
        kind=kind,
        thing_id=thing,
        purpose="One service",
        by=cast.people[KOFI].id,
    )


@pytest.mark.parametrize("kind", ["post", "team"])
def test_shared_post_crosses_only_when_both_agree(cast: Cast, kind: str) -> None:
    ben = cast.client(BEN)
    grant = _offer(cast, kind, {"post": cast.post_id, "team": cast.team_id}[kind])
    assert ben.get("/not-aldermere/posts/").status_code == 404

    actions.accept_grant(council_id=cast.other.id, grant_id=grant, by=cast.people[EVE].id)

    assert ben.get("/not-aldermere/posts/").status_code == 200
    assert [each.label for each in queries.posts(cast.other.id)] == [
        "Housing Options Manager (Aldermere Borough Council)"
    ]
    assert cast.client(KOFI).get("/not-aldermere/posts/").status_code == 404

    actions.end_grant(council_id=cast.council.id, grant_id=grant, by=cast.people[KOFI].id)

    assert ben.get("/not-aldermere/posts/").status_code == 404


def test_shared_board_lets_its_members_in(cast: Cast) -> None:
    grant = _offer(cast, "board", cast.board_id)
    actions.accept_grant(council_id=cast.other.id, grant_id=grant, by=cast.people[EVE].id)

    assert cast.client(HANA).get("/not-aldermere/boards/").status_code == 200
    assert cast.client(HANA).get("/not-aldermere/people/").status_code == 403


def test_giver_cannot_accept_for_the_other(cast: Cast) -> None:
    grant = _offer(cast, "post", cast.post_id)

    with pytest.raises(MoveNotAllowed, match="not offered"):
        actions.accept_grant(council_id=cast.council.id, grant_id=grant, by=cast.people[KOFI].id)


def test_shared_post_is_changed_at_home_only(cast: Cast) -> None:
    grant = _offer(cast, "post", cast.post_id)
    actions.accept_grant(council_id=cast.other.id, grant_id=grant, by=cast.people[EVE].id)
    eve = cast.client(EVE)

    assert eve.get(f"/not-aldermere/posts/{cast.post_id}/").status_code == 200
    assert eve.post(f"/not-aldermere/posts/{cast.post_id}/change/", {"title": "Mine"}).status_code == 404
    assert eve.post(f"/not-aldermere/post/{cast.post_id}/retire/").status_code == 404


def test_every_change_is_one_entry_in_the_right_chain(cast: Cast) -> None:
    before = Entry.objects.filter(chain__name=f"council:{cast.council.id}").count()

    actions.add_directorate(council_id=cast.council.id, name="Children", by=cast.people[KOFI].id)

    entries = Entry.objects.filter(chain__name=f"council:{cast.council.id}").order_by("number")
    assert entries.count() == before + 1
    assert entries.last().kind == "organisation.directorate_added"
    assert entries.last().by == f"person:{cast.people[KOFI].id}"


def test_names_stand_in_no_entry_itself(cast: Cast) -> None:
    actions.invite(
        council_id=cast.council.id,
        email="canary@aldermere.example",
        full_name="Canary Finch",
        roles=["analyst"],
        by=cast.people[KOFI].id,
    )

    written = " ".join(f"{each.facts} {each.subject} {each.also}" for each in Entry.objects.all())

    assert "Canary" not in written
    assert "canary@" not in written
    assert "Amina" not in written


def test_nothing_is_written_when_the_ledger_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 34 of the test plan: fail closed."""

    def broken(**_named: object) -> None:
        raise RuntimeError("the ledger is down")

    monkeypatch.setattr("dueregard.web.organisation.actions.recording.record", broken)
    monkeypatch.setattr("dueregard.web.accounts.actions.record", broken)
    kofi = cast.people[KOFI].id

    with pytest.raises(RuntimeError):
        actions.add_post(council_id=cast.council.id, title="Ghost", by=kofi)
    with pytest.raises(RuntimeError):
        _leave(cast, BEN)
    with pytest.raises(RuntimeError):
        accounts.make_token(name="Ghost", days=30, by=kofi)

    assert "Ghost" not in [each.title for each in queries.posts(cast.council.id)]
    assert queries.belonging(cast.council.id, cast.people[BEN].id, on=today()).is_current


def test_pages_fail_closed_when_roles_cannot_be_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("no roles")

    monkeypatch.setattr("dueregard.web.organisation.queries.visiting._visitor", broken)
    client = cast.client(AMINA)
    client.raise_request_exception = False

    response = client.get("/aldermere/people/")

    assert response.status_code == 500
    assert "Amina" not in response.content.decode()
