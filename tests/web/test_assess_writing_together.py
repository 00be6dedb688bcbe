"""Two people write one assessment at once: what can go together does, and where it cannot, both are seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from lxml import html

from dueregard.web.assessments.actions.parts import Begun, add_author, begin_assessment, save_part
from dueregard.web.assessments.models.writing import Assessment, Author, Comment, Part
from dueregard.web.ledger.queries import history
from people import AMINA, CHIDI, EVE, FAITH, GARETH, HANA, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def made(cast: Cast) -> UUID:
    """An assessment that Gareth and Chidi write."""
    begun = begin_assessment(Begun("Move the depot", "england"), council_id=cast.council.id, by=cast.people[GARETH].id)
    add_author(begun, person_id=cast.people[CHIDI].id, by=cast.people[GARETH].id)
    return begun


def path(made: UUID, rest: str = "") -> str:
    return f"/aldermere/assessments/{made}/{rest}"


def opened(cast: Cast, made: UUID, name: str, rest: str) -> dict[str, Any]:
    """Open a page as somebody and give what its form would send, as it stands."""
    page = cast.client(name).get(path(made, rest)).content.decode()
    return fields(page)


def fields(page: str) -> dict[str, Any]:
    form = next(each for each in html.fromstring(page).xpath("//main//form") if each.xpath(".//*[@name='base']"))
    sent: dict[str, Any] = {}
    for each in form.xpath(".//input|.//textarea"):
        kind = each.get("type", "text")
        if kind in {"radio", "checkbox"} and each.get("checked") is None:
            continue
        sent[each.get("name")] = each.value if each.tag == "textarea" else each.get("value") or ""
    return sent


def content(made: UUID, key: str) -> Any:
    return Part.objects.get(assessment=made, key=key).content


def test_what_two_wrote_in_different_boxes_goes_together(cast: Cast, made: UUID) -> None:
    save_part(made, key="monitoring", content={"monitoring": "Visits"}, seen=0, by=cast.people[GARETH].id)
    mine, theirs = (opened(cast, made, name, "parts/monitoring/") for name in (GARETH, CHIDI))
    day = {"review_on-day": "1", "review_on-month": "6", "review_on-year": "2028"}

    first = cast.client(CHIDI).post(path(made, "parts/monitoring/"), {**theirs, "monitoring": "Visits each quarter"})
    second = cast.client(GARETH).post(path(made, "parts/monitoring/"), {**mine, **day, "later": "1"})

    assert (first.status_code, second.status_code) == (400, 302)  # Chidi's has no day yet, so it is not kept
    cast.client(CHIDI).post(
        path(made, "parts/monitoring/"), {**theirs, "monitoring": "Visits each quarter", "later": "1"}
    )
    assert content(made, "monitoring") == {"monitoring": "Visits each quarter", "review_on": "2028-06-01"}
    assert str(Assessment.objects.get(pk=made).review_on) == "2028-06-01"


@pytest.mark.parametrize(("kept", "is_there"), [("theirs", "Chidi’s reason."), ("mine", "Gareth’s reason.")])
def test_what_two_wrote_in_the_same_box_is_shown_and_chosen(cast: Cast, made: UUID, kept: str, is_there: str) -> None:
    where = path(made, "parts/impact:age/")
    gareth, chidi = (opened(cast, made, name, "parts/impact:age/") for name in (GARETH, CHIDI))
    cast.client(CHIDI).post(
        where, {**chidi, "effect": "worse", "reason": "Chidi’s reason.", "people": "40", "later": "1"}
    )

    clash = cast.client(GARETH).post(where, {**gareth, "effect": "worse", "reason": "Gareth’s reason.", "later": "1"})
    page = clash.content.decode()
    again = fields(page)
    unchosen = cast.client(GARETH).post(where, {**again, "later": "1"})
    chosen = cast.client(GARETH).post(where, {**again, "keep_reason": kept, "later": "1"})

    assert clash.status_code == 400
    assert "Chidi’s reason." in page
    assert "Gareth’s reason." in page
    assert " checked" not in page.split("keep_reason", 1)[1].split("</fieldset>")[0]
    assert unchosen.status_code == 400
    assert "Choose which of the two to keep" in unchosen.content.decode()
    assert chosen.status_code == 302
    said = content(made, "impact:age")
    assert (said["reason"], said["effect"], said["before"]["people"]) == (is_there, "worse", 40)


def test_two_who_add_at_once_both_add(cast: Cast, made: UUID) -> None:
    for name in (GARETH, CHIDI):
        cast.client(name).post(
            path(made, "parts/mitigation:new/"), {"text": f"A promise of {name}", "seen": "0", "later": "1"}
        )

    texts = [content(made, key)["text"] for key in ("mitigation:1", "mitigation:2")]
    assert texts == ["A promise of gareth", "A promise of chidi"]


def test_the_table_says_which_row_somebody_else_changed(cast: Cast, made: UUID) -> None:
    page = cast.client(GARETH).get(path(made, "table/")).content.decode()
    hidden = html.fromstring(page).xpath("//main//input[@type='hidden']")
    sent = {one.get("name"): one.get("value") or "" for one in hidden}
    theirs = {"group": {"parts": [["age", ""]]}, "effect": "better", "reason": "A new room."}
    save_part(made, key="impact:age", content=theirs, seen=0, by=cast.people[CHIDI].id)

    answer = cast.client(GARETH).post(
        path(made, "table/"), {**sent, "g1-effect": "worse", "g1-reason": "Far away.", "g2-effect": "better",
                               "g2-reason": "Lifts."}
    )  # fmt: skip

    assert answer.status_code == 400
    assert "Somebody else has changed this row meanwhile" in answer.content.decode()
    assert content(made, "impact:age")["effect"] == "better"
    assert content(made, "impact:disability")["reason"] == "Lifts."


def test_people_are_added_taken_out_and_the_assessment_handed_over(cast: Cast, made: UUID) -> None:
    browser, where = cast.client(GARETH), path(made, "people/")

    browser.post(where, {"act": "add", "add-person": str(cast.people[JOAN].id)})
    browser.post(where, {"act": "remove", "remove-person": str(cast.people[CHIDI].id)})
    browser.post(where, {"act": "hand", "hand-person": str(cast.people[FAITH].id)})
    outsider = cast.client(FAITH).post(where, {"act": "add", "add-person": str(cast.people[EVE].id)})

    row = Assessment.objects.get(pk=made)
    assert row.author_id == cast.people[FAITH].id
    assert set(Author.objects.filter(assessment=made).values_list("person", flat=True)) == {
        cast.people[JOAN].id, cast.people[GARETH].id
    }  # fmt: skip
    assert outsider.status_code == 400
    assert (
        cast.client(GARETH).post(where, {"act": "remove", "remove-person": str(cast.people[JOAN].id)}).status_code
        == 403
    )
    kinds = [
        entry.kind for entry in history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"])
    ]
    assert kinds[:3] == ["assessments.handed_over", "assessments.author_removed", "assessments.author_added"]


def test_a_comment_is_said_answered_and_settled(cast: Cast, made: UUID) -> None:
    said = cast.client(AMINA).post(path(made, "comments/"), {"text": "How many people?", "part": "impact:age"})
    comment = Comment.objects.get()

    answered = cast.client(GARETH).post(f"/aldermere/assessments/comments/{comment.pk}/reply/", {"text": "Forty."})
    counted = cast.client(GARETH).get(path(made)).content.decode()
    cast.client(AMINA).post(f"/aldermere/assessments/comments/{comment.pk}/settle/")

    page = cast.client(CHIDI).get(path(made, "parts/impact:age/")).content.decode()
    assert said["Location"] == answered["Location"] == path(made, "parts/impact:age/")
    assert "1 open comment" in counted
    assert "How many people?" in page
    assert "Forty." in page
    assert "Settled by Amina Rahman" in page
    entry = history(chain=f"council:{cast.council.id}", subjects=[f"assessments.assessment:{made}"])[0]
    assert (entry.kind, entry.facts) == ("assessments.comment_settled", {"part": "impact"})


def test_who_may_not_read_it_may_not_comment(cast: Cast, made: UUID) -> None:
    cast.client(AMINA).post(path(made, "comments/"), {"text": "How many people?", "part": ""})
    comment = Comment.objects.get()

    for name, status in ((HANA, 403), (JOAN, 403)):
        answer = cast.client(name).post(path(made, "comments/"), {"text": "Mine", "part": ""})
        settled = cast.client(name).post(f"/aldermere/assessments/comments/{comment.pk}/settle/")
        assert (answer.status_code, settled.status_code) == (status, status)
    theirs = f"/not-aldermere/assessments/comments/{comment.pk}/reply/"
    assert cast.client(EVE).post(theirs, {"text": "Mine"}).status_code == 404
    assert Comment.objects.count() == 1
