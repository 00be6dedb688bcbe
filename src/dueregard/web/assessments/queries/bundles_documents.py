"""How does a version that a bundle carries read as a document, and what would a redacted copy say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dueregard.domain.assessments.document import assessment_document
from dueregard.domain.assessments.recognisable import recognisable
from dueregard.domain.assessments.shape import assessment_from_json
from dueregard.domain.decisions.overview import overview
from dueregard.domain.decisions.record import Assessed, Record, Version
from dueregard.domain.decisions.redaction import Kind, Withholding, parts_of_names, redacted, texts_of
from dueregard.publish.document import Document
from dueregard.terms.errors import CannotBeRead
from dueregard.web.assessments.queries.bundles_record import record_of_decision


@dataclass(frozen=True, slots=True)
class Preview:
    """What a redacted copy would say: its first page, each version, and what a person should look at once more.

    `names_known`: whom we look for, where names are withheld; other names are not found. `look`: words that stand in
    the copy and by which somebody could be recognised.
    """

    first: Document
    versions: tuple[tuple[str, Document], ...]
    names_known: tuple[str, ...]
    names_left: tuple[str, ...]
    look: tuple[str, ...]
    entries_left_out: int
    papers: int


def documents_of(record: Record) -> Callable[[Assessed, Version], Document]:
    """Give the function that says a version as a document, for `bundle_files`.

    Raises:  CannotBeRead, when it is asked, where cutting took away a word that the form itself uses.
    """

    def document_of(assessed: Assessed, version: Version) -> Document:
        try:
            content = assessment_from_json(version.content or {})
        except CannotBeRead as fault:
            raise CannotBeRead(
                _("A word that you marked is one that the form itself uses, so version %(number)s cannot be written.")
                % {"number": version.number},
                mend=_("Mark a longer piece of text."),
            ) from fault
        return assessment_document(
            content,
            number=assessed.number,
            figures=version.figures,
            council=record.council,
            made_on=record.made_on,
            version=version.number,
        )

    return document_of


def preview_of(council_id: UUID, decision_id: UUID, withholdings: Sequence[Withholding], *, on: date) -> Preview:
    """Say what a redacted copy would hold. As many queries as `record_of_decision`.

    Raises:  UsedWrongly and CannotBeRead as making it does.
    """
    record = record_of_decision(council_id, decision_id, on=on, with_files=False)
    cut = redacted(record, withholdings)
    document_of = documents_of(cut)
    hides_names = any(each.kind is Kind.NAMES for each in withholdings)
    versions = tuple(
        (f"{assessed.number}, version {version.number}", document_of(assessed, version))
        for assessed in cut.assessments
        for version in assessed.versions
        if version.content is not None
    )
    return Preview(
        first=overview(cut),
        versions=versions,
        names_known=tuple(sorted({each.name for each in record.people if each.name})) if hides_names else (),
        names_left=parts_of_names(record, withholdings),
        look=tuple(dict.fromkeys(each.words for text in texts_of(cut) for each in recognisable(text))),
        entries_left_out=cut.ledger.left_out if cut.ledger else 0,
        papers=len(cut.papers),
    )
