"""What would a careful reader ask about this assessment, before somebody signs it?

The one idea: a remark is a question with its reason and its source, never a score, a tick or a pass. Each has a key
that stays the same while what it is about stays the same, so that an answer ("changed", or "not agreed, because …")
stays with it. A remark that no longer holds is gone by itself.

Source:  brown-2008 (the six principles), bracking-2013 (focus on each aim, a proper inquiry where facts are missing),
         audit-wales-2022 (late, "neutral" everywhere, no crossings, nothing taken together, no follow-up).
Refuses: nothing. An empty assessment gets remarks, not an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.domain.assessments.model import (
    Assessment,
    Effect,
    Evidence,
    EvidenceKind,
    Group,
    Impact,
    Option,
    group_key,
)
from dueregard.domain.assessments.options import way_to
from dueregard.publish.document import say_date
from dueregard.terms.characteristics import CHARACTERISTICS, PROTECTED, Aim, Characteristic, valid_pairs

STALE_AFTER = {
    EvidenceKind.CENSUS: timedelta(days=365 * 12),
    EvidenceKind.RELEASE: timedelta(days=365 * 2),
    EvidenceKind.CONSULTATION: timedelta(days=365 * 3),
    EvidenceKind.COMPLAINTS: timedelta(days=365 * 2),
    EvidenceKind.RESEARCH: timedelta(days=365 * 8),
    EvidenceKind.EXPERIENCE: timedelta(days=365 * 3),
}
"""How old evidence may be before the age is pointed out. A prompt of ours, not a rule of law."""
SHARE_APART = 1.5
"""From how many times the residents' share a group among users contradicts "no effect"."""
FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Remark:
    """One question: a stable `key`, the part it is about ("impact:disability"), its words, and why it is asked."""

    key: str
    about: str
    text: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Shares:
    """What the figures say of a group: its share of users and of residents, in percent, as released."""

    group: Group
    users: float
    residents: float
    source: str


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
    name = _Names(names or {})
    found = (
        *_purpose(assessment),
        *_dates(assessment, on=on),
        *_missing_groups(assessment),
        *(remark for impact in assessment.impacts for remark in _impact(impact, assessment, name)),
        *_same_everywhere(assessment),
        *_crossings(assessment),
        *_contradictions(assessment, shares, name),
        *_evidence(assessment, on=on),
        *_engagement(assessment),
        *_repeated(assessment, others, name),
        *_regard(assessment, frozenset(exempt)),
        *_armed_forces(assessment),
        *_mitigations(assessment, on=on),
        *_conclusion(assessment),
    )
    return tuple({remark.key: remark for remark in found}.values())


class _Names:
    def __init__(self, given: Mapping[Group, str]) -> None:
        self._given = given

    def of(self, group: Group) -> str:
        if group in self._given:
            return self._given[group]
        return " and ".join(_label(code) if not part else f"{_label(code)}: {part}" for code, part in group.parts)


def _label(code: str) -> str:
    known = CHARACTERISTICS.get(code)
    return known.label if known else code


def _purpose(assessment: Assessment) -> Iterator[Remark]:
    for field, text in (("about", "What is proposed?"), ("who_is_affected", "Who is affected?")):
        if not _said(getattr(assessment, field)):
            yield Remark(
                f"{field}:missing", field, text, "Nobody can have regard to what is not written.", "brown-2008"
            )


def _dates(assessment: Assessment, *, on: date) -> Iterator[Remark]:
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


def _missing_groups(assessment: Assessment) -> Iterator[Remark]:
    for characteristic in _asked(assessment):
        if not any(assessment.impacts_on(characteristic.code)):
            what = "the Act" if not characteristic.local else "the council’s own policy"
            yield Remark(
                f"impact:{characteristic.code}:missing",
                f"impact:{characteristic.code}",
                f"Nothing is said about {_low(characteristic.label)}.",
                f"It is one of the characteristics of {what}.",
                "equality-act-s4" if not characteristic.local else "due-regard-assessments",
            )


def _asked(assessment: Assessment) -> Iterator[Characteristic]:
    for characteristic in PROTECTED:
        if characteristic.code != "marriage_civil_partnership" or assessment.is_workforce:
            yield characteristic
    yield from (CHARACTERISTICS[code] for code in assessment.local if code in CHARACTERISTICS)


def _impact(impact: Impact, assessment: Assessment, name: _Names) -> Iterator[Remark]:
    key, who = group_key(impact.group), name.of(impact.group)
    about = f"impact:{key}"
    known = {each.code for each in assessment.evidence}
    if impact.effect is None:
        yield Remark(
            f"{about}:unanswered", about, f"{who}: how could it affect them?", "Nobody has answered.", _INQUIRY
        )
        return
    if impact.effect is Effect.NONE and not _said(impact.reason):
        why = "“No effect” is a finding, and needs a reason."
        yield Remark(f"{about}:none-unreasoned", about, f"{who}: why will there be no effect?", why, "audit-wales-2022")
    elif impact.effect is not Effect.NOT_KNOWN and not _said(impact.reason):
        yield Remark(
            f"{about}:unreasoned", about, f"{who}: what is this based on?", "No reason is given.", "brown-2008"
        )
    has_evidence = bool(set(impact.evidence) & known)
    if impact.effect is not Effect.NOT_KNOWN and not has_evidence and not impact.none_found:
        yield Remark(
            f"{about}:no-evidence",
            about,
            f"{who}: which evidence is this from? If none was found, say so.",
            "A conclusion without evidence is an opinion.",
            _INQUIRY,
        )
    if (impact.effect is Effect.NOT_KNOWN or impact.none_found) and not _said(impact.will_do):
        yield Remark(
            f"{about}:no-inquiry",
            about,
            f"{who}: what will be done to find out, and by when?",
            "Where facts are missing, the law asks for a proper inquiry.",
            _INQUIRY,
        )
    if impact.effect in {Effect.WORSE, Effect.BOTH}:
        yield from _worse(impact, assessment, about, who)


def _worse(impact: Impact, assessment: Assessment, about: str, who: str) -> Iterator[Remark]:
    missing = [
        words
        for value, words in (
            (impact.before.severity, "how severe it is"),
            (impact.before.likelihood, "how likely it is"),
            (impact.before.people, "how many people it is"),
        )
        if value is None
    ]
    if missing:
        yield Remark(
            f"{about}:unweighed",
            about,
            f"{who}: say {_listed(missing)}.",
            "Those who decide have to weigh the risk and its extent.",
            "bracking-2013",
        )
    if not any(impact.group in each.groups for each in assessment.mitigations):
        yield Remark(
            f"{about}:no-mitigation",
            about,
            f"{who}: what could prevent or soften it? If nothing, say why.",
            "Ways to prevent an adverse effect are considered before the decision.",
            "bracking-2013",
        )


def _same_everywhere(assessment: Assessment) -> Iterator[Remark]:
    effects = Counter(impact.effect for impact in assessment.impacts if not impact.group.is_crossing)
    for effect, words in ((Effect.NONE, "“No effect”"), (Effect.NOT_KNOWN, "“Not known yet”")):
        if effects[effect] >= 5 and effects[effect] == sum(effects.values()):
            yield Remark(
                f"impact:all-{effect}",
                "impact",
                f"{words} stands for all {effects[effect]} groups. Was each thought about by itself?",
                "The same answer everywhere is what auditors find most often.",
                "audit-wales-2022",
            )
    reasons = Counter(_plain(impact.reason) for impact in assessment.impacts if _said(impact.reason))
    for reason, times in reasons.items():
        if times >= 3:
            yield Remark(
                f"impact:same-reason:{_short_key(reason)}",
                "impact",
                f"The same reason stands {times} times. Is it true of each group?",
                "Regard is had with substance and rigour.",
                "brown-2008",
            )


def _crossings(assessment: Assessment) -> Iterator[Remark]:
    worse = {
        code
        for impact in assessment.impacts
        if impact.effect in {Effect.WORSE, Effect.BOTH}
        for code in impact.group.characteristics
    }
    if len(worse) >= 2 and not any(impact.group.is_crossing for impact in assessment.impacts):
        yield Remark(
            "impact:no-crossing",
            "impact",
            f"{_listed(sorted(_label(code) for code in worse))}: what of people to whom several apply?",
            "Auditors found no assessment that asked how characteristics cross.",
            "audit-wales-2022",
        )


def _contradictions(assessment: Assessment, shares: Iterable[Shares], name: _Names) -> Iterator[Remark]:
    by_group = {impact.group: impact for impact in assessment.impacts}
    for each in shares:
        impact = by_group.get(each.group)
        if impact and impact.effect is Effect.NONE and each.users >= SHARE_APART * each.residents > 0:
            yield Remark(
                f"impact:{group_key(each.group)}:contradiction",
                f"impact:{group_key(each.group)}",
                f"“No effect” on {_low(name.of(each.group))}, who are {each.users:.0f}% of users "
                f"and {each.residents:.0f}% of residents ({each.source}). Can that be?",
                "What changes for all users changes more for those who use it more.",
                "due-regard-assessments",
            )


def _evidence(assessment: Assessment, *, on: date) -> Iterator[Remark]:
    if not assessment.evidence:
        yield Remark(
            "evidence:missing", "evidence", "There is no evidence yet.", "It is what all else rests on.", _INQUIRY
        )
    for each in assessment.evidence:
        if each.on and on - each.on > STALE_AFTER[each.kind]:
            yield _stale(each, on=on)


def _stale(each: Evidence, *, on: date) -> Remark:
    years = (on - (each.on or on)).days // 365
    return Remark(
        f"evidence:stale:{each.code}",
        f"evidence:{each.code}",
        f"“{each.title}” is {years} years old. Is there anything newer?",
        "Those who decide need to know what is so now.",
        "due-regard-assessments",
    )


def _engagement(assessment: Assessment) -> Iterator[Remark]:
    hurt = {
        code
        for impact in assessment.impacts
        if impact.effect in {Effect.WORSE, Effect.BOTH}
        for code in impact.group.characteristics
    }
    heard = {code for each in assessment.engagement for code in each.characteristics}
    for code in sorted(hurt - heard):
        yield Remark(
            f"engagement:{code}",
            "engagement",
            f"{_label(code)}: were the people asked for whom it gets worse?",
            "They know best what it would do.",
            "bracking-2013",
        )


def _repeated(assessment: Assessment, others: Iterable[tuple[str, str]], name: _Names) -> Iterator[Remark]:
    seen = {_plain(text): title for title, text in others if len(text.split()) >= FEWEST_WORDS}
    for impact in assessment.impacts:
        if impact.reason and (title := seen.get(_plain(impact.reason))):
            yield Remark(
                f"impact:{group_key(impact.group)}:repeated",
                f"impact:{group_key(impact.group)}",
                f"{name.of(impact.group)}: the same words stand in “{title}”. Are they true of this decision?",
                "Regard is had to this decision, with an open mind.",
                "brown-2008",
            )


def _regard(assessment: Assessment, exempt: frozenset[tuple[str, Aim]]) -> Iterator[Remark]:
    said = {(each.characteristic, each.aim) for each in assessment.regard if _said(each.text)}
    for aim in Aim:
        wanted = {
            code
            for code, of in valid_pairs()
            if of is aim
            and (code, of) not in exempt
            and (code != "marriage_civil_partnership" or assessment.is_workforce)
        }
        missing = [code for code in wanted if (code, aim) not in said]
        if missing:
            labels = [each.label for each in PROTECTED if each.code in missing]
            whom = "any characteristic" if len(missing) == len(wanted) else _low(_listed(labels))
            yield Remark(
                f"regard:{aim}:{','.join(sorted(missing))}",
                f"regard:{aim}",
                f"{_AIMS[aim]}: nothing is said for {whom}.",
                "Regard is had to each aim, and not in general.",
                "bracking-2013",
            )


def _armed_forces(assessment: Assessment) -> Iterator[Remark]:
    if "armed_forces" in assessment.local and not all(_said(each) for each in assessment.armed_forces):
        yield Remark(
            "armed-forces:missing",
            "armed_forces",
            "The Armed Forces Covenant asks three things where housing, education or health care are touched: "
            "obligations and sacrifices, removing disadvantage, special provision. Say how each was considered.",
            "It is a duty of its own, beside the Equality Act.",
            "armed-forces-act-2006-s343aa",
        )


def _mitigations(assessment: Assessment, *, on: date) -> Iterator[Remark]:
    for each in assessment.mitigations:
        lacking = [words for value, words in ((each.owner, "owner"), (each.due_date, "date")) if not value]
        if lacking:
            yield Remark(
                f"mitigation:{each.code}:{'+'.join(lacking)}",
                f"mitigation:{each.code}",
                f"“{_short(each.text)}” has no {' and no '.join(lacking)}.",
                "What nobody is to do by any day is not done.",
                "audit-wales-2022",
            )
        elif each.due_date and each.due_date < on:
            yield Remark(
                f"mitigation:{each.code}:past",
                f"mitigation:{each.code}",
                f"“{_short(each.text)}” was due on {say_date(each.due_date)}, which has passed.",
                "A promise with a day that has passed is no promise.",
                "due-regard-assessments",
            )
    if not _said(assessment.monitoring):
        yield Remark(
            "monitoring:missing",
            "monitoring",
            "How will you know what it really did to people?",
            "The duty goes on after the decision.",
            "brown-2008",
        )


def _conclusion(assessment: Assessment) -> Iterator[Remark]:
    worse = any((each.effect_after or each.effect) in {Effect.WORSE, Effect.BOTH} for each in assessment.impacts)
    way = way_to(assessment.conclusion, has_worse=worse)
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


_INQUIRY = "bracking-2013"
_AIMS = {
    Aim.ELIMINATE: "Ending unlawful discrimination",
    Aim.ADVANCE: "Equality of opportunity",
    Aim.FOSTER: "Good relations",
}


def _said(text: str | None) -> bool:
    return bool((text or "").strip())


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _short_key(text: str) -> str:
    return "-".join(text.split()[:8])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rsplit(" ", 1)[0] + " …"


def _low(label: str) -> str:
    return label[:1].lower() + label[1:]


def _listed(words: Iterable[str]) -> str:
    each = list(words)
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"
