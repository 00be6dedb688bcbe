"""Building the figures of the made-up council: records handed in, released, watched and answered.

The one idea: each step is the action that a person's form calls, and each long step the job that a worker would do,
done here at once. So every figure of the demo was counted, protected and judged, and stands in the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from dueregard.analysis.released.table import Audience
from dueregard.demo import monitoring as demo
from dueregard.demo.council import COUNCILS
from dueregard.domain.monitoring.indicators import Against, Asks, Baseline, Better, Definition
from dueregard.domain.monitoring.scan import Question
from dueregard.domain.monitoring.states import FindingAnswer
from dueregard.terms.errors import DueRegardError
from dueregard.web.accounts.queries import people_by_email
from dueregard.web.jobs import actions as jobs
from dueregard.web.jobs.queries import job as job_card
from dueregard.web.monitoring.actions import findings, handing_in, indicators, mapping, preparing, registering
from dueregard.web.monitoring.actions import releases as releasing
from dueregard.web.monitoring.actions import releases_preparing as counting
from dueregard.web.monitoring.queries.datasets import dataset_card
from dueregard.web.monitoring.queries.files import ready_file
from dueregard.web.monitoring.queries.findings import finding_rows, findings_wanted
from dueregard.web.monitoring.queries.findings_scan import look, looked_at
from dueregard.web.monitoring.queries.indicators import indicator_card
from dueregard.web.monitoring.queries.indicators_offers import offer
from dueregard.web.monitoring.queries.indicators_periods import fitting_releases
from dueregard.web.monitoring.queries.releases import release_page
from dueregard.web.monitoring.queries.releases_counting import offered_values
from dueregard.web.monitoring.queries.releases_specification import Pick, Specification
from dueregard.web.organisation.queries import CouncilCard, all_councils, posts
from dueregard.web.pages.actions.findings import act_on_finding
from dueregard.web.plans.queries.editing_offers import level_options
from dueregard.web.plans.queries.plans import public_plans

KEPT_FOR_YEARS = 3
INSIDE = (Audience.INTERNAL, Audience.PUBLIC)


def build_figures(*, on: date) -> None:
    """Give the first made-up council its figures, as they stand on a day. Takes some half a minute.

    All or nothing: one transaction around every action.
    """
    with transaction.atomic():
        built = _Built(on)
        for each in demo.datasets(on):
            built.keep_dataset(each)
        for one in demo.releases():
            built.let_out(one)
        for watched in demo.indicators():
            built.watch(watched)
        built.answer(demo.answers())


class _Built:
    """What was built so far: files, releases and indicators by the codes of the demo."""

    def __init__(self, on: date) -> None:
        first = COUNCILS[0]
        self.on = on
        self.council: CouncilCard = next(card for card in all_councils() if card.slug == first.slug)
        emails = {person.name: person.email for person in first.people}
        found = people_by_email([emails[demo.ANALYST], emails[demo.OFFICER]])
        self.analyst, self.officer = found[emails[demo.ANALYST]].id, found[emails[demo.OFFICER]].id
        self.posts = {post.title: post.id for post in posts(self.council.id)}
        self.slugs: dict[str, str] = {}
        self.files: dict[str, list[UUID]] = {}
        self.releases: dict[str, tuple[UUID, int]] = {}
        self.indicators: dict[str, str] = {}

    def keep_dataset(self, each: demo.DemoDataset) -> None:
        """Register a dataset, hand its files in, say what they hold, and have them prepared."""
        promise = registering.Promise(
            **each.promise,
            retention_until=date(self.on.year + KEPT_FOR_YEARS, 3, 31),
            owner_post_id=self.posts[each.owner],
            owner_person_id=None,
            never_for_decisions=True,
            gender_identity_allowed=False,
            gender_identity_reason="",
            population_within="",
        )
        slug = registering.register_dataset(promise, council_id=self.council.id, by=self.analyst)
        self.slugs[each.code], self.files[each.code] = slug, []
        dataset_id = dataset_card(self.council.id, slug, on=self.on).id
        wordings = list(each.wordings)
        for one in each.files:
            self.files[each.code].append(self._file(dataset_id, slug, one, wordings))
            wordings = []  # what was said about the first year's file is remembered for the next

    def _file(self, dataset_id: UUID, slug: str, one: demo.DemoFile, wordings: list[tuple[str, str, str]]) -> UUID:
        is_day = one.start == one.end
        taken = handing_in.hand_in(
            dataset_id,
            file_name=one.name,
            pieces=[one.make()],
            time=handing_in.Time(on=one.end) if is_day else handing_in.Time(start=one.start, end=one.end),
            by=self.analyst,
            address=lambda number: self._address("file", dataset_slug=slug, number=number),
        )
        self._do(taken.job_id)
        for column, said, category in wordings:
            mapping.place_values(taken.version_id, column=column, codes={said: category}, by=self.analyst)
        url = self._address("file", dataset_slug=slug, number=taken.number)
        self._do(preparing.confirm(taken.version_id, url=url, by=self.analyst))
        return taken.version_id

    def let_out(self, one: demo.DemoRelease) -> None:
        """Have figures counted, protected and judged, send them, and do what became of them."""
        if one.year >= len(self.files[one.dataset]):
            return
        version = self.files[one.dataset][one.year]
        job = counting.prepare(
            version,
            Specification(one.by, outcome=self._pick(version, one.outcome)),
            policy=one.policy,
            title=one.title,
            url=self._address("release", number=0),
            refused_url=self._address("release_refused", job_id=UUID(int=0)).replace(str(UUID(int=0)), "JOB"),
            council=self.council,
            by=self.analyst,
        )
        result = self._do(job)
        if result.get("refused"):
            raise DueRegardError("A release of the made-up council was refused.", where=one.code)
        number = int(result["url"].rstrip("/").rpartition("/")[2])
        release_id = release_page(self.council.id, number, who=self.analyst).card.id
        self.releases[one.code] = (release_id, number)
        releasing.send_for_decision(release_id, note=one.note, by=self.analyst)
        if one.state != "waiting":
            releasing.let_out(release_id, by=self.officer)
        if one.state == "withdrawn":
            releasing.withdraw(release_id, why=one.why, by=self.officer)

    def _pick(self, version: UUID, outcome: tuple[str, str] | None) -> Pick | None:
        """Give an outcome by the words of its answer."""
        if outcome is None:
            return None
        column, words = outcome
        offered = offered_values(ready_file(self.council.id, version), column)
        return Pick(column, tuple(code for code, label in offered if label == words))

    def watch(self, one: demo.DemoIndicator) -> None:
        """Define an indicator, and give it its periods."""
        if not all(code in self.releases for code in one.releases[:1]):
            return
        offered = offer(self.council.id, self.slugs[one.dataset], audiences=INSIDE)
        things = {thing.by.code: thing for thing in offered.things}
        answers = things[one.outcome].answers if one.outcome else ()
        counted = answers[0] if answers else None
        reference = [c.code for c in things[one.by[0]].answers if c.label == one.reference]
        definition = Definition(
            asks=Asks(one.asks),
            by=tuple(things[code].by for code in one.by),
            baseline=Baseline(Against(one.against), reference=reference[0] if reference else ""),
            unit=one.unit,
            better=Better(one.better),
            outcome=one.outcome,
            of=counted.code if counted else "",
            of_label=counted.label if counted else "",
            words=one.words,
        )
        said = indicators.Said(
            name=one.name,
            question=one.question,
            definition=definition,
            period="year",
            owner_post_id=self.posts[one.owner],
            is_public=one.public,
            target_percent=Decimal(one.target) if one.target else None,
        )
        slug = indicators.define_indicator(
            said, council_id=self.council.id, dataset_id=offered.dataset_id, by=self.analyst
        )
        self.indicators[one.dataset] = slug
        card = indicator_card(self.council.id, slug)
        wanted = {self.releases[code][0] for code in one.releases if code in self.releases}
        fitting = fitting_releases(self.council.id, card.dataset_id, card.definition, audiences=INSIDE, but=())
        for each in sorted((fit for fit in fitting if fit.release_id in wanted), key=lambda fit: fit.period):
            indicators.add_period(
                card.id,
                release_id=each.release_id,
                tables=each.tables,
                label=each.label,
                period=each.period,
                by=self.analyst,
            )

    def answer(self, answers: tuple[demo.DemoAnswer, ...]) -> None:
        """Look who is worst off in the newest figures, keep what is found, and answer some of it."""
        code = answers[0].release
        if code not in self.releases:
            return
        release_id, number = self.releases[code]
        dataset = next(one.dataset for one in demo.releases() if one.code == code)
        card = indicator_card(self.council.id, self.indicators[dataset])
        made = card.definition
        better: Literal["higher", "lower"] = "higher" if made.better is Better.HIGHER else "lower"
        question = Question(made.outcome, made.of, better, made.words, unit=made.unit)
        looked = look(looked_at(self.council.id, number, audiences=INSIDE), question)
        told = [findings.Told(line.key, line.text, line.figures) for line in looked.worse]
        findings.keep_findings(release_id, told=told, indicator_id=card.id, by=self.analyst)
        rows = findings_wanted(self.council.id, audiences=INSIDE, number=str(number))
        for finding, one in zip(finding_rows(rows), answers, strict=False):
            if one.action:
                self._act(finding.id, one)
                continue
            said = findings.Answer(
                FindingAnswer(one.answer),
                reason=one.reason,
                review_on=self.on + timedelta(days=one.in_days) if one.in_days else None,
                review_post_id=self.posts[one.post] if one.post else None,
            )
            findings.answer_finding(finding.id, said=said, by=self.officer)

    def _act(self, finding_id: UUID, one: demo.DemoAnswer) -> None:
        """Make the action that a finding leads to, in the plan of this year."""
        plan = public_plans(self.council.id)[0]
        levels = [pk for pk, path in level_options(plan.id) if one.section in path]
        start = plan.period_start or self.on
        lead = {"name": one.lead, "post": str(self.posts[one.lead]), "partner": None, "timescale_text": None}
        given = {
            "text": one.action,
            "title": one.action,
            "level": levels[-1] if levels else None,
            "leads": [lead],
            "due_date": f"{start.year + 1}-{one.due}",
            "status": "not_started",
        }
        act_on_finding(finding_id, plan_id=plan.id, given=given, reason=one.reason, local=(), by=self.officer)

    def _do(self, job_id: UUID) -> Mapping[str, Any]:
        """Do a job at once, as a worker would; what failed stops the demo from being built."""
        jobs.run_job.call(str(job_id))
        card = job_card(job_id)
        if card is None or card.state != "done":
            raise DueRegardError(f"A job of the made-up council failed: {card.error if card else ''}")
        jobs.dismiss(job_id=job_id, by=self.analyst)
        return card.result

    def _address(self, name: str, **parts: Any) -> str:
        return reverse(f"monitoring:{name}", kwargs={"council_slug": self.council.slug, **parts})
