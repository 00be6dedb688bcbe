"""The year-end report: begun, written, frozen, signed by another, published, corrected, withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from canaries import Search, of_word
from dueregard.domain.delivery.report import Narrative
from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.publish.hidden import hidden_data
from dueregard.terms.errors import MoveNotAllowed, UsedWrongly
from dueregard.web.delivery.actions import reports as acts
from dueregard.web.delivery.models.reports import Report
from dueregard.web.delivery.models.year_end import OutcomeDecision
from dueregard.web.delivery.queries.reports_files import fingerprint
from dueregard.web.delivery.views import reports_writing
from dueregard.web.ledger.queries import history
from dueregard.web.plans.actions.publishing import publish_plan
from factories.year_end import closed, decided, published_report, year_end_plan
from people import AMINA, BEN, CHIDI, DEE, EVE, FAITH, HANA, JOAN, KOFI, NAMES, Cast, make_cast

pytestmark = pytest.mark.django_db
ENDINGS = ("docx", "pdf", "ods", "csv", "xlsx", "json")


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Any:
    row = year_end_plan(cast)
    publish_plan(row.pk, by=cast.people[AMINA].id)
    closed(row, by=cast.people[AMINA].id)
    return row


@pytest.fixture
def out(cast: Cast, plan: Any) -> Report:
    report_id = published_report(plan, by=cast.people[AMINA].id, signed_by=cast.people[FAITH].id)
    return Report.objects.get(pk=report_id)


def _public(plan: Any, rest: str = "report/") -> str:
    return f"/aldermere/equality-plan/{plan.slug}/{rest}"


def test_from_the_closed_year_to_the_public_page(cast: Cast, plan: Any) -> None:
    amina, faith, dee = cast.client(AMINA), cast.client(FAITH), cast.client(DEE)

    begun = amina.post(f"/aldermere/plans/{plan.slug}/year-end/report/")
    here = begun.url
    amina.post(
        f"{here}write/",
        {"summary": "Tenants are heard.", "introduction": "", "objective-0": "Doors took longest.", "seen": "1"},
    )
    draft = amina.get(here).content.decode()
    amina.post(f"{here}send/", {"sure": "yes"})
    row = Report.objects.get()
    assert dee.get(_public(plan)).status_code == 404
    faith.post(f"{here}sign/", {"decision": "sign", "seen": row.facts_sha256})
    amina.post(f"{here}publish/", {"sure": "yes"})
    page = dee.get(_public(plan)).content.decode()

    assert "Of 6 actions, 2 are closed, 1 goes on in the next plan, 1 was developed into new actions" in draft
    for said in ("Tenants are heard.", "Doors took longest.", "The grant ended in June.", "Asked on 1 March 2027"):
        assert said in page, said
    assert "Doors took longest." in draft
    entries = history(chain=f"council:{cast.council.id}", subjects=[f"delivery.report:{row.pk}"])
    assert [entry.kind for entry in entries] == [
        "delivery.report_published", "delivery.report_signed", "delivery.report_sent", "delivery.report_written",
        "delivery.report_begun",
    ]  # fmt: skip


def test_the_hash_in_the_ledger_is_that_of_what_is_frozen(cast: Cast, out: Report) -> None:
    sent = next(
        entry
        for entry in history(chain=f"council:{cast.council.id}", subjects=[f"delivery.report:{out.pk}"])
        if entry.kind == "delivery.report_sent"
    )

    assert sent.facts["sha256"] == out.facts_sha256 == fingerprint(out.facts)
    assert sent.facts["counts"]["not_reported"] == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_version_gives_the_same_bytes_on_any_day(
    cast: Cast, plan: Any, out: Report, ending: str, settings: Any
) -> None:
    dee = cast.client(DEE)

    first = dee.get(_public(plan, f"report.{ending}"))
    plan.actions.update(title="Changed behind its back", year_end_report="Changed")
    second = dee.get(_public(plan, f"report.{ending}"))

    assert first.status_code == 200
    assert first.content == second.content
    assert ending not in ("docx", "xlsx", "ods") or hidden_data(first.content) == ()


def test_no_person_is_named_in_any_form(cast: Cast, plan: Any, settings: Any) -> None:
    """Names that stood in a reason, in an update, in what somebody wrote: none of them goes out."""
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)
    told = Narrative(summary="Ben Carter did it.", objectives={"Fair homes": "Thanks to Faith Lindqvist."})
    acts.write_report(report_id, narrative=told, seen=1, by=cast.people[AMINA].id)
    plan.actions.filter(position=1).update(year_end_report="x")
    OutcomeDecision.objects.filter(action__position=5).update(words="Chidi Okafor said that the grant ended.")
    plan.actions.get(position=2).updates.create(position=1, text="Gareth Pugh measured it.", author="Hana Novak")
    sha = acts.send_report(report_id, by=cast.people[AMINA].id)
    acts.sign_report(report_id, seen=sha, role="directorate_lead", by=cast.people[FAITH].id)
    acts.publish_report(report_id, by=cast.people[AMINA].id)
    search = Search(tuple(of_word(part) for name in NAMES.values() for part in (name, name.split()[1])))
    dee = cast.client(DEE)

    outputs = {ending: dee.get(_public(plan, f"report.{ending}")).content for ending in ENDINGS}
    outputs["page"] = dee.get(_public(plan)).content
    outputs["actions"] = dee.get(_public(plan, "report/actions/")).content

    found = [leak for name, output in outputs.items() for leak in search.look(name, output)]
    assert found == []
    assert search.layers > 20, "every part of every form is looked at"
    assert "a named officer did it" in outputs["page"].decode()


def test_whoever_sent_a_report_does_not_sign_it(cast: Cast, plan: Any) -> None:
    by = cast.people[AMINA].id
    acts.set_signatory(cast.council.id, role="equalities_officer", by=cast.people[KOFI].id)
    report_id = acts.begin_report(plan.pk, by=by)
    sha = acts.send_report(report_id, by=by)

    answer = cast.client(AMINA).post(f"/aldermere/reports/{report_id}/sign/", {"decision": "sign", "seen": sha})

    assert answer.status_code == 403
    with pytest.raises(MoveNotAllowed):
        acts.sign_report(report_id, seen=sha, role="equalities_officer", by=by)


def test_nobody_signs_what_they_have_not_read(cast: Cast, plan: Any) -> None:
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)
    acts.send_report(report_id, by=cast.people[AMINA].id)

    answer = cast.client(FAITH).post(f"/aldermere/reports/{report_id}/sign/", {"decision": "sign", "seen": "0" * 64})

    assert answer.status_code == 400
    assert Report.objects.get().state == "waiting"


def test_a_report_sent_back_is_a_draft_with_the_reason(cast: Cast, plan: Any) -> None:
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)
    sha = acts.send_report(report_id, by=cast.people[AMINA].id)

    cast.client(FAITH).post(
        f"/aldermere/reports/{report_id}/sign/", {"decision": "send_back", "why": "Say it plainer.", "seen": sha}
    )

    row = Report.objects.get()
    assert (row.state, row.facts, row.facts_sha256) == ("draft", None, "")
    assert "Say it plainer." in cast.client(AMINA).get(f"/aldermere/reports/{report_id}/").content.decode()


def test_a_report_is_not_frozen_before_its_plan_is_closed(cast: Cast) -> None:
    plan = year_end_plan(cast, title="Open still")
    decided(plan, by=cast.people[AMINA].id)
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)

    with pytest.raises(MoveNotAllowed):
        acts.send_report(report_id, by=cast.people[AMINA].id)
    page = cast.client(AMINA).get(f"/aldermere/reports/{report_id}/").content.decode()
    assert "1 was not reported" in page, "the draft follows what is decided"


def test_a_correction_is_a_new_version_that_says_what_changed(cast: Cast, plan: Any, out: Report) -> None:
    amina, dee = cast.client(AMINA), cast.client(DEE)
    before = dee.get(_public(plan, "report.pdf")).content
    refused = amina.post(f"/aldermere/plans/{plan.slug}/year-end/report/", {"changes": " "})

    published_report(
        plan,
        by=cast.people[AMINA].id,
        signed_by=cast.people[FAITH].id,
        changes="Nine offices have doors, not six, says Kofi Mensah.",
    )

    assert refused.status_code == 400
    now = dee.get(_public(plan)).content.decode()
    older = dee.get(_public(plan, "report/versions/1/"))
    assert "Kofi Mensah" not in now
    assert "Nine offices have doors, not six, says a named officer." in now
    assert "version 2" in now
    assert older.status_code == 200
    assert "This is an older version of this report." in older.content.decode()
    assert dee.get(_public(plan, "report/versions/1/report.pdf")).content == before
    assert list(Report.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "published"]
    with pytest.raises(UsedWrongly):
        acts.begin_report(plan.pk, by=cast.people[AMINA].id)


def test_a_withdrawn_report_says_why(cast: Cast, plan: Any, out: Report) -> None:
    amina = cast.client(AMINA)
    assert amina.post(f"/aldermere/reports/{out.pk}/withdraw/", {"reason": " "}).status_code == 400

    amina.post(f"/aldermere/reports/{out.pk}/withdraw/", {"reason": "It named a household, says Kofi Mensah."})

    answer = cast.client(DEE).get(_public(plan))
    assert answer.status_code == 410
    assert "It named a household, says a named officer." in answer.content.decode()
    assert cast.client(DEE).get(_public(plan, "report.pdf")).status_code == 410
    assert amina.get(f"/aldermere/reports/{out.pk}/").status_code == 200, "it is kept"


def test_two_who_write_at_once_lose_nothing(cast: Cast, plan: Any) -> None:
    by = cast.people[AMINA].id
    report_id = acts.begin_report(plan.pk, by=by)
    acts.write_report(report_id, narrative=Narrative(summary="Hers."), seen=1, by=by)

    answer = cast.client(AMINA).post(
        f"/aldermere/reports/{report_id}/write/", {"summary": "Mine.", "introduction": "", "seen": "1"}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Hers." in page
    assert "Mine." in page
    assert Report.objects.get().narrative["summary"] == "Hers."
    with pytest.raises(ChangedMeanwhile):
        acts.write_report(report_id, narrative=Narrative(summary="Mine."), seen=1, by=by)


def test_what_is_frozen_cannot_be_written(cast: Cast, out: Report) -> None:
    with pytest.raises(MoveNotAllowed):
        acts.write_report(out.pk, narrative=Narrative(summary="New"), seen=1, by=cast.people[AMINA].id)
    with pytest.raises(MoveNotAllowed):
        acts.throw_away(out.pk, by=cast.people[AMINA].id)


def test_a_draft_is_thrown_away(cast: Cast, plan: Any) -> None:
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)

    cast.client(AMINA).post(f"/aldermere/reports/{report_id}/throw-away/", {"sure": "yes"})

    assert not Report.objects.exists()


def test_a_large_report_is_frozen_by_a_job(
    cast: Cast, plan: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)
    monkeypatch.setattr(reports_writing, "MOST_AT_ONCE", 5)

    with django_capture_on_commit_callbacks(execute=True):
        answer = cast.client(AMINA).post(f"/aldermere/reports/{report_id}/send/", {"sure": "yes"})

    assert "/jobs/" in answer.url
    assert Report.objects.get().state == "waiting"


def test_drafts_are_for_those_who_write_check_and_sign(cast: Cast, plan: Any) -> None:
    report_id = acts.begin_report(plan.pk, by=cast.people[AMINA].id)

    given = {
        name: cast.client(name).get(f"/aldermere/reports/{report_id}/").status_code
        for name in (AMINA, BEN, CHIDI, DEE, EVE, FAITH, HANA, JOAN, KOFI)
    }

    assert given == {
        AMINA: 200, FAITH: 200, JOAN: 200, BEN: 403, CHIDI: 403, HANA: 403, KOFI: 403, EVE: 404, DEE: 302
    }  # fmt: skip


def test_the_list_is_empty_then_holds_them_and_comes_as_a_file(cast: Cast) -> None:
    amina = cast.client(AMINA)
    empty = amina.get("/aldermere/reports/").content.decode()
    plan = year_end_plan(cast)
    closed(plan, by=cast.people[AMINA].id)
    published_report(plan, by=cast.people[AMINA].id, signed_by=cast.people[FAITH].id)

    page = amina.get("/aldermere/reports/").content.decode()

    assert "There is no year-end report yet" in empty
    assert "Fair for all" in page
    assert amina.get("/aldermere/reports.csv").status_code == 200
    assert cast.client(EVE).get("/aldermere/reports/").status_code == 404


def test_only_an_administrator_says_who_signs(cast: Cast) -> None:
    assert cast.client(AMINA).get("/aldermere/reports/signatory/").status_code == 403

    cast.client(KOFI).post("/aldermere/reports/signatory/", {"signatory": "administrator"})

    assert "An administrator signs." in cast.client(AMINA).get("/aldermere/reports/").content.decode()


def test_the_public_list_of_actions_can_be_narrowed(cast: Cast, plan: Any, out: Report) -> None:
    page = cast.client(DEE).get(_public(plan, "report/actions/?outcome=dropped")).content.decode()

    assert "1 of 6 actions" in page
    assert "Light the underpass" in page
    assert "Train housing officers" not in page


def test_the_day_on_it_is_the_day_it_was_frozen(cast: Cast, out: Report) -> None:
    assert out.sent_at is not None
    assert date.fromisoformat(out.facts["on"]) == out.sent_at.date()
