"""The cast: one person for each role, in a made-up council, and one from another council who may see nothing.

Every page is asked for as each of them. `cast` is a pytest plugin-free factory: call `make_cast()` in a test with a
database; it gives the council, the other council and everybody by first name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.test import Client
from django.utils import timezone

from dueregard.web.accounts.queries import PersonCard, person_row
from dueregard.web.organisation import actions
from dueregard.web.organisation.queries import CouncilCard
from factories.organisation import make_council, make_person

SINCE = date(2026, 4, 1)

AMINA, BEN, CHIDI, DEE, EVE = "amina", "ben", "chidi", "dee", "eve"
FAITH, GARETH, HANA, IMRAN, JOAN, KOFI = "faith", "gareth", "hana", "imran", "joan", "kofi"
NAMES = {
    AMINA: "Amina Rahman",
    BEN: "Ben Carter",
    CHIDI: "Chidi Okafor",
    EVE: "Eve Sandham",
    FAITH: "Faith Lindqvist",
    GARETH: "Gareth Pugh",
    HANA: "Hana Novak",
    IMRAN: "Imran Siddiqui",
    JOAN: "Joan Whitlock",
    KOFI: "Kofi Mensah",
}
ROLES = {
    AMINA: "equalities_officer",
    CHIDI: "analyst",
    FAITH: "directorate_lead",
    GARETH: "assessment_author",
    JOAN: "auditor",
    KOFI: "administrator",
}
"""Ben holds a post (action owner), Hana is a board member and Imran the clerk; Dee, the public, is nobody."""

EVERYBODY = (AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, where they are, and the ids that pages need."""

    council: CouncilCard
    other: CouncilCard
    people: dict[str, PersonCard]
    directorate_id: UUID
    team_id: UUID
    post_id: UUID
    board_id: UUID
    board_slug: str
    partner_id: UUID

    def client(self, name: str) -> Client:
        """Give a browser in which this person is signed in (Dee is not)."""
        browser = Client()
        if name != DEE:
            browser.force_login(person_row(self.people[name].id), backend=_BACKEND)
        return browser


_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_cast(*, slug: str = "aldermere") -> Cast:
    """Make the made-up council, the other one, and everybody."""
    council = make_council("Aldermere Borough Council", slug=slug)
    other = make_council("Brackenford Council", slug=f"not-{slug}")
    kofi = make_person(NAMES[KOFI])
    actions.add_role(council_id=council.id, person_id=kofi.id, role=ROLES[KOFI], since=SINCE, by=None)
    people = {KOFI: kofi, **{name: make_person(NAMES[name]) for name in NAMES if name != KOFI}}
    directorate = actions.add_directorate(council_id=council.id, name="Housing", by=kofi.id)
    team = actions.add_team(council_id=council.id, directorate_id=directorate, name="Housing options", by=kofi.id)
    post = actions.add_post(council_id=council.id, title="Housing Options Manager", by=kofi.id, team_id=team)
    board = actions.add_board(
        council_id=council.id, name="Fair Access Board", by=kofi.id, purpose="Watches fair access."
    )
    partner = actions.add_partner(council_id=council.id, name="Aldermere Carers", by=kofi.id)
    for name, role in ROLES.items():
        if name != KOFI:
            lead = directorate if role == "directorate_lead" else None
            given = {"role": role, "directorate_id": lead, "since": SINCE, "by": kofi.id}
            actions.add_role(council_id=council.id, person_id=people[name].id, **given)
    actions.fill_post(council_id=council.id, post_id=post, person_id=people[BEN].id, since=SINCE, by=kofi.id)
    for name, office in ((HANA, "member"), (IMRAN, "clerk")):
        seat = {"board_id": board, "person_id": people[name].id, "office": office, "since": SINCE}
        actions.seat(council_id=council.id, by=kofi.id, **seat)
    for role in ("administrator", "equalities_officer"):
        actions.add_role(council_id=other.id, person_id=people[EVE].id, role=role, since=SINCE, by=None)
    return Cast(
        council=council,
        other=other,
        people=people,
        directorate_id=directorate,
        team_id=team,
        post_id=post,
        board_id=board,
        board_slug="fair-access-board",
        partner_id=partner,
    )


def today() -> date:
    """Give today as the pages know it."""
    return timezone.localdate()
