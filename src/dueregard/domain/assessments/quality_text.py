"""Which typed words would a careful reader want to look at once more, because somebody could be recognised in them?

The one idea: every text is looked at with the part it stands in. A remark quotes the words, its key holds a fingerprint
of them, and `UNQUOTED` says it without the words, for whatever outlives the text.

Source:  see `recognisable`.
Refuses: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.analysis.disclosure.policies import policy
from dueregard.domain.assessments.model import Assessment, Impact, group_key
from dueregard.domain.assessments.quality_remark import TEXT, Remark, plain, short, short_print
from dueregard.domain.assessments.recognisable import Why, recognisable

_FEWEST = policy("special-category-public").threshold
_ASKS = {
    Why.SMALL_COUNT: "So few people could be recognised. Can it be said without the number, or as “fewer than 10”?",
    Why.ONLY_ONE: "Whoever knows the place knows who this is. Can it be said without pointing at one person?",
    Why.NAME: "This looks like somebody’s name. Can a role stand in its place?",
    Why.INITIALS: "These look like somebody’s initials. Can a role stand in their place?",
    Why.AGE: "An exact age with what else is said can point at one person. Does it need to be exact?",
    Why.BIRTH: "This looks like a date of birth. Can it be left out?",
    Why.ADDRESS: "This looks like where somebody lives. Can a wider area stand in its place?",
    Why.POSTCODE: "A whole postcode is some fifteen homes. Can a ward stand in its place?",
    Why.EMAIL: "This looks like somebody’s e-mail address. Can it be left out?",
    Why.PHONE: "This looks like somebody’s telephone number. Can it be left out?",
    Why.NUMBER: "This looks like a number by which somebody is known to the state. Can it be left out?",
}
_WHY = "What is written here is read by those who decide, and later by everybody."
_LISTS = (
    ("evidence", "evidence", ("title", "base", "says", "gap")),
    ("engagement", "engagement", ("who", "how", "said")),
    ("mitigation", "mitigations", ("text", "measure")),
    ("gap", "gaps", ("text", "will_do", "filled")),
    ("help", "aimed_help", ("grounds", "why_proportionate")),
    ("own", "own_answers", ("text",)),
)


def of_texts(assessment: Assessment) -> Iterator[Remark]:
    """Ask about each wording in which somebody could be recognised, once a part."""
    for part, text in texts_of(assessment):
        for each in recognisable(text, fewest=_FEWEST):
            yield Remark(
                f"{TEXT}:{part}:{each.why}:{short_print(plain(each.words), length=16)}",
                part,
                f"“{short(each.words)}”: {_ASKS[each.why]}",
                _WHY,
                "gss-sdc-tables",
            )
    for impact in assessment.impacts:
        if any(weight and weight.people and weight.people < _FEWEST for weight in (impact.before, impact.after)):
            part = f"impact:{group_key(impact.group)}"
            yield Remark(
                f"{TEXT}:{part}:people", part, f"Number of people: {_ASKS[Why.SMALL_COUNT]}", _WHY, "gss-sdc-tables"
            )


def unquoted(remark: Remark) -> str:
    """Give the question of a remark without the words it quotes, for what is kept when the text has been changed.

    >>> unquoted(Remark("text:proposal:email:0", "proposal", "“a@b.uk”: Can it be left out?", "", ""))
    'Can it be left out?'
    """
    return remark.text.rpartition("”: ")[2] if remark.kind == TEXT else remark.text


def texts_of(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Give every text that was typed, with the key of its part. Names of owners are not among them: they are posts."""
    yield from _given("proposal", assessment.about)
    yield from _given("affected", assessment.who_is_affected)
    if assessment.screening:
        yield from _given("screening", assessment.screening.reason)
    for kind, field, names in _LISTS:
        for number, item in enumerate(getattr(assessment, field), 1):
            for name in names:
                yield from _given(f"{kind}:{item.code or number}", getattr(item, name))
    for impact in assessment.impacts:
        yield from _of_impact(impact)
    for regard in assessment.regard:
        yield from _given(f"regard:{regard.characteristic}:{regard.aim}", regard.text)
    for text in assessment.armed_forces:
        yield from _given("armed_forces", text)
    closing = assessment.conclusion
    for text in (closing.reason, closing.aim, closing.why_proportionate):
        yield from _given("conclusion", text)
    yield from _given("monitoring", assessment.monitoring)


def _of_impact(impact: Impact) -> Iterator[tuple[str, str]]:
    for text in (impact.reason, impact.will_do):
        yield from _given(f"impact:{group_key(impact.group)}", text)


def _given(part: str, text: str | None) -> Iterator[tuple[str, str]]:
    if text and text.strip():
        yield part, text
