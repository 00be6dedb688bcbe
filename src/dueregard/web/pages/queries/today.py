"""What needs this person today?

The one idea: everything that waits for somebody is one list of `Thing`s, late first, dated next, undated last, whatever
room of the product it comes from. Nothing is stored: each page works it out from what is kept, on the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.domain.plans.progress import Due
from dueregard.domain.plans.states import ImportState, PlanState
from dueregard.terms.duties import duties, is_known_nation, next_due
from dueregard.web.assessments.queries import promises_today
from dueregard.web.assessments.queries.waiting import waiting as waiting_assessments
from dueregard.web.delivery.access.rounds import can_keep_rounds
from dueregard.web.delivery.queries import questions, rounds_today
from dueregard.web.jobs import queries as jobs
from dueregard.web.ledger import queries as ledger
from dueregard.web.monitoring.access.datasets import can_keep_datasets
from dueregard.web.monitoring.access.indicators import audiences, can_keep_indicators
from dueregard.web.monitoring.access.releases import can_prepare_releases
from dueregard.web.monitoring.queries import datasets, findings, releases
from dueregard.web.organisation.queries import Visitor
from dueregard.web.plans import access
from dueregard.web.plans.queries import imports, lists, mine, parts, plans, subjects
from dueregard.web.ui.components.formats import day, long_day, until

SOON = timedelta(days=30)
MOST_PLANS = 5
MOST_MOVED = 5


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits: when (in words), what, where to go, why; `order` is the day, or None for no date."""

    what: str
    href: str
    when: str = ""
    note: str = ""
    status: str | None = None
    order: date | None = None
    is_late: bool = False
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the law asks to be published again, since when, and the last safe day."""

    what: str
    since: date
    last_safe_day: date
    days_left: int
    plan_title: str
    href: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that was recorded about a plan; `about` is the title of what it is about, unless the words hold it."""

    words: str
    when: str
    about: str = ""
    href: str = ""


def things(visitor: Visitor) -> tuple[Thing, ...]:
    """Give what waits for the visitor. At most 29 queries; two for each of five plans, three for each round."""
    rooms = (
        _jobs, _asked, _rounds, _own_actions, _own_parts, _imports, _datasets, _releases, _findings, _questions,
        _assessments, _plans, _promises,
    )  # fmt: skip
    found = [thing for room in rooms for thing in room(visitor)]
    return tuple(sorted(found, key=lambda thing: (not thing.is_late, thing.order is None, thing.order or visitor.on)))


def deadlines(visitor: Visitor) -> tuple[Deadline, ...]:
    """Give when equality objectives are due again, counted from the newest plan that was published. One query.

    Source:  terms/data/duties.toml, the duty "objectives" of the council's nation.
    """
    if not is_known_nation(visitor.council.nation):
        return ()
    out = [(plan.published_at.date(), plan) for plan in plans.public_plans(visitor.council.id) if plan.published_at]
    duty = next((each for each in duties(visitor.council.nation) if each.code == "objectives"), None)
    if not out or duty is None:
        return ()
    since, newest = max(out, key=lambda pair: (pair[0], pair[1].period_end or date.min))
    last = next_due(duty, since)
    href = reverse("plans:plan", kwargs={"council_slug": visitor.council.slug, "plan_slug": newest.slug})
    return (Deadline(duty.words, since, last, (last - visitor.on).days, newest.title, href),)


def moved(visitor: Visitor) -> tuple[Moved, ...]:
    """Give the newest entries about plans that the visitor may see. At most five queries."""
    seen = {plan.id: plan for plan in plans.plans_of(visitor.council.id, visitor=visitor)}
    asked = [f"plans.plan:{ident}" for ident in list(seen)[:MOST_PLANS]]
    found = ledger.history(chain=f"council:{visitor.council.id}", subjects=asked, limit=4 * MOST_MOVED)
    entries = [entry for entry in found if not subjects.is_of_other_plan(entry, plans=seen)][:MOST_MOVED]
    named = subjects.about(entries, plans=seen)
    return tuple(_moved(visitor, entry, named.get(entry.number)) for entry in entries)


def _moved(visitor: Visitor, entry: ledger.EntryCard, about: subjects.About | None) -> Moved:
    words, when = ledger.describe(entry), long_day(entry.at.date())
    if about is None or about.title in words:
        return Moved(words, when)
    place = [visitor.council.slug, about.plan_slug]
    href = (
        reverse("plans:action", args=[*place, about.action_id])
        if about.action_id
        else reverse("plans:plan", args=place)
    )
    return Moved(words, when, about.title, href)


def _jobs(visitor: Visitor) -> Iterator[Thing]:
    if visitor.person is None:
        return
    for job in jobs.recent(visitor.person.id, visitor.council.id):
        href = reverse("organisation:job", kwargs={"council_slug": visitor.council.slug, "job_id": job.id})
        if job.state == "failed":
            yield Thing(_("%(what)s did not work") % {"what": job.title}, href, note=job.error)
        elif not job.is_over:
            yield Thing(_("%(what)s is under way") % {"what": job.title}, href)


def _asked(visitor: Visitor) -> Iterator[Thing]:
    """What the visitor is asked in open rounds, as one thing a round."""
    if visitor.person is None:
        return
    for asked in rounds_today.asked_of(visitor.council.id, visitor.person.id):
        words = ngettext(
            "%(number)s action to say something about", "%(number)s actions to say something about", asked.number
        )
        is_late = asked.due_on < visitor.on
        yield Thing(
            what=words % {"number": asked.number},
            href=reverse("delivery:answer_mine", args=[visitor.council.slug]),
            when=until(asked.due_on, visitor.on) if is_late else _by(asked.due_on),
            note=asked.round_name,
            order=asked.due_on,
            is_late=is_late,
            is_soon=not is_late,
        )


def _rounds(visitor: Visitor) -> Iterator[Thing]:
    """Rounds under way: how many actions have an answer, and whether somebody was not reached."""
    if not can_keep_rounds(visitor):
        return
    for one in rounds_today.rounds_under_way(visitor.council.id):
        counts = one.card.counts
        words = _("%(done)s of %(all)s actions have an answer in the round “%(name)s”")
        missed = ngettext("%(number)s was not reached.", "%(number)s were not reached.", one.not_reached)
        yield Thing(
            what=words % {"done": counts.actions_answered, "all": counts.actions, "name": one.card.name},
            href=reverse("delivery:round", args=[visitor.council.slug, one.card.slug]),
            when=_by(one.card.due_on),
            note=missed % {"number": one.not_reached} if one.not_reached else "",
            order=one.card.due_on,
            is_soon=one.card.due_on >= visitor.on,
        )


def _own_actions(visitor: Visitor) -> Iterator[Thing]:
    if not visitor.post_ids:
        return
    for row in mine.my_actions(visitor.council.id, visitor.post_ids, on=visitor.on):
        if row.status in {"complete", "closed"} or row.outcome:
            continue
        is_soon = row.due_date is not None and visitor.on <= row.due_date <= visitor.on + SOON
        if not (row.days_late or is_soon or row.is_without_update):
            continue
        href = reverse(
            "plans:action",
            kwargs={"council_slug": visitor.council.slug, "plan_slug": row.plan_slug, "action_id": row.id},
        )
        yield Thing(
            what=_("Action %(number)s: %(title)s") % {"number": row.number, "title": row.title}
            if row.number
            else row.title,
            href=href,
            when=_when(row, visitor.on),
            note=_own_note(row),
            status=row.status or "no_update",
            order=row.due_date,
            is_late=bool(row.days_late),
            is_soon=is_soon,
        )


def _own_parts(visitor: Visitor) -> Iterator[Thing]:
    """Parts of actions that the visitor's posts own, late or due soon."""
    if not visitor.post_ids:
        return
    for part in parts.my_parts(visitor.council.id, visitor.post_ids, on=visitor.on):
        if part.is_finished or part.due_date is None or part.due_date > visitor.on + SOON:
            continue
        late = ngettext("%(days)s day late", "%(days)s days late", part.days_late or 0) % {"days": part.days_late}
        yield Thing(
            what=_("Part: %(text)s") % {"text": part.text},
            href=reverse("plans:action", args=[visitor.council.slug, part.plan_slug, part.action_id]),
            when=late if part.days_late else _by(part.due_date),
            note=_("Yours. Part of: %(action)s") % {"action": part.action_title},
            status=part.status or "no_update",
            order=part.due_date,
            is_late=bool(part.days_late),
            is_soon=not part.days_late,
        )


def _when(row: lists.ActionRow, on: date) -> str:
    if row.days_late:
        return ngettext("%(days)s day late", "%(days)s days late", row.days_late) % {"days": row.days_late}
    return _("By %(day)s") % {"day": day(row.due_date)} if row.due_date else ""


def _own_note(row: lists.ActionRow) -> str:
    if row.last_update_on is None:
        return _("Yours. Nobody has said yet how it is going.")
    if row.is_without_update:
        return _("Yours. No update this quarter; the last was on %(day)s.") % {"day": day(row.last_update_on)}
    return _("Yours. Last update on %(day)s.") % {"day": day(row.last_update_on)}


def _imports(visitor: Visitor) -> Iterator[Thing]:
    if not access.can_import(visitor):
        return
    for card in imports.imports_of(visitor.council.id):
        if card.state != ImportState.REVIEW:
            continue
        if card.workbook_of:
            href = reverse("plans:sheet_compare", args=[visitor.council.slug, card.workbook_of, card.id])
            what, note = _("See what was changed in %(name)s"), _("Nothing of it is in the plan until you accept it.")
        else:
            href = reverse("plans:import", args=[visitor.council.slug, card.id])
            what, note = _("Finish the import of %(name)s"), _("Nothing of it is in use until you adopt it.")
        yield Thing(what % {"name": card.name}, href, note=note, status="review")


def _datasets(visitor: Visitor) -> Iterator[Thing]:
    """Records that should be gone, and files that wait for somebody to say what is in them."""
    if not can_keep_datasets(visitor):
        return
    for card in datasets.overdue(visitor.council.id, on=visitor.on):
        yield Thing(
            what=_("Delete the records of %(name)s") % {"name": card.name},
            href=_dataset(visitor, card.slug),
            when=until(card.retention_until, visitor.on),
            note=_("Their day has come. The worker deletes them; if they are still here, it may not be running."),
            order=card.retention_until,
            is_late=True,
        )
    for card in datasets.waiting(visitor.council.id, on=visitor.on):
        note = _("Nothing is counted from it until you confirm.")
        yield Thing(
            _("Say what is in the new file of %(name)s") % {"name": card.name}, _dataset(visitor, card.slug), note=note
        )


def _releases(visitor: Visitor) -> Iterator[Thing]:
    """Figures that wait for this person to let them out or send them back, one by one."""
    if visitor.person is None or not can_prepare_releases(visitor):
        return
    for card in releases.waiting(visitor.council.id, who=visitor.person.id):
        sent = {"author": card.author, "day": day(card.sent_at.date()) if card.sent_at else ""}
        yield Thing(
            what=_("Decide on the figures “%(title)s”") % {"title": card.title},
            href=reverse("monitoring:release", args=[visitor.council.slug, card.number]),
            note=_("Sent by %(author)s on %(day)s.") % sent if card.sent_at else "",
        )


def _findings(visitor: Visitor) -> Iterator[Thing]:
    """Findings that nobody answered, as one thing; those somebody promised to look at, one by one."""
    if not can_keep_indicators(visitor):
        return
    waiting = findings.open_findings(visitor.council.id, audiences=audiences(visitor), limit=100)
    new = [card for card in waiting if not card.answer]
    if new:
        words = ngettext("%(number)s finding has no answer yet", "%(number)s findings have no answer yet", len(new))
        href = reverse("monitoring:findings", args=[visitor.council.slug])
        yield Thing(words % {"number": len(new)}, f"{href}?answer=none", note=new[0].text)
    for card in waiting:
        if card.review_on is not None and (card.review_on <= visitor.on + SOON):
            yield Thing(
                what=_("Look further: %(group)s") % {"group": card.group},
                href=reverse("monitoring:finding", args=[visitor.council.slug, card.id]),
                when=_("By %(day)s") % {"day": day(card.review_on)},
                note=card.review_post,
                order=card.review_on,
                is_late=card.review_on < visitor.on,
                is_soon=card.review_on >= visitor.on,
            )


def _dataset(visitor: Visitor, slug: str) -> str:
    return reverse("monitoring:dataset", kwargs={"council_slug": visitor.council.slug, "dataset_slug": slug})


def _questions(visitor: Visitor) -> Iterator[Thing]:
    """What boards ask the visitor's posts, one by one; for the officer, what nobody was asked to answer, as one."""
    for card in questions.waiting_for(visitor.council.id, visitor.post_ids, on=visitor.on):
        is_soon = card.due_on is not None and visitor.on <= card.due_on <= visitor.on + SOON
        yield Thing(
            what=_("Answer %(board)s: %(about)s")
            % {"board": card.board_name, "about": card.about or _("the whole paper")},
            href=reverse("delivery:question", args=[visitor.council.slug, card.id]),
            when=until(card.due_on, visitor.on) if card.due_on and card.is_late else _by(card.due_on),
            note=card.text,
            order=card.due_on,
            is_late=card.is_late,
            is_soon=is_soon,
        )
    if not access.can_edit_plan(visitor):
        return
    number = questions.nobody_asked(visitor.council.id)
    if number:
        words = ngettext(
            "%(number)s question of a board is with nobody", "%(number)s questions of boards are with nobody", number
        )
        address = reverse("delivery:questions", args=[visitor.council.slug])
        yield Thing(words % {"number": number}, f"{address}?state=open", note=_("Say who answers."))


def _promises(visitor: Visitor) -> Iterator[Thing]:
    """What of promises and reviews of assessments waits."""
    for one in promises_today.waiting(visitor):
        yield Thing(one.what, one.href, note=one.note)


def _assessments(visitor: Visitor) -> Iterator[Thing]:
    """What the topics of assessments say that waits: decisions without regard, reviews, what is to be signed."""
    for one in waiting_assessments(visitor):
        is_late = one.due_on is not None and one.due_on < visitor.on
        yield Thing(
            what=one.what,
            href=reverse(f"assessments:{one.name}", args=[visitor.council.slug, *one.parts]) + one.query,
            when=until(one.due_on, visitor.on) if one.due_on and is_late else _by(one.due_on),
            note=one.note,
            order=one.due_on,
            is_late=is_late,
            is_soon=one.due_on is not None and visitor.on <= one.due_on <= visitor.on + SOON,
        )


def _by(day_due: date | None) -> str:
    return _("By %(day)s") % {"day": day(day_due)} if day_due else ""


def _plans(visitor: Visitor) -> Iterator[Thing]:
    if not access.can_edit_plan(visitor):
        return
    in_use = (PlanState.ADOPTED, PlanState.PUBLISHED)
    found = [plan for plan in plans.plans_of(visitor.council.id, visitor=visitor) if plan.state in in_use]
    for plan in found[:MOST_PLANS]:
        where = {"council_slug": visitor.council.slug, "plan_slug": plan.slug}
        address = reverse("plans:actions", kwargs=where)
        late = lists.actions_wanted(plan.id, lists.Wanted(due=Due.LATE), on=visitor.on).count()
        if late:
            words = ngettext("%(number)s action is late", "%(number)s actions are late", late) % {"number": late}
            yield Thing(words, f"{address}?due={Due.LATE}", note=plan.title)
        nobody = lists.actions_wanted(plan.id, lists.Wanted(owner=lists.NOBODY), on=visitor.on).count()
        if nobody:
            words = ngettext("%(number)s action has no owner", "%(number)s actions have no owner", nobody)
            yield Thing(words % {"number": nobody}, f"{address}?owner={lists.NOBODY}", note=plan.title)
        if plan.state == PlanState.ADOPTED:
            note = _("It is adopted, and only people of the council can read it.")
            yield Thing(_("Publish %(title)s") % {"title": plan.title}, reverse("plans:plan", kwargs=where), note=note)
