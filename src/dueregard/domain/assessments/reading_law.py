"""How do groups that a document names become those of the law that its assessment answers?

The one idea: words are read as the characteristics that councils' forms have in common ("Race", "Marital status"); a
law with categories of its own then puts its own in their place (`terms.laws`), so that what was read stands where the
pages ask for it. What the law does not name stays as it was read. What is missing is said anew.

Refuses: nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dueregard.domain.assessments.reading_missing import missing_from
from dueregard.domain.assessments.reading_model import (
    ReadAssessment,
    read_assessment_from_json,
    read_assessment_to_json,
)
from dueregard.terms.laws import Law, law_of

_KEYS = ("impact:", "regard:", "help:")


def under_law(read: ReadAssessment) -> ReadAssessment:
    """Give a reading with the groups of its nation's law; the same one where nothing has another name there."""
    law = law_of(read.assessment.nation)
    if not law.figures:
        return read
    found = read_assessment_from_json(_renamed(read_assessment_to_json(read), law))
    return replace(found, missing=missing_from(found.assessment))


def _renamed(value: Any, law: Law) -> Any:
    if isinstance(value, list):
        return [_renamed(each, law) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _field(name, each, law) for name, each in value.items()}


def _field(name: str, value: Any, law: Law) -> Any:
    if name == "parts" and isinstance(value, list):
        return [[law.code_of_figures(code), part] for code, part in value]
    if name == "characteristic":
        return law.code_of_figures(value)
    if name == "characteristics":
        return [law.code_of_figures(code) for code in value]
    if name == "part" and isinstance(value, str) and value.startswith(_KEYS):
        return key_under_law(value, law)
    return _renamed(value, law)


def key_under_law(key: str, law: Law) -> str:
    """Give the key of a part under the names of a law.

    >>> key_under_law("impact:race+sex=women", law_of("northern_ireland"))
    'impact:racial_group+men_and_women=women'
    >>> key_under_law("regard:race:foster", law_of("northern_ireland"))
    'regard:racial_group:foster'
    """
    kind, _colon, rest = key.partition(":")
    if kind == "impact":
        parts = (part.partition("=") for part in rest.split("+"))
        return f"impact:{'+'.join(f'{law.code_of_figures(code)}{mark}{said}' for code, mark, said in parts)}"
    code, mark, aim = rest.partition(":")
    return f"{kind}:{law.code_of_figures(code)}{mark}{aim}"
