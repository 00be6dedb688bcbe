"""Making a round, a page a question: period and name, actions, words, days; then everything once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dueregard.domain.delivery.chasing import in_words
from dueregard.domain.delivery.rounds import proposed_period
from dueregard.domain.delivery.rounds_mail import USUAL_WORDS
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.actions import rounds as actions_of
from dueregard.web.delivery.actions.rounds import Days
from dueregard.web.delivery.actions.rounds_opening import open_round
from dueregard.web.delivery.forms.rounds import PeriodForm, SureForm, WordsForm, action_filters, wanted_from
from dueregard.web.delivery.queries import rounds, rounds_asking
from dueregard.web.delivery.queries.rounds import RoundCard
from dueregard.web.delivery.views.rounds_page import keeping, keeping_round, page, sent, to
from dueregard.web.mail.queries.messages import way
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, boards, directorates
from dueregard.web.plans.queries import across
from dueregard.web.ui.components import cut, paginate, read_listing

DAYS_TO_ANSWER, DAYS_OPEN_AFTER = 18, 21


@staff_page
def new_round(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Ask what the round is about; all open actions are chosen then, and can be left out."""
    visitor = keeping(request, council_slug)
    proposed = proposed_period(visitor.on)
    initial = {"name": proposed.name, "starts": proposed.start, "ends": proposed.end}
    form = PeriodForm(sent(request), initial=initial)
    if request.method != "POST" or not form.is_valid():
        return page(request, "new", visitor, form=form, card=None)
    council = visitor.council
    slug = actions_of.make_round(
        council_id=council.id,
        name=form.cleaned_data["name"],
        period=form.period(),
        days=_proposed_days(visitor),
        rules=rounds.newest_rules(council.id),
        by=visitor.by,
    )
    card = rounds.round_card(council.id, slug)
    every = across.open_actions(council.id).values_list("pk", flat=True)
    actions_of.choose_actions(card.id, action_ids=every, by=visitor.by)
    return redirect(to(council_slug, "round_actions", slug))


@staff_page
def actions(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask which actions the round is about: all that a filter finds at once, or one by one."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_draft:
        return redirect(to(council_slug, "round", card.slug))
    listing = read_listing(request, filters=_action_filters(visitor))
    rows = rounds_asking.actions_offered(visitor.council.id, wanted_from(listing), on=visitor.on)
    if request.method == "POST":
        return _choose(request, visitor, card, rows)
    found = rows.count()
    lines = across.action_lines(across.in_reading_order(rows)[cut(listing, found=found)])
    return page(
        request,
        "actions",
        visitor,
        card=card,
        listing=listing,
        page=paginate(lines, listing, found=found, total=across.open_actions(visitor.council.id).count()),
        chosen=rounds_asking.chosen_among(card.id, [line.id for line in lines]),
        number=rounds_asking.chosen_actions(card.id).count(),
    )


@staff_page
def words(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask what to say to the owners, and show the mail that one of them will get."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_draft:
        return redirect(to(council_slug, "round", card.slug))
    form = WordsForm(sent(request), initial={"words": card.words})
    if request.method != "POST" or not form.is_valid():
        preview = _preview(visitor, card)
        return page(request, "words", visitor, card=card, form=form, preview=preview, usual=USUAL_WORDS)
    actions_of.change_round(card.id, words=form.cleaned_data["words"], by=visitor.by)
    if request.POST.get("then") == "look":
        return redirect(to(council_slug, "round_words", card.slug) + "#preview")
    return redirect(to(council_slug, "round_days", card.slug))


@staff_page
def check(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Show everything once more, whom it asks and whom it cannot, and ask whether to open."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_draft:
        return redirect(to(council_slug, "round", card.slug))
    form = SureForm(
        sent(request),
        label=_("Open this round now?"),
        yes=_("Yes, ask these people"),
        no=_("No, keep it as a draft"),
    )
    if request.method == "POST" and form.is_valid():
        if not form.is_sure:
            return redirect(to(council_slug, "rounds"))
        try:
            job = open_round(card.id, by=visitor.by)
        except DueRegardError as fault:
            form.add_error("sure", fault.message)
        else:
            return redirect("organisation:job", council_slug=council_slug, job_id=job)
    wanted = rounds_asking.to_ask(card, on=visitor.on)
    calendar = rounds.calendar_of(visitor.council.id, nation=visitor.council.nation, on=card.opens_on)
    return page(
        request,
        "check",
        visitor,
        card=card,
        form=form,
        wanted=wanted,
        preview=_preview(visitor, card, wanted=wanted),
        rules=in_words(card.rules),
        chases=card.timetable(calendar).chases(),
        quiet=calendar.why_quiet(card.opens_on),
        way=way(),
    )


@staff_page
def throw_away(request: HttpRequest, council_slug: str, round_slug: str) -> HttpResponse:
    """Ask whether it is meant, and throw a draft away."""
    visitor, card = keeping_round(request, council_slug, round_slug)
    if not card.is_draft:
        return redirect(to(council_slug, "round", card.slug))
    form = SureForm(
        sent(request),
        label=_("Throw this draft away?"),
        yes=_("Yes, throw it away"),
        no=_("No, keep it"),
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "sure", visitor, card=card, form=form, text=_("Nobody has been asked anything yet."))
    if not form.is_sure:
        return redirect(to(council_slug, "round_check", card.slug))
    actions_of.throw_away(card.id, by=visitor.by)
    messages.success(request, _("The draft is thrown away."))
    return redirect(to(council_slug, "rounds"))


def _choose(request: HttpRequest, visitor: Visitor, card: RoundCard, rows: Any) -> HttpResponse:
    """Do what a button of the actions page says: with all that the filter finds, or with one action."""
    ids = rows.values_list("pk", flat=True)
    do, one = request.POST.get("do", ""), request.POST.get("action", "")
    if one:
        offered = across.open_actions(visitor.council.id)
        ids = [pk for pk in offered.values_list("pk", flat=True) if str(pk) == one]
        if not ids:
            raise Http404  # of another council, finished meanwhile, or of nobody
    if do == "only":
        actions_of.choose_actions(card.id, action_ids=ids, by=visitor.by)
    elif do == "add":
        actions_of.add_actions(card.id, action_ids=ids, by=visitor.by)
    elif do == "leave_out":
        actions_of.leave_out_actions(card.id, action_ids=ids, by=visitor.by)
    else:
        messages.warning(request, _("Nothing was changed: choose what to do with these actions."))
    return redirect(request.get_full_path())


def _preview(visitor: Visitor, card: RoundCard, *, wanted: rounds_asking.ToAsk | None = None) -> Any:
    """Give the very mail that the person with most actions will get; None where nobody can be asked."""
    wanted = wanted or rounds_asking.to_ask(card, on=visitor.on)
    if not wanted.people:
        return None
    first = max(wanted.people, key=lambda one: len(one.action_ids))
    officer = visitor.person.full_name if visitor.person else ""
    mail = rounds_asking.mail_to(
        card, name=first.name, actions=wanted.about(first), council=visitor.council.name, officer=officer
    )
    body = mail.body.replace("{{link:answer}}", _("(their own link stands here)"))
    return {"to": first.email, "subject": mail.subject, "body": body}


def _proposed_days(visitor: Visitor) -> Days:
    """Propose the days: opening on the next working day, some two weeks to answer, three weeks for late answers."""
    calendar = rounds.calendar_of(visitor.council.id, nation=visitor.council.nation, on=visitor.on)
    opens = calendar.on_or_after(visitor.on)
    due = calendar.on_or_after(opens + timedelta(days=DAYS_TO_ANSWER))
    return Days(opens, due, calendar.on_or_after(due + timedelta(days=DAYS_OPEN_AFTER)))


def _action_filters(visitor: Visitor) -> Any:
    return action_filters(
        plans=across.plans_in_use(visitor.council.id),
        directorates=[(str(one.id), one.name) for one in directorates(visitor.council.id)],
        boards=[(str(one.id), one.name) for one in boards(visitor.council.id, on=visitor.on)],
    )
