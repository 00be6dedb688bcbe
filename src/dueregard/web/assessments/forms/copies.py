"""What is chosen for each part of a Word copy that came back. Nothing is chosen for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext

from dueregard.domain.assessments.copy import PartChange, needs
from dueregard.web.assessments.actions.copies import Choice


class SettleForm(forms.Form):
    """A choice for each part that the copy changed, with the counter of what stood there."""

    def __init__(self, *args: Any, changes: Sequence[PartChange], seen: Sequence[int], **named: Any) -> None:
        super().__init__(*args, **named)
        self.changes = tuple(changes)
        for at, (change, number) in enumerate(zip(self.changes, seen, strict=True)):
            self.fields[f"choice_{at}"] = forms.ChoiceField(
                label=gettext("What do you want to do with “%(title)s”?") % {"title": change.title},
                choices=_choices(change),
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Choose for “%(title)s”") % {"title": change.title}},
            )
            self.fields[f"seen_{at}"] = forms.IntegerField(widget=forms.HiddenInput, initial=number, min_value=0)

    def chosen(self) -> list[tuple[PartChange, Choice, int]]:
        """Give each change with what was chosen, and the counter that the person saw."""
        return [
            (change, Choice(self.cleaned_data[f"choice_{at}"]), self.cleaned_data[f"seen_{at}"])
            for at, change in enumerate(self.changes)
        ]

    def rows(self) -> list[tuple[PartChange, Any, Any]]:
        """Give each change with its two fields, for the page."""
        return [(change, self[f"choice_{at}"], self[f"seen_{at}"]) for at, change in enumerate(self.changes)]


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
