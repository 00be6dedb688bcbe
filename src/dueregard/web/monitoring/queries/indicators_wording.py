"""The words for the codes of indicators and findings, as forms, lists and pages show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dueregard.domain.monitoring.indicators import Against, Asks, Better
from dueregard.domain.monitoring.indicators_rows import Said
from dueregard.domain.monitoring.states import FindingAnswer

STANDING: dict[Said, Any] = {
    Said.HIGHER: _("Higher, by more than chance"),
    Said.LOWER: _("Lower, by more than chance"),
    Said.NOBODY: _("Nobody recorded: perhaps it was not among the answers"),
    Said.CANNOT_TELL: _("Cannot be told apart"),
    Said.TOO_FEW: _("Too few to say"),
    Said.HIDDEN: _("Hidden to protect people"),
    Said.NOT_COMPARED: _("Not compared"),
    Said.REFERENCE: _("Held against this group"),
}
ASKS: dict[str, Any] = {
    Asks.OUTCOME: _("How often something happens in each group"),
    Asks.SHARE: _("Who is among those counted"),
}
ASKS_HINTS: dict[str, Any] = {
    Asks.OUTCOME: _("Such as: for how many households help worked, how many applicants were appointed."),
    Asks.SHARE: _("Such as: staff, board members or users of a service, beside the population."),
}
AGAINST: dict[str, Any] = {
    Against.EVERYONE_ELSE: _("Everyone else who was counted"),
    Against.GROUP: _("One group, which you choose"),
    Against.LAST_YEAR: _("The same group a year ago"),
    Against.RESIDENTS: _("Residents"),
    Against.WORKING_AGE: _("Residents aged 16 to 64"),
    Against.AGES: _("Residents of an age range"),
    Against.WARDS: _("Residents of some wards"),
    Against.HOUSEHOLDS: _("Households"),
    Against.DATASET: _("Another dataset of yours, such as applicants"),
}
BETTER: dict[str, Any] = {
    Better.HIGHER: _("More of it is better for people"),
    Better.LOWER: _("Less of it is better for people"),
    Better.PARITY: _("Closer to what it is held against is better"),
    Better.NEITHER: _("Neither; we only watch it"),
}
PERIODS: dict[str, Any] = {
    "year": _("Every year"),
    "half_year": _("Every half-year"),
    "quarter": _("Every quarter"),
    "month": _("Every month"),
    "once": _("Once, or when there is something new"),
}
ANSWERS: dict[str, Any] = {
    FindingAnswer.ACT: _("Act: make an action in a plan"),
    FindingAnswer.LOOK_FURTHER: _("Look further"),
    FindingAnswer.NOT_PURSUED: _("Not pursued"),
}
ANSWERED: dict[str, Any] = {
    "": _("No answer yet"),
    FindingAnswer.ACT: _("An action was made"),
    FindingAnswer.LOOK_FURTHER: _("Someone looks further"),
    FindingAnswer.NOT_PURSUED: _("Not pursued"),
}
