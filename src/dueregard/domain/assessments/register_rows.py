"""What does a council's own list of policies, or its forward plan, say row by row, and what is wrong with it?

The one idea: forgiving in form, strict in meaning. The headings may stand below a title, in any order and in the words
that councils use; what a cell means is never guessed. Every fault is told at once, with the row and the column as the
file has them, and nothing is taken in until there is none. An empty cell says nothing: it changes nothing either.

Refuses: a list without titles, one number twice, names of directorates that are not there, dates that are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from dueregard.domain.assessments.priority import Risk
from dueregard.domain.assessments.register import KINDS, kind_of_words
from dueregard.publish.sheet import clean_text
from dueregard.reading.blocks import Blocks, CellValue, Row, Table
from dueregard.reading.limits import Limits
from dueregard.terms.errors import CannotBeRead, UsedWrongly

MOST_ROWS = 20_000
LIMITS = Limits(rows=MOST_ROWS + 100, cells=600_000, columns=60)
"""How much a list may hold: 20,000 rows of up to thirty columns, and some lines of title above them."""
_LOOK_AT = 20  # so many rows are looked at for the headings
_MOST_FAULTS = 500
_MOST_MONEY = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, in the file's own row and heading."""

    row: int
    column: str
    message: str


class RegisterFaulty(UsedWrongly):
    """A list with faults: all of them, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)[:_MOST_FAULTS]
        super().__init__("The list has faults.", mend="Put them right and hand it in again.")


@dataclass(frozen=True, slots=True)
class Names:
    """What the council has already, by name: a list may name it, and nothing else of its kind."""

    directorates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A row as read: its number in the file, and its values by field; a field without a value is not there."""

    row: int
    values: Mapping[str, Any]


Reader: TypeAlias = "Callable[[str, CellValue, Names], Any]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood: the heading we write, the headings we also read, and how a cell is read."""

    field: str
    heading: str
    also: tuple[str, ...]
    read: Reader
    is_needed: bool = False


def read_register(blocks: Blocks, columns: Sequence[Column], *, names: Names) -> tuple[Given, ...]:
    """Read the rows of a list.

    Takes:   the document as read; its first visible table whose headings name a title is the list.
    Raises:  RegisterFaulty with every fault; CannotBeRead where there is no such table, or nothing in it.
    """
    found = _headings(blocks, columns)
    if found is None:
        raise CannotBeRead(
            "No list is in it: no row has a heading “Title”.",
            mend="Take our empty form, or name a column “Title”.",
        )
    table, at, places = found
    faults: list[Fault] = []
    rows = tuple(_rows(table.rows[at + 1 :], places, names=names, faults=faults))
    if len(rows) > MOST_ROWS:
        raise CannotBeRead(f"The list has more than {MOST_ROWS:,} rows.", mend="Hand it in as several lists.")
    faults += _twice(rows, places)
    if faults:
        raise RegisterFaulty(sorted(faults, key=lambda fault: fault.row))
    if not rows:
        raise CannotBeRead("There are headings, and no rows below them.")
    return rows


def policy_columns() -> tuple[Column, ...]:
    """Give the columns of a list of policies, in the order in which we write them."""
    return (
        Column("source_key", "Number", ("no", "ref", "reference", "id", "policy number", "policy ref"), _short(100)),
        Column("title", "Title", ("policy", "name", "policy name", "service", "policy title", "policy or service"),
               _short(300), is_needed=True),
        Column("kind", "Kind", ("type", "what it is", "category"), _kind),
        Column("about", "About", ("description", "purpose", "summary", "what it does"), _long),
        Column("directorate", "Directorate", ("department", "service area", "portfolio"), _directorate),
        Column("owner", "Owner", ("lead", "lead officer", "responsible officer", "policy owner", "head of service"),
               _short(200)),
        Column("review_on", "Review date", ("review", "next review", "review due", "review on", "date of review"),
               _day),
        Column("last_assessed_on", "Last assessed", ("last assessment", "last eqia", "last eia", "date of last eqia",
               "date of last assessment", "last assessed on"), _day),
        Column("risk", "Risk to people", ("risk", "risk level"), _risk),
        Column("people", "People affected", ("people", "number of people", "how many people"), _people),
    )  # fmt: skip


def decision_columns() -> tuple[Column, ...]:
    """Give the columns of a forward plan, in the order in which we write them."""
    return (
        Column("source_key", "Number", ("no", "ref", "reference", "id", "plan ref", "decision ref", "key decision no"),
               _short(200)),
        Column("title", "Title", ("decision", "item", "subject", "matter", "decision to be taken", "report title"),
               _short(300), is_needed=True),
        Column("about", "About", ("description", "summary", "purpose", "details"), _long),
        Column("body", "Decided by", ("body", "decision maker", "decision-maker", "committee", "meeting",
               "decision body"), _short(200)),
        Column("decides_on", "Decision date", ("date", "date of decision", "decision due", "meeting date", "due date"),
               _day),
        Column("papers_on", "Papers out on", ("papers", "publication date", "papers published", "agenda published"),
               _day),
        Column("directorate", "Directorate", ("department", "service area", "portfolio"), _directorate),
        Column("amount", "Saving in pounds", ("saving", "savings", "amount", "saving £", "saving (£)"), _money),
        Column("places", "Places", ("ward", "wards", "area", "areas", "wards affected"), _places),
        Column("delegated_to", "Delegated to", ("delegation",), _short(200)),
        Column("paper_url", "Address of the paper", ("paper", "link", "url", "web address"), _address),
    )  # fmt: skip


def _headings(blocks: Blocks, columns: Sequence[Column]) -> tuple[Table, int, dict[int, tuple[Column, str]]] | None:
    for table in blocks.tables():
        if table.hidden:
            continue
        for at, row in enumerate(table.rows[:_LOOK_AT]):
            if places := _columns_of(row, columns):
                return table, at, places
    return None


def _columns_of(row: Row, columns: Sequence[Column]) -> dict[int, tuple[Column, str]]:
    """Give which column stands where, where a row is the headings: it has each that is needed; {} where it is not.

    Raises:  RegisterFaulty where a column is there twice.
    """
    known = {word: column for column in columns for word in (column.heading.casefold(), *column.also)}
    places: dict[int, tuple[Column, str]] = {}
    faults = []
    for at, cell in enumerate(row.cells):
        text = " ".join(cell.text.split())
        column = known.get(text.casefold().rstrip(":"))
        if column is None or cell.repeats:
            continue
        if any(each is column for each, _ in places.values()):
            faults.append(Fault(row.place.row or 0, text, f"“{column.heading}” is there twice."))
        places[at] = (column, text)
    found = {column.field for column, _ in places.values()}
    if len(found) < 2 or not {column.field for column in columns if column.is_needed} <= found:
        return {}
    if faults:
        raise RegisterFaulty(faults)
    return places


def _rows(
    rows: Sequence[Row], places: Mapping[int, tuple[Column, str]], *, names: Names, faults: list[Fault]
) -> Iterator[Given]:
    for row in rows:
        number = row.place.row or 0
        if not any(row.cells[at].text.strip() for at in places if at < len(row.cells)):
            continue
        values: dict[str, Any] = {}
        for at, (column, heading) in places.items():
            cell = row.cells[at] if at < len(row.cells) else None
            text = _plain(cell.text) if cell else ""
            if not text:
                if column.is_needed:
                    faults.append(Fault(number, heading, "It is empty."))
                continue
            try:
                values[column.field] = column.read(text, cell.value if cell else None, names)
            except UsedWrongly as fault:
                faults.append(Fault(number, heading, str(fault)))
        yield Given(number, values)


def _twice(rows: Iterable[Given], places: Mapping[int, tuple[Column, str]]) -> Iterator[Fault]:
    heading = next((heading for column, heading in places.values() if column.field == "source_key"), "")
    seen: dict[str, int] = {}
    for row in rows:
        if key := row.values.get("source_key"):
            if key in seen:
                yield Fault(row.row, heading, f"“{key}” is in row {seen[key]}, too.")
            seen.setdefault(key, row.row)


def _plain(text: str) -> str:
    """Give the text of a cell: our own files put ' before what a spreadsheet would calculate."""
    text = clean_text(text).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def _short(most: int) -> Reader:
    def read(text: str, _value: CellValue, _names: Names) -> str:
        one_line = " ".join(text.split())
        if len(one_line) > most:
            raise UsedWrongly(f"It has {len(one_line):,} letters; {most} fit.")
        return one_line

    return read


def _long(text: str, _value: CellValue, _names: Names) -> str:
    if len(text) > 5_000:
        raise UsedWrongly(f"It has {len(text):,} letters; 5,000 fit.")
    return text


def _kind(text: str, _value: CellValue, _names: Names) -> str:
    found = kind_of_words(text)
    if found is None:
        raise UsedWrongly(f"“{text[:60]}” is not a kind we know. Write one of: {', '.join(KINDS.values())}.")
    return found


def _directorate(text: str, _value: CellValue, names: Names) -> str:
    found = names.directorates.get(" ".join(text.split()).casefold())
    if found is None:
        raise UsedWrongly(f"There is no directorate “{text[:100]}”.")
    return found


def _risk(text: str, _value: CellValue, _names: Names) -> str:
    try:
        return str(Risk(text.split()[0].casefold()))
    except ValueError:
        raise UsedWrongly(f"“{text[:60]}” is not a risk we know. Write low, medium or high.") from None


def _people(text: str, value: CellValue, _names: Names) -> int:
    found = _whole(text, value)
    if found is None or not 0 <= found <= 100_000_000:
        raise UsedWrongly(f"“{text[:60]}” is not a number of people. Write it in figures, such as 12,000.")
    return found


def _money(text: str, value: CellValue, _names: Names) -> int:
    found = _whole(re.sub(r"^(-?)£\s*", r"\1", text), value)
    if found is None or abs(found) > _MOST_MONEY:
        raise UsedWrongly(f"“{text[:60]}” is not an amount in whole pounds. Write it in figures, such as 120,000.")
    return found


def _whole(text: str, value: CellValue) -> int | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return int(value)
    plain = text.replace(",", "").replace(" ", "").replace(" ", "")
    return int(plain.partition(".")[0]) if re.fullmatch(r"-?[0-9]{1,10}(\.0+)?", plain) else None


def _places(text: str, _value: CellValue, _names: Names) -> list[str]:
    found = [" ".join(part.split())[:100] for part in re.split(r"[|;\n]", text)]
    return list(dict.fromkeys(part for part in found if part))[:100]


def _address(text: str, _value: CellValue, _names: Names) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"]{1,990}", text):
        raise UsedWrongly("It is not an address of a page. It begins with https://.")
    return text


def _day(text: str, value: CellValue, _names: Names) -> str:
    """Give a day as ISO text: a sheet's own date, or one that is written out whole."""
    if isinstance(value, datetime):
        value = value.date()
    found = value if isinstance(value, date) else day_of(text)
    if found is None or not 1990 <= found.year <= 2100:
        raise UsedWrongly(f"“{text[:60]}” is not a date. Write it as 31/03/2027, 2027-03-31 or 31 March 2027.")
    return found.isoformat()


def day_of(text: str) -> date | None:
    """Give the day that a text names whole; day before month, as it is written here. None where it is no such day.

    >>> day_of("9 February 2027"), day_of("09/02/2027"), day_of("Feb 2027")
    (datetime.date(2027, 2, 9), datetime.date(2027, 2, 9), None)
    """
    plain = re.sub(r"^(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?,?\s+", "", text.strip().casefold())
    plain = re.sub(r"^([0-9]{1,2})(st|nd|rd|th)\b", r"\1", plain)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([t ][0-9:.]*z?)?", plain):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})( [0-9:]*)?", plain):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
    elif (found := re.fullmatch(r"([0-9]{1,2})[ -]([a-z]{3,9})[., -]+([0-9]{4})", plain)) and (
        month := _month(found[2])
    ):
        year, day = int(found[3]), int(found[1])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return next((at for at, name in enumerate(_MONTHS, start=1) if len(word) >= 3 and name.startswith(word)), 0)


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
