"""Is this area the council's own? And what a list of areas, of places by a share, and of wards can be asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.analysis.baselines.areas import Level
from dueregard.web.ui.components import Filter, Order

YES, NO = "yes", "no"


class ChooseAreaForm(forms.Form):
    """Asks whether an area is the council's own. Nothing is chosen for anyone."""

    is_ours = forms.ChoiceField(
        choices=((YES, _("Yes, show its figures as ours")), (NO, _("No, only look at it"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether this is the council's own area")},
    )


def level_words() -> dict[str, str]:
    """Give the kinds of areas that can be looked at, in words."""
    return {
        Level.AUTHORITY: gettext("Council areas"),
        Level.COUNTY: gettext("Counties"),
        Level.COMBINED: gettext("Combined authorities"),
        Level.REGION: gettext("Regions"),
        Level.NATION: gettext("Nations"),
    }


def area_filters() -> tuple[Filter, ...]:
    """Give what the list of areas can be narrowed by."""
    return (
        Filter("words", gettext("Name")),
        Filter("kind", gettext("Kind"), tuple(level_words().items()), any_text=gettext("Any kind")),
    )


def area_orders() -> tuple[Order, ...]:
    """Give how the list of areas can be sorted."""
    return Order("name", gettext("name")), Order("region", gettext("region or nation"))


def place_filters(groups: tuple[tuple[str, str], ...]) -> tuple[Filter, ...]:
    """Give what a list of places by a share can be asked: whose share, and a part of the name."""
    return (
        Filter("group", gettext("Share of"), groups, any_text=gettext("Choose a group")),
        Filter("words", gettext("Name")),
    )


def place_orders() -> tuple[Order, ...]:
    """Give how a list of places by a share can be sorted."""
    return Order("share", gettext("share"), falling=True), Order("name", gettext("name"))
