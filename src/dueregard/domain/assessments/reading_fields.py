"""What does a label with its words say of the assessment, or of one group?

The one idea: forms differ in where a label stands (a heading, a cell, the start of a line), not in what it means. Each
label that is known takes its words to one part; under the heading of a characteristic the same label speaks of that
group. Words under a label that is not known are left over.
"""

from __future__ import annotations

from dueregard.domain.assessments.model import Effect, Engagement, Gap, Group, Regard, group_key
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.reading_gathering import MOST_ITEMS, Gathering
from dueregard.domain.assessments.reading_words import (
    effect_in,
    effects_named,
    is_ticked,
    is_unticked,
    option_of,
    says_nothing_to_do,
)
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Place
from dueregard.terms.characteristics import Aim, valid_pairs
from dueregard.terms.laws import law_of

NOT_SAID = "Not said in the document"
SIMPLE = frozenset(
    {
        "title", "about", "who_is_affected", "monitoring", "option_reason", "aim", "why_proportionate", "begun_on",
        "finished_on", "decided_on", "review_on", "signed_on", "signed_by", "body", "reference", "directorate",
        "service", "author", "published_on", "screening", "screening_reason",
    }
)  # fmt: skip
"""Fields that are one text or one day."""
OF_A_GROUP = frozenset(
    {
        "effect", "description", "evidence", "engagement", "mitigation", "people", "severity", "likelihood", "duration",
        "residual", "gap", "impacts", "who_is_affected", "regard_eliminate", "regard_advance", "regard_foster",
        "feedback", "monitoring", "option_reason",
    }
)  # fmt: skip
"""What a label says of a group, where it stands under that group's heading."""
HEADINGS_ONLY = frozenset({"sign_off", "impacts"})
"""Labels under which tables and other labels stand; words right below them are left over."""
_AIMS = {"regard_eliminate": Aim.ELIMINATE, "regard_advance": Aim.ADVANCE, "regard_foster": Aim.FOSTER}
_PARTS = {
    "about": "proposal", "begun_on": "proposal", "finished_on": "proposal", "review_on": "proposal",
    "who_is_affected": "affected", "monitoring": "monitoring", "option_reason": "conclusion", "aim": "conclusion",
    "why_proportionate": "conclusion", "screening": "screening", "screening_reason": "screening",
}  # fmt: skip


def take(found: Gathering, code: str, label: str, text: str, place: Place, *, group: Group | None) -> bool:
    """Take words that stand under a known label; False where nothing could be done with them."""
    if not clean(text):
        return True
    if group is not None and code in OF_A_GROUP:
        return take_of_group(found, code, label, text, place, group=group)
    if code in SIMPLE:
        found.put(code, text, place)
        found.say(label, text, place, part=_PARTS.get(code, ""))
        return True
    if code == "mitigation":
        for line in clean(text).split("\n"):
            found.promise(_without_bullet(line), place, label=label)
        return True
    if code == "evidence":
        if says_nothing_to_do(clean(text)):
            return False
        found.add_evidence(text, place, label=label)
        return True
    if code == "engagement":
        _heard(found, text, place, label=label)
        return True
    if code == "gap":
        _missing(found, text, place, label=label)
        return True
    if code == "option":
        found.options.append((text, place))
        found.say(label, text, place, part="conclusion")
        return True
    return False


def take_of_group(found: Gathering, code: str, label: str, text: str, place: Place, *, group: Group) -> bool:
    """Take words that a label or column says of one group."""
    if not clean(text):
        return True
    key = part_key("impact", group_key(group))
    if code in {"effect", "impacts"}:
        found.take_effect(group, text, place, label=label)
    elif code in {"description", "who_is_affected", "option_reason", "monitoring"}:
        _describe(found, group, text, place, label=label)
    elif code in {"people", "severity", "likelihood", "duration"}:
        found.take_weight(group, code, text, place, label=label)
    elif code == "evidence":
        if is_unticked(clean(text)):
            found.leave(text, place, "says that there is no evidence")
            found.ask(key, "The document gives no evidence here.", words=text, place=place)
            return True
        given = found.add_evidence(text, place, groups=(group,), label=label)
        if given and given not in found.impact_on(group, place).evidence:
            found.impact_on(group, place).evidence.append(given)
    elif code in {"engagement", "feedback"}:
        if is_unticked(clean(text)):
            found.leave(text, place, "says that nobody was asked")
        else:
            _heard(found, text, place, label=label, group=group)
    elif code == "mitigation":
        found.promise(text, place, groups=(group,), label=label)
    elif code == "gap":
        _missing(found, text, place, label=label, group=group)
    elif code == "residual":
        _remains(found, group, text, place, label=label)
    else:
        return _regard(found, group, _AIMS[code], label, text, place)
    return True


def tick(found: Gathering, group: Group, code: str, text: str, place: Place, *, label: str) -> bool:
    """Take a cell of a column that is an effect of its own: a tick, or words in place of it. False: nothing said."""
    effects = {"positive": Effect.BETTER, "negative": Effect.WORSE, "neutral": Effect.NONE, "unknown": Effect.NOT_KNOWN}
    if is_unticked(clean(text)):
        return False
    key = part_key("impact", group_key(group))
    named, rest = effect_in(text)
    if not is_ticked(clean(text)):
        if named is Effect.NONE and code in {"positive", "negative"}:
            found.leave(text, place, f"says that there is nothing under “{flat(label)}”")
            return False
        found.impact_on(group, place).reasons.append(f"{flat(label)}: {rest or clean(text)}")
    found.say(label, text, place, part=key)
    impact = found.impact_on(group, place)
    new = effects[code]
    if {impact.effect, new} == {Effect.WORSE, Effect.BETTER} and not impact.is_contradicted:
        impact.effect = Effect.BOTH
    elif not (impact.effect is Effect.BOTH and new in {Effect.WORSE, Effect.BETTER}):
        found.say_effect(group, new, words=text, place=place)
    return True


def read_option(text: str) -> tuple[str | None, str]:
    """Give the option that words are or begin with, as its code, and what explains it.

    >>> read_option("Adjust the policy – the van comes twice a week.")
    ('adjust', 'the van comes twice a week.')
    """
    head, _mark, rest = clean(text).partition("\n")
    option = option_of(head)
    if option is None:
        return None, clean(text)
    for mark in (" – ", " — ", " - ", ": ", ". "):
        first, _found, more = head.partition(mark)
        if more and option_of(first) is option:
            return option.value, "\n".join(part for part in (more.strip(), rest) if part)
    return option.value, rest or ("" if len(head.split()) <= 8 else head)


def _describe(found: Gathering, group: Group, text: str, place: Place, *, label: str) -> None:
    impact = found.impact_on(group, place)
    if is_unticked(clean(text)) and effect_in(text)[0] is None:
        found.leave(text, place, "says nothing of the group")
        return
    found.say(label, text, place, part=part_key("impact", group_key(group)))
    effect, rest = effect_in(text)
    if impact.effect is None and effect is not None and not impact.is_contradicted:
        found.say_effect(group, effect, words=text, place=place)
        text = rest
    if clean(text):
        impact.reasons.append(clean(text))


def _remains(found: Gathering, group: Group, text: str, place: Place, *, label: str) -> None:
    key = part_key("impact", group_key(group))
    found.say(label, text, place, part=key)
    effect = effects_named(text)
    if effect is None:
        found.impact_on(group, place).reasons.append(f"{flat(label)}: {clean(text)}")
        found.ask(key, "What effect remains after mitigation?", words=text, place=place)
    else:
        found.impact_on(group, place).residual = effect


def _heard(found: Gathering, text: str, place: Place, *, label: str, group: Group | None = None) -> None:
    if len(found.engagement) >= MOST_ITEMS:
        found.leave(text, place, "there is too much engagement")
        return
    code = str(len(found.engagement) + 1)
    key = part_key("engagement", code)
    codes = group.characteristics if group else ()
    found.engagement.append(Engagement(NOT_SAID, said=clean(text), characteristics=codes, code=code))
    found.say(label, text, place, part=key)
    found.ask(key, "Who was asked, how and when?", words=text, place=place)


def _missing(found: Gathering, text: str, place: Place, *, label: str, group: Group | None = None) -> None:
    if says_nothing_to_do(clean(text)) or len(found.gaps) >= MOST_ITEMS:
        found.leave(
            text, place, "says that nothing is missing" if len(found.gaps) < MOST_ITEMS else "there are too many"
        )
        return
    code = str(len(found.gaps) + 1)
    found.gaps.append(Gap(code, clean(text), groups=(group,) if group else ()))
    found.say(label, text, place, part=part_key("gap", code))


_PAIRS = frozenset({*valid_pairs(), *law_of("northern_ireland").pairs()})
"""The pairs of any law: what a nation names otherwise gets its own name once all is read (`reading_law`)."""


def _regard(found: Gathering, group: Group, aim: Aim, label: str, text: str, place: Place) -> bool:
    characteristic = group.parts[0][0]
    if (characteristic, aim) not in _PAIRS or is_unticked(clean(text)):
        return False
    known = [one for one in found.regard if (one.characteristic, one.aim) == (characteristic, aim)]
    if known:
        found.regard.remove(known[0])
        text = f"{known[0].text}\n{clean(text)}"
    found.regard.append(Regard(characteristic, aim, clean(text)))
    found.say(label, text, place, part=part_key("regard", f"{characteristic}:{aim.value}"))
    return True


def _without_bullet(line: str) -> str:
    return line.removeprefix("• ").strip()
