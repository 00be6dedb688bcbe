"""How does a document show what was considered for the aims of the duty, and for help aimed at one group?

The one idea: under each aim stand the characteristics for which something was considered, and those for which nothing
was written are named, so that a gap is seen. What the duty does not reach is said with its reason.

Source:  `terms.laws` (which aims and pairs); equality-act-s149, northern-ireland-act-1998-s75, equality-act-sch-18,
         equality-act-s158, equality-act-s159, equality-act-s13-3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dueregard.domain.assessments import document_words as say
from dueregard.domain.assessments.model import Assessment
from dueregard.domain.assessments.options import PositiveAction, test_for
from dueregard.domain.assessments.packs import exempt_pairs, unreached_by
from dueregard.publish.document import Block, Column, Facts, Heading, Table, words
from dueregard.terms.characteristics import Aim
from dueregard.terms.laws import law_of

_TESTS = {
    PositiveAction.GENERAL: "Equality Act 2010, section 158",
    PositiveAction.RECRUITMENT: "Equality Act 2010, section 159 (recruitment and promotion)",
    PositiveAction.DISABLED_PEOPLE: "Equality Act 2010, section 13(3): disabled people may be treated more favourably",
    PositiveAction.OTHER_LAW: "The law of Northern Ireland on such help: a question for lawyers",
}


def regard_blocks(content: Assessment, labels: Mapping[str, str]) -> Iterator[Block]:
    """Give a table for each aim; none where nothing was written of any."""
    if not any(one.text.strip() for one in content.regard):
        return
    for one in unreached_by(content.nation):
        if one.code in content.functions:
            yield words(f"The duty does not fully reach this: {one.text[:1].lower()}{one.text[1:]}.")
    beyond = exempt_pairs(content.nation, content.functions)
    law = law_of(content.nation)
    written = {one.aim for one in content.regard if one.text.strip()}
    for aim in Aim:
        of_law = law.of_aim(aim)
        if not of_law.groups and aim not in written:
            continue
        said = {one.characteristic: one.text.strip() for one in content.regard if one.aim is aim and one.text.strip()}
        asked = [code for code in law.codes if code in of_law.groups and (code, aim) not in beyond]
        yield Heading(3, say.AIMS[aim])
        if of_law.hint:
            yield words(of_law.hint)
        if said:
            rows = tuple((say.label_of(code, labels, law=law), text) for code, text in said.items())
            columns = (Column("For", width=1), Column("What was considered", width=3))
            yield Table(f"{say.AIMS[aim]}: what was considered", columns, rows, caption_shown=False)
        missing = [say.label_of(code, labels, law=law) for code in asked if code not in said]
        if missing:
            yield words(f"Nothing was written for: {', '.join(missing)}.")


def help_blocks(
    content: Assessment, labels: Mapping[str, str], *, facts: Callable[..., Iterator[Facts]]
) -> Iterator[Block]:
    """Give each kind of help that is aimed at one group, with what was said of its test."""
    law = law_of(content.nation)
    for one in content.aimed_help:
        yield Heading(3, say.label_of(one.characteristic, labels, law=law))
        yield from facts(
            ("Which test", _TESTS[test_for(one, nation=content.nation)]),
            ("They are thought to be at a disadvantage", say.say_answer(one.believes_disadvantage)),
            ("They are thought to have different needs", say.say_answer(one.believes_different_needs)),
            ("They are thought to take part much less", say.say_answer(one.believes_low_participation)),
            ("What this is based on", one.grounds),
            ("Why it is proportionate", one.why_proportionate),
            ("Only between people who are as qualified as each other", say.say_answer(one.is_tie_break)),
            ("A rule always prefers the group", say.say_answer(one.has_blanket_rule)),
        )
