"""Reading a list of staff: what its rows say, what is wrong with it, and what it would change.

The one idea: the list speaks only about the people in it. Who is not in it stays as they are; who has an end date that
is past has left. All faults are found at once, each with its row and column. What we export can be handed in again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from dueregard.terms.errors import CannotBeRead
from dueregard.web.accounts.queries import people_by_email
from dueregard.web.organisation.models import Directorate, Post, Role, StaffList
from dueregard.web.organisation.queries.people import Belonging, belongings, people_found

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
COLUMNS = ("E-mail", "Name", "Post", "Directorate", "Role", "End date")
_SYNONYMS: dict[str, str] = {
    **dict.fromkeys(("e-mail", "email", "e-mail address", "email address", "mail"), "E-mail"),
    **dict.fromkeys(("name", "full name", "display name"), "Name"),
    **dict.fromkeys(("post", "posts", "job title", "title", "post title"), "Post"),
    **dict.fromkeys(("directorate", "department"), "Directorate"),
    **dict.fromkeys(("role", "roles"), "Role"),
    **dict.fromkeys(("end date", "ends", "leaving date", "last day", "until"), "End date"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a list: the row as a spreadsheet numbers it, the column, and what to do."""

    row: int
    column: str
    message: str


class StaffListFaulty(CannotBeRead):
    """The list has faults, and nothing of it is applied."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(_("The list has faults."))


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would do. `kind` is added, changed, left or same; `details` say what, in words."""

    row: int
    kind: str
    email: str
    full_name: str
    details: tuple[str, ...]
    person_id: UUID | None
    wants: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would change, and a fingerprint of exactly this."""

    id: UUID
    file_name: str
    state: str
    changes: tuple[Change, ...]
    new_posts: tuple[str, ...]
    not_listed: int
    fingerprint: str

    def of(self, kind: str) -> tuple[Change, ...]:
        """Give the changes of one kind."""
        return tuple(each for each in self.changes if each.kind == kind)


def read_rows(content: bytes, *, directorates: Iterable[str]) -> list[dict[str, Any]]:
    """Read a list.

    Takes:   CSV in UTF-8 or Windows-1252, with commas, semicolons or tabs; several posts or roles in a cell are parted
             by "|". `directorates` are the names that exist.
    Raises:  StaffListFaulty with every fault; CannotBeRead when it is no such list at all.
    """
    if len(content) > MOST_BYTES:
        raise CannotBeRead(_("The list is larger than 2 MB."), mend=_("Hand it in as several lists."))
    lines = list(csv.reader(io.StringIO(_text(content)), delimiter=_delimiter(content), strict=False))
    header_at = next((number for number, line in enumerate(lines) if any(cell.strip() for cell in line)), None)
    if header_at is None:
        raise CannotBeRead(_("The list is empty."))
    columns = _columns(lines[header_at], row=header_at + 1)
    if len(lines) - header_at - 1 > MOST_ROWS:
        raise CannotBeRead(_("The list has more than 5,000 rows."), mend=_("Hand it in as several lists."))
    names = {name.casefold(): name for name in directorates}
    faults: list[Fault] = []
    rows: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[header_at + 1 :], start=header_at + 2):
        if any(cell.strip() for cell in line):
            rows.append(_row(number, line, columns, names=names, seen=seen, faults=faults))
    if faults:
        raise StaffListFaulty(faults)
    return rows


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    first = _text(content[:2000]).split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)


def _columns(header: Sequence[str], *, row: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    faults = []
    for number, cell in enumerate(header):
        name = _SYNONYMS.get(" ".join(cell.split()).casefold())
        if name in columns:
            faults.append(Fault(row, cell.strip(), _("This column is there twice.")))
        elif name:
            columns[name] = number
    for needed in ("E-mail", "Name"):
        if needed not in columns:
            faults.append(Fault(row, needed, _("This column is missing.")))
    if faults:
        raise StaffListFaulty(faults)
    return columns


def _row(
    number: int,
    line: Sequence[str],
    columns: Mapping[str, int],
    *,
    names: Mapping[str, str],
    seen: dict[str, int],
    faults: list[Fault],
) -> dict[str, Any]:
    def cell(column: str) -> str:
        at = columns.get(column)
        text = " ".join(line[at].split()) if at is not None and at < len(line) else ""
        return text[1:] if re.match(r"'[=+\-@]", text) else text  # our own CSV puts ' before what Excel would calculate

    def wrong(column: str, message: str) -> None:
        faults.append(Fault(number, column, message))

    email = cell("E-mail").lower()
    _check_email(email, number, seen, wrong)
    if not cell("Name"):
        wrong("Name", _("The name is missing."))
    directorate = names.get(cell("Directorate").casefold(), "")
    if cell("Directorate") and not directorate:
        wrong("Directorate", _("There is no directorate “%(name)s”.") % {"name": cell("Directorate")})
    roles = _roles(_several(cell("Role")), has_directorate=bool(cell("Directorate")), wrong=wrong)
    return {
        "row": number,
        "email": email,
        "full_name": cell("Name"),
        "posts": _several(cell("Post")),
        "directorate": directorate,
        "roles": roles,
        "until": _until(cell("End date"), wrong),
        "says_role": "Role" in columns,
        "says_post": "Post" in columns,
    }


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _check_email(email: str, number: int, seen: dict[str, int], wrong: Any) -> None:
    if not email:
        wrong("E-mail", _("The e-mail address is missing."))
        return
    try:
        validate_email(email)
    except ValidationError:
        wrong("E-mail", _("“%(email)s” is not an e-mail address.") % {"email": email})
    if email in seen:
        wrong("E-mail", _("The same address is in row %(row)s.") % {"row": seen[email]})
    seen.setdefault(email, number)


def _roles(given: Sequence[str], *, has_directorate: bool, wrong: Any) -> list[str]:
    known = {code.casefold(): code for code in Role.values}
    known |= {str(Role(code).label).casefold(): code for code in Role.values}
    roles = []
    for name in given:
        code = known.get(name.casefold())
        if code is None:
            wrong("Role", _("There is no role “%(name)s”.") % {"name": name})
        elif code == Role.DIRECTORATE_LEAD and not has_directorate:
            wrong("Directorate", _("A directorate lead needs a directorate."))
        else:
            roles.append(code)
    return sorted(set(roles))


def _until(text: str, wrong: Any) -> str | None:
    if not text:
        return None
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)),
        (r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", (2, 1, 0)),
    ):
        if found := re.fullmatch(pattern, text):
            parts = [int(found.group(index + 1)) for index in order]
            try:
                return date(*parts).isoformat()
            except ValueError:
                break
    wrong("End date", _("“%(text)s” is not a date. Write it as 2027-03-31 or 31/03/2027.") % {"text": text})
    return None


def preview(list_id: UUID, council_id: UUID, *, on: date) -> Preview | None:
    """Say what a handed-in list would change today, or None for a list of another council. Eight queries."""
    row = StaffList.objects.filter(pk=list_id, council=council_id).first()
    if row is None:
        return None
    now = _now(council_id, row.rows, on=on)
    known = people_by_email(each["email"] for each in row.rows)
    changes = tuple(_change(each, now.get(each["email"]), known, on=on) for each in row.rows)
    titles = {title.casefold() for title in Post.objects.filter(council=council_id).values_list("title", flat=True)}
    wanted = dict.fromkeys(
        title for each in changes if each.kind in {"added", "changed"} for title in each.wants["posts"]
    )
    seen = json.dumps([[each.row, each.kind, each.details] for each in changes], ensure_ascii=True)
    return Preview(
        id=row.pk,
        file_name=row.file_name,
        state=row.state,
        changes=changes,
        new_posts=tuple(title for title in wanted if title.casefold() not in titles),
        not_listed=people_found(council_id, on=on).exclude(email__in=[each["email"] for each in row.rows]).count(),
        fingerprint=hashlib.sha256(seen.encode()).hexdigest(),
    )


def _now(council_id: UUID, rows: Sequence[Mapping[str, Any]], *, on: date) -> dict[str, Belonging]:
    people = people_found(council_id, on=on).filter(email__in=[each["email"] for each in rows])
    return {each.person.email: each for each in belongings(council_id, people, on=on)}


def _change(row: Mapping[str, Any], now: Belonging | None, known: Mapping[str, Any], *, on: date) -> Change:
    has_left = bool(row["until"]) and date.fromisoformat(row["until"]) < on
    if now is None or not (now.roles or now.posts):
        # Who only sits on a board is in the export too: that row asks for nothing.
        is_nothing = now is not None and not (row["roles"] or row["posts"])
        kind = "same" if has_left or is_nothing else "added"
        details = _new_details(row)
    elif has_left:
        kind, details = "left", [_("last day %(day)s") % {"day": row["until"]}]
    else:
        details = _differences(row, now)
        kind = "changed" if details else "same"
    person = now.person if now else known.get(row["email"])
    return Change(
        row=row["row"],
        kind=kind,
        email=row["email"],
        full_name=row["full_name"],
        details=tuple(details) if kind != "same" else (),
        person_id=person.id if person else None,
        wants=row,
    )


def _new_details(row: Mapping[str, Any]) -> list[str]:
    details = [str(Role(code).label) for code in row["roles"]] + list(row["posts"])
    if row["until"]:
        details.append(_("until %(day)s") % {"day": row["until"]})
    return details


def _differences(row: Mapping[str, Any], now: Belonging) -> list[str]:
    found = []
    if row["full_name"] != now.person.full_name:
        found.append(_("name: %(before)s → %(now)s") % {"before": now.person.full_name, "now": row["full_name"]})
    if row["says_role"]:
        found += _gains_and_losses(
            {each.code: _role_words(each.code, each.directorate) for each in now.roles},
            {
                code: _role_words(code, row["directorate"] if code == Role.DIRECTORATE_LEAD else "")
                for code in row["roles"]
            },
        )
    if row["says_post"]:
        found += _gains_and_losses(
            {each.name.casefold(): each.name for each in now.posts}, {each.casefold(): each for each in row["posts"]}
        )
    before = now.until.isoformat() if now.until else None
    if before != row["until"]:
        found.append(
            _("last day: %(before)s → %(now)s") % {"before": before or _("none"), "now": row["until"] or _("none")}
        )
    return found


def _role_words(code: str, directorate: str) -> str:
    label = str(Role(code).label)
    return f"{label} ({directorate})" if directorate else label


def _gains_and_losses(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    gained = [
        f"+ {words}" for key, words in sorted(after.items()) if before.get(key, "").casefold() != words.casefold()
    ]
    lost = [f"− {words}" for key, words in sorted(before.items()) if after.get(key, "").casefold() != words.casefold()]
    return gained + lost


def directorate_names(council_id: UUID) -> dict[str, UUID]:
    """Give the directorates in use by name. One query."""
    rows = Directorate.objects.filter(council=council_id, retired_on__isnull=True)
    return {row.name: row.pk for row in rows}


def export_rows(people: Iterable[Belonging]) -> tuple[tuple[str, ...], ...]:
    """Give people in the columns that `read_rows` reads. No query."""
    return tuple(_export_row(each) for each in people)


def _export_row(each: Belonging) -> tuple[str, ...]:
    leads = [held.directorate for held in each.roles if held.directorate]
    places = [place.directorate for place in each.posts if place.directorate]
    return (
        each.person.email,
        each.person.full_name,
        " | ".join(place.name for place in each.posts),
        next(iter([*leads, *places]), ""),
        " | ".join(sorted({str(held.label) for held in each.roles})),
        each.until.isoformat() if each.until else "",
    )
