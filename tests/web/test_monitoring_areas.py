"""Pages of areas: the list, choosing the council's own, the profile, wards, a map, files, and the public's side."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.web.ledger.models import Entry
from dueregard.web.monitoring.actions.areas import choose_area
from dueregard.web.monitoring.models import AreaChoice
from dueregard.web.monitoring.views import areas_public
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db
KINGSTON, LEEDS, CARDIFF, GLASGOW = "E09000021", "E08000035", "W06000015", "S12000049"
STAFF = (AMINA, BEN, CHIDI, FAITH, GARETH, HANA, IMRAN, JOAN, KOFI)
CHOOSERS = (AMINA, CHIDI, KOFI)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def _get(cast: Cast, path: str, *, who: str = CHIDI, status: int = 200) -> str:
    answer = cast.client(who).get(f"/{cast.council.slug}/{path}")
    assert answer.status_code == status, path
    return _plain(answer.content.decode()) if status == 200 else ""


def _plain(page: str) -> str:
    return page.replace("\u2060", "")


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _ours(cast: Cast, code: str = KINGSTON) -> None:
    choose_area(code, council_id=cast.council.id, by=cast.people[AMINA].id)


def test_list_finds_an_area_by_a_part_of_its_name(cast: Cast) -> None:
    page = _text(_get(cast, "areas/?words=kingston+upon"))

    assert "2 of 427 areas" in page
    assert "Kingston upon Thames" in page
    assert "Kingston upon Hull, City of" in page
    assert "Leeds" not in page


def test_list_says_when_nothing_is_called_so(cast: Cast) -> None:
    page = _text(_get(cast, "areas/?words=aldermere"))

    assert "No area is called so" in page
    assert "Search without “aldermere”" in page


def test_list_proposes_by_the_councils_name_and_chooses_nothing(cast: Cast) -> None:
    council = AreaChoice._meta.get_field("council").related_model
    council.objects.filter(pk=cast.council.id).update(name="Leeds City Council", is_made_up=False)

    page = _text(_get(cast, "areas/"))

    assert "Going by the name, it could be: Leeds" in page
    assert not AreaChoice.objects.exists()


def test_list_of_a_made_up_council_asks_for_a_real_area(cast: Cast) -> None:
    council = AreaChoice._meta.get_field("council").related_model
    council.objects.filter(pk=cast.council.id).update(is_made_up=True)

    listed, shown = _text(_get(cast, "areas/")), _text(_get(cast, f"areas/{KINGSTON}/"))

    assert "Aldermere Borough Council is made up, so there is no Census of it." in listed
    assert "These are real official figures of Kingston upon Thames. Aldermere Borough Council is made up" in shown


@pytest.mark.parametrize("who", STAFF)
def test_all_staff_read_and_few_choose(cast: Cast, who: str) -> None:
    _get(cast, f"areas/{KINGSTON}/", who=who)

    _get(cast, f"areas/{KINGSTON}/choose/", who=who, status=200 if who in CHOOSERS else 403)


def test_strangers_see_nothing(cast: Cast) -> None:
    _get(cast, f"areas/{KINGSTON}/", who=EVE, status=404)
    _get(cast, f"areas/{KINGSTON}/", who=DEE, status=302)


def test_choose_area_writes_one_entry_in_the_ledger(cast: Cast) -> None:
    browser = cast.client(KOFI)
    path = f"/{cast.council.slug}/areas/{KINGSTON}/choose/"

    first, again = (browser.post(path, {"is_ours": "yes"}) for _ in range(2))

    assert first["Location"] == again["Location"] == f"/{cast.council.slug}/areas/{KINGSTON}/"
    assert AreaChoice.objects.get().area_code == KINGSTON
    entry = Entry.objects.get(kind="monitoring.area_chosen")
    assert entry.facts == {"code": KINGSTON, "name": "Kingston upon Thames", "before": ""}


def test_choose_area_takes_no_answer_for_no_choice(cast: Cast) -> None:
    browser, path = cast.client(KOFI), f"/{cast.council.slug}/areas/{KINGSTON}/choose/"

    empty, no = browser.post(path), browser.post(path, {"is_ours": "no"})

    assert "Say whether this is the council" in empty.content.decode()
    assert no.status_code == 302
    assert not AreaChoice.objects.exists()


def test_profile_says_published_figures(cast: Cast) -> None:
    """Nomis, Census 2021, Kingston upon Thames: TS001 168,063 residents; TS008 51.8 % female."""
    page = _text(_get(cast, f"areas/{KINGSTON}/"))

    assert "Who lives in Kingston upon Thames?" in page
    assert "beside London and England" in page
    assert "168,063" in page
    assert "51.8%" in page
    assert "What stands out" in page
    assert "Emerging needs" in page
    assert "How it changed since 2011" in page
    assert "changes small counts a little to protect people" in page


@pytest.mark.parametrize("code", [LEEDS, CARDIFF, GLASGOW, "N09000003", "E12000007", "E92000001", "E10000016"])
def test_profile_of_every_kind_of_area(cast: Cast, code: str) -> None:
    page = _get(cast, f"areas/{code}/")

    assert page.count("<h1") == 1
    assert "What is not here" in page or code not in {GLASGOW, "N09000003"}


@pytest.mark.parametrize("path", ["areas/E09999999/", "areas/E05013928/", "areas/K04000001/", "areas/nowhere/"])
def test_profile_of_nowhere_is_not_there(cast: Cast, path: str) -> None:
    _get(cast, path, status=404)


def test_profile_beside_another_authority(cast: Cast) -> None:
    page = _text(_get(cast, f"areas/{KINGSTON}/?beside={LEEDS}"))

    assert "beside Leeds and England" in page


def test_profile_of_some_wards_beside_the_whole(cast: Cast) -> None:
    codes = re.findall(r'value="(E05\d{6})"', _get(cast, f"areas/{KINGSTON}/wards/"))
    query = "&".join(f"ward={code}" for code in codes[:4])

    page = _text(_get(cast, f"areas/{KINGSTON}/?{query}&ward=E05000001"))

    assert len(codes) == 19
    assert "Who lives in 4 wards of Kingston upon Thames?" in page
    assert "The sum of 4 wards." in page
    assert "beside Kingston upon Thames and London" in page
    assert "Figures on gender identity are official statistics in development and are not given for wards." in page


def test_wards_are_searched_and_what_was_ticked_stays(cast: Cast) -> None:
    first = re.findall(r'value="(E05\d{6})"', _get(cast, f"areas/{KINGSTON}/wards/"))[0]

    page = _get(cast, f"areas/{KINGSTON}/wards/?words=surbiton&ward={first}")

    assert re.search(rf'value="{first}" checked', page)
    assert 2 <= len(re.findall(r'name="ward"', page)) < 19


def test_subject_has_all_its_groups(cast: Cast) -> None:
    page = _text(_get(cast, f"areas/{KINGSTON}/by/ethnic_group/"))

    assert "All the figures" in page
    assert "White British" in page
    assert "part of the group above" in page


@pytest.mark.parametrize("path", ["by/nothing/", "by/sex/map/?group=", "by/nothing/map/", "by/nothing/wards/"])
def test_subject_that_is_not_there(cast: Cast, path: str) -> None:
    _get(cast, f"areas/{KINGSTON}/{path}", status=200 if "sex" in path else 404)


def test_gender_identity_has_cautions_and_no_wards(cast: Cast) -> None:
    page = _get(cast, f"areas/{KINGSTON}/by/gender_identity/")

    assert "in development" in page
    assert "by/gender_identity/wards/" not in page
    _get(cast, f"areas/{KINGSTON}/by/gender_identity/wards/", status=404)


def test_map_stands_with_its_table(cast: Cast) -> None:
    page = _get(cast, f"areas/{KINGSTON}/by/religion/map/?group=muslim")

    assert page.count('aria-labelledby="map-title map-words"') == 1
    assert page.count("<path d=") >= 33
    assert 'stroke-width="4"' in page
    assert "Kingston upon Thames" in _text(page)
    assert "from the highest." in _text(page)
    assert "33 authorities" in _text(page)


def test_map_group_that_is_unknown_is_not_used(cast: Cast) -> None:
    page = _text(_get(cast, f"areas/{KINGSTON}/by/religion/map/?group=jedi"))

    assert "This list does not know “jedi”" in page


def test_wards_by_share_are_sorted_and_narrowed(cast: Cast) -> None:
    falling = _text(_get(cast, f"areas/{KINGSTON}/by/religion/wards/?group=muslim"))
    named = _text(_get(cast, f"areas/{KINGSTON}/by/religion/wards/?group=muslim&words=surbiton"))

    assert "19 wards" in falling
    assert re.search(r"\d of 19 wards", named)


@pytest.mark.parametrize("ending", ["docx", "pdf", "ods", "xlsx", "csv", "json"])
def test_profile_leaves_as_a_file(cast: Cast, ending: str) -> None:
    answer = cast.client(BEN).get(f"/{cast.council.slug}/areas/{KINGSTON}/profile.{ending}")

    assert answer.status_code == 200
    assert f"equality-profile-kingston-upon-thames.{ending}" in answer["Content-Disposition"]
    if ending in {"docx", "ods", "xlsx"}:
        names = ZipFile(io.BytesIO(answer.content)).namelist()
        assert names
    if ending == "csv":
        assert "Kingston upon Thames" in answer.content.decode() or "Household" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "areas.csv?words=kingston",
        f"areas/{KINGSTON}/by/sex.ods",
        f"areas/{KINGSTON}/by/religion/map.csv?group=muslim",
        f"areas/{KINGSTON}/by/religion/wards.xlsx",
    ],
)
def test_tables_leave_as_files(cast: Cast, path: str) -> None:
    answer = cast.client(BEN).get(f"/{cast.council.slug}/{path}")

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if ".csv" in path:
        assert "Kingston upon Thames" in answer.content.decode()


def test_public_sees_nothing_until_an_area_is_chosen(cast: Cast) -> None:
    page = _text(_get(cast, "facts-and-figures/", who=DEE))

    assert "No figures are shown here yet" in page
    _get(cast, "facts-and-figures/by/sex/", who=DEE, status=404)
    _get(cast, "facts-and-figures/profile.docx", who=DEE, status=404)


@pytest.mark.parametrize(
    "path", ["", "by/sex/", "by/sex/map/", "by/sex/wards/", "profile.docx", "by/sex.csv", "by/sex/map.csv",
             "by/sex/wards.ods"],
)  # fmt: skip
def test_public_sees_the_councils_area(cast: Cast, path: str) -> None:
    _ours(cast)

    answer = cast.client(DEE).get(f"/{cast.council.slug}/facts-and-figures/{path}")

    assert answer.status_code == 200
    if path.endswith("/") or not path:
        page = answer.content.decode()
        assert "Kingston upon Thames" in page
        assert "/areas/" not in page


def test_public_page_lists_what_is_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    links = (("Help with homelessness", f"/{cast.council.slug}/", "By ethnic group"),)
    monkeypatch.setattr(areas_public, "published_links", lambda _council_id, _slug: links)

    without = _text(_get(cast, "facts-and-figures/", who=DEE))
    _ours(cast)
    with_area = _text(_get(cast, "facts-and-figures/", who=DEE))

    assert "Help with homelessness" in without
    assert "No figures are shown here yet" not in without
    assert "What we publish about ourselves" in with_area


def _asks(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200
    return len(caught)


def test_pages_ask_as_often_for_a_nation_as_for_an_authority(cast: Cast) -> None:
    _ours(cast)
    browser, base = cast.client(CHIDI), f"/{cast.council.slug}/areas/"

    small = [_asks(browser, f"{base}{KINGSTON}/{path}") for path in ("", "by/sex/", "by/sex/map/")]
    large = [_asks(browser, f"{base}E92000001/{path}") for path in ("", "by/sex/", "by/sex/map/")]

    assert small == large
    assert max(small) <= 16, small
    assert _asks(cast.client(DEE), f"/{cast.council.slug}/facts-and-figures/") <= 8


def test_list_says_when_a_council_ended(cast: Cast) -> None:
    assert "Allerdale until 1 April 2023" in _text(_get(cast, "areas/?words=allerdale"))
    assert "2023-04-01" in cast.client(BEN).get(f"/{cast.council.slug}/areas.csv?words=allerdale").content.decode()
