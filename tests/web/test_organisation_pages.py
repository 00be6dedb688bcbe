"""Every page of the organisation, as everybody: who gets in, who is refused, who is told nothing.

The table is written out by hand, and every address of the app must stand in it: a new page fails until somebody says
who may see it. Eve is from another council: for her nothing is here, whatever she asks.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.web.jobs.models import Job
from dueregard.web.organisation import actions, queries
from dueregard.web.organisation.urls import council_urlpatterns, urlpatterns
from factories.organisation import make_person
from people import AMINA, BEN, DEE, EVE, EVERYBODY, IMRAN, JOAN, KOFI, SINCE, Cast, make_cast

STAFF = frozenset(EVERYBODY) - {DEE, EVE}
READERS = frozenset({KOFI, AMINA, JOAN})
KEEPERS = frozenset({KOFI})
STRUCTURE = frozenset({KOFI, AMINA})
BOARDS = frozenset({KOFI, AMINA, IMRAN})

GET: dict[str, tuple[str, frozenset[str]]] = {
    "people": ("people/", READERS),
    "people_file": ("people.csv", READERS),
    "person": ("people/{ben}/", READERS),
    "invite": ("people/invite/", KEEPERS),
    "invitations": ("people/invitations/", KEEPERS),
    "staff_list_hand_in": ("people/staff-list/", KEEPERS),
    "staff_list": ("people/staff-list/{staff_list}/", KEEPERS),
    "person_change": ("people/{ben}/change/", KEEPERS),
    "person_roles": ("people/{ben}/roles/", KEEPERS),
    "person_leave": ("people/{ben}/leave/", KEEPERS),
    "person_back": ("people/{ben}/back/", KEEPERS),
    "posts": ("posts/", STAFF),
    "vacant": ("posts/vacant/", STAFF),
    "post": ("posts/{post}/", STAFF),
    "post_add": ("posts/add/", STRUCTURE),
    "post_change": ("posts/{post}/change/", STRUCTURE),
    "post_fill": ("posts/{post}/fill/", KEEPERS),
    "directorates": ("directorates/", STAFF),
    "directorate_add": ("directorates/add/", STRUCTURE),
    "directorate_rename": ("directorates/{directorate}/rename/", STRUCTURE),
    "team_add": ("directorates/{directorate}/add-team/", STRUCTURE),
    "team_rename": ("directorates/teams/{team}/rename/", STRUCTURE),
    "boards": ("boards/", STAFF),
    "board": ("boards/{board}/", STAFF),
    "board_add": ("boards/add/", BOARDS - {IMRAN}),
    "board_change": ("boards/{board}/change/", BOARDS),
    "board_seat": ("boards/{board}/seat/", BOARDS),
    "partners": ("partners/", STAFF),
    "partner_add": ("partners/add/", STRUCTURE),
    "partner_change": ("partners/{partner}/change/", STRUCTURE),
    "settings": ("settings/", READERS),
    "settings_details": ("settings/details/", KEEPERS),
    "settings_colour": ("settings/colour/", KEEPERS),
    "settings_logo": ("settings/logo/", KEEPERS),
    "settings_names": ("settings/names/", KEEPERS),
    "settings_characteristics": ("settings/characteristics/", STRUCTURE),
    "settings_words": ("settings/words/status/", STRUCTURE),
    "shared": ("settings/shared/", READERS),
    "grant_offer": ("settings/shared/offer/", KEEPERS),
    "job": ("jobs/{job}/", frozenset({AMINA})),
}
POST: dict[str, tuple[str, frozenset[str]]] = {
    "send_again": ("people/invitations/{invitation}/again/", KEEPERS),
    "withdraw": ("people/invitations/{invitation}/withdraw/", KEEPERS),
    "staff_list_apply": ("people/staff-list/{staff_list}/apply/", KEEPERS),
    "staff_list_throw_away": ("people/staff-list/{staff_list}/throw-away/", KEEPERS),
    "post_vacate": ("posts/{post}/holders/{holding}/end/", KEEPERS),
    "board_unseat": ("boards/{board}/seats/{seat}/end/", BOARDS),
    "settings_logo_remove": ("settings/logo/remove/", KEEPERS),
    "grant_accept": ("settings/shared/{grant}/accept/", KEEPERS),
    "grant_end": ("settings/shared/{grant}/end/", KEEPERS),
    "retire": ("post/{post}/retire/", STRUCTURE),
    "reopen": ("partner/{partner}/reopen/", STRUCTURE),
    "job_cancel": ("jobs/{job}/cancel/", frozenset({AMINA})),
    "job_again": ("jobs/{job}/again/", frozenset({AMINA})),
    "job_dismiss": ("jobs/{job}/dismiss/", frozenset({AMINA})),
}
ELSEWHERE = {"logo", "colours", "outbox", "councils", "invitation", "take_token", "set_up", "set_up_code"}
HIDES = {"job", "job_cancel", "job_again", "job_dismiss"}
"""A job is told of only to who started it: for others of the council it is not there, rather than refused."""


SHOWN_TO_BOTH = {"grant_accept", "grant_end"}
"""What is shared concerns both councils."""


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _ids(cast: Cast) -> dict[str, object]:
    kofi, council_id = cast.people[KOFI].id, cast.council.id
    post = queries.post(council_id, cast.post_id)
    board = queries.board(council_id, cast.board_slug)
    assert post
    assert board
    return {
        **{name: card.id for name, card in cast.people.items()},
        "post": cast.post_id,
        "directorate": cast.directorate_id,
        "team": cast.team_id,
        "board": cast.board_slug,
        "partner": cast.partner_id,
        "holding": post.holders[0].id,
        "seat": board.members[0].id,
        "invitation": actions.invite(
            council_id=council_id, email="new@aldermere.example", full_name="New Person", roles=["analyst"], by=kofi
        ),
        "staff_list": actions.hand_in_staff_list(
            council_id=council_id, file_name="staff.csv", content=b"E-mail,Name\na@b.example,A B\n", by=kofi
        ),
        "grant": actions.offer_grant(
            council_id=council_id,
            receiver_slug=cast.other.slug,
            kind="post",
            thing_id=cast.post_id,
            purpose="One service",
            by=kofi,
        ),
        "job": Job.objects.create(kind="x.y", council_id=council_id, started_by_id=cast.people[AMINA].id, steps=[]).pk,
    }


def _refused(page: str) -> int:
    return 404 if page in HIDES else 403


def test_every_address_is_in_the_tables() -> None:
    named = {each.name for part in council_urlpatterns for each in getattr(part, "url_patterns", [part])}
    entering = {each.name for part in urlpatterns for each in part.url_patterns}

    assert named | entering == set(GET) | set(POST) | ELSEWHERE


def _wrong_pages(cast: Cast, name: str) -> list[tuple[str, int, int]]:
    ids, client = _ids(cast), cast.client(name)
    wrong = []
    for page, (path, allowed) in GET.items():
        response = client.get(f"/aldermere/{path.format(**ids)}")
        expected = 200 if name in allowed else {DEE: 302, EVE: 404}.get(name, _refused(page))
        if name == DEE and page == "people_file":
            expected = 401
        if response.status_code != expected:
            wrong.append((page, response.status_code, expected))
    return wrong


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_pages_as_everybody(cast: Cast, name: str) -> None:
    assert _wrong_pages(cast, name) == []


def test_a_forgotten_check_would_be_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with one check taken out, the table must say so."""
    monkeypatch.setattr("dueregard.web.organisation.access.check_can_see_people", lambda visitor: None)

    assert ("people", 200, 403) in _wrong_pages(cast, BEN)


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {KOFI}))
def test_acts_as_everybody_else(cast: Cast, name: str) -> None:
    ids, client = _ids(cast), cast.client(name)
    wrong = []

    for page, (path, allowed) in POST.items():
        if name in allowed:
            continue
        response = client.post(f"/aldermere/{path.format(**ids)}")
        expected = {DEE: 302, EVE: 404}.get(name, _refused(page))
        if response.status_code != expected:
            wrong.append((page, response.status_code, expected))

    assert wrong == []


def test_acts_are_not_done_by_asking(cast: Cast) -> None:
    ids, client = _ids(cast), cast.client(KOFI)

    answers = {page: client.get(f"/aldermere/{path.format(**ids)}").status_code for page, (path, _who) in POST.items()}

    assert set(answers.values()) == {405}


def test_ids_of_another_council_are_not_there(cast: Cast) -> None:
    """Eve, administrator of her own council, swaps in each id of the first: 404 or no such choice, nothing changes."""
    ids, client = _ids(cast), cast.client(EVE)
    given = {
        "sure": "on",
        "role": "auditor",
        "name": "Taken over",
        "title": "Taken over",
        "full_name": "X",
        "email": "x@x.example",
    }
    wrong = []

    for page, (path, _who) in {**GET, **POST}.items():
        if "{" not in path or page in SHOWN_TO_BOTH:
            continue
        response = client.post(f"/not-aldermere/{path.format(**ids)}", given)
        if response.status_code not in {404, 405}:
            wrong.append((page, response.status_code))

    assert wrong == []
    mine = cast.client(KOFI).get(f"/aldermere/people/staff-list/{ids['staff_list']}/")
    assert "Apply the list" in mine.content.decode()
    assert "Taken over" not in cast.client(KOFI).get("/aldermere/posts/").content.decode()


def test_foreign_ids_in_a_body_are_no_choice(cast: Cast) -> None:
    client = cast.client(EVE)
    given = {"title": "Borrowed", "directorate_id": str(cast.directorate_id), "partner_id": "", "team_id": ""}

    response = client.post("/not-aldermere/posts/add/", given)

    assert response.status_code == 400
    assert "Borrowed" in response.content.decode()


def test_unknown_council_is_not_found(cast: Cast) -> None:
    assert cast.client(KOFI).get("/nowhere/people/").status_code == 404


def test_unknown_things_are_not_found(cast: Cast) -> None:
    client = cast.client(KOFI)

    assert client.get(f"/aldermere/people/{uuid4()}/").status_code == 404
    assert client.get(f"/aldermere/posts/{uuid4()}/").status_code == 404
    assert client.get("/aldermere/boards/no-such-board/").status_code == 404
    assert client.post(f"/aldermere/post/{uuid4()}/retire/").status_code == 404


@pytest.mark.parametrize("page", ["people/", "posts/", "boards/", "people/invite/"])
def test_pages_say_what_they_are(cast: Cast, page: str) -> None:
    text = cast.client(KOFI).get(f"/aldermere/{page}").content.decode()

    assert text.count("<h1") == 1
    assert "– Due Regard</title>" in text
    assert "A made-up council" in text


def _cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_people_list_costs_the_same_for_many(cast: Cast) -> None:
    few = _cost(cast.client(KOFI), "/aldermere/people/")
    for number in range(60):
        person = make_person(f"Person {number}", email=f"p{number}@aldermere.example")
        actions.add_role(council_id=cast.council.id, person_id=person.id, role="analyst", since=SINCE, by=None)

    assert _cost(cast.client(KOFI), "/aldermere/people/") == few
    assert few <= 22


@pytest.mark.parametrize("page", ["posts/", "boards/", "partners/", "directorates/"])
def test_lists_cost_little(cast: Cast, page: str) -> None:
    assert _cost(cast.client(KOFI), f"/aldermere/{page}") <= 16


def test_private_pages_are_kept_in_no_cache(cast: Cast) -> None:
    response = cast.client(KOFI).get("/aldermere/people/")

    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_sign_in_returns_to_the_page() -> None:
    response = Client().get("/aldermere/people/?role=auditor")

    assert response.url == "/sign-in/?next=/aldermere/people/%3Frole%3Dauditor"
