"""How do figures get from records to a preview? Count, protect, judge: a job, within a stated time.

The one idea: raw tables live as long as the job does and are written nowhere. What is kept is what the gate let
through, with its proof; where the gate refuses, why, in words without a figure. What is undecided is refused.
Decision record 0026.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from dueregard.analysis.attack.changes import changes
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.policies import policy as policy_of
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.engines.running import Stopped
from dueregard.analysis.release.gate import Release as LetThrough
from dueregard.analysis.release.gate import release
from dueregard.analysis.release.protecting import Means
from dueregard.analysis.release.refused import Reason, Refused
from dueregard.analysis.released.shape import hash_of, to_json
from dueregard.analysis.released.table import Method, Origin, ReleasedTable
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import DueRegardError
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.worker import JobHandle, JobStopped, job_kind
from dueregard.web.ledger import actions as ledger
from dueregard.web.monitoring.actions.guarding import without_values
from dueregard.web.monitoring.actions.releases_alternatives import alternatives_to
from dueregard.web.monitoring.models import Release
from dueregard.web.monitoring.queries.files import ReadyFile, ready_file
from dueregard.web.monitoring.queries.releases import (
    covers,
    group_of,
    known_before,
    population_of,
    population_to_json,
    rules_of,
    subject_of,
)
from dueregard.web.monitoring.queries.releases_counting import (
    Counted,
    brought_together,
    council_secret,
    read_counts,
)
from dueregard.web.monitoring.queries.releases_specification import Specification, from_json
from dueregard.web.monitoring.queries.releases_wording import notes_of
from dueregard.web.organisation.queries import CouncilCard

PREPARE = "monitoring.prepare_release"
SECONDS = 120
"""How long protecting and judging may take together; what is not decided by then is refused."""
STEPS = (
    gettext_noop("Count"),
    gettext_noop("Protect"),
    gettext_noop("Have the judge attack it"),
    gettext_noop("Compare other ways to count"),
)
_DEAR = 1e6
_MOST_ATTEMPTS = 5


def prepare(
    version_id: UUID,
    wanted: Specification,
    *,
    policy: str,
    title: str,
    url: str,
    refused_url: str,
    council: CouncilCard,
    by: UUID,
) -> UUID:
    """Start preparing a release, and give the job.

    Takes:   `url`, of release number 0, and `refused_url`, of the job JOB: where the result will be shown.
    """
    return jobs.start(
        kind=PREPARE,
        council_id=council.id,
        by=by,
        payload={
            "council": council.name,
            "version": str(version_id),
            "specification": wanted.to_json(),
            "policy": policy,
            "title": title,
            "url": url,
            "refused_url": refused_url,
        },
        title=title,
    )


@job_kind(PREPARE, steps=STEPS, heading=gettext_noop("Making your figures safe to show"))
def prepare_release(job: JobHandle) -> None:
    """Count what the job asks for, take it through the gate, and keep the preview or the refusal."""
    if job.council_id is None or job.by is None:
        return
    done = Release.objects.filter(pk=job.id).first()  # written by an attempt that a crash cut short
    if done is not None:
        _finish(job, done.number, done.title)
        return
    wanted, title = from_json(job.payload["specification"]), job.payload["title"]
    file = ready_file(job.council_id, UUID(job.payload["version"]))
    with without_values():
        try:
            counted = read_counts(
                file, wanted, secret=council_secret(job.council_id), cancelled=lambda: _is_stopped(job)
            )
            tables = brought_together(counted, wanted)
        except Stopped:
            raise JobStopped from None
    cells = sum(table.counts.size for table in tables)
    job.step(1, ngettext("%(n)s figure", "%(n)s figures", cells) % {"n": f"{cells:,}"})
    policy = policy_for(job.payload["policy"], wanted)
    before = known_before(job.council_id, population_of(file))
    try:
        with without_values():
            let_through = _through_the_gate(job, file, tables, policy, wanted, before)
    except Refused as refused:
        if _is_stopped(job):  # what is stopped is undecided, and no refusal
            raise JobStopped from None
        _refuse(job, file, refused, counted, wanted, policy, before)
        return
    job.step(3, _("Nothing hidden can be worked out"))
    with without_values():
        offered = alternatives_to(
            wanted, counted, policy=policy, before=[table for _pk, some in before for table in some],
            population=population_of(file), check=job.check_cancelled,
        )  # fmt: skip
    number = _keep(job, file, wanted, policy, let_through, [pk for pk, _some in before], offered)
    job.step(4, ngettext("%(n)s other way", "%(n)s other ways", len(offered)) % {"n": len(offered)})
    _finish(job, number, title)


def policy_for(key: str, wanted: Specification) -> Policy:
    """Give the policy; with rounding in place of hiding where that is asked for."""
    found = policy_of(key)
    if not wanted.rounded:
        return found
    return replace(found, method=Method.ROUNDING, version=f"{found.version} rounded")


def cost_of(tables: Sequence[Table], wanted: Specification) -> Cost:
    """Make the totals of the outcome dear to hide: without them nothing can be held against everyone else."""
    if wanted.outcome is None or not tables:
        return Cost()
    code = wanted.outcome.column
    over = next(dimension for dimension in tables[0].dimensions if dimension.code == code)
    return Cost(weights={frozenset({(code, leaf)}): _DEAR for leaf in over.leaves} | {frozenset(): _DEAR})


def _through_the_gate(
    job: JobHandle,
    file: ReadyFile,
    tables: Sequence[Table],
    policy: Policy,
    wanted: Specification,
    before: Sequence[tuple[str, tuple[ReleasedTable, ...]]],
) -> LetThrough:
    population = population_of(file)
    earlier = [table for _pk, several in before for table in several]

    def say(words: str) -> None:
        if words.startswith("Attacking"):
            job.step(2)

    found = release(
        tables,
        policy=policy,
        population=population,
        audience=policy.audience,
        before=earlier,
        cost=cost_of(tables, wanted),
        means=Means(secret=council_secret(job.council_id)),
        origins=(Origin(file.dataset_name, _council_name(job), covers(file).replace("/", " to ")),),
        notes=notes_of(wanted, tables),
        specification=wanted.to_json(),
        seconds=SECONDS,
        progress=say,
        cancelled=lambda: _is_stopped(job),
    )
    if _is_stopped(job):
        raise JobStopped
    _check_other_days(found.tables, earlier, file, policy)
    return found


def _check_other_days(
    made: Sequence[ReleasedTable], earlier: Sequence[ReleasedTable], file: ReadyFile, policy: Policy
) -> None:
    """Hold a part of a larger group against itself on other days; the judge does so for whole groups."""
    if not file.population_within:
        return
    group = group_of(population_of(file))
    same = [table for table in earlier if group_of(table.population) == group]
    days = [replace(one, population=replace(one.population, within=group)) for one in (*same, *made)]
    if found := changes(days, policy.threshold):
        cells = tuple(dict.fromkeys(_at_words(one.at) for one in found))
        raise Refused([Reason(_("The change since another day tells of few people"), cells, _("Count less finely."))])


def _at_words(at: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{dimension} {category}" for dimension, category in at) or "the grand total"


def _keep(
    job: JobHandle,
    file: ReadyFile,
    wanted: Specification,
    policy: Policy,
    found: LetThrough,
    known: Sequence[str],
    offered: Sequence[Mapping[str, Any]],
) -> int:
    for _attempt in range(_MOST_ATTEMPTS):
        try:
            return _keep_once(job, file, wanted, policy, found, known, offered)
        except IntegrityError:  # another job took the number
            continue
    raise DueRegardError(_("Too much is prepared at once."), mend=_("Try again."))


def _keep_once(
    job: JobHandle,
    file: ReadyFile,
    wanted: Specification,
    policy: Policy,
    found: LetThrough,
    known: Sequence[str],
    offered: Sequence[Mapping[str, Any]],
) -> int:
    assert job.council_id is not None  # checked where the job begins
    population = population_of(file)
    with transaction.atomic():
        number = (Release.objects.filter(council_id=job.council_id).aggregate(most=Max("number"))["most"] or 0) + 1
        row = Release.objects.create(
            pk=job.id,
            council_id=job.council_id,
            version_id=file.version_id,
            number=number,
            title=job.payload["title"],
            specification=wanted.to_json(),
            specification_sha256=wanted.fingerprint(),
            records_sha256=file.sha256,
            policy_key=policy.key,
            policy_version=policy.version,
            population_code=population.code,
            population_within=population.within or "",
            population=population_to_json(population, file=file),
            audience=policy.audience,
            tables=[to_json(table) for table in found.tables],
            tables_sha256=hash_of_all(found.tables),
            proof=proof_of(found),
            given_known=list(known),
            alternatives=list(offered),
            needs_two_people=rules_of(job.council_id).two_people,
            prepared_by_id=job.by,
        )
        ledger.record(
            chain=f"council:{job.council_id}",
            kind="monitoring.release_prepared",
            by=f"person:{job.by}",
            subject=subject_of(row.pk),
            also=[f"monitoring.dataset:{file.dataset_id}"],
            facts={
                "number": number,
                "title": row.title,
                "audience": row.audience,
                "policy": f"{policy.key} {policy.version}",
                "specification_sha256": row.specification_sha256,
                "tables_sha256": row.tables_sha256,
            },
        )
    return number


def proof_of(found: LetThrough) -> dict[str, Any]:
    """Give the proof as it is kept: without the cost, which is a sum over hidden figures."""
    shape = found.proof.to_json()
    told = {name: value for name, value in shape["protection"].items() if name not in ("cost", "lower_bound")}
    return {**shape, "protection": told}


def hash_of_all(tables: Sequence[ReleasedTable]) -> str:
    """Give one hash for all tables of a release, from the hash of each."""
    return hashlib.sha256("\n".join(map(hash_of, tables)).encode()).hexdigest()


def _refuse(
    job: JobHandle,
    file: ReadyFile,
    refused: Refused,
    counted: Counted,
    wanted: Specification,
    policy: Policy,
    before: Sequence[tuple[str, tuple[ReleasedTable, ...]]],
) -> None:
    """Keep why, in words, and offer what could go out; nothing else of it is kept."""
    tables = brought_together(counted, wanted)
    in_words = _words_for_cells(tables)
    reasons = [
        {"why": one.why, "mend": one.mend, "cells": [in_words(cell) for cell in one.cells[:30]], "of": len(one.cells)}
        for one in refused.reasons
    ]
    with without_values():
        offered = alternatives_to(
            wanted, counted, policy=policy, before=[table for _pk, some in before for table in some],
            population=population_of(file), check=job.check_cancelled,
        )  # fmt: skip
    with transaction.atomic():
        ledger.record(
            chain=f"council:{job.council_id}",
            kind="monitoring.release_refused",
            by=f"person:{job.by}",
            subject=f"monitoring.dataset:{file.dataset_id}",
            facts={"title": job.payload["title"], "policy": f"{policy.key} {policy.version}",
                   "specification_sha256": wanted.fingerprint()},
        )  # fmt: skip
    url = job.payload["refused_url"].replace("JOB", str(job.id))
    job.finish(
        {
            "url": url,
            "text": _("%(title)s was refused") % {"title": job.payload["title"]},
            "refused": reasons,
            "alternatives": list(offered),
            "specification": wanted.to_json(),
            "policy": job.payload["policy"],
            "version": str(file.version_id),
            "title": job.payload["title"],
        }
    )


def _words_for_cells(tables: Sequence[Table]) -> Callable[[str], str]:
    """Give how a cell named by codes ("sex F, grade low") is said in the words of the tables."""
    words = {
        f"{dimension.code} {category.code}": f"{dimension.label}: {category.label}"
        for table in tables
        for dimension in table.dimensions
        for category in dimension.categories
    }
    longest_first = sorted(words, key=len, reverse=True)

    def say(cell: str) -> str:
        if cell == "the grand total":
            return _("the grand total")
        left, said = cell, []
        while left:
            named = next((one for one in longest_first if left == one or left.startswith(f"{one}, ")), None)
            if named is None:
                return _("a figure of an earlier release")
            said.append(words[named])
            left = left[len(named) + 2 :]
        return "; ".join(said)

    return say


def _finish(job: JobHandle, number: int, title: str) -> None:
    url = job.payload["url"].replace("/0/", f"/{number}/")
    job.finish({"url": url, "text": _("%(title)s is ready to look at") % {"title": title}})


def _is_stopped(job: JobHandle) -> bool:
    try:
        job.check_cancelled()
    except JobStopped:
        return True
    return False


def _council_name(job: JobHandle) -> str:
    return str(job.payload.get("council", "")) or _("The council")
