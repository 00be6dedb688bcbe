"""The list of year-end reports, and one of them as those who work here see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.delivery.report_document import named, pairs_of
from dueregard.domain.delivery.year_end import COLUMN_WORDS
from dueregard.publish import pdf, word
from dueregard.publish.checks import NotPublishable
from dueregard.publish.sheet import Kind, Sheet, SheetColumn, Workbook
from dueregard.web.delivery.access import year_end as access
from dueregard.web.delivery.actions.year_end import MOST_AT_ONCE
from dueregard.web.delivery.forms import reports as forms
from dueregard.web.delivery.queries import reports as queries
from dueregard.web.delivery.queries import reports_files as files
from dueregard.web.delivery.queries.reports_working_out import work_out
from dueregard.web.delivery.views.page import page, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.plans.queries.plans import plan_card
from dueregard.web.ui.components import Filter, Listing, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

DOCUMENTS = {
    "docx": (word.write_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}
BAR_WORDS = {code: COLUMN_WORDS[outcome] for outcome, code in files.BAR.items() if outcome != "blank"}


@staff_page
@require_safe
def report_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the council's reports."""
    visitor, with_drafts, signatory = _at_list(request, council_slug)
    listing = read_listing(request, filters=forms.filters(with_drafts=with_drafts), orders=forms.orders())
    rows = _asked_for(visitor, listing, with_drafts=with_drafts)
    found = rows.count()
    return page(
        request,
        "reports",
        visitor,
        here="reports",
        listing=listing,
        rows=paginate(
            queries.report_cards(rows[cut(listing, found=found)]),
            listing,
            found=found,
            total=queries.reports_wanted(visitor.council.id, with_drafts=with_drafts).count(),
        ),
        states=forms.STATES,
        roles=forms.ROLES,
        signatory=signatory,
        can_keep_rules=access.can_keep_report_rules(visitor),
        can_write=access.can_write_report(visitor),
    )


@data_page
@require_safe
def reports_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor, with_drafts, _signatory = _at_list(request, council_slug)
    path = to(council_slug, "year_reports")
    listing = read_listing(request, filters=forms.filters(with_drafts=with_drafts), orders=forms.orders(), path=path)
    rows = queries.report_cards(_asked_for(visitor, listing, with_drafts=with_drafts))
    return table_response(request, _list_workbook(rows, visitor), ending, f"reports-{council_slug}")


@staff_page
@require_safe
def report(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """Show one report: the draft as it would be frozen now, or what is frozen, and what can be done."""
    visitor, card, signatory = begin(request, council_slug, report_id)
    facts, sha, fault = facts_now(card, visitor)
    can_sign = access.can_sign_report(visitor, signatory=signatory, who=visitor.by, sent_by=card.sent_by_id)
    return page(
        request,
        "report",
        visitor,
        here="reports",
        card=card,
        facts=facts,
        sha=sha,
        fault=fault,
        html=files.page_html(facts) if facts else "",
        bar=files.bar_of(facts) if facts else {},
        bar_words=BAR_WORDS,
        states=forms.STATES,
        roles=forms.ROLES,
        signatory=signatory,
        versions=queries.reports_of_plan(card.plan_id, council_id=visitor.council.id),
        can_write=access.can_write_report(visitor),
        can_sign=can_sign and card.may_become("signed"),
    )


@staff_page
@require_safe
def actions(request: HttpRequest, council_slug: str, report_id: UUID) -> HttpResponse:
    """List every action of a report."""
    visitor, card, _signatory = begin(request, council_slug, report_id)
    facts, _sha, _fault = facts_now(card, visitor)
    if not facts:
        raise Http404
    return page(
        request,
        "report_actions",
        visitor,
        here="reports",
        card=card,
        facts=facts,
        **actions_shown(request, facts),
    )


@staff_page
@require_safe
def report_as_file(request: HttpRequest, council_slug: str, report_id: UUID, ending: str) -> HttpResponse:
    """Give a report as a file, a draft too."""
    visitor, card, _signatory = begin(request, council_slug, report_id)
    facts, sha, _fault = facts_now(card, visitor)
    if not facts:
        raise Http404
    name = f"{card.plan_slug}-report-v{card.version}{'-draft' if card.is_draft else ''}"
    return as_file(request, facts, ending, sha=sha, name=name)


def begin(request: HttpRequest, council_slug: str, report_id: UUID) -> tuple[Visitor, queries.ReportCard, str]:
    """Give who asks, the report, and the role that signs, to those who may see it."""
    visitor = visit(request, council_slug)
    access.check_can_see_reports(visitor)
    card = queries.report_card(visitor.council.id, report_id)
    signatory = queries.signatory_of(visitor.council.id)
    is_draft = not card.is_out and card.published_at is None
    access.check_can_see_report(visitor, is_draft=is_draft, signatory=signatory)
    return visitor, card, signatory


def facts_now(card: queries.ReportCard, visitor: Visitor) -> tuple[Mapping[str, Any], str, str]:
    """Give what a report says: frozen, or worked out now; its fingerprint; and what is wrong with a draft.

    A draft of a large plan is not worked out for a page: it is when it is sent.
    """
    if not card.is_draft:
        return queries.facts_of(card.id), card.sha256, ""
    plan = plan_card(visitor.council.id, card.plan_slug)
    if plan.actions > MOST_AT_ONCE:
        return {}, "", _("This plan has more than 500 actions, so its tables are put together when you send it.")
    try:
        facts, _sha = files.frozen(work_out(card.id, council=visitor.council, on=visitor.on))
    except NotPublishable as fault:
        return {}, "", fault.message
    return facts, "draft", ""


def as_file(request: HttpRequest, facts: Mapping[str, Any], ending: str, *, sha: str, name: str) -> HttpResponse:
    """Write a report in the form that the address ends in."""
    if ending in DOCUMENTS:
        write, kind = DOCUMENTS[ending]
        return file_response(
            write(files.whole_document(facts, sha=sha)), content_type=kind, filename=f"{name}.{ending}"
        )
    return table_response(request, files.workbook(facts, sha=sha), ending, name)


def actions_shown(request: HttpRequest, facts: Mapping[str, Any], *, path: str | None = None) -> dict[str, Any]:
    """Give the actions of a frozen report, narrowed and cut into pages."""
    listing = read_listing(request, filters=(_outcomes(facts),), page_size=20, path=path)
    outcome = listing.one("outcome")
    kept = [one for one in facts["actions"] if not outcome or one["outcome"] == outcome]
    shown = [files.action_of(one) for one in kept[cut(listing, found=len(kept))]]
    return {
        "listing": listing,
        "rows": paginate(
            [(named(one), pairs_of(one)) for one in shown], listing, found=len(kept), total=len(facts["actions"])
        ),
    }


def _outcomes(facts: Mapping[str, Any]) -> Filter:
    said = {one["outcome"]: one["said"].partition(" (")[0] for one in facts["actions"] if one["outcome"]}
    return Filter("outcome", _("Outcome"), tuple(said.items()), any_text=_("Any outcome"))


def _at_list(request: HttpRequest, council_slug: str) -> tuple[Visitor, bool, str]:
    visitor = visit(request, council_slug)
    access.check_can_see_reports(visitor)
    signatory = queries.signatory_of(visitor.council.id)
    return visitor, access.can_see_report(visitor, is_draft=True, signatory=signatory), signatory


def _asked_for(visitor: Visitor, listing: Listing, *, with_drafts: bool) -> Any:
    rows = queries.reports_wanted(
        visitor.council.id, with_drafts=with_drafts, state=listing.one("state"), words=listing.one("words")
    )
    order = listing.order.name if listing.order else "made"
    return queries.sorted_reports(rows, order, falling=listing.is_falling)


def _list_workbook(rows: tuple[queries.ReportCard, ...], visitor: Visitor) -> Workbook:
    columns = (
        SheetColumn(_("Plan"), "plan", width=40),
        SheetColumn(_("Version"), "version", kind=Kind.WHOLE, width=10),
        SheetColumn(_("State"), "state", width=24),
        SheetColumn(_("Published"), "published", kind=Kind.DATE, width=13),
        SheetColumn(_("What was corrected"), "changes", width=50),
        SheetColumn(_("Fingerprint (SHA-256)"), "sha256", width=66),
    )
    held = tuple(
        (
            card.plan_title,
            card.version,
            str(forms.STATES[card.state]),
            card.published_at.date() if card.published_at else None,
            card.changes or None,
            card.sha256 or None,
        )
        for card in rows
    )
    sheet = Sheet(_("Reports"), columns, held)
    return Workbook(_("Year-end reports"), visitor.council.name, (sheet,), on=visitor.on)
