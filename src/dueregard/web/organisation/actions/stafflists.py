"""Taking in a list of staff: handed in, looked at, applied as it was shown, or thrown away.

The one idea: nothing changes until somebody confirms what they saw. If the council changed in between, the fingerprint
of the preview no longer fits and they look again. Applying is one transaction: all of it or nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dueregard.terms.errors import MoveNotAllowed
from dueregard.web.accounts import actions as accounts
from dueregard.web.accounts.queries import person_card
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, job_kind
from dueregard.web.organisation.access import can_keep_people
from dueregard.web.organisation.actions import belonging, structure
from dueregard.web.organisation.actions.recording import entry
from dueregard.web.organisation.models import Membership, Post, PostHolding, StaffList
from dueregard.web.organisation.queries.stafflists import (
    Change,
    Preview,
    directorate_names,
    preview,
    read_rows,
)
from dueregard.web.organisation.queries.visiting import councils_of, open_on, visitor_for

KEPT_FOR = timedelta(days=1)
KIND = "organisation.apply_staff_list"
AT_ONCE = 100
"""Up to so many changes are made while the person waits; more become a job."""
ORDER = ("added", "changed", "left")


def hand_in_staff_list(*, council_id: UUID, file_name: str, content: bytes, by: UUID) -> UUID:
    """Read a list and keep it to be looked at. Nothing changes yet.

    Raises:  StaffListFaulty with every fault; CannotBeRead when it is no list of staff.
    """
    rows = read_rows(content, directorates=directorate_names(council_id))
    forget_staff_lists()
    return StaffList.objects.create(council_id=council_id, file_name=file_name[:200], rows=rows, made_by_id=by).pk


def throw_away_staff_list(*, council_id: UUID, list_id: UUID, by: UUID) -> None:
    """Throw a list away that was not applied; its rows are emptied."""
    StaffList.objects.filter(pk=list_id, council=council_id, state=StaffList.State.PREVIEW).update(
        state=StaffList.State.THROWN_AWAY, rows=[]
    )


def forget_staff_lists() -> int:
    """Throw away lists that nobody confirmed within a day. Gives how many."""
    old = StaffList.objects.filter(state=StaffList.State.PREVIEW, created_at__lt=timezone.now() - KEPT_FOR)
    return old.update(state=StaffList.State.THROWN_AWAY, rows=[])


def apply_staff_list(*, council_id: UUID, list_id: UUID, fingerprint: str, on: date, by: UUID) -> Preview:
    """Do what the preview showed, all or nothing. Gives what was done.

    Raises:  MoveNotAllowed when it was applied or thrown away, or the council changed since it was shown, or an
             administrator would be missing afterwards.
    """
    with transaction.atomic():
        kept = StaffList.objects.select_for_update(of=("self",)).get(pk=list_id, council=council_id)
        if kept.state != StaffList.State.PREVIEW:
            raise MoveNotAllowed(_("This list is over already."))
        shown = preview(list_id, council_id, on=on)
        if shown is None or shown.fingerprint != fingerprint:
            raise MoveNotAllowed(_("People or roles changed since you looked."), mend=_("Look at the list again."))
        names = directorate_names(council_id)
        for kind in ORDER:
            for change in shown.of(kind):
                _apply(change, council_id=council_id, names=names, on=on, by=by)
        kept.state, kept.applied_at, kept.rows = StaffList.State.APPLIED, timezone.now(), []
        kept.save(update_fields=["state", "applied_at", "rows"])
        facts = {kind: len(shown.of(kind)) for kind in ORDER}
        entry(council_id, "staff_list_applied", by=by, subject=f"staff_list:{list_id}", facts=facts)
    return shown


def begin_staff_list(*, council_id: UUID, list_id: UUID, fingerprint: str, by: UUID, file_name: str) -> UUID:
    """Apply a long list as a job. Gives the job's id."""
    payload = {"list_id": str(list_id), "fingerprint": fingerprint}
    return jobs.start(kind=KIND, council_id=council_id, by=by, payload=payload, title=file_name)


@job_kind(
    KIND,
    steps=(gettext_noop("Look at the list again"), gettext_noop("Apply it, all or nothing")),
    heading=gettext_noop("Applying the staff list"),
)
def apply_as_job(job: JobHandle) -> None:
    """Apply a list that was confirmed, if whoever confirmed it is still an administrator now.

    Safe to run again: a list that is applied already is simply done.
    """
    council_id, by, list_id = job.council_id, job.by, UUID(job.payload["list_id"])
    kept = StaffList.objects.select_related("council").defer("council__logo").get(pk=list_id, council=council_id)
    person = person_card(by) if by else None
    if council_id is None or by is None or person is None:
        raise MoveNotAllowed(_("Nobody confirmed this list."))
    visitor = visitor_for(person, slug=kept.council.slug)
    if not can_keep_people(visitor):
        raise MoveNotAllowed(_("Only an administrator of this council can change people and roles."))
    job.step(1)
    if kept.state == StaffList.State.PREVIEW:
        fingerprint = job.payload["fingerprint"]
        done = apply_staff_list(council_id=council_id, list_id=list_id, fingerprint=fingerprint, on=visitor.on, by=by)
        counts = {kind: len(done.of(kind)) for kind in ORDER}
        job.step(2, found=_("%(added)s added, %(changed)s changed, %(left)s left") % counts)
    job.finish({"url": f"/{kept.council.slug}/people/", "text": _("The staff list is applied.")})


def _apply(change: Change, *, council_id: UUID, names: dict[str, UUID], on: date, by: UUID) -> None:
    if change.kind == "left" and change.person_id:
        belonging.end_membership(council_id=council_id, person_id=change.person_id, on=on, by=by)
        return
    person_id = change.person_id or accounts.make_person(email=change.email, full_name=change.full_name, by=by).id
    if change.kind == "added":
        accounts.bring_back_person(person_id=person_id, by=by)
    elif all(each.id == council_id for each in councils_of(person_id)):
        accounts.change_person(person_id=person_id, by=by, full_name=change.full_name)
    until = date.fromisoformat(change.wants["until"]) if change.wants["until"] else None
    directorate_id = names.get(change.wants["directorate"])
    if change.wants["says_role"]:
        belonging.set_roles(
            council_id=council_id,
            person_id=person_id,
            roles=change.wants["roles"],
            directorate_id=directorate_id,
            on=on,
            by=by,
        )
    if change.wants["says_post"]:
        _set_posts(council_id, person_id, change.wants["posts"], directorate_id=directorate_id, on=on, by=by)
    _set_last_day(council_id, person_id, until=until, on=on)


def _set_posts(
    council_id: UUID, person_id: UUID, titles: list[str], *, directorate_id: UUID | None, on: date, by: UUID
) -> None:
    wanted = {title.casefold(): title for title in titles}
    held = PostHolding.objects.filter(open_on(on), post__council=council_id, person=person_id).select_related("post")
    for row in held:
        if row.post.title.casefold() not in wanted:
            structure.vacate_post(council_id=council_id, holding_id=row.pk, last_day=structure.day_before(on), by=by)
    for title in wanted.values():
        post = Post.objects.filter(council=council_id, title__iexact=title, partner__isnull=True).first()
        post_id = (
            post.pk
            if post
            else structure.add_post(council_id=council_id, title=title, by=by, directorate_id=directorate_id)
        )
        structure.fill_post(council_id=council_id, post_id=post_id, person_id=person_id, since=on, by=by)


def _set_last_day(council_id: UUID, person_id: UUID, *, until: date | None, on: date) -> None:
    """Give all that the person is in the council the same last day, or none. Part of the list's own entry."""
    Membership.objects.filter(open_on(on), council=council_id, person=person_id).update(until=until)
    PostHolding.objects.filter(open_on(on), post__council=council_id, person=person_id).update(until=until)
