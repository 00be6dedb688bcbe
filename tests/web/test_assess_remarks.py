"""Remarks are asked of the assessment as it stands; answers close them, or do not, as they should."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.domain.assessments.model import Assessment as Whole
from dueregard.domain.assessments.model import Effect, Impact, group_of
from dueregard.domain.assessments.states import AssessmentState
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions.evidence import choose_figures
from dueregard.web.assessments.actions.parts import save_part
from dueregard.web.assessments.actions.remarks import answer_remark
from dueregard.web.assessments.models.writing import Assessment, Finding, RemarkAnswer
from dueregard.web.assessments.queries.remarks import asked_remarks, open_remarks
from dueregard.web.assessments.queries.whole import assessment_card, parts_of
from dueregard.web.ledger.queries import history
from factories.assessments import assessment_of, library_closure
from factories.monitoring import dataset_of
from factories.releases import ready_version, release_row
from people import AMINA, EVE, FAITH, GARETH, Cast, make_cast

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
SAID = "The other library is near enough for everybody who comes."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def _made(cast: Cast, *impacts: Impact, title: str = "Close Fenwick library", **given: object) -> UUID:
    content = replace(Whole(title, "england", impacts=impacts), **given)
    return assessment_of(cast.council.id, by=cast.people[GARETH].id, title=title, content=content)


def _open(cast: Cast, assessment: UUID, on: date = ON) -> dict[str, str]:
    head = assessment_card(cast.council.id, assessment)
    return {each.key: each.text for each in open_remarks(head, parts_of(assessment), on)}


def _answer(cast: Cast, assessment: UUID, key: str, kind: str, because: str = "") -> None:
    head = assessment_card(cast.council.id, assessment)
    (remark,) = [each.remark for each in asked_remarks(head, parts_of(assessment), ON) if each.remark.key == key]
    answer_remark(assessment, remark=remark, kind=kind, because=because, by=cast.people[GARETH].id)


def _write(cast: Cast, assessment: UUID, key: str, **content: object) -> None:
    found = parts_of(assessment).get(key)
    given = {**(found.content if found else {}), **content}
    save_part(assessment, key=key, content=given, seen=found.number if found else 0, by=cast.people[GARETH].id)


def test_not_agreed_with_a_reason_closes_a_remark(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))
    key = "impact:sex:none-unreasoned"
    assert key in _open(cast, made)

    _answer(cast, made, key, "not_agreed", "Both were asked, and both say so.")

    assert key not in _open(cast, made)


def test_changed_closes_nothing_that_still_holds(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))
    key = "impact:sex:none-unreasoned"

    _answer(cast, made, key, "changed")

    assert key in _open(cast, made)


def test_what_no_longer_holds_goes_by_itself_and_its_answer_stays(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))
    key = "impact:sex:none-unreasoned"
    _answer(cast, made, key, "changed")

    _write(cast, made, "impact:sex", reason="Both use it alike: the count of 2026.")

    assert key not in _open(cast, made)
    page = cast.client(GARETH).get(f"/aldermere/assessments/{made}/remarks/").content.decode()
    assert "No longer holds" in page
    _write(cast, made, "impact:sex", reason="")
    assert key in _open(cast, made), "it holds again"


def test_a_remark_that_reads_otherwise_is_asked_again(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.WORSE, "Fewer buses.", evidence=()))
    key = "impact:sex:unweighed"
    _answer(cast, made, key, "not_agreed", "Nobody knows yet.")
    assert key not in _open(cast, made)

    _write(cast, made, "impact:sex", before={"severity": "small", "likelihood": None, "duration": None, "people": None})

    assert key in _open(cast, made)


def test_a_reason_is_asked_for_where_it_is_not_agreed(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))

    with pytest.raises(UsedWrongly, match="Say why"):
        _answer(cast, made, "impact:sex:none-unreasoned", "not_agreed", "  ")
    with pytest.raises(UsedWrongly):
        _answer(cast, made, "impact:sex:none-unreasoned", "")


def test_an_answer_is_in_the_ledger_and_words_that_point_at_people_are_kept_nowhere(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.WORSE, "Mrs Khan cannot walk there."))
    (key,) = [each for each in _open(cast, made) if each.startswith("text:")]

    _answer(cast, made, key, "not_agreed", "It is a street, not a person.")

    row = RemarkAnswer.objects.get(assessment=made)
    assert "Khan" not in row.remark + row.key
    entry = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"])[0]
    assert (entry.kind, dict(entry.facts)) == ("assessments.remark_answered", {"about": "text", "answer": "not_agreed"})
    assert key not in _open(cast, made)


def test_a_reason_that_another_assessment_gives_is_pointed_out(cast: Cast) -> None:
    first = _made(cast, Impact(group_of("race"), Effect.NONE, SAID), title="Close Hill Road library")
    second = _made(cast, Impact(group_of("race"), Effect.NONE, SAID.upper()))
    number = Assessment.objects.get(pk=first).number

    assert f"“{number}”" in _open(cast, second)["impact:race:repeated"], "a draft is named by its number only"
    Assessment.objects.filter(pk=first).update(state=str(AssessmentState.DECIDED))
    assert "“Close Hill Road library”" in _open(cast, second)["impact:race:repeated"]


def test_another_councils_words_are_not_looked_at(cast: Cast) -> None:
    assessment_of(
        cast.other.id,
        by=cast.people[EVE].id,
        content=Whole("Theirs", "england", impacts=(Impact(group_of("race"), Effect.NONE, SAID),)),
    )
    made = _made(cast, Impact(group_of("race"), Effect.NONE, SAID))

    assert "impact:race:repeated" not in _open(cast, made)


def test_repeats_are_found_among_five_thousand_without_reading_them(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("race"), Effect.NONE, SAID))
    head, parts = assessment_card(cast.council.id, made), parts_of(made)
    with CaptureQueriesContext(connection) as few:
        open_remarks(head, parts, ON)
    other = _made(cast, Impact(group_of("age"), Effect.NONE, SAID))
    print_ = Finding.objects.get(assessment=other, group_key="age").reason_print
    Finding.objects.bulk_create(
        Finding(assessment_id=other, group_key=f"age=group {n}", effect="none", reason_print=print_)
        for n in range(5_000)
    )

    with CaptureQueriesContext(connection) as many:
        found = {each.key for each in open_remarks(head, parts, ON)}

    assert "impact:race:repeated" in found
    assert len(many) == len(few) <= 5


def test_no_effect_is_held_against_released_figures(cast: Cast) -> None:
    """38.9 % of the made-up staff are women, 51 % of residents: not far enough apart. 61 % of men are not, either."""
    by = cast.people[AMINA].id
    version = ready_version(dataset_of(cast.council.id, by=by, post_id=cast.post_id, name="Staff"), by=by)
    release = release_row(version, by=by, releaser=cast.people[FAITH].id)
    made = _made(cast, Impact(group_of("sex"), Effect.NONE, "The same for both."))
    choose_figures(made, area="E09000021", dataset=version.dataset.slug, by=cast.people[GARETH].id)
    assert "impact:sex:contradiction" not in _open(cast, made)
    tables = json.loads(json.dumps(release.tables).replace("1038", "400").replace("1628", "2266"))
    type(release).objects.filter(pk=release.pk).update(tables=tables)

    found = _open(cast, made)["impact:sex:contradiction"]

    assert "Male are 85% of users and 48.2% of residents (Staff, release 1; Census 2021)" in found


def test_all_of_the_pages_work_and_only_writers_answer(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))
    at = f"/aldermere/assessments/{made}/remarks/"
    head = assessment_card(cast.council.id, made)
    asked = asked_remarks(head, parts_of(made), ON)
    one = next(each for each in asked if each.remark.key == "impact:sex:none-unreasoned")
    browser = cast.client(GARETH)

    page = browser.get(at).content.decode()
    assert one.remark.text in page
    assert "score" not in page.casefold()
    assert browser.get(f"{at}{one.print}/").status_code == 200
    wrong = browser.post(f"{at}{one.print}/", {"kind": "not_agreed", "because": " "})
    assert wrong.status_code == 400
    assert "Say why you do not agree" in wrong.content.decode()
    done = browser.post(f"{at}{one.print}/", {"kind": "not_agreed", "because": "We asked both."})
    assert done.status_code == 302
    assert "We asked both." in browser.get(at).content.decode()
    assert cast.client(AMINA).get(at).status_code == 200
    assert cast.client(AMINA).get(f"{at}{one.print}/").status_code == 403
    assert cast.client(EVE).get(at).status_code == 404
    assert browser.get(f"{at}{'0' * 32}/").status_code == 302, "it no longer holds"
    assert browser.get(f"{at}nothing/").status_code == 404


def test_nothing_is_answered_once_it_is_sent(cast: Cast) -> None:
    made = _made(cast, Impact(group_of("sex"), Effect.NONE))
    Assessment.objects.filter(pk=made).update(state=str(AssessmentState.CHECKING))

    with pytest.raises(MoveNotAllowed):
        _answer(cast, made, "impact:sex:none-unreasoned", "not_agreed", "We asked.")


def test_what_is_known_stands_beside_the_question(cast: Cast) -> None:
    made = assessment_of(cast.council.id, by=cast.people[GARETH].id, content=library_closure())
    choose_figures(made, area="E09000021", dataset="", by=cast.people[GARETH].id)

    page = cast.client(GARETH).get(f"/aldermere/assessments/{made}/parts/impact:disability/").content.decode()

    for words in ("What we know", "21,990", "13.1%", "What people told us", "Keep it", "What we do not know"):
        assert words in page
