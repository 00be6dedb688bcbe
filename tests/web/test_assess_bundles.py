"""A bundle of a decision: one click, all of it, checked; advice stays apart; what is withheld is gone."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import transaction

from dueregard.domain.decisions.bundle import zip_of
from dueregard.domain.decisions.record import record_from_json
from dueregard.domain.decisions.redaction import Kind, Withholding
from dueregard.domain.decisions.verify import check_bundle
from dueregard.terms.errors import CannotBeRead, MoveNotAllowed, UsedWrongly
from dueregard.web.assessments.actions import bundles as actions
from dueregard.web.assessments.actions import legal
from dueregard.web.assessments.actions.parts import save_part
from dueregard.web.assessments.actions.versions import make_version
from dueregard.web.assessments.models import bundles, register, signing, writing
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.models import Job
from dueregard.web.jobs.worker import JobStopped
from dueregard.web.ledger.models import Entry
from dueregard.web.organisation.models import Council
from factories.assessments import assessment_of, decision_of, library_closure
from people import AMINA, BEN, DEE, EVE, FAITH, GARETH, HANA, JOAN, KOFI, Cast, make_cast

pytestmark = pytest.mark.django_db
ADVICE = b"Privileged advice of counsel on Fenwick library"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decision(cast: Cast) -> UUID:
    """Give a decision with an assessment in two versions, a paper that went out, and an opening."""
    made = decision_of(cast.council.id, number="CAB-12", minute="Agreed.", outcome="Agreed")
    register.Condition.objects.create(decision_id=made, text="The van has a lift")
    amina = cast.people[AMINA].id
    key = assessment_of(cast.council.id, by=amina, content=library_closure(), decision_id=made)
    save_part(key, key="proposal", content={"about": "It closes."}, seen=1, by=amina)
    with transaction.atomic():
        first = make_version(writing.Assessment.objects.get(pk=key), why="for_checking", by=amina)
    save_part(key, key="proposal", content={"about": "It closes; a van comes."}, seen=2, by=amina)
    with transaction.atomic():
        make_version(writing.Assessment.objects.get(pk=key), why="for_deciders", by=amina)
    signing.Opening.objects.create(version=first, person_id=cast.people[HANA].id)
    paper = signing.Paper(
        decision_id=made, version=first, kind="appendix", name="Appendix 3.pdf", media_type="application/pdf", size=4,
        sha256="0" * 64, made_by_id=amina, sent_to="Members of the Cabinet",
    )  # fmt: skip
    paper.file.save("paper", ContentFile(b"%PDF"), save=False)
    paper.save()
    return made


def made_bundle(cast: Cast, decision: UUID, *withheld: Withholding, with_advice: bool = False) -> bundles.Bundle:
    bundle_id, job_id = actions.ask_for_bundle(
        decision,
        by=cast.people[AMINA].id,
        address=lambda _one: "/there/",
        withholdings=withheld,
        with_legal_advice=with_advice,
    )
    jobs.run_job.call(str(job_id))
    job = Job.objects.get(pk=job_id)
    assert job.state == "done", job.error
    return bundles.Bundle.objects.get(pk=bundle_id)


def files_of(row: bundles.Bundle) -> dict[str, bytes]:
    with row.file.open("rb") as file, zipfile.ZipFile(BytesIO(file.read())) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_bundle_holds_what_was_recorded_and_verifies(cast: Cast, decision: UUID) -> None:
    row = made_bundle(cast, decision)

    files = files_of(row)
    checked = check_bundle(files, known=row.fingerprint)
    page = files["index.html"].decode()
    assert checked.findings == ()
    assert checked.proven is not None
    assert len(checked.proven.versions) == 2
    assert sum(path.endswith(".recorded.json") for path in files) == 2
    assert files["papers/appendix-3.pdf"] == b"%PDF"
    for said in ("Close Fenwick library", "The van has a lift", "It closes; a van comes.", "Members of the Cabinet"):
        assert said in page
    assert "Opened the first time" in page
    assert b"/StructTreeRoot" in files["everything.pdf"] or b"/ObjStm" in files["everything.pdf"]
    made = Entry.objects.get(kind="assessments.bundle_made")
    assert made.facts["fingerprint"] == row.fingerprint
    assert Entry.objects.filter(kind="assessments.bundle_asked").count() == 1


def test_bundle_run_twice_is_made_once(cast: Cast, decision: UUID) -> None:
    row = made_bundle(cast, decision)

    job = Job.objects.get(pk=row.job_id)
    Job.objects.filter(pk=job.pk).update(state="waiting", finished_at=None)
    jobs.run_job.call(str(job.pk))

    assert bundles.Bundle.objects.get(pk=row.pk).file.name == row.file.name
    assert Entry.objects.filter(kind="assessments.bundle_made").count() == 1


def test_bundle_that_is_stopped_leaves_nothing(cast: Cast, decision: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_given: Any, **_named: Any) -> None:
        raise JobStopped

    monkeypatch.setattr("dueregard.web.jobs.worker.JobHandle.progress", stop)
    bundle_id, job_id = actions.ask_for_bundle(decision, by=cast.people[AMINA].id, address=lambda _one: "/there/")
    jobs.run_job.call(str(job_id))

    row = bundles.Bundle.objects.get(pk=bundle_id)
    assert (row.made_at, row.file.name) == (None, "")
    assert not Entry.objects.filter(kind="assessments.bundle_made").exists()


def test_bundle_leaves_no_file_where_the_ledger_refuses(
    cast: Cast, decision: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    bundle_id, job_id = actions.ask_for_bundle(decision, by=cast.people[AMINA].id, address=lambda _one: "/there/")
    monkeypatch.setattr(FileSystemStorage, "delete", lambda _self, name: kept.append(name))

    def refuse(*_given: Any, **_named: Any) -> None:
        raise UsedWrongly("The ledger is full.")

    monkeypatch.setattr(actions.ledger, "record", refuse)
    jobs.run_job.call(str(job_id))

    assert bundles.Bundle.objects.get(pk=bundle_id).made_at is None
    assert Job.objects.get(pk=job_id).state == "failed"
    assert len(kept) == 1


def test_redacted_bundle_names_nobody(cast: Cast, decision: UUID) -> None:
    names = Withholding(Kind.NAMES, "40", "", "Junior staff")
    text = Withholding(Kind.TEXT, "41", "Most walk", "In confidence")
    row = made_bundle(cast, decision, names, text)

    files = files_of(row)

    assert check_bundle(files).findings == ()
    for path, data in files.items():
        for gone in (cast.people[AMINA].full_name, cast.people[HANA].full_name, cast.people[AMINA].email, "Most walk"):
            assert gone.encode() not in data, (path, gone)
    assert "Officer 1" in files["index.html"].decode()
    assert "papers/appendix-3.pdf" not in files


def test_advice_is_in_no_bundle_until_released_and_chosen(cast: Cast, decision: UUID) -> None:
    amina = cast.people[AMINA].id
    closed = legal.keep_advice(decision, title="Counsel on closure", data=ADVICE, file_name="a.txt", by=amina)
    legal.keep_advice(
        decision, title="Note on leases", data=b"Another note", file_name="b.txt", by=amina, is_title_open=True
    )

    before = files_of(made_bundle(cast, decision, with_advice=True))
    legal.release_advice(closed, because="Agreed by the monitoring officer", by=amina)
    still = files_of(made_bundle(cast, decision))
    after = files_of(made_bundle(cast, decision, with_advice=True))
    cut = files_of(made_bundle(cast, decision, Withholding(Kind.PART, "43", "amount", "Tender"), with_advice=True))

    for files in (before, still, cut):
        assert not any(ADVICE in data or b"Counsel on closure" in data for data in files.values())
        assert b"legal_kept" not in files["ledger/entries.jsonl"]
        assert "Note on leases" in files["index.html"].decode()
        assert not any(b"Another note" in data for data in files.values())
    assert after["legal-advice/counsel-on-closure.txt"] == ADVICE
    assert "Agreed by the monitoring officer" in after["index.html"].decode()
    assert b"legal_released" in after["ledger/entries.jsonl"]


def test_advice_title_is_in_no_entry_of_the_ledger(cast: Cast, decision: UUID) -> None:
    amina = cast.people[AMINA].id
    made = legal.keep_advice(decision, title="Counsel on closure", data=ADVICE, file_name="secret name.txt", by=amina)

    entry = Entry.objects.get(kind="assessments.legal_kept")
    said = json.dumps([entry.facts, list(entry.personal_values.values_list("value", flat=True))])

    assert (entry.subject, entry.also) == (f"assessments.legal_advice:{made}", [])
    assert "Counsel" not in said
    assert "secret" not in said
    with pytest.raises(UsedWrongly):
        legal.release_advice(made, because=" ", by=amina)
    legal.release_advice(made, because="Asked by the court", by=amina)
    with pytest.raises(MoveNotAllowed):
        legal.release_advice(made, because="Again", by=amina)
    with pytest.raises(CannotBeRead):
        legal.keep_advice(decision, title="Page", data=b"<html><script>x</script>", file_name="a.html", by=amina)


def test_store_of_advice_is_seen_by_the_officer_only(cast: Cast, decision: UUID) -> None:
    made = legal.keep_advice(decision, title="Counsel", data=ADVICE, file_name="a.txt", by=cast.people[AMINA].id)
    here = f"/{cast.council.slug}/decisions/{decision}/legal-advice/"

    for path in ("", "new/", f"{made}/release/"):
        for name in (BEN, FAITH, GARETH, HANA, JOAN, KOFI):
            assert cast.client(name).get(here + path).status_code == 403, (name, path)
        assert cast.client(EVE).get(here + path).status_code == 404
        assert cast.client(DEE).get(here + path).status_code == 302
    for name, status in ((BEN, 403), (GARETH, 403), (HANA, 403), (JOAN, 403), (KOFI, 403), (EVE, 404), (DEE, 302)):
        assert cast.client(name).post(f"{here}{made}/file/").status_code == status, name
    had = cast.client(AMINA).post(f"{here}{made}/file/")
    assert had.content == ADVICE
    assert had["Cache-Control"] == "private, no-store"
    assert had["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(kind="assessments.legal_had").count() == 1


def test_pages_from_asking_to_having(cast: Cast, decision: UUID) -> None:
    amina, here = cast.client(AMINA), f"/{cast.council.slug}/decisions/{decision}/bundle/"

    empty = amina.get(here)
    asked = amina.post(f"{here}make/")
    row = bundles.Bundle.objects.get()
    under_way = amina.get(here).content.decode()
    jobs.run_job.call(str(row.job_id))
    row.refresh_from_db()
    ready = amina.get(here).content.decode()
    had = amina.post(f"{here}{row.pk}.zip")

    assert "No bundle was made yet" in empty.content.decode()
    assert asked["Location"] == f"/{cast.council.slug}/jobs/{row.job_id}/"
    assert "Being made" in under_way
    assert row.fingerprint in ready
    assert zipfile.ZipFile(BytesIO(had.content)).testzip() is None
    assert Entry.objects.filter(kind="assessments.bundle_had").count() == 1
    for name, status in ((JOAN, 200), (BEN, 403), (GARETH, 403), (HANA, 403), (KOFI, 403), (EVE, 404), (DEE, 302)):
        assert cast.client(name).get(here).status_code == status, name
        assert cast.client(name).post(f"{here}{row.pk}.zip").status_code == status, name
    assert cast.client(JOAN).post(f"{here}make/").status_code == 403
    assert cast.client(JOAN).get(f"{here}redact/").status_code == 403


def test_bundle_with_advice_is_not_the_auditors(cast: Cast, decision: UUID) -> None:
    made = legal.keep_advice(decision, title="Counsel", data=ADVICE, file_name="a.txt", by=cast.people[AMINA].id)
    legal.release_advice(made, because="For the court", by=cast.people[AMINA].id)
    row = made_bundle(cast, decision, with_advice=True)
    here = f"/{cast.council.slug}/decisions/{decision}/bundle/"

    assert row.fingerprint not in cast.client(JOAN).get(here).content.decode()
    assert cast.client(JOAN).post(f"{here}{row.pk}.zip").status_code == 404
    assert cast.client(AMINA).post(f"{here}{row.pk}.zip").status_code == 200
    assert "With the 1 piece of legal advice" in cast.client(AMINA).get(here).content.decode()


def test_redact_page_previews_then_makes(cast: Cast, decision: UUID) -> None:
    amina, here = cast.client(AMINA), f"/{cast.council.slug}/decisions/{decision}/bundle/redact/"
    line = {"lines": "3", "what_1": "names", "section_1": "40", "why_1": "Junior staff"}

    nothing = amina.post(here, {"lines": "3", "act": "preview"})
    half = amina.post(here, {"lines": "3", "act": "make", "what_1": "text", "text_1": "Most walk"})
    more = amina.post(here, {**line, "act": "more"}).content.decode()
    preview = amina.post(here, {**line, "act": "preview"})
    asked = amina.post(here, {**line, "act": "make"})

    assert nothing.status_code == 400
    assert "Choose something to withhold" in nothing.content.decode()
    assert half.status_code == 400
    assert "Choose the section of the Act" in half.content.decode()
    assert "Most walk" in half.content.decode()  # what was typed is kept
    assert "what_5" in more
    assert "Junior staff" in more
    said = preview.content.decode()
    assert "What would be left" in said
    assert "Officer 1" in said
    assert "No entries of a ledger were given" not in said  # the copy holds them, so the look at it does
    assert asked.status_code == 302
    row = bundles.Bundle.objects.get()
    assert row.kind == "redacted"
    assert row.exemptions == [{"kind": "names", "what": "", "code": "40", "why": "Junior staff"}]


def test_redact_page_says_which_names_are_not_found(cast: Cast, decision: UUID) -> None:
    amina, here = cast.client(AMINA), f"/{cast.council.slug}/decisions/{decision}/bundle/redact/"
    row = writing.Assessment.objects.get()
    said = {"about": "It closes. Mrs Tansy Wimple of 4 Fenwick Lane told us that she cannot get there."}
    save_part(row.pk, key="proposal", content=said, seen=3, by=cast.people[AMINA].id)
    with transaction.atomic():
        make_version(row, why="for_deciders", by=cast.people[AMINA].id)
    line = {"lines": "3", "act": "preview", "section_1": "40", "why_1": "Not staff of rank"}

    names = " ".join(amina.post(here, {**line, "what_1": "names"}).content.decode().split())
    quote = {**line, "what_1": "text", "text_1": "Mrs Tansy Wimple of 4 Fenwick Lane"}
    cut = " ".join(amina.post(here, quote).content.decode().split())

    assert "We look for the names and addresses of the people of the council" in names
    assert "who had a hand in it: Amina Rahman" in names
    assert "Any other name is not found:" in names
    assert "These words look as if somebody could be recognised. There may be more:" in names
    assert "<li>Mrs Tansy Wimple</li>" in names
    assert "Names of officers stand in this copy: no line withholds them." in cut
    assert "<li>Mrs Tansy Wimple</li>" not in cut


def test_redact_page_of_a_scottish_council_offers_its_own_act(cast: Cast) -> None:
    council = Council.objects.get(pk=cast.council.id)
    council.nation = "scotland"
    council.save()
    made = decision_of(cast.council.id)
    assessment_of(cast.council.id, by=cast.people[AMINA].id, content=library_closure(), decision_id=made)
    amina, here = cast.client(AMINA), f"/{cast.council.slug}/decisions/{made}/bundle/redact/"
    line = {"lines": "3", "what_1": "names", "why_1": "Junior staff"}

    opened = amina.get(here).content.decode()
    of_england = amina.post(here, {**line, "section_1": "40", "act": "make"})
    amina.post(here, {**line, "section_1": "scotland:38", "act": "make"})

    assert "Freedom of Information (Scotland) Act 2002" in opened
    assert "Section 30: Would prejudice the effective conduct of public affairs" in opened
    assert "Section 43" not in opened
    assert of_england.status_code == 400
    row = bundles.Bundle.objects.get()
    assert row.exemptions == [{"kind": "names", "what": "", "code": "scotland:38", "why": "Junior staff"}]
    shown = amina.get(f"/{cast.council.slug}/decisions/{made}/bundle/").content.decode()
    assert "section 38: Personal information. Junior staff" in shown


def test_command_makes_bundle_and_record(cast: Cast, decision: UUID, tmp_path: Any) -> None:
    packed, written = tmp_path / "b.zip", tmp_path / "r.json"

    named = (cast.council.slug, "CAB-12")
    call_command("decision_bundle", *named, to=packed, record=written, stdout=StringIO())

    record = record_from_json(json.loads(written.read_text()))
    assert record.papers[0].data == b"%PDF"
    assert record.decision.number == "CAB-12"
    with zipfile.ZipFile(packed) as zipped:
        files = {name.partition("/")[2]: zipped.read(name) for name in zipped.namelist()}
    assert check_bundle(files).findings == ()
    assert zip_of(files, folder=zipped.namelist()[0].partition("/")[0]) == packed.read_bytes()
    with pytest.raises(CommandError, match="no decision"):
        call_command("decision_bundle", cast.council.slug, "CAB-13", to=tmp_path / "c.zip")
    with pytest.raises(CommandError, match="there already"):
        call_command("decision_bundle", cast.council.slug, "CAB-12", to=packed)
