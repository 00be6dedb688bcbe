"""The nine protected characteristics, and what councils add to them.

The one idea: a *characteristic* is what the Equality Act 2010 (section 4) or the council names; a *local
characteristic* is council policy, not in the Act, and is always labelled so. Which aims of the duty apply to which is
section 149(1) and (7): marriage and civil partnership counts for the first aim only, so 25 of 27 pairs are valid.
"ALL" in a document means the nine; whether it also means the local ones is asked, never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Aim(StrEnum):
    """The three aims of the public sector equality duty. Source: Equality Act 2010, section 149(1)(a) to (c)."""

    ELIMINATE = "eliminate"
    ADVANCE = "advance"
    FOSTER = "foster"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A characteristic: its code, its name as printed, and whether the Act names it."""

    code: str
    label: str
    local: bool = False


PROTECTED: tuple[Characteristic, ...] = (
    Characteristic("age", "Age"),
    Characteristic("disability", "Disability"),
    Characteristic("gender_reassignment", "Gender reassignment"),
    Characteristic("marriage_civil_partnership", "Marriage and civil partnership"),
    Characteristic("pregnancy_maternity", "Pregnancy and maternity"),
    Characteristic("race", "Race"),
    Characteristic("religion_belief", "Religion or belief"),
    Characteristic("sex", "Sex"),
    Characteristic("sexual_orientation", "Sexual orientation"),
)
"""The nine, in the order of the Act's section 4. Source: Equality Act 2010, section 4."""

LOCAL_COMMON: tuple[Characteristic, ...] = (
    Characteristic("socio_economic", "Socio-economic disadvantage", local=True),
    Characteristic("armed_forces", "Armed forces community", local=True),
    Characteristic("care_experience", "Care experience", local=True),
    Characteristic("carers", "Carers", local=True),
    Characteristic("community_cohesion", "Community cohesion", local=True),
)
"""What councils most often add. Each council chooses its own; these are offered."""

ALL = "ALL"

CHARACTERISTICS: dict[str, Characteristic] = {c.code: c for c in (*PROTECTED, *LOCAL_COMMON)}


def valid_pairs() -> tuple[tuple[str, Aim], ...]:
    """Give the 25 pairs of characteristic and aim for which the Act asks for due regard.

    Source:  Equality Act 2010, section 149(1) and (7).
    >>> len(valid_pairs())
    25
    """
    return tuple(
        (characteristic.code, aim)
        for characteristic in PROTECTED
        for aim in Aim
        if aim is Aim.ELIMINATE or characteristic.code != "marriage_civil_partnership"
    )
