"""What of a comparison is kept, so that it need not be worked out again?

The one idea: the two plans are kept elsewhere; beside them stand only positions, and what was found between them. Taken
back with the same two plans it is equal to what was kept; with others it would speak of the wrong actions, so the
keeper says of which contents it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dueregard.domain.plans.compare_model import (
    Became,
    Change,
    Ending,
    FieldGone,
    How,
    Match,
    NotFound,
    Piece,
    PlanComparison,
    Sure,
)
from dueregard.domain.plans.model import Plan


def comparison_to_json(comparison: PlanComparison) -> dict[str, Any]:
    """Give what was found, without the two plans.

    >>> comparison_to_json(PlanComparison(old=Plan(), new=Plan()))["matches"]
    []
    """
    return {
        "matches": [asdict(one) for one in comparison.matches],
        "questions": [asdict(one) for one in comparison.questions],
        "not_found": [asdict(one) for one in comparison.not_found],
        "new_actions": list(comparison.new_actions),
        "fields_gone": [asdict(one) for one in comparison.fields_gone],
        "are_numbers_kept": comparison.are_numbers_kept,
    }


def comparison_from_json(shape: Mapping[str, Any], *, old: Plan, new: Plan) -> PlanComparison:
    """Take back what `comparison_to_json` gave, with the same two plans."""
    return PlanComparison(
        old=old,
        new=new,
        matches=tuple(map(_match, shape["matches"])),
        questions=tuple(map(_match, shape["questions"])),
        not_found=tuple(
            NotFound(one["old"], Ending(one["ending"]), one["words"], tuple(one["mentions"]), one["nearest"])
            for one in shape["not_found"]
        ),
        new_actions=tuple(shape["new_actions"]),
        fields_gone=tuple(FieldGone(one["field"], tuple(one["actions"])) for one in shape["fields_gone"]),
        are_numbers_kept=shape["are_numbers_kept"],
    )


def _match(shape: Mapping[str, Any]) -> Match:
    return Match(
        became=Became(shape["became"]),
        old=tuple(shape["old"]),
        new=tuple(shape["new"]),
        how=How(shape["how"]),
        sure=Sure(shape["sure"]),
        likeness=shape["likeness"],
        changes=tuple(
            Change(
                one["field"],
                one["kind"],
                one["before"],
                one["after"],
                one["days"],
                tuple(Piece(piece["kind"], piece["text"]) for piece in one["pieces"]),
            )
            for one in shape["changes"]
        ),
        said=shape["said"],
        other_old=tuple(shape["other_old"]),
        other_new=tuple(shape["other_new"]),
    )
