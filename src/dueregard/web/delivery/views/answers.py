"""Answering: one page with everything somebody is asked, by the link that was sent to them or signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dueregard.domain.plans.merging import ChangedMeanwhile
from dueregard.terms.errors import DueRegardError
from dueregard.web.delivery.access import answers as access
from dueregard.web.delivery.actions import answers as acts
from dueregard.web.delivery.forms.answers import AnswerForm, HandOnForm
from dueregard.web.delivery.queries import answers as asked
from dueregard.web.delivery.queries.answers import PAGE, AskCard
from dueregard.web.delivery.queries.links import Answerer, answerer_signed_in
from dueregard.web.delivery.views.answers_door import came_by_link, closed, guarded
from dueregard.web.delivery.views.page import page, to
from dueregard.web.organisation.access import staff_page
from dueregard.web.organisation.queries import Visitor, public_visit, visit
from dueregard.web.plans.queries.history import last_change
from dueregard.web.ui.components import cut, paginate, read_listing

ALL = "all"
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Door:
    """By which way somebody came in: who they are, and the names of the addresses on their side."""

    who: Answerer
    visitor: Visitor
    suffix: str = ""

    def address(self, name: str, *parts: Any) -> str:
        """Give the address of a page on this side."""
        return to(self.visitor.council.slug, f"answer{self.suffix}{name}", *parts)


@dataclass(frozen=True, slots=True)
class Shown:
    """One action on the page: what is asked, its form, and who changed it meanwhile."""

    card: AskCard
    form: AnswerForm
    who: Any = None


@dataclass(slots=True)
class Taken:
    """What became of a form that was sent: answers recorded, drafts kept, and what is to be put right."""

    sent: int = 0
    kept: int = 0
    faulty: dict[UUID, Shown] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Answer by link: all that somebody is asked, on one page."""
    who = came_by_link(request, council_slug)
    if who is None:
        return closed(request, council_slug)
    return _all(request, Door(who, public_visit(request, council_slug)))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_action(request: HttpRequest, council_slug: str, ask_id: UUID) -> HttpResponse:
    """Answer by link about one action, for the first time or again."""
    who = came_by_link(request, council_slug)
    if who is None:
        return closed(request, council_slug)
    return _one(request, Door(who, public_visit(request, council_slug)), ask_id)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, council_slug: str) -> HttpResponse:
    """By link, name somebody who knows better."""
    who = came_by_link(request, council_slug)
    if who is None:
        return closed(request, council_slug)
    return _hand_on(request, Door(who, public_visit(request, council_slug)))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_mine(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Answer signed in: all that one is asked in every round that takes answers."""
    return _all(request, _signed_in(request, council_slug))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_mine_action(request: HttpRequest, council_slug: str, ask_id: UUID) -> HttpResponse:
    """Answer signed in about one action, for the first time or again."""
    return _one(request, _signed_in(request, council_slug), ask_id)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on_mine(request: HttpRequest, council_slug: str) -> HttpResponse:
    """Signed in, name somebody who knows better."""
    return _hand_on(request, _signed_in(request, council_slug))


def _signed_in(request: HttpRequest, council_slug: str) -> Door:
    visitor = visit(request, council_slug)
    access.check_can_answer(visitor)
    if visitor.person is None:
        raise Http404
    who = answerer_signed_in(visitor.person, council=visitor.council, post_ids=visitor.post_ids, on=visitor.on)
    return Door(who, visitor, "_mine")


def _all(request: HttpRequest, door: Door) -> HttpResponse:
    own = asked.own_words(door.who.council.id)
    standing = asked.standing(door.who)
    listing = read_listing(request, page_size=PAGE)
    cards = asked.ask_cards(door.who, own=own, part=cut(listing, found=standing.asked))
    taken = _take(request, door, cards, own=own)
    if request.method == "POST" and not taken.faulty:
        _tell(request, taken)
        return redirect(request.get_full_path())
    if taken.faulty:
        cards = asked.ask_cards(door.who, own=own, part=cut(listing, found=standing.asked))
        standing = asked.standing(door.who)
    shown = [taken.faulty.get(card.id) or Shown(card, _form(card)) for card in cards]
    faulty = [one.form for one in shown if one.form.errors]
    return guarded(
        page(
            request,
            "answers",
            door.visitor,
            here="my_actions",
            door=door,
            who=door.who,
            shown=shown,
            standing=standing,
            taken=taken,
            rows=paginate(cards, listing, found=standing.asked),
            form=faulty[0] if faulty else None,
            faulty=faulty,
            words=own["status"],
            colours=own["rag"],
            status=400 if faulty else 200,
        )
    )


def _one(request: HttpRequest, door: Door, ask_id: UUID) -> HttpResponse:
    own = asked.own_words(door.who.council.id)
    card = asked.ask_card(door.who, ask_id, own=own)
    taken = _take(request, door, (card,), own=own)
    if request.method == "POST" and not taken.faulty:
        _tell(request, taken)
        return redirect(door.address(""))
    one = taken.faulty.get(card.id) or Shown(card, _form(card))
    return guarded(
        page(
            request,
            "answers_action",
            door.visitor,
            here="my_actions",
            door=door,
            who=door.who,
            one=one,
            form=one.form,
            words=own["status"],
            colours=own["rag"],
            status=400 if one.form.errors else 200,
        )
    )


def _hand_on(request: HttpRequest, door: Door) -> HttpResponse:
    cards = asked.can_hand_on(door.who)
    wanted = request.GET.get("ask", "")
    cards = tuple(card for card in cards if str(card.id) == wanted) or cards
    offered = [(str(card.id), _name(card)) for card in cards]
    form = HandOnForm(request.POST if request.method == "POST" and cards else None, actions=offered)
    if request.method == "POST" and cards and form.is_valid():
        given, chosen = form.cleaned_data, form.chosen()
        try:
            acts.hand_on(
                [card for card in cards if str(card.id) in chosen],
                who=door.who,
                name=given["name"],
                email=given["email"],
                by=door.who.by,
            )
        except DueRegardError as fault:
            form.add_error("email", " ".join(part for part in (fault.message, fault.mend) if part))
        else:
            messages.success(request, _("%(name)s gets a link of their own.") % {"name": given["name"]})
            return redirect(door.address(""))
    return guarded(
        page(
            request,
            "answers_hand_on",
            door.visitor,
            here="my_actions",
            door=door,
            cards=cards,
            form=form,
            status=400 if cards and form.errors else 200,
        )
    )


def _form(card: AskCard, request: HttpRequest | None = None, *, about: str = "") -> AnswerForm:
    """Give the form of one action: bound where a request brings it, else as its draft left it."""
    return AnswerForm(
        request.POST if request else None,
        request.FILES if request else None,
        asked=card.asked,
        draft=card.draft,
        about=about,
        prefix=card.id.hex,
        auto_id=f"id_{card.id.hex[:8]}_%s",
    )


def _take(request: HttpRequest, door: Door, cards: Sequence[AskCard], *, own: Words) -> Taken:
    """Send what is to be sent, keep everything else that was typed as a draft, and say what is to be put right.

    Which is told by the button ("send:all", "send:<action>", "save:…"); without one, nothing is sent or kept.
    """
    taken = Taken()
    if request.method != "POST":
        return taken
    what, _colon, which = request.POST.get("do", "").partition(":")
    if what not in ("send", "save"):
        return taken
    for card in cards:
        form = _form(card, request, about=_name(card)[:80] if len(cards) > 1 else "")
        if what == "send" and (which == card.id.hex or (which == ALL and not form.is_empty)):
            fault = _send(door, Shown(card, form), own=own)
            if fault is None:
                taken.sent += 1
                continue
            taken.faulty[card.id] = fault
        if not form.is_empty and acts.keep_draft(card.id, draft=form.typed()):
            taken.kept += 1
    return taken


def _send(door: Door, one: Shown, *, own: Words) -> Shown | None:
    """Send one answer; where it cannot be, give what is to be shown again, with everything that was typed."""
    form = one.form
    if not form.is_valid():
        return one
    file = form.cleaned_data.get("file")
    said = acts.Answer(
        text=form.cleaned_data["text"],
        **form.said(),
        is_unchanged=form.is_unchanged,
        agrees=form.leaves_it,
        seen=form.seen_versions(),
        file_name=(file.name or "file") if file else "",
        file_data=file.read() if file else b"",
        url=form.cleaned_data["url"],
    )
    who = door.who
    try:
        acts.answer(one.card.id, said=said, author=who.name, on=who.on, by=who.by, by_link=who.link_id)
    except ChangedMeanwhile as collision:
        fresh = asked.ask_card(who, one.card.id, own=own)
        form.show_both(mine=tuple(collision.mine), moved=tuple(collision.theirs), asked=fresh.asked)
        changed = None if who.is_by_link else last_change(who.council.id, f"plans.action:{fresh.action.id}")
        return Shown(fresh, form, changed)
    except DueRegardError as fault:
        form.add_error(None, str(fault))
        return one
    return None


def _tell(request: HttpRequest, taken: Taken) -> None:
    if taken.sent:
        words = ngettext("Sent: %(n)s answer is recorded.", "Sent: %(n)s answers are recorded.", taken.sent)
        messages.success(request, words % {"n": taken.sent})
    elif taken.kept:
        messages.success(request, _("Your draft is kept. Nothing is sent yet."))
    else:
        messages.info(request, _("Nothing was sent: there is nothing new."))


def _name(card: AskCard) -> str:
    return f"{card.action.number}. {card.action.title}" if card.action.number else card.action.title
