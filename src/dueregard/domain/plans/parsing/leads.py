"""Who leads: which posts, teams and boards does a cell name, and is one of them given a date of its own?

The one idea: a post's title has a *role noun* ("Manager", "Head", "Officer") and a body's name a *body noun* ("Board",
"Group", "Team"). A text is split only where both sides are whole names, so that "Head of Revenue and Benefits" and
"Team Leader: Adults and Children" stay one, while "Head of HR, Finance Manager" are two. A date behind a name is its
own; a date behind the last of several belongs to all.

Sources: NOTES on the choices in docs/explanation/reading-plans.md, section "Who leads". It never reorders or shortens a
name, and never tells a person from a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.domain.plans.model import Lead, Period
from dueregard.domain.plans.parsing.date_atoms import Reading
from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.words import clean, goes_on, is_unfinished, item_label, join

_ROLE = (
    r"managers?|mangers?|directors?|heads?|leads?|leaders?|officers?|co-?ordinators?|commissioners?"
    r"|advis[eo]rs?|specialists?"
    r"|analysts?|assistants?|administrators?|champions?|consultants?|executives?|supervisors?|secretar(?:y"
    r"|ies)|solicitors?"
    r"|treasurers?|clerks?|librarians?|archivists?|planners?|engineers?|practitioners?|workers?|wardens?|governors?"
    r"|partners?|accountants?|chairs?|chairpersons?|councillors?|members?|mayors?|principals?|teachers?"
    r"|headteachers?|sros?"
    r"|owners?|representatives?|reps?|inspectors?|surveyors?|trainers?|facilitators?|nurses?"
    r"|psychologists?|controllers?"
    r"|postholders?|deput(?:y|ies)|ceo|cfo|monitoring officer"
    r"|rheolwyr|rheolwr|cyfarwyddwr|cyfarwyddwyr|pennaeth|penaethiaid|swyddog(?:ion)?|arweinydd|arweinwyr"
    r"|cydlynydd|cydgysylltydd"
)
_BODY = (
    r"boards?|committees?|groups?|sub-?groups?|panels?|forums?|fora|partnerships?|teams?|networks?"
    r"|councils?|units?|departments?"
    r"|directorates?|divisions?|services?|dmts?|smts?|slts?|cmts?|clts?|cabinet|executive|assembly|trusts?"
    r"|consorti(?:um|a)"
    r"|task force|working party|agency|agencies|bwrdd|grŵp|pwyllgor|tîm|fforwm|adran|gwasanaeth"
)
_ROLE_WORD = re.compile(rf"\b(?:{_ROLE})\b", re.IGNORECASE)
_BODY_WORD = re.compile(rf"\b(?:{_BODY})\b", re.IGNORECASE)
_BODY_END = re.compile(
    r"\b(?:boards?|committees?|(?:sub-?)?groups?|panels?|forums?|partnerships?|DMT|SMT|SLT|CMT|CLT|networks?)$",
    re.IGNORECASE,
)
_ROLE_END = re.compile(rf"\b(?:{_ROLE})$", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,4}s?|[A-Z]{2,7}s?")
_SMALL = re.compile(r"^(?:of|for|and|to|in|the|with|on|at|by|&)\b", re.IGNORECASE)
_HEAD_START = re.compile(
    r"^(?:all\s+)?(?:assistant\s+|deputy\s+|executive\s+|strategic\s+|interim\s+|joint\s+"
    r"|associate\s+)?(?:heads?|directors?|chief|cabinet member|leader|chair|pennaeth|cyfarwyddwr)\b",
    re.IGNORECASE,
)


def is_post(text: str) -> bool:
    """Say whether a text names a post or a body.

    >>> is_post("Head of Housing"), is_post("Equalities Board"), is_post("HR"), is_post("Green spaces")
    (True, True, True, False)
    """
    said = text.strip(" .,;:")
    if not said or len(said) > 120:
        return False
    return bool(_ROLE_WORD.search(said) or _BODY_WORD.search(said) or _ACRONYM.fullmatch(said))


@dataclass(frozen=True, slots=True)
class LeadsRead:
    """What a cell says of leads and time. `flags` as in docs/reference/plan-format.md; `rest` are words left over."""

    leads: tuple[Lead, ...]
    readings: tuple[Reading, ...] = ()
    flags: tuple[str, ...] = ()


def read_leads(text: str, *, period: Period | None = None, dated: bool = False) -> LeadsRead:
    """Read a cell of leads.

    Takes:   `dated` where the column is also headed as a timescale.
    >>> [lead.name for lead in read_leads("Head of HR, Finance Manager March 2016", dated=True).leads]
    ['Head of HR', 'Finance Manager']
    >>> read_leads("Director of Education Services, 2015- 16", dated=True).leads[0].name
    'Director of Education Services'
    """
    said = _with_joined_lines(clean(text))
    flags: list[str] = []
    pieces: list[tuple[str, Reading | None]] = []
    readings: list[Reading] = []
    for name, found in _between_dates(said, period, dated=dated):
        readings.extend(found)
        if name:
            pieces.append((name, found[0] if found else None))
    names_with_dates = sum(1 for _, reading in pieces if reading is not None)
    leads: list[Lead] = []
    for name, reading in pieces:
        split, how = split_names(name)
        flags += how
        own = reading if names_with_dates > 1 else None
        for at, one in enumerate(split):
            # a date stands behind the last name of its group
            leads.append(Lead(one, own.timescale.text if own is not None and at == len(split) - 1 else None))
    if names_with_dates > 1:
        flags.append("timescale_per_lead")
    return LeadsRead(tuple(leads), tuple(readings), tuple(dict.fromkeys(flags)))


def _between_dates(text: str, period: Period | None, *, dated: bool) -> list[tuple[str, list[Reading]]]:
    """Split a cell into names and the dates that follow each; without `dated` only clear dates at an end count."""
    readings = [r for r in read_timescales(text, period=period) if dated or _is_clearly_a_date(r)]
    readings = [r for r in readings if _stands_apart(text, r)]
    pieces: list[tuple[str, list[Reading]]] = []
    at = 0
    for reading in readings:
        name = text[at : reading.start].strip(" ,;:-–—(\n/")
        at = reading.end
        if name or not pieces:
            pieces.append((name, [reading]))
        else:
            pieces[-1][1].append(reading)
    rest = text[at:].strip(" ,;:-–—\n/.")
    rest = rest if rest.count("(") >= rest.count(")") else rest.lstrip(") ,;:")
    if rest:
        pieces.append((rest, []))
    return pieces


def _is_clearly_a_date(reading: Reading) -> bool:
    kinds = ("financial_year", "financial_quarter", "month", "by_end_of_month", "day", "range")
    return (
        reading.timescale.kind in kinds
        and "year_inferred" not in reading.doubts
        and "year_missing" not in reading.doubts
    )


def _stands_apart(text: str, reading: Reading) -> bool:
    """Say whether a date stands at the end of a name rather than inside it ("May Hill Team")."""
    if reading.timescale.kind in ("ongoing", "recurring", "unknown", "relative") or reading.timescale.text[0].isalpha():
        after = text[reading.end :].lstrip(" )")
        if not after or after[0] in "\n,;/(-–&" or re.match(r"\d|Q\d|and\b|to\b", after):
            return True
        return bool(re.search(r"\d", reading.timescale.text)) and _starts_name(after)
    return True


def _starts_name(text: str) -> bool:
    return is_post(re.split(r"[,;\n\d]", text)[0]) and text[0].isupper() and len(text.split()) > 1


_STRONG = re.compile(r"\s*[;\n•|]\s*|\s{3,}")


def split_names(text: str) -> tuple[list[str], list[str]]:
    """Split a text into names of posts and bodies; give (names, flags).

    >>> split_names("Head of Operations, Head of Commissioning, Programme Manager")[0]
    ['Head of Operations', 'Head of Commissioning', 'Programme Manager']
    >>> split_names("Service Manager, Green spaces")[0], split_names("Policy & Finance/Change Board")[0]
    (['Service Manager, Green spaces'], ['Policy & Finance', 'Change Board'])
    """
    names: list[str] = []
    flags: list[str] = []
    for part in _STRONG.split(text):
        part = item_label(part.strip(" ,;"))[1] if part.strip(" ,;") else ""
        if not part:
            continue
        for one in _by_mark(part, "/", flags):
            for two in _by_mark(one, ",", flags):
                for three in _by_mark(two, "and", flags):
                    names += _by_noun(three.strip(" ,;/"), flags)
    return [name for name in names if name], list(dict.fromkeys(flags))


_MARKS = {
    "/": re.compile(r"\s*/(?!s\b)\s*"),
    ",": re.compile(r"\s*,\s*(?:and\s+)?"),
    "and": re.compile(r"\s+(?:and|a|ac)\s+"),
}


def _by_mark(text: str, mark: str, flags: list[str]) -> list[str]:
    """Split at a mark wherever both sides are whole names; other marks stay inside the name."""
    parts = _MARKS[mark].split(text)
    if len(parts) == 1:
        return parts
    seams = [found.group() for found in _MARKS[mark].finditer(text)]
    names = [parts[0]]
    for seam, part in zip(seams, parts[1:], strict=True):
        left = names[-1]
        if _both_whole(left, part, mark) and not _inside_brackets(text, left):
            names.append(part)
        else:
            names[-1] = left + seam + part
    if len(names) > 1 and mark != ",":
        flags.append("leads_split")
    return names


def _both_whole(left: str, right: str, mark: str) -> bool:
    if not left.strip() or not right.strip() or _SMALL.match(right):
        return False
    if mark == "and":
        if _ACRONYM.fullmatch(left.strip()) and is_post(left):
            return right[0].isupper()
        return _is_whole_title(left) and _is_whole_title(right) and _says_two(left, right)
    if mark == "/":
        return (is_post(left) or is_post(right)) and _stands_alone(left) and _stands_alone(right)
    return (_is_whole_title(right) and (is_post(left) or _is_name_like(left))) or _all_acronyms(left, right)


def _is_whole_title(text: str) -> bool:
    said = text.strip()
    return (bool(_ROLE_WORD.search(said) or _BODY_END.search(said)) and said[:1].isupper()) or bool(
        _ACRONYM.fullmatch(said)
    )


def _says_two(left: str, right: str) -> bool:
    """Two titles joined by "and" are two posts only if each plainly is one: both have a field of their own ("… for …"),
    both end in the same role ("HR Manager and Finance Manager"), or the second begins like a post ("Head of …").
    """
    with_field = re.compile(rf"\b(?:{_ROLE})\b\s+(?:for|of|to)\b|^(?:{_ROLE})\b", re.IGNORECASE)
    both_fields = bool(with_field.search(left)) and bool(with_field.search(right))
    both_bodies = bool(_BODY_END.search(left.strip())) and bool(_BODY_END.search(right.strip()))
    ends = _ROLE_END.search(left.strip()), _ROLE_END.search(right.strip())
    same_role = bool(ends[0] and ends[1] and ends[0].group().lower() == ends[1].group().lower())
    headed = bool(ends[0] and _HEAD_START.match(right))
    return both_fields or both_bodies or same_role or headed


def _stands_alone(text: str) -> bool:
    said = text.strip()
    words = said.split()
    return said[:1].isupper() and (
        is_post(said) or "&" in words or (len(words) <= 2 and _ACRONYM.fullmatch(words[0]) is not None)
    )


def _is_name_like(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= 5 and all(w[0].isupper() or w in ("and", "of", "&", "for") for w in words)


def _all_acronyms(left: str, right: str) -> bool:
    return bool(_ACRONYM.fullmatch(left.strip()) and _ACRONYM.fullmatch(right.strip()))


def _inside_brackets(text: str, left: str) -> bool:
    return left.count("(") > left.count(")")


def _by_noun(text: str, flags: list[str]) -> list[str]:
    """Split names that stand side by side without a mark, where one plainly ends and the next begins."""
    words = text.split()
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if len(words) - at < 2 or not words[at][0].isupper() or _inside_brackets(text, left):
            continue
        after_body = (
            _BODY_END.search(left) and len(words[:at]) >= 2 and not _ROLE_WORD.match(words[at]) and is_post(right)
        )
        starts_head = _BODY_END.search(left) and _HEAD_START.match(right)
        after_role = (
            _ROLE_END.search(left) and _ROLE_END.search(right) and _is_plain_title(right) and len(words[:at]) >= 2
        )
        if (after_body or starts_head or after_role) and not (after_body and _BODY_WORD.fullmatch(words[at])):
            flags.append("leads_split")
            return [left, *_by_noun(right, flags)]
    return [text]


def _is_plain_title(text: str) -> bool:
    """Say whether a text is a title that ends in its role and does not begin with what could end the one before it."""
    words = text.split()
    later = [w for w in words[1:] if _ROLE_WORD.fullmatch(w)]
    return (
        len(words) >= 2
        and len(later) == 1
        and words[0][0].isupper()
        and not any(w.lower() in ("for", "of", "to") for w in words)
    )


def join_names(before: str, after: str) -> str:
    """Put two parts of a cut cell of names together: a new line only where a whole new name begins.

    >>> join_names("Lead Officer for Library", "Operations 2015-16"), join_names("HR Manager", "Finance Manager")
    ('Lead Officer for Library Operations 2015-16', 'HR Manager\\nFinance Manager')
    """
    if _begins_name(before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]):
        return f"{before}\n{after}"
    return join(before, after)


def _begins_name(before: str, line: str) -> bool:
    if goes_on(line) or is_unfinished(before) or line[0].isdigit() or (read_timescales(line) and len(line) < 24):
        return False
    ends = _ROLE_END.search(before) or _BODY_END.search(before) or re.search(r"\d$", before)
    return (
        bool(ends)
        and _is_whole_title(line)
        and len(line.split()) >= 2
        and (not _ROLE_WORD.match(line) or (len(line.split()) > 2 and bool(_HEAD_START.match(line))))
    )


def _with_joined_lines(text: str) -> str:
    """Join only lines that plainly go on; the author's other line ends part names."""
    out: list[str] = []
    for line in text.split("\n"):
        if out and (goes_on(line) or is_unfinished(out[-1])):
            out[-1] = join(out[-1], line)
        else:
            out.append(line)
    return "\n".join(out)


def strip_dates(text: str, *, period: Period | None = None) -> tuple[str, tuple[Reading, ...]]:
    """Take a clear date off the end of a name (a board's cell that repeats the timescale).

    >>> strip_dates("Team Leader Voluntary Sector 2015-16")[0]
    'Team Leader Voluntary Sector'
    """
    readings = [r for r in read_timescales(text, period=period) if _is_clearly_a_date(r)]
    if readings and not text[readings[-1].end :].strip(" .)"):
        return text[: readings[-1].start].strip(" ,;:-–("), (readings[-1],)
    return text, ()


def names_in(leads: Iterable[Lead]) -> tuple[str, ...]:
    """Give the names alone."""
    return tuple(lead.name for lead in leads)
