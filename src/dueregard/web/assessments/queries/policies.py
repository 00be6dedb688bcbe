"""Which policies does the council have, in which order should they be looked at, and why?

The one idea: the order is the kept rank; the reasons are worked out on the day for the rows that are shown, in the same
number of queries for one page of twenty as of twenty thousand. The rank itself is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dueregard.domain.assessments.priority import Priority, Standing, priority_of
from dueregard.web.assessments.models.register import Policy, PolicyChange
from dueregard.web.assessments.queries.register_standing import recorded, standings

KIND_WORDS = {
    "policy": lazy("Policy"),
    "service": lazy("Service"),
    "strategy": lazy("Strategy"),
    "project": lazy("Project"),
    "budget_line": lazy("Budget line"),
    "commissioning": lazy("Commissioning"),
    "procurement": lazy("Procurement"),
}
RISK_WORDS = {"high": lazy("High"), "medium": lazy("Medium"), "low": lazy("Low")}
CHANGE_WORDS = {
    "law": lazy("A law"),
    "figures": lazy("The figures"),
    "definition": lazy("A definition"),
    "other": lazy("Something else"),
}
WHY_WORDS = {
    "review": lazy("Its review is due"),
    "never": lazy("It has never been assessed"),
    "changed": lazy("Something changed since"),
    "decision": lazy("A decision is coming"),
    "unknown": lazy("Risk or people not said"),
}
STANDING_STATES = {"standing": lazy("In the queue"), "retired": lazy("Retired")}
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A policy as its page shows it. `last_assessed_on` is the newest known, `said_assessed_on` what somebody said."""

    id: UUID
    title: str
    kind: str
    about: str
    number: str
    directorate_id: UUID | None
    directorate: str
    owner_id: UUID | None
    owner: str
    owner_words: str
    review_on: date | None
    said_assessed_on: date | None
    last_assessed_on: date | None
    risk: str
    people: int | None
    retired_on: date | None
    version: int
    priority: Priority

    @property
    def kind_words(self) -> str:
        """Its kind as pages say it."""
        return str(KIND_WORDS[self.kind])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it does, the heaviest first."""
        return self.priority.reasons


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """Something that changed around a policy, who noted it (nobody: a task of ours did), and when."""

    kind: str
    text: str
    on: date
    noted_by: str
    noted_on: date

    @property
    def kind_words(self) -> str:
        """What changed."""
        return str(CHANGE_WORDS[self.kind])


@dataclass(frozen=True, slots=True)
class PoliciesWanted:
    """What a list of policies is narrowed by."""

    words: str = ""
    kind: str = ""
    directorate: str = ""
    risk: str = ""
    why: str = ""
    state: str = ""
    directorate_ids: frozenset[UUID] | None = field(default=None)


def policies_wanted(council_id: UUID, wanted: PoliciesWanted | None = None, *, on: date) -> QuerySet[Policy]:
    """Give the rows, to be counted, sorted and cut. No query yet."""
    wanted = wanted or PoliciesWanted()
    rows = Policy.objects.filter(council=council_id, retired_on__isnull=wanted.state != "retired")
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(about__icontains=word)
            | Q(source_key__iexact=word)
            | Q(owner_words__icontains=word)
            | Q(owner__title__icontains=word)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.risk:
        rows = rows.filter(risk="" if wanted.risk == NOBODY else wanted.risk)
    if wanted.directorate == NOBODY:
        rows = rows.filter(directorate__isnull=True)
    elif wanted.directorate:
        rows = rows.filter(directorate=wanted.directorate)
    if wanted.directorate_ids is not None:
        rows = rows.filter(directorate__in=wanted.directorate_ids)
    return _for_a_reason(rows, wanted.why, on=on)


def sorted_policies(rows: QuerySet[Policy], order: str, *, falling: bool) -> QuerySet[Policy]:
    """Put rows in order: "queue" (the heaviest first), "title", "review", "assessed"."""
    name = {"queue": "rank", "title": "title", "review": "review_on", "assessed": "last_assessed_on"}[order]
    by = F(name).desc(nulls_last=True) if falling else F(name).asc(nulls_last=order != "assessed")
    return rows.order_by(by, "title", "pk")


def policy_cards(rows: Iterable[Policy], *, on: date) -> tuple[PolicyCard, ...]:
    """Give rows as cards, with the reasons of the day. Four queries for each five thousand."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("directorate", "owner")
    found = list(rows)
    known = standings(found, on=on)
    return tuple(_card(row, known[row.pk], on=on) for row in found)


def policy_card(council_id: UUID, policy_id: UUID, *, on: date) -> PolicyCard:
    """Give one policy. Four queries.

    Raises:  Http404 where the council has none of the kind.
    """
    found = policy_cards(Policy.objects.filter(council=council_id, pk=policy_id), on=on)
    if not found:
        raise Http404
    return found[0]


def changes_of(policy_id: UUID) -> tuple[ChangeCard, ...]:
    """Give what was noted on a policy, the newest first. One query."""
    return tuple(
        ChangeCard(
            row.kind, row.text, row.on, row.noted_by.full_name if row.noted_by else _("Due Regard"),
            row.noted_at.date(),
        )
        for row in PolicyChange.objects.filter(policy=policy_id).select_related("noted_by").order_by("-on", "-noted_at")
    )  # fmt: skip


def find_policy(council_id: UUID, said: str, *, likely: UUID | None = None) -> UUID | None:
    """Give the policy that a number or title names, None for none or several. One query.

    Takes:   `likely`, which of several of one title is meant: the one that stood there before.
    """
    rows = Policy.objects.filter(council=council_id).filter(Q(source_key__iexact=said) | Q(title__iexact=said))
    found = set(rows.values_list("pk", flat=True)[:50])
    if likely in found:
        return likely
    return found.pop() if len(found) == 1 else None


def counts_of(council_id: UUID, *, on: date, directorate_ids: frozenset[UUID] | None = None) -> Mapping[str, int]:
    """Say how many policies stand, how many reviews are due, and how many were never assessed. One query."""
    rows = policies_wanted(council_id, PoliciesWanted(directorate_ids=directorate_ids), on=on)
    never = Q(~Exists(recorded().filter(policy=OuterRef("pk"))), last_assessed_on__isnull=True)
    return rows.order_by().aggregate(
        standing=Count("pk"),
        review=Count("pk", filter=Q(review_on__lte=on)),
        never=Count("pk", filter=never),
    )


def _for_a_reason(rows: QuerySet[Policy], why: str, *, on: date) -> QuerySet[Policy]:
    looked = recorded().filter(policy=OuterRef("pk"))
    if why == "review":
        return rows.filter(review_on__lte=on)
    if why == "never":
        return rows.filter(~Exists(looked), last_assessed_on__isnull=True)
    if why == "changed":
        since = PolicyChange.objects.filter(
            ~Exists(recorded().filter(policy=OuterRef("policy"), recorded_at__date__gte=OuterRef("on"))),
            policy=OuterRef("pk"),
            on__lte=on,
            on__gt=Coalesce(OuterRef("last_assessed_on"), date(1900, 1, 1)),
        )
        return rows.filter(Exists(since))
    if why == "decision":
        return rows.filter(decisions__state="planned", decisions__decides_on__gte=on).distinct()
    if why == "unknown":
        return rows.filter(Q(risk="") | Q(people__isnull=True))
    return rows


def _card(row: Policy, standing: Standing, *, on: date) -> PolicyCard:
    return PolicyCard(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        about=row.about,
        number=row.source_key,
        directorate_id=row.directorate_id,
        directorate=row.directorate.name if row.directorate else "",
        owner_id=row.owner_id,
        owner=row.owner.title if row.owner else row.owner_words,
        owner_words=row.owner_words,
        review_on=row.review_on,
        said_assessed_on=row.last_assessed_on,
        last_assessed_on=standing.last_assessed,
        risk=row.risk,
        people=row.people,
        retired_on=row.retired_on,
        version=row.version,
        priority=priority_of(standing, on=on),
    )
