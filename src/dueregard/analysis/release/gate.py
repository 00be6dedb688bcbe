"""May these tables go out? Only if the judge, who sees what readers see, recovers nothing.

The one idea: tables go in raw and come out released, or not at all. Between lies the protection that the policy names,
and then the judge, separate code that attacks the result together with everything released before about the same
people, for every audience that it reaches. What the judge cannot decide in its time is refused.
Decision record 0023. Refuses: an audience that the policy is not for, contradictions with what was released, anything
recovered or undecided; its reasons never carry a figure.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dueregard.analysis.attack.facts import Fact
from dueregard.analysis.attack.judge import attack
from dueregard.analysis.attack.judgement import Contradiction, Judgement, Range
from dueregard.analysis.disclosure.costs import Cost
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.release.known import audiences_reached, for_the_protector, of_the_same_people, seen_by
from dueregard.analysis.release.proof import Proof, hashes_of, keyed_hash
from dueregard.analysis.release.protecting import Means, Shown, show, words_for_noughts
from dueregard.analysis.release.refused import Reason, Refused
from dueregard.analysis.released.noughts import may_be_nought
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.analysis.released.units import PEOPLE
from dueregard.analysis.tables.table import Table
from dueregard.terms.errors import UsedWrongly

PROTECTOR_SHARE = 0.5
"""Of the seconds given, how many go to the protector; the judge has the rest, and what the protector leaves."""


@dataclass(frozen=True, slots=True)
class Release:
    """Tables that may be seen by their audience, with the proof for the register.

    `narrow` names cells that are not known exactly, but better than the policy asks, whatever is hidden. It is for
    staff alone, and never with the proof: such cells are unsafe ones, and which those are nobody outside may know.
    """

    tables: tuple[ReleasedTable, ...]
    proof: Proof
    narrow: tuple[str, ...] = field(default=(), repr=False)


def release(
    tables: Sequence[Table],
    *,
    policy: Policy,
    population: Population,
    audience: Audience,
    before: Sequence[ReleasedTable] = (),
    cost: Cost | None = None,
    gap: float = 0.005,
    means: Means | None = None,
    titles: Mapping[str, str] | None = None,
    origins: tuple[Origin, ...] = (),
    notes: tuple[str, ...] = (),
    specification: Mapping[str, Any] | None = None,
    beside: Sequence[Fact] = (),
    seconds: float = 120.0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Release:
    """Protect tables of one population, have them judged, and release them.

    Takes:   `before`, every table released earlier, withdrawn ones, too: those about other people are left aside here;
             `cost` and `gap`, for suppression; `means`, a secret and keys for other methods; `titles` by table code,
             `origins` and `notes`, printed with the tables; `specification`, what was counted, as plain values for the
             proof; `beside`, other figures that are published with the tables, such as percentages in a text
             (`rates.said_by`); `seconds` for all of it.
    Raises:  Refused unless the judge recovers nothing; UsedWrongly where the request itself is wrong.
    """
    began = time.monotonic()
    means, titles = means or Means(), titles or {}
    if policy.audience is not audience:
        raise UsedWrongly("The policy is for another audience.", where=policy.key)
    if len({table.code for table in tables}) != len(tables):
        raise UsedWrongly("Two tables have the same code.")
    say = progress or (lambda words: None)
    earlier = of_the_same_people(before, population)
    _check_method(earlier, population, policy)
    _check_noughts(earlier, population, policy)
    say("Protecting the tables")
    shown = show(
        tables,
        policy=policy,
        before=for_the_protector(earlier, population, audience),
        cost=cost,
        gap=gap,
        means=means,
        seconds=seconds * PROTECTOR_SHARE,
        cancelled=cancelled,
    )
    made = tuple(
        ReleasedTable(
            code=table.code,
            title=titles.get(table.code, table.title),
            dimensions=table.dimensions,
            cells=cells,
            population=population,
            audience=audience,
            method=policy.method,
            policy=f"{policy.key} {policy.version}",
            origins=origins,
            notes=(*notes, *shown.notes),
            rounding_base=shown.base,
        )
        for table, cells in zip(tables, shown.cells, strict=True)
    )
    say("Attacking the result")
    judgements = _judge(made, earlier, policy, shown, beside, began + seconds, cancelled)
    return Release(
        made,
        Proof(
            policy=policy.key,
            policy_version=policy.version,
            population=population.code,
            audience=audience.value,
            method=policy.method.value,
            specification=specification or {},
            hashes_in=tuple(keyed_hash(table, secret=means.secret) for table in tables) if means.secret else (),
            hashes_out=hashes_of(made),
            hashes_before=hashes_of(earlier),
            protection=shown.protection,
            judgements=tuple(judgements),
            seconds=time.monotonic() - began,
        ),
        shown.narrow,
    )


def _check_method(earlier: Sequence[ReleasedTable], population: Population, policy: Policy) -> None:
    """Refuse to mix methods: a figure that is rounded here and exact there is protected by neither."""
    if other := {
        table.method.value
        for table in earlier
        if table.population.code == population.code
        and table.method is not policy.method
        and table.audience is not Audience.ANALYST
    }:
        raise Refused(
            [
                Reason(
                    f"These people's figures were released before by another method ({', '.join(sorted(other))})",
                    mend="Use the same method again.",
                )
            ]
        )


def _check_noughts(earlier: Sequence[ReleasedTable], population: Population, policy: Policy) -> None:
    """Refuse to mix: who knows that a hidden count is no nought in one table knows it in all."""
    if policy.method is Method.SUPPRESSION and any(
        may_be_nought(table) is not bool(words_for_noughts(policy))
        for table in earlier
        if table.population.code == population.code
        and table.method is Method.SUPPRESSION
        and table.audience is not Audience.ANALYST
        and table.unit == PEOPLE
    ):
        raise Refused(
            [
                Reason(
                    "These people's figures were released before by rules that treat noughts otherwise",
                    mend="Use rules again that treat them in the same way.",
                )
            ]
        )


def _judge(
    made: Sequence[ReleasedTable],
    earlier: Sequence[ReleasedTable],
    policy: Policy,
    shown: Shown,
    beside: Sequence[Fact],
    until: float,
    cancelled: Callable[[], bool],
) -> list[Mapping[str, Any]]:
    """Attack what each audience will have seen; give the summaries, or refuse."""
    own = made[0].audience
    audiences = audiences_reached(earlier, own)
    reasons: list[Reason] = []
    summaries: list[Mapping[str, Any]] = []
    for number, audience in enumerate(audiences):
        is_own = audience is own
        try:
            found = attack(
                [*made, *seen_by(earlier, audience)],
                attacker=policy.attacker,
                threshold=policy.threshold,
                distinguishable=shown.small if is_own else frozenset(),
                secondary=shown.others if is_own else frozenset(),
                width=policy.width,
                wide=shown.wide if is_own else frozenset(),
                audience=audience,
                deviation=shown.deviation,
                facts=beside,
                seconds=max(0.0, until - time.monotonic()) / (len(audiences) - number),
                cancelled=cancelled,
            )
        except Contradiction as fault:
            reasons.append(Reason("The figures contradict what was released before", mend=fault.mend or ""))
            continue
        reasons += reasons_of(found, audience)
        summaries.append({"audience": audience.value, **found.summary()})
    if reasons:
        raise Refused(reasons)
    return summaries


def reasons_of(found: Judgement, audience: Audience) -> list[Reason]:
    """Put what was recovered, or left undecided, in words."""
    reasons = []
    by_how: dict[str, list[Range]] = {}
    for one in found.recovered:
        by_how.setdefault(one.how, []).append(one)
    for how, several in by_how.items():
        reasons.append(
            Reason(
                f"A reader ({audience.value}) can work out hidden figures by {how}",
                tuple(one.in_words() for one in several),
                "Merge groups, leave out a total or a table, or use rounding.",
            )
        )
    if found.undecided:
        reasons.append(
            Reason(
                f"Not every hidden figure could be shown to be safe ({audience.value}) in the time given",
                tuple(one.in_words() for one in found.undecided),
                "Give more time, or release fewer tables at once.",
            )
        )
    return reasons


def preview(released: Release) -> tuple[ReleasedTable, ...]:
    """Give the tables as their audience will see them, marked as not out yet.

    The preview has passed the gate; it is for the author and the person who decides.
    """
    return tuple(replace(table, notes=("Preview: not released yet.", *table.notes)) for table in released.tables)
