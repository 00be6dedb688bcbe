"""What does a bundle say on its first page: the decision, what lay before whom, what changed, what was promised?

The one idea: one document says all of it, in the order in which it happened; the page that opens the bundle and the one
PDF are both written from it. It shows what was recorded and claims no more: nothing is called complete, lawful or read.
Times stand as they were recorded (UTC); a cell with nothing in it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dueregard.domain.decisions.differences import differences
from dueregard.domain.decisions.record import Assessed, Attached, Event, Record, Version
from dueregard.publish.document import (
    NOTHING_SAID,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Item,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    bullets,
    say_date,
    words,
)
from dueregard.terms.exemptions import say_acts, say_exemption

SHOWS = "It shows what was recorded; it claims no more."
_NOT_OPENED = (
    "That somebody opened a version is recorded where they signed in to read it. Who is not listed may have read it "
    "elsewhere: on paper, or in the published papers."
)
_LEDGER = (
    "Each entry of the council’s ledger holds the hash of the one before it. These are the entries about this "
    "decision. The folder “ledger” holds them in full, with the hash of every entry of the chain, so that anybody can "
    "check that they stand in it as they were recorded."
)


def overview(record: Record, *, files: Sequence[tuple[str, str]] = ()) -> Document:
    """Say what is in a bundle.

    Takes:   `files`, path and what it is, to be linked where the document is a page beside them.
    """
    return Document(
        title=record.decision.title,
        author=record.council,
        blocks=tuple(_blocks(record, files)),
        on=record.made_on,
        subtitle="Redacted copy of the record of a decision" if record.is_redacted else "The record of a decision",
    )


def _blocks(record: Record, files: Sequence[tuple[str, str]]) -> Iterator[Block]:
    yield words(f"This is what {record.council} recorded of this decision. {SHOWS}")
    if record.withheld:
        yield from _withheld(record)
    yield from _decision(record)
    for assessed in record.assessments:
        yield from _assessed(assessed)
    if not record.assessments:
        yield words("No assessment was recorded for this decision.")
    yield from _attached("Papers for those who decided", record.papers)
    if record.advice:
        yield from _attached("Legal advice", record.advice)
    if files:
        yield Heading(2, "Files in this bundle")
        yield ListBlock(tuple(Item((Run(f"{said} ({path})", href=f"./{path}"),)) for path, said in files))
    yield from _ledger(record)


def _withheld(record: Record) -> Iterator[Block]:
    yield Heading(2, "What is not in this copy")
    yield words(
        f"Some of what was recorded is withheld under {say_acts(each.exemption for each in record.withheld)}. It was "
        "taken out of every file of this copy. A name of an officer is replaced by the same words everywhere. "
        "Fingerprints of what was cut are withheld with it."
    )
    yield _table(
        "What is withheld, and under which section",
        ("What", "Section", "Why"),
        [(each.what, say_exemption(each.exemption), each.why) for each in record.withheld],
    )


def _decision(record: Record) -> Iterator[Block]:
    decision = record.decision
    yield Heading(2, "The decision")
    amount = decision.amount_pounds
    said = (
        ("Number", decision.number),
        ("What it is about", decision.about),
        ("Who decides", decision.body),
        ("Planned for", say_date(decision.decides_on) if decision.decides_on else ""),
        ("Decided on", say_date(decision.decided_on) if decision.decided_on else ""),
        ("What was decided", decision.outcome),
        ("Amount", "" if amount is None else f"£{amount:,}"),
        ("Places", ", ".join(decision.places)),
        ("Left to", decision.delegated_to),
        ("Report", " ".join(filter(None, (decision.paper_number, decision.paper_url)))),
        ("Where the minute is", decision.minute_url),
        ("Regard recorded elsewhere", decision.regard_where),
    )
    yield Facts(tuple((name, value) for name, value in said if value.strip()) or (("What is known", NOTHING_SAID),))
    if decision.minute.strip():
        yield Quote(decision.minute, f"Minute of {decision.body or 'the meeting'}")
    if decision.conditions:
        yield _table(
            "Conditions that were set",
            ("Condition", "Due", "Met"),
            [(c.text, _day(c.due_on), _day(c.met_on)) for c in decision.conditions],
        )


def _assessed(assessed: Assessed) -> Iterator[Block]:
    name = f"{assessed.number} {assessed.title}"
    yield Heading(2, f"Assessment {name}")
    yield _table(
        f"Versions of {assessed.number}",
        ("Version", "Made", "By", "Why", "Fingerprint (SHA-256)"),
        [_version_row(each) for each in assessed.versions],
        nothing="No version was made of this assessment.",
    )
    yield Heading(3, f"What changed between versions of {assessed.number}")
    yield from _changes(assessed)
    yield Heading(3, f"Who signed off {assessed.number}")
    yield _events("Steps of sign-off", assessed.steps, nothing="No step was recorded.")
    yield Heading(3, f"Who opened {assessed.number}")
    yield _events("Openings that were recorded", assessed.openings, nothing="None was recorded.")
    yield words(_NOT_OPENED)
    if assessed.remarks:
        yield Heading(3, f"Questions of the check, and the answers ({assessed.number})")
        rows = [(r.remark, r.answer, r.because, r.by, _moment(r.at)) for r in assessed.remarks]
        yield _table("Remarks and answers", ("Remark", "Answer", "Because", "By", "When"), rows)
    if assessed.comments:
        yield Heading(3, f"Comments while {assessed.number} was written")
        yield _events("Comments", assessed.comments)
    yield Heading(3, f"What was promised in {assessed.number}, and what came of it")
    yield _table(
        "Promises",
        ("Promise", "Who", "By when", "What it became", "What came of it"),
        [(p.text, p.owner, _day(p.due_on), p.became, p.came_of_it) for p in assessed.promises],
        nothing="No promise is recorded.",
    )
    if assessed.afterwards:
        yield Heading(3, f"What happened to {assessed.number} afterwards")
        yield _events("Reviews and what was done", assessed.afterwards)


def _version_row(version: Version) -> tuple[str, ...]:
    late = ", after the decision" if version.is_after_decision else ""
    return (f"{version.number}{late}", _moment(version.made_at), version.made_by, version.why, _hash(version.sha256))


def _changes(assessed: Assessed) -> Iterator[Block]:
    pairs = list(zip(assessed.versions, assessed.versions[1:], strict=False))
    if not pairs:
        yield words("There is one version at most, so nothing changed.")
    for earlier, later in pairs:
        caption = f"From version {earlier.number} to version {later.number}"
        between = [each for each in assessed.steps if each.version == earlier.number and each.text]
        if between:
            said = (f"{each.what}, {each.by}: {each.text}" for each in between)
            yield words(f"Said of version {earlier.number}:")
            yield bullets(*said)
        if earlier.content is None or later.content is None:
            yield words(f"{caption}: withheld.")
            continue
        rows = [(each.where, each.before, each.after) for each in differences(earlier.content, later.content)]
        yield _table(caption, ("Where", "Before", "After"), rows, nothing=f"{caption}: the words are the same.")


def _attached(heading: str, files: Sequence[Attached]) -> Iterator[Block]:
    yield Heading(2, heading)
    rows = [
        (
            each.name,
            _moment(each.made_at),
            each.made_by,
            " ".join(filter(None, (each.sent_to, _moment(each.sent_at)))),
            "; ".join(filter(None, (each.note, each.left_out))) or "In this bundle",
            _hash(each.sha256),
        )
        for each in files
    ]
    columns = ("File", "Made", "By", "Sent to, and when", "Here", "Fingerprint (SHA-256)")
    yield _table(heading, columns, rows, nothing="None was recorded.")


def _ledger(record: Record) -> Iterator[Block]:
    yield Heading(2, "What the ledger holds about it")
    if record.ledger is None:
        yield words("No entries of a ledger were given.")
        return
    yield words(_LEDGER)
    names = {person.ref: person.name for person in record.people}
    rows = [
        (str(row.entry["number"]), _moment(row.entry["at"]), names.get(row.entry["by"], row.entry["by"]), row.words)
        for row in sorted(record.ledger.rows, key=lambda row: int(row.entry["number"]))
    ]
    yield _table("Entries", ("Entry", "When", "Who", "What"), rows, nothing="There is no entry about it.")
    if record.ledger.left_out:
        count = record.ledger.left_out
        said = "One entry is" if count == 1 else f"{count} entries are"
        yield Note(f"{said} withheld as a whole. The hash stands in the list, so that the chain can be checked.")


def _events(caption: str, events: Sequence[Event], *, nothing: str = "") -> Block:
    rows = [
        (_moment(e.at), e.what, e.by, "" if e.version is None else str(e.version), e.text)
        for e in sorted(events, key=lambda e: e.at)
    ]
    return _table(caption, ("When", "What", "Who", "Version", "In words"), rows, nothing=nothing)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, nothing: str = "") -> Block:
    if not rows:
        return Paragraph((Run(nothing or NOTHING_SAID),))
    return Table(
        caption,
        tuple(Column(title) for title in columns),
        tuple(tuple(cell.strip() or NOTHING_SAID for cell in row) for row in rows),
    )


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _hash(said: str) -> str:
    """Say a hash in four groups, so that it can be compared by eye and fits a narrow column.

    >>> _hash("0" * 64)
    '0000000000000000 0000000000000000 0000000000000000 0000000000000000'
    """
    return " ".join(said[at : at + 16] for at in range(0, len(said), 16))


def _moment(at: str) -> str:
    """Say a moment as it was recorded, to the minute.

    >>> _moment("2027-01-31T14:05:09.123456Z")
    '2027-01-31 14:05 UTC'
    """
    return f"{at[:10]} {at[11:16]} UTC" if len(at) > 16 and at.endswith("Z") else at
