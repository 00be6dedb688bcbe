"""The forms of somebody who answers: about one action, and naming somebody who knows better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from dueregard.domain.plans.evidence import ENDINGS, KINDS_IN_WORDS
from dueregard.web.ui.components import FileField
from dueregard.web.ui.components.evidence import EvidenceBoxes
from dueregard.web.ui.components.formats import size
from dueregard.web.ui.components.saying import Asked, SayingForm

CHOSEN = ("status", "rag")
"""What is chosen and not typed: a draft keeps it in words, and the choice starts empty again."""
NOT_KEPT = frozenset({"seen", "asked_about", "file"})


class AnswerForm(EvidenceBoxes, SayingForm):
    """What somebody answers about one action, with something that shows it if they have it."""

    file = FileField(
        label=_("A file"),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        endings=ENDINGS,
        kinds_in_words=KINDS_IN_WORDS,
        required=False,
    )
    url = forms.CharField(
        label=_("Or an address on the web"),
        help_text=_("It begins with https://. We keep the address and do not open it."),
        required=False,
        max_length=1000,
    )

    def __init__(self, *args: Any, asked: Asked, draft: Mapping[str, str], about: str = "", **named: Any) -> None:
        super().__init__(*args, asked=asked, **named)
        self.draft = draft
        if about:  # of several actions on a page, the summary of what is wrong says which
            needed = self.fields["status"].error_messages
            needed["required"] = f"{needed['required']} ({about})"
        most = size(settings.MAX_UPLOAD_BYTES)
        self.fields["file"].help_text = _gettext("%(kinds)s, up to %(size)s. Leave out people’s names.") % {
            "kinds": KINDS_IN_WORDS,
            "size": most,
        }
        for name, value in draft.items():
            if name in self.fields and name not in CHOSEN:
                self.initial[name] = value

    @property
    def chosen_before(self) -> tuple[str, ...]:
        """The words of what was chosen in the draft; nothing is chosen again for anybody."""
        said: dict[str, Mapping[str, Any]] = {
            name: dict(self.fields[name].choices) for name in CHOSEN if name in self.fields
        }
        return tuple(str(said[name].get(self.draft[name], "")) for name in said if self.draft.get(name))

    def typed(self) -> dict[str, str]:
        """Give what was typed and chosen, right or wrong, to be kept as a draft. What was chosen in it before stays."""
        found = {name: str(self.data.get(self.add_prefix(name)) or "") for name in self.fields if self._keeps(name)}
        found |= {name: self.draft.get(name, "") for name in CHOSEN if not found.get(name)}
        return {name: value[:20_000] for name, value in found.items() if value}

    @staticmethod
    def _keeps(name: str) -> bool:
        return name not in NOT_KEPT and not name.startswith("keep-")


class HandOnForm(forms.Form):
    """Who knows better, and about which actions. With one action there is nothing to choose but whom."""

    name = forms.CharField(
        label=_("Their name"), max_length=200, error_messages={"required": _("Write the name of who should answer")}
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("An address of the council, or of somebody who works with it already."),
        error_messages={
            "required": _("Write the e-mail address of who should answer"),
            "invalid": _("Write an e-mail address, such as name@example.org"),
        },
    )

    def __init__(self, *args: Any, actions: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        offered = list(actions)
        if len(offered) > 1:
            self.fields["which"] = forms.MultipleChoiceField(
                label=_gettext("Which actions?"),
                choices=offered,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _gettext("Choose at least one action")},
            )
            self.order_fields(["which", "name", "email"])
        self._only = [key for key, _words in offered]

    def chosen(self) -> frozenset[str]:
        """Give the keys of the actions that are handed on."""
        return frozenset(self.cleaned_data.get("which", self._only))
