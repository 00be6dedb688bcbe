"""Was every word of the document kept?

The one idea: words are counted, not searched for. For each cell, heading and paragraph, the words must stand in the
fields of an action that names this place as its source, in what belongs to the whole plan (title, key, levels, column
headings …), or in what is listed as unused from this very place. Two texts with the same words in another place do not
help each other.

Source: promise 1 of the design, "nothing is lost on the way in". Mark-up pasted as text is no word (see `words.clean`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from dueregard.domain.plans.model import Action, Plan
from dueregard.domain.plans.parsing.words import clean, count_words
from dueregard.reading.blocks import Blocks, Paragraph, Place, Table


def words_lost(blocks: Blocks, plan: Plan) -> tuple[str, ...]:
    """Give the words of the document that are in no field of the plan and not listed as unused; empty is good.

    Each is given with its place, "word (page 1, table 2, row 3, column 4)", in reading order.
    """
    lost: list[str] = []
    for place, missing in _missing(blocks, plan):
        lost += [f"{word} ({place.in_words()})" for word in missing]
    return tuple(lost)


def units_lost(blocks: Blocks, plan: Plan) -> list[tuple[str, Place]]:
    """Give the texts, with their places, that hold a word which the plan lost."""
    texts = dict(_units(blocks))
    return [(texts[place], place) for place, _ in _missing(blocks, plan)]


def _missing(blocks: Blocks, plan: Plan) -> Iterator[tuple[Place, list[str]]]:
    by_place: dict[Place, list[Counter[str]]] = defaultdict(list)
    for action in plan.actions:
        words = _words_of_action(action)
        for place in {place for places in action.sources.values() for place in places}:
            by_place[place].append(words)
    unused: dict[Place, Counter[str]] = defaultdict(Counter)
    unused_rows: dict[Place, Counter[str]] = defaultdict(Counter)
    for item in plan.unused:
        unused[item.source] += count_words(item.text)
        if item.source.cell is None:
            unused_rows[_row(item.source)] += count_words(item.text)
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    for thing in plan.found:
        found[thing.source] += count_words(thing.text)
    everywhere = _words_of_plan(plan)
    for place, text in _units(blocks):
        words = count_words(text)
        if not words:
            continue
        missing = min((words - holder for holder in by_place.get(place, [Counter()])), key=lambda c: c.total())
        if not missing:
            continue
        own = unused.get(place, Counter()) + found.get(place, Counter())
        if place.cell is not None:
            own = own | unused_rows.get(_row(place), Counter())
        missing = missing - own - everywhere
        if missing:
            yield place, sorted(missing.elements())


def _row(place: Place) -> Place:
    return Place(page=place.page, sheet=place.sheet, table=place.table, row=place.row, paragraph=place.paragraph)


def _units(blocks: Blocks) -> Iterator[tuple[Place, str]]:
    """Give every piece of text once, with its place: covered cells repeat another's words and are left out."""
    for block in blocks.blocks:
        if isinstance(block, Table):
            if block.caption:
                yield block.place, clean(block.caption)
            for row in block.rows:
                for cell in row.cells:
                    if cell.repeats is None:
                        yield cell.place, clean(cell.text)
        else:
            marker = block.marker if isinstance(block, Paragraph) and block.marker else ""
            yield block.place, clean(f"{marker} {block.text}")


def _words_of_action(action: Action) -> Counter[str]:
    """Count the words of an action's fields, each printed word once: titles and sub-actions repeat `action_text`."""
    texts: list[Any] = [
        action.action_text,
        action.number,
        action.number_text,
        action.how,
        action.strands,
        action.links,
        [lead.name for lead in action.leads],
        action.partners,
        action.timescale_text,
        [scale.text for scale in action.timescales if scale.kind == "review"],
        action.frequency,
        action.monitored_by,
        action.resources,
        action.measure,
        action.expected_outcome,
        action.priority,
        action.status_text,
        action.rag,
        action.percent,
        action.completed_date,
        action.outcome_text,
        action.year_end_report,
        action.commitments,
        action.levels,
        [part.owner for part in action.sub_actions],
        [scale.text for part in action.sub_actions for scale in part.timescales],
        list(action.printed.values()),
        [text for pair in action.other.items() for text in pair],
    ]
    # the latest entry of progress is the update, too: their words count once, whichever of them kept the more
    progress = _count([entry.text for entry in action.progress])
    return _count(texts) + (progress | _count(action.update_text))


def _words_of_plan(plan: Plan) -> Counter[str]:
    texts: list[Any] = [plan.document, plan.organisation, [column.heading for column in plan.columns]]
    texts += [(*level.path, level.kind, level.ref, level.why, level.success_measure) for level in plan.levels]
    texts += [level.label for level in plan.levels]
    return _count(texts)


def _count(value: Any) -> Counter[str]:
    if value is None:
        return Counter()
    if isinstance(value, list | tuple):
        total: Counter[str] = Counter()
        for one in value:
            total.update(_count(one))
        return total
    return count_words(str(value))
