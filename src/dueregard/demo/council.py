"""Who the made-up councils are: directorates, posts, boards, partners and the people who hold them.

The one idea: everything is a value, so that the web half can build it through its own actions and a test can read it.
Aldermere is the council of the demo; Wexcombe is its neighbour, there to share one post and to be kept apart in all
else. No person, place or body here exists.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "a made-up password"  # noqa: S105  # made-up people on this computer only; printed on the screen
"""The one password of every made-up person. The demo listens on this computer only."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person: `posts` they hold, `roles` as codes, `boards` they sit on, `directorate` for a lead's scope."""

    name: str
    email: str
    roles: tuple[str, ...]
    posts: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    directorate: str | None = None


@dataclass(frozen=True, slots=True)
class DemoCouncil:
    """A council. `posts` maps a post to its directorate; `shared_posts` are offered to the neighbour named."""

    name: str
    slug: str
    nation: str
    colour: str
    directorates: tuple[str, ...]
    posts: dict[str, str]
    boards: tuple[str, ...]
    partners: tuple[str, ...]
    local_characteristics: tuple[str, ...]
    people: tuple[DemoPerson, ...]
    shared_posts: tuple[tuple[str, str], ...] = ()


def _at(who: str, slug: str = "aldermere") -> str:
    return f"{who}@{slug}.example"


ALDERMERE = DemoCouncil(
    name="Aldermere Borough Council",
    slug="aldermere",
    nation="england",
    colour="#0E4A55",
    directorates=(
        "Chief Executive’s and Finance",
        "People and Organisation",
        "Adults and Health",
        "Children and Families",
        "Homes and Communities",
        "Place and Environment",
    ),
    posts={
        "Head of Democratic Services": "Chief Executive’s and Finance",
        "Communications Manager": "Chief Executive’s and Finance",
        "Head of Revenues and Benefits": "Chief Executive’s and Finance",
        "Procurement Manager": "Chief Executive’s and Finance",
        "Equality and Inclusion Officer": "People and Organisation",
        "Head of Human Resources": "People and Organisation",
        "Learning and Development Manager": "People and Organisation",
        "Workforce Data Analyst": "People and Organisation",
        "Head of Adult Social Care": "Adults and Health",
        "Public Health Principal": "Adults and Health",
        "Carers Lead": "Adults and Health",
        "Head of Early Help": "Children and Families",
        "Participation Lead": "Children and Families",
        "Virtual School Headteacher": "Children and Families",
        "Housing Options Manager": "Homes and Communities",
        "Community Safety Manager": "Homes and Communities",
        "Libraries Manager": "Homes and Communities",
        "Head of Housing": "Homes and Communities",
        "Head of Transport": "Place and Environment",
        "Parks and Leisure Manager": "Place and Environment",
        "Planning Policy Manager": "Place and Environment",
    },
    boards=("Equality and Inclusion Board", "Fair Access Board", "Health and Wellbeing Board", "Cabinet"),
    partners=("Aldermere Disability Forum", "Aldermere and District NHS Trust"),
    local_characteristics=("socio_economic", "armed_forces", "care_experience", "carers", "community_cohesion"),
    people=(
        DemoPerson("Amina Rahman", _at("amina"), ("equalities_officer",), ("Equality and Inclusion Officer",)),
        DemoPerson("Ben Whitlock", _at("ben"), ("action_owner",), ("Housing Options Manager",)),
        DemoPerson("Chidi Okafor", _at("chidi"), ("analyst",), ("Workforce Data Analyst",)),
        DemoPerson(
            "Grace Mensah",
            _at("grace"),
            ("directorate_lead", "action_owner"),
            ("Head of Human Resources",),
            directorate="People and Organisation",
        ),
        DemoPerson(
            "Leila Haddad", _at("leila"), ("assessment_author", "action_owner"), ("Head of Revenues and Benefits",)
        ),
        DemoPerson("Joy Adeyemi", _at("joy"), ("board_member",), boards=("Fair Access Board",)),
        DemoPerson(
            "Tom Lister",
            _at("tom"),
            ("clerk",),
            ("Head of Democratic Services",),
            boards=("Equality and Inclusion Board", "Fair Access Board", "Cabinet"),
        ),
        DemoPerson("Rosa Almeida", _at("rosa"), ("board_member",), boards=("Cabinet",)),
        DemoPerson("Ruth Calder", _at("ruth"), ("auditor",)),
        DemoPerson("Nia Prosser", _at("nia"), ("administrator",)),
        DemoPerson("Marek Zielinski", _at("marek"), ("action_owner",), ("Communications Manager",)),
        DemoPerson("Priya Nair", _at("priya"), ("action_owner",), ("Head of Housing", "Community Safety Manager")),
        DemoPerson("Imran Sheikh", _at("imran"), ("action_owner",), ("Public Health Principal", "Carers Lead")),
        DemoPerson("Joan Fairweather", _at("joan"), ("action_owner",), ("Head of Transport",)),
        DemoPerson("Sian Powell", _at("sian"), ("action_owner",), ("Participation Lead", "Head of Early Help")),
        DemoPerson("Daniel Osei", _at("daniel"), ("action_owner",), ("Libraries Manager", "Parks and Leisure Manager")),
    ),
)

WEXCOMBE = DemoCouncil(
    name="Wexcombe District Council",
    slug="wexcombe",
    nation="england",
    colour="#5E3B7D",
    directorates=("Corporate Services", "Communities"),
    posts={"Policy Manager": "Corporate Services", "Community Development Manager": "Communities"},
    boards=("Equality Panel",),
    partners=(),
    local_characteristics=("socio_economic",),
    people=(
        DemoPerson(
            "Eve Martindale", _at("eve", "wexcombe"), ("equalities_officer", "administrator"), ("Policy Manager",)
        ),
    ),
)

COUNCILS = (ALDERMERE, WEXCOMBE)
SHARED = (("aldermere", "Learning and Development Manager", "wexcombe"),)
"""Posts that one council shares with another: (owner, post, with whom)."""
