"""A council in Northern Ireland is asked about the categories of section 75, from screening to the public register."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from lxml import html

from dueregard.domain.assessments.model import Assessment, Conclusion, Effect, Impact, Option, Regard, group_of
from dueregard.domain.assessments.parts import take_apart
from dueregard.reading.read import read_document
from dueregard.terms.laws import law_of
from dueregard.web.assessments.actions.parts import Begun, begin_assessment, save_part
from dueregard.web.assessments.actions.public import publish_assessment
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models.writing import Assessment as Row
from dueregard.web.assessments.models.writing import Part
from dueregard.web.ledger.queries import describe, history
from dueregard.web.organisation import actions as organisation
from dueregard.web.organisation.models import CouncilCharacteristic
from factories.assessments import decision_of
from people import AMINA, DEE, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db

NI = "northern_ireland"
NINE = (
    "religious_belief", "political_opinion", "racial_group", "age", "marital_status", "sexual_orientation",
    "men_and_women", "disability", "dependants",
)  # fmt: skip
TASKS = (
    "People of each religious belief, and of none",
    "People of each political opinion, and of none",
    "People of each racial group",
    "Older and younger people",
    "People of each marital status",
    "Lesbian, gay, bisexual and straight people",
    "Women and men, trans people among them",
    "Disabled people",
    "People with dependants, and people without",
)
OF_THE_ACT = ("Equality Act", "section 149", "section 158", "section 159", "Schedule 18", "three aims")
REGISTER = "/aldermere/assessments-of-decisions/"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    organisation.change_council(council_id=made.council.id, by=made.people[AMINA].id, nation=NI)
    return made


@pytest.fixture
def empty(cast: Cast) -> UUID:
    """An assessment that Gareth has just begun."""
    begun = Begun("Close the leisure centre", NI)
    return begin_assessment(begun, council_id=cast.council.id, by=cast.people[GARETH].id)


def _closure() -> Assessment:
    return Assessment(
        "Close the leisure centre",
        NI,
        about="It closes in May.",
        who_is_affected="Its 900 members.",
        impacts=tuple(
            Impact(group_of(code), Effect.WORSE if code == "dependants" else Effect.NONE, f"Said of {code}.")
            for code in NINE
        ),
        regard=tuple(Regard(code, aim, f"Considered for {code}.") for code, aim in law_of(NI).pairs()),
        armed_forces=("Considered.", "Considered.", "Considered."),
    )


def _write(cast: Cast, made: UUID, content: Assessment) -> UUID:
    for key, part in take_apart(content).items():
        save_part(made, key=key, content=part, seen=0, by=cast.people[GARETH].id)
    return made


def _path(made: UUID, rest: str = "") -> str:
    return f"/aldermere/assessments/{made}/{rest}"


def _page(cast: Cast, made: UUID, rest: str = "", *, who: str = GARETH) -> str:
    found = cast.client(who).get(_path(made, rest))
    assert found.status_code == 200, rest
    return found.content.decode()


def _hidden(page: str) -> dict[str, str]:
    found = html.fromstring(page).xpath("//main//input[@type='hidden']")
    return {one.get("name"): one.get("value") or "" for one in found}


def test_an_assessment_is_begun_under_the_law_of_the_council(cast: Cast) -> None:
    cast.client(GARETH).post("/aldermere/assessments/new/", {"title": "Close the centre"})

    assert Row.objects.get(title="Close the centre").nation == NI


def test_the_task_list_asks_for_the_nine_categories(cast: Cast, empty: UUID) -> None:
    page = _page(cast, empty)

    places = [page.index(f">{words}<") for words in TASKS]
    assert places == sorted(places)
    assert "Equality of opportunity and good relations" in page
    for words in ("Trans people", "People who are pregnant or have a baby", *OF_THE_ACT):
        assert words not in page


def test_the_table_has_a_row_for_each_category_and_keeps_it(cast: Cast, empty: UUID) -> None:
    page = _page(cast, empty, "table/")
    rows = html.fromstring(page).xpath("//table//tbody/tr/th//text()[normalize-space()]")

    assert tuple(each.strip() for each in rows if each.strip()) == TASKS
    given = {**_hidden(page), "g2-effect": "worse", "g2-reason": "Both bands practise there."}
    assert cast.client(GARETH).post(_path(empty, "table/"), given).status_code == 302
    assert Part.objects.get(assessment=empty, key="impact:political_opinion").content["effect"] == "worse"


def test_regard_is_asked_for_twelve_pairs_and_refused_for_others(cast: Cast, empty: UUID) -> None:
    page = _page(cast, empty, "parts/regard/")

    links = html.fromstring(page).xpath("//table//a/@href")
    assert len(links) == 12
    assert page.count("The law does not ask for it") == 6
    assert "section 75(1)" in page
    assert not [words for words in OF_THE_ACT if words in page]
    assert "section 75(2)" in _page(cast, empty, "parts/regard:racial_group:foster/")
    client = cast.client(GARETH)
    for key in ("regard:age:foster", "regard:age:eliminate", "regard:race:advance", "impact:race", "impact:sex"):
        assert client.get(_path(empty, f"parts/{key}/")).status_code == 404


@pytest.mark.parametrize("code", NINE)
def test_each_category_has_its_page_with_what_is_known(cast: Cast, empty: UUID, code: str) -> None:
    page = _page(cast, empty, f"parts/impact:{code}/")

    assert "How could this affect" in page
    assert not [words for words in OF_THE_ACT if words in page]
    assert "checked" not in html.tostring(html.fromstring(page).xpath("//main")[0]).decode().replace("unchecked", "")


@pytest.mark.parametrize("rest", ["evidence/", "parts/affected/", "parts/local/", "parts/armed_forces/", "remarks/"])
def test_no_page_of_writing_names_the_act(cast: Cast, empty: UUID, rest: str) -> None:
    CouncilCharacteristic.objects.create(council_id=cast.council.id, code="carers", label="Carers", position=0)

    page = _page(cast, empty, rest)

    assert not [words for words in OF_THE_ACT if words in page]


def test_census_figures_come_to_the_category_they_are_about(cast: Cast) -> None:
    begun = Begun("Close the centre", NI, area="N09000003")
    made = begin_assessment(begun, council_id=cast.council.id, by=cast.people[GARETH].id)

    assert "Irish Traveller" in _page(cast, made, "parts/impact:racial_group/")
    page = _page(cast, made, "evidence/figures/racial_group/")
    assert "Irish Traveller" in page
    cast.client(GARETH).post(_path(made, "evidence/figures/racial_group/"), {"source": "census"})
    kept = Part.objects.get(assessment=made, key="evidence:1")
    assert kept.content["groups"] == [{"parts": [["racial_group", ""]]}]
    assert kept.content["title"] == "Racial group: people who live in Belfast"


def test_what_the_council_adds_is_its_policy_and_not_section_75(cast: Cast, empty: UUID) -> None:
    organisation.set_characteristics(
        council_id=cast.council.id, by=cast.people[AMINA].id, labels=["Carers", "Gender reassignment"]
    )
    _write(cast, empty, Assessment("Close the leisure centre", NI, local=("carers", "gender_reassignment")))

    assert "The council’s own policy, not section 75" in _page(cast, empty)
    assert "It is not a characteristic of section 75." in _page(cast, empty, "parts/impact:gender_reassignment/")


def test_a_category_of_section_75_cannot_be_added_as_the_councils_own(cast: Cast) -> None:
    sent = cast.client(AMINA).post("/aldermere/settings/characteristics/", {"labels": "Political opinion"})

    assert "Political opinion is in section 75" in sent.content.decode()


def test_screening_asks_by_category_and_comes_to_screened_in_or_out(cast: Cast, empty: UUID) -> None:
    client = cast.client(GARETH)
    page = _page(cast, empty, "screening/questions/")
    assert "Good relations between people of different political opinion: what impact is likely?" in page
    assert "Could some groups feel it more than others?" not in page

    answers = {f"advance_{code}": "none" for code in NINE} | {f"foster_{code}": "none" for code in NINE[:3]}
    given = {**answers, "better_opportunity": "no", "better_relations": "no", "advance_dependants": "minor", "seen": 0}
    assert client.post(_path(empty, "screening/questions/"), given).status_code == 302
    page = _page(cast, empty, "screening/")
    assert "Screened out, with mitigation" in page
    assert "A minor impact is likely on equality of opportunity (dependants), which can be made lighter." in page
    seen = Part.objects.get(assessment=empty, key="screening")
    assert seen.content["version"] == 7501
    client.post(
        _path(empty, "screening/"), {"act": "decide", "depth": "short", "reason": "A crèche.", "seen": seen.number}
    )
    assert Row.objects.get(pk=empty).depth == "short"
    assert "Screened out, with mitigation" in _page(cast, empty)


def test_a_missing_category_is_remarked_on(cast: Cast, empty: UUID) -> None:
    whole = _closure()
    _write(cast, empty, replace(whole, impacts=tuple(each for each in whole.impacts if each.group != group_of("age"))))

    page = _page(cast, empty, "remarks/")

    assert "Nothing is said about age." in page
    assert "section 75 of the Northern Ireland Act 1998" in page
    assert "gender reassignment" not in page
    assert not [words for words in OF_THE_ACT if words in page]


def test_continue_asks_whether_unlawful_conduct_is_shown_and_nothing_of_aims(cast: Cast, empty: UUID) -> None:
    _write(cast, empty, replace(_closure(), conclusion=Conclusion(Option.CONTINUE)))

    page = _page(cast, empty, "parts/conclusion/")
    assert "conduct that the law of Northern Ireland forbids" in page
    assert "a proportionate way" not in page
    part = Part.objects.get(assessment=empty, key="conclusion")
    given = {**_hidden(page), "seen": part.number, "option": "continue", "is_unlawful_shown": "no"}
    cast.client(GARETH).post(_path(empty, "parts/conclusion/"), given)
    page = _page(cast, empty, "parts/conclusion/")
    assert "Why is this the right recommendation?" in page
    assert "a proportionate way" not in page


def test_help_for_one_group_sends_to_lawyers(cast: Cast, empty: UUID) -> None:
    client = cast.client(GARETH)
    page = _page(cast, empty, "parts/help:new/")
    assert "Political opinion" in page
    client.post(
        _path(empty, "parts/help:new/"),
        {**_hidden(page), "characteristic": "political_opinion", "is_recruitment_or_promotion": "no"},
    )

    page = _page(cast, empty, "parts/help:1/")
    assert "Northern Ireland has laws of its own" in page
    assert "at a disadvantage" not in page


def _published(cast: Cast, made: UUID) -> None:
    with transaction.atomic():
        make_version(Row.objects.select_for_update().get(pk=made), why="for_deciders", by=cast.people[GARETH].id)
    publish_assessment(made, number=1, by=cast.people[AMINA].id)


def test_the_document_and_the_public_register_name_section_75_only(cast: Cast, empty: UUID) -> None:
    _write(cast, empty, _closure())
    _published(cast, empty)
    public = cast.client(DEE)

    pages = {
        "read": _page(cast, empty, "read/"),
        "register": public.get(REGISTER).content.decode(),
        "assessment": public.get(f"{REGISTER}{empty}/").content.decode(),
    }

    for name, page in pages.items():
        assert "section 75 of the Northern Ireland Act 1998" in page or "section 75(1)" in page, name
        assert not [words for words in OF_THE_ACT if words in page], name
    assert "people who have dependants, or who have none" in pages["register"]
    options = html.fromstring(pages["register"]).xpath("//select[@name='group']/option/@value")
    assert tuple(options)[1:] == NINE
    found = public.get(f"{REGISTER}?group=dependants").content.decode()
    assert "Close the leisure centre" in found
    assert "Close the leisure centre" not in public.get(f"{REGISTER}?group=age").content.decode()


def test_open_data_keeps_the_categories(cast: Cast, empty: UUID) -> None:
    _write(cast, empty, _closure())
    _published(cast, empty)

    shape: Any = json.loads(cast.client(DEE).get(f"{REGISTER}{empty}/assessment.json").content)

    assert shape["assessment"]["nation"] == NI
    assert {one["characteristic"] for one in shape["assessment"]["regard"]} == set(NINE)


def test_the_word_copy_stands_under_the_titles_of_section_75(cast: Cast, empty: UUID) -> None:
    _write(cast, empty, _closure())

    given = cast.client(GARETH).post(_path(empty, "copies/give/"))

    text = " ".join(
        each.text for each in read_document(given.content, name="copy.docx").blocks if hasattr(each, "text")
    )
    assert "Equality of opportunity and good relations" in text
    assert "part impact:political_opinion" in text
    assert not [words for words in OF_THE_ACT if words in text]


def test_the_map_of_decisions_has_a_line_for_each_category(cast: Cast) -> None:
    begun = Begun("Close the leisure centre", NI, decision_id=decision_of(cast.council.id, "Close the leisure centre"))
    made = begin_assessment(begun, council_id=cast.council.id, by=cast.people[GARETH].id)
    _write(cast, made, _closure())

    page = cast.client(AMINA).get("/aldermere/decisions/together/?groups=all").content.decode()

    for label in ("Religious belief", "Political opinion", "Racial group", "Men and women generally", "Dependants"):
        assert label in page
    assert "Gender reassignment" not in page


def test_own_questions_stand_behind_the_parts_of_section_75(cast: Cast) -> None:
    page = cast.client(AMINA).get("/aldermere/questionnaires/new/").content.decode()

    assert "Equality of opportunity and good relations" in page
    assert "The three aims" not in page


def test_the_ledger_tells_it_in_the_words_of_section_75(cast: Cast, empty: UUID) -> None:
    _write(cast, empty, Assessment("Close it", NI, regard=(Regard("dependants", law_of(NI).aims[0].aim, "A crèche."),)))

    entries = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{empty}"])
    told = [describe(each) for each in entries]

    assert "Wrote in “Equality of opportunity and good relations”" in told
    assert not [words for words in told if "three aims" in words]


def test_the_clock_of_a_decision_says_which_law_holds(cast: Cast) -> None:
    made = decision_of(cast.council.id)

    page = cast.client(AMINA).get(f"/aldermere/decisions/{made}/").content.decode()

    assert "section 75 of the Northern Ireland Act 1998" in page
    assert not [words for words in OF_THE_ACT if words in page]
