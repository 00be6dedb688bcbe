"""What an officer does for one person in a round: ask again, hand out a link, take it back, name another address.

The one idea: an address of a link is made only when a person asks for it, and that they did is in the ledger: whoever
holds it can answer in that person's place. Asking again carries the number of the message the officer saw, so that
sending a form twice asks once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.domain.delivery.rounds import ANSWERABLE, RoundState
from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.accounts.queries import person_card
from dueregard.web.delivery.actions import links
from dueregard.web.delivery.actions.rounds import record
from dueregard.web.delivery.actions.rounds_opening import link_of, message_key, send_request
from dueregard.web.delivery.models.rounds import Link, Request, Round
from dueregard.web.delivery.queries.rounds import round_card
from dueregard.web.delivery.queries.rounds_asking import about, mail_to
from dueregard.web.delivery.queries.rounds_owners import actions_asked, waiting_actions
from dueregard.web.mail.actions.sending import withdraw
from dueregard.web.plans.queries.across import ActionLine, lines_of


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One row of a mail-merge file: who, where, the address of their page, and what they are asked about."""

    name: str
    email: str
    address: str
    actions: tuple[ActionLine, ...]


def ask_again(request_id: UUID, *, times_asked: int, by: UUID) -> bool:
    """Send the message that asks somebody once more; False where it was sent meanwhile.

    Takes:   `times_asked`, as the page showed it.
    Raises:  MoveNotAllowed where the round takes no answers, or nobody can be asked.
    """
    with transaction.atomic():
        request = _held(request_id)
        if request.why or not request.email:
            raise MoveNotAllowed(_("Nobody can be asked here. Name somebody first."))
        if request.times_asked != times_asked:
            return False
        _ask(request, by=by)
        record(request.round, "asked_again", by=by, also=[f"delivery.request:{request.pk}"], number=request.times_asked)
    return True


def name_another(request_id: UUID, *, name: str, email: str, by: UUID) -> bool:
    """Ask somebody else, or the same person at another address; False where that is how it was already.

    Links made before are revoked and a message that waits is taken back: the old address answers no more.
    Raises:  MoveNotAllowed where the round takes no answers.
    """
    with transaction.atomic():
        request = _held(request_id)
        was = (request.name, request.email)
        if was == (name, email):
            return False
        for link in request.links.filter(revoked_at__isnull=True, is_delegate=False).values_list("pk", flat=True):
            links.revoke(link, by=by)
        withdraw([message_key(request.pk, request.times_asked)], by=by)
        if name != was[0]:
            request.person = None  # somebody else answers now, and answers as themselves
        request.name, request.email, request.why = name, email, ""
        request.save(update_fields=["name", "email", "why", "person"])
        _ask(request, by=by)
        record(
            request.round,
            "asked_another",
            by=by,
            also=[f"delivery.request:{request.pk}"],
            number=request.times_asked,
            is_same_person=name == was[0],
        )
    return True


def hand_out_link(request_id: UUID, *, by: UUID) -> str:
    """Give the address of somebody's page to the officer, to bring it to them another way; recorded each time.

    Raises:  MoveNotAllowed where the round takes no answers, or nobody is asked here.
    """
    with transaction.atomic():
        request = _held(request_id)
        if request.why:
            raise MoveNotAllowed(_("Nobody is asked here. Name somebody first."))
        link = link_of(request, by=by)
        record(
            request.round,
            "link_handed_out",
            by=by,
            also=[f"delivery.request:{request.pk}", f"delivery.link:{link}"],
        )
    return whole_address(link)


def revoke_link(link_id: UUID, *, request_id: UUID, by: UUID) -> bool:
    """Take a link back; False where it is not of this request, or was taken back already."""
    if not Link.objects.filter(pk=link_id, request_id=request_id, revoked_at__isnull=True).exists():
        return False
    links.revoke(link_id, by=by)
    return True


def take_merge_file(round_id: UUID, *, only: Sequence[UUID] | None = None, by: UUID) -> tuple[MergeRow, ...]:
    """Give everybody's address for a mail merge, making links where there is none; recorded, for they let people in.

    Takes:   `only`, the requests that are wanted; None: all who have not answered everything.
    Raises:  MoveNotAllowed where the round takes no answers.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
        _check_answerable(row)
        wanted = row.requests.filter(why="").exclude(email="").select_related("person")
        found = tuple(wanted if only is None else wanted.filter(pk__in=only))
        waiting = waiting_actions([one.pk for one in found])
        found = tuple(one for one in found if one.pk in waiting)
        made = {one.pk: link_of(one, by=by) for one in found}
        record(
            row,
            "merge_file_taken",
            by=by,
            also=[f"delivery.request:{one.pk}" for one in found],
            links=len(made),
        )
    lines = lines_of({action for each in waiting.values() for action in each})
    return tuple(
        MergeRow(one.name, one.email, whole_address(made[one.pk]), tuple(lines[each] for each in waiting[one.pk]))
        for one in found
    )


def whole_address(link_id: UUID) -> str:
    """Give the address of a link, with the site's own.

    Raises:  MoveNotAllowed where it is no longer good.
    """
    path = links.address_of(link_id)
    if path is None:
        raise MoveNotAllowed(_("This link is no longer good."))
    return path if path.startswith(("http://", "https://")) else settings.SITE_URL.rstrip("/") + path


def _ask(request: Request, *, by: UUID) -> None:
    row = request.round
    card = round_card(row.council_id, row.slug)
    waiting = waiting_actions([request.pk]).get(request.pk) or actions_asked([request.pk]).get(request.pk, ())
    lines = lines_of(waiting)
    officer = person_card(by)
    mail = mail_to(
        card,
        name=request.name,
        actions=[about(lines[one]) for one in waiting],
        council=row.council.name,
        officer=officer.full_name if officer else "",
    )
    send_request(request, mail=mail, council_id=row.council_id, opens_on=row.opens_on, by=by)


def _held(request_id: UUID) -> Request:
    request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__council", "person")
        .defer("round__council__logo")
        .get(pk=request_id)
    )
    _check_answerable(request.round)
    return request


def _check_answerable(row: Round) -> None:
    if RoundState(row.state) not in ANSWERABLE:
        raise MoveNotAllowed(_("This round takes no answers now, so nobody can be asked in it."))
