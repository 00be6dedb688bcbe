"""A clerk keeps the boards they sit on, and no other: a seat gives access to what a board reads."""

from __future__ import annotations

import pytest
from django.utils import timezone

from dueregard.web.organisation import actions, queries
from people import AMINA, BEN, IMRAN, make_cast


@pytest.mark.django_db
def test_clerk_seats_people_on_their_own_board_only() -> None:
    cast = make_cast()
    by = cast.people[AMINA].id
    actions.add_board(council_id=cast.council.id, name="Another board", by=by)
    own = next(each for each in queries.boards(cast.council.id, on=timezone.localdate()) if each.id == cast.board_id)
    clerk = cast.client(IMRAN)
    sent = {"person_id": str(cast.people[BEN].id), "office": "member"}

    assert clerk.get(f"/aldermere/boards/{own.slug}/seat/").status_code == 200
    assert clerk.get("/aldermere/boards/another-board/").status_code == 200
    for address in ("another-board/seat/", "another-board/change/", "add/"):
        assert clerk.get(f"/aldermere/boards/{address}").status_code == 403
        assert clerk.post(f"/aldermere/boards/{address}", sent).status_code == 403
    other = queries.board(cast.council.id, "another-board", on=timezone.localdate())
    assert other is not None
    assert other.members == ()
