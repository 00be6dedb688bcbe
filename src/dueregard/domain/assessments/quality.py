"""What would a careful reader ask about this assessment, before somebody signs it?

The one idea: a remark is a question with its reason and its source, never a score, a tick or a pass. Each has a key
that stays the same while what it is about stays the same, so that an answer ("changed", or "not agreed, because …")
stays with it. A remark that no longer holds is gone by itself.

Source:  brown-2008 (the six principles), bracking-2013 (focus on each aim, a proper inquiry where facts are missing),
         audit-wales-2022 (late, "neutral" everywhere, no crossings, nothing taken together, no follow-up).
Refuses: nothing. An empty assessment gets remarks, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from dueregard.domain.assessments.model import Assessment, Group
from dueregard.domain.assessments.quality_evidence import (
    STALE_AFTER,
    is_stale,
    of_engagement,
    of_evidence,
    of_mitigations,
)
from dueregard.domain.assessments.quality_impacts import (
    SHARE_APART,
    of_contradictions,
    of_crossings,
    of_impact,
    of_repeats,
    of_sameness,
)
from dueregard.domain.assessments.quality_remark import FEWEST_WORDS, Names, Remark, Shares, fingerprint_of
from dueregard.domain.assessments.quality_text import of_texts
from dueregard.domain.assessments.quality_whole import (
    of_armed_forces,
    of_conclusion,
    of_dates,
    of_missing_groups,
    of_purpose,
    of_regard,
)
from dueregard.terms.characteristics import Aim
from dueregard.terms.laws import law_of

__all__ = ["FEWEST_WORDS", "SHARE_APART", "STALE_AFTER", "Remark", "Shares", "fingerprint_of", "is_stale", "remarks"]


def remarks(
    assessment: Assessment,
    *,
    on: date,
    names: Mapping[Group, str] | None = None,
    shares: Iterable[Shares] = (),
    others: Iterable[tuple[str, str]] = (),
    exempt: Iterable[tuple[str, Aim]] = (),
) -> tuple[Remark, ...]:
    """Give every remark, in the order of the assessment's parts.

    Takes:   `on`, the day of reading; `names` of groups for the words; `shares`, what released figures say; `others`,
             (title, text) of reasons in other assessments; `exempt`, pairs that do not apply (as Schedule 18 says).
    >>> len(remarks(Assessment("Close the library", "england"), on=date(2026, 11, 22))) > 9
    True
    """
    name = Names(names or {})
    found = (
        *of_purpose(assessment),
        *of_dates(assessment, on=on),
        *of_missing_groups(assessment),
        *(remark for impact in assessment.impacts for remark in of_impact(impact, assessment, name)),
        *of_sameness(assessment),
        *of_crossings(assessment),
        *of_contradictions(assessment, shares, name),
        *of_evidence(assessment, on=on),
        *of_engagement(assessment),
        *of_repeats(assessment, others, name),
        *of_regard(assessment, frozenset(exempt)),
        *of_armed_forces(assessment),
        *of_mitigations(assessment, on=on),
        *of_conclusion(assessment),
        *of_texts(assessment),
    )
    law = law_of(assessment.nation)
    cited = (replace(remark, source=law.source_of(remark.source)) for remark in found)
    return tuple({remark.key: remark for remark in cited}.values())
