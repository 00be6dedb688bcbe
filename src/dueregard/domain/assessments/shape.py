"""The assessment as JSON values, and back, without loss: the open form in which councils can exchange them.

The one idea: the dataclasses of `model` are walked by their own annotations (`terms.shapes`). Described in
docs/reference/assessment-format.md; unknown keys and wrong values are all reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dueregard.domain.assessments.model import Assessment
from dueregard.terms.errors import CannotBeRead
from dueregard.terms.shapes import as_json, from_json

FORMAT = "dueregard.assessment/1"


def assessment_to_json(assessment: Assessment) -> dict[str, Any]:
    """Give the assessment as JSON values, dates in ISO form, with the format's name first.

    >>> assessment_to_json(Assessment("Close the library", "england"))["title"]
    'Close the library'
    """
    return {"format": FORMAT, **as_json(assessment)}


def assessment_from_json(shape: Mapping[str, Any]) -> Assessment:
    """Take back what `assessment_to_json` gave.

    Raises:  CannotBeRead, naming every unknown key and every value of the wrong kind at once.

    >>> assessment_from_json({"title": "Close the library", "nation": "england"}).title
    'Close the library'
    """
    format_ = shape.get("format", FORMAT)
    if format_ != FORMAT:
        raise CannotBeRead(f"This is “{format_}”, not an assessment.", mend=f"Give a file whose format is {FORMAT}.")
    given = {k: v for k, v in shape.items() if k != "format"}
    assessment, faults = from_json(Assessment, given, where="assessment")
    if faults:
        raise CannotBeRead(
            "This JSON is not an assessment: " + "; ".join(faults) + ".",
            mend="Compare it with docs/reference/assessment-format.md.",
        )
    return assessment  # type: ignore[no-any-return]  # from_json gives what its first argument names
