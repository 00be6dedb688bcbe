"""What does a committee report say of equality, and where does it send its readers?

The one idea: the paragraph directs those who decide to the assessment, which goes with the report in full; it names
where to look and never stands in its place. What it names comes from the frozen version alone, so that the same version
gives the same words. It says nothing of whether the duty is met: that is for those who decide.

Source:  equality-act-s149, northern-ireland-act-1998-s75 (the duty lies with those who decide); brown-2008 (it cannot
         be delegated, and is met before and at the time of the decision).
Refuses: nothing. What nobody wrote is not filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dueregard.domain.assessments.model import Assessment, Effect, Group, Impact, Option
from dueregard.publish.document import Block, Document, Note, Run, bullets, say_date, words
from dueregard.publish.document import Paragraph as Words
from dueregard.terms.laws import labels

AFTER = "This version of the assessment was made after the decision was taken."
APPENDIX_MARK, IMPLICATIONS_MARK = "appendix", "equality implications"


@dataclass(frozen=True, slots=True)
class About:
    """What a paper says of the assessment and the decision: numbers, days, and whose it is.

    `appendix` is what the report calls it ("Appendix B").
    """

    number: str
    version: int
    title: str
    council: str
    body: str = ""
    decides_on: date | None = None
    signed_off_on: date | None = None
    is_after_decision: bool = False
    appendix: str = "Appendix"


def implications(assessment: Assessment, about: About) -> tuple[Block, ...]:
    """Give the paragraph on equality for the committee's report.

    >>> about = About("A-2026-19", 3, "Close the library", "A council", body="Cabinet")
    >>> implications(Assessment("Close the library", "england"), about)[0].runs[0].text[:44]
    'An equality impact assessment of this propos'
    """
    return tuple(_blocks(assessment, about))


def implications_document(assessment: Assessment, about: About, *, on: date) -> Document:
    """Give the paragraph as a document of its own, for councils that copy it into their report."""
    return Document(
        title="Equality implications",
        subtitle=about.title,
        author=about.council,
        blocks=implications(assessment, about),
        on=on,
        version=str(about.version),
    )


def words_for(about: About, *, on: date) -> dict[str, str]:
    """Give what stands within a line of a template, by the name of its mark."""
    return {
        "council": about.council,
        "decision": about.title,
        "body": about.body,
        "date": say_date(about.decides_on) if about.decides_on else "",
        "assessment number": about.number,
        "version": str(about.version),
        "made on": say_date(on),
    }


def _blocks(assessment: Assessment, about: About) -> Iterator[Block]:
    signed = f", signed off on {say_date(about.signed_off_on)}" if about.signed_off_on else ""
    yield Words(
        (
            Run("An equality impact assessment of this proposal "),
            Run(f"({about.number}, version {about.version}{signed}) "),
            Run(f"is in full in the {about.appendix.lower()} to this report. ", bold=True),
            Run(
                f"{_who(about)} asked to read it before deciding. This paragraph points to it and does not replace it."
            ),
        )
    )
    if about.is_after_decision:
        yield Note(AFTER)
    yield words(_duty(assessment.nation, about))
    found = tuple(_where_to_look(assessment))
    if found:
        yield words(f"In the {about.appendix.lower()}, look in particular at:")
        yield bullets(*found)


def _who(about: About) -> str:
    return f"The members of {about.body} are" if about.body else "Those who decide are"


def _duty(nation: str, about: About) -> str:
    body = about.body or "those who decide"
    if nation == "northern_ireland":
        law = (
            "Section 75 of the Northern Ireland Act 1998 asks for due regard to the need to promote equality of "
            "opportunity, and for regard to the desirability of promoting good relations."
        )
    else:
        law = (
            "Section 149 of the Equality Act 2010 asks for due regard to the need to eliminate discrimination, "
            "harassment and victimisation, to advance equality of opportunity, and to foster good relations."
        )
    return f"{law} The duty lies with {body}, before and when the decision is taken. It cannot be passed to officers."


def _where_to_look(assessment: Assessment) -> Iterator[str]:
    worse = _groups(assessment.impacts, {Effect.WORSE, Effect.BOTH})
    if worse:
        yield f"what it says could be worse for people, and how likely, how severe and how lasting that is: {worse}"
    unknown = _groups(assessment.impacts, {Effect.NOT_KNOWN})
    if unknown:
        yield f"what is not known yet, and what will be done to find out: {unknown}"
    if assessment.engagement:
        yield "what people said who were asked"
    if assessment.mitigations:
        ways = "way" if len(assessment.mitigations) == 1 else "ways"
        yield f"the {len(assessment.mitigations)} {ways} to avoid or lessen harm, with who does it and by when"
    if assessment.conclusion.option is not None:
        yield f"what is proposed, and why: {_OPTIONS[assessment.conclusion.option]}"


_OPTIONS = {
    Option.NO_MAJOR_CHANGE: "no major change",
    Option.ADJUST: "adjust the proposal",
    Option.CONTINUE: "continue although some groups could be worse off",
    Option.STOP: "stop",
}


def _groups(impacts: Iterable[Impact], effects: set[Effect]) -> str:
    return "; ".join(dict.fromkeys(_say(impact.group) for impact in impacts if impact.effect in effects))


def _say(group: Group) -> str:
    return " and ".join(
        (labels()[code].lower() if code in labels() else code) + (f" ({value})" if value else "")
        for code, value in group.parts
    )
