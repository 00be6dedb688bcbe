"""A board's pack as a paper: what the board is asked first, then what it must know, each part only where it holds
something.

The one idea: page, Word, PDF and spreadsheet are made from one `Pack`, so none can say what another does not. What the
council may later change (names, statuses, the plan itself) does not reach a paper that was frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dueregard.domain.delivery import packs_wording as say
from dueregard.domain.delivery.packs import ActionFacts, Pack, PackFacts
from dueregard.publish.charts import Part, stacked_bar
from dueregard.publish.document import (
    Block,
    Column,
    Document,
    Figure,
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

_NOBODY = "Nobody named"
_NO_WORDS = "Nothing was said"


def pack_document(pack: Pack) -> Document:
    """Give the pack as a document to publish."""
    facts = pack.facts
    return Document(
        title=say.say_title(facts),
        subtitle=say.say_meeting(facts),
        author=facts.council,
        on=facts.on,
        version=str(facts.version) if facts.version > 1 else None,
        blocks=tuple(_blocks(pack)),
        about=tuple(_about(pack)),
    )


def _blocks(pack: Pack) -> Iterator[Block]:
    facts = pack.facts
    if facts.version > 1 and facts.what_changed:
        yield Note(f"This is version {facts.version}. What changed: {facts.what_changed}")
    yield Heading(2, "The board is asked to")
    yield ListBlock(tuple(Item((Run(ask),)) for ask in pack.asks), ordered=True)
    if facts.narrative.strip():
        yield Heading(2, "From the officer")
        yield from (words(part.strip()) for part in facts.narrative.replace("\r", "").split("\n\n") if part.strip())
    yield from _counts(pack)
    yield from _moved(pack)
    yield from _lists(pack)
    yield from _questions(pack)


def _counts(pack: Pack) -> Iterator[Block]:
    facts = pack.facts
    total = len(facts.actions)
    if not total:
        yield Heading(2, "Your actions")
        yield words("No action is on this board’s list.")
        return
    yield Heading(2, f"Your {total:,} actions" if total > 1 else "Your action")
    yield words(say.say_counts(pack))
    now = pack.counts.by_code()
    before = pack.counts_before.by_code() if pack.counts_before else None
    codes = [code for code in now if now[code] or (before and before[code])]
    columns = [Column("Where they stand", width=3)]
    if before:
        columns.append(Column(say.say_then(pack.facts), numeric=True))
    columns.append(Column(say.say_now(pack.facts), numeric=True))
    rows = [
        (say.say_status(code, facts), *([f"{before[code]:,}"] if before else []), f"{now[code]:,}") for code in codes
    ]
    sums = ("All", *([f"{sum(before.values()):,}"] if before else []), f"{total:,}")
    table = Table("Where the actions stand", tuple(columns), (*rows, sums), total=True)
    picture = stacked_bar(
        [Part(code, say.say_status(code, facts), now[code]) for code in codes if now[code]],
        title="Where the actions stand",
    )
    yield Figure(picture.svg, picture.says, table)


def _moved(pack: Pack) -> Iterator[Block]:
    facts = pack.facts
    if facts.basis is None:
        return
    if not pack.has_moved:
        yield words(say.say_unchanged(facts))
        return
    if not (pack.moved or pack.new or facts.gone):
        return
    then, now = say.say_then(facts), say.say_now(facts)
    yield Heading(2, f"What moved since {then}")
    if pack.moved:
        yield Table(
            caption=f"Actions whose status changed between {then} and {now}",
            columns=(
                Column("Action", width=3),
                Column(then, width=1.4),
                Column(now, width=1.4),
                Column("In the owner’s words", width=3),
            ),
            rows=tuple(
                (
                    one.label,
                    say.say_status(one.status_before, facts),
                    say.say_status(one.status, facts),
                    one.said or _NO_WORDS,
                )
                for one in pack.moved
            ),
            caption_shown=False,
        )
    else:
        yield words("No action changed its status.")
    if pack.new:
        yield words("New on the board’s list:")
        yield bullets(*(f"{one.label} ({say.say_status(one.status, facts).lower()})" for one in pack.new))
    if facts.gone:
        yield words("No longer on the board’s list:")
        yield bullets(*facts.gone)


def _lists(pack: Pack) -> Iterator[Block]:
    facts = pack.facts
    if pack.risks:
        yield Heading(2, "Risks")
        yield _table(
            "Actions that are off track, at risk or stalled",
            (("Action", 3), ("Status", 1.4), ("Why", 3)),
            ((_told(one), _stands(one, facts), say.say_risk(one)) for one in pack.risks),
        )
    if pack.late:
        yield Heading(2, "Late")
        yield _table(
            "Late actions, longest first",
            (("Action", 3), ("Days late", 1), ("Was due", 1.4), ("Owner", 2)),
            ((_told(one), f"{one.days_late or 0:,}", _day(one), _owners(one)) for one in pack.late),
        )
    if pack.due:
        yield Heading(2, say.say_due_heading(facts))
        yield _table(
            "Actions due, soonest first",
            (("Action", 3), ("Due", 1.4), ("Status", 1.4), ("Owner", 2)),
            ((one.label, _day(one), say.say_status(one.status, facts), _owners(one)) for one in pack.due),
        )
    if pack.unanswered:
        yield Heading(2, "Not answered")
        yield words(say.say_unanswered_heading(facts))
        yield _table(
            "Actions without an answer",
            (("Action", 3), ("Who was asked" if facts.round_name else "Owner", 3)),
            ((one.label, say.say_unanswered(one, facts) or _NOBODY) for one in pack.unanswered),
        )


def _questions(pack: Pack) -> Iterator[Block]:
    if pack.answered:
        yield Heading(2, "Answers to your questions")
        for one in pack.answered:
            yield Quote(one.text, say.say_origin(one))
            yield Paragraph((Run("Answer. ", bold=True), Run(f"{one.answer or ''} ({say.say_answerer(one)})")))
    if pack.still_open:
        yield Heading(2, "Questions still open")
        for one in pack.still_open:
            yield Quote(one.text, say.say_origin(one))
            yield words(say.say_waiting(one))
    if pack.decisions:
        yield Heading(2, "Decisions recorded since the last meeting")
        for one in pack.decisions:
            yield Quote(one.text, say.say_origin(one))


def _about(pack: Pack) -> Iterator[Block]:
    yield bullets(
        f"Figures are those of {say_date(pack.facts.on)}. Statuses are the owners’ own.",
        say.say_basis(pack.facts),
        "This paper names the people who asked and who were asked. It is for the board and the council’s staff.",
    )


def _table(caption: str, columns: tuple[tuple[str, float], ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(
        caption,
        tuple(Column(title, numeric=title == "Days late", width=width) for title, width in columns),
        tuple(rows),
        caption_shown=False,
    )


def _told(one: ActionFacts) -> str:
    return f"{one.label}\n{one.line}" if one.line else one.label


def _stands(one: ActionFacts, facts: PackFacts) -> str:
    said = say.say_status(one.status, facts)
    return f"{said}, stalled" if one.stalled else said


def _day(one: ActionFacts) -> str:
    return say_date(one.due_date) if one.due_date else "No date"


def _owners(one: ActionFacts) -> str:
    return ", ".join(one.owners) or _NOBODY
