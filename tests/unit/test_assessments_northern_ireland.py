"""Section 75 of the Northern Ireland Act 1998: its nine categories and twelve pairs, where the Equality Act's were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dueregard.domain.assessments.compare import compare
from dueregard.domain.assessments.copy import Label, copy_document, texts_of
from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.model import (
    AimedHelp,
    Assessment,
    Conclusion,
    Effect,
    Impact,
    Mitigation,
    Option,
    Regard,
    Screening,
    group_of,
)
from dueregard.domain.assessments.options import PositiveAction, test_for, way_to, way_to_help
from dueregard.domain.assessments.packs import pack_of, questions_of_version, screening_questions
from dueregard.domain.assessments.public import summary_of
from dueregard.domain.assessments.quality import remarks
from dueregard.domain.assessments.reading import read_assessment
from dueregard.domain.assessments.screening import Depth, proposed_by, screen, settled_depth
from dueregard.domain.assessments.shape import assessment_from_json, assessment_to_json
from dueregard.domain.assessments.sign_off import stops
from dueregard.domain.assessments.tasks import asked_pairs, task_list
from dueregard.publish.html import fragment
from dueregard.reading.read import read_document
from dueregard.terms.characteristics import PROTECTED, Aim, valid_pairs
from dueregard.terms.citations import source
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import law_of, named

NI = "northern_ireland"
TODAY = date(2026, 11, 22)
NINE = (
    "religious_belief", "political_opinion", "racial_group", "age", "marital_status", "sexual_orientation",
    "men_and_women", "disability", "dependants",
)  # fmt: skip
NINE_IN_WORDS = (
    "Religious belief", "Political opinion", "Racial group", "Age", "Marital status", "Sexual orientation",
    "Men and women generally", "Disability", "Dependants",
)  # fmt: skip
THREE = ("religious_belief", "political_opinion", "racial_group")
BRITAIN = ("england", "wales", "scotland")


def _answers(**given: str) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {f"advance_{code}": "none" for code in NINE}
    found |= {f"foster_{code}": "none" for code in THREE}
    return {**found, "better_opportunity": "no", "better_relations": "no", **given}


def _closure() -> Assessment:
    impacts = tuple(
        Impact(group_of(code), Effect.WORSE if code == "dependants" else Effect.NONE, f"Said of {code}.")
        for code in NINE
    )
    return Assessment(
        "Close the leisure centre",
        NI,
        about="It closes in May.",
        who_is_affected="Its 900 members.",
        impacts=impacts,
        regard=tuple(Regard(code, aim, f"Considered for {code}.") for code, aim in law_of(NI).pairs()),
        mitigations=(Mitigation("1", "A crèche in the centre next door", groups=(group_of("dependants"),)),),
        armed_forces=("Considered.", None, None),
    )


def _printed(content: Assessment) -> str:
    document = assessment_document(content, number="A-2026-1", council="A council", made_on=TODAY)
    return fragment(document) + " ".join(str(block) for block in document.about)


# --- the law


def test_section_75_names_nine_categories_in_its_own_order() -> None:
    assert law_of(NI).codes == NINE
    assert tuple(each.label for each in law_of(NI).groups) == NINE_IN_WORDS


def test_opportunity_is_asked_for_nine_and_good_relations_for_three() -> None:
    pairs = law_of(NI).pairs()

    assert len(pairs) == 12
    assert {code for code, aim in pairs if aim is Aim.ADVANCE} == set(NINE)
    assert {code for code, aim in pairs if aim is Aim.FOSTER} == set(THREE)
    assert not [code for code, aim in pairs if aim is Aim.ELIMINATE]


@pytest.mark.parametrize("nation", BRITAIN)
def test_the_act_is_what_it_was_in_great_britain(nation: str) -> None:
    law = law_of(nation)

    assert law.groups == PROTECTED
    assert law.pairs() == valid_pairs()
    assert law.only_for_staff == {"marriage_civil_partnership"}
    assert screening_questions(nation) == screening_questions()


@pytest.mark.parametrize("nation", [*BRITAIN, NI])
def test_every_law_leads_to_its_sources(nation: str) -> None:
    law = law_of(nation)
    for key in (law.source, law.groups_source, *law.sources, *law.sources.values(), pack_of(nation).source):
        assert source(key).url.startswith("https://")


def test_what_only_section_75_names_is_named_everywhere() -> None:
    assert [named(code) for code in NINE] == list(NINE_IN_WORDS)


# --- asking


def test_the_tasks_ask_for_the_nine_categories_and_twelve_pairs() -> None:
    tasks = {task.key: task for stage in task_list(Assessment("Close it", NI)) for task in stage.tasks}

    asked = tuple(key.removeprefix("impact:") for key in tasks if key.startswith("impact:"))
    assert asked == NINE
    assert not any(tasks[f"impact:{code}"].is_optional for code in NINE)
    assert tasks["regard"].of == 12
    assert len(asked_pairs(Assessment("Close it", NI, functions=("children",)))) == 12


def test_a_category_that_the_council_added_too_is_asked_for_once() -> None:
    tasks = [task.key for stage in task_list(Assessment("Close it", NI, local=("dependants",))) for task in stage.tasks]

    assert tasks.count("impact:dependants") == 1


def test_a_category_of_which_nothing_is_said_is_remarked_on_and_stops_sending() -> None:
    whole = _closure()
    without = replace(whole, impacts=tuple(each for each in whole.impacts if each.group != group_of("dependants")))

    found = {remark.key: remark for remark in remarks(without, on=TODAY)}
    assert found["impact:dependants:missing"].text == "Nothing is said about dependants."
    assert found["impact:dependants:missing"].why == (
        "It is one of the categories of section 75 of the Northern Ireland Act 1998."
    )
    assert found["impact:dependants:missing"].source == "northern-ireland-act-1998-s75"
    assert not [key for key in found if "gender_reassignment" in key or "pregnancy" in key]
    assert [stop.part for stop in stops(without) if stop.part.startswith("impact:dep")] == ["impact:dependants"]


def test_good_relations_are_asked_for_three_categories_and_no_other_aim_than_the_two() -> None:
    found = [remark for remark in remarks(Assessment("Close it", NI), on=TODAY) if remark.about.startswith("regard")]

    assert [remark.about for remark in found] == ["regard:advance", "regard:foster"]
    assert found[1].key == "regard:foster:political_opinion,racial_group,religious_belief"
    assert found[1].text == "Good relations: nothing is said for any category."


def test_no_remark_cites_the_equality_act_or_a_judgment_on_it() -> None:
    whole = replace(_closure(), local=("armed_forces",), conclusion=Conclusion(Option.CONTINUE, is_unlawful_shown=True))

    found = (*remarks(whole, on=TODAY), *remarks(Assessment("Close it", NI, local=("armed_forces",)), on=TODAY))

    assert not [one for one in found if "Equality Act" in f"{one.text} {one.why} {source(one.source).title}"]
    assert not [one.source for one in found if one.source in {"brown-2008", "bracking-2013"}]
    covenant = next(one for one in found if one.key == "armed-forces:missing")
    assert (covenant.why, covenant.source) == (
        "It is a duty of its own, beside section 75.",
        "armed-forces-act-2006-s343ad",
    )


# --- what is proposed


def test_continue_asks_only_whether_unlawful_conduct_is_shown() -> None:
    way = way_to(Conclusion(Option.CONTINUE), has_worse=True, nation=NI)

    assert [question.field for question in way.questions] == ["is_unlawful_shown", "reason"]
    assert "Northern Ireland forbids" in way.questions[0].text
    answered = Conclusion(Option.CONTINUE, "It is right.", is_unlawful_shown=False)
    assert way_to(answered, has_worse=True, nation=NI).is_clear


def test_unlawful_conduct_stops_it_and_asks_for_lawyers() -> None:
    way = way_to(Conclusion(Option.CONTINUE, is_unlawful_shown=True), has_worse=True, nation=NI)

    assert way.stop == "Stop, and ask for legal advice."


@pytest.mark.parametrize("characteristic", ["disability", "religious_belief"])
def test_help_for_one_group_has_no_test_of_the_equality_act(characteristic: str) -> None:
    help_ = AimedHelp(characteristic, is_recruitment_or_promotion=True)

    assert test_for(help_, nation=NI) is PositiveAction.OTHER_LAW
    assert [question.field for question in way_to_help(help_, nation=NI).questions] == ["grounds"]
    assert way_to_help(replace(help_, grounds="Lawyers said so in May."), nation=NI).is_clear


# --- screening


def test_screening_asks_for_each_category_and_twice_what_more_could_be_done() -> None:
    version, questions = screening_questions(NI)

    assert version == 7501
    assert [one.code for one in questions if one.code.startswith("advance_")] == [f"advance_{code}" for code in NINE]
    assert [one.code for one in questions if one.code.startswith("foster_")] == [f"foster_{code}" for code in THREE]
    assert len(questions) == 14
    assert questions_of_version(version) == questions


@pytest.mark.parametrize(
    ("given", "depth", "reason"),
    [
        ({}, Depth.NONE, "No impact is likely on equality of opportunity or good relations in any category."),
        (
            {"advance_dependants": "major", "advance_age": "minor"},
            Depth.FULL,
            "A major impact is likely on equality of opportunity (dependants).",
        ),
        (
            {"foster_political_opinion": "not_known"},
            Depth.FULL,
            "It is not known what the impact is on good relations (political opinion).",
        ),
        (
            {"advance_age": "minor", "foster_racial_group": "minor"},
            Depth.SHORT,
            "A minor impact is likely on equality of opportunity (age); good relations (racial group), "
            "which can be made lighter.",
        ),
        (
            {"better_relations": "yes"},
            Depth.SHORT,
            "No impact is likely, and more could be done for equality of opportunity or good relations.",
        ),
        (
            {"better_opportunity": "not_known"},
            Depth.SHORT,
            "No impact is likely, and it is not known whether more could be done.",
        ),
    ],
)
def test_what_screening_comes_to(given: dict[str, str], depth: Depth, reason: str) -> None:
    found = screen(_answers(**given), nation=NI)

    assert (found.depth, found.reason) == (depth, reason)


def test_an_open_question_of_screening_leads_to_nothing() -> None:
    answers = _answers()
    del answers["foster_racial_group"]

    assert screen(answers, nation=NI).open == ("foster_racial_group",)


def test_answers_of_another_nation_are_refused() -> None:
    with pytest.raises(UsedWrongly, match="affects_people cannot be"):
        screen({"affects_people": "no"}, nation=NI)
    with pytest.raises(UsedWrongly, match="advance_age cannot be"):
        screen(_answers())


def test_what_was_kept_is_read_by_its_version() -> None:
    kept = Screening(7501, tuple((code, (given,)) for code, given in _answers(advance_age="minor").items()))  # type: ignore[arg-type]

    assert proposed_by(kept) is Depth.SHORT
    assert settled_depth(replace(kept, depth="short")) is Depth.SHORT
    assert settled_depth(replace(kept, depth="none")) is None
    assert settled_depth(replace(kept, depth="none", checked_by_other=True)) is Depth.NONE


# --- what is printed


def test_the_document_names_section_75_and_never_the_equality_act() -> None:
    whole = replace(
        _closure(),
        local=("carers",),
        impacts=(*_closure().impacts, Impact(group_of("carers"), Effect.WORSE, "They come in the day.")),
        aimed_help=(AimedHelp("disability", False, grounds="Lawyers said so.", code="1"),),
        screening=Screening(
            7501,
            tuple((code, (given,)) for code, given in _answers().items()),
            "short",
            "A minor impact.",  # type: ignore[arg-type]
        ),
    )

    text = _printed(whole)

    assert "Equality Act" not in text
    assert "section 149" not in text
    assert "section 75(1)" in text
    assert "section 75(2)" in text
    assert "section 75 of the Northern Ireland Act 1998" in text
    assert "Equality of opportunity and good relations" in text
    assert "The three aims" not in text
    assert "Carers (council policy, not section 75)" in text
    assert "beside section 75" in text
    assert "Screened out, with mitigation" in text
    assert "Equality of opportunity between people of different political opinion: what impact is likely?" in text
    for label in NINE_IN_WORDS:
        assert label in text


def test_the_document_says_which_category_nothing_is_said_of() -> None:
    whole = _closure()
    without = replace(
        whole, impacts=tuple(each for each in whole.impacts if each.group != group_of("political_opinion"))
    )

    text = _printed(without)

    missing = text.partition("Of these, nothing is said:")[2][:200]
    assert "Political opinion" in missing
    assert "Gender reassignment" not in text


def test_regard_that_was_written_for_an_aim_of_the_act_is_printed_all_the_same() -> None:
    whole = replace(_closure(), regard=(Regard("age", Aim.ELIMINATE, "Written before the council changed its law."),))

    assert "Written before the council changed its law." in _printed(whole)


def test_a_summary_names_the_people_of_a_category() -> None:
    assert summary_of(_closure()) == (
        "Could make things worse for people who have dependants, or who have none. One way to lessen harm is promised."
    )


def test_two_versions_are_compared_under_the_titles_of_the_law() -> None:
    before, after = _closure(), replace(_closure(), regard=(), local=("carers",))

    found = {change.section for change in compare(before, after)}

    assert found == {"Equality of opportunity and good relations", "Groups we add (council policy, not section 75)"}
    titles = {change.title for change in compare(before, after)}
    assert "Religious belief: good relations" in titles


def test_the_open_form_and_the_word_copy_keep_the_categories() -> None:
    whole = _closure()
    shape = assessment_to_json(whole)

    assert assessment_from_json(shape) == whole
    copy = copy_document(
        {"regard:dependants:advance": {"characteristic": "dependants", "aim": "advance", "text": "Considered."}},
        title="Close it", label=Label("A-2026-1", 1, 1), council="A council", on=TODAY, nation=NI,
    )  # fmt: skip
    texts = tuple(texts_of(copy))
    assert "Equality of opportunity and good relations" in texts
    assert "Dependants: equality of opportunity" in texts


def test_an_old_assessment_is_read_under_the_categories_of_section_75() -> None:
    text = (
        "Equality impact assessment\n\nTitle: Close the library\n\nRace: Negative. Some travel far.\n\n"
        "Marital status: No impact. It is open to all.\n"
    )

    read = read_assessment(read_document(text.encode(), name="old.txt"), nation=NI)
    britain = read_assessment(read_document(text.encode(), name="old.txt"))

    assert [each.group for each in read.assessment.impacts] == [group_of("racial_group"), group_of("marital_status")]
    assert "impact:racial_group" in {said.part for said in read.said}
    assert [each.group for each in britain.assessment.impacts] == [
        group_of("race"),
        group_of("marriage_civil_partnership"),
    ]
    assert any("Political opinion" in each and "Gender reassignment" not in each for each in read.missing)


def test_what_only_section_75_names_is_read_there_and_left_over_elsewhere() -> None:
    text = (
        "Equality impact assessment\n\nTitle: Close the library\n\nAge: Negative. Many cannot travel.\n\n"
        "Political opinion: Negative. Both sides meet there.\n\nDependants: No impact. It has no crèche.\n\n"
        "Men and women generally: Positive. It is lit.\n"
    )

    read = read_assessment(read_document(text.encode(), name="old.txt"), nation=NI)
    britain = read_assessment(read_document(text.encode(), name="old.txt"))

    found = {each.group.characteristics[0]: (each.effect, each.reason) for each in read.assessment.impacts}
    assert found == {
        "age": (Effect.WORSE, "Many cannot travel."),
        "political_opinion": (Effect.WORSE, "Both sides meet there."),
        "dependants": (Effect.NONE, "It has no crèche."),
        "men_and_women": (Effect.BETTER, "It is lit."),
    }
    assert [each.group for each in britain.assessment.impacts] == [group_of("age")]
