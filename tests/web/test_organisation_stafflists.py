"""Staff lists: all faults at once, nothing applied until confirmed, and what we export can be handed in."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.terms.errors import CannotBeRead, MoveNotAllowed
from dueregard.web.accounts.queries import person_by_email, person_card
from dueregard.web.jobs.queries import job
from dueregard.web.ledger.models import Entry
from dueregard.web.organisation import actions, queries
from dueregard.web.organisation.models import StaffList
from dueregard.web.organisation.queries.stafflists import read_rows
from people import BEN, CHIDI, KOFI, Cast, make_cast, today

HEADER = "E-mail,Name,Post,Directorate,Role,End date\n"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def _faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(queries.StaffListFaulty) as caught:
        read_rows(text.encode(), directorates=["Housing"])
    return [(fault.row, fault.column, fault.message) for fault in caught.value.faults]


def test_all_faults_are_found_at_once_with_row_and_column() -> None:
    text = HEADER + (
        "no-address,Ann,,,,\n"
        "bob@a.example,,,,,\n"
        "cy@a.example,Cy,,Planets,,\n"
        "di@a.example,Di,,,Wizard,\n"
        "ed@a.example,Ed,,,Directorate lead,\n"
        "fi@a.example,Fi,,,,31 of May\n"
        "cy@a.example,Cy again,,,,\n"
        "gi@a.example,Gi,,,,2027-02-30\n"
    )

    assert _faults(text) == [
        (2, "E-mail", "“no-address” is not an e-mail address."),
        (3, "Name", "The name is missing."),
        (4, "Directorate", "There is no directorate “Planets”."),
        (5, "Role", "There is no role “Wizard”."),
        (6, "Directorate", "A directorate lead needs a directorate."),
        (7, "End date", "“31 of May” is not a date. Write it as 2027-03-31 or 31/03/2027."),
        (8, "E-mail", "The same address is in row 4."),
        (9, "End date", "“2027-02-30” is not a date. Write it as 2027-03-31 or 31/03/2027."),
    ]


def test_missing_columns_are_named() -> None:
    assert _faults("Telephone,Room\n1,2\n") == [
        (1, "E-mail", "This column is missing."),
        (1, "Name", "This column is missing."),
    ]


def test_column_twice_is_a_fault() -> None:
    assert _faults("Email,E-mail,Name\na,b,c\n") == [(1, "E-mail", "This column is there twice.")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf\n"])
def test_empty_list_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(CannotBeRead, match="empty"):
        read_rows(content, directorates=[])


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffE-mail;Name;End date\r\nzoë@a.example;Zoë;31/03/2027\r\n".replace("zoë@", "zoe@").encode("utf-8"),
        "Email address\tFull name\tLast day\nzoe@a.example\tZoë\t2027-03-31\n".encode("cp1252"),
        "\n\nEMAIL,NAME,UNTIL\nZOE@a.example,  Zoë ,31.3.2027\n".encode(),
    ],
)
def test_forms_of_the_same_list_read_alike(content: bytes) -> None:
    (row,) = read_rows(content, directorates=[])

    assert (row["email"], row["full_name"], row["until"]) == ("zoe@a.example", "Zoë", "2027-03-31")


def test_apostrophe_before_a_formula_is_ours() -> None:
    (row,) = read_rows(b"E-mail,Name\na@a.example,'=1+1\n", directorates=[])

    assert row["full_name"] == "=1+1"


def test_too_large_a_list_is_refused() -> None:
    with pytest.raises(CannotBeRead, match="2 MB"):
        read_rows(b"x" * 2_000_001, directorates=[])
    with pytest.raises(CannotBeRead, match="5,000 rows"):
        read_rows(b"E-mail,Name\n" + b"a@a.example,A\n" * 5_001, directorates=[])


def _hand_in(cast: Cast, text: str) -> queries.Preview:
    kofi = cast.people[KOFI].id
    list_id = actions.hand_in_staff_list(
        council_id=cast.council.id, file_name="staff.csv", content=text.encode(), by=kofi
    )
    preview = queries.preview(list_id, cast.council.id, on=today())
    assert preview
    return preview


def _apply(cast: Cast, preview: queries.Preview) -> queries.Preview:
    return actions.apply_staff_list(
        council_id=cast.council.id,
        list_id=preview.id,
        fingerprint=preview.fingerprint,
        on=today(),
        by=cast.people[KOFI].id,
    )


def test_preview_says_what_would_change_and_nothing_does(cast: Cast) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    preview = _hand_in(
        cast,
        HEADER
        + "new@aldermere.example,New Person,Bin Manager,Housing,,\n"
        + f"{cast.people[CHIDI].email},Chidi O. Okafor,,,Analyst | Auditor,\n"
        + f"{cast.people[BEN].email},Ben Carter,Housing Options Manager,,,{yesterday}\n"
        + f"{cast.people[KOFI].email},Kofi Mensah,,,Administrator,\n",
    )

    assert [(each.kind, each.details) for each in preview.changes] == [
        ("added", ("Bin Manager",)),
        ("changed", ("name: Chidi Okafor → Chidi O. Okafor", "+ Auditor")),
        ("left", (f"last day {yesterday}",)),
        ("same", ()),
    ]
    assert preview.new_posts == ("Bin Manager",)
    assert preview.not_listed == 6
    assert person_by_email("new@aldermere.example") is None


def test_applying_does_what_was_shown(cast: Cast) -> None:
    last, yesterday = today() + timedelta(days=30), today() - timedelta(days=1)
    preview = _hand_in(
        cast,
        HEADER
        + f"new@aldermere.example,New Person,Bin Manager,Housing,Analyst,{last.isoformat()}\n"
        + f"{cast.people[CHIDI].email},Chidi Okafor,,Housing,Directorate lead,\n"
        + f"{cast.people[BEN].email},Ben Carter,,,,{yesterday.isoformat()}\n",
    )

    _apply(cast, preview)

    new = queries.belonging(cast.council.id, person_by_email("new@aldermere.example").id, on=today())
    chidi = queries.belonging(cast.council.id, cast.people[CHIDI].id, on=today())
    assert ([each.code for each in new.roles], new.until) == (["analyst"], last)
    assert [(each.name, each.directorate) for each in new.posts] == [("Bin Manager", "Housing")]
    assert [(each.code, each.directorate) for each in chidi.roles] == [("directorate_lead", "Housing")]
    assert person_card(cast.people[BEN].id).is_active is False
    entry = Entry.objects.filter(kind="organisation.staff_list_applied").get()
    assert entry.facts == {"added": 1, "changed": 1, "left": 1}
    assert StaffList.objects.get(pk=preview.id).rows == []


def test_list_is_applied_once(cast: Cast) -> None:
    preview = _hand_in(cast, HEADER + "new@aldermere.example,New Person,,,Analyst,\n")
    _apply(cast, preview)

    with pytest.raises(MoveNotAllowed, match="over already"):
        _apply(cast, preview)


def test_changed_council_asks_to_look_again(cast: Cast) -> None:
    preview = _hand_in(cast, HEADER + f"{cast.people[CHIDI].email},Chidi Okafor,,,Auditor,\n")
    actions.set_roles(
        council_id=cast.council.id,
        person_id=cast.people[CHIDI].id,
        roles=["auditor"],
        directorate_id=None,
        on=today(),
        by=cast.people[KOFI].id,
    )

    with pytest.raises(MoveNotAllowed, match="since you looked"):
        _apply(cast, preview)


def test_all_or_nothing(cast: Cast) -> None:
    """The list would take the only administrator's role away, so the new person is not made either."""
    preview = _hand_in(
        cast, HEADER + f"new@aldermere.example,New,,,Analyst,\n{cast.people[KOFI].email},Kofi Mensah,,,Auditor,\n"
    )

    with pytest.raises(MoveNotAllowed, match="administrator"):
        _apply(cast, preview)

    assert person_by_email("new@aldermere.example") is None


def test_export_is_a_list_that_changes_nothing(cast: Cast) -> None:
    exported = cast.client(KOFI).get("/aldermere/people.csv")

    preview = _hand_in(cast, exported.content.decode("utf-8-sig"))

    rows = list(csv.reader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert rows[0] == ["E-mail", "Name", "Post", "Directorate", "Role", "End date"]
    assert ["ben.carter@aldermere.example", "Ben Carter", "Housing Options Manager", "Housing", "", ""] in rows
    assert [each.email for each in preview.changes if each.kind != "same"] == []


def test_by_the_page(cast: Cast) -> None:
    kofi = cast.client(KOFI)
    page = "/aldermere/people/staff-list/"

    def send(text: str) -> object:
        return kofi.post(page, {"file": SimpleUploadedFile("staff.csv", text.encode())}, follow=True)

    faulty = send(HEADER + "nobody,Ann,,,,\n").content.decode()
    shown = send(HEADER + "new@aldermere.example,New Person,,,Analyst,\n")
    address = shown.redirect_chain[0][0]
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', shown.content.decode()).group(1)
    done = kofi.post(f"{address}apply/", {"fingerprint": fingerprint}, follow=True)

    assert "“nobody” is not an e-mail address." in faulty
    assert "1 added, 0 changed, 0 left." in shown.content.decode()
    assert "1 added, 0 changed, 0 left." in done.content.decode()
    assert person_by_email("new@aldermere.example")


def test_wrong_file_is_refused(cast: Cast) -> None:
    file = SimpleUploadedFile("staff.exe", b"MZ")

    response = cast.client(KOFI).post("/aldermere/people/staff-list/", {"file": file})

    assert response.status_code == 400
    assert "The file must be one of: CSV" in response.content.decode()


def test_rows_are_not_kept_for_long(cast: Cast) -> None:
    preview = _hand_in(cast, HEADER + "new@aldermere.example,New Person,,,Analyst,\n")
    StaffList.objects.update(created_at=StaffList.objects.get().created_at - timedelta(days=2))

    assert actions.forget_staff_lists() == 1
    assert StaffList.objects.get(pk=preview.id).rows == []


def _long_list() -> str:
    return HEADER + "".join(f"p{number}@aldermere.example,Person {number},,,Analyst,\n" for number in range(101))


def test_long_list_is_a_job(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    preview = _hand_in(cast, _long_list())
    kofi = cast.client(KOFI)

    with django_capture_on_commit_callbacks(execute=True):
        begun = kofi.post(f"/aldermere/people/staff-list/{preview.id}/apply/", {"fingerprint": preview.fingerprint})

    assert "/aldermere/jobs/" in begun.url
    assert kofi.get(begun.url).url == "/aldermere/people/"
    assert person_by_email("p100@aldermere.example")


def test_job_looks_at_rights_when_it_runs(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    preview = _hand_in(cast, _long_list())
    amina, kofi = cast.people["amina"].id, cast.people[KOFI].id
    given = {"council_id": cast.council.id, "list_id": preview.id, "fingerprint": preview.fingerprint}
    with django_capture_on_commit_callbacks() as waiting:
        job_id = actions.begin_staff_list(**given, by=kofi, file_name="staff.csv")
    actions.add_role(council_id=cast.council.id, person_id=amina, role="administrator", since=today(), by=kofi)
    actions.set_roles(
        council_id=cast.council.id, person_id=kofi, roles=["auditor"], directorate_id=None, on=today(), by=amina
    )

    for each in waiting:
        each()

    assert job(job_id).state == "failed"
    assert person_by_email("p100@aldermere.example") is None
