"""The days of a round: its dates and chasing, reminding now, closing, reopening; and the council's quiet days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.delivery.rounds import RoundState
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import rounds as access
from dueregard.web.delivery.actions import rounds as actions
from dueregard.web.delivery.actions.rounds_chasing import chase_now
from dueregard.web.delivery.actions.rounds_opening import open_round
from dueregard.web.delivery.forms.rounds import DaysForm, QuietForm, ReopenForm, SureForm
from dueregard.web.delivery.queries import rounds, rounds_owners
from dueregard.web.delivery.views.rounds_page import keeping_round, page, seeing, sent, to
from dueregard.web.organisation.access import staff_page


@staff_page
def days(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask for the days of a round and how people are reminded."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if card.state is RoundState.CLOSED:
        return redirect(to(council_slug, "round", card.slug))
    form = DaysForm(sent(request), card=card, on=visitor.on)
    if request.method != "POST" or not form.is_valid():
        calendar = rounds.calendar_of(visitor.council.id, nation=visitor.council.nation, on=card.opens_on)
        chases = card.timetable(calendar).chases()
        return page(request, "days", visitor, card=card, form=form, chases=chases)
    changed = actions.change_days(card.id, days=form.days(), rules=form.rules(), by=visitor.by)
    if card.is_draft:
        return redirect(to(council_slug, "round_check", card.slug))
    if changed:
        messages.success(request, _("The days are changed. Nobody is told of it by itself."))
    return redirect(to(council_slug, "round", card.slug))


@staff_page
def remind_now(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask whether to remind everybody who has not answered, now."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_open:
        return redirect(to(council_slug, "round", card.slug))
    by_state = rounds_owners.counts_by_state(card.id)
    silent = by_state[rounds_owners.WAITING] + by_state[rounds_owners.PARTLY]
    form = SureForm(
        sent(request),
        label=_("Remind them now?"),
        yes=_("Yes, send each of them one reminder"),
        no=_("No"),
    )
    if request.method != "POST" or not form.is_valid():
        text = ngettext(
            "%(n)s person has not answered about everything. They get one message, with all that waits for them.",
            "%(n)s people have not answered about everything. Each gets one message, with all that waits for them.",
            silent,
        ) % {"n": silent}
        return page(request, "sure", visitor, card=card, form=form, text=text)
    if form.is_sure:
        number = chase_now(card.id, by=visitor.by)
        said = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", number) % {"n": number}
        messages.success(
            request, said if number else _("Nobody is reminded: all were reminded today, or have answered.")
        )
    return redirect(to(council_slug, "round", card.slug))


@staff_page
def close(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask whether to close the round, before its last day."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_open:
        return redirect(to(council_slug, "round", card.slug))
    form = SureForm(
        sent(request),
        label=_("Close this round?"),
        yes=_("Yes, take no more answers"),
        no=_("No, leave it open"),
    )
    if request.method != "POST" or not form.is_valid():
        text = _(
            "Links stop working, and messages that wait are not sent. What was answered stays. It can be reopened."
        )
        return page(request, "sure", visitor, card=card, form=form, text=text)
    if form.is_sure:
        actions.close_round(card.id, by=visitor.by)
        messages.success(request, _("The round is closed."))
    return redirect(to(council_slug, "round", card.slug))


@staff_page
def reopen(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask whether to take answers again; or, where its opening was stopped, whether to go on with it."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not (card.is_stopped or card.state is RoundState.CLOSED):
        return redirect(to(council_slug, "round", card.slug))
    if card.is_stopped:
        return _go_on(request, council_slug, round_slug)
    form = ReopenForm(
        sent(request),
        least=max(card.due_on, visitor.on),
        label=_("Reopen this round?"),
        yes=_("Yes, take answers again"),
        no=_("No, leave it closed"),
    )
    if request.method != "POST" or not form.is_valid():
        text = _("Links that were sent work again. Nobody is told by itself.")
        return page(request, "sure", visitor, card=card, form=form, text=text)
    if form.is_sure:
        actions.reopen_round(card.id, closes_on=form.cleaned_data["closes"], by=visitor.by)
        messages.success(request, _("The round is open again."))
    return redirect(to(council_slug, "round", card.slug))


@staff_page
def quiet(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Show the days on which no reminder goes out, and let an officer add and remove the council's own."""
    visitor = seeing(request, council_slug)
    form = QuietForm(sent(request) if "first-day" in request.POST or "name" in request.POST else None)
    if request.method == "POST":
        access.check_can_keep_rounds(visitor)
        removed = next(
            (one for one in rounds.quiet_days(visitor.council.id) if str(one.id) == request.POST.get("remove")), None
        )
        if removed is not None:
            actions.remove_quiet_days(removed.id, council_id=visitor.council.id, by=visitor.by)
            return redirect(to(council_slug, "quiet_days"))
        form = QuietForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            actions.add_quiet_days(
                council_id=visitor.council.id,
                name=given["name"],
                first=given["first"],
                last=given["last"],
                by=visitor.by,
            )
            return redirect(to(council_slug, "quiet_days"))
    calendar = rounds.calendar_of(visitor.council.id, nation=visitor.council.nation, on=visitor.on)
    own = rounds.quiet_days(visitor.council.id)
    bank = [
        (day, name)
        for day, name in sorted(calendar.quiet.items())
        if day >= visitor.on and not any(one.first <= day <= one.last for one in own)
    ]
    return page(request, "quiet", visitor, form=form, own=own, bank=bank[:10], can_keep=access.can_keep_rounds(visitor))


def _go_on(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    visitor, card = keeping_round(request, council_slug, round_slug)
    form = SureForm(
        sent(request),
        label=_("Go on opening this round?"),
        yes=_("Yes, ask those who were not asked yet"),
        no=_("No"),
    )
    if request.method == "POST" and form.is_valid():
        if not form.is_sure:
            return redirect(to(council_slug, "round", card.slug))
        try:
            job = open_round(card.id, by=visitor.by)
        except DueRegardError as fault:
            form.add_error("sure", fault.message)
        else:
            return redirect("organisation:job", council_slug=council_slug, job_id=job)
    text = _("Its opening was stopped on the way. Whoever was asked is not asked again.")
    return page(request, "sure", visitor, card=card, form=form, text=text)
