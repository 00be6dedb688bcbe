"""The register of policies and the forward plan, as people use them: lists, forms, lists that are handed in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.web.assessments.actions.register_ranks import rank_policies
from dueregard.web.assessments.models.register import Decision, Policy, PolicyChange, RegisterList
from dueregard.web.assessments.queries.register_lists import Preview, preview
from dueregard.web.ledger.queries import describe, history
from factories.assessments import assessment_of, decision_of, policy_of
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, GARETH, JOAN, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def amina(cast: Cast) -> Client:
    return cast.client(AMINA)


def address(name: str, *parts: Any) -> str:
    return reverse(f"assessments:{name}", args=["aldermere", *parts])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def handed(name: str, content: bytes | str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)}


def told(cast: Cast, subject: str) -> list[str]:
    return [str(describe(each)) for each in history(chain=f"council:{cast.council.id}", subjects=[subject])]


def test_register_the_queue_says_why(cast: Cast, amina: Client) -> None:
    on = timezone.localdate()
    light = policy_of(cast.council.id, "Grass cutting", risk="low", people=20, last_assessed_on=on - timedelta(days=90))
    heavy = policy_of(cast.council.id, "Home care", risk="high", people=12_000, review_on=on - timedelta(days=3))
    rank_policies(on=on)

    shown = text(amina.get(address("policies")))

    assert shown.index("Home care") < shown.index("Grass cutting")
    assert "High risk to people." in shown
    assert "1 of 2 have a review that is due, and 1 have never been assessed." in shown
    assert Policy.objects.get(pk=heavy).rank > Policy.objects.get(pk=light).rank


def test_register_narrows_sorts_and_leaves_as_files(cast: Cast, amina: Client) -> None:
    policy_of(cast.council.id, "Home care", risk="high")
    policy_of(cast.council.id, "Parking charges", source_key="P-7")

    found = text(amina.get(address("policies"), {"words": "P-7"}))
    files = {ending: amina.get(address("policies_as_file", ending)) for ending in ("csv", "xlsx", "ods", "json")}
    none = text(amina.get(address("policies"), {"words": "nowhere"}))

    assert "Parking charges" in found
    assert "Home care" not in found
    assert [each.status_code for each in files.values()] == [200, 200, 200, 200]
    assert (
        files["csv"].content.decode("utf-8-sig").splitlines()[0].startswith("Number,Title,Kind,About,Directorate,Owner")
    )
    assert "No policies for “nowhere”" in none


def test_register_a_policy_is_added_changed_retired_and_back(cast: Cast, amina: Client) -> None:
    empty = amina.post(address("policy_new"), {})
    made = amina.post(address("policy_new"), {"title": "Home care", "kind": "service", "people": "120"})
    row = Policy.objects.get()
    changed = amina.post(
        address("policy_change", row.pk), {"title": "Home care", "kind": "service", "risk": "high", "version": "1"}
    )
    amina.post(address("policy_retire", row.pk), {"why": "The NHS does it now."})
    retired = text(amina.get(address("policy", row.pk)))
    amina.post(address("policy_bring_back", row.pk))

    assert empty.status_code == 400
    assert "Give it a title" in text(empty)
    assert (made.status_code, changed.status_code) == (302, 302)
    assert "It is no longer in the queue" in retired
    row.refresh_from_db()
    assert (row.risk, row.people, row.retired_on, row.version) == ("high", None, None, 4)
    assert told(cast, f"assessments.policy:{row.pk}") == [
        "Brought the policy back",
        "Retired the policy",
        "Changed the policy: people affected, risk to people",
        "Added the policy",
    ]


def test_register_who_saves_late_sees_both(cast: Cast, amina: Client) -> None:
    made = policy_of(cast.council.id, "Home care")
    first = {"title": "Care at home", "kind": "service", "version": "1"}
    amina.post(address("policy_change", made), first)

    late = amina.post(address("policy_change", made), {**first, "title": "Homecare"})

    shown = text(late)
    assert late.status_code == 400
    assert "Somebody else has changed this since you opened it" in shown
    assert "Care at home" in shown  # what stands there now
    assert 'value="Homecare"' in shown  # what was typed
    assert 'name="version" value="2"' in shown
    assert amina.post(address("policy_change", made), {**first, "title": "Homecare", "version": "2"}).status_code == 302
    assert Policy.objects.get().title == "Homecare"


def test_register_notes_a_change_on_one_and_on_many(cast: Cast, amina: Client) -> None:
    one = policy_of(cast.council.id, "Home care")
    policy_of(cast.council.id, "Parking", risk="low", people=4)
    said = {"kind": "law", "text": "The Services Code is in force.", "on-day": "1", "on-month": "6", "on-year": "2026"}

    amina.post(address("policy_note", one), said)
    amina.post(address("policies_note"), said | {"kinds": ["service"]})

    assert PolicyChange.objects.count() == 2  # not twice on the first
    shown = text(amina.get(address("policy", one)))
    assert "The Services Code is in force." in shown
    assert "Noted by Amina Rahman" in shown
    assert told(cast, f"assessments.policy:{one}")[0] == "Noted that a law changed, on 1 policy"


def test_register_a_decision_shows_its_clock(cast: Cast, amina: Client) -> None:
    on = timezone.localdate()
    made = decision_of(cast.council.id, decides_on=on + timedelta(days=10))

    before = text(amina.get(address("decision", made)))
    amina.post(address("decision_regard", made), {"where": "Cabinet report 12, paragraph 4", "version": "1"})
    after = text(amina.get(address("decision", made)))
    listed = text(amina.get(address("decisions")))

    assert "No regard is recorded, and the decision is planned for" in before
    assert "in 10 days" in before
    assert "Is it recorded somewhere else?" in before
    assert "Cabinet report 12, paragraph 4" in after
    assert "Noted here by Amina Rahman" in after
    assert "Is it recorded somewhere else?" not in after
    assert "Recorded elsewhere" in listed
    assert told(cast, f"assessments.decision:{made}") == ["Noted where regard to equality is recorded elsewhere"]


def test_register_says_so_where_no_decision_is_near(cast: Cast, amina: Client) -> None:
    far = decision_of(cast.council.id, decides_on=timezone.localdate() + timedelta(days=60))

    none_near = text(amina.get(address("decisions")))
    Decision.objects.filter(pk=far).update(decides_on=timezone.localdate() + timedelta(days=9), regard_where="Report",
                                           regard_noted_at=timezone.now())  # fmt: skip
    near = text(amina.get(address("decisions")))

    assert "No decision is due or comes within the next four weeks." in none_near
    assert "Regard to equality is recorded for every decision that is due or comes within four weeks." in near


def test_register_regard_is_not_noted_over_what_somebody_else_noted(cast: Cast, amina: Client) -> None:
    made = decision_of(cast.council.id, "Close Fenwick library")
    where, faith = address("decision_regard", made), cast.client(FAITH)
    opened = text(amina.get(where))  # both open the page
    faith.get(where)

    first = faith.post(where, {"where": "Cabinet report 12", "version": "1"})
    late = amina.post(where, {"where": "Minute 7", "version": "1"})
    said = text(late)

    assert 'name="version" value="1"' in opened
    assert (first.status_code, late.status_code) == (302, 400)
    assert "Somebody else has changed this since you opened it" in said
    assert "Cabinet report 12" in said  # what stands there now
    assert 'value="Minute 7"' in said  # what was typed
    assert Decision.objects.get().regard_where == "Cabinet report 12"
    assert amina.post(where, {"where": "Minute 7", "version": "2"}).status_code == 302
    assert Decision.objects.get().regard_where == "Minute 7"


def test_register_regard_without_a_version_is_not_noted(cast: Cast, amina: Client) -> None:
    made = decision_of(cast.council.id, "Close Fenwick library")

    answer = amina.post(address("decision_regard", made), {"where": "Minute 7"})

    assert answer.status_code == 400
    assert "Close Fenwick library" in text(answer)
    assert Decision.objects.get().regard_where == ""


def test_register_regard_noted_late_is_called_so(cast: Cast, amina: Client) -> None:
    on = timezone.localdate()
    made = decision_of(cast.council.id, decides_on=on - timedelta(days=9), decided_on=on - timedelta(days=9),
                       state="decided")  # fmt: skip

    amina.post(address("decision_regard", made), {"where": "Officer's file", "version": "1"})

    shown = text(amina.get(address("decision", made)))
    assert "What is recorded was recorded after the decision of" in shown
    assert "after the decision" in shown
    assert Decision.objects.get().regard_noted_at.date() >= on - timedelta(days=1)


def test_register_wales_asks_for_more_than_a_note(cast: Cast) -> None:
    from factories.organisation import make_council

    council = make_council("Cyngor Gwyndyr", nation="wales")
    made = decision_of(council.id, regard_where="Report 3", regard_noted_at=timezone.now(),
                       decides_on=timezone.localdate() + timedelta(days=5))  # fmt: skip

    from dueregard.web.assessments.queries.decisions import decision_card

    clock = decision_card(council.id, made, nation="wales", on=timezone.localdate()).clock

    assert clock.is_warning
    assert (
        "An assessment is asked for here as well, so what is recorded elsewhere does not stop the clock." in clock.notes
    )


def test_register_a_decision_is_added_changed_and_called_off(cast: Cast, amina: Client) -> None:
    policy = policy_of(cast.council.id, "Libraries", source_key="P-1")
    day = {"decides_on-day": "9", "decides_on-month": "2", "decides_on-year": "2027"}
    unknown = amina.post(address("decision_new"), {"title": "Close Fenwick library", "policy": "Museums", **day})
    made = amina.post(
        address("decision_new"),
        {"title": "Close Fenwick library", "policy": "p-1", "body_words": "Cabinet", "amount": "120000",
         "places": "Fenwick\nMarsh End\n", "exempt_why": "Paragraph 3", **day},
    )  # fmt: skip
    row = Decision.objects.get()
    amina.post(address("decision_call_off", row.pk), {"why": "Withdrawn."})
    refused = amina.post(address("decision_change", row.pk), {"title": "Other", "version": str(row.version + 1)})
    off = text(amina.get(address("decision", row.pk)))
    amina.post(address("decision_plan_again", row.pk))

    assert "No policy in the register, or more than one, is called “Museums”" in text(unknown)
    assert made.status_code == 302
    assert (row.policy_id, row.amount, row.places, row.is_exempt) == (policy, 120_000, ["Fenwick", "Marsh End"], True)
    assert refused.status_code == 400
    assert "The decision was called off." in off
    assert told(cast, f"assessments.policy:{policy}")[-1] == "Put the decision on the forward plan"


def waiting(cast: Cast) -> Preview:
    """Give the list that was handed in last, as its page shows it."""
    found = preview(RegisterList.objects.first().pk, cast.council.id, on=timezone.localdate())
    assert found is not None
    return found


POLICIES = """Policies of the council,,,
Ref,Policy,Type,Review date,Risk,People,Department,Lead officer
P-1,Home care,Service,31/03/2027,high,"12,000",,Head of Care
P-2,Parking charges,Policy,,,,,
"""


def test_register_a_list_is_shown_and_then_taken_in(cast: Cast, amina: Client) -> None:
    there = policy_of(cast.council.id, "home care", source_key="P-1", risk="low")

    seen = amina.post(address("policies_take_in"), handed("policies.csv", POLICIES), follow=True)
    kept = RegisterList.objects.get()
    untouched = Policy.objects.count()
    fingerprint = waiting(cast).fingerprint
    stale = amina.post(address("register_take_in", kept.pk), {"fingerprint": "0"}, follow=True)
    amina.post(address("register_take_in", kept.pk), {"fingerprint": fingerprint})

    assert "1 added, 1 changed." in text(seen)
    assert "Risk to people: low → high" in text(seen)
    assert untouched == 1
    assert "The register changed since you looked." in text(stale)
    row = Policy.objects.get(pk=there)
    assert (row.title, row.risk, row.people, str(row.review_on), row.owner_words) == (
        "Home care", "high", 12_000, "2027-03-31", "Head of Care",
    )  # fmt: skip
    new = Policy.objects.get(source_key="P-2")
    assert (new.kind, new.risk, new.people) == ("policy", "", None)
    assert new.rank > 0
    assert told(cast, f"assessments.policy:{new.pk}")[0].startswith("Took in 1 policy from a list (")
    kept.refresh_from_db()
    assert (kept.state, kept.rows) == ("taken", [])


def test_register_the_same_list_again_changes_nothing(cast: Cast, amina: Client) -> None:
    for _each in range(2):
        amina.post(address("policies_take_in"), handed("policies.csv", POLICIES))
        shown = waiting(cast)
        amina.post(address("register_take_in", shown.id), {"fingerprint": shown.fingerprint})

    assert dict(shown.counts) == {"added": 0, "changed": 0, "same": 2, "not_taken": 0}
    assert Policy.objects.count() == 2


def test_register_what_leaves_as_a_file_comes_back_the_same(cast: Cast, amina: Client) -> None:
    policy_of(cast.council.id, "Home care", source_key="P-1", risk="high", people=40, review_on=date(2027, 1, 31),
              owner_words="=Head", about="-minus first", last_assessed_on=date(2024, 2, 29))  # fmt: skip
    policy_of(cast.council.id, "Parking")

    for ending in ("csv", "xlsx", "ods"):
        file = amina.get(address("policies_as_file", ending)).content
        amina.post(address("policies_take_in"), handed(f"back.{ending}", file))
        assert waiting(cast).counts["same"] == 2, (ending, waiting(cast).changes)


def test_register_every_fault_at_once(cast: Cast, amina: Client) -> None:
    wrong = "Number,Title,Kind,Review date,Directorate\n1,,Thing,31/02/2027,Nowhere\n1,Two,Service,soon,\n"

    seen = amina.post(address("policies_take_in"), handed("wrong.csv", wrong))

    shown = text(seen)
    assert seen.status_code == 400
    assert "6 faults in the list" in shown
    cell = r'rowheader" class="govuk-table__header">Row (\d+)</th><td role="cell" data-label="Column"[^>]*><div>([^<]+)'
    assert re.findall(cell, shown) == [
        ("2", "Title"),
        ("2", "Kind"),
        ("2", "Review date"),
        ("2", "Directorate"),
        ("3", "Review date"),
        ("3", "Number"),
    ]
    assert not RegisterList.objects.exists()


CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN",
        "BEGIN:VEVENT", "UID:a1@council", "SUMMARY:Close Fenwick library", "DTSTART;VALUE=DATE:20270209",
        "CATEGORIES:Cabinet", "URL:https://council.example/1", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a2@council", "SUMMARY:Parking charges", "DTSTART:20270630T233000Z", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a3@council", "SUMMARY:Off", "DTSTART:20270701T090000Z", "STATUS:CANCELLED", "END:VEVENT",
        "END:VCALENDAR", "",
    )
)  # fmt: skip


def test_register_a_calendar_becomes_a_forward_plan(cast: Cast, amina: Client) -> None:
    amina.post(address("decisions_take_in"), handed("plan.ics", CALENDAR))
    shown = waiting(cast)
    amina.post(address("register_take_in", shown.id), {"fingerprint": shown.fingerprint})
    moved = CALENDAR.replace("20270209", "20270216")
    again = amina.post(address("decisions_take_in"), handed("plan.ics", moved), follow=True)

    assert dict(shown.counts) == {"added": 2, "changed": 0, "same": 0, "not_taken": 1}
    rows = {row.title: row for row in Decision.objects.all()}
    assert {title: str(row.decides_on) for title, row in rows.items()} == {
        "Close Fenwick library": "2027-02-09",
        "Parking charges": "2027-07-01",  # half past eleven in the evening of UTC is the next day here
    }
    assert rows["Close Fenwick library"].body_words == "Cabinet"
    assert "Decision date: 9 February 2027 → 16 February 2027" in text(again)


def test_register_hostile_files_are_refused_in_words(cast: Cast, amina: Client) -> None:
    for name, content in (
        ("plan.ics", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000),
        ("plan.ics", b"\x00\xff\xfe"),
        ("plan.csv", b""),
        ("plan.xlsx", b"PK\x03\x04 not a workbook"),
        ("plan.exe", b"MZ"),
    ):
        seen = amina.post(address("decisions_take_in"), handed(name, content))
        assert seen.status_code == 400, name
    assert not RegisterList.objects.exists()


def test_register_is_read_by_staff_and_kept_by_two(cast: Cast) -> None:
    policy, decision = policy_of(cast.council.id), decision_of(cast.council.id)
    reading = (address("policies"), address("policy", policy), address("decisions"), address("decision", decision))
    keeping = (address("policy_new"), address("policy_change", policy), address("policy_note", policy),
               address("policies_note"), address("decision_new"), address("decision_regard", decision),
               address("policies_take_in"), address("decisions_form", "xlsx"))  # fmt: skip

    readers, keepers = (AMINA, FAITH, GARETH, JOAN, CHIDI, BEN), (AMINA, FAITH, GARETH, JOAN, EVE)
    seen = {name: {cast.client(name).get(page).status_code for page in reading} for name in (*readers, DEE, EVE)}
    kept = {name: {cast.client(name).get(page).status_code for page in keeping} for name in keepers}

    assert all(seen[name] == {200} for name in readers), seen
    assert (seen[DEE], seen[EVE]) == ({302}, {404})
    assert kept == {AMINA: {200}, FAITH: {200}, GARETH: {403}, JOAN: {403}, EVE: {404}}


def test_register_another_councils_is_not_there(cast: Cast, amina: Client) -> None:
    policy, decision = policy_of(cast.other.id), decision_of(cast.other.id)

    codes = [
        amina.get(address("policy", policy)).status_code,
        amina.get(address("policy_change", policy)).status_code,
        amina.post(address("policy_retire", policy), {"why": "x"}).status_code,
        amina.get(address("decision", decision)).status_code,
        amina.post(address("decision_regard", decision), {"where": "x"}).status_code,
    ]

    assert codes == [404] * 5


def test_register_a_draft_says_its_number_only(cast: Cast) -> None:
    decision = decision_of(cast.council.id)
    assessment_of(cast.council.id, by=cast.people[GARETH].id, title="Restructure of teams", decision_id=decision)

    shown = text(cast.client(CHIDI).get(address("decision", decision)))

    assert "Restructure of teams" not in shown
    assert "You cannot open it while it is being written." in shown


def test_register_pages_cost_the_same_for_many(cast: Cast, amina: Client, django_assert_max_num_queries: Any) -> None:
    def queries(name: str) -> int:
        with django_assert_max_num_queries(60) as spent:
            amina.get(address(name))
        return len(spent)

    policy_of(cast.council.id, "First")
    decision_of(cast.council.id, "First")
    queries("policies")  # the first request of all asks once more
    few = (queries("policies"), queries("decisions"))
    Policy.objects.bulk_create([Policy(council_id=cast.council.id, title=f"P {n}", kind="service") for n in range(300)])
    Decision.objects.bulk_create([Decision(council_id=cast.council.id, title=f"D {n}") for n in range(300)])

    assert (queries("policies"), queries("decisions")) == few
    assert BytesIO(amina.get(address("policies_as_file", "csv")).content).read().count(b"\n") > 300
