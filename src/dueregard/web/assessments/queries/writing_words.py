"""By what words do pages call the parts of an assessment, the groups, and what was answered?

The one idea: a part has a short name (in the task list) and a question (the heading of its page). Groups of the law are
named as people; what the council added keeps the council's own name and says that it is the council's. No query: the
council's characteristics are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dueregard.domain.assessments.model import Group, group_of_key
from dueregard.domain.assessments.parts import kind_of
from dueregard.domain.assessments.tasks import CROSSINGS, SEND
from dueregard.terms.characteristics import Characteristic
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import SECTION_75, Law, law_of
from dueregard.terms.laws import labels as labels_of_laws
from dueregard.web.assessments.queries.words_parts import say_kind
from dueregard.web.ui.components.formats import day

Labels = Mapping[str, str]


AIMS = ":aims"
"""Under this code, which no characteristic has, stands among the labels what pages call the aims of another law."""


def labels_of(local: Iterable[Characteristic], *, nation: str = "england") -> dict[str, str]:
    """Give the name of every characteristic by its code: those of the laws, ours, and the council's own.

    Takes:   `nation`, whose law says what the pages about its aims are called.
    """
    law = law_of(nation)
    found = {**labels_of_laws(), **{each.code: each.label for each in local if each.code not in law.codes}}
    return {**found, AIMS: law.aims_title} if law.code == SECTION_75 else found


def law_name(law: Law) -> str:
    """Name a law within a sentence."""
    return _("section 75") if law.code == SECTION_75 else _("the Equality Act")


def people_words(code: str, labels: Labels) -> str:
    """Name the people whom a characteristic is about, within a sentence."""
    known = {
        "age": _("older and younger people"),
        "disability": _("disabled people"),
        "gender_reassignment": _("trans people"),
        "marriage_civil_partnership": _("people who are married or in a civil partnership"),
        "pregnancy_maternity": _("people who are pregnant or have a baby"),
        "race": _("people of each race and ethnic group"),
        "religion_belief": _("people of each religion or belief, and of none"),
        "sex": _("women and men"),
        "sexual_orientation": _("lesbian, gay, bisexual and straight people"),
        "religious_belief": _("people of each religious belief, and of none"),
        "political_opinion": _("people of each political opinion, and of none"),
        "racial_group": _("people of each racial group"),
        "marital_status": _("people of each marital status"),
        "men_and_women": _("women and men, trans people among them"),
        "dependants": _("people with dependants, and people without"),
        "socio_economic": _("people on low incomes"),
        "armed_forces": _("people who serve or have served, and their families"),
        "care_experience": _("people who have been in care"),
        "carers": _("people who care for somebody"),
    }
    return known.get(code) or _("people concerned by “%(label)s”") % {"label": labels.get(code, code)}


def group_words(group: Group, labels: Labels) -> str:
    """Name a group, or several crossed, for a list."""
    said = (f"{labels.get(code, code)}: {part}" if part else labels.get(code, code) for code, part in group.parts)
    return _(" and ").join(said)


def key_words(key: str, labels: Labels) -> str:
    """Name the group that a key stands for."""
    try:
        return group_words(group_of_key(key), labels)
    except UsedWrongly:
        return key


def short_name(key: str, labels: Labels, *, questions: Mapping[str, str] | None = None) -> str:
    """Give the name of a part for lists: "Disabled people", "What is proposed, and why"."""
    kind, code = kind_of(key), key.partition(":")[2]
    if key == CROSSINGS:
        return _("People within a group, or in more than one")
    if key == SEND:
        return _("Send for checking")
    if kind == "impact" and code:
        if "+" in code or "=" in code:
            return key_words(code, labels)
        words = people_words(code, labels)
        return words[:1].upper() + words[1:]
    if kind == "regard" and code:
        characteristic, _colon, aim = code.partition(":")
        return f"{labels.get(characteristic, characteristic)}: {aim_words().get(aim, aim)}"
    if kind == "own" and code:
        return (questions or {}).get(code, code)
    if kind == "regard" and AIMS in labels:
        return labels[AIMS]
    return say_kind(kind)


def question_of(key: str, labels: Labels, *, questions: Mapping[str, str] | None = None) -> str:
    """Give the heading of a part's page, a question where it is one."""
    kind, code = kind_of(key), key.partition(":")[2]
    if kind == "impact":
        if "+" in code or "=" in code:
            return _("How could this affect people of this group: %(group)s?") % {"group": key_words(code, labels)}
        return _("How could this affect %(people)s?") % {"people": people_words(code, labels)}
    if kind == "regard":
        characteristic, _colon, aim = code.partition(":")
        words = {"label": labels.get(characteristic, characteristic).lower()}
        asked = {
            "eliminate": _("Ending unlawful conduct: what was considered for %(label)s?"),
            "advance": _("Equality of opportunity: what was considered for %(label)s?"),
            "foster": _("Good relations: what was considered for %(label)s?"),
        }
        return asked.get(aim, "%(label)s") % words
    if kind == "own":
        return (questions or {}).get(code, code)
    return {
        "proposal": _("What is proposed, and why?"),
        "affected": _("Who could be affected?"),
        "local": _("Which groups does the council add?"),
        "evidence": _("What do we know?"),
        "engagement": _("What did people tell us?"),
        "gap": _("What do we not know?"),
        "help": _("Is help aimed at one group?"),
        "armed_forces": _("What was considered for people who serve or have served?"),
        "mitigation": _("What would avoid harm, or make it lighter?"),
        "conclusion": _("What do we recommend?"),
        "monitoring": _("How will we know what it really did?"),
    }.get(kind, say_kind(kind))


def aim_words(nation: str = "england") -> dict[str, str]:
    """Give the aims of a nation's law by code, short."""
    words = {
        "eliminate": _("ending unlawful conduct"),
        "advance": _("equality of opportunity"),
        "foster": _("good relations"),
    }
    return {str(each.aim): words[each.aim] for each in law_of(nation).aims}


def aim_hints(nation: str = "england") -> dict[str, str]:
    """Give what each aim asks, in the words of the nation's law, shortened: of section 149 unless another holds."""
    words = {
        "eliminate": _(
            "The need to eliminate discrimination, harassment, victimisation and other conduct that the Act prohibits."
        ),
        "advance": _(
            "The need to remove or minimise disadvantage, to meet different needs, and to encourage people to take "
            "part where they take part much less than others."
        ),
        "foster": _(
            "The need to tackle prejudice and promote understanding between people. Community cohesion belongs here."
        ),
    }
    return {str(each.aim): each.hint or words[each.aim] for each in law_of(nation).aims}


def effect_words() -> dict[str, str]:
    """Give an effect in a few words, by code."""
    return {
        "worse": _("Worse"),
        "better": _("Better"),
        "both": _("Worse for some, better for some"),
        "none": _("No effect"),
        "not_known": _("Not known yet"),
    }


def severity_words() -> dict[str, str]:
    """Give how much it would matter, by code."""
    return {"small": _("Small"), "moderate": _("Moderate"), "severe": _("Severe")}


def likelihood_words() -> dict[str, str]:
    """Give how likely it is, by code."""
    return {
        "unlikely": _("Unlikely"),
        "possible": _("Possible"),
        "likely": _("Likely"),
        "certain": _("Certain"),
    }


def duration_words() -> dict[str, str]:
    """Give how long it lasts, by code."""
    return {"weeks": _("Weeks"), "months": _("Months"), "years": _("Years"), "lasting": _("For good")}


def option_words() -> dict[str, str]:
    """Give what is proposed to those who decide, by code."""
    return {
        "no_major_change": _("Go on, with no major change"),
        "adjust": _("Go on, and change the proposal"),
        "continue": _("Go on as proposed, although some people are worse off"),
        "stop": _("Stop, and think again"),
    }


def state_words() -> dict[str, str]:
    """Give where an assessment stands, by code, as lists say it."""
    return {
        "writing": _("Being written"),
        "checking": _("With the head of service"),
        "reviewing": _("In equalities review"),
        "signed_off": _("Signed off"),
        "before_deciders": _("Before those who decide"),
        "decided": _("Decided"),
        "not_needed": _("Not needed"),
        "given_up": _("Given up"),
    }


def depth_words(nation: str = "england") -> dict[str, str]:
    """Give how closely it is looked at, by code, in the words of the nation's screening."""
    if law_of(nation).code == SECTION_75:
        return {
            "full": _("Screened in"),
            "short": _("Screened out, with mitigation"),
            "none": _("Screened out"),
        }
    return {"full": _("Full assessment"), "short": _("Short assessment"), "none": _("No assessment")}


def field_words() -> dict[str, str]:
    """Name the fields of parts, for both versions side by side and for reading."""
    return {
        "about": _("What is proposed, and why"),
        "begun_on": _("Begun on"),
        "finished_on": _("Finished on"),
        "who_is_affected": _("Who could be affected"),
        "is_workforce": _("Affects staff"),
        "is_public_service": _("Affects the public"),
        "functions": _("Functions that the duty does not fully reach"),
        "local": _("Groups we add"),
        "armed_forces": _("Armed forces"),
        "monitoring": _("How we will watch it"),
        "review_on": _("Looked at again on"),
        "effect": _("Effect"),
        "reason": _("Reason"),
        "before": _("How much it matters"),
        "after": _("How much it matters, after what would be done"),
        "effect_after": _("Effect, after what would be done"),
        "evidence": _("Evidence used"),
        "none_found": _("Evidence was looked for, and none was found"),
        "will_do": _("What will be done to find out"),
        "text": _("What was written"),
        "owner": _("Who does it"),
        "due_date": _("By when"),
        "measure": _("How we will know it worked"),
        "groups": _("Groups"),
        "filled": _("What was found"),
        "who": _("Who was asked"),
        "how": _("How"),
        "begun": _("First day"),
        "ended": _("Last day"),
        "answers": _("Answers"),
        "said": _("What they said"),
        "characteristics": _("Whom it was about"),
        "characteristic": _("Characteristic"),
        "is_recruitment_or_promotion": _("Recruitment or promotion"),
        "believes_disadvantage": _("At a disadvantage"),
        "believes_different_needs": _("Different needs"),
        "believes_low_participation": _("Take part much less"),
        "grounds": _("What this belief is based on"),
        "why_proportionate": _("Why it is proportionate"),
        "is_tie_break": _("As qualified as each other"),
        "has_blanket_rule": _("A rule that always prefers the group"),
        "option": _("What we recommend"),
        "is_unlawful_shown": _("Unlawful conduct is shown"),
        "aim": _("Aim"),
        "title": _("Title"),
        "on": _("Day"),
        "base": _("Base"),
        "says": _("What it says"),
        "gap": _("What it does not say"),
    }


_HIDDEN = frozenset({"code", "group", "version", "question", "kind", "link"})


def said_in(
    key: str, content: Mapping[str, Any], labels: Labels, *, titles: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Give what a part says as pairs of name and words, without what is empty.

    Takes:   `titles`, the titles of the evidence by code.
    """
    words = field_words()
    pairs = (
        (words.get(name, name), value_words(name, value, labels, titles=titles, kind=kind_of(key)))
        for name, value in content.items()
        if name not in _HIDDEN and not (name == "aim" and kind_of(key) == "regard")
    )
    return [(name, said) for name, said in pairs if said]


def value_words(name: str, value: Any, labels: Labels, *, titles: Mapping[str, str], kind: str = "") -> str:
    """Say one value of a part in words; "" for what is empty."""
    if value in (None, "", [], {}) or (value is False and name in {"none_found"}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in {"before", "after"} and isinstance(value, Mapping):
        return _weight(value)
    if name in {"begun_on", "finished_on", "review_on", "due_date", "begun", "ended", "on"}:
        return _day(value)
    if name == "groups":
        return "; ".join(_group_of_shape(each, labels) for each in value)
    if name in {"local", "characteristics"}:
        return ", ".join(labels.get(each, each) for each in value)
    if name == "evidence" and isinstance(value, list):
        return "; ".join(titles.get(each, each) for each in value)
    if isinstance(value, list):
        return "\n".join(str(each) for each in value if each)
    return {
        "effect": effect_words(),
        "effect_after": effect_words(),
        "option": option_words(),
        "characteristic": dict(labels),
    }.get(name, {}).get(str(value), str(value))


def _weight(value: Mapping[str, Any]) -> str:
    people = value.get("people")
    said = (
        severity_words().get(value.get("severity") or "", ""),
        likelihood_words().get(value.get("likelihood") or "", ""),
        duration_words().get(value.get("duration") or "", ""),
        _("%(count)s people") % {"count": f"{people:,}"} if people is not None else "",
    )
    return ", ".join(one for one in said if one)


def _day(value: Any) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _group_of_shape(shape: Mapping[str, Any], labels: Labels) -> str:
    return group_words(Group(tuple((code, part) for code, part in shape["parts"])), labels)
