"""What is chosen for each part of a Word copy that came back. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext

from dueregard.domain.assessments.copy import PartChange, needs
from dueregard.web.assessments.actions.copies import Choice


class SettleForm(forms.Form):
    """A choice for each part that the copy changed, with the counter of what stood there.

    A field is named by its part's place in the copy, which stays the same whatever is saved here meanwhile.
    """

    def __init__(
        self, *args: Any, changes: Sequence[PartChange], places: Sequence[int], seen: Sequence[int], **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.changes = dict(zip(places, changes, strict=True))
        self.counters = dict(zip(places, seen, strict=True))
        for place, change in self.changes.items():
            self.fields[f"choice_{place}"] = forms.ChoiceField(
                label=gettext("What do you want to do with “%(title)s”?") % {"title": change.title},
                choices=_choices(change),
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Choose for “%(title)s”") % {"title": change.title}},
            )
            self.fields[f"seen_{place}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=self.counters[place], min_value=0
            )

    def chosen(self) -> list[tuple[PartChange, Choice, int]]:
        """Give each change with what was chosen, and the counter that the person saw."""
        given = self.cleaned_data
        return [(each, Choice(given[f"choice_{at}"]), given[f"seen_{at}"]) for at, each in self.changes.items()]

    def rows(self) -> list[tuple[PartChange, Any, Any]]:
        """Give each change with its two fields, for the page."""
        return [(each, self[f"choice_{at}"], self[f"seen_{at}"]) for at, each in self.changes.items()]

    def show_counters_of_now(self) -> None:
        """Let the page that shows what stands now hand its counters back, not those of the page before."""
        data = self.data.copy()
        for place, number in self.counters.items():
            data[f"seen_{place}"] = str(number)
        self.data = data


def _choices(change: PartChange) -> list[tuple[str, str]]:
    leave = (Choice.LEAVE.value, gettext("Leave it as it stands here"))
    if change.faults or needs(change):
        return [leave]
    number = len(change.fields)
    take = ngettext("Take the answer of the copy", "Take the %(n)s answers of the copy", number) % {"n": number}
    choices = [(Choice.TAKE.value, take), leave]
    if change.has_conflict and not change.is_gone:
        choices.insert(1, (Choice.BOTH.value, gettext("Keep both texts, one below the other")))
    return choices
