"""What becomes of a preview: sent, put aside, counted another way, released, sent back, withdrawn; and refusals."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.domain.monitoring.states import ReleaseState
from dueregard.terms.errors import DueRegardError
from dueregard.web.jobs.queries import job as job_card
from dueregard.web.monitoring.access import releases as access
from dueregard.web.monitoring.actions import releases as actions
from dueregard.web.monitoring.actions.releases_preparing import SECONDS, prepare
from dueregard.web.monitoring.forms import releases as forms
from dueregard.web.monitoring.queries import releases_wording as wording
from dueregard.web.monitoring.queries.files import ready_file
from dueregard.web.monitoring.queries.releases_specification import from_json
from dueregard.web.monitoring.views.page import page, sent, to
from dueregard.web.monitoring.views.releases import begin, shown
from dueregard.web.monitoring.views.releases_new import in_words, refused_address
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import visit


@staff_page
@require_POST
def send(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Send a preview for a decision, or put it aside."""
    visitor, seen = begin(request, council_slug, number)
    access.check_can_prepare_releases(visitor)
    if seen.card.state is not ReleaseState.PREPARED:
        return redirect(to(council_slug, "release", number))
    form = forms.SendForm(sent(request))
    if not form.is_valid():
        return shown(request, visitor, seen, "preview", form=form)
    if form.cleaned_data["what"] == "drop":
        actions.drop(seen.card.id, by=visitor.by)
        messages.success(request, _("It is put aside."))
        return redirect(to(council_slug, "releases"))
    actions.send_for_decision(seen.card.id, note=form.cleaned_data["note"], by=visitor.by)
    messages.success(request, _("It is sent for a decision."))
    return redirect(to(council_slug, "release", number))


@staff_page
@require_POST
def again(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Prepare it another way: one of the alternatives, which goes the whole way again."""
    visitor, seen = begin(request, council_slug, number)
    access.check_can_prepare_releases(visitor)
    place = request.POST.get("way", "")
    if not place.isdecimal() or int(place) >= len(seen.alternatives):
        return redirect(to(council_slug, "release", number))
    if seen.card.prepared_by == visitor.by and seen.card.state is ReleaseState.PREPARED:
        actions.drop(seen.card.id, by=visitor.by)
    job_id = prepare(
        seen.version_id,
        from_json(seen.alternatives[int(place)]["specification"]),
        policy=seen.policy_key,
        title=seen.card.title,
        url=to(council_slug, "release", 0),
        refused_url=refused_address(council_slug),
        council=visitor.council,
        by=visitor.by,
    )
    return redirect("organisation:job", council_slug, job_id)


@staff_page
@require_POST
def decide(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Take the second person's decision."""
    visitor, seen = begin(request, council_slug, number)
    card = seen.card
    access.check_can_decide_release(visitor, who=visitor.by, author=card.prepared_by, needs_two=seen.needs_two_people)
    if card.state is not ReleaseState.WAITING:
        return redirect(to(council_slug, "release", number))
    form = forms.DecideForm(sent(request))
    if not form.is_valid():
        return shown(request, visitor, seen, "decide", form=form)
    if form.cleaned_data["decision"] == "send_back":
        actions.send_back(card.id, why=form.cleaned_data["why"], by=visitor.by)
        messages.success(request, _("It is sent back to %(who)s.") % {"who": card.author})
        return redirect(to(council_slug, "release", number))
    try:
        actions.let_out(card.id, by=visitor.by)
    except DueRegardError as fault:
        form.add_error("decision", f"{fault.message} {fault.mend or ''}".strip())
        return shown(request, visitor, seen, "decide", form=form)
    messages.success(request, _("It is released."))
    return redirect(to(council_slug, "release", number))


@staff_page
def withdraw(request: HttpRequest, council_slug: str, number: int) -> HttpResponse:
    """Ask why, and take a release off the pages."""
    visitor, seen = begin(request, council_slug, number)
    access.check_can_prepare_releases(visitor)
    if not seen.card.is_out:
        return redirect(to(council_slug, "release", number))
    form = forms.WithdrawForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return page(request, "releases/withdraw", visitor, here="releases", form=form, card=seen.card)
    if form.cleaned_data["sure"] == "yes":
        actions.withdraw(seen.card.id, why=form.cleaned_data["why"], by=visitor.by)
        messages.success(request, _("It is withdrawn."))
    return redirect(to(council_slug, "release", number))


@staff_page
def refused(request: HttpRequest, council_slug: str, job_id: UUID) -> HttpResponse:
    """Say why figures were refused, in words without a figure, and what would help; or try one of those ways."""
    visitor = visit(request, council_slug)
    access.check_can_prepare_releases(visitor)
    job = job_card(job_id)
    is_mine = job is not None and job.started_by == visitor.by and job.council_id == visitor.council.id
    if job is None or not is_mine or "refused" not in job.result:
        raise Http404
    found = job.result
    file = ready_file(visitor.council.id, UUID(found["version"]))
    ways = found["alternatives"]
    place = request.POST.get("way", "")
    if request.method == "POST" and place.isdecimal() and int(place) < len(ways):
        job_id = prepare(
            file.version_id,
            from_json(ways[int(place)]["specification"]),
            policy=found["policy"],
            title=found["title"],
            url=to(council_slug, "release", 0),
            refused_url=refused_address(council_slug),
            council=visitor.council,
            by=visitor.by,
        )
        return redirect("organisation:job", council_slug, job_id)
    return page(
        request,
        "releases/refused",
        visitor,
        here="releases",
        reasons=found["refused"],
        ways=[way for way in ways if way["hidden"] is not None],
        places={way["title"]: place for place, way in enumerate(ways)},
        file=file,
        said=in_words(file, from_json(found["specification"])),
        title=found["title"],
        seconds=SECONDS,
        wording=wording,
    )
