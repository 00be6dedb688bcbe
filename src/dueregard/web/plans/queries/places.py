"""Where in the document did a value stand, and which cell is a question about?

The one idea: a field's place is the one reading gave; where it gave none, it is the cell that documents print it in
with another field; where the cell is empty, it is the cell of the column that would hold it. No query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from dueregard.domain.plans.fragments import Excerpt
from dueregard.domain.plans.model import Action, Question
from dueregard.reading.blocks import Place
from dueregard.web.plans.queries.imports import Review

_SAME_CELL = {
    "timescale_text": ("timescales", "due_date", "leads"),
    "due_date": ("timescale_text", "timescales", "leads"),
    "start_date": ("timescale_text", "timescales", "leads"),
    "action_title": ("action_text",),
    "sub_actions": ("action_text",),
    "number_text": ("number",),
    "status_text": ("status",),
    "outcome_text": ("outcome", "progress", "update_text"),
    "outcome": ("outcome_text", "progress", "update_text"),
}
"""Fields that documents print in one cell: where a field has no place of its own, its words stand in the other's."""
_COLUMN_NAMES = {"due_date": "timescale", "leads": "lead", "action_text": "action", "year_end_report": "year_end"}
_WHOLE_ROW = ("action_text", "number", "leads", "timescale_text")


def places_of(action: Action | None, field: str, *, strict: bool = False) -> tuple[Place, ...]:
    """Give where a field stood; where it stood nowhere, where its action did."""
    if action is None:
        return ()
    name = field.partition(".")[0]
    for each in (name, *_SAME_CELL.get(name, ())):
        if action.sources.get(each):
            return tuple(action.sources[each])
    if strict:
        return ()
    return next((action.sources[each] for each in _WHOLE_ROW if action.sources.get(each)), ())


def asked_places(review: Review, action: Action | None, question: Question) -> tuple[Place, ...]:
    """Give the cell a question is about: where its words stand, else the cell of the column that would hold them."""
    if action is None:
        return _whole_places(review, question)
    fragments = review.fragments
    own = places_of(action, question.field, strict=True)
    if question.said and fragments:
        for places in (own, *action.sources.values()):
            here = tuple(place for place in places if any(question.said in text for text in fragments.words([place])))
            if here:
                return here
    if own and (question.kind != "missing" or question.field in action.sources):
        return own
    row = places_of(action, "")
    wanted = {question.field, _COLUMN_NAMES.get(question.field, "")}
    cell = next((one.source.cell for one in review.draft.columns if wanted & set(one.fields)), None)
    return (replace(row[0], cell=cell),) if row and cell and row[0].cell else own or row


def _whole_places(review: Review, question: Question) -> tuple[Place, ...]:
    """Give a cell that a question about the whole plan is about: a heading, the first use of a code or colour."""
    if question.field == "columns":
        return next(((one.source,) for one in review.draft.columns if one.heading == question.said), ())
    for action in review.draft.actions:
        if question.field == "key" and question.said in action.strands:
            return places_of(action, "strands", strict=True)
        if question.field == "legend" and question.said == action.rag:
            return places_of(action, "rag", strict=True)
    found = review.fragments.find(question.said) if review.fragments and question.said else None
    return (found,) if found else ()


def words_of_field(review: Review, action: Action | None, field: str) -> tuple[str, ...]:
    """Give the words that stand where a field stood."""
    places = places_of(action, field, strict=True)
    fragments = review.fragments
    return fragments.words(places) if fragments else ()


def words_at(review: Review, places: Sequence[Place]) -> tuple[str, ...]:
    """Give the words that stand at some places."""
    return review.fragments.words(places) if review.fragments else ()


def excerpt_at(review: Review, places: Sequence[Place], *, shift: int) -> Excerpt | None:
    """Give the piece of the document around the first of some places."""
    fragments = review.fragments
    return fragments.around(places[0], shift=shift) if fragments and places else None


def where_words(places: Sequence[Place], excerpt: Excerpt | None) -> str:
    """Say where a cell is, its column by name: page 5, table 2, row 4, column “By when”."""
    words = places[0].in_words() if places else ""
    if excerpt and excerpt.column and ", column" in words:
        words = words.rpartition(", column")[0]
        return _("%(place)s, column “%(name)s”") % {"place": words.capitalize(), "name": excerpt.column}
    return words[:1].upper() + words[1:]


def row_words(excerpt: Excerpt | None) -> str:
    """Say where a row is."""
    if excerpt is None:
        return ""
    words = excerpt.place.in_words().rpartition(", column")[0] or excerpt.place.in_words()
    return words[:1].upper() + words[1:]
