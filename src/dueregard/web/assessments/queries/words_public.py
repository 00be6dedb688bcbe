"""In what sentences does the ledger tell that an assessment was published or withheld?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "assessments.published": _("Published version {version}"),
    "assessments.withheld": _("Withheld it from the public"),
}
