"""Every page of the organisation, as everybody: who gets in, who is refused, who is told nothing."""

from __future__ import annotations

import pytest
from people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


PAGES = (
    "people/", "people/invite/", "people/invitations/", "people/staff-list/", "people/{kofi}/", "people/{kofi}/change/",
    "people/{kofi}/roles/", "people/{ben}/leave/", "people/{ben}/back/", "posts/", "posts/vacant/", "posts/add/",
    "posts/{post}/", "posts/{post}/change/", "posts/{post}/fill/", "directorates/", "directorates/add/",
    "directorates/{directorate}/rename/", "directorates/{directorate}/add-team/", "directorates/teams/{team}/rename/",
    "boards/", "boards/add/", "boards/{board}/", "boards/{board}/change/", "boards/{board}/seat/", "partners/",
    "partners/add/", "partners/{partner}/change/", "settings/", "settings/details/", "settings/colour/", "settings/logo/",
    "settings/names/", "settings/characteristics/", "settings/words/status/", "settings/shared/", "settings/shared/offer/",
)


def test_pages(cast: Cast) -> None:
    ids = {name: card.id for name, card in cast.people.items()}
    ids |= {"post": cast.post_id, "directorate": cast.directorate_id, "team": cast.team_id, "board": cast.board_slug, "partner": cast.partner_id}
    client = cast.client("kofi")
    for page in PAGES:
        response = client.get(f"/aldermere/{page.format(**ids)}")
        assert response.status_code == 200, page
