"""From blocks to an assessment: what does this old document say, what does it not say, what did it promise?

The one idea: councils' forms differ in layout and hardly in what they ask. The document is read from top to bottom:
headings, labels and tables say what the words below or beside them are about (`reading_words`), and those words go to
the part they belong to. What no part takes is left over, and what is not clear is asked. An answer that nobody gave
stays open: "neutral" without a reason is read as "none" without a reason, and nothing is improved.

Source:  council-assessment-forms; docs/how-to/bring-in-assessments.md.
Refuses: JSON that is not an assessment. A document without an assessment gives `is_one` False, never an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Impact,
    Option,
    Screening,
    Weight,
)
from dueregard.domain.assessments.reading_fields import HEADINGS_ONLY, read_option, take
from dueregard.domain.assessments.reading_gathering import FoundImpact, Gathering, day_in
from dueregard.domain.assessments.reading_law import under_law
from dueregard.domain.assessments.reading_missing import missing_from
from dueregard.domain.assessments.reading_model import LeftOver, ReadAssessment, SignedBy
from dueregard.domain.assessments.reading_tables import Context, read_table
from dueregard.domain.assessments.reading_words import (
    bare,
    categories_named,
    group_named,
    is_its_name,
    label_of,
    option_of,
    speaks_of_assessment,
)
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.domain.plans.parsing.words import clean, flat, plain
from dueregard.reading.blocks import Block, Blocks, Heading, Paragraph, Place, Table
from dueregard.terms.characteristics import CHARACTERISTICS
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.laws import SECTION_75, law_of

NO_VERSION_OF_OURS = 0
"""The version of screening questions that an old assessment answered: none of ours."""
_LABEL = re.compile(r"^([^:?\n]{2,90}[:?])\s*(.*)$", re.DOTALL)
_TICKED_LINE = re.compile(r"^\s*(?:[☒☑✓✔√]|\[\s*[xX✓]\s*\])\s*(.+)$", re.DOTALL)
_UNTICKED_LINE = re.compile(r"^\s*(?:[☐□]|\[\s*\])\s*(.+)$", re.DOTALL)
_DAYS = ("begun_on", "finished_on", "decided_on", "review_on")
_ABOUT_IT = (
    ("reference", "Reference"), ("directorate", "Directorate"), ("service", "Service"), ("author", "Written by"),
    ("published_on", "Published"),
)  # fmt: skip


def read_assessment(blocks: Blocks, *, nation: str = "england") -> ReadAssessment:
    """Read a document as an assessment.

    Takes:   the blocks that a reader gave; `nation`, whose law it was written under: a document does not say.
    Gives:   the assessment with what is missing, left over, unclear and promised; `is_one` False where there is none.
    Raises:  CannotBeRead for JSON that is not an assessment of ours.

    >>> from dueregard.reading.read import read_document
    >>> text = "Equality impact assessment\\n\\nTitle: Close the library\\n\\nAge: Negative. Many cannot travel.\\n"
    >>> read = read_assessment(read_document(text.encode(), name="old.txt"))
    >>> read.assessment.title, read.assessment.impacts[0].effect, read.assessment.impacts[0].reason
    ('Close the library', <Effect.WORSE: 'worse'>, 'Many cannot travel.')
    """
    if blocks.format == "json":
        return _from_json(blocks)
    found = Gathering()
    with categories_named() if law_of(nation).code == SECTION_75 else nullcontext():
        title = _walk(found, blocks)
    read = under_law(_put_together(found, title=title, blocks=blocks, nation=nation))
    return replace(read, is_one=_is_one(read, found, blocks), warnings=blocks.warnings)


def _from_json(blocks: Blocks) -> ReadAssessment:
    text = "\n".join(block.text for block in blocks.blocks if isinstance(block, Paragraph))
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise CannotBeRead("This is not readable JSON.", where=blocks.name or None) from fault
    if not isinstance(shape, dict):
        raise CannotBeRead("This JSON is not an assessment.", where=blocks.name or None)
    assessment = assessment_from_json(shape)
    return ReadAssessment(assessment, True, missing=missing_from(assessment), warnings=blocks.warnings)


def _walk(found: Gathering, blocks: Blocks) -> str | None:
    """Read every block; give what the document calls itself, where a heading or its file does."""
    context, title, place = Context(), None, None
    for block in blocks.blocks:
        if isinstance(block, Table):
            if block.caption:
                context = _heading(found, block.caption, block.place, context)
            context = read_table(found, block, within=context)
        elif isinstance(block, Heading):
            if title is None and not found.fields and not _is_known(block.text):
                title, place = flat(block.text), block.place
                continue
            context = _heading(found, block.text, block.place, context, level=block.level)
        elif block.furniture or _is_furniture(block.text, blocks.title or title):
            found.leave(block.text, block.place, "page furniture")
        else:
            context = _paragraph(found, block, context)
    if title and place and "title" in found.fields and not is_its_name(title):
        found.leave(title, place, "the document’s heading; its title stands elsewhere")
    return title or (flat(blocks.title) if blocks.title else None)


def _is_furniture(text: str, title: str | None) -> bool:
    """Say whether a line is a page's own: the document's title again, or a page number."""
    rest = re.sub(r"\bpage\s+\d+(?:\s+of\s+\d+)?\s*$", "", flat(text), flags=re.IGNORECASE).strip()
    return not rest or (bool(title) and plain(rest) == plain(title))


def _is_known(text: str) -> bool:
    split = _LABEL.match(clean(text))
    return bool(label_of(split.group(1) if split else text) or group_named(text))


def _heading(found: Gathering, text: str, place: Place, context: Context, *, level: int = 9) -> Context:
    split = _LABEL.match(clean(text))
    if split and split.group(2) and (after := _with_words(found, split.group(1), split.group(2), place, context)):
        return after
    group = group_named(text)
    if group is not None:
        found.impact_on(group, place)
        return Context(group, level=level)
    code = label_of(text)
    if code is None:
        if not is_its_name(text):
            found.leave(text, place, "a heading that we do not know")
        return Context()
    keeps = context.group is not None and code in _IN_A_GROUP and (level > context.level or level == 9)
    return Context(context.group if keeps else None, code, flat(text), context.level if keeps else 9)


def _with_words(found: Gathering, label: str, words: str, place: Place, context: Context) -> Context | None:
    """Read a heading or line that holds a label with its words; None where the label is not known."""
    group, code = group_named(label), label_of(label)
    if group is not None:
        found.take_effect(group, words, place, label=label)
        return Context()
    if code is None or len(bare(label).split()) > 12:
        return None
    if not take(found, code, label, words, place, group=context.group):
        return None
    return replace(context, field=code if code not in _SHORT else None, label=flat(label))


def _paragraph(found: Gathering, block: Paragraph, context: Context) -> Context:
    text, place = clean(block.text), block.place
    if not text:
        return context
    if (ticked := _TICKED_LINE.match(text)) and option_of(ticked.group(1)):
        found.options.append((ticked.group(1), place))
        found.say(context.label or "Option ticked", text, place, part="conclusion")
        return context
    if (left := _UNTICKED_LINE.match(text)) and option_of(left.group(1)):
        found.leave(text, place, "an option that was not chosen")
        return context
    if (after := _labelled(found, block, text, context)) is not None:
        return after
    if context.field and context.field not in HEADINGS_ONLY:
        if take(found, context.field, context.label, text, place, group=context.group):
            return context
    elif context.group is not None and not block.furniture:
        take(found, "description", context.label or "Said of the group", text, place, group=context.group)
        return context
    found.leave(text, place, "stands in no part that we know")
    return context


def _labelled(found: Gathering, block: Paragraph, text: str, context: Context) -> Context | None:
    """Read "Label: words", "Age – words", or a line that is a label alone; None where the line is neither."""
    place = block.place
    split = _LABEL.match(text) or re.match(r"^([^\n]{2,60}?)\s+[–—-]\s+(.+)$", text, re.DOTALL)
    if split:
        label, rest = split.group(1), split.group(2).strip()
        if rest and (after := _with_words(found, label, rest, place, context)) is not None:
            return after
        if not rest and group_named(label) is None and (code := label_of(label)):
            return replace(context, field=code, label=flat(label))
    is_alone = block.bold or len(text.split()) <= 6
    if is_alone and "\n" not in text and block.marker is None:
        if (group := group_named(text)) is not None:
            found.impact_on(group, place)
            return Context(group)
        if (code := label_of(text)) and (block.bold or not text.endswith(".")) and code != context.field:
            return Context(context.group if context.group and code in _IN_A_GROUP else None, code, flat(text))
    return None


_SHORT = frozenset({*_DAYS, "title", "reference", "directorate", "service", "author", "signed_by", "signed_on", "body"})
_IN_A_GROUP = frozenset({"effect", "description", "evidence", "mitigation", "engagement", "gap", "residual"})


def _put_together(found: Gathering, *, title: str | None, blocks: Blocks, nation: str) -> ReadAssessment:
    name = _first(found, "title") or title or flat(blocks.name) or "Without a title"
    assessment = Assessment(
        name[:300],
        nation,
        about=_all(found, "about"),
        who_is_affected=_all(found, "who_is_affected"),
        body=_first(found, "body"),
        begun_on=_day(found, "begun_on"),
        finished_on=_day(found, "finished_on"),
        decided_on=_day(found, "decided_on"),
        review_on=_day(found, "review_on"),
        local=tuple(code for code in _local(found)),
        evidence=tuple(found.evidence),
        engagement=tuple(found.engagement),
        impacts=tuple(_impact(found, each) for each in found.impacts.values()),
        mitigations=tuple(found.mitigations),
        regard=tuple(found.regard),
        conclusion=_conclusion(found),
        monitoring=_all(found, "monitoring"),
        gaps=tuple(found.gaps),
        screening=_screening(found),
    )
    signed = (*found.signed, *_signed(found))
    about_it = tuple((label, said) for code, label in _ABOUT_IT if (said := _all(found, code)))
    return ReadAssessment(
        assessment,
        is_one=True,
        missing=missing_from(assessment),
        unused=_once(found.left),
        questions=tuple(found.unclear),
        promised=tuple(found.promised[one.code] for one in found.mitigations),
        said=tuple(found.said),
        signed=signed,
        about_it=about_it,
    )


def _impact(found: Gathering, each: FoundImpact) -> Impact:
    reason = "\n".join(dict.fromkeys(line for line in each.reasons if line.strip())) or None
    weight = found.weight_of(each)
    return Impact(
        each.group,
        each.effect,
        reason,
        before=weight,
        after=Weight() if each.residual else None,
        effect_after=each.residual,
        evidence=tuple(each.evidence),
    )


def _conclusion(found: Gathering) -> Conclusion:
    chosen: list[str] = []
    reasons = [text for text, _place in found.fields.get("option_reason", ())]
    for text, place in found.options:
        option, rest = read_option(text)
        if option:
            chosen.append(option)
        elif not chosen:
            found.ask("conclusion", "Which of the four options do these words mean?", words=text, place=place)
        if rest:
            reasons.append(rest)
    several = len(set(chosen)) > 1
    if several:
        text, place = found.options[-1]
        found.ask("conclusion", "More than one option is named. Which was proposed?", words=text, place=place)
    return Conclusion(
        Option(chosen[0]) if chosen and not several else None,
        "\n".join(dict.fromkeys(reasons)) or None,
        aim=_all(found, "aim"),
        why_proportionate=_all(found, "why_proportionate"),
    )


def _screening(found: Gathering) -> Screening | None:
    said, reason = found.fields.get("screening"), _all(found, "screening_reason")
    if not said and not reason:
        return None
    depth, rest = None, reason
    if said:
        text, place = said[0]
        answer = re.match(r"(yes|no)\b[\s.,:;–—-]*(.*)$", text, re.IGNORECASE | re.DOTALL)
        if answer:
            depth = "full" if answer.group(1).lower() == "yes" else "none"
            rest = "\n".join(part for part in (answer.group(2).strip(), reason) if part) or None
        else:
            rest = "\n".join(part for part in (*(text for text, _ in said), reason) if part)
            depth = "full" if plain(text).startswith(("full assessment", "full eia", "full eqia")) else None
            if depth is None:
                found.ask("screening", "Did screening lead to an assessment in full?", words=text, place=place)
    return Screening(NO_VERSION_OF_OURS, depth=depth, reason=rest)


def _day(found: Gathering, code: str) -> date | None:
    given = found.fields.get(code, ())
    for text, place in given:
        day = day_in(text)
        if day is not None:
            return day
        found.ask(
            "proposal" if code != "decided_on" else "",
            "This is no single day, so no date is taken.",
            words=text,
            place=place,
        )
    return None


def _signed(found: Gathering) -> Iterator[SignedBy]:
    people = found.fields.get("signed_by", [])
    days = found.fields.get("signed_on", [])
    for at in range(max(len(people), len(days))):
        name, place = people[at] if at < len(people) else ("", days[at][1])
        words = days[at][0] if at < len(days) else ""
        day = day_in(words) or day_in(name)
        if words and day is None:
            name = f"{name} ({words})" if name else words
        yield SignedBy("", name, day, place.in_words())


def _local(found: Gathering) -> Iterator[str]:
    said = {code for group in found.impacts for code in group.characteristics}
    return (code for code, each in CHARACTERISTICS.items() if each.local and code in said)


def _is_one(read: ReadAssessment, found: Gathering, blocks: Blocks) -> bool:
    """An assessment says what it is or names effects on groups, and says at least two things of ours."""
    it = read.assessment
    parts = (
        it.about, it.who_is_affected, it.evidence, it.engagement, it.mitigations, it.conclusion.option, it.screening,
        it.monitoring, it.gaps, it.impacts,
    )  # fmt: skip
    effects = [impact for impact in it.impacts if impact.effect is not None]
    calls_itself = any(speaks_of_assessment(text) for text in _first_words(blocks))
    return len(effects) >= 2 or (calls_itself and (bool(effects) or sum(1 for part in parts if part) >= 2))


def _first_words(blocks: Blocks) -> Iterator[str]:
    yield blocks.title or ""
    for block in blocks.blocks[:25]:
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows[:4]:
            yield from (cell.text for cell in row.cells)
    else:
        yield block.text


def _once(left: list[LeftOver]) -> tuple[LeftOver, ...]:
    return tuple(dict.fromkeys(left))


def _all(found: Gathering, code: str) -> str | None:
    return "\n".join(dict.fromkeys(text for text, _place in found.fields.get(code, ()))) or None


def _first(found: Gathering, code: str) -> str | None:
    given = found.fields.get(code)
    return flat(given[0][0]) if given else None
