"""How a schema is proposed: each column is asked, in order, what would make it unsafe, then what it is good for.

The one idea: identifiers are looked for first, by heading and by values, because a column that is wrongly left out
costs a click and one that is wrongly kept costs a person's privacy. A column of words that are nearly all different is
taken for free text, whatever its heading says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dueregard.analysis.records.limits import DEFAULT, RecordLimits
from dueregard.analysis.records.looks import first_and_second, has_time
from dueregard.analysis.records.placing import is_all_placed
from dueregard.analysis.records.profile import Profile, profile
from dueregard.analysis.records.raw import RawRecords
from dueregard.analysis.records.schema import (
    GENDER_IDENTITY,
    TREATMENTS,
    Column,
    Question,
    QuestionKind,
    Role,
    Schema,
    Treatment,
)
from dueregard.analysis.records.words import (
    IdentifierWords,
    identifiers,
    plain,
    speaks_of_offences,
    special_category,
    subject,
)
from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.mappings.columns import ColumnProposal, propose_classification
from dueregard.terms.mappings.schemes import scheme

_BY_VALUES = {"email": 0.3, "ni_number": 0.3, "nhs_number": 0.5, "phone": 0.7, "postcode": 0.5, "coordinate": 0.9,
              "vehicle": 0.7, "street": 0.5, "person": 0.4}  # fmt: skip
"""From which share of values with a look a column is that identifier, whatever its heading."""
_SURE = 0.5
_UNNAMED = re.compile(r"^Column [A-Z]{1,3}$")
_CLOSE = 0.15


def propose_schema(raw: RawRecords, *, limits: RecordLimits = DEFAULT) -> Schema:
    """Say what each column seems to be, what will be kept of it, and what must be asked."""
    columns: list[Column] = []
    questions: list[Question] = []
    for code, heading in zip(raw.codes, raw.headings, strict=True):
        seen = profile(raw, code, limits=limits)
        column, asked = _column(code, heading, seen)
        columns.append(
            replace(
                column,
                special_category=special_category(heading, column.characteristic),
                is_offence_data=speaks_of_offences(heading, seen.wordings),
            )
        )
        questions.extend(asked)
    return Schema(tuple(columns), tuple(questions))


def wordings(raw: RawRecords, column: Column, *, limits: RecordLimits = DEFAULT) -> tuple[str, ...]:
    """Give the different wordings of a column that is to be placed, commonest first, for the person who places them.

    Gives:   none for identifiers and free text, whose values nobody needs to see.
    """
    if column.role in (Role.IDENTIFIER, Role.FREE_TEXT, Role.POSTCODE, Role.AGE, Role.AMOUNT, Role.DATE):
        return ()
    return tuple(profile(raw, column.code, limits=limits).wordings)


def _column(code: str, heading: str, seen: Profile) -> tuple[Column, list[Question]]:
    if seen.is_empty:
        return Column(code, heading, Role.EMPTY, Treatment.LEAVE_OUT, "It is empty."), []
    found = _identifier(heading, seen)
    if found is not None:
        return _identifying(code, heading, seen, found)
    about = subject(heading)
    offered = propose_classification(heading, seen.wordings) if seen.wordings else ()
    if offered and _is_likely(offered[0], about, seen):
        return _characteristic(code, heading, offered, seen)
    role = _role(heading, about, seen)
    if role is Role.DATE:
        return _date(code, heading, seen)
    column = Column(code, heading, role, TREATMENTS[role][0], _WHY[role])
    if role is Role.IDENTIFIER:
        column = replace(column, identifier="number")
    return column, []


def _is_likely(best: ColumnProposal, about: str | None, seen: Profile) -> bool:
    """Say whether a proposal is to be followed.

    Numbers are codes only where few of them come again and again: counts under "Ethnicity: Asian" are none.
    """
    if seen.share("number") >= 0.9 and (best.scheme is None or seen.distinct * 4 > seen.filled):
        return False
    return best.score >= _SURE and (best.heading_fits or about not in ("place", "free_text", "amount"))


_WHY = {
    Role.AGE: "An age group says what is needed.",
    Role.PLACE: "It reads like a place.",
    Role.AMOUNT: "Its values are numbers.",
    Role.YES_NO: "Its values are yes or no.",
    Role.OUTCOME: "It reads like an outcome.",
    Role.CATEGORY: "It has few different wordings.",
    Role.FREE_TEXT: "It is free text, which may name people.",
    Role.IDENTIFIER: "Its numbers only tell rows apart.",
}


def _role(heading: str, about: str | None, seen: Profile) -> Role:
    numbers = seen.share("number") >= (0.5 if about in ("amount", "age") else 0.9)
    if about == "age" and numbers:
        return Role.AGE
    if seen.share("date") >= 0.8:
        return Role.DATE
    if seen.share("yes_or_no") >= 0.95 and (2 <= seen.distinct <= 6 or (seen.distinct == 1 and not numbers)):
        return Role.YES_NO
    if numbers:
        return _number_role(about, seen, said=not _UNNAMED.match(heading))
    if about == "date" and seen.share("date") >= 0.3:
        return Role.DATE
    nearly_all_different = (seen.distinct > 30 and seen.all_different > 0.5) or (
        seen.all_different >= 0.9 and seen.filled >= 5 and about not in ("place", "unit")
    )
    if about == "free_text" or not seen.wordings or seen.mean_length > 80 or nearly_all_different:
        return Role.FREE_TEXT
    return {"place": Role.PLACE, "outcome": Role.OUTCOME}.get(about or "", Role.CATEGORY)


def _number_role(about: str | None, seen: Profile, *, said: bool) -> Role:
    whole = all(value.replace(",", "").isdigit() for value in seen.tried)
    if whole and not said:
        return Role.IDENTIFIER  # sheets write row numbers under no heading
    if about in ("amount", "outcome"):
        return Role.AMOUNT
    if about in ("place", "unit") and whole and seen.wordings:
        return Role.PLACE if about == "place" else Role.CATEGORY
    if whole and seen.filled >= 20 and seen.all_different > 0.95:
        return Role.IDENTIFIER
    return Role.AMOUNT


def _identifier(heading: str, seen: Profile) -> IdentifierWords | None:
    said = plain(heading)
    for kind in identifiers():
        if kind.words.search(said) and _agrees(kind, seen):
            return kind
    about = subject(heading)
    for kind in identifiers():
        for look in kind.looks:
            if seen.share(look) >= _BY_VALUES[look] and not (look == "coordinate" and about == "amount"):
                return kind
    return None


def _agrees(kind: IdentifierWords, seen: Profile) -> bool:
    """Say whether the values do not plainly speak against the heading: a "Mobile" of yes and no is no number."""
    if seen.share("yes_or_no") >= 0.95 and seen.distinct <= 6 and seen.filled > 6:
        return False
    return not (kind.kind in ("number", "name") and seen.distinct <= 10 and seen.filled >= 200)


def _identifying(code: str, heading: str, seen: Profile, found: IdentifierWords) -> tuple[Column, list[Question]]:
    left = Column(code, heading, Role.IDENTIFIER, Treatment.LEAVE_OUT, found.reason, identifier=found.kind)
    if found.kind == "postcode" and seen.share("postcode") >= 0.3:
        return replace(left, role=Role.POSTCODE, treatment=Treatment.OUTWARD_CODE), []
    if found.kind == "date_of_birth" and seen.share("date") >= 0.5:
        day_first, asked = _order(code, heading, seen)
        banded = replace(left, role=Role.AGE, treatment=Treatment.AGE_BANDS, day_first=day_first)
        return banded, asked
    return left, []


def _characteristic(
    code: str, heading: str, offered: tuple[ColumnProposal, ...], seen: Profile
) -> tuple[Column, list[Question]]:
    """Make a column of a classification; ask where two are as likely, and by which list bare codes were written."""
    best = offered[0]
    column = Column(
        code,
        heading,
        Role.CHARACTERISTIC,
        Treatment.PLACE_CODES,
        best.why or "Its wordings are those of a classification.",
        characteristic=best.characteristic,
        classification=best.classification,
    )
    if best.characteristic == "gender_reassignment":
        return replace(column, treatment=Treatment.LEAVE_OUT, why=GENDER_IDENTITY[False]), []
    asked = []
    rivals = {
        each.classification: classification(each.classification).title
        for each in offered
        if each.characteristic != best.characteristic and best.score - each.score < _CLOSE
    }
    if rivals:
        answers = ((best.classification, classification(best.classification).title), *rivals.items())
        text = f"What does “{heading}” hold?"
        asked.append(Question(QuestionKind.WHICH_CLASSIFICATION, code, text, (*answers, ("none", "None of these"))))
    if best.scheme is not None and not is_all_placed(seen.wordings, classification=best.classification):
        lists = dict.fromkeys(
            each.scheme for each in offered if each.scheme and each.classification == best.classification
        )
        text = f"By which list were the codes in “{heading}” written?"
        answers = tuple((key, scheme(key).title) for key in lists if key)
        asked.append(Question(QuestionKind.WHICH_SCHEME, code, text, answers))
    return column, asked


def _date(code: str, heading: str, seen: Profile) -> tuple[Column, list[Question]]:
    timed = any(has_time(value) for value in seen.tried)
    day_first, asked = _order(code, heading, seen)
    why = "The exact time is more than is needed." if timed else "The exact day is more than is needed."
    column = Column(code, heading, Role.DATE, Treatment.QUARTER, why, has_time=timed, day_first=day_first)
    return column, asked


def _order(code: str, heading: str, seen: Profile) -> tuple[bool | None, list[Question]]:
    """Say whether the day comes first; a question where the values leave it open or speak both ways."""
    pairs = [pair for value in seen.tried if (pair := first_and_second(value)) is not None]
    if not pairs:
        return True, []
    order = day_comes_first(pairs)
    if order is not None:
        return order, []
    text = f"In “{heading}”, is 03/04/2026 the 3rd of April or March the 4th?"
    answers = (("day", "The 3rd of April (day first)"), ("month", "March the 4th (month first)"))
    return None, [Question(QuestionKind.DAY_OR_MONTH_FIRST, code, text, answers)]


def day_comes_first(pairs: Iterable[tuple[int, int]]) -> bool | None:
    """Say which way round dates are written, or None where their first two numbers do not tell.

    A number above 12 tells; a misprint among at least twenty that tell the other way is passed over.

    >>> day_comes_first([(3, 4), (31, 1)]), day_comes_first([(3, 14)]), day_comes_first([(3, 4)])
    (True, False, None)
    """
    listed = tuple(pairs)
    first = sum(1 for one, two in listed if one > 12 >= two)
    second = sum(1 for one, two in listed if two > 12 >= one)
    if first > 20 * second:
        return True
    return False if second > 20 * first else None
