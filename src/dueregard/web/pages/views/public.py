"""The published plan: its front, its list, one action, and all of it as files."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.plans.document import plan_document
from dueregard.domain.plans.shape import plan_to_json
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.publish import pdf, word
from dueregard.web.delivery.queries.reports import has_public_report
from dueregard.web.organisation.queries import Visitor, public_visit, shell
from dueregard.web.pages.queries import published as queries
from dueregard.web.plans.queries import lists, measures, plans
from dueregard.web.ui.components import Filter, Gone, Listing, Order, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

_DOCUMENTS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}
_PAGE_SIZE = 20


@require_safe
def front(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Which plans has the council published?"""
    visitor = public_visit(request, council_slug)
    context = {"shell": shell(visitor, "plan"), "plans": plans.public_plans(visitor.council.id)}
    return render(request, "pages/front.jinja", context)


@require_safe
def plan_page(request: HttpRequest, council_slug: str, plan_slug: str) -> HttpResponse:
    """What did the council promise, and how is it going?"""
    visitor, plan = _published(request, council_slug, plan_slug)
    numbers, address = queries.numbers(plan, visitor), f"{request.path}actions/"
    context = {
        "shell": shell(visitor, "plan"),
        "plan": plan,
        "numbers": numbers,
        "counts": numbers.all.by_code(),
        "sections": queries.bar_rows(numbers.sections, address=address),
        "characteristics": queries.bar_rows(numbers.characteristics, address=address, name="for"),
        "listing": _listing(request, plan, path=address),
        "measured": measures.as_public(measures.measured_levels(plan.card.id), plan.text),
        "has_report": has_public_report(plan.card.id),
        "others": [each for each in plans.public_plans(visitor.council.id) if each.id != plan.card.id],
        "on": visitor.on,
    }
    return render(request, "pages/plan.jinja", context)


@require_safe
def actions(request: HttpRequest, council_slug: str, plan_slug: str, ending: str = "") -> HttpResponse:
    """Which actions …? As a page, or as the same rows in a file."""
    visitor, plan = _published(request, council_slug, plan_slug)
    listing = _listing(request, plan, path=f"{request.path.removesuffix(f'.{ending}')}/" if ending else request.path)
    order = listing.order.name if listing.order else "number"
    wanted = lists.actions_wanted(plan.card.id, _wanted(listing), on=visitor.on)
    rows = lists.sorted_by(wanted, order, falling=listing.is_falling)
    if ending:
        part = queries.whole_plan(plan, actions=rows)
        workbook = plan_workbook(part, council=visitor.council.name, on=visitor.on, names=plan.names)
        return table_response(request, workbook, ending, f"{plan.card.slug}-actions")
    found = rows.count()
    shown = lists.action_rows(rows[cut(listing, found=found)], on=visitor.on, labels=plan.labels)
    page = paginate((plan.row(row) for row in shown), listing, found=found, total=plan.card.actions)
    context = {"shell": shell(visitor, "plan"), "plan": plan, "listing": listing, "page": page, "on": visitor.on}
    return render(request, "pages/actions.jinja", context)


@require_safe
def action(request: HttpRequest, council_slug: str, plan_slug: str, action_id: UUID) -> HttpResponse:
    """What was promised here, who does it, and how is it going?"""
    visitor, plan = _published(request, council_slug, plan_slug)
    one = queries.public_action(plan, action_id, visitor)
    context = {"shell": shell(visitor, "plan"), "plan": plan, "action": one, "on": visitor.on}
    return render(request, "pages/action.jinja", context)


@require_safe
def download(request: HttpRequest, council_slug: str, plan_slug: str, ending: str) -> HttpResponse:
    """Give the whole plan as Word, tagged PDF, a spreadsheet, CSV or JSON."""
    visitor, plan = _published(request, council_slug, plan_slug)
    whole, name = queries.whole_plan(plan), plan.card.slug
    if ending == "json":
        body = json.dumps(plan_to_json(whole), ensure_ascii=False, indent=1).encode()
        return file_response(
            body, content_type="application/json; charset=utf-8", filename=f"{name}.json", is_shown=True
        )
    if ending in _DOCUMENTS:
        write, kind = _DOCUMENTS[ending]
        lines = queries.lines(plan, visitor)
        document = plan_document(whole, council=visitor.council.name, on=visitor.on, names=plan.names, lines=lines)
        return file_response(write(document), content_type=kind, filename=f"{name}.{ending}")
    workbook = plan_workbook(whole, council=visitor.council.name, on=visitor.on, names=plan.names)
    return table_response(request, workbook, ending, name)


def _published(request: HttpRequest, council_slug: str, plan_slug: str) -> tuple[Visitor, queries.Published]:
    visitor = public_visit(request, council_slug)
    plan = queries.published(visitor, plan_slug)
    if plan.card.is_public:
        return visitor, plan
    if plan.card.withdrawn_at is None:
        raise Http404
    reason = _("The council has withdrawn this plan. Its reason: %(reason)s")
    raise Gone(reason % {"reason": plan.text(plan.card.withdrawn_reason)}, heading=_("This plan was withdrawn"))


def _listing(request: HttpRequest, plan: queries.Published, *, path: str) -> Listing:
    choices = lists.choices_of(plan.card.id, labels=plan.labels)
    return read_listing(
        request,
        path=path,
        page_size=_PAGE_SIZE,
        filters=(
            Filter("words", _("Words")),
            Filter("for", _("For"), choices.characteristics, any_text=_("Anyone")),
            Filter("going", _("Going"), _goings(), any_text=_("Any way")),
            Filter("section", _("Part of the plan"), choices.sections, any_text=_("Any part"), more=True),
            Filter("due", _("Due"), _dues(), any_text=_("Any time"), more=True),
        ),
        orders=(
            Order("number", _("number")),
            Order("due", _("due date")),
            Order("update", _("last update"), falling=True),
        ),
    )


def _goings() -> tuple[tuple[str, str], ...]:
    return (
        ("off_track", _("Off track")),
        ("at_risk", _("At risk")),
        ("not_started", _("Not started")),
        ("on_track", _("On track")),
        ("complete", _("Complete")),
        ("closed", _("Closed")),
    )


def _dues() -> tuple[tuple[str, str], ...]:
    return (
        ("late", _("Late")),
        ("this_quarter", _("This quarter")),
        ("next_quarter", _("Next quarter")),
        ("no_date", _("No date")),
    )


def _wanted(listing: Listing) -> lists.Wanted:
    return lists.Wanted(
        words=listing.one("words"),
        characteristic=listing.one("for"),
        status=listing.one("going"),
        section=listing.one("section"),
        due=listing.one("due"),
    )
