"""What was recorded of a decision, all of it, as a bundle is made from it?

The one idea: each topic is asked once for what it keeps, and says it in plain values (`domain.decisions.record`). The
ledger's entries about the decision come with what proves their personal values. Legal advice is another matter: nothing
of it is here, nor an entry about it, unless it was released and is asked for; of what is not, a title is given only
where somebody said that it may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dueregard.domain.decisions.record import (
    Assessed,
    Attached,
    Condition,
    Decision,
    Event,
    Ledger,
    LedgerRow,
    Person,
    Promise,
    Record,
    Remark,
    Version,
)
from dueregard.domain.ledger.entries import read_time, written_time
from dueregard.domain.ledger.verify import Row
from dueregard.terms.laws import law_of
from dueregard.web.accounts.queries import people_cards
from dueregard.web.assessments.models import bundles, register, signing, writing
from dueregard.web.assessments.models.after import ReviewTask
from dueregard.web.assessments.queries.bundles import stored_data
from dueregard.web.assessments.queries.promises import PromiseCard, promises_of
from dueregard.web.assessments.queries.promises_words import standing_words
from dueregard.web.assessments.queries.sign_off import steps_of
from dueregard.web.assessments.queries.words_parts import say_kind
from dueregard.web.assessments.queries.words_signing import say_step
from dueregard.web.ledger.queries import EntryCard, describe, hashes, rows_about
from dueregard.web.plans.queries.keeping import ActionStanding

_ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/json": "json",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/html": "html",
    "text/csv": "csv",
    "text/plain": "txt",
}


def record_of_decision(
    council_id: UUID, decision_id: UUID, *, on: date, with_advice: bool = False, with_files: bool = True
) -> Record:
    """Give all that was recorded of a decision. Some fifteen queries, and eleven for each assessment.

    Takes:   `with_advice`, whether legal advice that was released goes in; `with_files`, whether the papers are read.
    Raises:  Http404 where the council has no such decision.
    """
    rows = register.Decision.objects.select_related("council", "body")
    row = rows.filter(council=council_id, pk=decision_id).first()
    if row is None:
        raise Http404
    people = _People()
    heads = list(writing.Assessment.objects.filter(decision=row.pk).order_by("made_at", "number"))
    assessed = tuple(_assessed(head, people, on=on) for head in heads)
    papers = tuple(_papers(row.pk, people, with_files=with_files))
    advice, listed = _advice(row.pk, people, with_advice=with_advice)
    ledger = _ledger(council_id, row.pk, [head.pk for head in heads], people, listed=listed)
    return Record(
        council=row.council.name,
        made_on=on,
        decision=_decision(row),
        assessments=assessed,
        papers=papers,
        advice=advice,
        people=people.all(),
        ledger=ledger,
    )


class _People:
    """Everybody who is named, in the order in which they first are."""

    def __init__(self) -> None:
        self._known: dict[str, Person] = {}

    def name(self, person: Any) -> str:
        """Give a person's name, and keep that they were named."""
        if person is None:
            return ""
        ref = f"person:{person.pk}"
        self._known.setdefault(ref, Person(ref, person.full_name, person.email))
        return str(person.full_name)

    def said(self, name: str) -> str:
        """Keep somebody of whom only the name is known, and give the name."""
        if name.strip():
            self._known.setdefault(f"said:{name}", Person(f"said:{len(self._known) + 1}", name.strip()))
        return name

    def add(self, refs: Iterable[str]) -> None:
        """Keep whom the ledger names by a reference. One query."""
        ids = [UUID(ref.partition(":")[2]) for ref in refs if ref.startswith("person:") and ref not in self._known]
        for card in people_cards(ids).values():
            self._known[f"person:{card.id}"] = Person(f"person:{card.id}", card.full_name, card.email)

    def all(self) -> tuple[Person, ...]:
        return tuple(self._known.values())


def _decision(row: register.Decision) -> Decision:
    conditions = register.Condition.objects.filter(decision=row.pk)
    return Decision(
        title=row.title,
        number=row.number,
        about=row.about,
        body=row.body.name if row.body else row.body_words,
        decides_on=row.decides_on,
        decided_on=row.decided_on,
        outcome=row.outcome,
        paper_number=row.paper_number,
        paper_url=row.paper_url,
        minute=row.minute,
        minute_url=row.minute_url,
        delegated_to=row.delegated_to,
        amount_pounds=row.amount,
        places=tuple(str(place) for place in row.places),
        regard_where=row.regard_where,
        conditions=tuple(Condition(each.text, each.due_on, each.met_on) for each in conditions),
    )


def _assessed(head: writing.Assessment, people: _People, *, on: date) -> Assessed:
    versions = head.versions.select_related("made_by").order_by("number")
    openings = signing.Opening.objects.filter(version__assessment=head.pk).select_related("person", "version")
    answers = head.remark_answers.select_related("by").order_by("at", "key")
    comments = head.comments.select_related("by")
    steps = steps_of(head.pk)
    people.add(f"person:{step.by_id}" for step in steps)
    return Assessed(
        number=head.number,
        title=head.title,
        versions=tuple(_version(each, people) for each in versions),
        steps=tuple(
            Event(
                at=written_time(step.at),
                what=say_step(step.stage, step.said),
                by=f"{step.by}, {people.said(step.by_words)}" if step.by_words else step.by,
                text=step.because,
                version=step.version,
            )
            for step in steps
        ),
        openings=tuple(
            Event(written_time(each.at), _("Opened the first time"), people.name(each.person), "", each.version.number)
            for each in openings.defer("version__content", "version__figures").order_by("at")
        ),
        remarks=tuple(
            Remark(
                remark=each.remark,
                answer=_("Changed") if each.kind == "changed" else _("Not agreed"),
                because=each.because,
                by=people.name(each.by),
                at=written_time(each.at),
            )
            for each in answers
        ),
        comments=tuple(
            Event(
                written_time(each.at), _about(each.part_key, law_of(head.nation).code), people.name(each.by), each.text
            )
            for each in comments
        ),
        promises=tuple(_promise(each, people) for each in promises_of(head.council_id, head.pk, on=on)),
        afterwards=tuple(_reviews(head.pk, people)),
    )


def _about(part_key: str, law: str) -> str:
    kind = part_key.partition(":")[0]
    return _("On “%(part)s”") % {"part": say_kind(kind, law=law)} if kind else _("On the whole")


def _version(row: writing.Version, people: _People) -> Version:
    why = {
        "for_checking": _("For checking"),
        "for_deciders": _("For those who decide"),
        "not_needed": _("Not needed"),
        "brought_in": _("Brought in"),
        "reopened": _("Opened again"),
        "given_up": _("Given up"),
    }.get(row.why, row.why.replace("_", " ").capitalize())
    return Version(
        number=row.number,
        why=why,
        made_at=written_time(row.made_at),
        made_by=people.name(row.made_by),
        sha256=row.sha256,
        content=row.content,
        figures=row.figures,
        salt=str(row.pk),
        is_after_decision=row.is_after_decision,
    )


def _promise(card: PromiseCard, people: _People) -> Promise:
    came = [standing_words()[card.standing]]
    if dropping := card.dropping:
        came.append(_("Asked to be dropped: %(why)s") % {"why": dropping.because})
        if dropping.answered_at:
            name = people.said(dropping.answer_name or dropping.answered_by)
            came.append(_("Answered by %(name)s: %(answer)s") % {"name": name, "answer": dropping.answer})
    if card.reported_on:
        came.append(_("Told to the body that decided on %(day)s") % {"day": card.reported_on.isoformat()})
    action = card.action
    return Promise(
        text=card.text,
        owner=card.owner,
        due_on=card.by_when,
        became=_became(action) if action else "",
        came_of_it=". ".join(came),
    )


def _became(action: ActionStanding) -> str:
    return _("Action %(number)s of %(plan)s") % {"number": action.number or action.title, "plan": action.plan_title}


def _reviews(assessment_id: UUID, people: _People) -> Iterable[Event]:
    rows = ReviewTask.objects.filter(assessment=assessment_id).select_related("closed_by").order_by("raised_on", "key")
    for row in rows:
        yield Event(row.raised_on.isoformat(), _("To be looked at again"), "", row.why)
        if row.closed_at is not None:
            did = _("Opened again") if row.did == ReviewTask.Did.REOPENED else _("Not opened again")
            yield Event(written_time(row.closed_at), did, people.name(row.closed_by), row.because)


def _papers(decision_id: UUID, people: _People, *, with_files: bool) -> Iterable[Attached]:
    rows = signing.Paper.objects.filter(decision=decision_id).select_related("made_by")
    for row in rows.defer("version__content"):
        data = None
        if with_files:
            try:
                data = stored_data(row)
            except Http404:
                data = None
        gone = _("The file is not there any more.") if with_files and data is None else ""
        yield Attached(
            name=row.name,
            ending=_ending(row.media_type),
            sha256=row.sha256,
            size=row.size,
            made_at=written_time(row.made_at),
            made_by=people.name(row.made_by),
            sent_at=_moment(row.sent_at),
            sent_to=row.sent_to,
            left_out=gone,
            data=data,
        )


def _advice(decision_id: UUID, people: _People, *, with_advice: bool) -> tuple[tuple[Attached, ...], set[str]]:
    """Give the advice that a bundle may name, and the ids of what it may hold."""
    found, listed = [], set()
    for row in bundles.LegalAdvice.objects.filter(decision=decision_id).select_related("released_by"):
        is_in = with_advice and row.released_at is not None
        if not is_in and not row.is_title_open:
            continue
        one = Attached(row.title, _ending(row.media_type), row.sha256, row.size, made_at=_moment(row.added_at))
        if is_in:
            listed.add(str(row.pk))
            who = {"name": people.name(row.released_by), "why": row.released_because}
            note = _("Released by %(name)s: %(why)s") % who
            found.append(replace(one, note=note, data=stored_data(row)))
        else:
            # Its hash would let whoever has a text find out whether it is the one.
            found.append(replace(one, sha256="", size=0, left_out=_("Legal advice, withheld")))
    return tuple(found), listed


def _ledger(council_id: UUID, decision_id: UUID, ids: list[UUID], people: _People, *, listed: set[str]) -> Ledger:
    chain = f"council:{council_id}"
    subjects = [f"assessments.decision:{decision_id}", *(f"assessments.assessment:{one}" for one in ids)]
    subjects += [f"assessments.legal_advice:{one}" for one in sorted(listed)]
    rows = rows_about(chain=chain, subjects=subjects)
    people.add({row.entry.by for row in rows})
    erased: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        kept = {one.name for one in row.kept}
        erased[row.entry.number] += [name for name in row.entry.commitments if name not in kept]
    return Ledger(
        chain=chain,
        hashes=tuple(hashes(chain=chain)),
        rows=tuple(
            LedgerRow(
                entry={**row.entry.as_json(), "hash": row.entry.hash},
                words=describe(_card(row)),
                personal=tuple({"name": k.name, "salt": k.salt.hex(), "value": k.value} for k in row.kept),
                erased=tuple(erased[row.entry.number]),
            )
            for row in rows
        ),
    )


def _card(row: Row) -> EntryCard:
    entry = row.entry
    kept: dict[str, str | None] = dict.fromkeys(entry.commitments)
    return EntryCard(
        chain=entry.chain,
        number=entry.number,
        at=read_time(entry.at),
        kind=entry.kind,
        by=entry.by,
        subject=entry.subject,
        also=entry.also,
        facts=entry.facts,
        personal={**kept, **{one.name: one.value for one in row.kept}},
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def _ending(media_type: str) -> str:
    return _ENDINGS.get(media_type.partition(";")[0].strip(), "bin")


def _moment(at: datetime | None) -> str:
    return written_time(at) if at else ""
