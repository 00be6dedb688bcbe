"""A council's own name, look, characteristics and words, and the addresses no council may take."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver

from dueregard.terms.errors import UsedWrongly
from dueregard.web.organisation import actions, queries
from dueregard.web.organisation.forms import RESERVED
from people import AMINA, KOFI, Cast, make_cast, today

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_no_council_may_take_an_address_of_the_site() -> None:
    used = set()
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            for leaf in getattr(inner, "url_patterns", [inner]):
                first = f"{pattern.pattern}{inner.pattern if inner is not pattern else ''}"
                first += str(leaf.pattern) if leaf is not inner else ""
                used.add(first.strip("^").split("/")[0])
    slugs = {part for part in used if part and part.replace("-", "").replace("_", "").isalnum()}

    assert slugs - RESERVED == set()


@pytest.mark.parametrize(("data", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_logo_is_shown_and_can_do_nothing(cast: Cast, data: bytes, kind: str) -> None:
    kofi = cast.client(KOFI)

    kofi.post("/aldermere/settings/logo/", {"logo": SimpleUploadedFile("logo.png", data)})
    shown = Client().get("/aldermere/logo")

    assert (shown.content, shown["Content-Type"]) == (data, kind)
    assert shown["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert 'src="/aldermere/logo"' in kofi.get("/aldermere/settings/").content.decode()
    kofi.post("/aldermere/settings/logo/remove/")
    assert Client().get("/aldermere/logo").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg onload='alert(1)'/>"),
        ("logo.png", b"<svg onload='alert(1)'/>"),
        ("logo.png", b"GIF89a"),
        ("logo.png", PNG + b"\x00" * 200_001),
    ],
)
def test_other_files_are_no_logo(cast: Cast, name: str, data: bytes) -> None:
    response = cast.client(KOFI).post("/aldermere/settings/logo/", {"logo": SimpleUploadedFile(name, data)})

    assert response.status_code == 400
    assert Client().get("/aldermere/logo").status_code == 404


@pytest.mark.parametrize(
    ("colour", "status"), [("#0E4A55", 302), ("#767676", 302), ("#777777", 400), ("#ffff00", 400), ("red", 400)]
)
def test_colour_must_carry_white_letters(cast: Cast, colour: str, status: int) -> None:
    """#767676 on white is 4.54 : 1 and #777777 is 4.48 : 1 (WebAIM's contrast checker)."""
    response = cast.client(KOFI).post("/aldermere/settings/colour/", {"colour": colour})

    assert response.status_code == status


def test_colour_is_a_style_sheet_of_its_own(cast: Cast) -> None:
    cast.client(KOFI).post("/aldermere/settings/colour/", {"colour": "#6a4a94"})

    sheet = Client().get("/aldermere/colours.css")

    assert sheet.content == b".dr-header--public{background:#6a4a94}\n"
    assert sheet["Content-Type"].startswith("text/css")


def test_local_characteristics_stand_after_the_nine(cast: Cast) -> None:
    amina = cast.client(AMINA)

    amina.post("/aldermere/settings/characteristics/", {"labels": "Care experience\n\n Carers "})

    found = queries.characteristics(cast.council.id)
    assert len(found) == 11
    assert [(each.code, each.label, each.local) for each in found[9:]] == [
        ("care_experience", "Care experience", True),
        ("carers", "Carers", True),
    ]


@pytest.mark.parametrize("labels", [["Age"], ["Religion or belief"], ["Carers", "carers"], ["x"] * 21])
def test_wrong_local_characteristics_are_refused(cast: Cast, labels: list[str]) -> None:
    with pytest.raises(UsedWrongly):
        actions.set_characteristics(council_id=cast.council.id, by=cast.people[KOFI].id, labels=labels)


def test_own_words_replace_ours(cast: Cast) -> None:
    page = "/aldermere/settings/words/status/"

    saved = cast.client(AMINA).post(page, {"on_track": "Going well", "complete": "Delivered"})
    twice = cast.client(AMINA).post(page, {"on_track": "Fine", "complete": "fine"})

    assert saved.status_code == 302
    assert queries.words(cast.council.id) == {"on_track": "Going well", "complete": "Delivered"}
    assert twice.status_code == 400
    assert "could not tell them apart" in twice.content.decode()


def test_details_and_names_are_changed(cast: Cast) -> None:
    kofi = cast.client(KOFI)

    kofi.post("/aldermere/settings/details/", {"name": " New   Name ", "nation": "wales", "contact_email": ""})
    kofi.post("/aldermere/settings/names/", {"show_personal_names": "yes"})
    taken = kofi.post("/aldermere/settings/details/", {"name": cast.other.name, "nation": "wales"})

    council = queries.visitor_for(cast.people[KOFI], slug="aldermere").council
    assert (council.name, council.nation, council.show_personal_names) == ("New Name", "wales", True)
    assert taken.status_code == 400


def test_structure_by_the_pages(cast: Cast) -> None:
    amina, kofi = cast.client(AMINA), cast.client(KOFI)
    ben = str(cast.people["ben"].id)

    amina.post("/aldermere/directorates/add/", {"name": "Children"})
    twice = amina.post("/aldermere/directorates/add/", {"name": "children"})
    amina.post("/aldermere/posts/add/", {"title": "Head of Play"})
    post = next(each for each in queries.posts(cast.council.id) if each.title == "Head of Play")
    day = {"since-day": str(today().day), "since-month": str(today().month), "since-year": str(today().year)}
    kofi.post(f"/aldermere/posts/{post.id}/fill/", {"person_id": ben, **day})
    held = queries.post(cast.council.id, post.id)
    kofi.post(f"/aldermere/posts/{post.id}/holders/{held.holders[0].id}/end/")
    amina.post(f"/aldermere/post/{post.id}/retire/")
    retired = [each.title for each in queries.posts(cast.council.id)]
    amina.post(f"/aldermere/post/{post.id}/reopen/")

    assert twice.status_code == 400
    assert "already a directorate" in twice.content.decode()
    assert [each.person.full_name for each in held.holders] == ["Ben Carter"]
    assert queries.post(cast.council.id, post.id).is_vacant
    assert "Head of Play" not in retired
    assert "Head of Play" in [each.title for each in queries.posts(cast.council.id)]


def test_boards_and_partners_by_the_pages(cast: Cast) -> None:
    amina = cast.client(AMINA)
    day = {"since-day": str(today().day), "since-month": str(today().month), "since-year": str(today().year)}

    amina.post("/aldermere/boards/add/", {"name": "Youth Board", "purpose": "Asks"})
    amina.post(
        "/aldermere/boards/youth-board/seat/", {"person_id": str(cast.people["ben"].id), "office": "chair", **day}
    )
    amina.post("/aldermere/partners/add/", {"name": "A Charity", "contact_id": str(cast.people["ben"].id)})

    board = queries.board(cast.council.id, "youth-board")
    assert [(each.person.full_name, each.office) for each in board.members] == [("Ben Carter", "chair")]
    assert [each.contact.full_name for each in queries.partners(cast.council.id) if each.contact] == ["Ben Carter"]
    assert "Youth Board" in amina.get("/aldermere/boards/youth-board/").content.decode()
