"""What to change in many actions at once. Nothing chosen is nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.reading.source import Source, sniff
from dueregard.terms.errors import CannotBeRead
from dueregard.web.plans.forms.editing import choices_with_none
from dueregard.web.plans.forms.editing_plan import STATUSES
from dueregard.web.plans.queries.bulk import Wish
from dueregard.web.plans.queries.editing_offers import Offered
from dueregard.web.ui.components import DayField, FileField

LEAVE = _("Leave as it is")


class BulkForm(forms.Form):
    """What to change. Each box that is left empty leaves the actions as they are."""

    owner = forms.ChoiceField(
        label=_("Owner"),
        help_text=_("In place of the owners that are there."),
        required=False,
        widget=forms.Select,
    )
    due_date = DayField(label=_("Due date"), required=False, name_in_errors=_("The due date"))
    status = forms.ChoiceField(label=_("Status"), required=False, widget=forms.Select)
    board_add = forms.ChoiceField(label=_("Also watched by"), required=False, widget=forms.Select)
    board_off = forms.ChoiceField(label=_("No longer watched by"), required=False, widget=forms.Select)
    characteristic_add = forms.ChoiceField(label=_("Also for"), required=False, widget=forms.Select)
    characteristic_off = forms.ChoiceField(label=_("No longer for"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, offered: Offered, words: dict[str, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.offered = offered
        statuses = {code: words.get(code, text) for code, text in STATUSES.items()}
        choices: dict[str, list[Any]] = {
            "owner": [("", LEAVE), *offered.owners[1:]],
            "status": choices_with_none(statuses, none=LEAVE),
            "board_add": [("", LEAVE), *offered.boards],
            "board_off": [("", LEAVE), *offered.boards],
            "characteristic_add": [("", LEAVE), *offered.strands],
            "characteristic_off": [("", LEAVE), *offered.strands],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one change."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in self.fields):
            raise forms.ValidationError(_gettext("Choose what to change"))
        return given

    def wish(self) -> Wish:
        """Give what was chosen."""
        given = self.cleaned_data
        owner, added, off = given["owner"], given["board_add"], given["board_off"]
        kind, _colon, ident = owner.partition(":")
        return Wish(
            owner={
                "name": self.offered.words(owner),
                "post": ident if kind == "post" else None,
                "partner": ident if kind == "partner" else None,
                "timescale_text": None,
            }
            if owner
            else None,
            due_date=given["due_date"].isoformat() if given["due_date"] else None,
            status=given["status"] or None,
            board_add={"name": self.offered.words(added), "board": added.partition(":")[2]} if added else None,
            board_off=off.partition(":")[2] or None,
            characteristic_add=given["characteristic_add"] or None,
            characteristic_off=given["characteristic_off"] or None,
        )


class SheetForm(forms.Form):
    """A workbook of this plan, edited and handed back."""

    workbook = FileField(
        label=_("The workbook"),
        help_text=_("Excel, OpenDocument or CSV, with the numbers of the actions in it."),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=(".xlsx", ".ods", ".csv"),
        kinds_in_words="Excel, OpenDocument, CSV",
        error_messages={"required": _("Choose the workbook")},
    )

    def clean_workbook(self) -> Any:
        """Look at what the file holds, so that a wrong one is refused at once."""
        file = self.cleaned_data["workbook"]
        try:
            sniff(Source(file.read(), file.name or ""))
        except CannotBeRead as fault:
            raise forms.ValidationError(str(fault)) from fault
        file.seek(0)
        return file


def accepted_cells(given: QueryDict) -> list[UUID]:
    """Give the cells that somebody accepted: ticked one by one, all of an action, or all that the page showed.

    Takes:   what was sent: `cell`, ids of ticked cells; `row`, the rows of which all cells are accepted; `shown`,
             "row:cell" for every cell that could be ticked (one box for all: a browser may send 1,000 boxes at most);
             `do`, "apply_shown" where all of these are accepted.
    """
    shown = [pair.partition(":") for pair in given.get("shown", "").split()]
    rows = frozenset(given.getlist("row"))
    is_all = given.get("do") == "apply_shown"
    wanted = [*given.getlist("cell"), *(cell for row, _colon, cell in shown if is_all or row in rows)]
    return list(dict.fromkeys(_ids(wanted)))


def _ids(given: Iterable[str]) -> Iterator[UUID]:
    for one in given:
        try:
            yield UUID(one)
        except ValueError:
            continue
