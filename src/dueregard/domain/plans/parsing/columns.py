"""What does each column of a table hold, going by its heading and, where that leaves doubt, by what stands below?

The one idea: a heading is compared with the words of `headings.toml`; a heading may hold two fields ("Lead &
timescales"), and some words mean different things in different plans ("outcome", "measure", "completed", "target",
"priority"): those are settled by the cells, and the person is asked. A row is a row of headings when most of its cells
are headings and they name at least two fields.

Sources: headings.toml, which names its own. It refuses to take a sentence for a heading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dueregard.domain.plans.parsing.dates import read_timescales
from dueregard.domain.plans.parsing.leads import is_post
from dueregard.domain.plans.parsing.outcomes import read_outcome, read_status
from dueregard.domain.plans.parsing.strands import characteristics_of, is_strand_list
from dueregard.domain.plans.parsing.words import clean, flat, plain

LEVELS = ("directorate", "service", "role", "theme", "priority", "objective")
"""Kinds of level above actions, outermost first where a table has several."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as printed, and the fields that its cells hold (two if combined, none if unknown).

    `doubt` says why a person should look ("outcome", "measure", "unknown" …); `label` is the period or characteristic
    that the heading itself names ("Q1", "age"), for columns that repeat over time or tick characteristics.
    """

    heading: str
    fields: tuple[str, ...] = ()
    doubt: str | None = None
    label: str | None = None


@cache
def _vocabulary() -> tuple[dict[str, str], tuple[str, ...]]:
    """Give (words → field) and the fields in order of precedence."""
    source = resources.files(__package__).joinpath("headings.toml").read_text(encoding="utf-8")
    words: dict[str, str] = {}
    order: list[str] = []

    def take(name: str, section: dict[str, object]) -> None:
        for key, value in section.items():
            if isinstance(value, dict):
                take(f"{name}.{key}", value)
            elif isinstance(value, list):
                order.append(name)
                for word in value:
                    words.setdefault(_key(str(word)), name)

    for name, section in tomllib.loads(source).items():
        take(name, section)
    return words, tuple(order)


@cache
def _longest_word() -> int:
    return max(len(word.split()) for word in _vocabulary()[0])


def _key(text: str) -> str:
    return plain(text.replace("%", " percent ").replace("#", " number "))


_JOINED = re.compile(r"\s*(?:&|/|\+|,|;|\n|\band\b|\ba\b|\bac\b|\bwith\b|:|–|-)\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def fields_of(heading: str) -> tuple[str, ...]:
    """Give the fields that a heading names, none if it is no heading we know.

    >>> fields_of("Lead Responsibility & Timescales"), fields_of("Action owner"), fields_of("Erbyn pryd")
    (('lead', 'timescale'), ('lead',), ('due',))
    >>> fields_of("Provide a range of material in digital format"), fields_of("Outcome/PI")
    ((), ('outcome_or_expected', 'measure'))
    """
    text = clean(heading)
    if not text or len(text) > 160:
        return ()
    words = _vocabulary()[0]
    for form in (text, re.sub(r"\([^()]*\)", " ", text), re.sub(r"^[\d.)(\s]+", "", text)):
        found = words.get(_key(form))
        if found:
            return (found,)
    without = re.sub(r"\([^()]*\)?", " ", text)
    parts = [words.get(_key(part)) for part in _JOINED.split(without) if _key(part)]
    if len(parts) > 1 and all(parts):
        return _kept([part for part in parts if part])
    hits = _phrases_in(_key(without if _key(without) else text))
    if not hits:
        return ()
    covered = sum(len(words_.split()) for words_, _ in hits)
    total = len(_key(without).split()) or 1
    if covered / total < 0.34 or total > 14:
        return ()
    return _chosen(without, hits)


def _phrases_in(key: str) -> list[tuple[str, str]]:
    """Find the known words in a heading, longest first from the left, as (words, field)."""
    vocabulary, tokens = _vocabulary()[0], key.split()
    hits, at = [], 0
    while at < len(tokens):
        for length in range(min(_longest_word(), len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + length])
            field = vocabulary.get(phrase)
            # words such as "from" and "what" head a column only when they stand alone
            if field and (length > 1 or phrase not in _WEAK):
                hits.append((phrase, field))
                at += length
                break
        else:
            at += 1
    return hits


_WEAK = frozenset(
    {"from", "start", "begin", "what", "who", "how", "when", "why", "no", "id", "time", "due", "by", "period", "year"}
    | {
        "group",
        "groups",
        "need",
        "issue",
        "area",
        "function",
        "position",
        "state",
        "source",
        "support",
        "board",
        "code",
    }
    | {"line", "row", "done", "stage", "finish", "completion", "team", "subject", "context", "detail", "ground", "maes"}
    | {"cam", "sut", "pwy", "beth", "pryd", "nod", "erbyn", "dull", "project", "committee", "pc", "topic", "category"}
)


def _chosen(heading: str, hits: list[tuple[str, str]]) -> tuple[str, ...]:
    fields = list(dict.fromkeys(field for _, field in hits))
    if len(fields) == 1:
        return tuple(fields)
    order = _vocabulary()[1]
    parts = [part for part in _JOINED.split(heading) if part.strip()]
    named = []
    for part in parts:
        whole = _vocabulary()[0].get(_key(part))
        of_part = {whole} if whole else {field for _, field in _phrases_in(_key(part))}
        if of_part:
            named.append(min(of_part, key=order.index))
    kept = _kept(named)
    return kept if len(kept) >= 2 else (min(fields, key=order.index),)


def _kept(named: list[str]) -> tuple[str, ...]:
    """Keep of several fields those that a combined column can hold: a lead's service is no level, a link's plan no
    action.
    """
    fields = list(dict.fromkeys(named))
    if {"lead", "partners"} & set(fields):
        fields = [field for field in fields if not field.startswith("level.") and field != "action"]
    if "links" in fields:
        return ("links",)
    return tuple(fields[:2])


def period_of(heading: str) -> str | None:
    """Give the period that a heading names ("Q1 update", "2022/23", "Year 2"), or None.

    >>> period_of("Q1 update"), period_of("Progress 2022-23"), period_of("Action")
    ('Q1', '2022-23', None)
    """
    text = flat(heading)
    if not text or len(text) > 60:
        return None
    readings = [r for r in read_timescales(text) if r.timescale.kind in _PERIOD_KINDS]
    if len(readings) != 1:
        return None
    rest = (text[: readings[0].start] + " " + text[readings[0].end :]).strip(" :-–()")
    if rest and not set(fields_of(rest)) & {"progress", "status", "rag", "year_end", "percent", "timescale", "target"}:
        return None
    return readings[0].timescale.text


_PERIOD_KINDS = (
    "financial_quarter",
    "financial_year",
    "month",
    "calendar_year",
    "relative",
    "range",
    "by_end_of_month",
)


def read_headings(texts: Sequence[str]) -> tuple[Column, ...] | None:
    """Give the columns that a row of headings names, or None if the row is not one.

    >>> [c.fields for c in read_headings(("No", "What we will do", "Who", "By when"))]
    [('number',), ('action',), ('lead',), ('due',)]
    >>> read_headings(("1", "Train all staff", "HR Manager", "2015")) is None
    True
    """
    filled = [(i, text) for i, text in enumerate(texts) if flat(text)]
    distinct = {flat(text) for _, text in filled}
    if len(distinct) < 2 or any(len(text) > 160 for text in distinct):
        return None
    if not any(field.split(".")[0] in _MAIN for text in distinct for field in fields_of(text)):
        return None
    columns = tuple(_column(text) for text in texts)
    known = [columns[i] for i, _ in filled if columns[i].fields or columns[i].label]
    fields = {field for column in known for field in column.fields} | {column.label for column in known if column.label}
    if len(fields) < 2 or not any(field.split(".")[0] in _MAIN for field in fields if field):
        return None
    exact = sum(_key(text) in _vocabulary()[0] for text in distinct)
    if len(known) / len(filled) < (0.5 if exact >= 2 else 0.6) or not exact:
        return None
    if any(_is_sentence(text) for text in distinct) and len(known) / len(filled) < 0.7:
        return None
    return columns


_MAIN = frozenset(
    {"action", "level", "commitment", "measure_or_action", "how", "description", "target", "priority_or_level"}
)
"""What every row of headings has one of: a column that can hold the action or what it serves."""


def _is_sentence(text: str) -> bool:
    said = flat(text)
    return said.endswith(".") and len(said.split()) > 6


@lru_cache(maxsize=4096)
def _column(heading: str) -> Column:
    text = flat(heading)
    if not text:
        return Column("")
    fields = fields_of(text)
    label = period_of(text) if len(text) <= 60 else None
    if label:
        return Column(
            text, tuple(f for f in fields if f in ("progress", "status", "rag", "percent", "year_end")), None, label
        )
    if not fields:
        codes = characteristics_of(text)
        if len(codes) == 1 and len(text.split()) <= 6:
            return Column(text, (), None, f"strand:{text}")
    return Column(text, fields)


def settle(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Decide by their cells what columns of doubtful heading hold.

    Takes:   the columns, and for each the texts that stand below it in this document.
    Gives:   the same columns with every doubtful field settled; `doubt` set where a person should confirm it.
    """
    fields = {field for column in columns for field in column.fields}
    settled = [_settled(column, below, fields) for column, below in zip(columns, cells, strict=True)]
    return tuple(_with_an_action(_without_doubles(settled)))


def _settled(column: Column, below: Sequence[str], others: set[str]) -> Column:
    filled = [text for text in below if flat(text)]
    if column.label and not column.fields:
        return _labelled(column, filled)
    if not column.fields:
        return _by_contents(column, filled)
    out, doubt = [], column.doubt
    for field in column.fields:
        if field in _DOUBTFUL:
            decided, sure = _DOUBTFUL[field](filled, others)
            out.append(decided)
            doubt = doubt if sure else field.split("_")[0]
        else:
            out.append(field)
    return Column(column.heading, tuple(dict.fromkeys(out)), doubt, column.label)


def _labelled(column: Column, filled: Sequence[str]) -> Column:
    if column.label and column.label.startswith("strand:"):
        ticks = _share(filled, is_tick)
        fields = ("strand_tick",) if ticks > 0.6 else ()
        return Column(column.heading, fields, None if fields else "unknown", column.label)
    if not filled or _share(filled, is_tick) > 0.6:
        return Column(column.heading, ("period_tick",), None, column.label)
    if _share(filled, _is_status_word) > 0.6:
        return Column(column.heading, ("status",), None, column.label)
    return Column(column.heading, ("progress",), None, column.label)


def _by_contents(column: Column, filled: Sequence[str]) -> Column:
    if not filled:
        return Column(column.heading, (), None if not column.heading else "unknown", column.label)
    if not column.heading and _share(filled, _is_number) > 0.7:
        return Column("", ("number",))
    if not column.heading and _share(filled, is_strand_list) > 0.7 and _share(filled, is_tick) < 0.3:
        return Column("", ("strands",), "unknown")
    if _share(filled, _is_dated) > 0.7:
        return Column(column.heading, ("timescale",), "unknown")
    return Column(column.heading, (), "unknown")


def _outcome(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if filled and _share(filled, _is_dated) > 0.6:
        return "timescale", False
    if filled and _share(filled, _is_outcome_word) > 0.5:
        return "outcome", False
    return "expected_outcome", not filled or not others & {"progress", "status", "rag"}


def _measure(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if "action" in others:
        return "measure", True
    return "action", False


def _completed(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if not filled or _share(filled, _is_dated) > 0.5:
        return "completed", bool(filled)
    if _share(filled, lambda text: _is_status_word(text) or is_tick(text)) > 0.5:
        return "status", True
    return "progress", False


def _target(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    if filled and _share(filled, _is_dated) > 0.6:
        return "due", True
    if not others & {"action", "how", "description", "measure_or_action"} and "level.objective" in others:
        return "action", False
    return "measure", True


def _priority(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    levels = filled and _share(filled, lambda text: bool(_PRIORITY.fullmatch(flat(text)))) > 0.6
    return ("priority", True) if levels else ("level.priority", True)


def _evidence(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    return ("measure", False) if "progress" in others or "measure" not in others else ("progress", False)


def _description(filled: Sequence[str], others: set[str]) -> tuple[str, bool]:
    return ("how", True) if "action" in others else ("action", True)


_DOUBTFUL = {
    "outcome_or_expected": _outcome,
    "measure_or_action": _measure,
    "completed_or_status": _completed,
    "target": _target,
    "priority_or_level": _priority,
    "evidence": _evidence,
    "description": _description,
}
_PRIORITY = re.compile(
    r"(?:very )?(?:high|medium|low|h|m|l|h/m|m/l|[1-5]|critical|essential|desirable)\.?", re.IGNORECASE
)


def _without_doubles(columns: list[Column]) -> list[Column]:
    """Keep one column for each field that may stand only once: the second start date is a timescale, and so on."""
    seen: set[str] = set()
    out = []
    for column in columns:
        fields = tuple("how" if f == "action" and "action" in seen else f for f in column.fields)
        seen |= set(fields)
        out.append(Column(column.heading, tuple(dict.fromkeys(fields)), column.doubt, column.label))
    return out


def _with_an_action(columns: list[Column]) -> list[Column]:
    """Where no column is headed as the action, take the innermost column that can be: how, objective, commitment."""
    if any("action" in column.fields for column in columns):
        return columns
    for field in ("how", "level.objective", "commitment", "level.priority", "level.theme", "measure"):
        for at in range(len(columns) - 1, -1, -1):
            if field in columns[at].fields:
                fields = tuple("action" if f == field else f for f in columns[at].fields)
                columns[at] = Column(columns[at].heading, fields, "action", columns[at].label)
                return columns
    return columns


def guess_columns(cells: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """Guess the columns of a table without headings from their cells, or None where no action can be told.

    >>> columns = guess_columns((["1", "2"], ["Train all our staff", "Survey residents"], ["May 2016", "June 2016"]))
    >>> [column.fields for column in columns]
    [('number',), ('action',), ('timescale',)]
    """
    kinds: list[str | None] = []
    for below in cells:
        filled = [text for text in below if flat(text)]
        if not filled:
            kinds.append(None)
        elif _share(filled, _is_dated) > 0.6:
            kinds.append("timescale")
        elif _share(filled, _is_number) > 0.8:
            kinds.append("number")
        elif _share(filled, is_strand_list) > 0.7:
            kinds.append("strands")
        elif _share(filled, _is_status_word) > 0.6:
            kinds.append("status")
        else:
            kinds.append("text")
    lengths = [
        sum(map(len, below)) / max(1, len(below)) if kind == "text" else 0
        for kind, below in zip(kinds, cells, strict=True)
    ]
    if not any(lengths) or max(lengths) < 15 or not {"timescale", "number", "status"} & {k for k in kinds if k}:
        return None
    action = lengths.index(max(lengths))
    out = []
    for at, kind in enumerate(kinds):
        field = "action" if at == action else kind
        if kind == "text" and at != action:
            field = (
                "lead" if at > action and _share([t for t in cells[at] if flat(t)], _looks_like_post) > 0.5 else None
            )
        out.append(Column("", (field,) if field else (), "guessed"))
    return tuple(out)


def _looks_like_post(text: str) -> bool:
    return is_post(flat(text))


# ---------------------------------------------------------------- what a cell looks like

_TICKS = frozenset(
    [
        "✓",
        "✔",
        "✗",
        "✘",
        "x",
        "yes",
        "y",
        "ü",
        "√",
        "☑",
        "☒",
        "•",
        "●",
        "■",
        "✅",
        "ydy",
        "oes",
        "n",
        "no",
        "-",
        "–",
        "☐",
    ]
)
_NO_TICKS = frozenset(["n", "no", "-", "–", "☐", "✗", "✘"])


def is_tick(text: str) -> bool:
    """Say whether the cell is a tick, a cross or a yes/no, and nothing else."""
    return flat(text).lower() in _TICKS


def is_ticked(text: str) -> bool:
    """Say whether the cell ticks something (a cross "x" ticks; "no" and a dash do not)."""
    said = flat(text).lower()
    return said in _TICKS and said not in _NO_TICKS


def _share(texts: Iterable[str], test: object) -> float:
    texts = list(texts)
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0  # type: ignore[operator]  # a predicate


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{0,4}[\s.\-/]?\d{1,4}(?:[.\-/]\d{1,3}){0,3}[a-z]?[.):]?", flat(text)))


def _is_dated(text: str) -> bool:
    said = flat(text)
    readings = read_timescales(said)
    covered = sum(r.end - r.start for r in readings)
    return bool(readings) and len(said) < 90 and covered / len(said) > 0.4


def _is_status_word(text: str) -> bool:
    said = read_status(text)
    return len(flat(text)) < 40 and (said.status is not None or said.rag is not None)


def _is_outcome_word(text: str) -> bool:
    return read_outcome(text) is not None or _is_status_word(text)
