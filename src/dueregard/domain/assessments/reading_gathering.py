"""What has been found in a document so far, while it is read from top to bottom?

The one idea: every piece of text of the document has a number; what is taken into a part is crossed off, and what is
left at the end is handed on as left over. So nothing is lost, whatever the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from dueregard.domain.assessments.model import (
    Duration,
    Effect,
    Engagement,
    Evidence,
    EvidenceKind,
    Gap,
    Group,
    Likelihood,
    Mitigation,
    Regard,
    Severity,
    Weight,
    group_key,
)
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.reading_model import LeftOver, Promised, Said, SignedBy, Unclear
from dueregard.domain.assessments.reading_words import effect_in, kind_of_evidence, says_nothing_to_do, word_of
from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.words import clean, plain
from dueregard.publish.document import say_date
from dueregard.reading.blocks import Place

MOST_ITEMS = 400
"""Of each kind: an assessment has tens, and a hostile file would have millions."""
_TITLE_LENGTH = 300


@dataclass(slots=True)
class FoundImpact:
    """What was found of one group, piece by piece."""

    group: Group
    effect: Effect | None = None
    residual: Effect | None = None
    reasons: list[str] = field(default_factory=list)
    severity: str | None = None
    likelihood: str | None = None
    duration: str | None = None
    people: int | None = None
    evidence: list[str] = field(default_factory=list)
    is_contradicted: bool = False
    where: str = ""


@dataclass(slots=True)
class Gathering:
    """All that was found so far."""

    fields: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)
    impacts: dict[Group, FoundImpact] = field(default_factory=dict)
    mitigations: list[Mitigation] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    engagement: list[Engagement] = field(default_factory=list)
    regard: list[Regard] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    options: list[tuple[str, Place]] = field(default_factory=list)
    signed: list[SignedBy] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    promised: dict[str, Promised] = field(default_factory=dict)
    known_promises: dict[str, int] = field(default_factory=dict)
    known_evidence: dict[str, list[int]] = field(default_factory=dict)
    left: list[LeftOver] = field(default_factory=list)

    def say(self, label: str, text: str, place: Place, *, part: str) -> None:
        """Note which words a part was read from."""
        self.said.append(Said(part, clean(label), clean(text), place.in_words()))

    def ask(self, part: str, text: str, *, words: str, place: Place) -> None:
        """Note what a person has to look at."""
        self.unclear.append(Unclear(part, text, clean(words), place.in_words()))

    def leave(self, text: str, place: Place, why: str) -> None:
        """Note what is in no part."""
        if clean(text):
            self.left.append(LeftOver(clean(text), place.in_words(), why))

    def put(self, code: str, text: str, place: Place) -> None:
        """Keep words of a simple field."""
        if clean(text):
            self.fields.setdefault(code, []).append((clean(text), place))

    def impact_on(self, group: Group, place: Place) -> FoundImpact:
        """Give what is known of a group, beginning it where there is nothing yet."""
        if group not in self.impacts and len(self.impacts) < MOST_ITEMS:
            self.impacts[group] = FoundImpact(group, where=place.in_words())
        return self.impacts.get(group) or FoundImpact(group)

    def say_effect(self, group: Group, effect: Effect, *, words: str, place: Place) -> None:
        """Keep what the document says it could do to a group; what contradicts itself is no answer."""
        found = self.impact_on(group, place)
        if found.is_contradicted or (found.effect is not None and found.effect is not effect):
            found.effect, found.is_contradicted = None, True
            self.ask(
                part_key("impact", group_key(group)),
                "The document says different things about the effect. Which is right?",
                words=words,
                place=place,
            )
        else:
            found.effect = effect

    def take_effect(self, group: Group, text: str, place: Place, *, label: str) -> None:
        """Read the effect that a cell or line gives, with the reason that stands behind it."""
        found = self.impact_on(group, place)
        effect, rest = effect_in(text)
        key = part_key("impact", group_key(group))
        self.say(label, text, place, part=key)
        if effect is not None:
            self.say_effect(group, effect, words=text, place=place)
        if rest:
            found.reasons.append(rest)
        if effect is None:
            self.ask(key, "What effect do these words mean?", words=text, place=place)

    def take_weight(self, group: Group, kind: str, text: str, place: Place, *, label: str) -> None:
        """Read how severe, how likely, how long, or how many; words that are none of ours are asked about."""
        found = self.impact_on(group, place)
        key = part_key("impact", group_key(group))
        self.say(label, text, place, part=key)
        if kind == "people":
            found.people = number_in(text)
            is_read = found.people is not None
        else:
            setattr(found, kind, word_of(text, kind))
            is_read = getattr(found, kind) is not None
        if not is_read:
            found.reasons.append(f"{clean(label)}: {clean(text)}")
            self.ask(
                key, f"“{clean(label)}” could not be read as one of ours; the words are kept.", words=text, place=place
            )

    def add_evidence(
        self,
        title: str,
        place: Place,
        *,
        groups: Iterable[Group] = (),
        says: str | None = None,
        dated: str = "",
        gap: str | None = None,
        label: str = "",
    ) -> str:
        """Keep a piece of evidence and give its code; the same words are the same evidence."""
        whole = clean(title)
        line = " ".join(whole.split())
        short = line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 2].rsplit(" ", 1)[0] + " …"
        for at in self.known_evidence.get(plain(short), ()):
            one = self.evidence[at]
            if (one.says or None) == (says or one.says):
                self.evidence[at] = replace(one, groups=tuple(dict.fromkeys((*one.groups, *groups))))
                self.leave(gap or "", place, f"the gap of “{one.title}”, which is named twice")
                return one.code
        if len(self.evidence) >= MOST_ITEMS:
            self.leave(whole, place, "there are too many pieces of evidence")
            return ""
        code = str(len(self.evidence) + 1)
        self.known_evidence.setdefault(plain(short), []).append(len(self.evidence))
        kind = kind_of_evidence(f"{short} {says or ''}")
        key = part_key("evidence", code)
        day = day_in(dated)
        self.evidence.append(
            Evidence(
                code,
                kind or EvidenceKind.RESEARCH,
                short,
                on=day,
                says=says or (whole if short != line or "\n" in whole else None),
                gap=gap,
                groups=tuple(groups),
            )
        )
        self.say(label or "Evidence", whole, place, part=key)
        if kind is None:
            self.ask(
                key,
                "What kind of evidence is this? It is kept as research until somebody says.",
                words=short,
                place=place,
            )
        if clean(dated) and day is None:
            self.ask(
                key, "This date of the evidence is not a single day, so it is not taken.", words=dated, place=place
            )
        return code

    def promise(
        self,
        text: str,
        place: Place,
        *,
        groups: Iterable[Group] = (),
        owner: str = "",
        due: str = "",
        measure: str = "",
        label: str = "",
    ) -> None:
        """Keep what is promised; the same words promised twice are one promise, with all that is known of it."""
        whole = clean(text)
        if not whole or says_nothing_to_do(whole):
            self.leave(text, place, "says that there is nothing to do")
            return
        by, due_words = clean(owner) or None, clean(due) or None
        day = last_day_in(due_words)
        if (at := self.known_promises.get(plain(whole))) is not None:
            self._promise_again(at, place, groups=groups, by=by, due_words=due_words, measure=clean(measure) or None)
            self.say(label or "Mitigation", whole, place, part=part_key("mitigation", self.mitigations[at].code))
            return
        if len(self.mitigations) >= MOST_ITEMS:
            rest = (whole, by, due_words, clean(measure))
            self.leave("\n".join(part for part in rest if part), place, "there are too many mitigations")
            return
        code = str(len(self.mitigations) + 1)
        self.mitigations.append(Mitigation(code, whole, by, day, clean(measure) or None, tuple(groups)))
        self.promised[code] = Promised(code, whole, by, due_words, day, place.in_words())
        self.known_promises[plain(whole)] = len(self.mitigations) - 1
        self.say(label or "Mitigation", whole, place, part=part_key("mitigation", code))
        self._ask_of_due(code, due_words, day, place)

    def _promise_again(
        self,
        at: int,
        place: Place,
        *,
        groups: Iterable[Group],
        by: str | None,
        due_words: str | None,
        measure: str | None,
    ) -> None:
        """Add what a second mention says; where it says something else, that is left over and asked about."""
        one = self.mitigations[at]
        kept = self.promised[one.code]
        for before, now in ((kept.owner, by), (kept.due_words, due_words), (one.measure, measure)):
            if before and now and plain(before) != plain(now):
                self.leave(now, place, f"“{one.text}” is promised twice, and says “{before}” elsewhere")
        day = one.due_date or (None if kept.due_words else last_day_in(due_words))
        self.mitigations[at] = replace(
            one,
            owner=one.owner or by,
            due_date=day,
            measure=one.measure or measure,
            groups=tuple(dict.fromkeys((*one.groups, *groups))),
        )
        self.promised[one.code] = replace(
            kept, owner=kept.owner or by, due_words=kept.due_words or due_words, due_date=day
        )
        if not kept.due_words:
            self._ask_of_due(one.code, due_words, day, place)

    def _ask_of_due(self, code: str, words: str | None, day: date | None, place: Place) -> None:
        if not words:
            return
        key = part_key("mitigation", code)
        if day is None:
            self.ask(key, "No day could be read from this date.", words=words, place=place)
        elif day_in(words) is None:
            self.ask(key, f"Read as “by {say_date(day)}”. Is that what is meant?", words=words, place=place)

    def weight_of(self, found: FoundImpact) -> Weight:
        """Give what was said of how much it weighs."""
        return Weight(
            Severity(found.severity) if found.severity else None,
            Likelihood(found.likelihood) if found.likelihood else None,
            Duration(found.duration) if found.duration else None,
            found.people,
        )


def day_in(text: str | None) -> date | None:
    """Give the one whole day that words name; a month or a year is no day.

    >>> day_in("Signed on 3 March 2024"), day_in("March 2024")
    (datetime.date(2024, 3, 3), None)
    """
    days = {
        one.timescale.start
        for one in read_timescales(clean(text))
        if one.timescale.kind == "day" and one.timescale.start == one.timescale.end and not one.doubts
    }
    return days.pop() if len(days) == 1 else None


def last_day_in(text: str | None) -> date | None:
    """Give the last day that words of time mean ("Q1 2024-25", "by end of May 2024"); None where they mean none.

    >>> last_day_in("March 2024"), last_day_in("ongoing")
    (datetime.date(2024, 3, 31), None)
    """
    ends = {
        one.timescale.end
        for one in read_timescales(clean(text))
        if one.timescale.end and one.timescale.kind not in {"review", "recurring", "unknown"} and not one.doubts
    }
    return ends.pop() if len(ends) == 1 else None


def number_in(text: str) -> int | None:
    """Give the number of people that a short cell is.

    >>> number_in("about 1,200 residents"), number_in("many"), number_in("10 to 20")
    (1200, None, None)
    """
    found = re.fullmatch(
        r"(?:about|approximately|approx\.?|around|circa|c\.?)?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})"
        r"\s*(?:people|residents|users|customers|members|staff|households|children|employees)?\.?",
        clean(text),
        re.IGNORECASE,
    )
    return int(found.group(1).replace(",", "")) if found else None
