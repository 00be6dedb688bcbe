"""What would a careful reader ask about the assessment as a whole: purpose, dates, groups, aims, conclusion?

Source:  brown-2008, bracking-2013, armed-forces-act-2006-s343aa; see `quality`.
Refuses: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dueregard.domain.assessments.model import Assessment, Effect, Option
from dueregard.domain.assessments.options import way_to
from dueregard.domain.assessments.quality_remark import Remark, is_said, listed, low
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import CHARACTERISTICS, Aim, Characteristic
from dueregard.terms.laws import law_of

_AIMS = {
    Aim.ELIMINATE: "Ending unlawful discrimination",
    Aim.ADVANCE: "Equality of opportunity",
    Aim.FOSTER: "Good relations",
}


def of_purpose(assessment: Assessment) -> Iterator[Remark]:
    """Ask what is proposed, and who is affected."""
    for field, text in (("about", "What is proposed?"), ("who_is_affected", "Who is affected?")):
        if not is_said(getattr(assessment, field)):
            yield Remark(
                f"{field}:missing", field, text, "Nobody can have regard to what is not written.", "brown-2008"
            )


def of_dates(assessment: Assessment, *, on: date) -> Iterator[Remark]:
    """Ask about days that cannot be, and for a day of review."""
    decided, begun, finished = assessment.decided_on, assessment.begun_on, assessment.finished_on
    if decided and begun and begun > decided:
        yield Remark(
            f"dates:begun-after:{begun}:{decided}",
            "dates",
            f"It was begun on {say_date(begun)}, after the decision of {say_date(decided)}. "
            "Where was regard had before?",
            "Regard is had before and at the time of a decision, not afterwards.",
            "brown-2008",
        )
    elif decided and finished and finished > decided:
        yield Remark(
            f"dates:finished-after:{finished}:{decided}",
            "dates",
            f"It was finished on {say_date(finished)}, after the decision of {say_date(decided)}. "
            "Which version was before those who decided?",
            "Regard is had before and at the time of a decision, not afterwards.",
            "brown-2008",
        )
    if begun and finished and finished < begun:
        yield Remark(
            f"dates:order:{begun}:{finished}",
            "dates",
            f"It was finished on {say_date(finished)}, before it was begun on {say_date(begun)}.",
            "These days cannot both be right.",
            "due-regard-assessments",
        )
    for each in assessment.evidence:
        if each.on and each.on > on:
            yield Remark(
                f"evidence:future:{each.code}",
                f"evidence:{each.code}",
                f"“{each.title}” is dated {say_date(each.on)}, which is still to come.",
                "This day cannot be right.",
                "due-regard-assessments",
            )
    if assessment.review_on is None or (decided and assessment.review_on <= decided):
        yield Remark(
            "review:missing",
            "review",
            "When will it be looked at again, after the decision?",
            "The duty goes on after the decision.",
            "brown-2008",
        )


def of_missing_groups(assessment: Assessment) -> Iterator[Remark]:
    """Ask about characteristics of which nothing is said."""
    law = law_of(assessment.nation)
    for characteristic in _asked(assessment):
        if not any(assessment.impacts_on(characteristic.code)):
            what = law.short if not characteristic.local else "the council’s own policy"
            yield Remark(
                f"impact:{characteristic.code}:missing",
                f"impact:{characteristic.code}",
                f"Nothing is said about {low(characteristic.label)}.",
                f"It is one of the {law.groups_word} of {what}.",
                law.groups_source if not characteristic.local else "due-regard-assessments",
            )


def _asked(assessment: Assessment) -> Iterator[Characteristic]:
    law = law_of(assessment.nation)
    for characteristic in law.groups:
        if characteristic.code not in law.only_for_staff or assessment.is_workforce:
            yield characteristic
    own = (code for code in assessment.local if code in CHARACTERISTICS and code not in law.codes)
    yield from (replace(CHARACTERISTICS[code], local=True) for code in own)


def of_regard(assessment: Assessment, exempt: frozenset[tuple[str, Aim]]) -> Iterator[Remark]:
    """Ask, aim by aim, for the pairs of which nothing is said."""
    said = {(each.characteristic, each.aim) for each in assessment.regard if is_said(each.text)}
    law = law_of(assessment.nation)
    for asked in law.aims:
        aim = asked.aim
        wanted = {
            code
            for code in asked.groups
            if (code, aim) not in exempt and (code not in law.only_for_staff or assessment.is_workforce)
        }
        missing = [code for code in wanted if (code, aim) not in said]
        if missing:
            labels = [each.label for each in law.groups if each.code in missing]
            whom = f"any {law.group_word}" if len(missing) == len(wanted) else low(listed(labels))
            yield Remark(
                f"regard:{aim}:{','.join(sorted(missing))}",
                f"regard:{aim}",
                f"{_AIMS[aim]}: nothing is said for {whom}.",
                "Regard is had to each aim, and not in general.",
                "bracking-2013",
            )


def of_armed_forces(assessment: Assessment) -> Iterator[Remark]:
    """Ask for the three principles of the covenant duty, where it was said to be touched."""
    if "armed_forces" in assessment.local and not all(is_said(each) for each in assessment.armed_forces):
        yield Remark(
            "armed-forces:missing",
            "armed_forces",
            "The Armed Forces Covenant asks three things where housing, education or health care are touched: "
            "obligations and sacrifices, removing disadvantage, special provision. Say how each was considered.",
            f"It is a duty of its own, beside {law_of(assessment.nation).name}.",
            "armed-forces-act-2006-s343aa",
        )


def of_conclusion(assessment: Assessment) -> Iterator[Remark]:
    """Ask what the proposal still needs to be one."""
    worse = any((each.effect_after or each.effect) in {Effect.WORSE, Effect.BOTH} for each in assessment.impacts)
    way = way_to(assessment.conclusion, has_worse=worse, nation=assessment.nation)
    for question in way.questions:
        yield Remark(
            f"option:{question.field}", "option", question.text, "It is not answered yet.", "due-regard-assessments"
        )
    if way.stop:
        yield Remark("option:stop", "option", way.stop, "The law leaves no room here.", "equality-act-justification")
    if assessment.conclusion.option is Option.ADJUST and not assessment.mitigations:
        yield Remark(
            "option:nothing-adjusted",
            "option",
            "You propose to adjust, and no change is named. What is changed?",
            "A proposal that names no change is “no major change”.",
            "due-regard-assessments",
        )
