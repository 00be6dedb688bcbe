"""The list of assessments, beginning one, and its task list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.assessments.packs import pack_of
from dueregard.domain.assessments.tasks import counts, needed_by
from dueregard.terms.errors import DueRegardError
from dueregard.web.assessments.access import reading as access
from dueregard.web.assessments.access import writing as writing_access
from dueregard.web.assessments.access.bringing import can_bring_in, can_see_questionnaires
from dueregard.web.assessments.actions.parts import Begun, begin_assessment
from dueregard.web.assessments.forms import writing as forms
from dueregard.web.assessments.queries import writing as queries
from dueregard.web.assessments.queries.comments import open_comments
from dueregard.web.assessments.queries.writing_sheet import assessments_workbook
from dueregard.web.assessments.queries.writing_words import depth_words, state_words
from dueregard.web.assessments.views.page import page, said_beside, sent, to
from dueregard.web.assessments.views.rooms import rooms
from dueregard.web.assessments.views.writing_tasks import stages_shown
from dueregard.web.monitoring.queries.areas import has_wards, own_area, wards_of
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.organisation.queries.structure import directorates
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response


def reach(council_slug: str, name: str, *parts: Any) -> str:
    """Give the address of another topic's page, "" where that topic is not there."""
    try:
        return to(council_slug, name, *parts)
    except NoReverseMatch:
        return ""


@staff_page
@require_safe
def assessments(request: HttpRequest, council_slug: str) -> HttpResponse:
    """List the assessments that the visitor may read."""
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    listing = _listing(request, visitor)
    rows = _asked_for(listing, visitor)
    found = rows.count()
    shown = queries.list_rows(rows[cut(listing, found=found)])
    return page(
        request,
        "writing_list",
        visitor,
        listing=listing,
        rows=paginate(shown, listing, found=found, total=queries.count_of_assessments(visitor)),
        states=state_words(),
        depths=depth_words(visitor.council.nation),
        can_begin=access.can_begin(visitor),
        can_bring_in=can_bring_in(visitor),
        can_see_questionnaires=can_see_questionnaires(visitor),
        rooms=rooms(visitor, here="assessments"),
    )


@data_page
@require_safe
def assessments_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_register(visitor)
    listing = _listing(request, visitor, path=to(council_slug, "assessments"))
    shown = queries.list_rows(_asked_for(listing, visitor))
    book = assessments_workbook(shown, council=visitor.council.name, on=visitor.on)
    return table_response(request, book, ending, "assessments")


@staff_page
def begin(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Begin an assessment, from a decision or a policy where the address names one."""
    visitor = visit(request, council_slug)
    access.check_can_begin(visitor)
    council_id = visitor.council.id
    decision = queries.decision_offered(council_id, _uuid(request.GET.get("decision")))
    policy = queries.policy_offered(council_id, _uuid(request.GET.get("policy")))
    offered = {each.id: each for each in (*([decision] if decision else ()), *_decisions(visitor))}
    areas = _areas(council_id)
    form = forms.BeginForm(
        sent(request),
        initial={
            "title": (decision or policy).title if decision or policy else "",  # type: ignore[union-attr]  # one is there
            "decision": str(decision.id) if decision else "",
            "area": areas[0][0] if areas else "",  # the council's own, so that its figures are there already
            "directorate": str(_directorate(visitor, decision, policy) or ""),
        },
        decisions=[(str(each.id), each.title) for each in offered.values()],
        areas=areas,
        directorates=_directorates(council_id),
    )
    if request.method == "POST" and form.is_valid():
        begun = Begun(
            form.cleaned_data["title"],
            nation=visitor.council.nation,
            decision_id=form.chosen("decision"),
            policy_id=policy.id if policy else None,
            directorate_id=form.chosen("directorate"),
            questionnaire_id=queries.questionnaire_in_use(council_id),
            area=form.cleaned_data.get("area") or "",
        )
        try:
            made = begin_assessment(begun, council_id=council_id, by=visitor.by)
        except DueRegardError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("It is begun. Screening says how closely you need to look."))
            return redirect(to(council_slug, "assessment", made))
    return page(
        request,
        "writing_begin",
        visitor,
        form=form,
        policy=policy,
        pack=pack_of(visitor.council.nation),
        links={"policies": reach(council_slug, "policies")},
        status=400 if form.is_bound and form.errors else 200,
    )


@staff_page
@require_safe
def assessment(request: HttpRequest, council_slug: str, assessment_id: UUID) -> HttpResponse:
    """Show what is still to be written, and the decision it is for."""
    visitor = visit(request, council_slug)
    found = queries.desk(visitor.council.id, assessment_id)
    access.check_can_see(visitor, found.head)
    head = found.head
    is_writer = access.can_write(visitor, head)
    done, of = counts(found.stages)
    links = {
        name: reach(council_slug, name, head.id)
        for name in ("read", "versions", "remarks", "sign_off", "evidence", "promises", "word", "pdf")
    }
    if head.decision_id:
        links["decision"] = reach(council_slug, "decision", head.decision_id)
    if head.policy_id:
        links["policy"] = reach(council_slug, "policy", head.policy_id)
    comments = open_comments(head.id)
    return page(
        request,
        "writing_tasks",
        visitor,
        head=head,
        stages=stages_shown(found, council_slug, links=links, comments=comments, is_writer=is_writer),
        done=done,
        of=of,
        needed_by=needed_by(papers_on=head.papers_on, decides_on=head.decides_on),
        links=links,
        states=state_words(),
        comments=sum(comments.values()),
        can_write=is_writer,
        can_keep_people=writing_access.can_keep_people(visitor, head),
        beside=said_beside(request, "assessment", visitor, about=head.id),
    )


def _listing(request: HttpRequest, visitor: Visitor, *, path: str | None = None) -> Listing:
    offered = forms.filters(directorates=_directorates(visitor.council.id), nation=visitor.council.nation)
    return read_listing(request, filters=offered, orders=forms.orders(), path=path)


def _asked_for(listing: Listing, visitor: Visitor) -> Any:
    rows = queries.wanted(queries.visible(visitor), forms.wanted_of(listing), visitor=visitor)
    order = listing.order.name if listing.order else "begun"
    return queries.sorted_by(rows, order, falling=listing.is_falling)


def _decisions(visitor: Visitor) -> tuple[queries.Offer, ...]:
    return queries.decisions_to_assess(visitor.council.id, on=visitor.on)


def _directorates(council_id: UUID) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in directorates(council_id)]


def _directorate(visitor: Visitor, *offers: queries.Offer | None) -> UUID | None:
    found = next((each.directorate_id for each in offers if each and each.directorate_id), None)
    if found is None and len(visitor.directorate_ids) == 1:
        return next(iter(visitor.directorate_ids))
    return found


def _areas(council_id: UUID) -> list[tuple[str, str]]:
    area = own_area(council_id)
    if area is None:
        return []
    wards = wards_of(area) if has_wards(area) else ()
    return [(area.code, area.name), *((ward.code, ward.name) for ward in wards)]


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
