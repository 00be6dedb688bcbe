"""What is not known: gaps that were written down, what the evidence does not say, and groups without figures?

The one idea: nothing that is unknown is left to be inferred from an empty page; each gap names whom it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dueregard.domain.assessments.evidence import Known
from dueregard.domain.assessments.model import Assessment, Gap, Group
from dueregard.web.assessments.queries.writing_words import group_words


@dataclass(frozen=True, slots=True)
class GapLine:
    """Something that is not known: in words, from where it is known that it is not, and what will be done."""

    text: str
    source: str = ""
    will_do: str = ""
    owner: str = ""
    due: date | None = None
    part_key: str = ""
    about: str = ""


def gaps_of(whole: Assessment, known: Sequence[Known], labels: Mapping[str, str]) -> tuple[GapLine, ...]:
    """Give everything that is not known, what somebody looks after first. No query."""
    return (
        *(_written(gap, labels) for gap in whole.gaps if not gap.filled),
        *(
            GapLine(each.gap, each.title, about=_about(each.groups, labels), part_key=f"evidence:{each.code}")
            for each in whole.evidence
            if each.gap
        ),
        *(
            GapLine(_("There are no figures on this."), about=labels.get(each.characteristic, each.characteristic))
            for each in known
            if not each.rows
        ),
    )


def gaps_about(whole: Assessment, group: Group, labels: Mapping[str, str]) -> tuple[GapLine, ...]:
    """Give what somebody wrote down as not known about a group, or about everybody. No query."""
    wanted = set(group.characteristics)

    def is_about(groups: Sequence[Group]) -> bool:
        return not groups or any(wanted & set(each.characteristics) for each in groups)

    return (
        *(replace(_written(gap, labels), about="") for gap in whole.gaps if not gap.filled and is_about(gap.groups)),
        *(
            GapLine(each.gap, each.title, part_key=f"evidence:{each.code}")
            for each in whole.evidence
            if each.gap and each.groups and is_about(each.groups)
        ),
    )


def _written(gap: Gap, labels: Mapping[str, str]) -> GapLine:
    return GapLine(
        gap.text,
        will_do=gap.will_do or "",
        owner=gap.owner or "",
        due=gap.due_date,
        part_key=f"gap:{gap.code}",
        about=_about(gap.groups, labels),
    )


def _about(groups: Sequence[Group], labels: Mapping[str, str]) -> str:
    return ", ".join(group_words(group, labels) for group in groups)
