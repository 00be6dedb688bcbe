"""Taken together: which decisions bear on whom, how severely, and on how many?

The one idea: nothing is averaged. A group's line keeps every decision that bears on it; the worst stays visible beside
what is better, so that no good decision hides a severe one. People are counted per decision: the same person may be
hit by several, so a line gives the largest number and, as the most there can be, the sum, said as such. A decision that
is not assessed, or not known yet, is a mark of its own and never a nought. "Leave out" is the same reckoning on fewer
decisions, so that a page can show both at once.

Source:  councils' cumulative assessments of budgets, facts/eqia.md: a group with three or more decisions that make
         things worse, or with a severe one, is pointed out; a net figure would hide severity, so there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dueregard.domain.assessments.model import Effect, Group, Impact, Severity

MANY = 3
"""From how many worsening decisions a group is pointed out."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A decision with its impacts (after mitigation where `after` was said). No impacts: it is not assessed."""

    code: str
    title: str
    impacts: tuple[Impact, ...] = ()
    amount: int | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What one decision does to one group: None for an effect that nobody has answered."""

    effect: Effect | None
    severity: Severity | None = None
    people: int | None = None

    @property
    def is_worse(self) -> bool:
        """Whether somebody in the group is worse off: "both" counts, too."""
        return self.effect in {Effect.WORSE, Effect.BOTH}

    @property
    def is_severe(self) -> bool:
        """Whether it is severe for those it makes worse off."""
        return self.is_worse and self.severity is Severity.SEVERE


@dataclass(frozen=True, slots=True)
class Line:
    """One group over all decisions. `marks` by decision code, in the order of the decisions.

    `most_people` is the largest number of one decision, `people_at_most` the sum over worsening decisions (somebody
    may be counted several times); both are None where no worsening decision gave a number, and `is_people_partial`
    says that some did not.
    """

    group: Group
    marks: Mapping[str, Mark]
    worse: int
    better: int
    severe: int
    not_known: int
    not_answered: int
    most_people: int | None
    people_at_most: int | None
    is_people_partial: bool

    @property
    def is_pointed_out(self) -> bool:
        """Whether the group carries three or more worsening decisions, or a severe one."""
        return self.worse >= MANY or self.severe > 0


@dataclass(frozen=True, slots=True)
class Together:
    """All decisions and groups: `lines` with those that carry most first; `not_assessed` are decision codes."""

    decisions: tuple[Assessed, ...]
    lines: tuple[Line, ...]
    not_assessed: tuple[str, ...]

    @property
    def pointed_out(self) -> tuple[Line, ...]:
        """The groups that carry three or more worsening decisions, or a severe one."""
        return tuple(line for line in self.lines if line.is_pointed_out)


def together(
    decisions: Sequence[Assessed],
    *,
    leave_out: Collection[str] = (),
    groups: Iterable[Group] = (),
    place: str | None = None,
) -> Together:
    """Give all decisions × groups.

    Takes:   `leave_out`, codes of decisions as if they were not made; `groups` that must have a line even where nothing
             bears on them; `place`, to keep only decisions that bear on it (those without places bear on all).
    >>> from dueregard.domain.assessments.model import Weight, group_of
    >>> def saving(code, severity):
    ...     return Assessed(code, code, (Impact(group_of("disability"), Effect.WORSE, before=Weight(severity)),))
    >>> found = together([saving("P1", Severity.SMALL), saving("P4", Severity.SEVERE)])
    >>> [(line.worse, line.severe, line.is_pointed_out) for line in found.lines]
    [(2, 1, True)]
    >>> together([saving("P1", Severity.SMALL), saving("P4", Severity.SEVERE)], leave_out={"P4"}).pointed_out
    ()
    """
    kept = tuple(
        one
        for one in decisions
        if one.code not in leave_out and (place is None or not one.places or place in one.places)
    )
    assessed = [one for one in kept if one.impacts]
    found: dict[Group, dict[str, list[Impact]]] = {_evened(group): {} for group in groups}
    for decision in assessed:
        for impact in decision.impacts:
            found.setdefault(_evened(impact.group), {}).setdefault(decision.code, []).append(impact)
    lines = [_line(group, by_decision, [one.code for one in assessed]) for group, by_decision in found.items()]
    lines.sort(key=lambda line: (-line.severe, -line.worse, -line.not_known, -(line.most_people or 0), line.group))
    return Together(kept, tuple(lines), tuple(one.code for one in kept if not one.impacts))


def difference(whole: Together, without: Together) -> tuple[tuple[Line, Line | None], ...]:
    """Give the groups whose line changes when decisions are left out: before and after (None: nothing bears on it)."""
    after = {line.group: line for line in without.lines}
    return tuple(
        (line, after.get(line.group))
        for line in whole.lines
        if line.group not in after or _counts(line) != _counts(after[line.group])
    )


def say_together(found: Together) -> str:
    """Say the finding in a sentence or two: who carries most, and what is not known.

    >>> say_together(Together((), (), ()))
    'No decision has been assessed yet.'
    """
    assessed = len(found.decisions) - len(found.not_assessed)
    if not assessed:
        return "No decision has been assessed yet."
    severe = sum(1 for line in found.lines if line.severe)
    many = sum(1 for line in found.lines if line.worse >= MANY)
    said = [f"{_number(assessed, 'decision')} assessed."]
    if many:
        said.append(
            f"{_number(many, 'group')} {'carries' if many == 1 else 'carry'} {MANY} or more that make things worse."
        )
    if severe:
        said.append(f"For {_number(severe, 'group')} at least one is severe.")
    if not many and not severe:
        said.append(f"No group carries {MANY} or more that make things worse, and none is severe.")
    unknown = sum(line.not_known + line.not_answered for line in found.lines)
    if unknown:
        said.append(f"{_number(unknown, 'effect')} not known yet.")
    if found.not_assessed:
        said.append(f"{_number(len(found.not_assessed), 'decision')} not assessed.")
    return " ".join(said)


def mark_of(impacts: Sequence[Impact]) -> Mark:
    """Put what one decision says of one group (in one or several entries) into one mark: the worst of it stays.

    After mitigation counts where somebody said what is left; else what was found before.
    """
    effects = [impact.effect_after or impact.effect for impact in impacts]
    weights = [impact.after or impact.before for impact in impacts]
    severities = [weight.severity for weight in weights if weight.severity]
    numbers = [weight.people for weight in weights if weight.people is not None]
    worst = max(severities, key=list(Severity).index) if severities else None
    return Mark(_one_effect(effects), worst, max(numbers) if numbers else None)


def _one_effect(effects: Sequence[Effect | None]) -> Effect | None:
    said = set(effects)
    if Effect.BOTH in said or {Effect.WORSE, Effect.BETTER} <= said:
        return Effect.BOTH
    for effect in (Effect.WORSE, Effect.NOT_KNOWN, None, Effect.BETTER, Effect.NONE):
        if effect in said:
            return effect
    return None


def _evened(group: Group) -> Group:
    """Give a crossing in one order: older disabled people are the same people whichever was named first."""
    return Group(tuple(sorted(group.parts))) if group.is_crossing else group


def _line(group: Group, by_decision: Mapping[str, Sequence[Impact]], order: Sequence[str]) -> Line:
    marks = {code: mark_of(by_decision[code]) for code in order if code in by_decision}
    bad = [mark for mark in marks.values() if mark.is_worse]
    numbers = [mark.people for mark in bad if mark.people is not None]
    return Line(
        group=group,
        marks=marks,
        worse=len(bad),
        better=sum(mark.effect in {Effect.BETTER, Effect.BOTH} for mark in marks.values()),
        severe=sum(mark.is_severe for mark in bad),
        not_known=sum(mark.effect is Effect.NOT_KNOWN for mark in marks.values()),
        not_answered=sum(mark.effect is None for mark in marks.values()),
        most_people=max(numbers) if numbers else None,
        people_at_most=sum(numbers) if numbers else None,
        is_people_partial=0 < len(numbers) < len(bad),
    )


def _counts(line: Line) -> tuple[object, ...]:
    return (
        line.worse,
        line.better,
        line.severe,
        line.not_known,
        line.not_answered,
        line.most_people,
        line.people_at_most,
    )


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"
