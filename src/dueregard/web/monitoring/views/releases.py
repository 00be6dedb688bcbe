"""The register of releases, one release as those who work here see it, its files, and the rules."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.analysis.disclosure.policies import policies
from dueregard.analysis.released.table import Audience
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.access import releases as access
from dueregard.web.monitoring.actions import releases as actions
from dueregard.web.monitoring.forms import releases as forms
from dueregard.web.monitoring.queries import releases as queries
from dueregard.web.monitoring.queries import releases_files as files
from dueregard.web.monitoring.queries import releases_tables as tables
from dueregard.web.monitoring.queries import releases_wording as wording
from dueregard.web.monitoring.queries.history import history_of
from dueregard.web.monitoring.queries.releases import ReleasePage
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import Visitor, visit
from dueregard.web.ui.components import cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response

LOOKED = "monitoring.looked"
LOOK_SECONDS = 900


@staff_page
@require_safe
def release_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the releases that are asked for."""
    visitor = visit(request, council_slug)
    access.check_can_see_releases(visitor)
    listing = read_listing(
        request, filters=forms.filters(queries.dataset_choices(visitor.council.id)), orders=forms.orders()
    )
    rows = queries.releases_wanted(visitor.council.id, forms.wanted_from(listing), who=visitor.by)
    found = rows.count()
    ordered = queries.sorted_by(rows, listing.order.name, falling=listing.is_falling) if listing.order else rows
    return page(
        request,
        "releases/list",
        visitor,
        here="releases",
        listing=listing,
        page=paginate(
            queries.release_rows(ordered[cut(listing, found=found)]),
            listing,
            found=found,
            total=queries.count_of(visitor.council.id, who=visitor.by),
        ),
        wording=wording,
        waiting=queries.waiting(visitor.council.id, who=visitor.by) if access.can_prepare_releases(visitor) else (),
        can_prepare=access.can_prepare_releases(visitor),
        can_keep_rules=access.can_keep_release_rules(visitor),
        two_people=queries.rules_of(visitor.council.id).two_people,
    )


@data_page
@require_safe
def releases_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same register as a file."""
    visitor = visit(request, council_slug)
    access.check_can_see_releases(visitor)
    listing = read_listing(
        request,
        filters=forms.filters(queries.dataset_choices(visitor.council.id)),
        orders=forms.orders(),
        path=to(council_slug, "releases"),
    )
    rows = queries.releases_wanted(visitor.council.id, forms.wanted_from(listing), who=visitor.by)
    ordered = queries.sorted_by(rows, listing.order.name, falling=listing.is_falling) if listing.order else rows
    book = files.register_workbook(queries.release_rows(ordered), visitor=visitor)
    return table_response(request, book, ending, f"releases-{council_slug}")


@staff_page
@require_safe
def release(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Show one release: the preview, what is to be decided, or what is out."""
    visitor, seen = begin(request, council_slug, number)
    card = seen.card
    if card.is_out and card.audience is Audience.ANALYST and not _looked(request, seen):
        access.check_can_read_release(visitor, card.audience, is_out=True)
        return page(request, "releases/look", visitor, here="releases", form=forms.LookForm(), seen=seen, card=card)
    template = {ReleaseState.PREPARED: "preview", ReleaseState.WAITING: "decide"}.get(card.state, "release")
    form = forms.SendForm() if template == "preview" else forms.DecideForm()
    return shown(request, visitor, seen, template, form=form)


def begin(request: HttpRequest, council_slug: str, number: int) -> tuple[Visitor, ReleasePage]:
    """Give one release to those who may see it in the register or read it."""
    visitor = visit(request, council_slug)
    seen = queries.release_page(visitor.council.id, number, who=visitor.by)
    if not access.can_see_releases(visitor):
        access.check_can_read_release(visitor, seen.card.audience, is_out=seen.card.is_out)
    return visitor, seen


def shown(
    request: HttpRequest, visitor: Visitor, seen: ReleasePage, template: str, *, form: Any, status: int = 200
) -> HttpResponse:
    """Show a release with everything that its pages have in common."""
    card = seen.card
    is_readable = card.state != ReleaseState.WITHDRAWN and access.can_read_release(
        visitor, card.audience, is_out=card.is_out
    )
    known_policy = policies().get(seen.policy_key)
    last = queries.last_before(seen) if template == "decide" else None
    first = seen.tables[0] if seen.tables else None
    works_on_it = access.can_see_releases(visitor)
    return page(
        request,
        f"releases/{template}",
        visitor,
        here="releases",
        status=status,
        form=form,
        seen=seen,
        card=card,
        days=queries.day_of(seen.population),
        grids=tables.grids_of(seen.tables) if is_readable else (),
        hidden=wording.hidden_in_words(
            seen.hidden, seen.figures, first.method if first else "", first.rounding_base if first else None
        ),
        wording=wording,
        policy=known_policy,
        rules=wording.rules_in_words(known_policy) if known_policy else (),
        last=last,
        changes=tables.changes_between(seen.tables, last.tables) if last is not None else (),
        views=queries.views_of(card.id) if works_on_it and card.audience is Audience.ANALYST else (),
        history=history_of(visitor.council.id, [queries.subject_of(card.id)]) if works_on_it else (),
        works_on_it=works_on_it,
        is_author=card.prepared_by == visitor.by,
        can_decide=access.can_decide_release(
            visitor, who=visitor.by, author=card.prepared_by, needs_two=seen.needs_two_people
        ),
        can_withdraw=access.can_prepare_releases(visitor) and card.is_out,
    )


@staff_page
def look(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Ask why somebody needs to know, record it, and let them look for a quarter of an hour."""
    visitor, seen = begin(request, council_slug, number)
    card = seen.card
    access.check_can_read_release(visitor, card.audience, is_out=True)
    if card.audience is not Audience.ANALYST or not card.is_out:
        return redirect(to(council_slug, "release", number))
    form = forms.LookForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "releases/look", visitor, here="releases", form=form, seen=seen, card=card)
    actions.look(card.id, why=form.cleaned_data["reason"], by=visitor.by)
    request.session[LOOKED] = {str(card.id): [time.time(), form.cleaned_data["reason"]]}
    return redirect(to(council_slug, "release", number))


def _looked(request: HttpRequest, seen: ReleasePage) -> str:
    """Give the reason for which this person may look now, "" for none."""
    since, reason = request.session.get(LOOKED, {}).get(str(seen.card.id), (0, ""))
    return reason if time.time() - since < LOOK_SECONDS else ""


@data_page
@require_safe
def release_as_file(request: HttpRequest, council_slug: str, number: int, ending: str) -> HttpResponse:
    """Give the tables as a file."""
    visitor, seen = _readable(request, council_slug, number)
    return tables_response(request, seen, ending, visitor=visitor)


@data_page
@require_safe
def groups_as_file(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Give which category is part of which."""
    _visitor, seen = _readable(request, council_slug, number)
    name = f"release-{council_slug}-{number}.groups.csv"
    return file_response(files.groups_csv(seen), content_type="text/csv; charset=utf-8", filename=name)


def tables_response(request: HttpRequest, seen: ReleasePage, ending: str, *, visitor: Visitor) -> HttpResponse:
    """Answer with the tables: CSV long, JSON without loss, a sheet for each in Excel and OpenDocument."""
    name = f"release-{visitor.council.slug}-{seen.card.number}"
    if ending == "csv":
        body = files.long_csv(seen)
        return file_response(body, content_type="text/csv; charset=utf-8", filename=f"{name}.csv")
    if ending == "json":
        body = files.json_of(seen, council=visitor.council.name)
        kind = "application/json; charset=utf-8"
        return file_response(body, content_type=kind, filename=f"{name}.json", is_shown=True)
    book = files.tables_workbook(seen, visitor=visitor, is_preview=not seen.card.is_out)
    return table_response(request, book, ending, name)


def _readable(request: HttpRequest, council_slug: str, number: int) -> tuple[Visitor, ReleasePage]:
    visitor, seen = begin(request, council_slug, number)
    card = seen.card
    access.check_can_read_release(visitor, card.audience, is_out=card.is_out)
    if card.state in (ReleaseState.WITHDRAWN, ReleaseState.DROPPED):
        raise Http404
    if card.is_out and card.audience is Audience.ANALYST:
        reason = _looked(request, seen)
        if not reason:
            raise Http404
        actions.look(card.id, why=reason, by=visitor.by)
    return visitor, seen


@staff_page
def rules(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask whether a release needs two people."""
    visitor = visit(request, council_slug)
    access.check_can_keep_release_rules(visitor)
    now = queries.rules_of(visitor.council.id)
    form = forms.RulesForm(sent(request), initial={"two_people": "yes" if now.two_people else "no"})
    if request.method != "POST" or not form.is_valid():
        return page(request, "releases/rules", visitor, here="releases", form=form)
    two = form.cleaned_data["two_people"] == "yes"
    if two != now.two_people:
        actions.change_rules(visitor.council.id, two_people=two, by=visitor.by)
    messages.success(request, _("The rule is kept. It holds for what is prepared from now on."))
    return redirect(to(council_slug, "release_rules"))
