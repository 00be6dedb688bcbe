"""`dueregard stats rake`: weights for a survey, and how the raking went.

The one idea: the answers are never printed, only weights by row or by the identifier that the file has; what went
wrong is told in words and, whole, in a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dueregard.analysis.stats.raking import Diagnosis, RakeRule, rake
from dueregard.cli.files import read_input
from dueregard.cli.stats_reading import Faults, Frame, is_missing
from dueregard.cli.stats_writing import Figures
from dueregard.terms.errors import CannotBeRead

IDS = ("id", "respondent", "respondent_id", "case", "serial")


def read_targets(file: str) -> dict[str, dict[str, float]]:
    """Read targets: a JSON object of variables, each an object of categories and their shares or numbers.

    Raises:  CannotBeRead, with every fault, where it is anything else.
    """
    data, name = read_input(file)
    try:
        shape = json.loads(data)
    except ValueError:
        raise CannotBeRead("The targets are not JSON.", where=name or None) from None
    if not isinstance(shape, dict) or not shape or not all(isinstance(one, dict) and one for one in shape.values()):
        raise CannotBeRead(
            "The targets are not variables with categories.",
            where=name or None,
            mend='Write them as {"sex": {"Female": 0.51, "Male": 0.49}}.',
        )
    faults = Faults(name)
    for variable, shares in shape.items():
        for category, share in shares.items():
            if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share < float("inf"):
                faults.add(f"the target of {category} of {variable} is not a number of nought or more")
        if not faults.found and not sum(shares.values()):
            faults.add(f"the targets of {variable} are all nought")
    faults.stop()
    return {variable: {key: float(share) for key, share in shares.items()} for variable, shares in shape.items()}


def raked(
    frame: Frame, targets: Mapping[str, Mapping[str, float]], *, identifier: str, weight: str, rule: RakeRule
) -> tuple[Figures, Diagnosis]:
    """Give the weights by row, and how it went."""
    answers = {
        variable: tuple(
            None if is_missing(text) else text for text in frame.texts(frame.find(variable, (), option="the targets"))
        )
        for variable in targets
    }
    begun = None
    if weight:
        faults = Faults(frame.file)
        begun = [one or 0.0 for one in frame.numbers(frame.find(weight, (), option="--weight"), faults, needed=True)]
        faults.stop()
    found = rake(answers, targets, weights=begun, rule=rule)
    id_name = frame.find(identifier, (), option="--id") if identifier else frame.find_if("", IDS)
    names = frame.texts(id_name) if id_name else tuple(str(row) for row in range(2, len(frame.rows) + 2))
    rows = tuple(zip(names, found.weights, strict=True))
    return Figures("Weights", (id_name or "row", "w"), rows, summary(found.diagnosis)), found.diagnosis


def summary(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Say in sentences how it went: what the weights cost, and every problem."""
    effect = "" if diagnosis.design_effect is None else f"design effect {diagnosis.design_effect:.3f}, "
    cost = (
        f"{diagnosis.sweeps} rounds; {effect}worth {diagnosis.effective_size:,.0f} people; "
        f"weights {diagnosis.least_weight:.3g} to {diagnosis.most_weight:.3g}."
    )
    met = (
        "All margins are met."
        if diagnosis.is_met
        else f"The margins are not met: the furthest is off by {diagnosis.largest_miss * 100:.3g} percentage points."
    )
    return (met, cost, *diagnosis.problems)


def as_json(diagnosis: Diagnosis) -> bytes:
    """Give the whole diagnosis as JSON."""
    shape: dict[str, Any] = asdict(diagnosis)
    for conflict, said in zip(shape["conflicts"], diagnosis.conflicts, strict=True):
        conflict["sentence"] = said.sentence
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()
