"""Two plans of a council compared: what became of each action, and the questions a person must answer."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dueregard.domain.plans.compare_sheets import comparison_document, comparison_workbook
from dueregard.domain.plans.compare_words import notes_of, summary_of
from dueregard.publish import pdf, word
from dueregard.terms.errors import DueRegardError
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.plans import access
from dueregard.web.plans.actions import comparing as acts
from dueregard.web.plans.forms.comparing import SAME, RecordForm, SameForm
from dueregard.web.plans.queries import comparing as queries
from dueregard.web.plans.queries.plans import PlanCard, plan_card, plans_of
from dueregard.web.plans.views.page import page, person_id, sent, to
from dueregard.web.ui.components import Filter, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

_PAGE_SIZE = 50
_DOCUMENTS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


@staff_page
@require_safe
def choose(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """Ask with which plan this one is to be compared."""
    visitor = visit(request, council_slug)
    access.check_can_see_plans(visitor)
    plan = plan_card(visitor.council.id, plan_slug)
    access.check_can_see_plan(visitor, state=plan.state)
    others = [one for one in plans_of(visitor.council.id, visitor=visitor) if one.id != plan.id]
    return page(request, "compare_with", visitor, plan=plan, others=others)


@staff_page
@require_safe
def compare(request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str) -> HttpResponse:
    """Show what became of each action of the older plan, what was dropped without a word first."""
    visitor, older, newer = _begin(request, council_slug, plan_slug, other_slug)
    if _is_other_way_round(older, newer):
        return redirect(to(council_slug, "compare", older.slug, newer.slug))
    found = queries.compared(older, newer)
    if found is None:
        return page(request, "compare_later", visitor, older=older, newer=newer, can=access.can_carry_forward(visitor))
    lists = queries.lists(found)
    listing = read_listing(
        request,
        filters=(
            Filter("words", _("Words in the actions")),
            Filter(
                "list", _("What became of it"), tuple((one.code, one.heading) for one in lists), any_text=_("Anything")
            ),
        ),
        page_size=_PAGE_SIZE,
    )
    links = queries.links_now(older.id, newer.id)
    rows = queries.rows_of(found, lists, code=listing.one("list"), words=listing.one("words"), links=links)
    shown = rows[cut(listing, found=len(rows))]
    return page(
        request,
        "compare",
        visitor,
        older=older,
        newer=newer,
        found=found,
        lists=lists,
        summary=summary_of(found.found),
        notes=notes_of(found.found),
        listing=listing,
        groups=[(code, list(lines)) for code, lines in groupby(shown, key=attrgetter("code"))],
        rows=paginate(shown, listing, found=len(rows), total=sum(len(one.lines) for one in lists)),
        can=access.can_carry_forward(visitor),
        recorded=len(links),
        was_by_job=queries.is_for_a_job(older, newer),
    )


@staff_page
@require_POST
def compare_again(request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str) -> HttpResponse:
    """Compare two large plans by a job."""
    visitor, older, newer = _begin(request, council_slug, plan_slug, other_slug)
    access.check_can_carry_forward(visitor)
    url = to(council_slug, "compare", newer.slug, older.slug)
    job_id = acts.start_comparing(older, newer, url=url, by=person_id(visitor))
    return redirect("organisation:job", council_slug, job_id)


@staff_page
def question(request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str, number: int) -> HttpResponse:
    """Ask whether two actions are the same, with both texts side by side."""
    visitor, older, newer = _begin(request, council_slug, plan_slug, other_slug)
    access.check_can_carry_forward(visitor)
    found = _found(older, newer)
    asked = next((one for one in found.asked if one.number == number), None)
    if asked is None:
        raise Http404
    form = SameForm(sent(request))
    if request.method == "POST" and form.is_valid():
        is_same = form.cleaned_data["choice"] == SAME
        acts.answer(older.id, newer.id, asked=asked, is_same=is_same, by=person_id(visitor))
        left = [one.number for one in found.open if one.number != number]
        after = next((one for one in left if one > number), left[0] if left else None)
        if after is not None:
            return redirect(to(council_slug, "compare_question", newer.slug, older.slug, after))
        messages.success(request, _("All questions are answered."))
        return redirect(to(council_slug, "compare", newer.slug, older.slug))
    return page(
        request,
        "compare_question",
        visitor,
        older=older,
        newer=newer,
        found=found,
        asked=asked,
        form=form,
        status=400 if form.errors else 200,
    )


@staff_page
def record(request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str) -> HttpResponse:
    """Show what will be recorded of where actions come from, then record it."""
    visitor, older, newer = _begin(request, council_slug, plan_slug, other_slug)
    access.check_can_carry_forward(visitor)
    found = _found(older, newer)
    links = found.links()
    # Without links the page has no form: what is sent all the same is not held against a box that nobody was shown.
    form = RecordForm(sent(request) if links else None)
    if request.method == "POST" and form.is_valid():
        try:
            number = acts.record_lineage(older.id, newer.id, found=found, by=person_id(visitor))
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            said = ngettext("%(n)s link is recorded.", "%(n)s links are recorded.", number) % {"n": number}
            messages.success(request, said)
            return redirect(to(council_slug, "compare", newer.slug, older.slug))
    now = queries.links_now(older.id, newer.id)
    wanted = {(one, other): str(link.how) for one, other, link in links}
    return page(
        request,
        "compare_record",
        visitor,
        older=older,
        newer=newer,
        found=found,
        form=form,
        number=len(links),
        developed=sum(1 for _one, _other, link in links if link.how == "developed"),
        there=len(now),
        gone=sum(1 for key in now if key not in wanted),
        status=400 if request.method == "POST" else 200,
    )


@data_page
@require_safe
def as_file(request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str, ending: str) -> HttpResponse:
    """Give the comparison as a table or as a document to lay before a board."""
    visitor, older, newer = _begin(request, council_slug, plan_slug, other_slug)
    found = _found(older, newer).found
    name = f"{newer.slug}-compared"
    if ending in _DOCUMENTS:
        write, kind = _DOCUMENTS[ending]
        body = write(comparison_document(found, on=visitor.on))
        return file_response(body, content_type=kind, filename=f"{name}.{ending}")
    return table_response(request, comparison_workbook(found, on=visitor.on), ending, name)


def _begin(
    request: HttpRequest, council_slug: str, plan_slug: str, other_slug: str
) -> tuple[Visitor, PlanCard, PlanCard]:
    """Give who asks, the older plan and the newer. One plan is not compared with itself."""
    visitor = visit(request, council_slug)
    access.check_can_see_plans(visitor)
    newer, older = plan_card(visitor.council.id, plan_slug), plan_card(visitor.council.id, other_slug)
    for plan in (newer, older):
        access.check_can_see_plan(visitor, state=plan.state)
    if newer.id == older.id:
        raise Http404
    return visitor, older, newer


def _is_other_way_round(older: PlanCard, newer: PlanCard) -> bool:
    return bool(older.period_start and newer.period_start and older.period_start > newer.period_start)


def _found(older: PlanCard, newer: PlanCard) -> queries.Compared:
    """Give the comparison; two large plans that were not compared yet have none."""
    found = queries.compared(older, newer)
    if found is None:
        raise Http404
    return found
