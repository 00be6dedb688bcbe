"""Saying what a file holds: the day, a question, a column, what wordings mean."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.terms.errors import UsedWrongly
from dueregard.web.monitoring.access import datasets as access
from dueregard.web.monitoring.actions import mapping
from dueregard.web.monitoring.forms.files import ColumnForm, PlaceForm, QuestionForm, RareForm, TimeForm
from dueregard.web.monitoring.queries import column_words
from dueregard.web.monitoring.views.files import begin, file_in_mapping
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.ui.components import cut, paginate, read_listing

WORDINGS_A_PAGE = 30


@staff_page
def time(request: HttpRequest, council_slug: str, dataset_slug: str, number: int) -> HttpResponse:
    """Say which day or period the file covers."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = file_in_mapping(card, number)
    file = seen.card
    covers = "day" if file.on else "period" if file.period_start else ""
    now = {"covers": covers, "on": file.on, "start": file.period_start, "end": file.period_end}
    form = TimeForm(sent(request), initial=now)
    if request.method != "POST" or not form.is_valid():
        return page(
            request, "time", visitor, card=card, file=file, form=form, can_keep=access.can_keep_datasets(visitor)
        )
    mapping.say_time(file.id, time=form.time(), by=visitor.by)
    return redirect(to(council_slug, "file", dataset_slug, number))


@staff_page
def question(request: HttpRequest, council_slug: str, dataset_slug: str, number: int, place: int) -> HttpResponse:
    """Ask one thing about one column."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = file_in_mapping(card, number)
    if not 1 <= place <= len(seen.proposed.questions):
        raise Http404
    asked = seen.proposed.questions[place - 1]
    form = QuestionForm(sent(request), question=asked)
    if request.method == "POST" and form.is_valid():
        mapping.answer(seen.card.id, question=place, given=form.cleaned_data["answer"], by=visitor.by)
        left = [n for n, each in enumerate(seen.proposed.questions, 1) if each in seen.open_questions and n != place]
        following = next((n for n in left if n > place), left[0] if left else None)
        if following is None:
            return redirect(to(council_slug, "file", dataset_slug, number))
        return redirect(to(council_slug, "question", dataset_slug, number, following))
    return page(
        request,
        "question",
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        asked=asked,
        place=place,
        column=seen.proposed.column(asked.column),
        form=form,
        words=column_words,
        can_keep=access.can_keep_datasets(visitor),
    )


@staff_page
def column(request: HttpRequest, council_slug: str, dataset_slug: str, number: int, column: str) -> HttpResponse:
    """Say what becomes of one column."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = file_in_mapping(card, number)
    one = next((each for each in seen.schema.columns if each.code == column), None)
    if one is None:
        raise Http404
    form = ColumnForm(sent(request), column=one)
    if request.method == "POST" and form.is_valid():
        try:
            mapping.choose(
                seen.card.id,
                column=column,
                treatment=form.cleaned_data["treatment"],
                classification_key=form.classification_key(),
                by=visitor.by,
            )
            return redirect(to(council_slug, "file", dataset_slug, number) + "#columns")
        except UsedWrongly as fault:
            form.add_error("treatment", str(fault))
    return page(
        request,
        "column",
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        column=one,
        form=form,
        words=column_words,
        can_keep=access.can_keep_datasets(visitor),
    )


@staff_page
def values(request: HttpRequest, council_slug: str, dataset_slug: str, number: int, column: str) -> HttpResponse:
    """Say what the wordings of a column mean."""
    visitor, card = begin(request, council_slug, dataset_slug)
    seen = file_in_mapping(card, number)
    found = next((each for each in seen.values if each.column == column), None)
    if found is None:
        raise Http404
    listing = read_listing(request, page_size=WORDINGS_A_PAGE)
    shown = found.wordings[cut(listing, found=len(found.wordings))]
    form = PlaceForm(sent(request), values=found, shown=shown)
    if request.method == "POST" and form.is_valid():
        codes = dict(form.codes())
        if request.POST.get("do") == "likely":
            codes |= {each.said: each.offered[0][0] for each in found.likely if each.said not in codes}
        changed = mapping.place_values(seen.card.id, column=column, codes=codes, by=visitor.by)
        one, many = _("%(n)s wording is placed, and remembered."), _("%(n)s wordings are placed, and remembered.")
        done = (one if changed == 1 else many) % {"n": changed}
        messages.success(request, done if changed else _("Nothing was changed."))
        if request.POST.get("do"):
            return redirect(to(council_slug, "values", dataset_slug, number, column))
        return redirect(to(council_slug, "file", dataset_slug, number))
    return page(
        request,
        "values",
        visitor,
        card=card,
        seen=seen,
        file=seen.card,
        column=seen.schema.column(column),
        values=found,
        shown=tuple(zip(shown, form, strict=True)),
        page=paginate(shown, listing, found=len(found.wordings)),
        form=form,
        words=column_words,
        can_keep=access.can_keep_datasets(visitor),
    )


@staff_page
def rare(request: HttpRequest, council_slug: str, dataset_slug: str, number: int, column: str) -> HttpResponse:
    """Ask why somebody needs to see the rare wordings of a column, and show them from then on."""
    visitor, card = begin(request, council_slug, dataset_slug)
    access.check_can_keep_datasets(visitor)
    seen = file_in_mapping(card, number)
    found = next((each for each in seen.values if each.column == column), None)
    if found is None:
        raise Http404
    form = RareForm(sent(request))
    if request.method == "POST" and form.is_valid():
        mapping.show_rare(seen.card.id, column=column, reason=form.cleaned_data["reason"], by=visitor.by)
        return redirect(to(council_slug, "values", dataset_slug, number, column))
    heading = seen.schema.column(column).heading
    return page(request, "rare", visitor, card=card, file=seen.card, values=found, heading=heading, form=form)
