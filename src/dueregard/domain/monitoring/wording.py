"""How is a finding said? In plain sentences, each with its numbers, none stronger than the figures.

The one idea: a sentence is made from the same released cells as the table beside it, rounds once, gives the base, and
says what may not be concluded. Percentages are whole numbers under a base of 1,000, else have one decimal.
Source: docs/reference/comparing.md.
"""

from __future__ import annotations

from dueregard.domain.monitoring.comparison import Comparison, Group, Verdict
from dueregard.domain.monitoring.outcomes import Standing
from dueregard.domain.monitoring.scan import Found, Question, Scan

LARGER_THAN_CHANCE = "The difference is larger than chance alone would make it."
CANNOT_TELL = "The figures are too few to tell these groups apart."
HIDDEN = "Hidden to protect people"
NOT_AN_ANSWER = "Either nobody is, or the list of answers did not have it: look at the list before you call it a gap."


def percent(share: float, base: int) -> str:
    """Say a share as a percentage.

    >>> percent(0.4732, 131), percent(0.4732, 13100)
    ('47%', '47.3%')
    """
    return f"{share * 100:.1f}%" if base >= 1000 else f"{share * 100:.0f}%"


def points(gap: float) -> str:
    """Say a difference in percentage points.

    >>> points(-9.04), points(1.0)
    ('9.0 percentage points lower', '1.0 percentage point higher')
    """
    size = f"{abs(gap):.1f}"
    return f"{size} percentage {'point' if size == '1.0' else 'points'} {'lower' if gap < 0 else 'higher'}"


def of_group(found: Found) -> str:
    """Name a group or a crossing as people would: the words of each category, joined."""
    return ", ".join(category.label for _, category in found.place)


def finding(found: Found, *, question: Question) -> str:
    """Say one finding: both rates, both counts, whether chance would do, and how many people it touches."""
    count, base = found.tally.pair
    against, against_base = found.other.pair
    if found.standing is Standing.HIDDEN or base is None or count is None:
        return f"{of_group(found)}: {HIDDEN.lower()}."
    if found.standing is Standing.TOO_FEW or against is None or not against_base:
        return f"{of_group(found)}: too few {question.unit} to say."
    said = [
        f"{of_group(found)}: {percent(count / base, base)} {question.words} ({count:,} of {base:,}), "
        f"against {percent(against / against_base, against_base)} of everyone else ({against:,} of {against_base:,})."
    ]
    said.append(LARGER_THAN_CHANCE if found.standing is not Standing.CANNOT_TELL else CANNOT_TELL)
    if found.standing is not Standing.CANNOT_TELL and round(found.touched):
        more = "more" if (found.gap and (found.gap.value or 0) < 0) else "fewer"
        said.append(f"At everyone else's rate it would have been {round(found.touched):,} {more}.")
    if found.adds:
        said.append("It is more than either group alone would show.")
    if found.can_turn:
        said.append("People whose group is not known could turn this round.")
    return " ".join(said)


def cannot_say(found: Scan) -> tuple[str, ...]:
    """Say what the figures do not say: hidden groups, groups that are too small, tests that could not tell."""
    unit, said = found.question.unit, []
    if found.hidden:
        said.append(f"{_groups(found.hidden)} hidden to protect people, so nothing is said of them.")
    if found.too_few:
        said.append(
            f"{_groups(found.too_few)} left out: fewer than {found.question.minimum_base} {unit} stand on one side."
        )
    if found.cannot_tell:
        said.append(f"{_groups(len(found.cannot_tell))} looked at that cannot be told apart from everyone else.")
    return (*said, *found.cautions)


def _groups(number: int) -> str:
    return "One group or crossing was" if number == 1 else f"{number:,} groups and crossings were"


def summary(found: Scan) -> str:
    """Say in one sentence what a scan found."""
    looked = found.places_looked_at
    seen = looked - found.hidden - found.too_few
    if not seen:
        return f"Nothing can be said: all {looked:,} groups and crossings are hidden or too small."
    if not found.worse:
        said = f"Of {seen:,} groups and crossings, none is worse off by more than chance alone would make it."
        return said if seen == looked else f"{said} Of {looked - seen:,} more, nothing can be said."
    first = of_group(found.worse[0])
    if len(found.worse) == 1:
        return f"Of {looked:,} groups and crossings, one is worse off by more than chance: {first}."
    return (
        f"Of {looked:,} groups and crossings, {len(found.worse):,} are worse off by more than chance. "
        f"The difference touches most people among: {first}."
    )


def representation(group: Group, *, unit: str = "people", population: str = "residents") -> str:
    """Say one group of a comparison: its share, the population's, the gap, and whether chance would do."""
    label = group.category.label
    if group.verdict is Verdict.HIDDEN:
        return f"{label}: {HIDDEN.lower()}."
    if group.verdict is Verdict.NO_BASELINE:
        return f"{label}: not counted in the population that this is compared with."
    if group.verdict is Verdict.TOO_FEW or group.representation is None or group.population_share is None:
        return f"{label}: too few {unit} to say."
    if group.verdict is Verdict.NOBODY:
        return (
            f"{label}: nobody is recorded, against {group.population_share * 100:.1f}% of {population}. {NOT_AN_ANSWER}"
        )
    share, gap = group.representation.share.value, group.representation.gap_points.value
    if share is None or gap is None or group.count.value is None:
        return f"{label}: too few {unit} to say."
    said = f"{label}: {share * 100:.1f}% of {unit}, {group.population_share * 100:.1f}% of {population}, {points(gap)}."
    return f"{said} {LARGER_THAN_CHANCE if group.verdict is not Verdict.CANNOT_TELL else 'Chance alone could make it.'}"


def comparison_summary(found: Comparison, *, unit: str = "people", population: str = "residents") -> str:
    """Say in a sentence or two who is over- and under-represented."""
    if found.base.value is None:
        return "How many declared is hidden to protect people, so no shares are given."
    under = [g.category.label for g in found.told_apart if g.verdict is Verdict.UNDER]
    over = [g.category.label for g in found.told_apart if g.verdict is Verdict.OVER]
    nobody = [g.category.label for g in found.groups if g.verdict is Verdict.NOBODY]
    said = []
    if under:
        said.append(f"Fewer {unit} than among {population}: {_list(under)}.")
    if over:
        said.append(f"More {unit} than among {population}: {_list(over)}.")
    if nobody:
        said.append(f"Nobody is recorded as: {_list(nobody)}. {NOT_AN_ANSWER}")
    return " ".join(said) or f"No group's share of {unit} can be told apart from its share of {population}."


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{'; '.join(words[:-1])}; and {words[-1]}"
