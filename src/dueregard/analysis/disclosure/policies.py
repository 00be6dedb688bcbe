"""Which policies come with Due Regard? For each kind of data and audience, cited and versioned.

The one idea: a council starts from a sound default and its reason, and changes it knowingly. The file beside this one
is the whole list; a policy's version goes into every release made under it.
Source: each policy names its own (terms/data/sources.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.table import Audience, Method
from dueregard.terms.errors import UsedWrongly


@cache
def policies() -> Mapping[str, Policy]:
    """Give every policy by its key.

    >>> len({(policy.kind, policy.audience) for policy in policies().values()})
    12
    >>> [key for key, policy in policies().items() if policy.revealing_zeros]
    ['special-category-public-groups', 'special-category-internal-groups']
    """
    data = tomllib.loads((files("dueregard.analysis.disclosure") / "policies.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {key: _read(key, data["version"], {**data["defaults"], **entry}) for key, entry in data["policy"].items()}
    )


def policy(key: str) -> Policy:
    """Give one policy.

    Raises:  UsedWrongly where there is none of this name.

    >>> policy("special-category-public").threshold
    10
    """
    try:
        return policies()[key]
    except KeyError:
        raise UsedWrongly("There is no such policy.", where=key, mend=f"Choose of {', '.join(policies())}.") from None


def _read(key: str, version: str, entry: Mapping[str, Any]) -> Policy:
    kinds: dict[str, Any] = {"audience": Audience, "method": Method, "attacker": Attacker}
    kinds |= dict.fromkeys(("sum_step", "mean_step", "large_mean_step", "large_mean_from"), Decimal)
    return Policy(
        key=key,
        version=version,
        **{name: kinds[name](value) if name in kinds else value for name, value in entry.items()},
    )
