"""How far did the mapping go? What was placed, proposed and not placed, with counts protected.

The one idea: whoever maps a column must see its distinct values, and needs to know how much hangs on each, not how many
people it is. So rows are told in bands, and sums rounded to the threshold; figures rounded apart do not give each other
away. A value that is unplaced, like nothing known, and seen on fewer rows than the threshold may be free text about one
person: it is held back and only counted, and is shown when someone asks for it.
It refuses to give a raw count while a threshold is set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dueregard.terms.classifications.catalogue import classification
from dueregard.terms.mappings.placing import Candidate, PlacedValue, Placement, State

_LONGEST_SHOWN = 80  # letters; no category anybody asks about is longer, and free text often is
_STATES: tuple[State, ...] = ("placed", "proposed", "unplaced")


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One value as the person who maps sees it: `rows` is a band in words."""

    value: str
    rows: str
    state: State
    code: str = ""
    label: str = ""
    how: str = ""
    quality: str = ""
    note: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage report: `rows` and `wordings` by state ("all" among them), `held_back` how many are not shown."""

    classification: str
    title: str
    scheme: str | None
    threshold: int
    rows: dict[str, str]
    wordings: dict[str, int]
    lines: tuple[CoverageLine, ...]
    held_back: int
    cautions: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        return (
            f"Placed: {self.rows['placed']} rows; proposed, for a person to decide: {self.rows['proposed']}; "
            f"not placed: {self.rows['unplaced']}."
        )


def coverage(placement: Placement, *, threshold: int = 10, show_all: bool = False) -> Coverage:
    """Report what a placement did.

    Takes:   `threshold`, below which a number of rows is told only as such (1: exact numbers); `show_all`, whether to
             show values that were held back, for a person who may see the records.
    Gives:   lines in this order: unplaced, proposed, placed; within each the most frequent band first.
    """
    target = classification(placement.classification)
    held = [] if show_all else [one for one in placement.values if is_held_back(one, threshold=threshold)]
    shown = [one for one in placement.values if one not in held]
    shown.sort(key=lambda one: (-_STATES.index(one.state), -_band_of(one.rows, threshold=threshold), one.value))
    by_state = {state: placement.of(state) for state in _STATES}
    everything: dict[str, tuple[PlacedValue, ...]] = {"all": placement.values, **{s: by_state[s] for s in _STATES}}
    return Coverage(
        classification=target.key,
        title=target.title,
        scheme=placement.scheme,
        threshold=threshold,
        rows={k: about(sum(one.rows for one in found), threshold=threshold) for k, found in everything.items()},
        wordings={state: len(found) for state, found in everything.items()},
        lines=tuple(_line(one, threshold=threshold, label=lambda code: target.category(code).name) for one in shown),
        held_back=len(held),
        cautions=target.cautions,
    )


def is_held_back(one: PlacedValue, *, threshold: int) -> bool:
    """Say whether a value may be free text about one person: unplaced, like nothing known, rare; or very long."""
    if one.state != "unplaced":
        return False
    return len(one.value) > _LONGEST_SHOWN or (not one.how and one.rows < threshold)


def about(rows: int, *, threshold: int) -> str:
    """Tell a number of rows without giving it: none, fewer than the threshold, or rounded to it.

    >>> about(0, threshold=10), about(3, threshold=10), about(1234, threshold=10), about(7, threshold=1)
    ('none', 'fewer than 10', 'about 1,230', '7')
    """
    if rows == 0:
        return "none"
    if threshold <= 1:
        return f"{rows:,}"
    if rows < threshold:
        return f"fewer than {threshold}"
    return f"about {(rows + threshold // 2) // threshold * threshold:,}"


def band(rows: int, *, threshold: int) -> str:
    """Tell how often a value is seen, as a band.

    >>> [band(rows, threshold=10) for rows in (2, 37, 99, 100, 5000)]
    ['fewer than 10', '10 to 99', '10 to 99', '100 to 999', '1,000 or more']
    """
    if threshold <= 1:
        return f"{rows:,}"
    edges = _edges(threshold)
    at = _band_of(rows, threshold=threshold)
    if at == 0:
        return f"fewer than {threshold}"
    if at == len(edges):
        return f"{edges[-1]:,} or more"
    return f"{edges[at - 1]:,} to {edges[at] - 1:,}"


def _edges(threshold: int) -> tuple[int, ...]:
    return tuple(sorted({threshold, *(edge for edge in (100, 1000) if edge > threshold)}))


def _band_of(rows: int, *, threshold: int) -> int:
    return rows if threshold <= 1 else sum(rows >= edge for edge in _edges(threshold))


def _line(one: PlacedValue, *, threshold: int, label: Callable[[str], str]) -> CoverageLine:
    return CoverageLine(
        value=one.value,
        rows=band(one.rows, threshold=threshold),
        state=one.state,
        code=one.code or "",
        label=label(one.code) if one.code else "",
        how=one.how,
        quality=one.quality or "",
        note=one.note,
        candidates=one.candidates,
    )
