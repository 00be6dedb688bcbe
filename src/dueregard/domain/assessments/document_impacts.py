"""How does a document show what a decision could do to each group?

The one idea: one table of all groups, before and after what is promised, so that nothing hides behind another page;
then each group with its reason, weight and evidence. Groups crossed stand under a heading of their own. Of which
groups of the law nothing is said, is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from dueregard.domain.assessments import document_words as say
from dueregard.domain.assessments.model import Assessment, Effect, Impact
from dueregard.domain.assessments.screening import Depth
from dueregard.publish.document import NOTHING_SAID, Block, Column, Facts, Heading, Table, bullets, words
from dueregard.terms.laws import Law, law_of

Prose = Callable[[str | None], Iterator[Block]]
MakeFacts = Callable[..., Iterator[Facts]]


def impact_blocks(content: Assessment, labels: Mapping[str, str], *, prose: Prose, facts: MakeFacts) -> Iterator[Block]:
    """Give the blocks about impacts; none where nothing was written of any group."""
    if not content.impacts:
        return
    law = law_of(content.nation)
    yield _table(content.impacts, labels, law)
    missing = [each.label for each in law.groups if not any(content.impacts_on(each.code))]
    if missing and _asks_for_all(content):
        yield words("Of these, nothing is said:")
        yield bullets(*missing)
    titles = {one.code: f"Evidence {at}: {one.title}" for at, one in enumerate(content.evidence, 1)}
    alone = [one for one in content.impacts if not one.group.is_crossing]
    crossed = [one for one in content.impacts if one.group.is_crossing]
    for impact in alone:
        yield Heading(3, say.say_group(impact.group, labels, law=law))
        yield from _one(impact, titles, prose=prose, facts=facts)
    if crossed:
        yield Heading(3, "People in more than one group")
    for impact in crossed:
        yield Heading(4, say.say_group(impact.group, labels, law=law))
        yield from _one(impact, titles, prose=prose, facts=facts)


def _asks_for_all(content: Assessment) -> bool:
    depth = content.screening.depth if content.screening else None
    return depth not in {str(Depth.NONE), str(Depth.SHORT)}


def _table(impacts: Iterable[Impact], labels: Mapping[str, str], law: Law) -> Table:
    rows = tuple(
        (
            say.say_group(one.group, labels, law=law),
            say.say_effect(one.effect),
            say.say_weight(one.before) or NOTHING_SAID,
            say.EFFECTS[one.effect_after] if one.effect_after else NOTHING_SAID,
            say.say_weight(one.after) or NOTHING_SAID,
        )
        for one in impacts
    )
    titles = ("Group", "Effect", "How much it matters", "Effect, after what is promised", "How much, after that")
    columns = tuple(Column(title, width=1.6 if at == 0 else 1.2) for at, title in enumerate(titles))
    return Table("What was found for each group", columns, rows)


def _one(impact: Impact, titles: Mapping[str, str], *, prose: Prose, facts: MakeFacts) -> Iterator[Block]:
    """Give a group with its reason, before and after."""
    yield from facts(("Effect", say.say_effect(impact.effect)))
    yield from prose(impact.reason)
    if not (impact.reason or "").strip():
        yield words("No reason was written.")
    yield from facts(
        ("How much it matters", say.say_weight(impact.before)),
        ("Effect, after what is promised", say.EFFECTS[impact.effect_after] if impact.effect_after else None),
        ("How much it matters, after that", say.say_weight(impact.after)),
        ("Evidence", "\n".join(titles.get(code, code) for code in impact.evidence)),
        ("Evidence was looked for, and none was found", "Yes" if impact.none_found else None),
        (_will_do(impact), impact.will_do),
    )


def _will_do(impact: Impact) -> str:
    return "What will be done to find out" if impact.effect is Effect.NOT_KNOWN else "What will be done about that"
