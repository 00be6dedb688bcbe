"""What would a careful reader ask about each impact, and about all of them side by side?

The one idea: "no effect" is a finding like any other, so it is asked for its reason, its evidence, and whether the
figures say otherwise.

Source:  bracking-2013, audit-wales-2022, brown-2008; see `quality`.
Refuses: nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from dueregard.domain.assessments.model import Assessment, Effect, Group, Impact, group_key
from dueregard.domain.assessments.quality_remark import (
    FEWEST_WORDS,
    INQUIRY,
    Names,
    Remark,
    Shares,
    is_said,
    label_of,
    listed,
    low,
    plain,
    short_print,
)

SHARE_APART = 1.5
"""From how many times the residents' share a group among users contradicts "no effect"."""
POINTS_APART = 2
"""From how many percentage points on, so that a group of few people is not told as news."""


def of_impact(impact: Impact, assessment: Assessment, name: Names) -> Iterator[Remark]:
    """Ask for reason, evidence, inquiry and weight of one impact."""
    key, who = group_key(impact.group), name.of(impact.group)
    about = f"impact:{key}"
    known = {each.code for each in assessment.evidence}
    if impact.effect is None:
        yield Remark(f"{about}:unanswered", about, f"{who}: how could it affect them?", "Nobody has answered.", INQUIRY)
        return
    if impact.effect is Effect.NONE and not is_said(impact.reason):
        why = "“No effect” is a finding, and needs a reason."
        yield Remark(f"{about}:none-unreasoned", about, f"{who}: why will there be no effect?", why, "audit-wales-2022")
    elif impact.effect is not Effect.NOT_KNOWN and not is_said(impact.reason):
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
            INQUIRY,
        )
    if (impact.effect is Effect.NOT_KNOWN or impact.none_found) and not is_said(impact.will_do):
        yield Remark(
            f"{about}:no-inquiry",
            about,
            f"{who}: what will be done to find out, and by when?",
            "Where facts are missing, the law asks for a proper inquiry.",
            INQUIRY,
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
            f"{who}: say {listed(missing)}.",
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


def of_sameness(assessment: Assessment) -> Iterator[Remark]:
    """Ask whether each group was thought about by itself."""
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
    reasons = Counter(plain(impact.reason) for impact in assessment.impacts if is_said(impact.reason))
    for reason, times in reasons.items():
        if times >= 3:
            yield Remark(
                f"impact:same-reason:{_short_key(reason)}",
                "impact",
                f"The same reason stands {times} times. Is it true of each group?",
                "Regard is had with substance and rigour.",
                "brown-2008",
            )


def of_crossings(assessment: Assessment) -> Iterator[Remark]:
    """Ask about people to whom several apply, once two characteristics get worse."""
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
            f"{listed(sorted(label_of(code) for code in worse))}: what of people to whom several apply?",
            "Auditors found no assessment that asked how characteristics cross.",
            "audit-wales-2022",
        )


def of_contradictions(assessment: Assessment, shares: Iterable[Shares], name: Names) -> Iterator[Remark]:
    """Ask about "no effect" on people who are far more among users than among residents: the furthest of a group."""
    said = {impact.group for impact in assessment.impacts}
    apart = sorted(filter(is_apart, shares), key=lambda each: each.users / each.residents, reverse=True)
    for impact in assessment.impacts:
        found = [each for each in apart if _is_about(each.group, impact.group, said)]
        if impact.effect is Effect.NONE and found:
            yield _contradiction(impact.group, found[0], name)


def is_apart(shares: Shares) -> bool:
    """Say whether a group is so much more among users than among residents that it is worth a question.

    >>> is_apart(Shares(Group((("disability", ""),)), 34, 15, "the survey"))
    True
    """
    return shares.users >= SHARE_APART * shares.residents > 0 and shares.users - shares.residents >= POINTS_APART


def _is_about(found: Group, asked: Group, said: Collection[Group]) -> bool:
    """Say whether figures of a group speak to an answer: of the same group, or of one within, not answered itself."""
    if found == asked:
        return True
    return asked.parts == ((found.parts[0][0], ""),) and len(found.parts) == 1 and found not in said


def _contradiction(asked: Group, found: Shares, name: Names) -> Remark:
    who = "" if found.group == asked and not asked.parts[0][1] else found.label or name.of(found.group)
    if found.is_inside:
        figures = "a far larger share among users than among residents"
        says = f", with {figures}" if not who else f": {who} have {figures}"
    else:
        figures = f"{_percent(found.users)} of users and {_percent(found.residents)} of residents"
        says = f", which {figures} share" if not who else f": {who} are {figures}"
    return Remark(
        f"impact:{group_key(asked)}:contradiction",
        f"impact:{group_key(asked)}",
        f"“No effect” on {low(name.of(asked))}{says} ({found.source}). Can that be?",
        "What changes for all users changes more for those who use it more.",
        "due-regard-assessments",
    )


def _percent(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0") + "%"


def of_repeats(assessment: Assessment, others: Iterable[tuple[str, str]], name: Names) -> Iterator[Remark]:
    """Ask whether a reason that stands in another assessment, too, is true of this one: (title, text) of `others`."""
    seen = {plain(text): title for title, text in others if len(text.split()) >= FEWEST_WORDS}
    for impact in assessment.impacts:
        if impact.reason and (title := seen.get(plain(impact.reason))):
            yield Remark(
                f"impact:{group_key(impact.group)}:repeated",
                f"impact:{group_key(impact.group)}",
                f"{name.of(impact.group)}: the same words stand in “{title}”. Are they true of this decision?",
                "Regard is had to this decision, with an open mind.",
                "brown-2008",
            )


def _short_key(text: str) -> str:
    words = "-".join(text.split()[:8])
    return words if len(words) <= 40 else short_print(text, length=16)
