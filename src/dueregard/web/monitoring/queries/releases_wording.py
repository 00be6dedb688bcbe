"""In what words are audiences, states, the rules of a policy and what readers must know of a release told?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.disclosure.policies import policies
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.records.prepare import PreparedColumn
from dueregard.analysis.released.table import Audience, Method
from dueregard.analysis.tables.table import Table
from dueregard.domain.monitoring.states import ReleaseState
from dueregard.web.monitoring.queries.releases_counting import by_words
from dueregard.web.monitoring.queries.releases_specification import Specification

AUDIENCES: dict[str, Any] = {
    Audience.PUBLIC: _("Everyone"),
    Audience.INTERNAL: _("People who work here"),
    Audience.ANALYST: _("Those who need to know"),
}
AUDIENCE_HINTS: dict[str, Any] = {
    Audience.PUBLIC: _("It stands on the council’s public pages."),
    Audience.INTERNAL: _("Every person with a role in this council can read it. It is not for passing on."),
    Audience.ANALYST: _("Only analysts and equalities officers, each time with a reason that the ledger keeps."),
}
FOR: dict[str, Any] = {
    Audience.PUBLIC: _("For everyone."),
    Audience.INTERNAL: _("Only for people who work here. Not for passing on."),
    Audience.ANALYST: _("Only for those who need to know. Each look is recorded."),
}
STATES: dict[str, Any] = {
    ReleaseState.PREPARED: _("With its author"),
    ReleaseState.DROPPED: _("Put aside"),
    ReleaseState.WAITING: _("Waits for a decision"),
    ReleaseState.SENT_BACK: _("Sent back"),
    ReleaseState.RELEASED: _("Released"),
    ReleaseState.WITHDRAWN: _("Withdrawn"),
}
KINDS: dict[str, Any] = {
    "special_category": _("special category data"),
    "pay": _("pay"),
    "discipline": _("discipline, grievance, fines or offences"),
    "service": _("the use of services"),
}


def kind_of(columns: tuple[PreparedColumn, ...]) -> str:
    """Say what kind of data a table over these columns is: the most sensitive that is among them."""
    if any(column.is_offence_data for column in columns):
        return "discipline"
    return "special_category" if any(column.special_category for column in columns) else "service"


def default_policy(kind: str, audience: Audience, *, chosen: dict[str, str] | None = None) -> Policy:
    """Give the policy for a kind of data and an audience: the council's own choice, or the one that comes with it.

    >>> default_policy("special_category", Audience.PUBLIC).key
    'special-category-public'
    """
    known = policies()
    own = known.get((chosen or {}).get(f"{kind}-{audience.value}", ""))
    if own is not None and own.audience is audience:
        return own
    return next(each for each in known.values() if (each.kind, each.audience) == (kind, audience))


def offered_policies(usual: Policy) -> tuple[Policy, ...]:
    """Give the usual policy, and those for the same audience that protect more; one of those whose rules are the same.

    >>> [each.key for each in offered_policies(default_policy("special_category", Audience.INTERNAL))]
    ['special-category-internal', 'special-category-internal-groups', 'pay-internal']
    """
    found = {_rules(usual): usual}
    for each in policies().values():
        protects = _rules(each)
        is_less = any(one < least for one, least in zip(protects, _rules(usual), strict=True))
        if each.audience is usual.audience and not is_less:
            found.setdefault(protects, each)
    return tuple(found.values())


def _rules(policy: Policy) -> tuple[int, int, bool, bool]:
    return policy.threshold, policy.width, policy.complement, policy.revealing_zeros


def rules_in_words(policy: Policy) -> tuple[str, ...]:
    """Say what a policy does, one rule a sentence.

    >>> from dueregard.analysis.disclosure.policies import policy
    >>> len(rules_in_words(policy("special-category-public"))) > 3
    True
    """
    said = [now("A count from 1 to %(most)s is hidden.") % {"most": policy.threshold - 1}]
    if policy.zeros_published and policy.revealing_zeros:
        said.append(
            now("Where all of a group are in one category, that is hidden, however many: it would tell of each.")
        )
        said.append(now("A nought is shown, unless it would tell that, or help to work it out."))
    else:
        said.append(now("A true nought is shown.") if policy.zeros_published else now("A nought is hidden, too."))
    if policy.complement:
        said.append(now("A count that is all but a few of its group is hidden, because it tells of the few."))
    said.append(now("Other figures are hidden with them, so that no sum gives a hidden one back."))
    if policy.width > 1:
        said.append(
            now("Whoever works it out as far as it goes is left at least %(width)s people unsure.")
            % {"width": policy.width}
        )
    said.append(now("No percentage is given of fewer than %(base)s people.") % {"base": policy.minimum_base_percent})
    return tuple(said)


def hidden_in_words(hidden: int, of: int, method: str, base: int | Decimal | None = None) -> str:
    """Say in one sentence what is hidden and why.

    >>> hidden_in_words(0, 12, "suppression")
    'No figure is hidden.'
    """
    if method == Method.ROUNDING:
        return now("No figure is hidden: each is rounded to %(base)s, so that none tells of few people.") % {
            "base": base
        }
    if hidden == 0:
        return now("No figure is hidden.")
    return now(
        "%(hidden)s of %(of)s figures are hidden: each could show whose it is, or would give such a one back."
    ) % {"hidden": f"{hidden:,}", "of": f"{of:,}"}


def share_in_words(hidden: int, of: int) -> str:
    """Say which share of the figures is hidden, so that tables of different size can be compared.

    >>> share_in_words(0, 12), share_in_words(1, 300), share_in_words(5, 27), share_in_words(299, 300)
    ('0%', 'under 1%', '19%', 'over 99%')
    """
    whole = round(100 * hidden / of) if of else 0
    if hidden and not whole:
        return now("under 1%")
    return now("over 99%") if hidden < of and whole == 100 else f"{whole}%"


def notes_of(wanted: Specification, tables: Sequence[Table]) -> tuple[str, ...]:
    """Give what is printed under the tables."""
    said = []
    if any(c.code.startswith("other-") for table in tables for d in table.dimensions for c in d.categories):
        said.append(now("Wordings on fewer than 10 rows are counted together."))
    if wanted.coarse:
        said.append(now("Some columns are counted over their broad groups only."))
    if wanted.crossings:
        said.append(now("Where columns are crossed, they are counted over their broad groups."))
    if wanted.left_out:
        said.append(_no_sums_in_words(wanted, tables))
    return tuple(said)


def _no_sums_in_words(wanted: Specification, tables: Sequence[Table]) -> str:
    """Say over what nothing is added up, and which tables are left out for it; every column stands in some table."""
    labels = {dimension.code: dimension.label for table in tables for dimension in table.dimensions}
    left_out = (by_words([labels[code] for code in several]) for several in wanted.left_out)
    return now(
        "What is crossed with “%(column)s” is not added up over all of it: such a sum could give a hidden figure back. "
        "So these tables are left out: %(tables)s."
    ) % {"column": labels[wanted.within], "tables": ", ".join(f"“{each}”" for each in left_out)}
