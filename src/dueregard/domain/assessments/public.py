"""What of an assessment may the public read, and what holds it back until the council chooses?

The one idea: drafts, papers that are exempt, assessments about staff alone, and figures of the council's own (which may
have been released to the council only) stay unpublished unless a person chooses each of these by name; nothing is
published by itself. What is published is a copy in which names of people who belong to the council stand as "a named
officer": the public pages name the body that decides, never the officers. Names that nobody listed are not found, so a
person looks at the copy first.

Source:  Local Government Act 1972, Schedule 12A (exempt information); the same rule as `plans.public`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dueregard.domain.assessments.document_words import people_of, say_group
from dueregard.domain.assessments.model import Assessment, Effect, EvidenceKind
from dueregard.domain.assessments.screening import Depth
from dueregard.domain.assessments.shape import assessment_from_json, assessment_to_json
from dueregard.domain.plans.public import without_names
from dueregard.terms.laws import law_of

FINAL = frozenset({"for_deciders", "not_needed"})
"""Why a version was made that went to those who decide, or ended the matter. Others are drafts."""
_CLOSED = frozenset(
    {"format", "nation", "effect", "effect_after", "severity", "likelihood", "duration", "option", "depth"}
)
"""Keys of the open form whose values are one of a closed set, so that no name can stand there."""
_CODES = _CLOSED | {"kind", "code", "characteristic", "characteristics", "local", "functions", "evidence"}
"""Keys whose values are codes, which nobody searches for."""


PIECES = "\n\n"
"""What stands between the texts in `PublicCopy.words`, so that nothing is read across two of them."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class HeldBack(StrEnum):
    """Why a version is not published unless the council chooses."""

    DRAFT = "draft"
    STAFF = "staff"
    EXEMPT = "exempt"
    FIGURES = "figures"


def held_back(content: Assessment, *, why: str, is_exempt: bool) -> tuple[HeldBack, ...]:
    """Give what holds a version back.

    Takes:   `why`, the code of why the version was made; `is_exempt`, whether it or its decision is exempt.
    >>> held_back(Assessment("New shifts", "england", is_workforce=True, is_public_service=False),
    ...           why="for_checking", is_exempt=False)
    (<HeldBack.DRAFT: 'draft'>, <HeldBack.STAFF: 'staff'>)
    """
    found = []
    if why not in FINAL:
        found.append(HeldBack.DRAFT)
    if content.is_workforce and not content.is_public_service:
        found.append(HeldBack.STAFF)
    if is_exempt:
        found.append(HeldBack.EXEMPT)
    if any(one.kind is EvidenceKind.RELEASE for one in content.evidence):
        found.append(HeldBack.FIGURES)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A version as the public reads it: the assessment, what its evidence showed, a summary, words to search in."""

    content: Assessment
    figures: Mapping[str, Any]
    summary: str
    words: str
    findings: tuple[tuple[str, str], ...]
    is_not_needed: bool


def public_copy(
    content: Assessment,
    *,
    figures: Mapping[str, Any],
    hide: frozenset[str],
    labels: Mapping[str, str] | None = None,
) -> PublicCopy:
    """Give a version as the public may read it.

    Takes:   `hide`, names of people; each stands as "a named officer", wherever it was written. Where the council's
             own figures lie inside is left out: the address is the staff's.
    >>> public_copy(Assessment("Close the library", "england", about="Ann Other asked for it."), figures={},
    ...             hide=frozenset({"Ann Other"})).content.about
    'a named officer asked for it.'
    """
    evidence = tuple(replace(one, link=None) if one.kind is EvidenceKind.RELEASE else one for one in content.evidence)
    shown = assessment_from_json(_without(assessment_to_json(replace(content, evidence=evidence)), hide))
    kept = _without(dict(figures), hide)
    law = law_of(content.nation)
    groups = [say_group(one.group, labels or {}, law=law) for one in shown.impacts]
    is_not_needed = bool(shown.screening and shown.screening.depth == str(Depth.NONE))
    return PublicCopy(
        content=shown,
        figures=kept,
        summary=summary_of(shown, labels=labels),
        words=PIECES.join([*_words(assessment_to_json(shown)), *groups]),
        findings=_findings(shown),
        is_not_needed=is_not_needed,
    )


def summary_of(content: Assessment, *, labels: Mapping[str, str] | None = None) -> str:
    """Say in a sentence or two what was found, in the words of the assessment's own answers.

    >>> summary_of(Assessment("Close the library", "england"))
    'Nothing is said yet of what it could do to people.'
    """
    if content.screening and content.screening.depth == str(Depth.NONE):
        return _sentence(content.screening.reason or "It was found that no assessment is needed.")
    names, law = labels or {}, law_of(content.nation)
    said = []
    for effects, words in _SUMMARY:
        groups = [one.group for one in content.impacts if one.effect in effects]
        alone = [people_of(group, names, law=law) for group in groups if not group.is_crossing]
        crossed = [people_of(group, names, law=law) for group in groups if group.is_crossing]
        if groups:
            said.append(f"{words} {_list(alone or crossed)}.")
    if not said and any(one.effect is Effect.NONE for one in content.impacts):
        said.append("No effect was found on any group.")
    ways = len(content.mitigations)
    if ways:
        said.append("One way to lessen harm is promised." if ways == 1 else f"{ways} ways to lessen harm are promised.")
    return " ".join(said) or "Nothing is said yet of what it could do to people."


_SUMMARY = (
    (frozenset({Effect.WORSE, Effect.BOTH}), "Could make things worse for"),
    (frozenset({Effect.BETTER}), "Could make things better for"),
    (frozenset({Effect.NOT_KNOWN}), "Not known yet for"),
)


def _findings(content: Assessment) -> tuple[tuple[str, str], ...]:
    answered = [one for one in content.impacts if one.effect is not None]
    found = {(code, str(one.effect)) for one in answered for code in one.group.characteristics}
    return tuple(sorted(found))


def _list(groups: list[str]) -> str:
    return "; ".join(dict.fromkeys(groups))


def _sentence(text: str) -> str:
    said = " ".join(text.split())
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _without(value: Any, hide: frozenset[str]) -> Any:
    if isinstance(value, str):
        return without_names(value, hide=hide)
    if isinstance(value, list):
        return [_without(each, hide) for each in value]
    if isinstance(value, Mapping):
        return {key: each if key in _CLOSED else _without(each, hide) for key, each in value.items()}
    return value


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [] if _DAY.fullmatch(value) else [value]
    if isinstance(value, list):
        return [words for each in value for words in _words(each)]
    if isinstance(value, Mapping):
        return [words for key, each in value.items() if key not in _CODES for words in _words(each)]
    return []
