"""How would a paper look in the council's template? A made-up one, so that nobody takes it for a real paper."""

from __future__ import annotations

from datetime import date

from dueregard.domain.assessments.model import (
    Assessment,
    Conclusion,
    Effect,
    Impact,
    Mitigation,
    Option,
    group_of,
)
from dueregard.domain.assessments.paper import About, implications_document
from dueregard.domain.assessments.paper_template import fill_template
from dueregard.publish import word
from dueregard.publish.document import Document, Heading, bullets, words
from dueregard.web.assessments.queries.papers import template_bytes
from dueregard.web.organisation.queries import CouncilCard

_MADE_UP = "Example: close a library"


def example(council: CouncilCard, *, kind: str, on: date) -> bytes:
    """Give an example of a paper as a Word file. One query."""
    about = About("A-0000-0", 1, _MADE_UP, council.name, body="Cabinet", decides_on=on, signed_off_on=on)
    template = template_bytes(council.id).get(kind)
    whole = Assessment(
        _MADE_UP,
        council.nation,
        impacts=(
            Impact(group_of("disability"), Effect.WORSE, "Made up."),
            Impact(group_of("race"), Effect.NOT_KNOWN, will_do="Ask."),
        ),
        mitigations=(Mitigation("1", "Bring books home"),),
        conclusion=Conclusion(Option.ADJUST, "Made up."),
    )
    if template:
        return fill_template(template, assessment=whole, appendix=_appendix(council, on), about=about, on=on)
    document = implications_document(whole, about, on=on) if kind == "implications" else _appendix(council, on)
    return word.write_word(document)


def _appendix(council: CouncilCard, on: date) -> Document:
    return Document(
        title=f"Equality impact assessment. {_MADE_UP}",
        author=council.name,
        blocks=(
            words("Here stands the whole assessment. This is an example; nothing in it is real."),
            Heading(2, "What it could do to people"),
            bullets("Each group, with the reason", "What is not known yet"),
        ),
        on=on,
    )
