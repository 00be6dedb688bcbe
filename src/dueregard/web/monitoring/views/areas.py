"""Areas for staff: the list, the profile of one, whether it is ours, its wards, and all of it as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dueregard.domain.monitoring.profile_needs import changed_most, differs_most
from dueregard.domain.monitoring.profile_report import READ_FIRST, profile_workbook
from dueregard.domain.monitoring.profile_wording import stands_out
from dueregard.web.monitoring.access import areas as access
from dueregard.web.monitoring.actions.areas import choose_area
from dueregard.web.monitoring.forms import areas as forms
from dueregard.web.monitoring.queries import areas as queries
from dueregard.web.monitoring.queries import areas_files, areas_places, areas_rows
from dueregard.web.monitoring.views.areas_door import Door, staff_door
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.organisation.access import data_page, staff_page
from dueregard.web.organisation.queries import visit
from dueregard.web.ui.components import Listing, cut, paginate, read_listing, table_response
from dueregard.web.ui.components.tables import file_response


@staff_page
@require_safe
def area_list(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Which area? The council's own first, then all that there are."""
    visitor = visit(request, council_slug)
    listing = _listing(request, council_slug)
    rows = _wanted(listing)
    own = queries.own_area(visitor.council.id)
    return page(
        request,
        "areas/list",
        visitor,
        here="indicators",
        listing=listing,
        page=paginate(rows[cut(listing, found=len(rows))], listing, found=len(rows), total=queries.count_of_areas()),
        own=own,
        proposals=() if own or visitor.council.is_made_up else queries.proposals(visitor.council.name),
        can_choose=access.can_choose_area(visitor),
    )


@data_page
@require_safe
def areas_as_file(request: HttpRequest, council_slug: str, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    visitor = visit(request, council_slug)
    book = areas_files.areas_workbook(_wanted(_listing(request, council_slug)), visitor=visitor)
    return table_response(request, book, ending, "areas")


@staff_page
@require_safe
def area(request: HttpRequest, council_slug: str, area: str) -> HttpResponse:
    """Who lives here?"""
    return profile_page(request, staff_door(request, council_slug, area))


@data_page
@require_safe
def area_as_file(request: HttpRequest, council_slug: str, area: str, ending: str) -> HttpResponse:
    """Give the whole profile as a file."""
    return profile_as_file(request, staff_door(request, council_slug, area), ending)


@staff_page
def choose(request: HttpRequest, council_slug: str, area: str) -> HttpResponse:
    """Ask whether this is the council's own area."""
    visitor = visit(request, council_slug)
    access.check_can_choose_area(visitor)
    found = queries.area_or_404(area)
    form = forms.ChooseAreaForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        before = queries.own_area(visitor.council.id)
        return page(request, "areas/choose", visitor, here="indicators", form=form, area=found, before=before)
    if form.cleaned_data["is_ours"] == forms.YES:
        choose_area(found.code, council_id=visitor.council.id, by=visitor.by)
        messages.success(request, _("%(area)s is the council's area.") % {"area": found.name})
    return redirect(to(council_slug, "area", found.code))


@staff_page
@require_safe
def pick_wards(request: HttpRequest, council_slug: str, area: str) -> HttpResponse:
    """Ask which wards to put together. The form leads to the profile, or narrows this list."""
    door = staff_door(request, council_slug, area)
    words = request.GET.get("words", "").strip()[:100]
    chosen = [ward for ward in queries.wards_of(door.area) if ward.code in door.wards]
    fitting = [w for w in queries.wards_of(door.area) if w not in chosen and words.casefold() in w.name.casefold()]
    return door.page(
        request, "pick_wards", words=words, chosen=chosen, fitting=fitting, all=len(queries.wards_of(door.area)),
        most=queries.MOST_WARDS,
    )  # fmt: skip


def profile_page(request: HttpRequest, door: Door, *, template: str = "profile", **more: object) -> HttpResponse:
    """Show a profile, at either door."""
    profile = door.profile()
    tables = [areas_rows.subject_table(section, whole=False) for section in profile.sections]
    return door.page(
        request,
        template,
        profile=profile,
        heading=areas_rows.heading(profile),
        made_of=areas_rows.made_of(profile),
        within=queries.within_words(door.area),
        said=stands_out(profile),
        changed=areas_rows.need_rows(changed_most(profile)),
        differing=areas_rows.need_rows(differs_most(profile)),
        tables=tables,
        read_first=READ_FIRST,
        has_wards=not door.is_public and queries.has_wards(door.area),
        has_map=not door.wards and areas_places.can_be_mapped(door.area),
        others=() if door.is_public or door.wards else queries.others_to_compare(door.area),
        **more,
    )


def profile_as_file(request: HttpRequest, door: Door, ending: str) -> HttpResponse:
    """Give a profile as a file, at either door."""
    profile = door.profile()
    name = f"equality-profile-{slugify(areas_rows.heading(profile))[:80]}"
    if ending in areas_files.DOCUMENTS:
        body, kind = areas_files.profile_file(profile, ending, visitor=door.visitor)
        return file_response(body, content_type=kind, filename=f"{name}.{ending}")
    book = profile_workbook(profile, author=door.visitor.council.name, on=door.visitor.on)
    return table_response(request, book, ending, name)


def _listing(request: HttpRequest, council_slug: str) -> Listing:
    return read_listing(
        request, filters=forms.area_filters(), orders=forms.area_orders(), path=to(council_slug, "areas")
    )


def _wanted(listing: Listing) -> list[queries.AreaRow]:
    order = listing.order.name if listing.order else "name"
    return queries.area_rows(
        words=listing.one("words"), kind=listing.one("kind"), order=order, falling=listing.is_falling
    )
